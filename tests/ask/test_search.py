"""One search over a store: names, pairs, events and quotes; what it understands; whatever the words are."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import serving
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.ask import index
from kg.ask.search import COUNTED, Found, in_memory, kept, opened, search, summary
from kg.graph.store import Store


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("search") / "graph")


@pytest.fixture(scope="module")
def graph(path: Path) -> kg.Graph:
    return kg.open(path)


def kinds(found: Found) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for hit in found.hits:
        out.setdefault(hit.kind, []).append(hit.name)
    return out


def ask(graph: kg.Graph, words: str) -> Found:
    return search(in_memory(graph.store.graph), words, graph=graph.store.graph)


def test_people_states_topics_places_and_events_are_found(graph: kg.Graph) -> None:
    assert kinds(ask(graph, "lavrov"))["person"] == ["Sergey Lavrov"]
    assert kinds(ask(graph, "RUSSIAN fed"))["state"] == ["Russia"]
    assert "arms control" in kinds(ask(graph, "arms contr"))["topic"]
    assert "Geneva" in kinds(ask(graph, "geneva"))["place"]
    found = ask(graph, "lavrov pompeo")
    assert kinds(found)["pair"]
    assert "Lavrov" in kinds(found)["pair"][0]
    assert found.totals["event"] == len(kinds(found)["event"])


def test_quotes_are_found_in_their_sentences(graph: kg.Graph) -> None:
    found = ask(graph, "raised ukraine")
    quotes = [hit for hit in found.hits if hit.kind == "quote"]
    assert quotes
    assert any("raised Ukraine and arms control" in (hit.quote or "") for hit in quotes)
    assert all(hit.article for hit in quotes)


def test_days_kinds_and_statuses_narrow(graph: kg.Graph) -> None:
    events = graph.events()
    for words, wanted in (
        ("2019-05", events["start"].dt.strftime("%Y-%m") == "2019-05"),
        ("14 may 2019", events["start"] == "2019-05-14"),
        ("phone call", events["type"] == "phone_call"),
        ("meetings", events["type"].isin(["meeting", "summit", "negotiation"])),
        ("cancelled", events["status"] == "cancelled"),
    ):
        found = ask(graph, words)
        assert found.instead is None or not wanted.any(), words
        if wanted.any():
            assert found.totals["event"] == wanted.sum(), words


def test_what_nothing_is_gives_the_rest(graph: kg.Graph) -> None:
    found = ask(graph, "lavrov 1871")
    assert found.instead == "without"
    assert kinds(found)["person"] == ["Sergey Lavrov"]
    assert "Nothing is of that day" in summary(found)
    assert ask(graph, "xyzzyx").hits == ()


@given(
    st.text(max_size=60)
    | st.sampled_from(
        ['"', "*", "a AND (", "NEAR(a b", "name:x", "-- ;", "\x00", "{", "}", "|", "a:b^c"]
    )
)
@settings(max_examples=120, deadline=None)
def test_any_words_are_only_words(words: str) -> None:
    search(BASE, words)


BASE = sqlite3.connect(":memory:", check_same_thread=False)
index.fill(
    BASE,
    events=[
        index.EventRow(
            iri="e", name="Call of A and B", names="Anna Bruno", about="trade", said="They spoke.",
            first="2019-05-14", last="2019-05-14", type="phone_call", status="held", links=(0,),
        )
    ],
    things=[index.ThingRow(iri="a", kind="person", name="Anna", names="Anna", key=0)],
)  # fmt: skip


def test_the_frame_of_python(graph: kg.Graph) -> None:
    frame = graph.search("lavrov pompeo meeting")
    assert list(frame.columns) == [
        "kind",
        "name",
        "events",
        "date",
        "status",
        "quote",
        "article",
        "iri",
    ]
    assert set(frame["kind"]) >= {"pair", "event", "quote"}
    assert frame.attrs["totals"]["event"] == (frame["kind"] == "event").sum()
    assert "“meeting” as kind of event" in frame.attrs["summary"]
    assert graph.search("").empty


def test_the_index_is_kept_and_made_anew(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Store.open(path, read_only=True) as store:
        kept(store.graph, path).close()
        (first,) = tmp_path.rglob("search-*.db")
        before = first.stat().st_mtime_ns
        kept(store.graph, path).close()
        assert first.stat().st_mtime_ns == before
        meta = path / "store.json"
        meta.touch()
        kept(store.graph, path).close()
        (second,) = tmp_path.rglob("search-*.db")
        assert second != first
        # A folder that cannot be written costs time alone.
        monkeypatch.setenv("XDG_CACHE_HOME", str(meta))
        assert search(kept(store.graph, path), "lavrov").hits


def test_the_verb_searches(path: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kg",
        "search",
        "--store",
        str(path),
        "--format",
        "json",
        "lavrov",
        "2019",
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={"XDG_CACHE_HOME": str(tmp_path), "PATH": ""},
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[0]["name"] == "Sergey Lavrov"
    assert "Read: “2019” as date." in done.stderr
    command[6:8] = []
    done = subprocess.run(
        [*command[:6], "lavrov"],
        capture_output=True,
        text=True,
        check=True,
        env={"XDG_CACHE_HOME": str(tmp_path), "PATH": ""},
    )
    assert done.stdout.startswith("person: Sergey Lavrov (")


WORDS = [f"word{n}" for n in range(4000)]


def rows(count: int) -> tuple[object, list[index.ThingRow]]:
    """Events of people whose frequency follows Zipf's law, each with a passage of thirty words."""
    rng = random.Random(3)
    people = [f"Person{n} Family{n % 3000}" for n in range(20_000)]
    sums = [0.0]
    for n in range(len(people)):
        sums.append(sums[-1] + 1 / (n + 1))

    def events():
        for n in range(count):
            chosen = sorted(
                {min(int(1.0001 ** (rng.random() * 99_000)) % 20_000, 19_999), rng.randrange(40)}
            )
            day = f"{1946 + n * 80 // count}-{1 + n % 12:02d}-{1 + n % 28:02d}"
            names = " ".join(people[c] for c in chosen)
            yield index.EventRow(
                iri=f"event/{day}-{n}", name=f"Meeting of {names}", names=names, about="arms control Geneva",
                said=" ".join(rng.choices(WORDS, k=30)) + " a ceasefire" * (n % 3 == 0), first=day, last=day,
                type="meeting" if n % 4 else "phone_call", status="held" if n % 5 else "planned", links=tuple(chosen),
            )  # fmt: skip

    things = [
        index.ThingRow(iri=f"person/{n}", kind="person", name=name, names=name, key=n)
        for n, name in enumerate(people)
    ]
    return events(), things


ASKED = [
    "person0 person1 call",
    "ceasefire",
    "person3 2010",
    "ceasefire planned 1999",
    "word12 word40",
    "meeting",
    "person",
    "family7 phone call",
    "held",
]


@pytest.mark.slow
@pytest.mark.timing
def test_a_million_events_are_searched_in_under_a_third_of_a_second(tmp_path: Path) -> None:
    events, things = rows(1_000_000)
    began = time.monotonic()
    index.write(tmp_path / "big.db", events=events, things=things)
    print(
        f"\nindex: {time.monotonic() - began:.0f} s, {(tmp_path / 'big.db').stat().st_size / 1e6:.0f} MB"
    )
    base = opened(tmp_path / "big.db")
    for words in ASKED:
        took = []
        for _ in range(3):
            began = time.perf_counter()
            found = search(base, words)
            took.append(time.perf_counter() - began)
        print(f"{words}: {sorted(took)[1] * 1000:.0f} ms, {dict(found.totals)}")
        assert found.totals["event"] > 0, words
        assert found.totals["event"] <= COUNTED
        assert sorted(took)[1] < 0.3, words
