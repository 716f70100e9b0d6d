"""The published site: no dead link, valid data, the same bytes, and the ways to quote."""

from __future__ import annotations

import filecmp
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import lxml.html
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import serving
from rdflib.compare import isomorphic

from kg.core.errors import KgError
from kg.graph.store import Store
from kg.pages.document import documents
from kg.publish import publish
from kg.reference.nodes import node
from kg.reference.quads import reference_quads

BASE = "https://w3id.org/diplokg/"
SOCHI = "event/2019-05-14-meeting-lavrov-pompeo-putin-axz5yhbc"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ox.Store]:
    tenure = ox.NamedNode(BASE + "tenure/sergey-lavrov-q58217--ru-foreign-minister")
    term = (
        ("rdf:type", "kg:Tenure"),
        ("org:member", f"{BASE}person/sergey-lavrov-q58217"),
        ("org:role", f"{BASE}post/foreign-minister"),
        ("org:organization", f"{BASE}country/ru"),
    )
    more = [
        ox.Quad(tenure, node(p), ox.NamedNode(o) if "//" in o else node(o), node("g:reference"))
        for p, o in term
    ]
    folder = serving.make_store(tmp_path_factory.mktemp("published") / "graph", *more)
    with Store.open(folder, read_only=True) as store:
        yield store.graph


