"""Files that were damaged at random, through every reader: nothing raises, hangs or grows.

    .venv/bin/python tools/fuzz_readers.py [--inputs N] [--seed N] [--documents | --forms]

The same seed gives the same inputs. An input that fails is kept in a file, whose name is told. What is said last
is for each kind of file: how many inputs there were, and what came of them.
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from document_files import archive, docx, mail, mbox, pdf, printed, record, response, rtf, xlsx
from export_files import ATOM, DIGEST, EXPORTS, OPML, RSS, page
from source_files import PAGE, TEI, TEXT, TRIPS, VISITS, lines

from kg.construction.pipeline import frames_of
from kg.core.model import Article, Problem
from kg.sources import READERS, describe, read

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
    "feed": ("a.rss", RSS.encode()),
    "opml": ("a.opml", OPML.encode()),
    "docx": ("a.docx", docx([f"Talks {TEXT}", TEXT], told={"title": "Talks", "created": "2020-03-04T10:00:00Z"})),
    "xlsx": ("a.xlsx", xlsx({"One": [list(_RECORD), list(_RECORD.values())], "Two": [["text"], [TEXT]]})),
    "pdf": ("a.pdf", pdf(printed([TEXT] * 3), info={"Title": "Talks", "CreationDate": "D:20200304100000Z"})),
    "rtf": ("a.rtf", rtf([TEXT, "Genève — 🕊"], told=r"{\title Talks}{\creatim\yr2020\mo3\dy4}")),
    "eml": ("a.eml", mail(TEXT, page=PAGE, attached={"a.pdf": b"%PDF-"})),
    "mbox": ("a.mbox", mbox(mail(TEXT), mail(f"From him: {TEXT}", name="<2@e.org>"))),
    "warc": ("a.warc", record(response(PAGE.encode())) + record(response(PAGE.encode()), url="https://e.org")),
}  # fmt: skip
assert set(_SEEDS) == set(READERS)
DOCUMENTS = ("docx", "xlsx", "pdf", "rtf", "eml", "mbox", "warc")
"""Readers of documents, mails and archives."""
_LD = '{"@graph": [{"@type": "NewsArticle", "headline": "Talks", "datePublished": "2020-03-04", "publisher": {"@id": "#p"}}]}'
_NESTED = {
    "source": {"id": None, "name": "Fjord"},
    "publishedAt": 1583280000,
    "content": TEXT,
    "updated": "2020-04-01",
}
FORMS = {
    **{f"{form}, text": ("a.txt", text.encode(), "text") for form, text in EXPORTS.items()},
    **{f"{form}, page": ("a.html", page(form).encode(), "html") for form in EXPORTS},
    "digest": ("a.txt", DIGEST.encode(), "text"),
    "RSS": ("a.rss", RSS.encode(), "feed"),
    "Atom": ("a.atom", ATOM.encode(), "feed"),
    "OPML": ("a.opml", OPML.encode(), "opml"),
    "JSON-LD": ("a.html", PAGE.replace("<nav>", f'<script type="application/ld+json">{_LD}</script><nav>').encode(), "html"),
    "answer": ("a.json", json.dumps({"status": "ok", "articles": [_NESTED, _NESTED]}).encode(), "json"),
    "sheet": ("a.csv", f'sep=;\n\nid;date;body;body\n1;43536;"{TEXT} \\"x\\"";\n2;12-Mar-19;"{TEXT}";y\n'.encode(), "csv"),
}  # fmt: skip
"""Forms of a reader beside its plainest one: name of the file, what is in it, the reader."""
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


def _damaged_inside(data: bytes, rng: random.Random) -> bytes:
    """An archive with one of its parts damaged, or left out: of one that is damaged as a whole little can be read."""
    with zipfile.ZipFile(BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = rng.choice(sorted(parts))
    if rng.random() < 0.1:
        del parts[name]
    else:
        parts[name] = _damaged(parts[name], rng)
    return archive(parts)


def inputs(
    number: int, seed: int, kinds: Sequence[str] = tuple(_SEEDS), *, forms: bool = False
) -> Iterator[tuple[str, str, bytes, str | None]]:
    """Kinds, file names, what is in the files, and the reader to use, if not the one that fits.

    With ``forms`` the files are exports, feeds and other forms, else the plainest one of each of the ``kinds``.
    """
    rng = random.Random(seed)
    seeds = FORMS if forms else {kind: (*_SEEDS[kind], kind) for kind in kinds}
    labels = list(seeds)
    for n in range(number):
        label = labels[n % len(labels)]
        name, data, kind = seeds[label]
        if data.startswith(b"PK") and rng.random() < 0.8:
            data = _damaged_inside(data, rng)
        elif rng.random() < 0.03:
            data = rng.randbytes(rng.randrange(2000))
        else:
            data = _damaged(data, rng)
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
                ["a", "a.txt", "a.html", "a.json", "a.csv", "a.tsv", "a.xml", "a\u202e.txt", "a.eml", "a.pdf", "a.docx"]
            )  # fmt: skip
        yield label, name, data, reader


@dataclass
class OfKind:
    """What came of the inputs of one kind."""

    inputs: int = 0
    articles: int = 0
    problems: int = 0
    slowest: float = 0.0


@dataclass
class Outcome:
    """What came of it; ``failures`` say what went wrong, and with which input.

    ``disturbed`` counts inputs that took too long once and not again: other work went on.
    """

    articles: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    disturbed: int = 0
    grown: int = 0
    failures: list[str] = field(default_factory=list)
    kinds: dict[str, OfKind] = field(default_factory=dict)


class _Nothing:
    model = "nothing-1"

    def annotate(self, article: Article) -> tuple[()]:
        return ()


_FIRST = describe(Article(id="first", text=TEXT))


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


def fuzz(
    number: int,
    *,
    seed: int = 1,
    annotator: object = None,
    every: int = 20,
    kinds: Sequence[str] = tuple(_SEEDS),
    forms: bool = False,
) -> Outcome:
    """Reads so many inputs; every so-many-th article is annotated, too. ``kinds`` and ``forms`` are as in ``inputs``."""
    reading = annotator or _Nothing()
    # What is loaded once is no time of an input.
    frames_of(reading, _FIRST)  # type: ignore[arg-type]
    outcome = Outcome()
    base = 0
    with tempfile.TemporaryDirectory() as folder:
        for n, (kind, name, data, reader) in enumerate(inputs(number, seed, kinds, forms=forms)):
            path = Path(folder, name)
            path.write_bytes(data)
            of_kind = outcome.kinds.setdefault(kind, OfKind())
            of_kind.inputs += 1
            try:
                taken = _one(path, reader, reading, every, outcome, of_kind)
                if taken >= SECONDS:
                    # A hang is one each time; a machine with other work is slow once.
                    taken = _one(path, reader, reading, 1, Outcome(), OfKind())
                    outcome.disturbed += taken < SECONDS
                of_kind.slowest = max(of_kind.slowest, taken)
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


def _one(
    path: Path, reader: str | None, reading: object, every: int, outcome: Outcome, of_kind: OfKind
) -> float:
    """Reads one file, checks and counts what is found, and says how many seconds that took."""
    begun = time.monotonic()
    found = list(read([path], reader=reader))
    assert found, "neither an article nor a problem"
    for one in found:
        _check(one)
        if isinstance(one, Article):
            outcome.articles += 1
            of_kind.articles += 1
            if outcome.articles % every == 0:
                frames = frames_of(reading, one)  # type: ignore[arg-type]
                if isinstance(frames, Problem):
                    _check(frames)
        else:
            outcome.problems[one.what.split(":")[0][:40]] += 1
            of_kind.problems += 1
    return time.monotonic() - begun


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
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--documents", action="store_true", help="documents, mails and archives alone"
    )
    which.add_argument("--forms", action="store_true", help="exports, feeds and other forms")
    given = parser.parse_args()
    begun = time.monotonic()
    kinds = DOCUMENTS if given.documents else tuple(_SEEDS)
    outcome = fuzz(
        given.inputs, seed=given.seed, annotator=Annotator(), kinds=kinds, forms=given.forms
    )
    print(
        f"{given.inputs} inputs, {time.monotonic() - begun:.0f} s: {outcome.articles} articles, "
        f"{outcome.problems.total()} problems, slowest {outcome.slowest:.2f} s, "
        f"memory {outcome.grown:+d} MB, {outcome.disturbed} disturbed, {len(outcome.failures)} failures"
    )
    for kind, told in outcome.kinds.items():
        print(
            f"  {kind}: {told.inputs} inputs, {told.articles} articles, {told.problems} problems, "
            f"slowest {told.slowest:.2f} s"
        )
    for what, times in outcome.problems.most_common(25):
        print(f"  {times:6} {what}")
    for failure in outcome.failures:
        print(failure)
    return bool(outcome.failures)


if __name__ == "__main__":
    sys.exit(main())
