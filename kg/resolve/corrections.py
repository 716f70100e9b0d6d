"""A person's corrections of facts, applied to what articles tell before it is decided who and what is one.

What was read is not touched: it stays in the graph of its article. A correction finds its passage by
article and words, wherever these stand now and whatever the passage is called, so that it survives
another reading; where they are gone it is left out, with one line that says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from kg.core import ids
from kg.core.ids import fold, is_article, stem
from kg.core.model import (
    Actor,
    Correction,
    Frame,
    LocalIri,
    Notation,
    Status,
    Told,
    Venue,
    When,
)
from kg.dates.edtf import window
from kg.reference.catalog import Catalog, Place
from kg.resolve.facts import NO_EVENT, NONE, about, instant, who
from kg.resolve.judgements import is_iri

_SHARE = 0.5
"""What two wordings of one passage have in common at least, of the longer one."""
_LEAST = 20
"""The fewest letters by which a passage is known whose words are not all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A correction that found its passage. ``was`` is what had been read, in words.

    ``overruled_by`` is the IRI of the one that holds in its place; ``actor`` the actor mention of
    somebody who was added.
    """

    correction: Correction
    iri: LocalIri
    mention: LocalIri
    was: str
    overruled_by: LocalIri | None = None
    actor: LocalIri | None = None


@dataclass(slots=True, kw_only=True)
class Corrected:
    """What an article tells when it is corrected: ``read`` has the mentions that changed, as they were read."""

    told: list[Told] = field(default_factory=list)
    read: dict[LocalIri, Told] = field(default_factory=dict)
    applied: list[Applied] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def by_article(lines: Iterable[Correction]) -> Mapping[str, tuple[Correction, ...]]:
    """Corrections by what tells the article of each apart (kg.core.ids.stem), in an order of their own."""
    out: dict[str, list[Correction]] = defaultdict(list)
    for c in lines:
        known = is_article(c.article)
        out[stem(LocalIri(c.article)) if known else ids.short("article", c.article)].append(c)
    return {key: tuple(sorted(cs, key=_content)) for key, cs in out.items()}


def correct(told: Sequence[Told], lines: Sequence[Correction], catalog: Catalog) -> Corrected:
    """What one article tells, with the corrections of its passages."""
    out = Corrected()
    of: dict[LocalIri, list[Correction]] = defaultdict(list)
    for c in sorted(lines, key=_content):
        found = passage(told, c)
        if found is None:
            out.problems.append(gone(c))
        else:
            of[found.mention].append(c)
    for t in told:
        mine = of.get(t.mention)
        if not mine:
            out.told.append(t)
            continue
        out.read[t.mention] = t
        changed = _apply(t, mine, catalog, out)
        if changed is not None:
            out.told.append(changed)
    return out


def corrected(
    told: Iterable[Told], lines: Iterable[Correction], catalog: Catalog
) -> Iterable[Told]:
    """The mentions of many articles, with the corrections of their passages."""
    known = by_article(lines)
    if not known:
        return told
    articles: dict[LocalIri, list[Told]] = {}
    for t in told:
        articles.setdefault(t.article, []).append(t)
    return [
        t for a, ts in articles.items() for t in correct(ts, known.get(stem(a), ()), catalog).told
    ]


def gone(c: Correction) -> str:
    """The warning that a correction has no passage (any more)."""
    words = f" “{c.quote[:60]}”" if c.quote else ""
    return (
        f"line {c.line}: no event is read in {c.start} to {c.end}{words} of '{c.article}' any more: "
        "this correction is left out"
    )


def passage(told: Sequence[Told], c: Correction) -> Told | None:
    """The mention that a correction means: of its span and words, else of its words, else of most of them."""
    words, whole = _letters(c.quote), not c.quote.endswith("…")
    spans: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for t in told:
        spans[t.frame.evidence[0].start, t.frame.evidence[0].end].append(t)
    same = {
        span: _fits(_letters(ts[0].frame.evidence[0].quote), words, whole=whole)
        for span, ts in spans.items()
    }
    here = (c.start, c.end)
    if here in spans and (same[here] or not words):
        return _nth(spans[here], c.nth)
    for good in (
        [span for span, fits in same.items() if fits and words],
        [s for s, ts in spans.items() if _alike(_letters(ts[0].frame.evidence[0].quote), words)],
    ):
        if good:
            far = {span: abs(span[0] - c.start) for span in good}
            near = [span for span in sorted(good) if far[span] == min(far.values())]
            return _nth(spans[near[0]], c.nth) if len(near) == 1 else None
    return None


def _nth(told: Sequence[Told], nth: int) -> Told | None:
    """The frame of a span with this number."""
    return next((t for t in told if ids.ordinal(t.mention) == nth), None)


def _letters(text: str) -> str:
    """What is compared of a quote: neither spaces nor signs, which files and pages write each in their way."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _fits(mine: str, words: str, *, whole: bool) -> bool:
    return mine == words if whole else mine.startswith(words)


