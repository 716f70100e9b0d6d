"""Dates in text: found with their words, and made EDTF with bounds and precision.

``expression`` is what a text says, ``normalization`` what it means from an anchor; a language is a
package of tables (``en``). Knows no catalog, no language model and no graph.
"""
