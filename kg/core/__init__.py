"""What every part speaks of: values, identifiers, vocabulary, limits, errors.

Imports nothing of kg outside this package, and knows no language model and no RDF engine.
"""
