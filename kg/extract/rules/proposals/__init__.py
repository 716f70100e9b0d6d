"""From what the reader proposes to drafts: spans become people, states, days, places and topics by the rules' knowledge.

proposals -> actors, dates, places, topics of their spans -> drafts -> joined with those of the rules
"""
