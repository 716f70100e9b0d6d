"""Each reader on files of its format, good and bad."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from source_files import PAGE, TEI, TEXT, TRIPS, VISITS, lines, put, split

# JSON


def test_jsonl(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "text": TEXT,
        "published": "2020-03-04T10:00:00Z",
        "url": "https://example.org/1",
        "title": "Talks",
        "publisher": "NNS",
        "language": "en",
    }
    (article,), problems = split(put(tmp_path, "a.jsonl", lines(record)))
    assert not problems
    assert (article.id, article.published, article.title) == ("7", date(2020, 3, 4), "Talks")
    assert (article.publisher, article.url) == ("NNS", "https://example.org/1")


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    data = b"".join(
        [
            b'{"text": "One met."}\n',
            b"\n",
            b'{"text": "Two"\n',
            b'["text"]\n',
            b'{"id": "five"}\n',
            b'{"text": 6}\n',
            b'{"text": "seven \xff"}\n',
            b'{"text": "eight \\u0000 met"}\n',
            b'{"text": "nine \\ud800 met"}\n',
            b'{"text": "  "}\n',
            b'{"text": "' + b"x" * 600 + b'"}\n',
            b"[" * 50_0 + b"\n",
            b'{"text": "Last met.", "published": "05/06/2019"}',
        ]
    )
    articles, problems = split(put(tmp_path, "a.jsonl", data), limit_bytes=550)
    assert [a.id for a in articles] == ["a.jsonl:1", "a.jsonl:13"]
    assert articles[1].published is None
    numbers = [int(p.source.rsplit(":", 1)[1]) for p in problems]
    assert numbers == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert "'id'" in problems[2].what
    assert "columns=" in problems[2].mend
    assert "YYYY-MM-DD" in problems[-1].mend


def test_a_list_describes_the_files_beside_it(tmp_path: Path) -> None:
    put(tmp_path, "in/a.txt", TEXT)
    put(tmp_path, "in/b.txt", TEXT)
    put(tmp_path, "secret.txt", TEXT)
    records = [
        {"id": "1", "file": "a.txt", "published": "2020-03-04"},
        {"id": "2", "file": "../secret.txt"},
        {"id": "3", "file": str(tmp_path / "secret.txt")},
        {"id": "4", "file": "none.txt"},
    ]
    put(tmp_path, "in/list.jsonl", lines(*records))
    articles, problems = split(tmp_path / "in")
    assert [(a.id, a.text) for a in articles] == [("1", TEXT), ("b.txt", TEXT)]
    assert articles[0].published == date(2020, 3, 4)
    assert len(problems) == 3
    assert all("beside it" in p.what for p in problems)


def test_deeply_nested_json(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", "[" * 200_000 + "\n" + lines({"text": TEXT}))
    articles, problems = split(path)
    assert (len(articles), len(problems)) == (1, 1)
    _, problems = split(put(tmp_path, "b.json", '[{"text":' + "[" * 200_000))
    assert len(problems) == 1


def test_wrong_types_are_left_out_and_told(tmp_path: Path) -> None:
    record = {"text": TEXT, "url": 5, "title": ["x"], "kind": "poem", "id": True, "language": None}
    (article,), (problem,) = split(put(tmp_path, "a.jsonl", lines(record)))
    assert (article.id, article.url, article.title, article.kind) == (
        "a.jsonl:1",
        None,
        None,
        "news",
    )
    assert all(name in problem.what for name in ("url", "title", "kind", "id"))


def test_json_in_all_its_shapes(tmp_path: Path) -> None:
    two = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
    for name, data in {
        "array.json": json.dumps(two, indent=1),
        "list.json": json.dumps({"articles": two}),
        "lines.json": lines(*two),
        "utf16.jsonl": lines(*two).encode("utf-16"),
    }.items():
        articles, problems = split(put(tmp_path, name, data))
        assert [a.id for a in articles] == ["a", "b"], name
        assert not problems, name
    (article,), _ = split(put(tmp_path, "one.json", json.dumps({"text": TEXT}, indent=1)))
    assert article.id == "one.json"


def test_json_array_is_read_to_its_break(tmp_path: Path) -> None:
    data = json.dumps([{"text": TEXT}, 5, {"text": "x" * 200_000 + "."}, {"text": TEXT}])
    articles, problems = split(put(tmp_path, "a.json", data))
    assert [a.id for a in articles] == ["a.json:1", "a.json:3", "a.json:4"]
    assert "article 2" in problems[0].source
    articles, problems = split(put(tmp_path, "b.json", data[:-5]))
    assert len(articles) == 2
    assert "cut short" in problems[-1].what
    for empty in ("[]", "", "  "):
        assert split(put(tmp_path, "c.json", empty))[1]


# Tables


def test_csv_by_common_names(tmp_path: Path) -> None:
    data = f'Headline,Date,Body,Link\nTalks,2020-03-04,"{TEXT}\nMore, of it.",https://e.org\n\n'
    (article,), problems = split(put(tmp_path, "a.csv", data))
    assert not problems
    assert article.text == f"{TEXT}\nMore, of it."
    assert (article.title, article.published) == ("Talks", date(2020, 3, 4))
    assert (article.url, article.id) == ("https://e.org", "a.csv:2")


def test_csv_with_columns_named(tmp_path: Path) -> None:
    path = put(tmp_path, "a.tsv", f"wann\twas\n2020-03-04\t{TEXT}\n")
    (article,), _ = split(path, columns={"text": "was", "published": "wann"})
    assert (article.text, article.published) == (TEXT, date(2020, 3, 4))
    articles, (problem,) = split(path)
    assert not articles
    assert "'wann', 'was'" in problem.what
    assert 'columns={"text"' in problem.mend


def test_csv_from_a_spreadsheet(tmp_path: Path) -> None:
    data = f"text;date\n{TEXT} “Genève” – the café.;04.03.2020\n".encode("cp1252")
    (article,), problems = split(put(tmp_path, "a.csv", data))
    assert "“Genève” – the café." in article.text
    assert article.published == date(2020, 3, 4)
    assert not problems


def test_bad_tables(tmp_path: Path) -> None:
    data = f'id,text\n1,{TEXT}\n2,"open" quote\n3,a,b\n4,\n5,{TEXT}\n'
    articles, problems = split(put(tmp_path, "a.csv", data))
    assert [a.id for a in articles] == ["1", "5"]
    assert [int(p.source.rsplit(":", 1)[1]) for p in problems] == [3, 4, 5]
    for bad in ("", "id,text\n", 'id,text\n1,"never closed\n2,x\n'):
        articles, problems = split(put(tmp_path, "b.csv", bad))
        assert not articles
        assert len(problems) == 1
    articles, problems = split(
        put(tmp_path, "c.csv", f"id,text\n1,{'x' * 5000}\n2,{TEXT}\n"), limit_bytes=1000
    )
    assert [a.id for a in articles] == ["2"]
    assert "too long" in problems[0].what


# HTML


def test_html(tmp_path: Path) -> None:
    (article,), problems = split(put(tmp_path, "a.html", PAGE))
    assert not problems
    assert (article.title, article.published) == ("Talks in Oslo", date(2020, 3, 4))
    assert (article.publisher, article.url) == ("Northern News", "https://news.example/talks")
    assert article.language == "en"
    assert TEXT in article.text
    assert "stolen" not in article.text
    body = [article.text[b.start : b.end] for b in article.blocks if b.kind == "body"]
    assert len(body) == 5


def test_a_page_is_known_by_its_shape(tmp_path: Path) -> None:
    (article,), _ = split(put(tmp_path, "saved.txt", PAGE))
    assert article.title == "Talks in Oslo"
    assert "<p>" not in article.text


def test_small_page_and_empty_page(tmp_path: Path) -> None:
    page = f"<html><title>Talks</title><body><p>{TEXT}</p><time datetime='2020-03-04'></time>"
    (article,), _ = split(put(tmp_path, "a.html", page))
    assert TEXT in article.text
    assert article.published == date(2020, 3, 4)
    _, (problem,) = split(put(tmp_path, "b.html", "<html><body><nav></nav></body></html>"))
    assert "text" in problem.what or problem.what == "empty"


@pytest.mark.parametrize(
    "data",
    [
        "<div>" * 50_000 + TEXT,
        "<b>" * 1000 + TEXT,
        "<p>x" * 250_000,
        "<!doctype html><html>" + "<a b='" * 5000,
        "<html><body>" + "&#0;&#xD800;" * 50,
    ],
)
def test_hostile_pages_do_no_harm(tmp_path: Path, data: str) -> None:
    articles, problems = split(put(tmp_path, "a.html", data))
    assert len(articles) + len(problems) == 1


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    page = PAGE.replace("<article>", "<iframe src='http://e.org/x'></iframe><article>")
    assert split(put(tmp_path, "a.html", page))[0]


# XML


def test_frus_volume(tmp_path: Path) -> None:
    (memo, telegram), (problem,) = split(put(tmp_path, "v.xml", TEI))
    assert memo.id == "frus9999v01/d1"
    assert memo.url == "https://history.state.gov/historicaldocuments/frus9999v01/d1"
    assert memo.text.split("\n") == [
        "1. Memorandum of Conversation",
        "Oslo, March 4, 1961.",
        "Participants:",
        "- Norway",
        "- Mr. Holm",
        "- Ambassador Rojas",
        "Mr. Holm said that he had been away. He was sorry.",
        "K. Holm",
    ]
    assert (memo.kind, memo.published, memo.publisher) == (
        "memo",
        date(1961, 3, 4),
        "Office of the Historian",
    )
    assert [b.kind for b in memo.blocks] == ["title", "dateline"] + ["header"] * 4 + ["body"] * 2
    assert (telegram.kind, telegram.published) == ("news", date(1961, 3, 5))
    assert "without an id" in problem.what


def test_travels_and_visits(tmp_path: Path) -> None:
    (trip,), (problem,) = split(put(tmp_path, "t.xml", TRIPS))
    assert trip.id == "travels/9001"
    assert trip.text == (
        "U.S. Secretary of State Kim Holm travelled to Pyongyang, North Korea, April 30-May 1, 2018. "
        "Met with the Chairman."
    )
    assert (trip.published, trip.kind) == (date(2018, 5, 1), "readout")
    assert problem.source.endswith("trip 2")
    (visit,), _ = split(put(tmp_path, "v.xml", VISITS))
    assert visit.id == "visits/9001"
    assert visit.text == (
        "Prime Minister Ann Lee of the United Kingdom visited the United States, January 26, 1970. "
        "Private visit."
    )


def test_dangerous_xml_is_refused(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret", "the secret")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for dtd in (
        f'<!DOCTYPE trips [<!ENTITY a0 "{"x" * 100}">{bomb}]>',
        f'<!DOCTYPE trips [<!ENTITY a9 SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE trips SYSTEM "{secret.as_uri()}">',
    ):
        data = dtd + TRIPS.replace("Pyongyang", "&a9;" if "a9" in dtd else "Pyongyang")
        articles, (problem,) = split(put(tmp_path, "t.xml", data))
        assert not articles
        assert "harmful" in problem.what or "well-formed" in problem.what


@pytest.mark.parametrize(
    "data",
    [
        "<rss></rss>",
        "<trips>",
        "<trips></trips>",
        TRIPS[:200],
        "<TEI/>",
        "not xml",
        "<visits>" + "<a>" * 5000,
    ],
)
def test_bad_xml(tmp_path: Path, data: str) -> None:
    articles, problems = split(put(tmp_path, "a.xml", data))
    assert not articles
    assert len(problems) == 1
