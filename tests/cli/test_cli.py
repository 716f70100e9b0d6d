"""The command line as a person and a script meet it: output, exit codes, one-line errors, help."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checkout import python_path
from store_data import ARTICLES, Plain
from typer.testing import CliRunner

from kg.ask.query import named_queries
from kg.cli import app, main
from kg.construction import pipeline
from kg.export import EXPORTERS
from kg.graph.store import Store

ROOT = Path(__file__).parents[2]
VERBS = (
    "demo", "build", "drop", "extract", "query", "explain", "render", "export", "check",
    "evaluate", "doctor", "review", "link", "suggest", "train", "watch", "news", "cite",
    "sources", "authority",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli") / "graph"
    with Store.open(folder) as store:
        pipeline.build(ARTICLES, store=store, annotator=Plain())
    return folder


@pytest.fixture
def plain(monkeypatch):
    """Verbs read with the annotator that needs no language model."""
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: Plain())


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for one in ARTICLES:
        row = {
            "id": one.id,
            "text": one.text,
            "published": str(one.published),
            "publisher": one.publisher,
        }
        (folder / f"{one.id}.json").write_text(json.dumps(row))
    return folder


def _run(*args: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *args],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": python_path(ROOT), "COLUMNS": "80"},
        **options,
    )


def test_help_names_every_verb_and_each_has_an_example():
    result = CliRunner().invoke(app(), ["--help"])
    assert result.exit_code == 0
    for verb in VERBS:
        assert re.search(rf"^  {verb} ", result.output, re.MULTILINE)
        text = CliRunner().invoke(app(), [verb, "--help"]).output
        assert re.search(rf"Examples?:\n(.*\n)*?  +(echo .*\| )?kg {verb}", text), verb
    # No first line of a verb is so long that it is cut off.
    assert "..." not in result.output.split("Commands:")[1]


def test_help_is_quick_and_imports_nothing_heavy():
    # The best of three: the machine may be busy with other things.
    used = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = _run("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert result.returncode == 0
    assert min(used) < 0.5
    code = "import sys, kg.cli; print([m for m in ('spacy', 'rdflib', 'pyoxigraph', 'rich', 'networkx') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_build_then_ask(texts, tmp_path, plain, capsys):
    store = str(tmp_path / "g")
    assert main(["build", str(texts), "--store", store]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "4 articles read" in said.err
    assert "4 articles, 3 passages, 2 events" in said.err
    assert (tmp_path / "g" / "report.jsonl").read_text() == ""
    assert main(["build", str(texts), "--store", store, "-q"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
    assert (
        main(["query", "who-met", "--person", "lavrov", "--format", "csv", "--store", store]) == 0
    )
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "date,with,event,iri"
    assert len(rows) == 2
    assert rows[1].startswith("2019-05-14,Mike Pompeo,")


def test_what_cannot_be_read_is_named_and_the_rest_is_built(texts, tmp_path, plain, capsys):
    (texts / "empty.json").write_bytes(b"")
    (texts / "binary.json").write_bytes(bytes(range(256)) * 10)
    assert main(["build", str(texts), "--store", str(tmp_path / "g")]) == 3
    err = capsys.readouterr().err
    lines = [line for line in err.splitlines() if line.startswith("left out: ")]
    assert len(lines) == 2
    assert "4 articles read, 2 sources left out" in err
    report = (tmp_path / "g" / "report.jsonl").read_text().splitlines()
    assert {Path(json.loads(line)["source"]).name for line in report} == {
        "empty.json",
        "binary.json",
    }
    assert main(["extract", str(texts), "-q"]) == 3


def test_extract_prints_one_record_an_article(texts, plain, capsys):
    assert main(["extract", str(texts)]) == 0
    out = capsys.readouterr().out
    records = {r["document"]["source_id"]: r for r in map(json.loads, out.splitlines())}
    assert sorted(records) == ["four", "one", "three", "two"]
    assert records["four"]["events"] == []
    (event,) = records["one"]["events"]
    quote = event["evidence"][0]
    assert quote["quote"] == ARTICLES[0].text[quote["start"] : quote["end"]]


def test_columns_are_mapped(tmp_path, plain, capsys):
    table = tmp_path / "t.csv"
    table.write_text("nr,body\n7,Lavrov met Pompeo in Sochi on 2019-05-14.\n")
    args = ["extract", str(table), "--column", "text=body", "--column", "id=nr"]
    assert main(args) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["document"]["source_id"], len(record["events"])) == ("7", 1)
    assert main(["extract", str(table), "--column", "text"]) == 2
    assert "FIELD=COLUMN" in capsys.readouterr().err


def test_drop_takes_out_and_names_what_is_near(texts, tmp_path, plain, capsys):
    store = str(tmp_path / "g")
    assert main(["build", str(texts), "--store", store, "-q"]) == 0
    assert main(["drop", "one", "--store", store]) == 0
    assert "dropped one" in capsys.readouterr().err
    assert main(["drop", "fours", "--store", store]) == 1
    assert "did you mean four?" in capsys.readouterr().err
    assert main(["drop", "x", "--store", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "none").exists()


def test_query_lists_names_describes_one_and_refuses_what_is_unknown(built, capsys):
    assert main(["query"]) == 0
    listed = capsys.readouterr().out
    for name, query in named_queries().items():
        assert f"{name}\n" in listed
        assert query.example in listed
    assert main(["query", "who-met", "--help"]) == 0
    shown = capsys.readouterr().out
    for param in named_queries()["who-met"].params:
        assert f"--{param.name}" in shown
    assert main(["query", "--help"]) == 0
    assert "Ask the graph" in capsys.readouterr().out
    store = ["--store", str(built)]
    for args, code, said in (
        (["query", "who-mat", *store], 1, "did you mean who-met"),
        (["query", "who-met", "--persn", "lavrov", *store], 1, "it takes --person"),
        (["query", "who-met", *store], 1, "--person is missing"),
        (["query", "who-met", "lavrov", *store], 2, "unexpected 'lavrov'"),
        (["query", "who-met", "--person", *store], 2, "--person needs a value"),
        (["query", "--person=lavrov", *store], 2, "name a query first"),
        (["query", "who-met", "--person", "lavrow", *store], 1, "Lavrov"),
        (["query", "who-met", "--person", "lavrov", "--format", "ttl", *store], 1, "--format"),
    ):
        assert main(args) == code, args
        err = capsys.readouterr().err
        assert err.count("\n") == 1, args
        assert said in err


def test_parameters_of_queries_do_not_hide_options_of_the_verb():
    own = {"store", "format", "limit", "timeout", "quiet", "verbose", "help", "q", "v", "h"}
    for query in named_queries().values():
        assert own.isdisjoint(p.name for p in query.params), query.name


def test_free_sparql_from_stdin_and_file(built, tmp_path):
    ask = "SELECT (COUNT(*) AS ?n) { ?e a kg:Event }"
    result = _run("query", "-", "--format", "csv", "--store", str(built), input=ask)
    assert (result.stdout, result.returncode) == ("n\n2\n", 0)
    (tmp_path / "mine.rq").write_text(ask)
    result = _run("query", str(tmp_path / "mine.rq"), "--format", "json", "--store", str(built))
    assert json.loads(result.stdout)["results"]["bindings"][0]["n"]["value"] == "2"
    make = "CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b }"
    result = _run("query", "-", "--format", "ttl", "--store", str(built), input=make)
    assert "kg:met" in result.stdout
    result = _run("query", "-", "--store", str(built), input="SELEC ?x { }")
    assert result.returncode == 1
    assert result.stderr.startswith("kg: not valid SPARQL")
    result = _run("query", "-", "--store", str(built), input="DROP ALL")
    assert "queries only read" in result.stderr


def test_explain_shows_every_passage_with_its_offsets(built, capsys):
    assert main(["explain", "Sochi May 2019", "--store", str(built), "-v"]) == 0
    out = capsys.readouterr().out
    for one in ARTICLES[:2]:
        assert f'"{one.text}"' in out
        assert f"{one.id}, characters 0 to {len(one.text)}" in out
    assert "status: planned (2019-05-10, Harbour Wire), then held (2019-05-15, Harbour Wire)" in out
    assert "2 passages of 2 articles tell of it" in out
    assert "rule meeting/meet, confidence 0.90" in out
    assert "+0.90  weight" in out
    assert main(["explain", "Lavrov", "--store", str(built)]) == 0
    assert "foreign minister Sergey Lavrov (2 passages)" in capsys.readouterr().out
    assert main(["explain", "nobody at all", "--store", str(built)]) == 1
    assert "no event and nobody is called 'nobody at all'" in capsys.readouterr().err


def test_export_writes_every_format_and_names_what_there_is(built, tmp_path, capsys):
    for exporter in EXPORTERS.values():
        if exporter.name == "parquet":
            continue  # an extra
        target = tmp_path / f"out{exporter.suffixes[0]}"
        assert main(["export", "-o", str(target), "--store", str(built)]) == 0
        assert target.stat().st_size > 0
        assert f"{target}: {exporter.name}" in capsys.readouterr().err
    assert main(["export", "-o", str(tmp_path / "x.doc"), "--store", str(built)]) == 1
    assert ".graphml" in capsys.readouterr().err
    assert main(["export", "--store", str(built)]) == 2


def test_render_writes_one_page_of_what_was_asked_for(built, tmp_path, capsys):
    page = tmp_path / "page.html"
    args = ["render", "--store", str(built), "-o", str(page)]
    assert main([*args, "--title", "Two talks"]) == 0
    assert "Two talks" in page.read_text(encoding="utf-8")
    assert "2 events" in capsys.readouterr().err
    assert main([*args, "--person", "putin", "--since", "2019", "--until", "2019-12"]) == 0
    assert "1 events" in capsys.readouterr().err
    assert main([*args, "--person", "nobody"]) == 1


def test_check_finds_a_sound_store_and_an_unsound_file(built, tmp_path, capsys):
    assert main(["check", "--store", str(built)]) == 0
    assert "sound: 0 violations" in capsys.readouterr().err
    bad = tmp_path / "bad.ttl"
    bad.write_text("<https://w3id.org/diplokg/event/x> a <https://w3id.org/diplokg/ns#Event> .")
    assert main(["check", str(bad), "--no-warnings"]) == 1
    out = capsys.readouterr().out
    assert "violation: e:x" in out
    assert "warning:" not in out
    bad.write_text("not turtle")
    assert main(["check", str(bad)]) == 1
    assert "cannot read the file as RDF" in capsys.readouterr().err


def test_doctor_finds_a_sound_store_and_tells_how_to_mend_a_bad_one(
    built, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("kg.check.doctor._model", lambda *_: _finding())
    assert main(["doctor", "--store", str(built)]) == 0
    assert "4 articles" in capsys.readouterr().out
    (tmp_path / "store.json").write_text("{}")
    assert main(["doctor", "--store", str(tmp_path)]) == 1
    assert re.search(
        r"^BAD  store .*: .*build the store again", capsys.readouterr().out, re.MULTILINE
    )


def _finding():
    from kg.check.doctor import Finding

    return Finding(what="language model", good=True)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["nope"], 2, "No such command 'nope'"),
        (["build"], 2, "Missing argument"),
        (["build", "x", "--colour"], 2, "No such option"),
        (["query", "who-met", "--store", "nowhere", "--person", "x"], 1, "no store here"),
        (["render", "--limit", "many"], 2, "--limit"),
        (["extract", "no-such-file"], 3, "no-such-file"),
    ],
)
def test_errors_are_one_line_on_stderr(args, code, said, plain, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(args) == code
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.count("\n") == 1
    assert said in streams.err
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_one_line_and_a_log(monkeypatch, capsys):
    def broken(**_: object) -> None:
        raise ZeroDivisionError("on\npurpose")

    monkeypatch.setattr("kg.ask.query.named_queries", broken)
    assert main(["query"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    log = Path(err.split()[-1])
    assert "ZeroDivisionError" in log.read_text()
    log.unlink()


def test_text_from_outside_cannot_steer_the_terminal(tmp_path, plain, capsys):
    bad = tmp_path / "a\x1b[31m.txt"
    bad.write_bytes(b"")
    assert main(["extract", str(bad)]) == 3
    assert "\x1b" not in capsys.readouterr().err


def test_output_is_utf8_whatever_the_locale(built):
    ask = 'SELECT ("Çavuşoğlu" AS ?name) {}'
    result = subprocess.run(
        [sys.executable, "-m", "kg", "query", "-", "--format", "csv", "--store", str(built)],
        input=ask.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": python_path(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8:strict"},
    )  # fmt: skip
    assert result.stdout.decode("utf-8") == "name\nÇavuşoğlu\n"


def test_a_reader_that_goes_away_is_no_error(built):
    command = f"{sys.executable} -m kg query - --format csv --store {built} | head -1"
    ask = "SELECT * { ?s ?p ?o }"
    result = subprocess.run(
        ["bash", "-c", command],
        input=ask,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": python_path(ROOT)},
    )
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_says_what_is_done_and_how_to_go_on(texts, tmp_path):
    code = f"""
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # A job in the background starts without.
sys.path.insert(0, {str(ROOT / "tests")!r})
from store_data import Plain
from kg.extract import extractor
from kg.cli import main

