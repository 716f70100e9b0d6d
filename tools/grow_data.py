"""Generated articles for measurements of growth: a press archive that gets longer, not denser.

Twenty articles a day; people of thirty states, half of them unknown to the reference data; who meets
whom follows Zipf's law; of the mentions a fifth gives no date, a tenth a month, and a fifth announces.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kg.core.model import Actor, Article, Evidence, Frame, Venue, When
from kg.reference.catalog import Catalog

A_DAY = 20
_FIRST = date(2000, 1, 1)
_STATES = ("RU", "US", "CN", "FR", "DE", "GB", "TR", "IN", "JP", "IR", "UA", "PL", "IL", "EG", "SA",
           "BR", "ZA", "AU", "KR", "KP", "IT", "ES", "AT", "CZ", "FI", "SE", "NO", "GR", "RS", "KZ")  # fmt: skip
_SYLLABLES = ("ba", "do", "ki", "lu", "ma", "no", "pe", "ra", "si", "ta", "ve", "zo", "ru", "li")


def people(catalog: Catalog) -> list[Actor]:
    """A hundred and twenty people, known and unknown by turns."""
    rng = random.Random(7)
    out: list[Actor] = []
    for state in _STATES:
        known = sorted(iri for iri, p in catalog.people.items() if p.polity == state)[:2]
        for iri in known:
            label = catalog.people[iri].label
            out.append(Actor(name=label, office=None, polity=state, kind="person", ref=iri))
        for n in range(4 - len(known)):
            given, family = ("".join(rng.choices(_SYLLABLES, k=3)).title() for _ in range(2))
            office = "foreign minister" if n == 0 else None
            out.append(Actor(name=f"{given} {family}", office=office, polity=state, kind="person"))
    rng.shuffle(out)
    return out


def articles(
    n: int, cast: list[Actor], *, start: int = 0
) -> Iterator[tuple[Article, tuple[Frame, ...]]]:
    """Articles ``start`` to ``n``, each with what it says; the same for the same numbers."""
    weights = [1 / (rank + 3) for rank in range(len(cast))]
    for i in range(start, n):
        rng = random.Random(i)
        day = _FIRST + timedelta(days=i // A_DAY)
        frames = []
        for k in range(rng.choice((1, 1, 2))):
            a, b = _two(rng, cast, weights)
            kind = rng.random()
            when_, status = day - timedelta(days=rng.randrange(3)), "held"
            if kind > 0.8:
                when_, status = day + timedelta(days=rng.randrange(1, 20)), "planned"
            when: When | None = When(
                edtf=when_.isoformat(), text="x", earliest=when_, latest=when_, precision="day"
            )
            if 0.3 < kind < 0.5:
                when = None
            elif kind < 0.1:
                first = when_.replace(day=1)
                last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
                when = When(
                    edtf=f"{first:%Y-%m}", text="x", earliest=first, latest=last, precision="month"
                )
            city = rng.choice((None, "Geneva", "Vienna"))
            frames.append(
                Frame(
                    type=rng.choice(("meeting", "meeting", "phone_call", "visit")),
                    status=status,  # type: ignore[arg-type]
                    participants=(a, b),
                    when=when,
                    venue=Venue(name=None, city=city, country=None) if city else None,
                    topics=(),
                    reported_by=(),
                    evidence=(Evidence(start=k * 5, end=k * 5 + 4, quote="They"),),
                    confidence=0.9,
                    rule="by/hand",
                )
            )
        article = Article(
            id=f"g{i}", text="They " * 4, published=day, publisher=rng.choice(("A", "B", "C"))
        )
        yield article, tuple(frames)


def _two(rng: random.Random, cast: list[Actor], weights: list[float]) -> tuple[Actor, Actor]:
    a = rng.choices(cast, weights)[0]
    b = rng.choices([p for p in cast if p.polity != a.polity], k=1)[0]
    if a.ref is None and a.name and rng.random() < 0.2:
        # The family name alone, as the second paragraph of a report has it.
        a = Actor(name=a.name.split()[-1], office=a.office, polity=a.polity, kind="person")
    return a, b
