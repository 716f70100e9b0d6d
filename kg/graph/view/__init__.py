"""A graph as plain frozen values, for pages and exports."""
