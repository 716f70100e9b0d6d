"""kg authority from end to end: a table from a file or an address, what the next build makes of it, what is shown."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import feed_server
import pytest
import store_data
from feed_server import Said, Site
from store_data import Plain

from kg.cli import main
from kg.core.model import Actor
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.watch import authority as taking
from kg.watch import fetch

HEAD = "name,country,office,start,end,identifier\n"
ZILK = "Anna Zilk,AT,foreign minister,2031-01-01,2031-12-31,\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with feed_server.running() as found:
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "graph"


@pytest.fixture
def update(store: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(source: object, *more: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["authority", "update", str(source), "--store", str(store), *more])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return run


Run = Callable[..., tuple[int, str, str]]


def test_a_file_is_taken_once_and_the_network_is_not_asked(
    store: Path, tmp_path: Path, update: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*_: object) -> None:
        raise AssertionError("it called out")

    monkeypatch.setattr(socket.socket, "connect", called)
    table = tmp_path / "t.csv"
    table.write_text(HEAD + ZILK + "Bo Ek,Atlantis,,,,\n")
    code, out, err = update(table, "--dry-run")
    assert (code, "nothing was written" in err) == (3, True)
    assert not store.exists()
    assert update(table)[:2] == (code, out)
    mine = store / "authority.csv"
    before = mine.stat().st_mtime_ns, mine.read_text()
    assert before[1] == HEAD + ZILK
    code, out, err = update(table)
    assert "0 people added, 0 terms added, 0 changed, 1 row known already, 1 left out" in err
    assert "wrote" not in err
    assert (mine.stat().st_mtime_ns, mine.read_text()) == before
    assert out.splitlines() == [
        "line 3: left out: unknown country 'Atlantis': give a code of ISO 3166-1, "
        "or a name as in ontology/polities-names.csv"
    ]
    table.write_text(HEAD + ZILK)
    assert update(table)[0] == 0


def test_an_address_is_asked_politely(site: Site, store: Path, update: Run) -> None:
    site.pages["/t.csv"] = Said((HEAD + ZILK).encode())
    assert update(f"{site.url}/t.csv?x=1")[0] == 1  # this server knows no queries
    assert update(f"{site.url}/t.csv")[0] == 0
    assert site.paths()[-2:] == ["/robots.txt", "/t.csv"]
    assert {h["user-agent"] for _, h in site.asked} == {fetch.AGENT}
    assert (store / "authority.csv").read_text() == HEAD + ZILK
    site.pages["/t.jsonl"] = Said(b'{"name": "Bo Ek", "country": "SE"}\n')
    assert "person added: Bo Ek" in update(f"{site.url}/t.jsonl")[1]
    # One that leads elsewhere on the web is followed.
    site.pages["/old.csv"] = Said(status=301, headers={"Location": f"{site.url}/t.csv"})
    assert "1 row known already" in update(f"{site.url}/old.csv")[2]


def _bomb() -> bytes:
    return gzip.compress(HEAD.encode() + b"x" * 50_000_000)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(status=404), "the site answers 404"),
        (Said(status=503, headers={"Retry-After": "60"}), "the site answers 503"),
        (Said(b"<!DOCTYPE html><html><body>name,country</body></html>"), "a page or XML, and no table"),
        (Said((HEAD + ZILK).encode("utf-16")), "not UTF-8"),
        (Said(HEAD.encode() + b"Zo\xeb Ek,SE,,,,\n"), "not UTF-8"),
        (Said(b"\0" * 1000), "no column 'name'"),
        (Said(b""), "no column 'name'"),
        (Said(status=302, headers={"Location": "file:///etc/passwd"}), "the site answers 302"),
        (Said(status=302, headers={"Location": "ftp://127.0.0.1/t.csv"}), "not an address on the web"),
        (Said(status=302, headers={"Location": "/t.csv"}), "the site answers 302"),
        (Said(_bomb(), headers={"Content-Encoding": "gzip"}), "longer than 10 MB"),
        (Said(HEAD.encode() + ZILK.encode() * 250_000), "longer than 10 MB"),
        (Said(b"junk", headers={"Content-Encoding": "gzip"}), "damaged"),
    ],
)  # fmt: skip
def test_what_a_site_answers_instead_of_a_table_is_told_and_nothing_changes(
    site: Site, store: Path, update: Run, said: Said, words: str
) -> None:
    store.mkdir()
    mine = store / "authority.csv"
    mine.write_text(HEAD + ZILK)
    site.pages["/t.csv"] = said
    code, out, err = update(f"{site.url}/t.csv")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert words in err
    assert ": " in err.split(words)[1]  # and how to mend it
    assert mine.read_text() == HEAD + ZILK
    assert [p.name for p in store.iterdir()] == ["authority.csv"]


def test_robots_txt_may_say_no(site: Site, update: Run) -> None:
    site.pages["/robots.txt"] = Said(b"User-agent: diplokg\nDisallow: /private\n")
    site.pages["/private/t.csv"] = Said((HEAD + ZILK).encode())
    code, _, err = update(f"{site.url}/private/t.csv")
    assert (code, site.paths()) == (1, ["/robots.txt"])
    assert "save the table by hand" in err


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/t.csv", "http://"])
def test_only_the_web_is_asked(url: str, update: Run) -> None:
    code, out, err = update(url)
    assert (code, out) == (1, "")
    assert "not an address on the web" in err


def test_a_server_that_never_ends_is_left_in_time(update: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            while not stop.is_set():
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    asked = client.recv(4096)
                    if b"robots" in asked:
                        client.sendall(
                            b"HTTP/1.1 404 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        )
                        continue
                    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + HEAD.encode())
                    try:
                        while not stop.wait(0.02):
                            client.sendall(b"Bo Ek,SE,,,,\n")
                    except OSError:
                        pass

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        began = time.monotonic()
        code, _, err = update(f"http://127.0.0.1:{server.getsockname()[1]}/t.csv", "--timeout", "1")
        stop.set()
        assert time.monotonic() - began < 20
        assert code == 1
        assert "no whole answer within 1 s" in err
        assert "save the table and give the file" in err


def test_a_file_that_cannot_be_had(tmp_path: Path, update: Run) -> None:
    for source, words in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "Is a directory"),
        ("a\0b", "cannot read"),
    ):
        code, out, err = update(source)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert words in err
    long = tmp_path / "long.csv"
    with long.open("wb") as file:
        file.truncate(taking.MOST_BYTES + 1)
    assert "longer than 10 MB" in update(long)[2]


def test_a_full_disk_leaves_the_table_that_was_there(
    store: Path, tmp_path: Path, update: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(HEAD + ZILK)
    store.mkdir()
    (store / "authority.csv").write_text(HEAD + "Bo Ek,SE,,,,\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kg.watch.kept.os.fsync", full)
        code, _, err = update(table)
    assert (code, "No space left" in err) == (1, True)
    assert (store / "authority.csv").read_text() == HEAD + "Bo Ek,SE,,,,\n"
    assert [p.name for p in store.iterdir()] == ["authority.csv"]
    assert update(table)[0] == 0
    assert (store / "authority.csv").read_text() == HEAD + "Bo Ek,SE,,,,\n" + ZILK


def test_nothing_of_a_table_steers_a_terminal_or_a_spreadsheet(
    store: Path, tmp_path: Path, update: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    bad = [
        "\x1b[31mBo Ek",
        "=1+1",
        "\u202eBo Ek",
        "@SUM(A1)",
        "{}{0}%s",
        "<script>alert(1)</script>",
    ]
    rows = [
        f"{b},SE,,,,\nBo Ek,{b},,,,\nBo Ek,SE,{b},,,\nBo Ek,SE,king,{b},,\nBo Ek,SE,,,,{b}\n"
        for b in bad
    ]
    table.write_text(HEAD + "".join(rows), encoding="utf-8")
    _, out, err = update(table)
    assert all(c == "\n" or c.isprintable() for c in out + err)
    assert not any(cell[:1] in "=+-@" for line in (store / "authority.csv").read_text().splitlines()
                   for cell in line.split(",") if cell)  # fmt: skip
    assert main(["authority", "--state", "SE", "--format", "csv", "--store", str(store)]) == 0
    shown = capsys.readouterr().out
    assert all(c == "\n" or c.isprintable() for c in shown)


# ----------------------------------------------------------------------- what the next build makes of it


@pytest.fixture
def built(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store where a foreign minister of Nauru, whom nobody names, met somebody."""
    who = Actor(name=None, office="foreign minister", polity="NR", kind="person")
    monkeypatch.setitem(store_data.PEOPLE, "Minister", who)
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: Plain())
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Minister met Pompeo in Sochi on 2019-05-09.")
    (texts / "b.txt").write_text("Putin called Pompeo in Moscow on 2019-06-01.")
    assert main(["build", str(texts), "--store", str(store), "--workers", "1", "-q"]) == 0
    return store


