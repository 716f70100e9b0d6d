"""The merged graph as one self-contained HTML file: who met whom, with the evidence behind every line."""

from __future__ import annotations

from kg.render.layout import layout_cache
from kg.render.page import render, write
from kg.render.select import filter_view

__all__ = ["filter_view", "layout_cache", "render", "write"]
