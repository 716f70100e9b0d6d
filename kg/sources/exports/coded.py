"""Factiva with codes of fields: two letters at the beginning of a line ("HD Ministers meet", "PD 12 March 2019")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.sources.exports.forms import FACTIVA_AFTER, Form
from kg.sources.exports.found import LONGEST, Found

_CODE = re.compile(r"(?P<code>[A-Z]{2,3})(?:(?P<gap>[ \t]+)(?P<value>.*))?")


def records(text: str) -> Iterator[str]:
    """Articles with codes: each begins with its first code, and ends with AN."""
    lines = text.splitlines()
    begun = 0
    seen = False
    for number, line in enumerate(lines):
        word = line[:3].rstrip()
        if word == "HD" and seen:
            yield "\n".join(lines[begun:number])
            begun = number
        elif word == "AN" and seen and re.fullmatch(FACTIVA_AFTER["an"], line[2:].strip()):
            yield "\n".join(lines[begun : number + 1])
            begun, seen = number + 1, False
            continue
        seen = seen or word == "HD"
    if seen:
        yield "\n".join(lines[begun:])


def read(lines: Sequence[str], form: Form) -> Found | None:
    """One article with codes; None for what has none."""
    found = Found()
    current = ""
    for line in lines:
        match = _CODE.fullmatch(line[:LONGEST].rstrip())
        label = match["code"].lower() if match else ""
        if match and label in form.labels and _is_code(label, match, current):
            current = form.labels[label]
            if current == "body":
                found.body += ["", line[match.start("value") :] if match["value"] else ""]
            else:
                found.add(current, match["value"] or "")
        elif current == "body":
            found.body.append(line)
        else:
            found.add(current, line)
    return found if found.fields or found.body else None


def _is_code(label: str, line: re.Match[str], current: str) -> bool:
    """Whether two letters are a code: in a text they may begin a sentence, but no tab follows them there."""
    if current != "body" or (label in FACTIVA_AFTER and line["gap"] not in {None, " "}):
        return True
    return (
        label in FACTIVA_AFTER
        and re.fullmatch(FACTIVA_AFTER[label], line["value"] or "") is not None
    )