def _alike(mine: str, words: str) -> bool:
    """Is one of the two a good part of the other?"""
    short, long = sorted((mine, words), key=len)
    return len(short) >= max(_LEAST, _SHARE * len(long)) and short in long


def _content(c: Correction) -> tuple[object, ...]:
    """By this corrections are in order: that of their lines makes no difference."""
    return (c.start, c.end, c.nth, c.quote, c.fact, *_rank(c), c.article)


def _rank(c: Correction) -> tuple[datetime, str, str, str, str]:
    """Of two that differ, the higher holds: the later one."""
    return (instant(c.when) or datetime.min, c.by, c.value, c.why, c.fact)


def _apply(t: Told, lines: list[Correction], catalog: Catalog, out: Corrected) -> Told | None:
    """The mention when it is corrected; None when the passage tells of no event."""
    questions: dict[str, list[Correction]] = defaultdict(list)
    for c in lines:
        questions[about(c)].append(c)
    holds = {question: max(cs, key=_rank) for question, cs in sorted(questions.items())}
    frame, numbers = t.frame, list(range(1, len(t.frame.participants) + 1))
    actors: dict[str, LocalIri] = {}
    for question, c in holds.items():
        problem = ""
        if c.fact == "without":
            frame, numbers, problem = _without(frame, numbers, c, catalog)
        elif c.fact == "with":
            free = max([*numbers, len(t.frame.participants)], default=0) + 1
            frame, numbers, problem = _with(frame, numbers, free, c, catalog)
            actors[question] = ids.actor_mention(t.mention, numbers[-1])
        elif c.fact != "tells":
            frame = _CHANGES[c.fact](frame, c.value, catalog)
        if problem:
            out.problems.append(f"line {c.line}: {problem}")
            del questions[question]
    for question, cs in sorted(questions.items()):
        best = holds[question]
        for c in cs:
            held = (c.fact, c.value) == (best.fact, best.value)
            out.applied.append(
                Applied(
                    correction=c,
                    iri=iri_of(c),
                    mention=t.mention,
                    was=_was(t.frame, c, catalog),
                    overruled_by=None if held else iri_of(best),
                    actor=actors.get(question) if held else None,
                )
            )
    said = holds.get("tells")
    if said is not None and said.value == NO_EVENT:
        return None
    plain = numbers == list(range(1, len(t.frame.participants) + 1))
    return replace(t, frame=frame, numbers=() if plain else tuple(numbers))


def iri_of(c: Correction) -> LocalIri:
    """The local IRI of a correction: by all that its line says."""
    return ids.correction(
        c.article,
        str(c.start),
        str(c.end),
        str(c.nth),
        c.quote,
        c.fact,
        c.value,
        c.why,
        c.by,
        c.when,
    )


# --- facts -----------------------------------------------------------------------------------------