def _met_pompeo(store: Path) -> set[str]:
    with Store.open(store, read_only=True) as opened:
        view = load(opened.graph)
    (event,) = (e for e in view.events if e.start == "2019-05-09")
    return {view.actors[p.actor].label for p in event.participants} - {"Mike Pompeo"}


@pytest.mark.slow
def test_the_next_build_and_the_next_drop_decide_anew_by_it(
    built: Path, tmp_path: Path, update: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(built)]
    (before,) = _met_pompeo(built)
    assert "Zilk" not in before
    table = tmp_path / "t.csv"
    table.write_text(HEAD + "Anna Zilk,NR,foreign minister,2019-01-01,,\n")
    assert update(table)[0] == 0
    assert _met_pompeo(built) == {before}  # a table alone changes no graph
    assert main(["build", str(tmp_path / "texts"), *store, "--workers", "1", "-q"]) == 0
    assert _met_pompeo(built) == {"Anna Zilk"}
    # She left before: only an end has changed, and no article is read.
    table.write_text(HEAD + "Anna Zilk,NR,foreign minister,2019-01-01,2019-02-01,\n")
    assert "end changed" in update(table)[1]
    assert main(["drop", "b.txt", *store, "-q"]) == 0
    assert _met_pompeo(built) == {before}
    table.write_text(HEAD + "Hana Borg,NR,foreign minister,2019-02-01,2019-12-31,\n")
    assert update(table)[0] == 0
    assert main(["build", str(tmp_path / "texts"), *store, "--workers", "1", "-q"]) == 0
    assert _met_pompeo(built) == {"Hana Borg"}
    capsys.readouterr()
    assert main(["doctor", *store]) in (0, 1)
    assert "other data files" not in capsys.readouterr().out


