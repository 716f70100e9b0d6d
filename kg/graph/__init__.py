"""RDF and files: the store, its graphs of articles, what they tell, and views of the whole.

Knows no extraction and no resolution.
"""
