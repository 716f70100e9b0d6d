"""Which reports tell of one event: profiles compared, linked, merged, named.

Knows people that are resolved; keeps nothing.
"""
