"""Who and where: names, titles, offices, states and places in a sentence, and who they are.

Knows words; knows nothing of events.
"""
