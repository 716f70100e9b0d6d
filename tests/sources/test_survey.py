"""The dry run: what each file is taken for, what is in it, and what would be refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from export_files import EXPORTS
from source_files import PAGE, TEXT, lines, put

from kg.core.errors import KgError
from kg.core.model import Article
from kg.sources import read
from kg.sources.survey import Survey, survey


def surveyed(*paths: Path, **options: object) -> dict[str, Survey]:
    return {Path(one.source).name: one for one in survey(paths, **options)}  # type: ignore[arg-type]


def test_each_file_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", EXPORTS["Factiva"])
    put(
        tmp_path,
        "b.csv",
        f"publishedAt,body,lastmod,words\n2019-03-12,{TEXT},2020-01-01,9\n,{TEXT} More.,2020-01-01,9\n",
    )
    put(tmp_path, "c.html", PAGE)
    put(tmp_path, "d.txt", "")
    put(tmp_path, "e.pdf", b"%PDF-1.4 \0\0")
    put(
        tmp_path,
        "f.jsonl",
        lines({"text": TEXT, "date": "2019-03-12", "source": {"name": "Fjord"}}),
    )
    found = surveyed(tmp_path)
    assert list(found) == ["f.jsonl", "a.txt", "b.csv", "c.html", "d.txt", "e.pdf"]
    a, b, c, f = (found[name] for name in ("a.txt", "b.csv", "c.html", "f.jsonl"))
    assert (a.form, a.articles, a.first, a.last) == (
        "Factiva",
        2,
        date(2019, 3, 12),
        date(2019, 10, 15),
    )
    assert a.outlets == ("The Fjord Post", "Baltic Daily")
    assert b.fields == {"published": ("publishedAt",), "text": ("body",)}
    assert b.unused == ("lastmod", "words")
    assert b.resembling == {"published": ("lastmod",)}
    assert (b.articles, b.undated, b.refused) == (2, 1, 0)
    assert (c.reader, c.given["title"], c.outlets) == ("html", 1, ("Northern News",))
    assert (found["d.txt"].articles, found["d.txt"].refused) == (0, 1)
    assert found["e.pdf"].problems[0].what
    assert f.fields["publisher"] == ("source.name",)


def test_it_finds_what_a_build_would(tmp_path: Path) -> None:
    for n, text in enumerate(EXPORTS.values()):
        put(tmp_path, f"{n}.txt", text)
    put(tmp_path, "x.jsonl", lines({"id": 1, "text": TEXT}, {"id": 1, "text": TEXT}, {"no": 1}))
    read_once = list(read([tmp_path]))
    found = surveyed(tmp_path)
    assert sum(one.articles for one in found.values()) == sum(
        isinstance(x, Article) for x in read_once
    )
    assert sum(one.refused for one in found.values()) == sum(
        not isinstance(x, Article) for x in read_once
    )


def test_columns_and_readers_are_as_in_a_build(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", f"was,wann\n{TEXT},2019-03-12\n")
    (one,) = survey([path], columns={"text": "was", "published": "wann"})
    assert one.fields == {"published": ("wann",), "text": ("was",)}
    with pytest.raises(KgError, match="unknown reader"):
        survey([path], reader="csvv")
    with pytest.raises(KgError, match="unknown field"):
        survey([path], columns={"txt": "was"})


def test_what_is_too_long_would_be_refused(tmp_path: Path) -> None:
    (one,) = survey([put(tmp_path, "a.txt", "They met. " * 30_000)])
    assert (one.articles, one.refused) == (1, 1)


def test_many_columns_and_problems_are_bounded(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.jsonl",
        lines({"text": TEXT, **{f"k{n}": n for n in range(5000)}}, *([5] * 500)),
    )
    (one,) = survey([tmp_path])
    assert len(one.unused) <= 100
    assert (one.refused, len(one.problems)) == (500, 20)


def test_outlets_and_languages_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.sources.survey._MOST_COUNTED", 5)
    records = [
        {"id": n, "text": f"{TEXT} {n}", "publisher": f"{n}" * 9000, "language": f"{n}" * 9000}
        for n in range(1, 10)
    ]
    (one,) = survey([put(tmp_path, "a.jsonl", lines(*records, records[0] | {"id": 10}))])
    assert one.articles == 10
    assert (len(one.outlets), len(one.languages)) == (5, 5)
    assert one.outlets[0] == "1" * 200
