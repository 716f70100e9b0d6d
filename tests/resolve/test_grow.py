"""Growing and shrinking: whatever came and went, what is there is what a fresh build of it gives."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from grow_curve import curve
from grow_data import articles, people
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from told import Ready

from kg.construction import pipeline
from kg.core.ids import article_iri, local
from kg.core.index import Index
from kg.core.model import Actor, Article, Evidence, Frame, Judgement, Topic, Venue, When
from kg.export.rdf import nquads
from kg.graph.files import Meta
from kg.graph.store import Store
from kg.reference.nodes import node
from kg.reference.read import load

CATALOG = load()
LAVROV = "person/sergey-lavrov-q58217"
_ACTORS = (
    Actor(name="Sergey Lavrov", office="foreign minister", polity="RU", kind="person", ref=LAVROV),
    Actor(name="Lavrov", office=None, polity="RU", kind="person"),
    Actor(name="Ivan Lavrov", office="deputy foreign minister", polity="RU", kind="person"),
    Actor(name="Anna Zilk", office="foreign minister", polity="AT", kind="person"),
    Actor(name="Ana Zilk", office=None, polity="AT", kind="person"),
    Actor(name="Zilk", office=None, polity=None, kind="person"),
    Actor(name="Zilk", office="foreign minister", polity="AT", kind="person"),
    Actor(name="Bert Zilk", office="president", polity="AT", kind="person"),
    Actor(name=None, office="foreign minister", polity="AT", kind="person"),
    Actor(name="The Foreign Minister", office="foreign minister", polity="CZ", kind="person"),
    Actor(name="Mirko Bran", office="foreign minister", polity="CZ", kind="person"),
    Actor(name=None, office="envoy", polity="CZ", kind="person"),
    Actor(name="Kim Bak", office=None, polity=None, kind="person"),
    Actor(name="Kim Bak-un", office="president", polity="KR", kind="person"),
    Actor(name="Harbour League", office=None, polity=None, kind="organisation"),
    Actor(name="the Harbour-League", office=None, polity=None, kind="organisation"),
    Actor(name="Estonia", office=None, polity="EE", kind="country", ref="country/ee"),
    Actor(name="Austria", office=None, polity="AT", kind="country", ref="country/at"),
)
_TAILS = (  # Of one text are copies.
    "spoke of the harbour for two hours and left without a word to the press.",
    "signed nothing, and the smaller delegation flew home on the same evening.",
)
_DAYS = [date(2019, 5, 1) + timedelta(days=n) for n in (0, 1, 2, 9, 30, 75, 200, 360)]


def _when(draw: st.DrawFn) -> When | None:
    kind = draw(st.sampled_from(["none", "day", "day", "month", "year"]))
    day = draw(st.sampled_from(_DAYS))
    if kind == "none":
        return None
    if kind == "day":
        return When(edtf=day.isoformat(), text="x", earliest=day, latest=day, precision="day")
    if kind == "month":
        last = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return When(
            edtf=f"{day:%Y-%m}", text="x", earliest=day.replace(day=1), latest=last, precision="month"
        )  # fmt: skip
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return When(edtf=str(day.year), text="x", earliest=first, latest=last, precision="year")


@st.composite
def _frames(draw: st.DrawFn) -> tuple[Frame, ...]:
    out = []
    for n in range(draw(st.integers(0, 3))):
        city = draw(st.sampled_from([None, "Tallinn", "Riga"]))
        out.append(
            Frame(
                type=draw(st.sampled_from(["meeting", "meeting", "summit", "phone_call", "visit"])),
                status=draw(
                    st.sampled_from(["held", "held", "planned", "denied", "postponed", "proposed"])
                ),
                participants=tuple(
                    draw(st.lists(st.sampled_from(_ACTORS), min_size=1, max_size=3, unique=True))
                ),
                when=_when(draw),
                venue=Venue(name=None, city=city, country=None) if city else None,
                topics=tuple(
                    Topic(ref=None, label=t, text=t)
                    for t in draw(st.lists(st.sampled_from(["Fish", "fish", "gas"]), max_size=1))
                ),
                reported_by=(),
                evidence=(Evidence(start=n * 5, end=n * 5 + 4, quote="They"),),
                confidence=0.9,
                rule="by/hand",
            )
        )  # fmt: skip
    return tuple(out)


@st.composite
def _pool(draw: st.DrawFn) -> dict[str, tuple[Article, tuple[Frame, ...]]]:
    pool = {}
    for n in range(draw(st.integers(2, 6))):
        article = Article(
            id=f"a{n}",
            text="They " * 5 + draw(st.sampled_from(_TAILS)),
            published=draw(st.none() | st.sampled_from(_DAYS)),
            publisher=draw(st.sampled_from([None, "Harbour Wire", "harbour wire"])),
            kind=draw(st.sampled_from(["news", "readout", "memo"])),
        )
        pool[article.id] = (article, draw(_frames()))
    return pool


def _bytes(store: Store) -> bytes:
    out = io.BytesIO()
    nquads(store.graph, out)
    return out.getvalue()


def _build(
    store: Store,
    pool: dict[str, tuple[Article, tuple[Frame, ...]]],
    names: Iterable[str],
    rulings: Sequence[Judgement] = (),
) -> None:
    frames = {a.id: f for a, f in pool.values()}
    pipeline.build(
        [pool[n][0] for n in names],
        store=store,
        annotator=Ready(frames),
        catalog=CATALOG,
        judgements=rulings,
    )


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores in memory, without the reference data: nothing but what articles change is written."""
    monkeypatch.setattr(pipeline, "reference_quads", lambda: iter(()))
    monkeypatch.setattr(Store, "publish", lambda self: None)
    monkeypatch.setattr(Store, "_set", lambda self, **changes: None)


