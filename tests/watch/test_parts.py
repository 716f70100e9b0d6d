"""The parts of watching by themselves: feeds as articles, lists of feeds, one request, and what is a change."""

from __future__ import annotations

import ast
import dataclasses
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import feed_server
import pytest
from feed_server import Said, Site, rss
from source_files import put, split

import kg
from kg.core.errors import KgError
from kg.core.model import Article, Iri, Problem
from kg.graph.view.values import ArticleView, EventView, GraphView, MentionView
from kg.sources.formats.feeds import listed
from kg.watch import feeds, fetch, taking
from kg.watch.changes import changes, known_of, packed, unpacked

BASE = "https://w3id.org/diplokg/"
HERE = "https://example.org/feed.xml"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Wire &amp; Post</title>
<entry><id>tag:example.org,2019:1</id><title>Talks in &lt;b&gt;Sochi&lt;/b&gt;</title>
<link href="https://example.org/1"/><published>2019-05-15T00:30:00+03:00</published>
<summary>Short.</summary>
<content type="html">&lt;p&gt;They met.&lt;/p&gt;&lt;p&gt;Then they&lt;br&gt;left &amp;amp; flew.&lt;/p&gt;</content></entry>
<entry><id>2</id><title>Plain</title><link href="javascript:alert(1)"/><updated>2019-05-16T10:00:00Z</updated>
<summary type="text">a &lt; b</summary></entry>
<entry><id>3</id><title/></entry></feed>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with feed_server.running() as found:
        yield found


def test_atom_as_articles() -> None:
    one, two = feeds.articles(ATOM.encode(), HERE)
    assert (one.id, one.title) == ("tag:example.org,2019:1", "Talks in Sochi")
    assert one.text == "They met.\n\nThen they\nleft & flew."
    # The day is the one that is written, in the time zone of who wrote it.
    assert (one.published, one.publisher, one.language) == (date(2019, 5, 15), "Wire & Post", "de")
    assert one.url == "https://example.org/1"
    assert one.blocks
    assert (two.id, two.text, two.url) == (f"{HERE}#2", "a < b", None)
    assert two.published == date(2019, 5, 16)


def test_rss_as_articles() -> None:
    found = feeds.articles(rss(("a", "Tue, 14 May 2019 23:30:00 -0700", "<p>They met.</p>")), HERE)
    assert [(a.id, a.published, a.text, a.language) for a in found] == [
        (f"{HERE}#a", date(2019, 5, 14), "They met.", "en")
    ]
    assert feeds.articles(rss(), HERE) == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\0\xff\xfe", b"<html><p>They met.</p></html>", b"{}", b"http://127.0.0.1:9/feed.xml",
        b"file:///etc/passwd", "\ufeff<opml/>".encode("utf-16"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_one_error_and_nothing_is_fetched(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*_: object) -> None:
        raise AssertionError("it called out")

    monkeypatch.setattr(socket.socket, "connect", called)
    with pytest.raises(KgError) as caught:
        feeds.articles(body, HERE)
    assert caught.value.where == HERE


def test_definitions_are_refused_however_they_are_written() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"/>'
    for body in (bomb.encode(), bomb.encode("utf-16"), bomb.replace("ENTITY", "entity").encode()):
        with pytest.raises(KgError, match="definitions"):
            feeds.articles(body, HERE)
        with pytest.raises(KgError, match="no list of feeds"):
            listed(body, "a.opml")


def test_a_list_of_feeds(tmp_path: Path) -> None:
    lines = "".join(f"<outline xmlUrl='https://example.org/{n % 1500}'/>" for n in range(3000))
    nested = f"<opml><body><outline text='x'>{lines}</outline></body></opml>"
    urls, paths = taking.places([str(put(tmp_path, "a.opml", nested))])
    assert (len(urls), len(set(urls)), paths) == (1500, 1500, [])
    with pytest.raises(KgError, match="no list of feeds"):
        taking.places([str(put(tmp_path, "b.opml", "<rss/>"))])
    with pytest.raises(KgError, match="no such file"):
        taking.places([str(tmp_path / "c.opml")])


def test_a_list_without_feeds_or_of_too_many_is_an_error_and_no_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KgError, match="without feeds"):
        taking.places([str(put(tmp_path, "a.opml", "<opml><body/></opml>"))])
    monkeypatch.setattr("kg.sources.formats.feeds.MOST_FEEDS", 2)
    lines = "".join(f"<outline xmlUrl='https://example.org/{n}'/>" for n in range(3))
    with pytest.raises(KgError, match="more than 2 feeds"):
        taking.places([str(put(tmp_path, "b.opml", f"<opml><body>{lines}</body></opml>"))])


