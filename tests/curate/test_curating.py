"""What a person does about merges: review, explain two, link to the web, bring an authority."""

from __future__ import annotations

import io
import json
import re
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from store_data import ARTICLES, Plain, article
from told import Ready, state, told, who

from kg.cli import main
from kg.construction import pipeline
from kg.construction.authority import extended, quads, read
from kg.core.errors import KgError
from kg.core.model import Actor, Evidence, Frame, When
from kg.curate.link import Candidate, Wanted, accepted
from kg.export.rdf import nquads
from kg.graph.store import Store
from kg.graph.view.load import load as view
from kg.reference.read import load
from kg.resolve import resolve
from kg.resolve.judgements import read as read_rulings

CATALOG = load()


def _frame(day: str, *people: Actor) -> Frame:
    from datetime import date

    on = date.fromisoformat(day)
    return Frame(
        type="meeting",
        status="held",
        participants=people,
        when=When(edtf=day, text=day, earliest=on, latest=on, precision="day"),
        venue=None,
        topics=(),
        reported_by=(),
        evidence=(Evidence(start=0, end=4, quote="They"),),
        confidence=0.9,
        rule="by/hand",
    )


ORO = Actor(name="Pia Oro", office="prime minister", polity="EE", kind="person")
ONE = Actor(name="Anna Zilkova", office=None, polity="CZ", kind="person")
TWO = Actor(name="Anna Zilkova", office=None, polity=None, kind="person")
THREE = Actor(name="Hana Zilkova", office=None, polity="CZ", kind="person")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A store with two people who may be one, and one who is written alike."""
    listed = [article(n, "They met.") for n in ("a", "b", "c")]
    frames = {
        "a": (_frame("2019-05-10", ONE, ORO),),
        "b": (_frame("2019-05-12", TWO, ORO),),
        "c": (_frame("2019-05-14", THREE, ORO),),
    }
    with Store.open(tmp_path / "g") as store:
        pipeline.build(listed, store=store, annotator=Ready(frames), catalog=CATALOG)
    return tmp_path / "g"


def _people(folder: Path) -> list[str]:
    with Store.open(folder, read_only=True) as store:
        return sorted(a.label for a in view(store.graph).actors.values() if a.kind == "person")


def test_review_lists_the_most_doubtful_first_with_tabs(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--list", "--store", str(built)]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows
    assert all(len(r) == 7 for r in rows)
    assert [float(r[5]) for r in rows] == sorted(float(r[5]) for r in rows)
    assert {r[0] for r in rows} <= {"actor", "event"}


def test_review_shows_both_sides_writes_the_line_and_the_graph_follows(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _people(built)
    assert before.count("Anna Zilkova") == 1
    assert main(["review", "--list", "--store", str(built)]) == 0
    pairs = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    at = next(n for n, r in enumerate(pairs) if r[0] == "actor" and r[4] == "same")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * at + "d\nmother and daughter\nq\n"))
    assert main(["review", "--by", "ann", "--store", str(built)]) == 0
    said = capsys.readouterr().out
    assert "left:" in said
    assert "right:" in said
    # Names and sentences: no address of a node, and none of its letters that only programs read.
    assert re.search(r"^actor: [A-Z][^|]+ \| [A-Z]", said, re.MULTILINE)
    assert not re.search(r"(?:person|mention|role|event)/|-(?:q\d+|[a-z2-7]{8})\b", said)
    (line,) = read_rulings(built / "judgements.tsv")
    assert (line.same, line.by, line.why) == (False, "ann", "mother and daughter")
    assert _people(built).count("Anna Zilkova") == 2
    # It holds in a store that is made anew, and is no longer in doubt.
    assert main(["review", "--list", "--store", str(built)]) == 0
    assert pairs[at][1] not in [r.split("\t")[1] for r in capsys.readouterr().out.splitlines()] or (
        pairs[at][2] not in capsys.readouterr().out
    )
    assert main(["explain", line.left, line.right, "--store", str(built)]) == 0
    out = capsys.readouterr().out
    assert "not one" in out
    assert f"judged different in line {line.line}: mother and daughter" in out


def test_explain_two_says_why(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Anna Zilkova", "Hana Zilkova", "--store", str(built)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Anna Zilkova and Hana Zilkova: not one")
    assert main(["explain", "Anna Zilkova", "nobody", "--store", str(built)]) == 1


def test_explain_two_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "g") as store:
        pipeline.build(ARTICLES, store=store, annotator=Plain(), catalog=CATALOG)
    with Store.open(tmp_path / "g", read_only=True) as store:
        events = {e.type: e for e in view(store.graph).events}
    ends = [events["meeting"].iri, events["phone_call"].iri]
    assert main(["explain", *ends, "--store", str(tmp_path / "g")]) == 0
    assert "they are events of different types" in capsys.readouterr().out


class _Fake(BaseHTTPRequestHandler):
    """A reconciliation service that knows two people of one name, one other, and one place."""

    asked: list[str] = []  # noqa: RUF012
    broken = False

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, value: object) -> None:
        body = b"<html>" if self.broken else json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self._answer(
            {"versions": ["0.2"], "name": "Fake", "identifierSpace": "https://id.example/"}
        )

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = urllib.parse.parse_qs(self.rfile.read(length).decode())
        queries = json.loads(form["queries"][0])
        out = {}
        for key, q in queries.items():
            _Fake.asked.append(q["query"])
            rows = {
                "Anna Zilkova": [
                    {"id": "Z1", "name": "Anna Zilkova", "score": 99, "match": False},
                    {"id": "Z2", "name": "Anna Zilkova", "score": 97, "match": False},
                ],
                "Hana Zilkova": [{"id": "Z3", "name": "Hana Zilková", "score": 100, "match": True}],
                "Pia Oro": [{"id": "P", "name": "Pia Oro", "score": 60, "match": False}],
            }.get(q["query"], [])
            out[key] = {"result": rows}
        self._answer(out)


@contextmanager
def _serving(*, broken: bool = False) -> Iterator[str]:
    handler = type("Handler", (_Fake,), {"broken": broken})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_link_accepts_what_is_beyond_doubt_and_keeps_it_as_a_ruling(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _serving() as url:
        assert main(["link", url, "--dry-run", "--store", str(built)]) == 0
        assert "Z3" in capsys.readouterr().out
        assert read_rulings(built / "judgements.tsv") == ()
        assert main(["link", url, "--store", str(built)]) == 0
    (line,) = read_rulings(built / "judgements.tsv")
    assert line.right == "https://id.example/Z3"
    assert {"Anna Zilkova", "Hana Zilkova", "Pia Oro"} <= set(_Fake.asked)
    with Store.open(built, read_only=True) as store:
        linked = {a.label: a.same_as for a in view(store.graph).actors.values() if a.same_as}
    assert linked["Hana Zilkova"] == ("https://id.example/Z3",)
    assert "Anna Zilkova" not in linked
    with Store.open(built) as store:
        pipeline.drop(["c"], store=store, judgements=[line], catalog=CATALOG)
        assert not any("Z3" in str(q.object) for q in store.graph)


def test_a_service_that_is_none_is_told_in_one_line(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _serving(broken=True) as url:
        assert main(["link", url, "--store", str(built)]) == 1
    assert main(["link", "file:///etc/passwd", "--store", str(built)]) == 1
    assert main(["link", "http://127.0.0.1:9/", "--store", str(built)]) == 1
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 3
    assert not any("Traceback" in line for line in err)


@pytest.mark.parametrize(
    ("name", "score", "taken"),
    [
        ("Anna Zilk", 95, True),
        ("Zilk, Anna", 95, True),
        ("Anna Zilk", 80, False),
        ("Ann", 99, False),
    ],
)
def test_a_link_needs_the_score_and_the_name(name: str, score: float, taken: bool) -> None:
    found = Wanted(iri="person/a", scope="actor", name="Anna Zilk")
    one = Candidate(iri="https://x.example/1", name=name, score=score, match=True)
    assert (accepted(found, [one]) is one) is taken


def test_two_nodes_with_one_entity_are_one(built: Path) -> None:
    from kg.resolve.judgements import parse

    with Store.open(built, read_only=True) as store:
        iris = sorted(
            a.iri for a in view(store.graph).actors.values() if a.label.endswith("Zilkova")
        )
    lines = "\n".join(f"{i}\thttps://id.example/Z\tsame\tactor" for i in iris)
    with Store.open(built) as store:
        pipeline.settle(store, judgements=parse(lines), catalog=CATALOG)
    assert len([n for n in _people(built) if n.endswith("Zilkova")]) == 1


AUTHORITY = """name,country,office,start,end,identifier
Anna Zilkova;A. Zilkova,NR,foreign minister,2019-01-01,2019-12-31,https://id.example/Z
Hana Zilkova,Nauru,foreign minister,2020,,Q99999991
Sergey Lavrov,RU,,,,Q58217
"""


def test_an_authority_tells_who_held_an_office(tmp_path: Path) -> None:
    path = tmp_path / "authority.csv"
    path.write_text(AUTHORITY, "utf-8")
    brought = read(path, CATALOG)
    assert "person/sergey-lavrov-q58217" in brought.people
    catalog = extended(CATALOG, brought)
    fiji = state("Fiji", "FJ")
    office = who(None, "NR", "foreign minister")
    mentions = [
        told("x", "2019-05-10", office, fiji, date="2019-05-09"),
        told("y", "2020-05-10", office, fiji, date="2020-05-09"),
        told("z", "2019-06-01", who("Zilkova", "NR", "foreign minister"), fiji, date="2019-05-31"),
    ]
    r = resolve(mentions, catalog=catalog)
    labels = [r.actors[r.refers[f"{t.mention}#a1"]].label for t in mentions]
    assert labels == ["Anna Zilkova", "Hana Zilkova", "Anna Zilkova"]
    said = {str(q.object) for q in quads(brought)}
    assert "<http://www.wikidata.org/entity/Q99999991>" in said
    lines = tmp_path / "authority.jsonl"
    rows = [dict(zip(AUTHORITY.split("\n")[0].split(","), r.split(","), strict=True))
            for r in AUTHORITY.strip().split("\n")[1:]]  # fmt: skip
    lines.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    assert read(lines, CATALOG).people == brought.people


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",CZ,,,,", "line 2.*"),
        ("A B,Atlantis,,,,", "unknown country 'Atlantis'"),
        ("A B,CZ,grand poobah,,,", "unknown office"),
        ("A B,,foreign minister,,,", "without a country"),
        ("A B,CZ,foreign minister,soon,,", "'soon' is no day"),
        ("A B,CZ,,,,two words", "no identifier"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_its_line(
    tmp_path: Path, row: str, words: str
) -> None:
    path = tmp_path / "authority.csv"
    path.write_text(AUTHORITY.split("\n")[0] + "\n" + row + "\n", "utf-8")
    with pytest.raises(KgError, match=words):
        read(path, CATALOG)


def test_an_authority_in_the_stores_folder_is_used_by_build(built: Path) -> None:
    row = "Anna Zilkova,CZ,,,,https://id.example/Z\n"
    (built / "authority.csv").write_text(AUTHORITY.split("\n")[0] + "\n" + row, "utf-8")
    with Store.open(built) as store:
        from kg.construction.build import catalog_with

        catalog, brought = catalog_with(None, built)
        pipeline.build((), store=store, annotator=Ready({}), catalog=catalog, authority=brought)
    with Store.open(built, read_only=True) as store:
        linked = {a.label: a.same_as for a in view(store.graph).actors.values() if a.same_as}
    assert linked["Anna Zilkova"] == ("https://id.example/Z",)


def test_an_authority_that_is_left_out_of_one_command_spoils_nothing(
    built: Path, tmp_path: Path
) -> None:
    path = tmp_path / "brought.csv"
    row = "Anna Zilkova,CZ,,,,https://id.example/Z\n"
    path.write_text(AUTHORITY.split("\n")[0] + "\n" + row, "utf-8")
    brought = read(path, CATALOG)
    catalog = extended(CATALOG, brought)
    late = {"d": (_frame("2019-05-16", ONE, ORO),)}

    def build(folder: Path, *names: str, frames: dict[str, tuple[Frame, ...]]) -> bytes:
        with Store.open(folder) as store:
            pipeline.build(
                [article(n, "They met.") for n in names], store=store, annotator=Ready(frames),
                catalog=catalog, authority=brought,
            )  # fmt: skip
            out = io.BytesIO()
            nquads(store.graph, out)
        return out.getvalue()

    build(built, frames={})
    with Store.open(built) as store:
        pipeline.drop(["a", "b"], store=store, catalog=CATALOG)
    grown = build(built, "d", frames=late)
    c = {"c": (_frame("2019-05-14", THREE, ORO),)}
    assert grown == build(tmp_path / "new", "c", "d", frames={**c, **late})
