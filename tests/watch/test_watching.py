"""kg watch and kg news from end to end, against a server of feeds on this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feed_server
import pytest
from feed_server import Said, Site, rss
from store_data import Plain

from kg.cli import main
from kg.graph.store import Store
from kg.watch import fetch

ATOM = "{http://www.w3.org/2005/Atom}"
MAY = "Wed, {} May 2019 10:00:00 GMT"


@pytest.fixture
def site() -> Iterator[Site]:
    with feed_server.running() as found:
        yield found


@pytest.fixture
def states() -> None:
    """For a test that needs the reference data, which takes a second at each call."""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Plain:
    reader = Plain()
    if "states" not in request.fixturenames:
        monkeypatch.setattr("kg.construction.pipeline.reference_quads", tuple)
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: reader)
    return reader


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "graph"


def _watch(store: Path, *sources: object, more: tuple[str, ...] = ()) -> int:
    return main(
        ["watch", *map(str, sources), "--once", "--pause", "0", "--workers", "1", "--timeout", "5",
         "--store", str(store), *more]
    )  # fmt: skip


def _news(
    store: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main(["news", "--format", "json", "--store", str(store), *more])
    return code, json.loads(capsys.readouterr().out or '{"news": []}')["news"]


@pytest.mark.slow
def test_ten_updates_with_an_outage_tell_each_change_once(
    site: Site, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [
        ("u1", "Lavrov will meet Pompeo in Sochi on 2019-05-14."),
        ("u2", "Putin called Pompeo in Moscow on 2019-05-02."),
        ("u3", "Lavrov met Pompeo in Sochi on 2019-05-14."),
        ("u4", "Lavrov did not meet Pompeo in Sochi on 2019-05-14."),
        ("u5", "Putin will meet Pompeo in Moscow on 2019-06-20."),
        ("u6", "Putin will not meet Pompeo in Moscow on 2019-06-20."),
        ("u7", "Nothing of the kind happened."),
        ("u8", "Lavrov called Pompeo in Moscow on 2019-05-25."),
        ("u9", "Putin called Pompeo in Moscow on 2019-05-02."),
        ("u10", "Lavrov will meet Putin in Sochi on 2019-07-01."),
    ]
    told = []
    for n, _ in enumerate(items, start=1):
        entries = [(name, MAY.format(m), text) for m, (name, text) in enumerate(items[:n], 15)]
        # As feeds do, it forgets what is old: the last four are in it.
        site.pages["/feed.xml"] = Said(rss(*entries[-4:]), etag=f'"{n}"')
        site.down = n in (4, 5)
        assert _watch(store, f"{site.url}/feed.xml") == (3 if site.down else 0)
        if site.down:
            assert "tried again" in capsys.readouterr().err
        code, found = _news(store, capsys)
        assert code == (0 if found else 4)
        told.append(
            [(c["kind"], c["before"], c["status"], c["label"].split(",")[0]) for c in found]
        )
        # Nothing is told again: not by another call, nor by a round without anything new.
        assert _news(store, capsys) == (4, [])
    meeting, call = "Meeting of Lavrov and Pompeo", "Phone call of Pompeo and Putin"
    assert told[:3] == [
        [("new", None, "planned", meeting)], [("new", None, "held", call)], [("status", "planned", "held", meeting)],
    ]  # fmt: skip
    assert told[3:5] == [[], []]
    # After the outage: what came in between is there, each once, as it stands now.
    assert sorted(told[5], key=str) == [
        ("disputed", "held", "disputed", meeting),
        ("new", None, "cancelled", "Meeting of Pompeo and Putin"),
    ]
    assert told[6] == []
    assert told[7] == [("new", None, "held", "Phone call of Lavrov and Pompeo")]
    assert told[8] == []  # another source for what is known
    assert told[9] == [("new", None, "planned", "Meeting of Lavrov and Putin")]
    # A store that is built anew from the same articles, with what was told before, tells nothing twice.
    again = tmp_path / "again"
    whole = [(name, MAY.format(m), text) for m, (name, text) in enumerate(items, 15)]
    for path in ("/feed.xml", "/robots.txt"):
        site.pages.pop(path, None)
    site.pages["/feed.xml"] = Said(rss(*whole))
    (again / "news").mkdir(parents=True)
    (again / "news" / "all.json").write_bytes((store / "news" / "all.json").read_bytes())
    assert _watch(again, f"{site.url}/feed.xml") == 0
    assert _news(again, capsys) == (4, [])


def test_a_feed_that_has_not_changed_is_not_sent_again(
    site: Site, store: Path, plain: Plain
) -> None:
    one = ("a", MAY.format("01"), "Lavrov met Pompeo in Sochi on 2019-05-14.")
    site.pages["/etag.xml"] = Said(rss(one), etag='W/"x"')
    site.pages["/day.xml"] = Said(rss(one), modified="Wed, 01 May 2019 10:00:00 GMT")
    feeds = [f"{site.url}/etag.xml", f"{site.url}/day.xml"]
    assert _watch(store, *feeds) == 0
    assert _watch(store, *feeds) == 0
    first, second = site.asked[1:3], site.asked[4:]
    assert site.paths() == ["/robots.txt", "/etag.xml", "/day.xml"] * 2  # one robots.txt a site
    assert not any({"if-none-match", "if-modified-since"} & set(h) for _, h in first)
    assert second[0][1]["if-none-match"] == 'W/"x"'
    assert second[1][1]["if-modified-since"] == "Wed, 01 May 2019 10:00:00 GMT"
    assert {h["user-agent"] for _, h in site.asked} == {fetch.AGENT}
    assert len(plain.read) == len(set(plain.read)) == 2


def test_what_is_kept_of_a_feed_is_kept_after_its_articles(
    site: Site, capsys: pytest.CaptureFixture[str], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ("a", MAY.format("01"), "Lavrov met Pompeo in Sochi on 2019-05-14.")
    site.pages["/f.xml"] = Said(rss(one), etag='"1"')
    with monkeypatch.context() as patch:

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr("kg.construction.build.build", full)
        assert _watch(store, f"{site.url}/f.xml") == 1
    assert _watch(store, f"{site.url}/f.xml") == 0
    assert len(_news(store, capsys)[1]) == 1


def test_one_bad_feed_costs_only_itself(
    site: Site, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entity = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    site.pages |= {
        "/good.xml": Said(
            rss(("a", MAY.format("01"), "Lavrov met Pompeo in Sochi on 2019-05-14."))
        ),
        "/entities.xml": Said(rss(("b", MAY.format("01"), "They met."), more=entity)),
        "/page.html": Said(b"<html><body><p>They met.</p></body></html>"),
        "/gone.xml": Said(status=410),
        "/busy.xml": Said(status=503, headers={"Retry-After": "7200"}),
        "/away.xml": Said(status=302, headers={"Location": "file:///etc/passwd"}),
        "/round.xml": Said(status=302, headers={"Location": "/round.xml"}),
        "/bomb.xml": Said(_bomb(), headers={"Content-Encoding": "gzip"}),
        "/empty.xml": Said(b""),
    }
    names = [p for p in site.pages if p != "/good.xml"]
    outlines = "".join(f'<outline xmlUrl="{site.url}{p}"/>' for p in [*names, "/good.xml"])
    list_ = tmp_path / "feeds.opml"
    list_.write_text(
        f"<opml><body><outline text='x'>{outlines}</outline>"
        "<outline xmlUrl='ftp://example.org/x'/></body></opml>"
    )
    assert _watch(store, list_) == 3
    lines = [x for x in capsys.readouterr().err.splitlines() if x.startswith("left out: ")]
    assert len(lines) == len(names) + 1
    assert all(any(f"{p}:" in x for x in lines) for p in names if p != "/away.xml"), lines
    assert "Traceback" not in "".join(lines)
    code, found = _news(store, capsys)
    assert (code, len(found)) == (0, 1)
    # The site asked to wait: it is not asked again before.
    site.asked.clear()
    assert _watch(store, f"{site.url}/busy.xml") == 3
    assert "/busy.xml" not in site.paths()


def _bomb() -> bytes:
    import gzip

    return gzip.compress(b"<rss>" + b" " * 50_000_000)


def test_robots_txt_may_say_no(site: Site, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.pages["/robots.txt"] = Said(b"User-agent: diplokg\nDisallow: /private\n")
    site.pages["/private.xml"] = Said(rss(("a", MAY.format("01"), "They met.")))
    site.pages["/open.xml"] = Said(rss(("b", MAY.format("01"), "They met.")))
    assert _watch(store, f"{site.url}/private.xml", f"{site.url}/open.xml") == 3
    assert site.paths() == ["/robots.txt", "/open.xml"]
    assert "robots.txt does not allow it" in capsys.readouterr().err


def test_a_folder_is_watched_too_and_files_alone_call_nobody(
    site: Site, store: Path, tmp_path: Path, plain: Plain, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Lavrov met Pompeo in Sochi on 2019-05-14.")
    assert _watch(store, folder) == 0
    (folder / "b.txt").write_text("Putin called Pompeo in Moscow on 2019-06-01.")
    assert _watch(store, folder) == 0
    assert plain.read == ["a.txt", "b.txt"]
    assert site.asked == []
    assert len(_news(store, capsys)[1]) == 2
    assert _watch(store, tmp_path / "nowhere") == 1
    assert "no such file or folder" in capsys.readouterr().err


def test_it_goes_on_until_it_is_stopped(
    site: Site,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    entries = [
        (f"u{n}", MAY.format(n), f"Lavrov met Pompeo in Sochi on 2019-05-{n}.")
        for n in (10, 11, 12)
    ]
    site.pages["/f.xml"] = Said(rss(entries[0]))
    waits: list[float] = []
    building: list[Store] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        site.pages["/f.xml"] = Said(rss(*entries[: len(waits)]))
        # Neither an outage ends it, nor another build.
        site.down = len(waits) == 1
        if len(waits) == 2:
            building.append(Store.open(store))
        elif len(waits) == 3:
            building.pop().close()
        elif len(waits) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("kg.cli.watching.time.sleep", sleep)
    code = main(
        ["watch", f"{site.url}/f.xml", "--every", "5", "--pause", "0", "--workers", "1", "--store", str(store)]
    )  # fmt: skip
    assert code == 130
    assert waits == [300.0] * 4
    told = capsys.readouterr().err
    assert "tried again next time" in told
    assert "another build is writing to this store" in told
    assert told.endswith("run the same command again to go on\n")
    assert len(_news(store, capsys)[1]) == 3


SCRIPTS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]><x/>", "\"><svg onload=alert(1)>",
    "{{ 7*7 }}", "&lt;script&gt;alert(2)&lt;/script&gt;",
]  # fmt: skip


def test_scripts_of_a_feed_stay_text_or_go(
    site: Site, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "Lavrov met Pompeo in Sochi on 2019-05-{}."
    items = [
        (f"x{n}{bad}", MAY.format("01"), f"{bad}<p>{said.format(10 + n)}</p>{bad}")
        for n, bad in enumerate(SCRIPTS)
    ]
    site.pages["/f.xml"] = Said(rss(*items, title=f"Wire {''.join(SCRIPTS)}"))
    assert _watch(store, f"{site.url}/f.xml") == 0
    page, feed, data = (tmp_path / n for n in ("n.html", "n.atom", "n.json"))
    args = ["news", "--store", str(store), "-o", str(page), "-o", str(feed), "-o", str(data)]
    assert main(args) == 0
    shown = page.read_text("utf-8")
    assert shown.count("<article>") == len(SCRIPTS)
    assert "alert" in shown  # as text
    tags = set(re.findall(r"<\s*([a-zA-Z]+)", shown))
    assert tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h",
        "section",
        "article",
        "span",
        "blockquote",
        "ul",
        "li",
        "a",
        "footer",
        "p",
    }
    assert "49" not in shown
    assert "<script" not in shown.lower()
    root = ElementTree.fromstring(feed.read_bytes())
    entries = list(root.iter(f"{ATOM}entry"))
    assert len(entries) == len(SCRIPTS) == len(json.loads(data.read_bytes())["news"])
    assert {c.get("type") for e in entries for c in e.iter(f"{ATOM}content")} == {"text"}
    assert all(len(list(e.iter())) == 7 for e in entries)
    assert all(
        (link.get("href") or "").startswith("https://")
        for e in entries
        for link in e.iter(f"{ATOM}link")
    )
    capsys.readouterr()


def test_the_feed_and_the_page_go_on_and_keep_their_entries(
    site: Site, store: Path, tmp_path: Path
) -> None:
    items = [
        (f"u{n}", MAY.format("01"), f"Lavrov met Pompeo in Sochi on 2019-05-1{n}.")
        for n in range(3)
    ]
    feed, page = tmp_path / "n.xml", tmp_path / "n.html"
    args = ["news", "--store", str(store), "-o", str(feed), "-o", str(page)]
    ids: list[set[str]] = []
    for n in (1, 2, 3):
        site.pages["/f.xml"] = Said(rss(*items[:n]))
        assert _watch(store, f"{site.url}/f.xml") == 0
        assert main(args) == 0
        root = ElementTree.fromstring(feed.read_bytes())
        assert [c.tag for c in root][:3] == [ATOM + t for t in ("id", "title", "updated")]
        ids.append({e.findtext(f"{ATOM}id") or "" for e in root.iter(f"{ATOM}entry")})
    assert [len(i) for i in ids] == [1, 2, 3]
    assert ids[0] < ids[1] < ids[2]
    before = feed.read_bytes(), page.read_bytes()
    assert main(args) == 4
    assert (feed.read_bytes(), page.read_bytes()) == before


@pytest.mark.slow
def test_a_saved_watch_tells_of_a_pair_and_of_nobody_else(
    site: Site, states: None, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/f.xml"] = Said(rss(
        ("a", MAY.format("01"), "Lavrov met Pompeo in Sochi on 2019-05-14."),
        ("b", MAY.format("02"), "Putin called Pompeo in Moscow on 2019-05-02."),
    ))  # fmt: skip
    assert _watch(store, f"{site.url}/f.xml") == 0
    save = ["news", "--store", str(store), "--save"]
    assert main([*save, "pair", "--person", "lavrov", "--person", "pompeo"]) == 0
    assert main([*save, "states", "--polity", "us", "--polity", "ru"]) == 0
    assert main([*save, "fish", "--topic", "fishing rights", "--person", "putin"]) == 0
    assert main([*save, "nobody", "--person", "zzz"]) == 0
    found = {
        name: [c["label"].split(",")[0] for c in _news(store, capsys, "--watch", name)[1]]
        for name in ("pair", "states", "fish")
    }
    assert found["pair"] == ["Meeting of Lavrov and Pompeo"]
    assert len(found["states"]) == 2
    assert found["fish"] == ["Phone call of Pompeo and Putin"]
    for name in found:
        assert _news(store, capsys, "--watch", name) == (4, [])
    assert len(_news(store, capsys)[1]) == 2  # each watch remembers for itself
    assert main(["news", "--watch", "nobody", "--store", str(store)]) == 4
    assert "no person 'zzz'" in capsys.readouterr().err
    assert main(["news", "--watch", "none", "--store", str(store)]) == 1
    assert "fish, nobody, pair, states" in capsys.readouterr().err
    for bad in ("../x", "all", "", "a b"):
        assert main([*save, bad, "--person", "x"]) == 1
    assert main(["news", "--person", "lavrov", "--store", str(store)]) == 1
    assert "--save NAME" in capsys.readouterr().err


@pytest.mark.slow
def test_news_since_a_day_needs_no_memory(
    site: Site, states: None, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/f.xml"] = Said(rss(
        ("a", MAY.format("01"), "Lavrov will meet Pompeo in Sochi on 2019-05-14."),
        ("b", MAY.format("02"), "Putin called Pompeo in Moscow on 2019-05-02."),
        ("c", MAY.format("15"), "Lavrov met Pompeo in Sochi on 2019-05-14."),
    ))  # fmt: skip
    assert _watch(store, f"{site.url}/f.xml") == 0
    for _ in range(2):
        code, found = _news(store, capsys, "--since", "2019-05-10")
        assert code == 0
        assert [(c["kind"], c["before"], c["status"]) for c in found] == [
            ("status", "planned", "held")
        ]
        assert found[0]["told"] == "2019-05-15T00:00:00Z"
    assert [c["kind"] for c in _news(store, capsys, "--since", "2019")[1]] == ["new", "new"]
    assert _news(store, capsys, "--since", "2020") == (4, [])
    assert len(_news(store, capsys, "--since", "2019", "--person", "putin")[1]) == 1
    for bad in ("soon", "2019-13", "2019-02-30", "19", "2019-5"):
        assert main(["news", "--since", bad, "--store", str(store)]) == 1
    assert not (store / "news").exists()


def test_a_dry_run_and_a_page_that_cannot_be_written_tell_it_again(
    site: Site, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/f.xml"] = Said(
        rss(("a", MAY.format("01"), "Lavrov met Pompeo in Sochi on 2019-05-14."))
    )
    assert _watch(store, f"{site.url}/f.xml") == 0
    assert len(_news(store, capsys, "--dry-run")[1]) == 1
    nowhere = tmp_path / "no" / "such" / "n.html"
    assert main(["news", "-o", str(nowhere), "--store", str(store)]) == 1
    assert main(["news", "-o", str(tmp_path / "n.doc"), "--store", str(store)]) == 1
    assert len(_news(store, capsys)[1]) == 1
    assert main(["drop", f"{site.url}/f.xml#a", "--store", str(store)]) == 0
    assert [c["kind"] for c in _news(store, capsys)[1]] == ["withdrawn"]
    assert _news(store, capsys) == (4, [])
    (store / "news" / "all.json").write_text('{"events": {"x": 1}}')
    assert main(["news", "--store", str(store)]) == 1
    assert "delete the file" in capsys.readouterr().err
