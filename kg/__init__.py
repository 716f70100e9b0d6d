"""Build, query and show a knowledge graph of diplomatic events from news articles and readouts."""

__version__ = "0.1.0"