SELF = '<link rel="self" href="https://example.org/feed.xml"/>'
DC = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title></channel>'
    "<item rdf:about='https://example.org/1'><title>Talks</title><link>https://example.org/1</link>"
    "<dc:date>2019-05-14T23:30:00-07:00</dc:date><dc:language>de</dc:language>"
    "<description>They met.</description></item></rdf:RDF>"
)


@pytest.mark.parametrize(
    "feed",
    [
        ATOM.replace("<entry>", f"{SELF}<entry>", 1),
        rss(("a", "Tue, 14 May 2019 23:30:00 -0700", "<p>They met.</p>"), ("https://example.org/b", "12 Mar 19 08:30 GMT", "x &lt; y")).decode()
        .replace("<item>", f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="{HERE}"/><item>', 1),
        DC,
    ],
)  # fmt: skip
def test_a_saved_feed_and_a_fetched_one_give_the_same(feed: str, tmp_path: Path) -> None:
    fetched = [a for a in feeds.articles(feed.encode(), HERE) if isinstance(a, Article)]
    saved, _ = split(put(tmp_path, "feed.xml", feed))
    assert fetched
    assert saved == fetched


def test_an_entry_without_an_id_keeps_its_name_when_others_come(tmp_path: Path) -> None:
    entry = "<item><title>Talks</title><description>They met.</description></item>"
    other = entry.replace("met", "left")
    names = []
    for inside in (entry, other + entry):
        feed = f"<rss version='2.0'><channel><title>Wire</title>{inside}</channel></rss>"
        names.append([a.id for a in feeds.articles(feed.encode(), HERE) if isinstance(a, Article)])
        names.append([a.id for a in split(put(tmp_path, "a.rss", feed))[0]])
    assert names[0] == names[2][1:]
    assert names[1] == names[3][1:]
    assert names[0][0].removeprefix(f"{HERE}#") == names[1][0].removeprefix("a.rss:")


def test_what_is_left_out_of_a_feed_is_told() -> None:
    many = rss(*((str(n), "", "They met.") for n in range(9)))
    *taken, told = feeds.articles(many, HERE, most=7)
    assert len(taken) == 7
    assert isinstance(told, Problem)
    assert told.what == "has 9 entries, of which the first 7 were read"
    article, unclear = feeds.articles(rss(("a", "05/06/2019", "They met.")), HERE)
    assert isinstance(article, Article)
    assert article.published is None
    assert isinstance(unclear, Problem)
    assert "'05/06/2019'" in unclear.what


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("<published>2019-05-14</published><updated>2019-09-01</updated>", date(2019, 5, 14)),
        ("<updated>2019-09-01</updated><published>2019-05-14</published>", date(2019, 5, 14)),
        ("<updated>2019-09-01</updated>", date(2019, 9, 1)),
        # What is not understood is told, and the day of a change does not stand in for it.
        ("<published>05/06/2019</published><updated>2019-09-01</updated>", None),
        ("", None),
    ],
)
def test_published_and_updated_are_told_apart(days: str, told: date | None) -> None:
    entry = f"<entry><id>urn:x:1</id><title>Talks</title><summary>They met.</summary>{days}</entry>"
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{entry}</feed>'
    article, *problems = feeds.articles(body.encode(), HERE)
    assert isinstance(article, Article)
    assert article.published == told
    assert bool(problems) == ("05/06" in days)


def test_a_picture_in_an_entry_is_no_text() -> None:
    body = ATOM.replace('<content type="html">', '<content type="image/png">' + "QUJD" * 99, 1)
    assert getattr(feeds.articles(body.encode(), HERE)[0], "text", "") == "Short."


def test_definitions_that_an_article_speaks_of_are_no_definitions() -> None:
    page = "<![CDATA[<!DOCTYPE html PUBLIC 'x'><p>They met.</p>]]>"
    feed = rss(("a", "", "Short.")).replace(b"Short.", page.encode())
    assert [getattr(a, "text", "") for a in feeds.articles(feed, HERE)] == ["They met."]
    old = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    assert len(feeds.articles(old + rss(("a", "", "They met.")), HERE)) == 1
    with pytest.raises(KgError, match="definitions"):
        feeds.articles(old.replace(b">", b" [<!ENTITY a 'b'>]>") + rss(("a", "", "x")), HERE)


