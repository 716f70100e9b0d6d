"""Statements and the store: nothing is lost, nothing is half done, nobody reads in between."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_data import ARTICLES, Plain, article, frames

from kg.construction.event_rows import event_quads
from kg.core.errors import KgError
from kg.core.ids import BASE, article_iri, mention_iris
from kg.core.model import Article
from kg.core.vocab import PREFIXES
from kg.graph.files import read_meta
from kg.graph.read_article import read_told
from kg.graph.store import Store
from kg.graph.write_article import article_quads, graph_of
from kg.reference.quads import ontology_digest, reference_quads
from kg.reference.read import load
from kg.resolve import resolve


def _curie(iri: ox.NamedNode) -> str:
    prefix = max((p for p in PREFIXES.values() if iri.value.startswith(p)), key=len)
    return next(n for n, p in PREFIXES.items() if p == prefix) + ":" + iri.value[len(prefix) :]


def _values(quads: list[ox.Quad], curie: str) -> list[str]:
    return sorted(q.object.value for q in quads if _curie(q.predicate) == curie)


@settings(max_examples=150, deadline=None)
@given(st.lists(frames, max_size=4), st.text(max_size=30))
def test_frames_come_back_as_they_were(listed, source):
    one = Article(id=source, text="x" * 50)
    store = ox.Store()
    store.extend(article_quads(one, listed))
    told = {t.mention: t for t in read_told(store)}
    assert [told[m].frame for m in mention_iris(one, listed)] == listed
    assert len(told) == len(listed)
    assert {t.source_id for t in told.values()} <= {source}


@settings(max_examples=100, deadline=None)
@given(st.lists(frames, min_size=1, max_size=3), st.text(max_size=60), st.text(max_size=60))
def test_a_second_put_takes_the_place_of_the_first_whatever_the_text(listed, before, after):
    # The second put goes through SPARQL text, so that every character must survive its escaping.
    quads = article_quads(Article(id="a", text=before, title=before), listed)
    store = Store(Path("unused"), ox.Store(), read_meta_default(), writable=True)
    store.put(Article(id="a", text=after, title="first"), listed[:1], digest="1")
    store.put(Article(id="a", text=before, title=before), listed, digest="2")
    got = set(store.graph)
    wanted = set(article_quads(Article(id="a", text=before, title=before), listed, digest="2"))
    assert got == wanted
    assert len(quads) == len(wanted) - 1


def read_meta_default():
    from kg.graph.files import Meta

    return Meta()


def test_an_articles_graph_says_what_the_article_says():
    one = ARTICLES[0]
    quads = article_quads(one, Plain().annotate(one))
    assert {q.graph_name for q in quads} == {graph_of(article_iri(one))}
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))
    assert _values(quads, "oa:exact") == ["Lavrov met Pompeo in Sochi on 2019-05-14."]
    assert _values(quads, "kg:saysDate") == ["2019-05-14"]
    assert _values(quads, "schema:url") == ["https://example.org/one"]
    assert _values(quads, "kg:nameText") == [
        "Mike Pompeo", "Sergey Lavrov", "fishing rights", "the ministry",
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://a b", "example.org", ""])
def test_only_an_address_on_the_web_becomes_a_link(url):
    quads = article_quads(Article(id="a", text="", url=url), ())
    assert _values(quads, "schema:url") == []


def test_the_paragraph_around_a_passage_is_kept_and_no_more():
    text = "Other.\n" + "b" * 500 + " Lavrov met Pompeo in Sochi on 2019-05-14. After.\nLast."
    one = article("long", text)
    quads = article_quads(one, Plain().annotate(one))
    assert _values(quads, "oa:prefix") == ["b" * 399 + " "]
    assert _values(quads, "oa:suffix") == [" After."]


def test_one_passage_with_two_events_gives_two_mentions():
    one = ARTICLES[0]
    twice = Plain().annotate(one) * 2
    store = ox.Store()
    store.extend(article_quads(one, twice))
    mentions = [t.mention for t in read_told(store)]
    assert len(mentions) == 2
    assert mentions[1] == mentions[0] + "-2"


def test_every_triple_stands_in_one_graph_and_everything_named_is_described():
    store = ox.Store()
    for one in ARTICLES:
        store.extend(article_quads(one, Plain().annotate(one)))
    store.bulk_extend(reference_quads())
    told = tuple(read_told(store))
    catalog = load()
    resolution = resolve(told, catalog=catalog)
    publishers = {article_iri(a): a.publisher or "" for a in ARTICLES}
    store.extend(event_quads(resolution, told, catalog, publishers=publishers))
    homes: dict[ox.Triple, int] = {}
    for q in store:
        homes[q.triple] = homes.get(q.triple, 0) + 1
    assert set(homes.values()) == {1}
    described = {q.subject.value for q in store}
    for q in store:
        if _curie(q.predicate) in (
            "sem:hasActor",
            "schema:location",
            "schema:about",
            "schema:publisher",
        ):
            assert q.object.value in described


def test_what_is_computed_does_not_depend_on_the_order_of_mentions():
    catalog = load()
    told = []
    for one in ARTICLES:
        memory = ox.Store()
        memory.extend(article_quads(one, Plain().annotate(one)))
        told += list(read_told(memory))
    one_way = event_quads(resolve(told, catalog=catalog), told, catalog)
    other = event_quads(resolve(told[::-1], catalog=catalog), told[::-1], catalog)
    assert one_way == other
    assert one_way


def test_met_and_talked_with_come_from_held_events_alone():
    catalog = load()
    memory = ox.Store()
    for one in (*ARTICLES, article("five", "Putin did not meet Lavrov in Moscow on 2019-07-01.")):
        memory.extend(article_quads(one, Plain().annotate(one)))
    told = tuple(read_told(memory))
    quads = event_quads(resolve(told, catalog=catalog), told, catalog)
    pairs = {
        (_curie(q.predicate), q.subject.value, q.object.value)
        for q in quads
        if _curie(q.predicate) in ("kg:met", "kg:talkedWith")
    }
    met = {(a.split("/")[-1][:6], b.split("/")[-1][:6]) for p, a, b in pairs if p == "kg:met"}
    talked = {(a.split("/")[-1][:6], b.split("/")[-1][:6]) for p, a, b in pairs if p != "kg:met"}
    assert met == {("sergey", "mike-p"), ("mike-p", "sergey")}
    assert talked == {("vladim", "mike-p"), ("mike-p", "vladim")}


def test_reference_data_holds_who_there_is_and_not_how_text_is_read():
    quads = list(reference_quads())
    types = {_curie(q.object) for q in quads if _curie(q.predicate) == "rdf:type"}
    assert {"kg:State", "foaf:Person", "org:Role", "skos:Concept", "kg:Status"} <= types
    assert not {"kg:VerbTrigger", "kg:StatusCue", "kg:WordList", "kg:CodeRule"} & types
    assert {q.graph_name.value for q in quads} == {BASE + "graph/reference"}
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))


def _put(store: Store, *articles: Article) -> None:
    for one in articles:
        store.put(one, Plain().annotate(one), digest="d")


def test_put_has_drop_and_sources(tmp_path):
    with Store.open(tmp_path / "g") as store:
        _put(store, *ARTICLES)
        assert list(store.sources()) == ["four", "one", "three", "two"]
        assert store.has(ARTICLES[0], "d")
        assert not store.has(ARTICLES[0], "other")
        before = set(store.graph)
        _put(store, article("five", "Lavrov met Pompeo in Oslo on 2019-05-20."))
        assert store.drop(["five"]) == ["five"]
        assert set(store.graph) == before
        assert store.drop([article_iri(ARTICLES[0])]) == ["one"]
        assert "one" not in store.sources()


def test_a_new_day_of_publication_does_not_leave_the_old_article_behind(tmp_path):
    with Store.open(tmp_path / "g") as store:
        _put(store, article("one", "Lavrov met Pompeo in Sochi on 2019-05-14.", day="2019-05-15"))
        _put(store, article("one", "Lavrov met Pompeo in Sochi on 2019-05-14.", day="2019-05-16"))
        assert store.sources() == {"one": store.sources()["one"]}
        assert "2019-05-16" in store.sources()["one"]
        assert len(list(store.graph.named_graphs())) == 1


def test_drop_takes_out_all_or_none_and_names_what_is_near(tmp_path):
    with Store.open(tmp_path / "g") as store:
        _put(store, *ARTICLES)
        with pytest.raises(KgError, match=r"no article 'thre'.*did you mean three"):
            store.drop(["one", "thre"])
        assert "one" in store.sources()


def test_events_are_changed_in_place_or_begun_anew(tmp_path):
    def quad(n: int) -> ox.Quad:
        graph = ox.NamedNode(BASE + "graph/events")
        return ox.Quad(
            ox.NamedNode(f"{BASE}event/{n}"), ox.NamedNode(BASE + "ns#x"), ox.Literal(n), graph
        )

    with Store.open(tmp_path / "g") as store:
        store.change_events([], [quad(1), quad(2)])
        store.change_events([quad(1)], [quad(3)])
        assert set(store.graph) == {quad(2), quad(3)}
        store.clear_events([quad(4)])
        assert set(store.graph) == {quad(4)}


def test_an_update_that_fails_leaves_everything(tmp_path):
    with Store.open(tmp_path / "g") as store:
        _put(store, ARTICLES[0])
        before = set(store.graph)
        graph = graph_of(article_iri(ARTICLES[0]))
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the engine says
            store.graph.update(f"DROP GRAPH {graph} ; LOAD <file:///no/such/file>")
        assert set(store.graph) == before


def test_readers_see_the_last_publication_and_nothing_in_between(tmp_path):
    with Store.open(tmp_path / "g") as store:
        _put(store, ARTICLES[0])
        with pytest.raises(KgError, match="nothing has been published"):
            Store.open(tmp_path / "g", read_only=True)
        store.publish()
        with Store.open(tmp_path / "g", read_only=True) as reader:
            _put(store, ARTICLES[1])
            assert list(reader.sources()) == ["one"]
            store.publish()
            assert list(reader.sources()) == ["one"]
            with Store.open(tmp_path / "g", read_only=True) as later:
                assert list(later.sources()) == ["one", "two"]
            assert len(list((tmp_path / "g").glob("view-*"))) == 2
        store.publish()
        assert [p.name for p in (tmp_path / "g").glob("view-*")] == ["view-000003"]


def test_a_reader_cannot_write(tmp_path):
    with Store.open(tmp_path / "g") as store:
        store.publish()
    with (
        Store.open(tmp_path / "g", read_only=True) as reader,
        pytest.raises(KgError, match="open to read"),
    ):
        _put(reader, ARTICLES[0])


def test_a_second_builder_says_that_there_is_a_first(tmp_path):
    with Store.open(tmp_path / "g"):
        code = f"from kg.graph.store import Store; Store.open({str(tmp_path / 'g')!r})"
        second = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
        )
    assert "another build is writing to this store" in second.stderr
    with Store.open(tmp_path / "g"):
        pass


ROOT = Path(__file__).parents[2]


def test_what_is_no_store_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for read_only in (True, False):
        with pytest.raises(KgError):
            Store.open(tmp_path, read_only=read_only)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(KgError, match="no store here"):
        Store.open(tmp_path / "nothing", read_only=True)
    assert not (tmp_path / "nothing").exists()
    with pytest.raises(KgError, match="cannot make a store here"):
        Store.open(tmp_path / "notes.txt")


def test_a_store_of_another_version_is_refused(tmp_path):
    with Store.open(tmp_path / "g") as store:
        store.publish()
    meta = tmp_path / "g" / "store.json"
    content = json.loads(meta.read_text())
    for broken, said in (
        (json.dumps({**content, "format": 99, "builder": "9.9"}), "format 99, made by version 9.9"),
        ("{", "cannot read store.json"),
        ("[]", "cannot read store.json"),
    ):
        meta.write_text(broken)
        for read_only in (True, False):
            with pytest.raises(KgError, match=said):
                Store.open(tmp_path / "g", read_only=read_only)


def test_another_language_model_is_not_mixed_in(tmp_path):
    with Store.open(tmp_path / "g") as store:
        store.set_model("a-1", builder="0")
        _put(store, ARTICLES[0])
        store.set_model("a-1", builder="0")
        with pytest.raises(KgError, match="a-1, not b-2"):
            store.set_model("b-2", builder="0")


def test_reference_data_is_written_once_for_each_state_of_the_files(tmp_path):
    quads = list(reference_quads())[:50]
    with Store.open(tmp_path / "g") as store:
        store.set_reference(quads, ontology="1")
        assert len(store.graph) == len(set(quads))
        store.set_reference(iter(()), ontology="1")
        assert len(store.graph) == len(set(quads))
        store.set_reference(quads[:10], ontology="2")
        assert len(store.graph) == len(set(quads[:10]))
    assert read_meta(tmp_path / "g").ontology == "2"
    assert ontology_digest() == ontology_digest()


def test_a_database_that_was_damaged_is_told_in_one_line(tmp_path):
    with Store.open(tmp_path / "g") as store:
        store.publish()
    (tmp_path / "g" / "view-000001" / "CURRENT").write_text("rubbish")
    with pytest.raises(KgError, match="cannot open the store") as caught:
        Store.open(tmp_path / "g", read_only=True)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_builder_that_is_killed_loses_no_article_that_it_had_put(tmp_path):
    # It says what it has put, one line at a time, and is killed at the fifth of many.
    code = f"""
    import itertools
    from kg.core.model import Article
    from kg.graph.store import Store
    with Store.open({str(tmp_path / "g")!r}) as store:
        store.put(Article(id="first", text="x"), (), digest="d")
        store.publish()
        for n in itertools.count():
            store.put(Article(id=f"a{{n}}", text="x" * 1000), (), digest="d")
            print(f"a{{n}}", flush=True)
    """
    builder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert builder.stdout is not None
    said = [builder.stdout.readline().strip() for _ in range(5)]
    builder.kill()
    builder.wait()
    with Store.open(tmp_path / "g", read_only=True) as reader:
        assert list(reader.sources()) == ["first"]
    with Store.open(tmp_path / "g") as store:
        assert set(said) <= set(store.sources())
        for name in said:
            assert store.has(Article(id=name, text="x" * 1000), "d")


def test_what_is_written_goes_to_the_disk_before_it_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.store.UNFLUSHED", 40)
    with Store.open(tmp_path / "g") as store:
        seen: list[int] = []
        flush = store.flush
        monkeypatch.setattr(store, "flush", lambda: (seen.append(len(store.graph)), flush()))
        store.put_all([(Article(id=str(n), text="They met."), (), "1") for n in range(20)])
        size = len(store.graph)
        assert len(seen) > 2
        # Each time as soon as forty are reached: an article has fewer than that.
        assert all(40 <= b - a < 80 for a, b in pairwise([0, *seen]))
        assert size - seen[-1] < 40
