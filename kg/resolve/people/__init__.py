"""Who is who: names compared, people, roles and bodies brought to one node each.

Knows nothing of events.
"""