class Slow(Plain):
    def annotate(self, article):
        if self.read:
            print("now", flush=True)
            time.sleep(60)
        return super().annotate(article)

extractor.make = lambda wanted: Slow()
sys.exit(main(["build", {str(texts)!r}, "--store", {str(tmp_path / "g")!r}]))
"""
    builder = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": python_path(ROOT)},
    )
    assert builder.stdout is not None
    assert builder.stdout.readline() == "now\n"
    time.sleep(0.2)
    builder.send_signal(signal.SIGINT)
    _, err = builder.communicate(timeout=30)
    assert builder.returncode == 130
    assert err == (
        "kg: stopped: 1 articles of this run are stored; run the same command again to go on\n"
    )
    with Store.open(tmp_path / "g") as store:
        assert len(store.sources()) == 1


@pytest.mark.slow
def test_demo_builds_the_bundled_corpus_and_a_page(tmp_path):
    result = _run("demo", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert re.search(
        r"^\d+ articles, \d+ events, \d+ people, \d+ states$", result.stdout, re.MULTILINE
    )
    assert "by status: held" in result.stdout
    assert "who met or called whom most often:" in result.stdout
    assert (tmp_path / "graph.html").stat().st_size > 100_000
    assert (tmp_path / "graph" / "report.jsonl").read_text() == ""
    for line in result.stderr.split("now try:\n")[1].splitlines():
        verb = line.split()[1:]
        assert verb[0] in VERBS
    assert _run("query", "who-met", "--person", "lavrov", cwd=tmp_path).returncode == 0


@pytest.mark.slow
def test_extract_of_the_seeds_reaches_its_goals_and_quotes_what_stands_there(tmp_path):
    from shared_data import shared

    gold = [json.loads(line) for line in shared("gold/seeds.jsonl").read_text().splitlines()]
    texts = {}
    for row in gold:
        texts[row["id"]] = shared(row["file"]).read_bytes().decode("utf-8")
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        "".join(
            json.dumps({"id": row["id"], "text": texts[row["id"]], "published": row["published"]})
            + "\n"
            for row in gold
        )
    )
    result = _run("extract", str(articles))
    assert result.returncode == 0, result.stderr
    told = {r["document"]["source_id"]: r for r in map(json.loads, result.stdout.splitlines())}
    for name, record in told.items():
        for event in record["events"]:
            for passage in event["evidence"]:
                assert passage["quote"] == texts[name][passage["start"] : passage["end"]]
    from kg.check.measures import full_scores

    scores = full_scores(gold, told)
    assert scores["event_f1"] is not None
    assert scores["event_f1"] >= 0.60
    assert (scores["strict_f1"] or 0) >= 0.25
    assert (scores["date_acc"] or 0) >= 0.75
