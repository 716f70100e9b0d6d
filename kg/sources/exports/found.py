"""What is found of one article of an export, and the lines that all forms have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kg.dates.en import printed
from kg.dates.months import in_english
from kg.dates.stamps import stamped
from kg.sources.exports.forms import DAY_LINE

COPYRIGHT = re.compile(
    r"\s*(?:\(c\)|©|Copyright\s*(?:\(c\)|©|,|by\b)*\s*(?:\d{4}|by\b)|All rights reserved|Alle Rechte vorbehalten"
    r"|Tous droits)",
    re.IGNORECASE,
)
LONGEST = 2_000
"""Characters of a line that can be a label, a day or a name."""


@dataclass(slots=True)
class Found:
    """What is known of one article: fields by their names, unlabelled lines at its head, its text and its abstract."""

    fields: dict[str, str] = field(default_factory=dict)
    head: list[list[str]] = field(default_factory=lambda: [[]])
    body: list[str] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)
    labelled: bool = False

    def add(self, name: str, value: str) -> None:
        """One more line of a field; an abstract may have any number, and paragraphs."""
        if name == "abstract":
            self.abstract.append(value)
        elif name and value.strip() and len(self.fields.get(name, "")) < LONGEST:
            self.fields[name] = f"{self.fields.get(name, '')} {value.strip()}".strip()[:LONGEST]

    def front(self, line: str) -> None:
        """One more line without a label before the text; an empty one begins another paragraph."""
        if line.strip():
            self.head[-1].append(" ".join(line[:LONGEST].split()))
        elif self.head[-1]:
            self.head.append([])


def is_day(line: str) -> bool:
    """Whether a line begins with a day, and has little more.

    >>> is_day("March 12, 2019 Tuesday 8:15 AM GMT"), is_day("12. März 2019 Dienstag"), is_day("On March 12, 2019 they met.")
    (True, True, False)
    """
    return _day_line(line) is not None


def day_of(text: str) -> date | None:
    """The day of a line of an export, or of a field of one."""
    match = _day_line(" ".join(text.split()))
    return (printed.settle(printed.readings(match["day"])) if match else None) or stamped(text)


def _day_line(line: str) -> re.Match[str] | None:
    return DAY_LINE.fullmatch(line) or (
        DAY_LINE.fullmatch(in_english(line)) if len(line) < 120 else None
    )