def test_a_page_that_names_its_feed_says_which() -> None:
    page = b'<!doctype html PUBLIC "-//W3C//DTD"><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    with pytest.raises(KgError, match="a page, not a feed") as caught:
        feeds.articles(page, HERE)
    assert "https://example.org/rss" in caught.value.mend


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "http://", "http://ann:pw@example.org/", "http://a b/",
     "https://example.org/\r\nX: y", "//example.org/", "data:text/xml,<rss/>", "http://example.org:0/"],
)  # fmt: skip
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(KgError, match="not an address on the web"):
        fetch.get(url)
    with pytest.raises(KgError):
        taking.places([url])


def test_an_answer_that_drips_ends_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def drip() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                try:
                    for _ in range(100):
                        client.sendall(b"x")
                        time.sleep(0.05)
                except OSError:
                    pass

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        with pytest.raises(KgError, match="no whole answer within"):
            fetch.get(f"http://127.0.0.1:{port}/", timeout=0.5)
        assert time.monotonic() - began < 3
        thread.join()


def test_too_much_is_refused_and_what_is_cut_off_too(site: Site) -> None:
    site.pages["/long"] = Said(b"x" * 3_000_000)
    with pytest.raises(KgError, match="longer than 1 MB"):
        fetch.get(f"{site.url}/long", most=1_000_000)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def half() -> None:
            client, _ = server.accept()
            with client:
                client.recv(4096)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>")

        thread = threading.Thread(target=half)
        thread.start()
        with pytest.raises(KgError, match=r"cut off|nobody answers"):
            fetch.get(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout=2)
        thread.join()


def test_a_site_that_is_away_or_cannot_say_what_it_allows_is_asked_once(site: Site) -> None:
    urls = [f"{site.url}/{n}.xml" for n in range(3)]
    site.pages["/robots.txt"] = Said(status=500)
    found = taking.look(urls, [], {}, manners=taking.Manners(pause=0))
    assert [p.source for p in found.problems] == urls
    assert site.paths() == ["/robots.txt"]
    site.pages["/robots.txt"] = Said(b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n")
    site.pages["/0.xml"] = Said(rss(("a", "", "They met.")))
    assert len(taking.look(urls[:1], [], {}, manners=taking.Manners(pause=0)).articles) == 1
    site.pages["/robots.txt"] = Said(b"User-agent: *\nDisallow: /\n" + b"#" * 600_000)
    assert taking.look(urls[:1], [], {}, manners=taking.Manners(pause=0)).articles == []


def test_what_is_in_a_folder_is_not_all_at_hand(tmp_path: Path) -> None:
    for n in range(3):
        put(tmp_path, f"{n}.txt", f"They met {n} times.")
    found = taking.look([], [tmp_path], {})
    assert found.articles == []
    assert isinstance(next(iter(found.files)), Article)
    (tmp_path / "1.txt").write_text("They met once.")
    assert getattr(next(iter(found.files)), "text", "") == "They met once."


def test_a_pause_is_left_between_requests_to_one_site(site: Site) -> None:
    urls = []
    for n in range(3):
        site.pages[f"/{n}.xml"] = Said(rss((str(n), "", "They met.")))
        urls.append(f"{site.url}/{n}.xml")
    slept: list[float] = []
    found = taking.look(urls, [], {}, manners=taking.Manners(pause=5.0), sleep=slept.append)
    assert len(found.articles) == 3
    assert len(slept) == 3  # four requests, with the one for robots.txt
    assert all(4 < s <= 5 for s in slept)


def test_an_entry_of_two_feeds_is_one_article(site: Site) -> None:
    entry = ("https://example.org/x", "", "They met.")
    site.pages |= {p: Said(rss(entry, title=p)) for p in ("/a.xml", "/b.xml")}
    manners = taking.Manners(pause=0)
    found = taking.look([f"{site.url}/a.xml", f"{site.url}/b.xml"], [], {}, manners=manners)
    assert [(a.id, a.publisher) for a in found.articles] == [("https://example.org/x", "/a.xml")]


def _mention(name: str, status: str = "held", article: str = "one") -> MentionView:
    return MentionView(
        iri=Iri(f"{BASE}mention/{name}"), article=Iri(f"{BASE}article/{article}"), status=status, date=None,
        date_text=None, start=0, end=1, quote=f"They met ({name}).", prefix="", suffix="", confidence=0.9, rule="r",
        reported_by=(), actors=(), topics=(),
    )  # fmt: skip


def _event(
    name: str,
    *mentions: MentionView,
    status: str = "held",
    start: str = "2019-05-14",
    end: str = "",
) -> EventView:
    return EventView(
        iri=Iri(f"{BASE}event/{name}"), label=f"Meeting {name}", type="meeting", status=status, date=start,
        start=start, end=end or start, precision="day", participants=(), parties=(), place=None, country=None,
        topics=(), cameo=None, plover=None, confidence=0.9, mentions=mentions,
    )  # fmt: skip


def _view(*events: EventView) -> GraphView:
    article = ArticleView(
        iri=Iri(f"{BASE}article/one"), source_id="one", title="T", published="2019-05-15",
        publisher="Wire", url="javascript:alert(1)", kind="news",
    )  # fmt: skip
    return GraphView(
        events=events, actors={}, topics={}, places={}, articles={article.iri: article}
    )


def _kinds(before: GraphView, now: GraphView) -> list[tuple[str, str, str | None]]:
    kept = unpacked(packed(known_of(before)), BASE)
    assert kept == known_of(before)
    return [(c.kind, c.label[8:], c.before) for c in changes(kept, now)]


A, B, C = _mention("a"), _mention("b"), _mention("c")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        pytest.param([], [_event("x", A)], [("new", "x", None)], id="new"),
        pytest.param([_event("x", A)], [_event("x", A, B)], [], id="another source"),
        pytest.param([_event("x", A)], [_event("y", A, B)], [], id="another IRI"),
        pytest.param([_event("x", A)], [_event("x", C)], [], id="the article was written anew"),
        pytest.param([_event("x", A), _event("y", B)], [_event("x", A, B)], [], id="two are one"),
        pytest.param([_event("x", A, B)], [_event("x", A), _event("y", B)], [], id="one is two"),
        pytest.param(
            [_event("x", A, status="planned")], [_event("x", A, B, status="cancelled")],
            [("status", "x", "planned")], id="called off",
        ),
        pytest.param(
            [_event("x", A, status="planned"), _event("y", B)], [_event("y", A, B)], [],
            id="the plan and what came of it were told",
        ),
        pytest.param(
            [_event("x", A)], [_event("x", A, B, status="disputed")], [("disputed", "x", "held")], id="disputed",
        ),
        pytest.param(
            [_event("x", A)], [_event("x", A, B, start="2019-06-01")], [("moved", "x", "2019-05-14")], id="moved",
        ),
        pytest.param(
            [_event("x", A, start="2019-05-01", end="2019-05-31")], [_event("x", A, B)], [], id="a finer date",
        ),
        pytest.param([_event("x", A), _event("y", B)], [_event("y", B)], [("withdrawn", "x", "held")], id="gone"),
    ],
)  # fmt: skip
def test_what_is_a_change(
    before: list[EventView], now: list[EventView], told: list[tuple[str, str, str | None]]
) -> None:
    assert _kinds(_view(*before), _view(*now)) == told
    assert _kinds(_view(*now), _view(*now)) == []


