"""Doubtful pairs for a person to rule on: the most doubtful first, each with both sides' evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.core.ids import local
from kg.core.model import Judgement, Told
from kg.core.words import plain
from kg.reference.catalog import Catalog
from kg.resolve import doubts
from kg.resolve.model import Comparison

SHOWN = 3
"""Passages that are shown of each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A pair, why it was or was not taken for one, and the passages of both sides."""

    comparison: Comparison
    kind: str
    left: tuple[Told, ...]
    right: tuple[Told, ...]
    names: tuple[str, str] = ("", "")


def doubtful(
    told: Iterable[Told], *, catalog: Catalog, judgements: Sequence[Judgement] = ()
) -> list[Doubt]:
    """The pairs near the threshold on which nobody has ruled yet, the most doubtful first."""
    listed = sorted(told, key=lambda t: t.mention)
    mentions: dict[str, Told] = {t.mention: t for t in listed}
    ruled = {frozenset((local(j.left), local(j.right))) for j in judgements}
    names = _names(listed)
    out = []
    for c in doubts(listed, catalog=catalog, judgements=judgements):
        if frozenset((c.left, c.right)) in ruled:
            continue
        event = c.left in mentions and c.right in mentions
        sides = [_behind(end, mentions, names, catalog) for end in (c.left, c.right)]
        if all(sides):
            kind = "event" if event else "actor"
            ends = zip((c.left, c.right), sides, strict=True)
            shown = [_event(t[0]) if event else _called(end, t, catalog) for end, t in ends]
            out.append(
                Doubt(
                    comparison=c,
                    kind=kind,
                    left=sides[0],
                    right=sides[1],
                    names=(shown[0], shown[1]),
                )
            )
    return out


def _event(t: Told) -> str:
    """ "meeting of Anna Zilk and Mirko Bran, 2019-05-14": an event as a person would call it."""
    who = [a.name or a.office or "somebody" for a in t.frame.participants]
    when = t.frame.when.edtf if t.frame.when and t.frame.when.edtf else "no date"
    people = " and ".join(w for w in (", ".join(who[:-1]), *who[-1:]) if w)
    return f"{t.frame.type.replace('_', ' ')} of {people or 'nobody named'}, {when}"


def _called(end: str, told: Sequence[Told], catalog: Catalog) -> str:
    """What somebody is called, and of which state: by the reference data, or by the passage itself."""
    from kg.resolve.people.nodes import own_iri

    person = catalog.person(end)
    if person is not None:
        return f"{person.label} ({person.polity})" if person.polity else person.label
    for t in told:
        for said, a in t.actors():
            if end in {said, a.ref} or (a.name and own_iri(a.name, a.office, a.polity) == end):
                name = a.name or a.office or "somebody"
                return f"{name} ({a.polity})" if a.polity else name
    return readable(end)


_KEY = re.compile(r"(?:person|role|organisation|org|country|event|place|mention)/(.+?)(?:#\w+)?\Z")
_HASH = re.compile(r"-(?:q\d+|[a-z2-7]{8})\Z")


def readable(text: str) -> str:
    """A value of a comparison without what only programs read.

    >>> readable("person/anna-zilk-fciow4ex"), readable("name|anna zilk|AT"), readable("Anna Zilk")
    ('anna zilk', 'anna zilk', 'Anna Zilk')
    """
    if "|" in text:
        return next((part for part in text.split("|")[1:] if part), text)
    found = _KEY.match(text)
    return _HASH.sub("", found[1]).replace("-", " ") if found else text


def _names(told: Sequence[Told]) -> Mapping[str, list[Told]]:
    from kg.resolve.people.nodes import own_iri

    out: dict[str, list[Told]] = {}
    for t in told:
        for said, a in t.actors():
            out.setdefault(said, []).append(t)
            keys = {a.ref} if a.ref else set()
            if a.name:
                keys.add(own_iri(a.name, a.office, a.polity))
            for key in keys:
                if key and t not in out.setdefault(key, []):
                    out[key].append(t)
    return out


def _behind(
    end: str, mentions: Mapping[str, Told], names: Mapping[str, list[Told]], catalog: Catalog
) -> tuple[Told, ...]:
    """The passages behind one end of a pair; an entry of the reference data may have none."""
    if end in mentions:
        return (mentions[end],)
    found = tuple(names.get(end, ()))
    person = catalog.person(end)
    if not found and person is not None:
        label = person.label
        found = tuple(t for ts in names.values() for t in ts if _calls(t, label))
    return found[:SHOWN]


def _calls(t: Told, label: str) -> bool:
    family = label.split()[-1]
    return any(a.name and family in a.name for a in t.frame.participants)


def lines(found: Doubt) -> Iterator[str]:
    """A doubt as plain lines."""
    c = found.comparison
    taken = "taken for one" if c.same else "kept apart"
    yield f"{found.kind}: {plain(found.names[0])} | {plain(found.names[1])}"
    yield f"  {taken}, score {c.score:.2f}, {c.doubt:.2f} from the threshold"
    for r in c.reasons:
        both = " | ".join(dict.fromkeys(plain(readable(v)) for v in (r.left, r.right) if v))
        yield f"  {r.weight:+.2f}  {r.why}" + (f": {both}" if both else "")
    for side, told in (("left", found.left), ("right", found.right)):
        for t in told:
            f = t.frame
            when = f.when.edtf if f.when and f.when.edtf else "no date"
            day = t.published.isoformat() if t.published else "undated"
            yield f"  {side}: {plain(t.source_id)}, {day}: {f.type}, {f.status}, {when}"
            yield f'    "{plain(f.evidence[0].quote)}"'


def ruling(found: Doubt, *, same: bool, by: str, why: str, today: date) -> Judgement:
    """The line that settles a doubt."""
    c = found.comparison
    return Judgement(
        left=c.left,
        right=c.right,
        same=same,
        scope=found.kind,
        why=why,
        by=by,
        when=today.isoformat(),
    )


def as_row(found: Doubt) -> str:
    """A doubt as one line of tabs, for scripts: kind, left, right, score, decision, doubt, reasons."""
    c = found.comparison
    reasons = "; ".join(f"{r.feature} {r.weight:+.2f}" for r in c.reasons)
    taken = "same" if c.same else "different"
    return "\t".join(
        (found.kind, c.left, c.right, f"{c.score:.2f}", taken, f"{c.doubt:.2f}", reasons)
    )
