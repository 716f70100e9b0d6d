"""Corrections by people: what is in doubt, links to identifiers elsewhere, and passages to annotate for the reader."""
