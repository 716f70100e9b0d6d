"""Small rounds of the fuzzers, and properties of what is made from text: the large rounds are scripts."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import checkout
import fuzz_http
import fuzz_readers
import pyoxigraph as ox
import pytest
import serving
import store_data
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import Server

from kg.construction import pipeline
from kg.core.model import Article, Frame
from kg.export import EXPORTERS, export
from kg.graph.store import Store


def test_damaged_files_through_every_reader() -> None:
    outcome = fuzz_readers.fuzz(800, seed=7)
    assert outcome.failures == []
    assert outcome.articles > 100
    assert outcome.problems.total() > 100


@pytest.mark.slow
def test_damaged_exports_feeds_and_answers() -> None:
    outcome = fuzz_readers.fuzz(2000, seed=11, forms=True)
    assert outcome.failures == []
    assert outcome.articles > 1000
    assert outcome.problems.total() > 300
    assert outcome.slowest < fuzz_readers.SECONDS


@pytest.mark.slow
def test_damaged_documents_mails_and_archives() -> None:
    outcome = fuzz_readers.fuzz(2100, seed=11, kinds=fuzz_readers.DOCUMENTS)
    assert outcome.failures == []
    assert outcome.articles > 700
    assert outcome.problems.total() > 300


def test_the_reader_fuzzer_sees_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kg.sources.formats.page._tree", broken)
    assert fuzz_readers.fuzz(60, seed=7).failures


@pytest.mark.parametrize(
    ("target", "runs"),
    [("readers", 1500), ("dates", 4000), ("names", 8000), ("queries", 8000), ("terminal", 8000)],
)
def test_inputs_that_go_where_none_went_before(target: str, runs: int, tmp_path: Path) -> None:
    """Atheris keeps what reaches a new line of the program, and goes on from there."""
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("Atheris has no wheel for this system: pip install atheris (Linux on x86_64)")
    done = subprocess.run(
        # By a shell: the fuzzer's limit of memory counts from the peak of the process that forks it, and
        # that of the tests has been large before.
        ["/bin/sh", "-c", '"$@"; exit $?', "sh", sys.executable, checkout.ROOT / "tools" / "fuzz_guided.py", target, "--runs", str(runs)],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert f"Done {runs} runs" in done.stderr


def test_the_guided_fuzzer_sees_a_fault(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("Atheris has no wheel for this system: pip install atheris (Linux on x86_64)")
    code = (
        "import sys, kg.core.words; sys.argv = ['fuzz_guided', 'terminal', '--runs', '2000'];"
        "kg.core.words.plain = lambda text: text; import fuzz_guided; fuzz_guided.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": checkout.python_path(checkout.ROOT / "tools")}, timeout=300,
    )  # fmt: skip
    assert done.returncode != 0
    assert "AssertionError" in done.stdout + done.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = serving.make_store(tmp_path_factory.mktemp("fuzz") / "graph")
    with serving.running(store, *fuzz_http.OPTIONS) as found:
        yield found


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_hostile_requests(server: Server) -> None:
    outcome = fuzz_http.fuzz(server, 300, seed=5)
    assert outcome.failures == []
    assert server.log == []
    seen = {name.rpartition(": ")[2] for name in outcome.statuses}
    assert {"200", "400", "403", "404", "405", "406", "415"} <= seen


def test_the_request_fuzzer_sees_what_must_not_be() -> None:
    good = b"HTTP/1.1 200 OK\r\nX-Content-Type-Options: nosniff\r\n\r\nfine"
    assert fuzz_http._judge("sparql", b"GET", good) == "200"
    for bad in (
        b"",
        b"Traceback",
        good.replace(b"200", b"500"),
        good.replace(b"nosniff", b""),
        good.replace(b"200", b"400"),
        good.replace(b"200", b"404").replace(b"fine", b'File "x.py"\n'),
        good.replace(b"\r\n\r\n", b"\r\nServer: x\r\n\r\n"),
    ):
        with pytest.raises(AssertionError):
            fuzz_http._judge("sparql", b"GET", bad)


class _Given:
    """An annotator that says what it was given."""

    model = "given-1"

    def __init__(self, frames: list[Frame]) -> None:
        self.frames = frames

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return tuple(self.frames) if article.id == "a" else ()


@settings(max_examples=8, deadline=None)
@given(
    frames=st.lists(store_data.frames, min_size=1, max_size=3),
    text=st.text(min_size=1, max_size=60),
    title=st.text(max_size=40),
)
def test_any_frames_pass_resolver_and_every_exporter(
    frames: list[Frame], text: str, title: str
) -> None:
    """Whatever is read out of a text, who is who is decided, and each export is written."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # The reference data is large, the same each time, and nothing from outside.
        patch.setattr(pipeline, "reference_quads", tuple)
        with Store.open(Path(folder, "graph")) as store:
            article = Article(id="a", text=text, title=title, publisher=title)
            pipeline.build([article], store=store, annotator=_Given(frames))
        with Store.open(Path(folder, "graph"), read_only=True) as store:
            size = len(store.graph)
            for name, exporter in EXPORTERS.items():
                path = Path(folder, "out" + exporter.suffixes[0])
                export(store.graph, path, fmt=name)
                assert path.stat().st_size > 0
                if name == "nquads":
                    assert sum(1 for _ in ox.parse(path=path, format=ox.RdfFormat.N_QUADS)) == size
