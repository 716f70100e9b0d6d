"""Web archives: each page in one is an article, with its own day and site, or the day when it was fetched."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path

import document_files as made
import pytest
from source_files import PAGE, TEXT, put, split

from kg.sources.survey import survey

pytest.importorskip("warcio", reason="warcio is missing: pip install 'diplokg[archives]'")

BARE = f"<html><head><title>Envoys meet</title></head><body>{f'<p>{TEXT} The king was there.</p>' * 5}</body></html>".encode()
INFO = made.record(b"software: x\r\n", kind="warcinfo", what="application/warc-fields")


def test_pages_of_an_archive(tmp_path: Path) -> None:
    records = [
        INFO,
        made.record(b"GET / HTTP/1.1\r\n\r\n", kind="request", what="application/http; msgtype=request"),
        made.record(made.response(PAGE.encode())),
        made.record(made.response(b"gone", status="404 Not Found"), url="https://e.example/no"),
        made.record(made.response(b"\x89PNG", kind="image/png"), url="https://e.example/a.png"),
        made.record(made.response(BARE), url="https://e.example/envoys"),
        made.record(BARE, kind="resource", what="text/html", url="https://e.example/saved", date="2019-04-01T00:00:00Z"),
        made.record(b"93.184.216.34", what="text/dns", url="dns:e.example"),
        made.record(made.response(PAGE.encode()), date="2021-01-01T00:00:00Z"),
    ]  # fmt: skip
    for name, data in {
        "a.warc": b"".join(records),
        "a.warc.gz": b"".join(gzip.compress(record) for record in records),
    }.items():
        articles, problems = split(put(tmp_path, name, data))
        assert problems == []
        assert [a.id for a in articles] == [
            f"{name}/https://fjord.example/talks",
            f"{name}/https://e.example/envoys",
            f"{name}/https://e.example/saved",
            f"{name}/https://fjord.example/talks#2021-01-01T00:00:00Z",
        ]
        first, second, third, _ = articles
        assert (first.title, first.publisher) == ("Talks in Oslo", "Northern News")
        assert (first.published, first.url) == (date(2020, 3, 4), "https://news.example/talks")
        assert (second.title, second.url) == ("Envoys meet", "https://e.example/envoys")
        assert (second.published, third.published) == (date(2019, 3, 13), date(2019, 4, 1))


def test_a_page_as_http_sent_it(tmp_path: Path) -> None:
    page = BARE.replace(TEXT.encode(), "Они встретились в Осло.".encode("koi8-r"))
    packed = gzip.compress(page)
    half = len(packed) // 2
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(x), x) for x in (packed[:half], packed[half:], b""))
    answer = made.response(
        chunked, kind='text/html; charset="koi8-r"', more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
    )  # fmt: skip
    (article,), problems = split(put(tmp_path, "a.warc", made.record(answer)))
    assert problems == []
    assert "Они встретились в Осло. The king was there." in article.text


def test_what_a_page_states_as_json_ld_goes_before_the_day_when_it_was_fetched(
    tmp_path: Path,
) -> None:
    told = '{"@type": "NewsArticle", "headline": "Envoys", "datePublished": "2019-03-12", "publisher": {"name": "Fjord"}}'
    page = BARE.replace(b"</head>", f'<script type="application/ld+json">{told}</script></head>'.encode())  # fmt: skip
    path = put(tmp_path, "a.warc", made.record(made.response(page)))
    articles, problems = split(path)
    assert problems == []
    assert [(a.title, a.published, a.publisher) for a in articles] == [
        ("Envoys", date(2019, 3, 12), "Fjord")
    ]
    (seen,) = survey([path])
    assert seen.fields["published"] == ("datePublished",)


def test_a_cut_archive_is_read_to_its_break_and_told(tmp_path: Path) -> None:
    whole = INFO + made.record(made.response(PAGE.encode()))
    more = made.record(made.response(BARE), url="https://e.example/envoys")
    for name, end in {"body": -300, "head": 60, "middle of the head": 300}.items():
        articles, problems = split(put(tmp_path, "a.warc", whole + more[:end]))
        assert len(articles) == 1, name
        assert ["cut short" in p.what for p in problems] == [True], name
    packed = gzip.compress(whole) + gzip.compress(more)[:-80]
    articles, problems = split(put(tmp_path, "b.warc.gz", packed))
    assert len(articles) == 1
    assert ["cut short" in p.what for p in problems] == [True]


def test_heads_as_nobody_writes_them_are_read_all_the_same(tmp_path: Path) -> None:
    """Line feeds alone, fields over two lines, names in capitals, a version to come, empty lines before."""
    page = made.response(PAGE.encode())
    long = f"X-Note: {'x' * 9000}\r\n".encode()
    for name, change in {
        "line feeds": lambda head: head.replace(b"\r\n", b"\n"),
        "folded": lambda head: head.replace(b"WARC-Type: resp", b"WARC-Type:\r\n  resp"),
        "capitals": lambda head: re.sub(rb"\r\n[\w-]+:", lambda found: found[0].upper(), head),
        "version": lambda head: head.replace(b"WARC/1.0", b"WARC/2.0"),
        "lines before": lambda head: b"\r\n\n" + head,
        "a long head": lambda head: head.replace(b"WARC-Type", long + b"WARC-Type"),
    }.items():  # fmt: skip
        record = made.record(page)
        head, gap, body = record.partition(b"\r\n\r\n")
        changed = change(head + gap) + body
        articles, problems = split(put(tmp_path, "a.warc", INFO + changed + INFO + changed))
        assert ([a.title for a in articles], problems) == (["Talks in Oslo"] * 2, []), name


def test_a_bad_length_ends_the_archive(tmp_path: Path) -> None:
    whole = made.record(made.response(PAGE.encode()))
    for bad in (b"-1", b"x", b"", b"9" * 5000, b"1" * 16):
        broken = INFO.replace(b"Content-Length: 13", b"Content-Length: " + bad)
        articles, (problem,) = split(put(tmp_path, "a.warc", whole + broken + whole))
        assert (len(articles), "cut short" in problem.what) == (1, True), bad
        assert problem.source.endswith("record 2")


def test_a_bad_record_costs_only_itself(tmp_path: Path) -> None:
    bad = [
        b"",
        b"HTTP/1.1",
        b"junk\r\n\r\n",
        made.response(b"notgzip", more="Content-Encoding: gzip\r\n"),
    ]
    bad += [
        made.response(b"zz\r\nfoo", more="Transfer-Encoding: chunked\r\n"),
        made.response(b"<html></html>"),
    ]
    records = [made.record(body, url=f"https://e.example/{n}") for n, body in enumerate(bad)]
    articles, problems = split(
        put(tmp_path, "a.warc", b"".join(records) + made.record(made.response(PAGE.encode())))
    )
    assert [a.title for a in articles][-1] == "Talks in Oslo"
    told = [p.source.partition(", ")[2] for p in problems]
    assert {"record 1", "record 3", "record 6"} <= set(told)
    _, (problem,) = split(put(tmp_path, "b.warc", INFO))
    assert "no page" in problem.what


def test_an_archive_without_suffix_is_known_by_its_shape(tmp_path: Path) -> None:
    (article,), _ = split(put(tmp_path, "archive", made.record(made.response(PAGE.encode()))))
    assert article.title == "Talks in Oslo"
