"""Going on: what is new in feeds and folders, and what that changes in the graph.

``fetch`` is the only module that calls out, and only ``taking`` asks it to; ``kg watch`` is the only verb that
leads there. ``changes`` compares what was told last time with what is there now, ``shown`` tells it.
"""
