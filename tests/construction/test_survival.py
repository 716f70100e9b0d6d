"""A store survives: a disk that is full, a build that is killed, a second build, a spoilt file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import generated_articles
import kill_builds
import pytest
import store_data

from kg.check.doctor import Finding, _store
from kg.cli import main
from kg.construction import pipeline
from kg.core.errors import KgError
from kg.graph.files import read_meta
from kg.graph.store import Store


def _kg(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=100, **options
    )  # type: ignore[call-overload]


def _export(store: Path, to: Path) -> bytes:
    assert _kg("export", "--store", store, "-o", to, "-q").returncode == 0
    return to.read_bytes()


# A disk that is full


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk; its room is changed with ``mount -o remount``."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    where = tmp_path / "disk"
    where.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(where)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield where
    subprocess.run(["umount", str(where)], check=True)


@pytest.mark.slow
def test_a_full_disk_ends_the_build_with_a_line_and_the_next_one_goes_on(
    disk: Path, tmp_path: Path
) -> None:
    source = generated_articles.write(tmp_path / "a.jsonl", 12)
    more = generated_articles.write(tmp_path / "b.jsonl", 40)
    store = disk / "graph"
    full = _kg("build", source, "--store", store)
    assert full.returncode == 1, full.stderr
    assert len(full.stderr.splitlines()) == 1
    assert "No space left on device" in full.stderr
    assert "make room" in full.stderr
    subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
    assert _kg("build", source, "--store", store).returncode == 0
    before = _export(store, tmp_path / "before.trig")
    # Full again, with a view that readers have: they go on reading it.
    for left in (0, 100_000):
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize - left))
        full = _kg("build", more, "--store", store)
        assert full.returncode == 1, full.stderr
        assert len(full.stderr.splitlines()) == 1
        assert "make room" in full.stderr
        (disk / "ballast").unlink()
        assert _export(store, tmp_path / "again.trig") == before
    assert _kg("build", more, "--store", store).returncode == 0
    assert _kg("build", more, "--store", tmp_path / "calm").returncode == 0
    expected = _export(tmp_path / "calm", tmp_path / "calm.trig")
    assert _export(store, tmp_path / "end.trig") == expected


@pytest.mark.skipif(os.name != "posix", reason="limits are of POSIX")
def test_a_quota_is_told_in_a_line(tmp_path: Path) -> None:
    import resource

    source = generated_articles.write(tmp_path / "a.jsonl", 3)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    full = _kg("build", source, "--store", tmp_path / "graph", preexec_fn=limited)
    assert full.returncode == 1
    assert len(full.stderr.splitlines()) == 1
    assert "make room" in full.stderr
    assert _kg("build", source, "--store", tmp_path / "graph").returncode == 0


@pytest.mark.parametrize("when", [1, 2, 5, 9])
def test_an_index_that_cannot_be_written_is_told_and_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """The disk fills up at this transaction of the index."""

    def build(store: Path) -> None:
        with Store.open(store) as opened:
            pipeline.build(store_data.ARTICLES, store=opened, annotator=store_data.Plain())

    monkeypatch.setattr(pipeline, "HANDFUL", 1)  # as many transactions as can be
    build(tmp_path / "calm")
    count = 0
    before = sqlite3.connect

    class Full(sqlite3.Connection):
        def executemany(self, sql: str, rows: object) -> sqlite3.Cursor:  # type: ignore[override]
            nonlocal count
            count += 1
            if count == when:
                raise sqlite3.OperationalError("database or disk is full")
            return super().executemany(sql, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: before(*a, **k, factory=Full))
    with pytest.raises(KgError, match="database or disk is full") as caught:
        build(tmp_path / "g")
    assert "make room" in caught.value.mend
    build(tmp_path / "g")
    exported = [_triples(tmp_path / name) for name in ("calm", "g")]
    assert exported[0] == exported[1]


def _triples(store: Path) -> set[object]:
    with Store.open(store, read_only=True) as opened:
        return set(opened.graph)


# A build that is killed


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_builds_that_are_killed_end_with_the_same_bytes(tmp_path: Path) -> None:
    outcome = kill_builds.run(tmp_path, builds=3, articles=60, seed=4)
    assert outcome.failures == []
    assert outcome.kills["inside a write"] >= 1
    assert outcome.kills["from outside"] >= 1


def test_the_parts_of_a_killed_build_do_not_bar_the_next(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / ".store.json.4711").write_text("{")
    with Store.open(tmp_path / "g") as store:
        store.publish()
    assert not (tmp_path / "g" / ".store.json.4711").exists()
    assert read_meta(tmp_path / "g").view == "view-000001"


# What kg doctor sees


def _findings(store: Path) -> list[Finding]:
    return [f for f in _store(store) if not f.good]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "g") as opened:
        pipeline.build(store_data.ARTICLES, store=opened, annotator=store_data.Plain())
    return tmp_path / "g"


def test_doctor_says_that_a_build_is_at_work(store: Path) -> None:
    code = (
        "import sys\nfrom kg.graph.store import Store\n"
        "with Store.open(sys.argv[1]): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert any("a build is writing to it now" in f.what for f in _store(store))
        # And a second one says so, in one line.
        source = store.parent / "one.txt"
        source.write_text("They met.")
        second = _kg("build", source, "--store", store)
        assert second.returncode == 1
        assert second.stderr.startswith("kg: another build is writing to this store")
        assert len(second.stderr.splitlines()) == 1
        other.communicate("")
    assert _findings(store) == []


def test_doctor_says_what_a_build_left_to_be_done(store: Path) -> None:
    with Store.open(store) as opened:
        opened.put(
            store_data.article("five", "Putin met Pompeo in Oslo on 2019-07-01."), (), digest="d"
        )
    (found,) = _findings(store)
    assert "1 articles wait" in found.what
    assert "kg build again" in found.mend


def test_doctor_finds_what_is_spoilt_and_its_advice_mends_it(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "kg.check.doctor._model", lambda *_: Finding(what="language model", good=True)
    )
    before = _triples(store)
    assert main(["doctor", str(store)]) == 0
    # The index: deleted as the line says, and made anew by the next build.
    (store / "index.sqlite").write_bytes(b"rubbish" * 1000)
    assert main(["doctor", str(store)]) == 1
    assert "delete index.sqlite" in capsys.readouterr().out
    for path in store.glob("index.sqlite*"):
        path.unlink()
    with Store.open(store) as opened:
        pipeline.build(store_data.ARTICLES, store=opened, annotator=store_data.Plain())
    assert _triples(store) == before
    assert main(["doctor", str(store)]) == 0
    # A view with a stretch of zeros in its files, as a bad disk leaves it.
    view = store / str(read_meta(store).view)
    for path in view.glob("*.sst"):
        data = bytearray(path.read_bytes())
        data[len(data) // 4 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 4)
        path.unlink()  # it is a link to a file of the builder's, which stays as it is
        path.write_bytes(data)
    assert main(["doctor", str(store)]) == 1
    told = capsys.readouterr().out
    assert "BAD" in told
    assert "Traceback" not in told
    shutil.rmtree(view)
    with Store.open(store) as opened:
        pipeline.build(store_data.ARTICLES, store=opened, annotator=store_data.Plain(), again=True)
    assert _triples(store) == before


def test_doctor_knows_a_store_of_another_version(store: Path) -> None:
    meta = store / "store.json"
    meta.write_text(meta.read_text().replace('"format": 1', '"format": 99'))
    (found,) = _findings(store)
    assert "format 99" in found.what
    assert "build the sources again" in found.mend
