"""A thing as a page: what it says, then HTML. For the server and for the folder that is published.

Knows no HTTP.
"""
