"""Memoranda of conversation and lists of trips: what their header and their lists state."""
