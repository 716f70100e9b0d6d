"""What a conversation was about: the subject lines of a header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.core.ids import fold
from kg.core.model import LocalIri, Topic
from kg.extract.rules.memo.lines import Line
from kg.reference.catalog import Catalog
from kg.reference.once import once

_LEAD = re.compile(r"\s*(?:[-•*]\s+|\(?(?:\d{1,2}|[A-Z]|[ivx]{1,4})[.)]\s+|[A-Z]\.\Z)?")


@once
def _labels(catalog: Catalog) -> tuple[re.Pattern[str], dict[str, LocalIri]]:
    names: dict[str, LocalIri] = {}
    for c in catalog.topics.values():
        for name in c.names:
            names.setdefault(fold(name), c.iri)
    ordered = sorted(names, key=lambda n: (-len(n), n))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(n) for n in ordered) + r")(?!\w)")
    return pattern, names


def topics_of(lines: Sequence[Line], catalog: Catalog) -> tuple[Topic, ...]:
    """One topic for each subject, linked to the scheme where its words hold a label of the scheme."""
    out: list[Topic] = []
    pattern, names = _labels(catalog)
    for line in lines:
        for start, text in _subjects(line):
            match = max(pattern.finditer(fold(text)), key=lambda m: len(m[0]), default=None)
            ref = names[match[0]] if match else None
            label = catalog.topics[ref].label if ref else text
            if not any(t.text == text for t in out):
                out.append(
                    Topic(ref=ref, label=label, text=text, start=start, end=start + len(text))
                )
    return tuple(out)


def _subjects(line: Line) -> list[tuple[int, str]]:
    out = []
    pos = 0
    for piece in re.split(r"(;\s*)", line.text):
        lead = _LEAD.match(piece)
        skip = lead.end() if lead else 0
        text = piece[skip:].rstrip(" .;,")
        if len(text) > 2 and any(c.isalpha() for c in text):
            out.append((line.start + pos + skip, text))
        pos += len(piece)
    return out