def test_a_change_shows_the_passage_that_says_so_and_no_address_that_runs() -> None:
    planned = dataclasses.replace(A, status="planned")
    before = known_of(_view(_event("x", planned, status="planned")))
    (change,) = changes(before, _view(_event("x", planned, B)))
    assert change.quote == "They met (b)."
    assert [s.url for s in change.sources] == [None]


CALLERS = {"kg/watch/fetch.py", "kg/ask/remote/http.py", "kg/curate/link.py"}
"""Who calls out, each when a verb is asked to: kg watch, --endpoint and --graph-store, kg link."""
DOORS = {
    "urllib.request",
    "http.client",
    "socket",
    "ftplib",
    "smtplib",
    "ssl",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
}


def test_nothing_else_calls_out() -> None:
    root = Path(kg.__file__).parent
    found = {}
    for path in sorted(root.rglob("*.py")):
        names = set()
        for n in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(n, ast.Import):
                names |= {a.name for a in n.names}
            elif isinstance(n, ast.ImportFrom) and n.module:
                names |= {n.module, *(f"{n.module}.{a.name}" for a in n.names)}
        if doors := names & DOORS:
            found[f"kg/{path.relative_to(root).as_posix()}"] = doors
    assert {p for p, doors in found.items() if doors - {"socket"}} == CALLERS
    # A server listens, and finds a port that is free.
    assert {
        p for p in found if p not in CALLERS and not p.startswith(("kg/serve/", "kg/cli/serving"))
    } == set()


def test_feedparser_is_given_bytes_and_only_in_one_place() -> None:
    root = Path(kg.__file__).parent
    using = [p for p in root.rglob("*.py") if "feedparser.parse(" in p.read_text("utf-8")]
    assert [p.name for p in using] == ["feeds.py"]
    assert "feedparser.parse(io.BytesIO(" in using[0].read_text("utf-8")
