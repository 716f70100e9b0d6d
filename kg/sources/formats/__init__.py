"""Readers, a module for each format: a source and options give articles, or problems."""