def when_of(value: str) -> When | None:
    """The date that a person gives; None where they say that there is none."""
    found = window(value)
    if found is None:
        return None
    return When(
        edtf=found.edtf, text=None, earliest=found.earliest, latest=found.latest,
        precision=found.precision,
    )  # fmt: skip


def venue_of(value: str, catalog: Catalog) -> Venue | None:
    """The place that a person gives: site, town and state, of which the last may be missing.

    A town or a site that the reference data has under this name is that one; a name that two of them
    have is neither, unless the state tells them apart.
    """
    parts = [p.strip() for p in value.split(",") if p.strip()]
    if value == NONE or not parts:
        return None
    state = _state(parts[-1], catalog)
    country = state[0] if state else None
    if state and len(parts) == 1:
        return Venue(name=None, city=None, country=country)
    names = parts[:-1] if state else parts
    known = _place(names[0], country, catalog)
    around = known.container if known else None
    town = catalog.places.get(around) if around else None
    if known is None:
        if len(names) > 1:
            return Venue(name=", ".join(names[:-1]), city=names[-1], country=country)
        return Venue(name=None, city=names[0], country=country)
    country = country or _country(known, catalog)
    if town is None:
        return Venue(
            name=None, city=known.label, country=country, geonames=known.geonames, ref=known.iri
        )
    return Venue(
        name=known.label, city=town.label, country=country, geonames=town.geonames, ref=known.iri
    )


def _state(words: str, catalog: Catalog) -> tuple[Notation, LocalIri] | None:
    """A state by its notation, or by one of its names."""
    state = catalog.polity(Notation(words))
    if state is None:
        named = [p for p in catalog.polities.values() if fold(words) in map(fold, p.names)]
        state = named[0] if len(named) == 1 else None
    return (state.notation, state.iri) if state else None


def _place(name: str, country: Notation | None, catalog: Catalog) -> Place | None:
    found = [
        p
        for p in catalog.places.values()
        if fold(name) in map(fold, (p.label, *p.names))
        and (country is None or _country(p, catalog) == country)
    ]
    return found[0] if len(found) == 1 else None


def _country(place: Place, catalog: Catalog) -> Notation | None:
    around = place.container
    for _ in range(4):  # a room in a building in a city in a state
        state = catalog.polities.get(around) if around else None
        if state is not None:
            return state.notation
        inside = catalog.places.get(around) if around else None
        around = inside.container if inside else None
    return None


def _date(frame: Frame, value: str, catalog: Catalog) -> Frame:  # noqa: ARG001
    return replace(frame, when=when_of(value))


def _status(frame: Frame, value: str, catalog: Catalog) -> Frame:  # noqa: ARG001
    return replace(frame, status=cast(Status, value))


def _type(frame: Frame, value: str, catalog: Catalog) -> Frame:  # noqa: ARG001
    return replace(frame, type=value)


def _venue(frame: Frame, value: str, catalog: Catalog) -> Frame:
    return replace(frame, venue=venue_of(value, catalog))


_CHANGES: Mapping[str, Callable[[Frame, str, Catalog], Frame]] = {
    "date": _date, "status": _status, "type": _type, "place": _venue,
}  # fmt: skip


# --- who takes part --------------------------------------------------------------------------------


def actor_of(value: str, catalog: Catalog) -> Actor:
    """Somebody whom a person adds: a state or an organisation by its name, else a person."""
    name, office, polity = who(value)
    if is_iri(name):
        return _entry(LocalIri(name), office, Notation(polity) if polity else None, catalog)
    state = _state(name, catalog)
    if state and not office:
        return Actor(name=name, office=None, polity=state[0], kind="country", ref=state[1])
    bodies = [o for o in catalog.organisations.values() if fold(name) in map(fold, o.names)]
    if len(bodies) == 1 and not office:
        body = bodies[0]
        own = body.notation or body.polity
        return Actor(name=name, office=None, polity=own, kind="organisation", ref=body.iri)
    acts_for = Notation(polity) if polity else None
    return Actor(name=name, office=office, polity=acts_for, kind="person")


