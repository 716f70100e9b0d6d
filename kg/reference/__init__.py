"""The ontology as values: what is known of states, offices, people, topics and types of event.

Reads ontology/ and nothing that a user brings. Knows no article, no language model and no store.
"""
