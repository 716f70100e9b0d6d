"""Extraction by Ray: shards that come back as they were, and the bytes of a build on one machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import generated_articles
import pytest
from grow_data import articles as grown
from grow_data import people
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.construction import pipeline
from kg.construction.ray import cluster
from kg.construction.ray.cluster import RayEngine, Reader, shards_of
from kg.construction.ray.shards import is_whole, name_of, read, write
from kg.core.errors import KgError
from kg.core.model import (
    Actor,
    Article,
    Block,
    Evidence,
    Frame,
    Problem,
    Topic,
    Venue,
    When,
)
from kg.export import export
from kg.graph.store import Store
from kg.reference.read import load

CATALOG = load()
KG = Path(sys.executable).with_name("kg")

# Every character, and first halves of surrogate pairs; a second half would make one of two.
_TEXT = st.text(
    st.characters(exclude_categories=(), exclude_characters=map(chr, range(0xDC00, 0xE000))),
    max_size=6,
)
_SOME = st.none() | _TEXT
_DAYS = st.none() | st.dates()
_AT = {"start": st.integers(0, 9), "end": st.integers(0, 9)}


def _tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


_ARTICLES = st.builds(
    Article, id=_TEXT, text=_TEXT, published=_DAYS, url=_SOME, title=_SOME, publisher=_SOME,
    language=_TEXT, kind=st.sampled_from(("news", "memo")), dateline=_DAYS, dateline_place=_SOME,
    blocks=_tuples(st.builds(Block, kind=st.just("body"), **_AT)),
)  # fmt: skip
_FRAMES = st.builds(
    Frame,
    type=st.just("meeting"),
    status=st.just("held"),
    participants=_tuples(
        st.builds(
            Actor, name=_SOME, office=_SOME, polity=_SOME, kind=st.just("person"),
            function=st.just("host"), ref=_SOME, written=_SOME, **_AT,
        )
    ),
    when=st.none()
    | st.builds(
        When, edtf=_SOME, text=_SOME, earliest=_DAYS, latest=_DAYS,
        precision=st.sampled_from((None, "day")), basis=st.just("context"), **_AT,
    ),
    venue=st.none()
    | st.builds(
        Venue, name=_SOME, city=_SOME, country=_SOME, geonames=st.none() | st.integers(0, 9),
        ref=_SOME, **_AT,
    ),
    topics=_tuples(st.builds(Topic, ref=_SOME, label=_TEXT, text=_TEXT, **_AT)),
    reported_by=_tuples(_TEXT),
    evidence=_tuples(st.builds(Evidence, quote=_TEXT, **_AT)),
    confidence=st.floats(0, 1),
    rule=_TEXT,
    features=_tuples(st.tuples(_TEXT, st.floats(allow_nan=False))),
)  # fmt: skip
_OUTCOMES = _tuples(_FRAMES) | st.builds(Problem, source=_TEXT, what=_TEXT, mend=_TEXT)


@given(st.lists(st.tuples(_ARTICLES, st.text("0123456789abcdef"), _OUTCOMES), max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_shard_comes_back_as_it_was(rows: list[Any]) -> None:
    import tempfile

    digests = [d for _, d, _ in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name_of(digests)
        write(path, rows)
        assert list(read(path)) == rows
        assert is_whole(path, digests)
        assert not is_whole(path, [*digests, "x"])
        assert [p.name for p in Path(folder).iterdir()] == [path.name]


def test_a_spoilt_shard_is_read_again_or_named(tmp_path: Path) -> None:
    path = tmp_path / name_of(["1"])
    rows = [(Article(id="a", text="They met."), "1", ())]
    write(path, rows)  # type: ignore[arg-type]
    whole = path.read_bytes()
    for spoilt in (b"", whole[:-9], whole[4:]):
        path.write_bytes(spoilt)
        assert not is_whole(path, ["1"])
        with pytest.raises(KgError, match=r"cannot read a shard.*delete this file"):
            list(read(path))


def test_a_shard_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / name_of(["1"])
    path.mkdir()
    with pytest.raises(KgError, match=r"cannot write a shard.*--shards"):
        write(path, [(Article(id="a", text="They met."), "1", ())])
    assert list(tmp_path.iterdir()) == [path]


def test_an_article_more_or_less_moves_only_the_borders_beside_it() -> None:
    pairs = [(a, pipeline.input_digest(a, model="m", ontology="o")) for a, _ in _articles(900)]
    names = {name_of([d for _, d in shard]) for shard in shards_of(pairs)}
    assert sum(len(shard) for shard in shards_of(pairs)) == 900
    assert len(names) > 6
    for fewer in (pairs[1:], pairs[:450] + pairs[451:]):
        others = {name_of([d for _, d in shard]) for shard in shards_of(fewer)}
        assert len(names - others) <= 2


def _articles(n: int) -> list[tuple[Article, tuple[Frame, ...]]]:
    return list(grown(n, people(CATALOG)))


class Ready:
    """Gives frames that are there already."""

    model = "ready-1"

    def __init__(self) -> None:
        self.frames = {a.id: f for a, f in _articles(200)}

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        if article.id == "g7":
            raise ZeroDivisionError
        return self.frames[article.id]


class Died(Exception):
    """As Ray says that an actor is no more."""


class Failed(Died):
    """As Ray says that a call failed."""


@dataclass(eq=False, frozen=True)
class Call:
    """What an actor was asked."""

    method: Callable[..., Any]
    given: tuple[Any, ...]


class Pretended:
    """Ray as this module uses it, in one process, whose actors die when we say so."""

    exceptions = SimpleNamespace(RayError=Died, RayTaskError=Failed)

    def __init__(self, deadly: set[str] = frozenset(), deaths: int = 0) -> None:  # type: ignore[assignment]
        self.deadly, self.deaths = deadly, deaths
        self.calls: list[str] = []

    def remote(self, **_: Any) -> Any:
        return lambda kind: SimpleNamespace(remote=lambda make: self._actor(kind(make)))

    def _actor(self, reader: Reader) -> Any:
        class Actor:
            shard = SimpleNamespace(remote=lambda *given: Call(reader.shard, given))
            alone = SimpleNamespace(remote=lambda *given: Call(reader.alone, given))

        return Actor()

    def wait(self, refs: list[Any], **_: Any) -> tuple[list[Any], list[Any]]:
        return refs[-1:], refs[:-1]  # not in the order in which they were given

    def get(self, ref: Any) -> Any:
        first = ref.given[0]
        ids = [first.id] if isinstance(first, Article) else [a.id for a, _ in first]
        self.calls.append(ref.method.__name__)
        self.deaths -= 1
        if self.deaths >= 0 or not self.deadly.isdisjoint(ids):
            raise Died
        return ref.method(*ref.given)

    def kill(self, _: Any) -> None:
        """Nothing is there to be killed."""


def _build(folder: Path, engine: RayEngine | None = None) -> tuple[bytes, tuple[Problem, ...]]:
    lost = Problem(source="lost.txt", what="empty", mend="leave it out")
    given = [a for a, _ in _articles(200)]
    with Store.open(folder) as store:
        summary = pipeline.build(
            [*given[:50], lost, *given[50:]],
            store=store,
            annotator=Ready(),
            catalog=CATALOG,
            engine=engine,
        )
    with Store.open(folder, read_only=True) as store:
        export(store.graph, folder / "out.nq")
    return (folder / "out.nq").read_bytes(), summary.problems


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, tuple[Problem, ...]]:
    """The graph and the problems of a build in one process."""
    return _build(tmp_path_factory.mktemp("alone") / "g")


def _pretend(monkeypatch: pytest.MonkeyPatch, ray: Any) -> None:
    def start(self: Any) -> None:
        if self.ray is None:
            self.ray = ray
            self.spare = [self._hire() for _ in range(2)]

    monkeypatch.setattr(cluster._Reading, "_start", start)


@pytest.mark.parametrize("deaths", [0, 1, 3])
def test_whoever_dies_the_graph_and_the_report_are_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    alone: tuple[bytes, tuple[Problem, ...]],
    deaths: int,
) -> None:
    _pretend(monkeypatch, Pretended(deaths=deaths))
    assert [p.source for p in alone[1]] == ["g7", "lost.txt"]
    engine = RayEngine(folder=tmp_path / "s", make=Ready)
    assert _build(tmp_path / "g", engine) == alone
    # What is there is not read again: now there is nobody to read.
    monkeypatch.setattr(cluster._Reading, "_start", lambda self: 1 / 0)
    assert _build(tmp_path / "h", engine) == alone


def test_an_article_that_ends_every_process_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = Pretended({"g100"})
    _pretend(monkeypatch, ray)
    _, problems = _build(tmp_path / "g", RayEngine(folder=tmp_path / "s", make=Ready))
    assert [p.source for p in problems] == ["g7", "lost.txt", "g100"]
    assert "the process that was reading it ended" in problems[2].what
    assert ray.calls.count("alone") > 1


def test_workers_that_cannot_begin_end_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend(monkeypatch, Pretended(deaths=10_000))
    with pytest.raises(KgError, match="end as soon as they begin"):
        _build(tmp_path / "g", RayEngine(folder=tmp_path / "s", make=Ready))

    def broken() -> Ready:
        raise KgError("the language model is not installed", mend="pip install it")

    _pretend(monkeypatch, Pretended())
    with pytest.raises(KgError, match="not installed"):
        _build(tmp_path / "h", RayEngine(folder=tmp_path / "t", make=broken))


def test_without_the_extra_one_line_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster.importlib.util, "find_spec", lambda _: None)
    (tmp_path / "a.txt").write_text("They met.")
    options = ["--store", str(tmp_path / "g"), "--engine", "ray"]
    assert main(["build", str(tmp_path / "a.txt"), *options]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "pip install 'diplokg[cluster]'" in said[0]
    assert not (tmp_path / "g").exists()
    assert main(["build", str(tmp_path / "a.txt"), "--shards", str(tmp_path / "s")]) == 2


@pytest.mark.slow
def test_two_workers_one_of_them_killed_and_the_bytes_of_kg_build(
    tmp_path: Path, calls: Any
) -> None:
    if os.environ.get("CI") != "true":
        pytest.importorskip("ray", reason="Ray is missing: pip install 'diplokg[cluster]'")
    source = generated_articles.write(tmp_path / "a.jsonl", 260)
    with source.open("a", encoding="utf-8") as out:
        out.write("no JSON\n")
        out.write(json.dumps({"id": "long", "text": "They met. " * 30_000}) + "\n")
    shards = tmp_path / "s"
    assert _run(source, tmp_path / "plain", "--workers", "2").wait() == 3
    ray = ("--engine", "ray", "--workers", "2", "--shards", str(shards))
    build = _run(source, tmp_path / "ray", *ray)
    victim = next(_busy(build))
    os.kill(victim, signal.SIGKILL)
    assert build.communicate(timeout=120) == (b"", b"")
    assert build.returncode == 3
    assert _made(tmp_path / "ray") == _made(tmp_path / "plain")
    # One shard is lost; the next build reads that one.
    files = sorted(shards.iterdir())
    assert len(files) > 1
    before = {f.name: f.stat().st_mtime_ns for f in files}
    files[0].unlink()
    assert _run(source, tmp_path / "again", *ray).wait(120) == 3
    after = {f.name: f.stat().st_mtime_ns for f in shards.iterdir()}
    assert {n for n in before if after[n] != before[n]} == {files[0].name}
    assert _made(tmp_path / "again") == _made(tmp_path / "plain")
    assert {row.split()[-1] for row in calls.tried()} <= RAYS_OWN


RAYS_OWN = {"169.254.169.254", "metadata.google.internal"}
"""Whom Ray (2.60) asks which cloud its machine is of, when it starts, though it is told to report nothing."""


def _run(source: Path, store: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [str(KG), "build", str(source), "--store", str(store), "-q", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _busy(build: subprocess.Popen[bytes]) -> Iterator[int]:
    """Actors that are reading a shard, among the processes that a build has started."""
    while build.poll() is None:
        parents: dict[int, int] = {}
        titles: dict[int, bytes] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                number = int(path.parent.name)
                parents[number] = int(path.read_text().rpartition(")")[2].split()[1])
                titles[number] = (path.parent / "cmdline").read_bytes()
            except OSError:
                continue
        ours = {build.pid}
        while more := {n for n, parent in parents.items() if parent in ours} - ours:
            ours |= more
        yield from (n for n in sorted(ours) if titles[n].startswith(b"ray::Reader.shard"))
        time.sleep(0.05)


def _made(store: Path) -> tuple[bytes, bytes]:
    out = store.with_suffix(".trig")
    with Store.open(store, read_only=True) as opened:
        export(opened.graph, out)
    return out.read_bytes(), (store / "report.jsonl").read_bytes()