@pytest.fixture(scope="module")
def site(graph: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    done = publish(
        graph, folder, title="Test graph", url="https://example.org/graph", everything=True
    )
    assert done.pages > 60
    return folder


def dead_links(site: Path) -> list[str]:
    """Every link of every page that leads to no file, or to no place in one; nothing is fetched."""
    ids: dict[Path, set[str]] = {}
    trees = {}
    for path in sorted(site.rglob("*.html")):
        trees[path] = lxml.html.fromstring(path.read_bytes())
        ids[path] = set(trees[path].xpath("//@id"))
    dead = []
    for path, tree in trees.items():
        if (
            path.name == "explorer.html"
        ):  # one file that asks for nothing; tests/render/test_page.py has it
            continue
        for link in tree.xpath("//*/@href | //*/@src | //*/@action"):
            if re.match(r"(https?:)?//|data:", link):
                continue
            where, part = urldefrag(link)
            to = (path.parent / unquote(where.partition("?")[0])).resolve() if where else path
            if to.is_dir():
                to = to / "index.html"
            if to.name == "explorer.html" and part.startswith("select="):
                # The explorer opens on a thing, and of that there is a page, too.
                part, to = "", site / f"{unquote(part).partition(':')[2]}.html"
            if not to.is_file() or (
                part and unquote(part) not in ids.get(to, {unquote(part)} - {part})
            ):
                dead.append(f"{path.relative_to(site)}: {link}")
    return dead


def test_no_link_is_dead(site: Path) -> None:
    assert dead_links(site) == []


def test_the_link_checker_finds_dead_ones(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><body><a href='b.html'>x</a><a href='#no'>y</a><a href='a.html#z'>z</a><p id='z'>"
    )
    assert [x.rpartition(" ")[2] for x in dead_links(tmp_path)] == ["b.html", "#no"]


def test_every_thing_has_its_documents(site: Path, graph: ox.Store) -> None:
    things = {
        q.subject.value.removeprefix(BASE).partition("#")[0]
        for q in graph
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(BASE)
    }
    assert len(things) > 60
    for local in things:
        for ending in ("html", "ttl", "jsonld"):
            assert (site / f"{local}.{ending}").is_file(), local


def test_a_site_is_a_tenth_of_what_the_reference_data_would_make(
    graph: ox.Store, tmp_path: Path
) -> None:
    whole = ox.Store()
    whole.bulk_extend(graph)
    whole.bulk_extend(reference_quads())
    files = 3 * len(documents(whole))
    few = publish(whole, tmp_path / "site").files
    print(f"{few} files, {files} with a page and two more for everything")
    assert few * 10 < files


def test_unused_entries_have_no_page_of_their_own(graph: ox.Store, tmp_path: Path) -> None:
    more = ox.Store()
    more.bulk_extend(graph)
    nobody = ox.NamedNode(BASE + "person/nobody")
    more.add(ox.Quad(nobody, node("rdf:type"), node("foaf:Person"), node("g:reference")))
    publish(more, tmp_path / "site")
    assert not (tmp_path / "site/person/nobody.html").exists()
    assert (tmp_path / f"site/{SOCHI}.html").is_file()
    # What is in the page as JSON-LD needs no file of its own, a term of office no page.
    assert not list((tmp_path / "site/event").glob("*.jsonld"))
    assert not (tmp_path / "site/tenure").exists()
    assert dead_links(tmp_path / "site") == []


def test_the_page_and_its_documents_say_the_same(site: Path) -> None:
    turtle = rdflib.Graph().parse(site / f"{SOCHI}.ttl")
    assert isomorphic(turtle, rdflib.Graph().parse(site / f"{SOCHI}.jsonld", format="json-ld"))
    page = lxml.html.fromstring((site / f"{SOCHI}.html").read_bytes())
    (block,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert isomorphic(turtle, rdflib.Graph().parse(data=block, format="json-ld"))
    text = page.text_content()
    for words in ("Mike Pompeo", "Sochi", "arms control", "raised Ukraine and arms control"):
        assert words in text


def test_the_dumps_hold_the_graph(site: Path, graph: ox.Store) -> None:
    import gzip

    packed = gzip.decompress((site / "dumps/graph.nq.gz").read_bytes())
    assert set(ox.parse(packed, format=ox.RdfFormat.N_QUADS)) == set(graph)
    union = {q.triple for q in graph}
    for name, kind in (
        ("graph.ttl.gz", ox.RdfFormat.TURTLE),
        ("graph.jsonld.gz", ox.RdfFormat.JSON_LD),
    ):
        back = ox.parse(gzip.decompress((site / "dumps" / name).read_bytes()), format=kind)
        assert {q.triple for q in back} == union


def _shapes(data: rdflib.Graph) -> tuple[bool, str]:
    from kg.reference.read import folder

    shapes = rdflib.Graph().parse(folder() / "shapes.ttl")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    return bool(conforms), str(text)


def test_descriptions(site: Path, graph: ox.Store) -> None:
    about = rdflib.Graph().parse(site / "void.ttl")
    void, dcat = (
        rdflib.Namespace("http://rdfs.org/ns/void#"),
        rdflib.Namespace("http://www.w3.org/ns/dcat#"),
    )
    me = rdflib.URIRef(BASE + "dataset")
    assert int(about.value(me, void.triples)) == len(graph)  # type: ignore[arg-type]
    assert about.value(me, rdflib.DCTERMS.license) is not None
    files = [str(u) for u in about.objects(None, dcat.downloadURL)]
    assert len(files) > 8
    for file in files:
        path = site / file.removeprefix("https://example.org/graph/")
        (one,) = about.subjects(dcat.downloadURL, rdflib.URIRef(file))
        assert int(about.value(one, dcat.byteSize)) == path.stat().st_size  # type: ignore[arg-type]
    assert 'cff-version: "1.2.0"' in (site / "CITATION.cff").read_text()
    assert "belong to their publishers" in (site / "LICENSE.txt").read_text()
    script = (site / "search-names.js").read_text()
    names = json.loads(script.removeprefix("self.siteNames = ").removesuffix(";\n"))
    assert ["Sergei Lavrov", "person/sergey-lavrov-q58217.html", "person", "Sergey Lavrov"] in names


def test_the_same_graph_is_the_same_site(site: Path, graph: ox.Store, tmp_path: Path) -> None:
    again = tmp_path / "site"
    for _ in range(2):  # in place of itself, too
        publish(graph, again, title="Test graph", url="https://example.org/graph", everything=True)
    names = [p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()]
    assert sorted(names) == sorted(
        p.relative_to(again).as_posix() for p in again.rglob("*") if p.is_file()
    )
    assert filecmp.cmpfiles(site, again, names, shallow=False)[1:] == ([], [])
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("quotes", ["short", "hash"])
def test_quotes_can_be_left_out(graph: ox.Store, tmp_path: Path, quotes: str) -> None:
    publish(graph, tmp_path / "site", quotes=quotes)
    long = [
        q.object.value
        for q in graph.quads_for_pattern(None, node("oa:exact"), None, None)
        if isinstance(q.object, ox.Literal) and len(q.object.value) > 90
    ]
    assert len(long) > 5
    import gzip

    for path in (tmp_path / "site").rglob("*"):
        if not path.is_file() or path.name == "explorer.html":
            continue
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode(
            "utf-8", "replace"
        )
        assert not [q for q in long if q in text], path
    page = (tmp_path / "site" / f"{SOCHI}.html").read_text()
    assert ("sha256:" in page) == (quotes == "hash")
    data = rdflib.Graph()
    for q in ox.parse(
        gzip.decompress((tmp_path / "site/dumps/graph.ttl.gz").read_bytes()),
        format=ox.RdfFormat.TURTLE,
    ):
        data.parse(data=f"{q.triple} .", format="nt")
    data.parse(tmp_path / "site" / "ns.ttl")  # which classes are types of event
    conforms, text = _shapes(data)
    assert conforms, text


def test_another_folder_is_not_overwritten(graph: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(KgError, match="it is not empty"):
        publish(graph, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    with pytest.raises(KgError, match="no such way to quote"):
        publish(graph, tmp_path / "x", quotes="none")


def test_what_an_article_says_is_never_run(tmp_path: Path) -> None:
    attack = (
        "</script><script>alert(1)</script><img src=x onerror=alert(2)> \x00 \u2028 ]]> {{ 7*7 }}"
    )
    store = serving.make_store(tmp_path / "graph")
    with Store.open(store) as opened:
        for curie in ("rdfs:label", "oa:exact", "schema:headline", "skos:prefLabel"):
            for quad in list(opened.graph.quads_for_pattern(None, node(curie), None, None)):
                opened.graph.remove(quad)
                opened.graph.add(
                    ox.Quad(quad.subject, quad.predicate, ox.Literal(attack), quad.graph_name)
                )
        publish(opened.graph, tmp_path / "site", title=attack)
    for path in (tmp_path / "site").rglob("*.html"):
        if path.name == "explorer.html":
            continue
        page = lxml.html.fromstring(path.read_bytes())
        assert not page.xpath(
            "//img | //*[@onerror] | //script[contains(., 'alert(1)')][not(@type)]"
        )
        assert "49" not in page.findtext(".//h1", "")


@pytest.mark.slow
def test_the_site_of_the_bundled_corpus_is_valid(corpus_store: Path, tmp_path: Path) -> None:
    from kg.check.shapes import check

    with Store.open(corpus_store, read_only=True) as store:
        done = publish(store.graph, tmp_path / "site")
        assert check(store.graph).conforms
    assert done.pages > 1000
    assert dead_links(tmp_path / "site") == []
    for path in sorted((tmp_path / "site" / "event").glob("*.jsonld"))[::10]:
        turtle = rdflib.Graph().parse(path.with_suffix(".ttl"))
        assert isomorphic(turtle, rdflib.Graph().parse(path, format="json-ld"))


@pytest.mark.browser
def test_the_search_works_in_a_folder_that_was_opened_from_a_disk(site: Path, browser: Any) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(f"{(site / 'search.html').as_uri()}?q=lavrov")
    link = page.locator("#found a", has_text="Sergey Lavrov").first
    assert link.get_attribute("href") == "person/sergey-lavrov-q58217.html"
    page.close()
    assert complaints == []


def test_an_office_says_who_held_it_and_a_passage_of_what_it_is(site: Path) -> None:
    office = lxml.html.fromstring((site / "post" / "foreign-minister.html").read_bytes())
    assert "Who held it" in office.xpath("//h2/text()")
    assert office.xpath("//td/a[contains(@href, 'person/sergey-lavrov-q58217.html')]")
    for cell in office.xpath("//section//td"):
        assert "--" not in cell.text_content()
    passages = list((site / "mention").glob("*.html"))
    assert passages
    for path in passages:
        assert "<h1>Passage of “" in path.read_text()
