"""Reading with several processes: the same frames in the same order, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import store_data

from kg.construction import pipeline, workers
from kg.core import budget
from kg.core.errors import KgError
from kg.core.model import Article, Frame, Problem
from kg.graph.store import Store
from kg.sources import bundled

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forks, on Linux only")

ARTICLES = [Article(id=f"a{n}", text=f"They met. {n}") for n in range(150)]


class Reader:
    """Reads nothing, and does as the text of an article says."""

    model = "reader"

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        if "die" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "once" in article.text:
            marker = Path(article.text.split()[1])
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if "fail" in article.text:
            raise ZeroDivisionError("here")
        if "stop" in article.text:
            raise KgError("no more", mend="nothing")
        return ()


def outcomes(articles: list[Article], count: int) -> list[tuple[str, object]]:
    found = workers.frames_in_turn(articles, Reader(), workers=count)
    return [(a.id, o.what if isinstance(o, Problem) else o) for a, o in found]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_order_is_that_of_the_articles(count: int) -> None:
    assert outcomes(ARTICLES, count) == [(a.id, ()) for a in ARTICLES]


def test_a_fault_costs_its_article() -> None:
    articles = [*ARTICLES[:40], Article(id="bad", text="fail"), *ARTICLES[40:]]
    found = dict(outcomes(articles, 2))
    assert "ZeroDivisionError" in str(found.pop("bad"))
    assert set(found.values()) == {()}


def test_a_process_that_dies_costs_the_article_that_kills_it() -> None:
    articles = [*ARTICLES[:40], Article(id="bad", text="die"), *ARTICLES[40:]]
    found = dict(outcomes(articles, 2))
    assert found.pop("bad") == "the process that was reading it ended"
    assert found == {a.id: () for a in ARTICLES}


def test_a_process_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    articles = [*ARTICLES[:40], Article(id="c", text=f"once {tmp_path / 'm'}"), *ARTICLES[40:]]
    assert dict(outcomes(articles, 2)) == {a.id: () for a in articles}


def test_what_stops_a_build_stops_it() -> None:
    with pytest.raises(KgError, match="no more"):
        outcomes([*ARTICLES[:60], Article(id="bad", text="stop")], 2)


def test_only_a_few_windows_are_read_ahead() -> None:
    taken = 0

    def source() -> Iterator[Article]:
        nonlocal taken
        for n in range(10_000):
            taken += 1
            yield Article(id=str(n), text="They met.")

    found = workers.frames_in_turn(source(), Reader(), workers=2)
    for _ in range(10):
        next(found)
    assert taken <= 12 * budget.WINDOW
    found.close()  # type: ignore[attr-defined]


def test_a_spent_worker_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SPENT", 1)
    assert outcomes(ARTICLES, 2) == [(a.id, ()) for a in ARTICLES]


def test_no_process_outlives_the_reading() -> None:
    before = set(_children(os.getpid()))
    outcomes(ARTICLES, 3)
    assert not [c for c in _children(os.getpid()) if c not in before and _alive(c)]


def test_no_process_outlives_a_builder_that_is_killed(tmp_path: Path) -> None:
    script = f"""
import os, sys, time
sys.path[:0] = {[str(Path(__file__).parents[n]) for n in (0, 1)]!r}
from test_workers import ARTICLES, Reader
from kg.construction import workers
for n, _ in enumerate(workers.frames_in_turn(ARTICLES, Reader(), workers=2)):
    if n == 5:
        print("reading", flush=True)
        time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as builder:
        assert builder.stdout is not None
        assert builder.stdout.readline() == b"reading\n"
        children = _children(builder.pid)
        assert len(children) == 2
        builder.kill()
    end = time.monotonic() + 10
    while any(_alive(c) for c in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [c for c in children if _alive(c)]


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("this kernel does not list children")
    return [int(c) for c in listed.read_text().split()]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 3])
def test_the_graph_is_the_same_bytes(tmp_path: Path, count: int) -> None:
    from kg.extract.rules import Annotator

    annotator = Annotator()
    exports = []
    for n, articles in ((1, list(bundled.articles())), (count, list(bundled.articles())[::-1])):
        with Store.open(tmp_path / str(n)) as store:
            pipeline.build(articles, store=store, annotator=annotator, workers=n)
            exports.append(sorted(map(str, store.graph)))
    assert exports[0] == exports[1]


def test_what_was_read_before_is_not_given_to_a_worker(tmp_path: Path) -> None:
    with Store.open(tmp_path / "graph") as store:
        plain = store_data.Plain()
        first = pipeline.build(store_data.ARTICLES, store=store, annotator=plain, workers=2)
        again = pipeline.build(store_data.ARTICLES, store=store, annotator=plain, workers=2)
    assert first.added == again.unchanged == len(store_data.ARTICLES)
    assert again.added == 0
