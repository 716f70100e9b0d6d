"""From articles to frames: who did what with whom, when, where and about what, by which passage.

``Extractor`` is the door: what finds events in articles. The first is ``rules``. Knows no graph and
no store, and nothing of other articles.
"""
