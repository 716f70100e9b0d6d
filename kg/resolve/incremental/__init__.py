"""Deciding anew only what articles touch that came, went or changed: the same outcome as from nothing."""