def _store() -> Store:
    return Store(Path("nowhere"), ox.Store(), Meta(), writable=True)


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=220,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(_pool(), st.data())
def test_whatever_came_and_went_what_is_there_is_what_a_fresh_build_gives(
    bare: None, pool: dict[str, tuple[Article, tuple[Frame, ...]]], data: st.DataObject
) -> None:
    there: set[str] = set()
    grown, fresh = _store(), _store()
    for _ in range(data.draw(st.integers(1, 8))):
        if there and data.draw(st.booleans()):
            some = st.lists(st.sampled_from(sorted(there)), min_size=1, max_size=2, unique=True)
            gone = data.draw(some)
            pipeline.drop(gone, store=grown, catalog=CATALOG)
            there -= set(gone)
        else:
            some = st.lists(st.sampled_from(sorted(pool)), min_size=1, max_size=3, unique=True)
            more = data.draw(some)
            _build(grown, pool, more)
            there |= set(more)
    _build(fresh, pool, data.draw(st.permutations(sorted(there))))
    assert _bytes(fresh) == _bytes(grown)


@pytest.mark.slow
@pytest.mark.timing
def test_one_more_article_costs_no_more_in_a_larger_store(tmp_path: Path) -> None:
    # tools/grow_curve.py shows the curve at 1,000, 5,000 and 20,000 articles, which takes long to make.
    small, large = curve(tmp_path / "g", (300, 2400))
    assert large.cpu < 1
    # Eight times the articles: three doublings. Half as much again is left for the noise of a machine.
    assert large.cpu < small.cpu * 1.5 + 0.05


def test_one_build_or_a_hundred_adds_give_the_same_bytes(bare: None) -> None:
    cast = people(CATALOG)
    pool = {a.id: (a, f) for a, f in articles(100, cast)}
    once, grown = _store(), _store()
    _build(once, pool, sorted(pool))
    shuffled = sorted(pool)
    random.Random(5).shuffle(shuffled)
    for name in shuffled:
        _build(grown, pool, [name])
    assert _bytes(grown) == _bytes(once)


def _batches(reports: Mapping[str, int], most: int) -> list[int]:
    """How many articles go together that have so many reports, the least number that has ``most``."""
    out, weight = [0], 0
    for a in sorted(reports):
        if weight >= most:
            out.append(0)
            weight = 0
        out[-1] += 1
        weight += max(1, reports[a])
    return out


