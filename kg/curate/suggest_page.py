"""The page on which passages are annotated: one file, complete in itself, that connects to nothing.

As in kg.render, text from outside enters it in a data block alone, as JSON whose ``<``, ``>``, ``&`` and
``'`` are escaped; the script hands it on as text, never as HTML, and the Content-Security-Policy allows
exactly that script and that style sheet, by their SHA-256.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from kg.curate.answers import ASKED, heading
from kg.curate.suggest import SINGLE, Passage, Suggestion
from kg.extract.reader.labels import KINDS, STATUSES

HERE = Path(__file__).parent


def page(passages: Sequence[Passage], *, name: str = "gold.jsonl") -> str:
    """One HTML page that asks about passages and saves the answers as gold lines in a file ``name``.

    >>> page([]).startswith("<!doctype html>")
    True
    """
    script, style = _asset("suggest.js"), _asset("suggest.css")
    policy = (
        f"default-src 'none'; script-src {_fingerprint(script)}; style-src {_fingerprint(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    data = {
        "name": name,
        "kinds": KINDS,
        "statuses": STATUSES,
        "asked": ASKED,
        "single": sorted(SINGLE),
        "passages": [_passage(p) for p in passages],
    }
    # ASCII alone: no line separator can survive as itself.
    plain = htmlsafe_json_dumps(data, dumps=json.dumps, ensure_ascii=True, separators=(",", ":"))
    template = Environment(autoescape=True).from_string(_asset("suggest.html"))
    return template.render(
        policy=policy,
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        data=plain,
    )


def _passage(p: Passage) -> dict[str, Any]:
    return {
        "id": p.id,
        "from": heading(p),
        "text": p.text,
        "published": p.published.isoformat() if p.published else None,
        "named": [[n.start, n.end, n.kind, n.polity] for n in p.named],
        "suggestions": [_suggestion(s) for s in p.suggestions],
    }


def _suggestion(s: Suggestion) -> dict[str, Any]:
    return {
        "start": s.start,
        "end": s.end,
        "kind": s.kind,
        "status": s.status,
        "doubt": s.doubt,
        "reason": s.reason,
        "evidence": s.evidence,
        "spans": {name: s.spans.get(name, ()) for name in ASKED},
        "also": s.also,
    }


def _fingerprint(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@functools.cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
