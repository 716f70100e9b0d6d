"""Short texts and what must come out of them, one test each, grouped by what makes them hard.

A case is a line, a name and a text (¶ parts its paragraphs), and the events below it, indented: ``type
status date @city/state : people : who says it``. Alternatives are parted by "/"; "*" stands for
anything, "-" for nothing known. Of the people, ``Lavrov/RU`` is a person with these words in the name,
``~/TR`` whoever acts for that state, ``=FR`` a state, ``&African Union`` an organisation. An event
after "?" need not be found, but if it is, this is what it must be. Any other event is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import pytest
from extraction_cases import TABLES

from kg.core.model import Actor, Article, Frame
from kg.extract.rules import Annotator
from kg.sources.layout import describe

PUBLISHED = date(2019, 12, 10)  # a Tuesday


@dataclass(frozen=True)
class Wanted:
    """One event that a case asks for; an empty ``people`` means any."""

    optional: bool
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    when: str
    city: str
    country: str
    people: tuple[str, ...] | None
    said_by: str

    def fits(self, frame: Frame) -> bool:
        return (
            frame.type in self.types
            and ("*" in self.statuses or frame.status in self.statuses)
            and self._fits_date(frame)
            and self._fits_place(frame)
            and (self.people is None or same_people(self.people, frame.participants))
            and any(folded(self.said_by) in folded(who) for who in frame.reported_by or ("",))
        )

    def _fits_date(self, frame: Frame) -> bool:
        edtf = frame.when.edtf if frame.when else None
        return self.when == "*" or edtf == (None if self.when == "-" else self.when)

    def _fits_place(self, frame: Frame) -> bool:
        city = frame.venue.city if frame.venue else None
        country = frame.venue.country if frame.venue else None
        return all(
            want == "*" or (got is None if want == "-" else folded(got or "") == folded(want))
            for want, got in ((self.city, city), (self.country, country))
        )


def folded(text: str) -> str:
    """Without accents, case and the choice of hyphen.

    >>> folded("Çavuşoğlu, Jong‑un")
    'cavusoglu, jong-un'
    """
    text = text.translate(str.maketrans("‐‑–’ıØøŁłĐđ", "---'iOoLlDd"))
    bare = unicodedata.normalize("NFD", text)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


def same_people(wanted: tuple[str, ...], got: tuple[Actor, ...]) -> bool:
    """Is there one actor for each that is wanted, and no other?"""
    if not wanted:
        return not got
    return any(
        is_actor(wanted[0], actor) and same_people(wanted[1:], got[:n] + got[n + 1 :])
        for n, actor in enumerate(got)
    )


def is_actor(wanted: str, actor: Actor) -> bool:
    """
    >>> lavrov = Actor(name="Sergey Lavrov", office=None, polity="RU", kind="person")
    >>> [is_actor(w, lavrov) for w in ("Lavrov/RU", "Lavrov", "~/RU", "=RU", "Putin/RU")]
    [True, True, True, False, False]
    """
    if wanted[0] == "=":
        return actor.kind == "country" and actor.polity == wanted[1:]
    if wanted[0] == "&":
        return actor.kind == "organisation" and folded(wanted[1:]) == folded(actor.name or "")
    name, _, polity = wanted.partition("/")
    words = set(re.split(r"[\s-]+", folded(actor.name or "")))
    return (
        actor.kind == "person"
        and polity in ("", actor.polity)
        and (name == "~" or set(folded(name).split()) <= words)
    )


def read_wanted(line: str) -> Wanted:
    """
    >>> read_wanted("? visit planned 2020-02 @/IN : Modi + =IN : Reuters").people
    ('Modi', '=IN')
    """
    head, _, rest = line.partition(" : ")
    people, _, said_by = rest.partition(" : ")
    pattern = r"(\? )?(\S+) (\S+) (\S+) @([^/]*)/?(.*)"
    match = re.fullmatch(pattern, head.strip())
    assert match, f"not an event: {line}"
    optional, kinds, statuses, when, city, country = match.groups()
    anywhere = city == "*" and not country
    return Wanted(
        optional=bool(optional),
        types=tuple(kinds.split("/")),
        statuses=tuple(statuses.split("/")),
        when=when,
        city="*" if anywhere else city or "-",
        country="*" if anywhere else country or "-",
        people=None if people == "*" else tuple(p.strip() for p in people.split(" + ")),
        said_by=said_by,
    )


def read_cases(table: str) -> list[tuple[str, str, list[Wanted]]]:
    """The name, the text and the events of each case of a table."""
    cases: list[tuple[str, str, list[Wanted]]] = []
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            name, text = line.split(" | ")
            cases.append((name, text.replace(" ¶ ", "\n\n"), []))
        elif line.strip() != "none":
            cases[-1][2].append(read_wanted(line.strip()))
    return cases


def told(frame: Frame) -> str:
    """What was found, in the language of the cases, for the message of a test that fails."""
    place = frame.venue and f"{frame.venue.city or '-'}/{frame.venue.country or ''}"
    who = [
        f"={a.polity}"
        if a.kind == "country"
        else f"{'&' * (a.kind == 'organisation')}{a.name or '~'}/{a.polity}"
        for a in frame.participants
    ]
    when = frame.when.edtf if frame.when else None
    return f"{frame.type} {frame.status} {when or '-'} @{place or '-'} : {' + '.join(who)} : {', '.join(frame.reported_by)}"


def fault(wanted: list[Wanted], frames: tuple[Frame, ...]) -> str:
    """What is wrong with the frames, or nothing."""
    left = list(frames)
    for want in sorted(wanted, key=lambda w: w.optional):
        fitting = next((f for f in left if want.fits(f)), None)
        if fitting is not None:
            left.remove(fitting)
        elif not want.optional:
            return f"missing: {want}"
    return f"too many: {len(left)}" if left else ""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(text, wanted, id=f"{group}, {name}")
        for group, table in TABLES.items()
        for name, text, wanted in read_cases(table)
    ],
)
def test_gives_these_events(annotator: Annotator, text: str, wanted: list[Wanted]) -> None:
    article = describe(Article(id="case", text=text, published=PUBLISHED))
    frames = annotator.annotate(article)
    assert not fault(wanted, frames), "\n".join(told(f) for f in frames)


@pytest.mark.parametrize(
    "other",
    [
        "visit held 2019-12-09 @Sochi/RU : Lavrov/RU + Wang/CN",
        "meeting planned 2019-12-09 @Sochi/RU : Lavrov/RU + Wang/CN",
        "meeting held - @Sochi/RU : Lavrov/RU + Wang/CN",
        "meeting held 2019-12-09 @- : Lavrov/RU + Wang/CN",
        "meeting held 2019-12-09 @/RU : Lavrov/RU + Wang/CN",
        "meeting held 2019-12-09 @Sochi/RU : Lavrov/RU",
        "meeting held 2019-12-09 @Sochi/RU : Lavrov/RU + =CN",
        "meeting held 2019-12-09 @Sochi/RU : Lavrov/RU + Wang/TW",
        "meeting held 2019-12-09 @Sochi/RU : Lavrov/RU + Wang/CN : TASS",
        "? meeting proposed * @* : *",
    ],
)
def test_anything_else_is_a_fault(annotator: Annotator, other: str) -> None:
    text = "Sergey Lavrov met Wang Yi in Sochi on Monday."
    frames = annotator.annotate(Article(id="case", text=text, published=PUBLISHED))
    right = read_wanted("meeting held 2019-12-09 @Sochi/RU : Lavrov/RU + Wang/CN")
    assert not fault([right], frames)
    assert fault([read_wanted(other)], frames)
    assert fault([right, right], frames)
    assert fault([], frames)
