"""Sources that were made to do harm: each costs itself alone, one line, little memory and little time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import document_files as made
import pytest
from source_files import PAGE, READ, TEXT, TRIPS, in_a_process, lines, put, split

from kg import sources
from kg.construction.pipeline import frames_of
from kg.core import budget
from kg.core.model import Article, Problem
from kg.extract.rules import Annotator
from kg.sources import read

LONG = 10_000
TOGETHER = {
    "empty.txt": b"",
    "cut.json": b'[{"text": "They met.',
    "binary.txt": os.urandom(500) + b"\0",
    "wrong.txt": "Москва и Вашингтон договорились о встрече.".encode("koi8-r"),
    "mixed.txt": ("Genève " * 5).encode() + "Genève ".encode("latin-1") * 5,
    "null.txt": b"The ministers met.\0 They agreed on it.",
    "nested.json": b'[{"text":' + b"[" * 100_000,
    "nested.html": b"<div>" * 100_000 + TEXT.encode(),
    "nested.xml": b"<trips>" + b"<trip>" * 100_000,
    "bomb.xml": f'<!DOCTYPE trips [<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}">]>{TRIPS}'.encode(),
    "named.xml": b"<:trips><trip><:>a</:></trip></:trips>",
    "outside.xml": f'<!DOCTYPE trips [<!ENTITY a SYSTEM "file:///etc/hostname">]>{TRIPS}'.encode(),
    "letters.txt": "\u200b\u200d\u2060\ufeff".encode(),
    "paper.pdf": b"%PDF-1.7",
    "cut.docx": b"PK\3\4" + b"\0" * 100,
    "old.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "cut.rtf": b"{\\rtf1{\\fonttbl",
    "none.mbox": b"The ministers met.",
    "none.eml": b"From: a@b.example\nSubject: x\n\n",
    "cut.warc": b"WARC",
    "slides.pptx": b"PK\3\4",
}  # fmt: skip


@pytest.mark.slow
def test_a_build_over_all_of_it_names_each_once_and_ends_with_3(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name, data in TOGETHER.items():
        put(folder, name, data)
    put(folder, "good.txt", TEXT)
    put(folder, "long.txt", TEXT * 4000)
    (folder / "circle").symlink_to(folder)
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    command = [sys.executable, "-m", "kg", "build", str(folder), "--store", str(tmp_path / "g")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    report = [json.loads(line) for line in (tmp_path / "g/report.jsonl").read_text().splitlines()]
    told = [Path(row["source"].split(":")[0].split(", article")[0]).name for row in report]
    assert sorted(told) == sorted([*TOGETHER, "long.txt", "lost.txt"])
    assert all(row["what"] and row["mend"] for row in report)
    assert "1 article read" in done.stderr


# Memory and time


def _line_of_100_mb(folder: Path) -> Path:
    path = folder / "a.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(100):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n' + lines({"id": "after", "text": TEXT}).encode())
    return path


def _page_of_many_elements(folder: Path) -> Path:
    return put(folder, "a.html", "<html><body>" + "<p>x" * 4_900_000)


def _xml_of_many_elements(folder: Path) -> Path:
    return put(folder, "a.xml", "<trips>" + "<a/>" * 1_000_000 + TRIPS.partition("<trips>")[2])


def _many_bad_lines(folder: Path) -> Path:
    return put(folder, "a.jsonl", "5\n" * 60_000 + lines({"id": "after", "text": TEXT}))


def _many_small_elements(folder: Path) -> Path:
    return put(folder, "a.json", "[" + "5," * 60_000 + "5]")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in another unit elsewhere")
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (_line_of_100_mb, "after"),
        (_page_of_many_elements, "elements"),
        (_xml_of_many_elements, "travels/9001"),
        (_many_bad_lines, "59,000 more articles"),
        (_many_small_elements, "59,001 more articles"),
    ],
)
def test_memory_stays_bounded(tmp_path: Path, make: Callable[[Path], Path], expected: str) -> None:
    seconds, most, printed = in_a_process(READ, str(make(tmp_path)))
    print(f"{make.__name__}: {seconds:.1f} s, {most} MB")
    assert expected in printed
    assert most < 500
    assert seconds < 30


def test_a_folder_is_walked_while_it_is_read(tmp_path: Path) -> None:
    """A million files: what is held of each is its name, its id and its number on the disk."""
    for n in range(4000):
        put(tmp_path, f"{n // 1000}/{n:05d}.txt", TEXT)
    found = iter(read([tmp_path]))
    assert sum(1 for _ in islice(found, 1500)) == 1500
    tracemalloc.start()
    assert sum(1 for _ in islice(found, 2000)) == 2000
    grown = tracemalloc.get_traced_memory()[0] / 2000
    tracemalloc.stop()
    print(f"{grown:.0f} bytes a file")
    assert grown < 500


def _box(number: int) -> bytes:
    return made.mbox(*(made.mail(f"{TEXT} {n}", name=f"<{n}@e.org>") for n in range(number)))


RECORDS: dict[str, Callable[[int], str | bytes]] = {
    "a.jsonl": lambda number: lines(*({"id": f"r{n}", "text": f"{TEXT} {n}"} for n in range(number))),
    "a.json": lambda number: json.dumps([{"id": f"r{n}", "text": f"{TEXT} {n}"} for n in range(number)]),
    "a.csv": lambda number: "id,text\n" + "".join(f"r{n},{TEXT} {n}\n" for n in range(number)),
    "a.mbox": _box,
}  # fmt: skip
"""Archives of so many records, each an article of its own."""


@pytest.mark.slow
@pytest.mark.parametrize("name", RECORDS)
def test_of_a_million_records_their_ids_are_held(name: str, tmp_path: Path) -> None:
    """A million of them take 400 MB at most, however long they are. What is kept of the first ones is bounded."""
    found = iter(read([put(tmp_path, name, RECORDS[name](6200))]))
    assert all(isinstance(x, Article) for x in islice(found, 3000))
    tracemalloc.start()
    assert sum(isinstance(x, Article) for x in islice(found, 3000)) == 3000
    grown = tracemalloc.get_traced_memory()[0] / 3000
    tracemalloc.stop()
    print(f"{grown:.0f} bytes a record")
    assert grown < 400


def test_an_article_that_takes_too_long_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object, **__: object) -> None:
        while True:
            time.sleep(0.001)

    put(tmp_path, "a.txt", TEXT)
    put(tmp_path, "b.html", PAGE)
    put(tmp_path, "c.txt", TEXT)
    monkeypatch.setattr("kg.sources.formats.page._extract", slow)
    monkeypatch.setattr(sources, "at_most", lambda: budget.at_most(0.2))
    articles, problems = split(tmp_path)
    assert [a.id for a in articles] == ["a.txt", "c.txt"]
    assert [p.what for p in problems] == ["took longer than 120 s and was left out"]


def test_extraction_has_a_limit_of_length_and_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        model = "slow-1"

        def annotate(self, article: Article) -> tuple[()]:
            while "slow" in article.text:
                pass
            return ()

    monkeypatch.setattr("kg.construction.workers.at_most", lambda: budget.at_most(0.2))
    slow = frames_of(Slow(), Article(id="a", text="slow"))
    assert isinstance(slow, Problem)
    assert "120 s" in slow.what
    assert frames_of(Slow(), Article(id="b", text="quick")) == ()
    long = frames_of(Slow(), Article(id="c", text="x" * (budget.LIMIT_CHARACTERS + 1)))
    assert isinstance(long, Problem)
    assert "200,000 characters" in long.what


def test_a_limit_inside_another_and_an_error_leave_no_alarm() -> None:
    with budget.at_most(60), budget.at_most(0.01):
        time.sleep(0.05)
    with pytest.raises(ZeroDivisionError), budget.at_most(0.05):
        raise ZeroDivisionError
    time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [",", "a\n", "met and "])
def test_extraction_takes_time_in_proportion(piece: str) -> None:
    annotator = _annotator()
    taken = []
    for size in (4_000, 16_000):
        article = sources.describe(Article(id="a", text=(piece * size)[:size]))
        tries = []
        for _ in range(3):  # The least of them: what else the process does can only add.
            begun = time.process_time()
            annotator.annotate(article)
            tries.append(time.process_time() - begun)
        taken.append(min(tries))
    print(f"{piece!r}: {taken[0]:.2f} s, {taken[1]:.2f} s")
    # Four times the text: a square would be sixteen times the time.
    assert taken[1] < 10 * taken[0] + 0.5


_made: list[Annotator] = []


def _annotator() -> Annotator:
    if not _made:
        _made.append(Annotator())
        _made[0].annotate(Article(id="a", text=TEXT))
    return _made[0]


# Names, letters, days, and files that change


def test_names_of_ten_thousand_characters(tmp_path: Path) -> None:
    long = "x" * LONG
    record = {"id": long, "title": long, "publisher": long, "url": long, "text": TEXT}
    (article,), problems = split(put(tmp_path, "a.jsonl", lines(record)))
    assert (article.id, article.title, problems) == (long, long, [])
    record = {key: value + ("x" if key != "text" else "") for key, value in record.items()}
    (article,), (problem,) = split(put(tmp_path, "a.jsonl", lines(record)))
    assert (article.id, article.title) == ("a.jsonl:1", None)
    assert all(name in problem.what for name in ("id", "title", "publisher", "url"))
    text = f"The President of {long} met Sergey Lavrov in {long}. " + " ".join(["Ann"] * 2500)
    (article,), _ = split(put(tmp_path, "b.txt", text))
    assert isinstance(frames_of(_annotator(), article), tuple)


def test_letters_without_width_and_from_right_to_left_are_kept(tmp_path: Path) -> None:
    text = "\u202eThe ministers\u200b met\u2066 in Oslo.\u2069 التقى الوزيران في أوسلو. They\ufeff agreed."
    (article,), problems = split(put(tmp_path, "a\u202etxt.exe\u200b.txt", text))
    assert (article.text, problems) == (text, [])
    assert isinstance(frames_of(_annotator(), article), tuple)


@pytest.mark.parametrize(
    "day", ["0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01", "2019-02-30", "-4000-01-01",
            "31.12.9999", "1 Jan 0001", "Thu, 31 Dec 9999 23:59:59 GMT", "9" * 5000],
)  # fmt: skip
def test_days_out_of_range_are_left_out_and_told(tmp_path: Path, day: str) -> None:
    record = {"text": TEXT, "published": day}
    (article,), (problem,) = split(put(tmp_path, "a.jsonl", lines(record)))
    assert article.published is None
    assert "published" in problem.what


def test_days_out_of_range_in_a_text(tmp_path: Path) -> None:
    text = (
        "Macron met Merkel on 31 December 9999. Lavrov met Pompeo on 1 January 0001. Putin will meet "
        "Trump in the year 99999, a week after 30 February 2019. Xi met Modi 99999999 years ago."
    )
    for published in ("1000-01-01", "2999-12-31"):
        record = {"text": text, "published": published}
        (article,), _ = split(put(tmp_path, "a.jsonl", lines(record)))
        assert article.published is not None
        assert isinstance(frames_of(_annotator(), article), tuple)


def test_a_file_that_vanishes_or_shrinks_while_others_are_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.jsonl", "d.txt"):
        put(tmp_path, name, lines({"id": "c", "text": TEXT}) * 2000 if ".j" in name else TEXT)
    found = iter(read([tmp_path]))
    assert isinstance(next(found), Article)  # of c.jsonl, which comes first
    put(tmp_path, "c.jsonl", '{"te')
    (tmp_path / "a.txt").unlink()
    put(tmp_path, "b.txt", b"")
    rest = list(found)
    assert [x.id for x in rest if isinstance(x, Article)] == ["d.txt"]
    told = {Path(x.source).name: x.what for x in rest if isinstance(x, Problem)}
    assert told["a.txt"] == "no such file or folder"
    assert told["b.txt"] == "empty"


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", TEXT)
    put(tmp_path, "b.txt", TEXT).chmod(0)
    if os.geteuid() == 0:  # root reads everything: the refusal of the system is played
        before = Path.open

        def refuse(self: Path, *args: object, **options: object) -> object:
            if self.name == "b.txt":
                raise PermissionError(13, "Permission denied")
            return before(self, *args, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", refuse)
    (article,), (problem,) = split(tmp_path)
    assert article.id == "a.txt"
    assert problem.what == "cannot be read (Permission denied)"


def test_a_fault_of_a_reader_costs_only_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise AttributeError("no\nsuch thing")

    monkeypatch.setattr("kg.sources.formats.page._tree", broken)
    put(tmp_path, "a.html", PAGE)
    put(tmp_path, "b.txt", TEXT)
    (article,), (problem,) = split(tmp_path)
    assert article.id == "b.txt"
    assert "fault of the program" in problem.mend
    assert "\n" not in problem.what
