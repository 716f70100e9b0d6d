"""Words: tokens, sentences, and what the language model says of them.

The only room where a parse comes from spaCy; it knows nothing of actors or events.
"""