@pytest.mark.slow
def test_an_office_that_is_over_is_over_for_the_queries(
    built: Path, tmp_path: Path, update: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """The end of a bundled term that was open stands in its place in the graph, too."""
    table = tmp_path / "t.csv"
    table.write_text(HEAD + "Sergey Lavrov,RU,foreign minister,2004-03-09,2031-02-01,Q58217\n")
    assert update(table)[0] == 0
    store = ["--store", str(built)]
    assert main(["build", str(tmp_path / "texts"), *store, "--workers", "1", "-q"]) == 0
    ask = tmp_path / "ask.rq"
    ask.write_text(
        "SELECT ?start ?end { ?t a kg:Tenure ; org:member ?p ; org:role ?r ; kg:start ?start "
        "OPTIONAL { ?t kg:end ?end } ?p rdfs:label 'Sergey Lavrov'@en . "
        "FILTER(CONTAINS(STR(?r), 'foreign-minister')) }"
    )
    capsys.readouterr()
    assert main(["query", str(ask), "--format", "csv", *store]) == 0
    assert capsys.readouterr().out.splitlines() == ["start,end", "2004-03-09,2031-02-01"]


# ----------------------------------------------------------------------------------- what is shown


def _shown(capsys: pytest.CaptureFixture[str], store: Path, *args: str) -> list[str]:
    capsys.readouterr()
    assert main(["authority", *args, "--format", "csv", "--store", str(store)]) == 0
    return capsys.readouterr().out.splitlines()


def test_terms_and_the_days_without_anybody_are_listed(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.mkdir()
    (store / "authority.csv").write_text(HEAD + ZILK + "Bo Ek,AT,foreign minister,2032-02-01,,\n")
    asked = (
        "--state",
        "Austria",
        "--office",
        "foreign minister",
        "--since",
        "2030-12-01",
        "--until",
        "2032-03-31",
    )
    header, *rows = _shown(capsys, store, "list", *asked)
    assert header == "state,office,from,to,who,note"
    # A term of which no days are known may have been at any time.
    dated = [r for r in rows if not r.endswith(",no days are known")]
    assert "Austria,foreign minister,,,Bruno Kreisky,no days are known" in rows
    assert dated == [
        "Austria,foreign minister,2030-12-01,2030-12-31,,nobody is known",
        "Austria,foreign minister,2031-01-01,2031-12-31,Anna Zilk,yours",
        "Austria,foreign minister,2032-01-01,2032-01-31,,nobody is known",
        "Austria,foreign minister,2032-02-01,,Bo Ek,yours",
    ]
    rows = _shown(
        capsys,
        store,
        "--state",
        "US",
        "--office",
        "president",
        "--since",
        "2017",
        "--until",
        "2018",
    )
    assert [r.split(",")[4] for r in rows[1:]] == ["Barack Obama", "Donald Trump"]
    rows = _shown(capsys, store, "--office", "foreign minister", "--since", "2019")
    assert any(",Sergey Lavrov,known until " in r for r in rows)
    summary = _shown(capsys, store)
    assert summary[0] == "state,office,terms,from,to"
    assert any(r.startswith("Austria,foreign minister,") for r in summary)
    years = ("--since", "1994", "--until", "1995")
    rows = _shown(capsys, store, "--state", "NATO", "--office", "secretary general", *years)
    assert [r.split(",")[4] for r in rows[1:]] == ["Manfred Wörner", "Willy Claes", "Javier Solana"]
    rows = _shown(capsys, store, "--state", "Council of Europe", *years)
    assert [r.split(",")[4] for r in rows[1:]] == ["Catherine Lalumière", "Daniel Tarschys"]
    assert _shown(capsys, store, "--state", "EH", "--office", "king")[1:] == [
        "Western Sahara,king,,,,nobody is known"
    ]


def test_rows_of_ones_own_that_contradict_are_named(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["authority", "check", "--store", str(store)]) == 0
    store.mkdir()
    (store / "authority.csv").write_text(HEAD + ZILK)
    assert main(["authority", "check", "--store", str(store)]) == 0
    (store / "authority.csv").write_text(
        HEAD + ZILK + "Bo Ek,AT,foreign minister,2031-03-01,2031-05-01,\n"
    )
    capsys.readouterr()
    assert main(["authority", "check", "--store", str(store)]) == 1
    told = capsys.readouterr()
    assert [x[:22] for x in told.out.splitlines()] == [
        "authority.csv, line 2:",
        "authority.csv, line 3:",
    ]
    assert "Anna Zilk holds that office" in told.out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["update"], "name the table"),
        (["list", "t.csv"], "is for kg authority update"),
        (["--dry-run"], "is for kg authority update"),
        (["check", "--take", "3"], "is for kg authority update"),
        (["update", "t.csv", "--state", "RU"], "is for kg authority list"),
        (["remove"], "remove"),
        (["update", "t.csv", "--take", "0"], "--take"),
    ],
)
def test_wrong_usage_is_one_line(
    store: Path, capsys: pytest.CaptureFixture[str], args: list[str], words: str
) -> None:
    assert main(["authority", *args, "--store", str(store)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert words in told.err


def test_what_nobody_is_called_is_told(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for args, words in (
        (["--state", "Atlantis"], "unknown country 'Atlantis'"),
        (["--office", "poobah"], "unknown office 'poobah'"),
        (["--state", "RU", "--since", "soon"], "'soon' is no day"),
    ):
        assert main(["authority", *args, "--store", str(store)]) == 1
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert words in told.err
