"""Feeds and lists of feeds that were saved, and what pages state as JSON-LD."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from export_files import ATOM, OPML, RSS
from lxml import html
from source_files import PAGE, TEXT, put, split

from kg.sources.formats import jsonld

DAY = date(2019, 3, 12)
feeds = pytest.mark.skipif(
    not __import__("importlib.util").util.find_spec("feedparser"), reason="feedparser is missing"
)


@feeds
def test_rss(tmp_path: Path) -> None:
    for name in ("a.rss", "a.xml", "a"):
        (first, second), problems = split(put(tmp_path, name, RSS))
        assert problems == []
        assert (first.id, first.title, first.url) == (
            "fjord-1",
            "Ministers meet & part",
            "https://example.org/a",
        )
        # The day is the one written, and the text is the fullest, without what could do harm.
        assert (first.published, first.publisher, first.language) == (DAY, "The Fjord Post", "en")
        assert first.text == "They met in Kraków.\n\nThey left."
        assert (second.id, second.published) == ("https://example.org/b", date(2019, 3, 13))
        assert second.text == "The envoys left Oslo."


@feeds
def test_atom_tells_published_and_updated_apart(tmp_path: Path) -> None:
    (first, second), problems = split(put(tmp_path, "a.atom", ATOM))
    assert problems == []
    assert (first.title, first.published) == ("Talks end", DAY)
    assert first.text == "The talks ended.\n\nNobody spoke."
    # Where there is no other day, that of the update is one.
    assert (second.published, second.publisher) == (date(2019, 3, 11), "Baltic Daily")


@feeds
def test_a_list_of_feeds_reads_what_was_saved_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network is asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    put(tmp_path, "in/saved/fjord.rss", RSS)
    put(tmp_path, "secret.rss", RSS.replace("fjord-1", "secret"))
    put(
        tmp_path,
        "in/a.opml",
        OPML.replace("</outline>", '<outline xmlUrl="../secret.rss"/></outline>'),
    )
    articles, (problem,) = split(tmp_path / "in" / "a.opml")
    assert [a.publisher for a in articles] == ["The Fjord Post"] * 2
    assert "2 feeds" in problem.what
    assert "https://example.org/feed" in problem.what
    # In a folder the file is read once.
    articles, _ = split(tmp_path / "in")
    assert len(articles) == 2


@feeds
@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "without entries"),
        ("<rss", "feed"),
        (RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss'), "DTD"),
        (RSS.replace("<rss", '<!DOCTYPE rss SYSTEM "https://example.org/x.dtd"><rss'), "DTD"),
    ],
)  # fmt: skip
def test_bad_feeds(data: str, what: str, tmp_path: Path) -> None:
    articles, (problem,) = split(put(tmp_path, "a.rss", data))
    assert articles == []
    assert what in problem.what


@feeds
def test_a_bad_entry_costs_itself(tmp_path: Path) -> None:
    data = RSS.replace("</channel>", "<item><guid>x</guid></item></channel>")
    articles, (problem,) = split(put(tmp_path, "a.rss", data))
    assert len(articles) == 2
    assert "entry 3" in problem.source


def test_a_missing_library_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    put(tmp_path, "b.txt", TEXT)
    put(tmp_path, "a.rss", RSS)
    (article,), (problem,) = split(tmp_path)
    assert article.id == "b.txt"
    assert "pip install feedparser" in problem.mend


@pytest.mark.parametrize(
    "data", ["<opml/>", "<opml><body><outline text='x'/></body></opml>", "<x/>", "<opml"]
)
def test_bad_lists_of_feeds(data: str, tmp_path: Path) -> None:
    articles, problems = split(put(tmp_path, "a.opml", data))
    assert (articles, len(problems)) == ([], 1)


# JSON-LD

NODE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ministers meet",
    "datePublished": "2019-03-12T08:30:00Z",
    "dateModified": "2019-09-01T08:30:00Z",
    "publisher": {"@type": "Organization", "name": "The Fjord Post"},
    "inLanguage": "en-GB",
}
BODY = " ".join(
    f"The ministers spoke of {what} for an hour."
    for what in ("fish", "rail", "trade", "ice", "ports")
)


def page(*nodes: object, body: str = f"<p>{TEXT}</p>", head: str = "") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{node if isinstance(node, str) else json.dumps(node)}</script>'
        for node in nodes
    )
    return f"<!doctype html><html lang='de'><head>{head}{scripts}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "stated",
    [
        NODE,
        [NODE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, NODE]},
        {"@type": "WebPage", "name": "x", "mainEntity": NODE},
        {**NODE, "@type": ["Article", "Thing"]},
        {**NODE, "@type": "http://schema.org/ReportageNewsArticle"},
        {"@graph": [{**NODE, "publisher": {"@id": "#us"}}, {"@type": "Organization", "@id": "#us", "name": "The Fjord Post"}]},
        {**NODE, "inLanguage": {"@type": "Language", "name": "English"}},
    ],
)  # fmt: skip
def test_a_page_says_what_it_is(stated: object, tmp_path: Path) -> None:
    (article,), problems = split(put(tmp_path, "a.html", page("{broken", stated)))
    assert problems == []
    assert (article.title, article.published) == ("Ministers meet", DAY)
    assert (article.publisher, article.language) == ("The Fjord Post", "en")
    assert TEXT.split(".")[0] in article.text


def test_the_text_that_a_page_states_stands_in_where_its_own_is_worse(tmp_path: Path) -> None:
    whole = {**NODE, "articleBody": f"<p>{BODY}</p>"}
    (article,), _ = split(put(tmp_path, "a.html", page(whole, body="<p>Log in to read on.</p>")))
    assert article.text == BODY
    (article,), _ = split(put(tmp_path, "b.html", page(whole, body="")))
    assert article.text == BODY
    paragraphs = "".join(f"<p>{BODY} In part {n} more was said.</p>" for n in range(4))
    (article,), _ = split(
        put(tmp_path, "c.html", page(whole, body=f"<article>{paragraphs}</article>"))
    )
    assert "In part 3" in article.text


def test_a_page_of_several_articles_states_none_but_its_own(tmp_path: Path) -> None:
    others = [
        {**NODE, "headline": f"Other talks number {n}", "datePublished": "2001-01-01"}
        for n in range(3)
    ]
    assert jsonld.stated(html.fromstring(page(others))) is None
    (article,), _ = split(
        put(tmp_path, "b.html", page(others, NODE, head="<title>Ministers meet | Fjord</title>"))
    )
    assert article.published == DAY


@pytest.mark.parametrize(
    "script",
    ["[" * 100_000, '{"@type": "NewsArticle", "headline": {"a": 1}, "publisher": [[]], "articleBody": 5}', "null", '{"@type": 7}', '{"@type":"NewsArticle","headline":"\\u0000","datePublished":[]}'],
)  # fmt: skip
def test_hostile_statements_cost_nothing(script: str, tmp_path: Path) -> None:
    (article,), problems = split(
        put(
            tmp_path,
            "a.html",
            PAGE.replace("<nav>", f'<script type="application/ld+json">{script}</script><nav>'),
        )
    )
    assert (article.title, article.published) == ("Talks in Oslo", date(2020, 3, 4))
    assert problems == []
