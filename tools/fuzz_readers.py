"""Files that were damaged at random, through every reader: nothing raises, hangs or grows.

    .venv/bin/python tools/fuzz_readers.py [--inputs N] [--seed N]

The same seed gives the same inputs. An input that fails is kept in a file, whose name is told.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from source_files import PAGE, TEI, TEXT, TRIPS, VISITS, lines

from kg.construction.pipeline import frames_of
from kg.core.model import Article, Problem
from kg.sources import READERS, read

SECONDS = 10.0
"""The longest time for one input."""
GROWTH = 300
"""MB that the process may grow by, after the first hundred inputs."""

_RECORD = {
    "id": "1",
    "text": TEXT,
    "published": "2020-03-04",
    "title": "Talks",
    "url": "https://e.org",
}
_SEEDS = {
    "text": ("a.txt", f"Talks in Oslo\n\nOSLO, March 4, 2020 (NNS) — {TEXT}\n".encode()),
    "html": ("a.html", PAGE.encode()),
    "jsonl": ("a.jsonl", lines(_RECORD, {**_RECORD, "id": "2"}).encode()),
    "json": ("a.json", json.dumps([_RECORD, {**_RECORD, "id": "2"}], indent=1).encode()),
    "csv": ("a.csv", f'id,text,date\n1,"{TEXT}",2020-03-04\n2,{TEXT},x\n'.encode()),
    "frus-tei": ("v.xml", TEI.encode()),
    "travels": ("t.xml", TRIPS.encode()),
    "visits": ("v.xml", VISITS.encode()),
}  # fmt: skip
assert set(_SEEDS) == set(READERS)
_WORDS = [
    b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\x1a", b"\x1b[31m", b"\r", b"\n\n",
    "\u202e\u2066".encode(), "\u200b\ufeff".encode(), "\U0001f54a".encode(), b"\\ud800", b"\\u0000", b'"', b"'", b",,,",
    b"<", b">", b"</", b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"&#xFFFFFFFF;", b"&a;", b"<?xml version='1.0'?>",
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', b"<script>", b"<base href='//e.org'>", b"[" * 300, b"{" * 300,
    b"{\"a\":" * 200, b"<div>" * 300, b"9" * 400, b"-1e999", b"NaN", b"true", b"null", b"1" * 5000, b"0001-01-01",
    b"9999-12-31", b"99999-99-99", b"x" * 10_000, b"A. " * 2000, b"=1+1", b"../../etc/passwd", b"file:///", b"%00",
]  # fmt: skip
_ENCODINGS = ["utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "utf-7", "shift_jis"]


def _damaged(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 6))):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + int(rng.expovariate(1 / 30)))
        what = rng.randrange(7)
        if what == 0 and out:
            out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
        elif what == 1:
            del out[at:end]
        elif what == 2:
            del out[at:]
        elif what == 3:
            out[at:at] = out[at:end] * rng.choice((1, 2, 50))
        elif what == 4:
            out[at:end] = rng.randbytes(rng.randrange(1, 30))
        else:
            out[at:at] = rng.choice(_WORDS)
    if rng.random() < 0.08:
        encoding = rng.choice(_ENCODINGS)
        return out.decode("utf-8", "replace").encode(encoding, "replace")
    return bytes(out)


def inputs(number: int, seed: int) -> Iterator[tuple[str, bytes, str | None]]:
    """File names with what is in them, and the reader to use, if not the one that fits."""
    rng = random.Random(seed)
    for n in range(number):
        kind = list(_SEEDS)[n % len(_SEEDS)]
        name, data = _SEEDS[kind]
        data = rng.randbytes(rng.randrange(2000)) if rng.random() < 0.03 else _damaged(data, rng)
        reader = rng.choice([kind, None, None, rng.choice(list(READERS))])
        if rng.random() < 0.1:
            packed = gzip.compress(data, mtime=0)
            cut = rng.randrange(len(packed)) if rng.random() < 0.3 else len(packed)
            name, data = name + ".gz", packed[:cut]
        elif rng.random() < 0.02:
            archive = BytesIO()
            with zipfile.ZipFile(archive, "w") as out:
                out.writestr(name, data)
            name, data = name + rng.choice(("", ".gz", ".zip")), archive.getvalue()
        elif rng.random() < 0.05:
            name = rng.choice(
                ["a", "a.txt", "a.html", "a.json", "a.csv", "a.tsv", "a.xml", "a\u202e.txt"]
            )
        yield name, data, reader


@dataclass
class Outcome:
    """What came of it; ``failures`` say what went wrong, and with which input."""

    articles: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    grown: int = 0
    failures: list[str] = field(default_factory=list)


class _Nothing:
    model = "nothing-1"

    def annotate(self, article: Article) -> tuple[()]:
        return ()


def _check(found: Article | Problem) -> None:
    if isinstance(found, Article):
        found.text.encode()
        assert found.id
        assert found.blocks
        return
    told = [found.source, found.what, found.mend]
    assert all(told)
    json.dumps(told, ensure_ascii=False).encode()
    assert "Traceback" not in found.what
    assert "fault of the program" not in found.mend, found.what
    assert len(found.what) < 2000


def fuzz(number: int, *, seed: int = 1, annotator: object = None, every: int = 20) -> Outcome:
    """Reads so many inputs; every so-many-th article is annotated, too."""
    reading = annotator or _Nothing()
    outcome = Outcome()
    base = 0
    with tempfile.TemporaryDirectory() as folder:
        for n, (name, data, reader) in enumerate(inputs(number, seed)):
            path = Path(folder, name)
            path.write_bytes(data)
            begun = time.monotonic()
            try:
                found = list(read([path], reader=reader))
                assert found, "neither an article nor a problem"
                for one in found:
                    _check(one)
                    if isinstance(one, Article):
                        outcome.articles += 1
                        if outcome.articles % every == 0:
                            frames = frames_of(reading, one)  # type: ignore[arg-type]
                            if isinstance(frames, Problem):
                                _check(frames)
                    else:
                        outcome.problems[one.what.split(":")[0][:40]] += 1
                taken = time.monotonic() - begun
                outcome.slowest = max(outcome.slowest, taken)
                assert taken < SECONDS, f"{taken:.1f} s"
            except Exception as error:
                kept = Path(tempfile.mkdtemp(prefix="kg-fuzz-"), name)
                kept.write_bytes(data)
                outcome.failures.append(
                    f"{kept} (reader {reader}): {type(error).__name__}: {error}"
                )
            path.unlink()
            if n == min(100, number // 3):
                base = _memory()
        outcome.grown = _memory() - base
    if outcome.grown > GROWTH:
        outcome.failures.append(f"memory grew by {outcome.grown} MB")
    return outcome


def _memory() -> int:
    """MB that this process uses, from Linux."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return int(text.partition("VmRSS:")[2].split()[0]) >> 10


def main() -> int:
    """Runs it with the whole extraction, and prints what came of it."""
    from kg.extract.rules import Annotator

    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun = time.monotonic()
    outcome = fuzz(given.inputs, seed=given.seed, annotator=Annotator())
    print(
        f"{given.inputs} inputs, {time.monotonic() - begun:.0f} s: {outcome.articles} articles, "
        f"{outcome.problems.total()} problems, slowest {outcome.slowest:.2f} s, "
        f"memory {outcome.grown:+d} MB, {len(outcome.failures)} failures"
    )
    for what, times in outcome.problems.most_common(25):
        print(f"  {times:6} {what}")
    for failure in outcome.failures:
        print(failure)
    return bool(outcome.failures)


if __name__ == "__main__":
    sys.exit(main())
