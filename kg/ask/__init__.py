"""Questions to a graph: named queries, SPARQL, explanations, endpoints elsewhere. Writes nothing."""
