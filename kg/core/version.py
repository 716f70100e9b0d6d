"""The version of the program: stated here, and written into every store."""

__version__ = "0.1.0"