@pytest.mark.parametrize("broken", ["publishers_of", "change_events", "settled"])
def test_a_merge_in_batches_gives_the_same_bytes_wherever_it_ended(
    bare: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: str
) -> None:
    cast = people(CATALOG)
    pool = {a.id: (a, f) for a, f in articles(90, cast)}
    once = _store()
    _build(once, pool, sorted(pool))
    monkeypatch.setattr(pipeline, "BATCH", 20)
    reports = {article_iri(a): len(f) for a, f in pool.values()}
    batches = _batches(reports, 20)
    assert len(batches) > 4
    parts = Store(tmp_path, ox.Store(), Meta(), writable=True, index=Index(tmp_path / "index"))
    before, calls = getattr(Store, broken), []

    def once_not(self: Store, *given: object) -> object:
        calls.append(given)
        if len(calls) == 3:
            raise ZeroDivisionError
        return before(self, *given)

    monkeypatch.setattr(Store, broken, once_not)
    with pytest.raises(ZeroDivisionError):
        _build(parts, pool, sorted(pool))
    parts.index.forget()  # as the end of the process does
    left = set(parts.pending())
    assert len(left) == 90 - sum(batches[:2])
    _build(parts, pool, [])
    # What was being written is not known, and begins anew; before that, only its batch does.
    again = {a: n for a, n in reports.items() if a in left}
    if broken != "publishers_of":
        again = {a: n if a in left else pipeline._UNKNOWN for a, n in reports.items()}
    assert len(calls) == 3 + len(_batches(again, 20))
    assert parts.pending() == []
    assert _bytes(parts) == _bytes(once)


def test_a_ruling_mends_a_wrong_merge_and_survives_a_build_from_nothing(bare: None) -> None:
    day = When(edtf="2019-05-02", text="x", earliest=_DAYS[1], latest=_DAYS[1], precision="day")
    two = (_ACTORS[3], _ACTORS[10])

    def frame(n: int) -> Frame:
        return Frame(
            type="meeting", status="held", participants=two, when=day, venue=None, topics=(),
            reported_by=(), evidence=(Evidence(start=n, end=n + 4, quote="They"),),
            confidence=0.9, rule="by/hand",
        )  # fmt: skip

    pool = {
        n: (Article(id=n, text="They They", published=_DAYS[2]), (frame(0),))
        for n in ("a", "b", "c")
    }
    store = _store()
    _build(store, pool, pool)
    reports = _reports(store)
    assert len(set(reports.values())) == 1
    a, b, _ = sorted(reports)
    line = Judgement(
        left=a, right=b, same=False, scope="event", why="two", by="me", when="2024-01-01", line=2
    )
    pipeline.settle(store, judgements=[line], catalog=CATALOG)
    assert _reports(store)[a] != _reports(store)[b]
    fresh = _store()
    _build(fresh, pool, sorted(pool, reverse=True), [line])
    assert _bytes(fresh) == _bytes(store)
    # With the ruling in force, articles still come and go one by one.
    pipeline.drop(["c"], store=store, judgements=[line], catalog=CATALOG)
    _build(store, pool, ["c"], [line])
    assert _bytes(fresh) == _bytes(store)
    pipeline.settle(store, catalog=CATALOG)
    assert len(set(_reports(store).values())) == 1


def _reports(store: Store) -> dict[str, str]:
    found = store.graph.quads_for_pattern(None, node("kg:reports"), None, None)
    return {local(q.subject.value): local(q.object.value) for q in found}


def test_a_build_that_ends_between_graph_and_index_is_mended(
    bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = people(CATALOG)
    pool = {a.id: (a, f) for a, f in articles(12, cast)}
    names = sorted(pool)
    store, fresh = _store(), _store()
    _build(store, pool, names[:10])
    with monkeypatch.context() as broken:
        broken.setattr(Store, "settled", lambda self, articles: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _build(store, pool, names[10:11])
    store.index.put("writing", True)
    pipeline.drop([names[0]], store=store, catalog=CATALOG)
    _build(fresh, pool, names[1:11])
    assert _bytes(store) == _bytes(fresh)


def test_what_another_version_noted_is_read_anew(
    bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = people(CATALOG)
    pool = {a.id: (a, f) for a, f in articles(12, cast)}
    once, later = _store(), _store()
    _build(once, pool, sorted(pool))
    made = pipeline.notes
    old = [0]

    def of_another(read: object) -> dict[str, tuple[str, list[object]]]:
        found = made(read)  # type: ignore[arg-type]
        old[0] += len(found)
        return {
            a: (digest, ["another", ["what", "it", "wrote"]]) for a, (digest, _) in found.items()
        }

    monkeypatch.setattr(pipeline, "notes", of_another)
    _build(later, pool, sorted(pool))
    assert old == [12]
    assert _bytes(later) == _bytes(once)
