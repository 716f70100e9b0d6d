"""Labels of events: "Meeting of Lavrov, Pompeo and Putin, Sochi, 14 May 2019"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.core.model import EventType
from kg.reference.event_kinds import kind_of
from kg.resolve.model import Participation, ResolvedActor
from kg.resolve.people.reference import Reference

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHOWN = 4


def surname(actor: ResolvedActor, known: Reference) -> str:
    """What a person is called in a headline; whoever has the family name first keeps the whole name."""
    if actor.kind != "person" or actor.polity in known.rules.family_first:
        return actor.label
    person = known.catalog.people.get(actor.iri)
    if person is not None and person.family and person.family[0] in person.label:
        return person.family[0]
    words = actor.label.replace(",", " ").split()
    while len(words) > 1 and words[-1].strip(".").casefold() in known.rules.suffixes:
        words.pop()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in known.rules.particles:
        start -= 1
    return " ".join(words[start:])


def label_of(
    kind: EventType,
    nodes: Sequence[ResolvedActor],
    rows: Sequence[Participation],
    known: Reference,
    *,
    place: str | None,
    edtf: str | None,
) -> str:
    """The label of an event whose participants are ``rows``, with their nodes in the same order."""
    short = {n.iri: surname(n, known) for n in nodes}
    twice = Counter(short.values())
    names = {n.iri: n.label if twice[short[n.iri]] > 1 else short[n.iri] for n in nodes}
    of = {r.actor: r.function for r in rows}
    hosts = [n for n in nodes if n.kind == "country" and of.get(n.iri) != "guest"]
    type_ = kind_of(kind)
    first = [names[n.iri] for n in nodes if of.get(n.iri) == "initiator"]
    if kind == "visit" and hosts and len(hosts) < len(nodes):
        goals = _list(sorted(names[n.iri] for n in hosts))
        text = f"{type_.heading} of {_list(sorted(names[n.iri] for n in nodes if n not in hosts))} to {goals}"
    elif type_.directed and first and len(first) < len(nodes):
        others = [names[n.iri] for n in nodes if of.get(n.iri) != "initiator"]
        text = f"{type_.heading} from {_list(sorted(first))} to {_list(sorted(others))}"
    else:
        text = f"{type_.heading} of {_list(sorted(names.values(), key=str.casefold))}"
    parts = [text]
    if place and place not in text:
        parts.append(place)
    if edtf:
        parts.append(day_words(edtf))
    return ", ".join(parts)


def _list(names: Sequence[str]) -> str:
    """ "A, B and C"; past four, "A, B, C and 3 others"."""
    if len(names) > _SHOWN:
        names = [*names[: _SHOWN - 1], f"{len(names) - _SHOWN + 1} others"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def day_words(edtf: str) -> str:
    """An EDTF date in words.

    >>> day_words("2019-05-14"), day_words("2019-05-13/2019-05-14"), day_words("2019-05")
    ('14 May 2019', '13–14 May 2019', 'May 2019')
    """
    ends = [_one(e) for e in edtf.split("/")]
    if len(ends) == 2 and all(ends) and ends[0] != ends[1]:
        a, b = (e.split(" ") for e in ends)
        if len(a) == len(b):
            while len(a) > 1 and a[-1] == b[-1:][0] and a[1:] == b[1:]:
                return (
                    f"{a[0]}–{' '.join(b)}" if len(a) == 3 else f"{' '.join(a[:-1])}–{' '.join(b)}"
                )
            if a[-1] == b[-1]:
                return f"{' '.join(a[:-1])} – {' '.join(b)}"
        return f"{ends[0]} – {ends[1]}"
    return ends[0]


def _one(text: str) -> str:
    mark = " (uncertain)" if text[-1:] in {"?", "~", "%"} else ""
    parts = text.rstrip("?~%").split("-")
    if not all(p.isdigit() for p in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return text
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, _MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words) + mark
