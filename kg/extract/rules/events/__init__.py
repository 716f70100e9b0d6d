"""What happened: triggers, slots, status, dates and places of events, as drafts and then frames.

Knows words and actors; knows nothing of topics and memoranda.
"""
