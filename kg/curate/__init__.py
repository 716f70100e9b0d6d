"""Corrections by people: what is in doubt, and links to identifiers elsewhere, as lines of judgements."""
