"""The one that writes: articles are read, told, settled and published. Begin with ``pipeline``."""
