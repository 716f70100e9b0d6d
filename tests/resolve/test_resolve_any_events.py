"""What holds for any mentions: no order matters, what is dropped leaves no trace, a ruling always holds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from told import state, told, who

from kg.core.model import Judgement, Told
from kg.reference.read import load
from kg.resolve import MergedEvent, Resolution, resolve

CATALOG = load()


def build(*mentions: Told, rulings: tuple[Judgement, ...] = ()) -> Resolution:
    return resolve(mentions, catalog=CATALOG, judgements=rulings)


def event(r: Resolution, t: Told) -> MergedEvent:
    return next(e for e in r.events if e.iri == r.reports[t.mention])


def groups(r: Resolution, *mentions: Told) -> list[int]:
    """For each mention the number of its event, counted as they come."""
    seen: dict[str, int] = {}
    return [seen.setdefault(r.reports[t.mention], len(seen)) for t in mentions]


ZILK, BRAN, ORO = who("Anna Zilk", "AT"), who("Mirko Bran", "CZ"), who("Pia Oro", "EE")
_PEOPLE = [
    ZILK,
    BRAN,
    ORO,
    who("Zilk", "AT"),
    who(None, "CZ", "foreign minister"),
    state("Estonia", "EE"),
]


@st.composite
def _mentions(draw: st.DrawFn) -> list[Told]:
    out = []
    for i in range(draw(st.integers(1, 14))):
        actors = draw(st.lists(st.sampled_from(_PEOPLE), min_size=1, max_size=3, unique=True))
        out.append(
            told(
                f"s{draw(st.integers(0, 6))}",
                f"2019-05-{draw(st.integers(10, 24))}",
                *actors,
                n=i,
                type=draw(st.sampled_from(["meeting", "summit", "phone_call", "visit"])),
                status=draw(
                    st.sampled_from(["held", "planned", "denied", "postponed", "cancelled"])
                ),
                date=draw(
                    st.sampled_from(
                        [None, "2019-05", "2019-05-12", "2019-05-13", "2019-05-12/2019-05-14"]
                    )
                ),
                city=draw(st.sampled_from([None, "Tallinn", "Riga"])),
            )
        )
    return out


@settings(deadline=None, max_examples=150)
@given(_mentions(), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_events_are_sound(mentions: list[Told], random: object) -> None:
    r = build(*mentions)
    shuffled = random.sample(mentions, len(mentions))  # type: ignore[attr-defined]
    assert build(*shuffled, *shuffled) == r
    assert set(r.reports) == {t.mention for t in mentions}
    assert sorted(m for e in r.events for m in e.mentions) == sorted(r.reports)
    told_by = {t.mention: t for t in mentions}
    iris = {e.iri for e in r.events}
    assert len(iris) == len(r.events)
    for e in r.events:
        assert e.super_event is None or (e.super_event in iris and e.super_event != e.iri)
        whens = [told_by[m].frame.when for m in e.mentions if told_by[m].frame.status == "held"]
        days = {w.edtf for w in whens if w and w.precision == "day" and w.earliest == w.latest}
        assert len(days) <= 1
        assert not e.date_conflict
        assert {p.actor for p in e.participations} <= set(r.actors)
        assert not set(e.former) & iris
    for t in mentions:
        for n in range(1, len(t.frame.participants) + 1):
            assert r.refers[f"{t.mention}#a{n}"] in r.actors


@settings(deadline=None, max_examples=80)
@given(_mentions(), _mentions())
def test_what_is_added_and_dropped_leaves_no_trace(kept: list[Told], passing: list[Told]) -> None:
    before = build(*kept)
    known = {t.mention for t in kept}
    both = [*kept, *(t for t in passing if t.mention not in known)]
    build(*both)
    assert build(*(t for t in both if t.mention in known)) == before


@settings(deadline=None, max_examples=80)
@given(_mentions(), st.data())
def test_different_always_holds(mentions: list[Told], data: st.DataObject) -> None:
    iris = sorted({t.mention for t in mentions})
    if len(iris) < 2:
        return
    a, b = data.draw(st.lists(st.sampled_from(iris), min_size=2, max_size=2, unique=True))
    line = Judgement(left=a, right=b, same=False, scope="event", why="", by="", when="", line=2)
    r = build(*mentions, rulings=(line,))
    assert r.reports[a] != r.reports[b]
    x, y = f"{a}#a1", f"{b}#a1"
    line = replace(line, left=x, right=y, scope="actor")
    r = build(*mentions, rulings=(line,))
    assert (
        r.refers[x] != r.refers[y]
        or any("line 2" in p for p in r.problems)
        or _one_unit(mentions, a, b)
    )


def _one_unit(mentions: list[Told], a: str, b: str) -> bool:
    """Is it the same state, or the same name in the same article, which are one by definition?"""
    one, two = (next(t for t in mentions if t.mention == m) for m in (a, b))
    x, y = one.frame.participants[0], two.frame.participants[0]
    return (x.kind == "country" and x.polity == y.polity) or (
        one.article == two.article and x.name == y.name
    )