def _entry(iri: LocalIri, office: str | None, polity: Notation | None, catalog: Catalog) -> Actor:
    person = catalog.people.get(iri)
    if person is not None:
        own = polity or person.polity
        return Actor(name=person.label, office=office, polity=own, kind="person", ref=iri)
    state = catalog.polities.get(iri)
    if state is not None:
        return Actor(name=state.label, office=None, polity=state.notation, kind="country", ref=iri)
    body = catalog.organisations.get(iri)
    if body is not None:
        own = body.notation or body.polity
        return Actor(name=body.label, office=None, polity=own, kind="organisation", ref=iri)
    # Of nobody that the reference data has an IRI tells the name.
    words = iri.partition("/")[2].rpartition("-")[0].replace("-", " ").title()
    return Actor(name=words or iri, office=office, polity=polity, kind="person")


def _meant(frame: Frame, value: str, catalog: Catalog) -> set[int]:
    """The participants, by their places, whom a line means.

    They have the name of the line in the passage or as an entry; else it is the one whose name ends as
    the other does ("Pompeo" of a passage is the Mike Pompeo of a line).
    """
    name, office, polity = who(value)
    wanted = {fold(name)} | ({fold(f"{office} {name}")} if office else set())
    exact: set[int] = set()
    loose: set[int] = set()
    for n, a in enumerate(frame.participants):
        if polity and a.polity and a.polity != polity:
            continue
        entry = catalog.people.get(a.ref) if a.ref else None
        called = [a.name or a.office or "", a.ref or "", *(entry.names if entry else ())]
        if a.office and a.name:
            called.append(f"{a.office} {a.name}")
        if wanted & set(map(fold, called)):
            exact.add(n)
        short, long = sorted((fold(name), fold(a.name or "")), key=len)
        if a.kind == "person" and short and long.endswith(" " + short):
            loose.add(n)
    return exact or (loose if len(loose) == 1 else set())


def _without(
    frame: Frame, numbers: list[int], c: Correction, catalog: Catalog
) -> tuple[Frame, list[int], str]:
    meant = _meant(frame, c.value, catalog)
    stays = [n not in meant for n in range(len(frame.participants))]
    if all(stays):
        return frame, numbers, f"'{c.value}' takes no part in what was read: nothing to correct"
    if not any(stays):
        return frame, numbers, f"without '{c.value}' nobody takes part: write tells, no event"
    left = tuple(a for a, stay in zip(frame.participants, stays, strict=True) if stay)
    kept = [n for n, stay in zip(numbers, stays, strict=True) if stay]
    return replace(frame, participants=left), kept, ""


def _with(
    frame: Frame, numbers: list[int], free: int, c: Correction, catalog: Catalog
) -> tuple[Frame, list[int], str]:
    if _meant(frame, c.value, catalog):
        return frame, numbers, f"'{c.value}' takes part already: nothing to correct"
    more = actor_of(c.value, catalog)
    return replace(frame, participants=(*frame.participants, more)), [*numbers, free], ""


def _was(frame: Frame, c: Correction, catalog: Catalog) -> str:
    """What was read of the fact that a correction is about, in words."""
    if c.fact == "date":
        return (frame.when.edtf or frame.when.text or NONE) if frame.when else NONE
    if c.fact == "place":
        v = frame.venue
        return ", ".join(p for p in (v.name, v.city, v.country) if p) if v else NONE
    if c.fact in ("with", "without"):
        found = [frame.participants[n] for n in sorted(_meant(frame, c.value, catalog))]
        return ", ".join(" ".join(w for w in (a.office, a.name) if w) for a in found) or NONE
    if c.fact == "status":
        return frame.status
    return frame.type if c.fact == "type" else f"{frame.type}, {frame.status}"


__all__ = [
    "Applied", "Corrected", "actor_of", "by_article", "correct", "corrected", "gone", "iri_of",
    "passage", "venue_of", "when_of",
]  # fmt: skip
