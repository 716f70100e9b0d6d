"""Linked-data pages, search, questions, the query page and the explorer of a running server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import lxml.html
import pyoxigraph as ox
import pytest
import rdflib
import serving
from playwright.sync_api import Browser
from rdflib.compare import isomorphic
from serving import Server, ask

from kg.ask.query import named_queries
from kg.reference.nodes import node

BASE = "https://w3id.org/diplokg/"
SOCHI = "event/2019-05-14-meeting-lavrov-pompeo-putin-axz5yhbc"
LAVROV = "person/sergey-lavrov-q58217"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ATTACK = "</script><script>window.struck=1</script><img src=x onerror='window.struck=2'>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    event = ox.NamedNode(BASE + "event/hostile")
    more = [
        ox.Quad(event, node("rdf:type"), node("kg:Event"), node("g:events")),
        ox.Quad(event, node("rdf:type"), node("kg:Meeting"), node("g:events")),
        ox.Quad(event, node("rdfs:label"), ox.Literal(ATTACK, language="en"), node("g:events")),
        ox.Quad(event, node("kg:status"), node("kg:Held"), node("g:events")),
        ox.Quad(event, node("schema:url"), ox.NamedNode("javascript:alert(1)"), node("g:events")),
        ox.Quad(event, node("sem:hasActor"), ox.NamedNode(BASE + LAVROV), node("g:events")),
    ]
    with serving.running(
        serving.make_store(tmp_path_factory.mktemp("pages") / "graph", *more)
    ) as found:
        yield found


def _page(server: Server, path: str) -> lxml.html.HtmlElement:
    got = ask(server.url + path, Accept=BROWSER)
    assert got.status == 200, (path, got.text[:200])
    assert got.headers["content-type"].startswith("text/html")
    return lxml.html.fromstring(got.body)


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (BROWSER, "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"), ("application/n-triples", "nt"), ("*/*", "html"),
        ("text/turtle;q=0.4, application/ld+json;q=0.7", "jsonld"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "local", [SOCHI, LAVROV, "country/ru", "topic/arms-control", "place/sochi-491422"]
)
def test_a_thing_leads_to_its_document(
    server: Server, local: str, accept: str, ending: str
) -> None:
    got = ask(server.url + local, Accept=accept)
    assert (got.status, got.headers["location"]) == (303, f"/{local}.{ending}")
    assert "Accept" in got.headers["vary"]
    assert ask(server.url + f"{local}.{ending}").status == 200


def test_all_documents_of_a_thing_say_the_same(server: Server) -> None:
    kinds = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
    first, *others = (
        rdflib.Graph().parse(data=ask(f"{server.url}{SOCHI}.{ending}").text, format=kind)
        for ending, kind in kinds.items()
    )
    assert len(first) > 40
    assert all(isomorphic(first, other) for other in others)
    (block,) = _page(server, SOCHI + ".html").xpath("//script[@type='application/ld+json']/text()")
    assert isomorphic(first, rdflib.Graph().parse(data=block, format="json-ld"))


def test_every_iri_of_the_graph_dereferences(server: Server) -> None:
    query = 'SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?s ?p ?x } UNION { ?s ?x ?o } UNION { GRAPH ?x { ?s ?p ?o } } FILTER(STRSTARTS(STR(?x), "%s")) }'
    rows = ask(server.url + "sparql?query=" + quote(query % BASE), Accept="text/csv").text.split()[
        1:
    ]
    things = sorted({r.removeprefix(BASE).partition("#")[0] for r in rows})
    assert len(things) > 80
    for local in things:
        got = ask(server.url + quote(local), Accept="text/turtle")
        assert got.status == (301 if local.endswith("-pompeo-old") else 303), local
        assert ask(server.url + got.headers["location"][1:]).status in (200, 303), local


def test_what_was_replaced_leads_to_what_took_its_place(server: Server) -> None:
    old, new = (
        "event/2019-12-10-meeting-pompeo-old",
        "event/2019-12-10-meeting-lavrov-pompeo-do4lpcdl",
    )
    got = ask(server.url + old)
    assert (got.status, got.headers["location"]) == (301, "/" + new)
    got = ask(server.url + old + ".ttl")
    assert (got.status, got.headers["location"]) == (301, f"/{new}.ttl")


def test_what_is_not_there(server: Server) -> None:
    assert ask(server.url + "person/nobody").status == 404
    assert ask(server.url + "person/nobody.ttl").status == 404
    assert ask(server.url + "resource?iri=nothing").status == 400
    assert ask(server.url + LAVROV, Accept="image/png").status == 406
    assert ask(server.url + LAVROV, method="POST", data=b"").status == 405


def test_a_browser_gets_a_page_that_leads_on_and_a_program_a_line(server: Server) -> None:
    for path, status in (("person/nobody-q1", 404), ("nowhere/at/all", 404), ("queries/none", 404)):
        line = ask(server.url + path)
        shown = ask(server.url + path, Accept=BROWSER)
        assert line.status == shown.status == status
        assert "text/plain" in line.headers["content-type"]
        assert "text/html" in shown.headers["content-type"]
        page = lxml.html.fromstring(shown.body)
        assert page.xpath("string(//p[@class='error'])").casefold() == line.text.strip().casefold()
        assert page.xpath("//main//a[@href='/']")
    found = lxml.html.fromstring(ask(server.url + "person/nobody-q1", Accept=BROWSER).body)
    assert found.xpath("//main//a[@href='/search?q=nobody']")
    hostile = ask(server.url + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", Accept=BROWSER)
    assert "<script>alert" not in hostile.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", ["15 events", "Mike Pompeo", "arms control"]),
        (LAVROV + ".html", ["Sergey Lavrov", "Sergei Lavrov", "Russia", "14 May 2019", "Most often together with"]),
        (SOCHI + ".html", ["Held", "2019-05-14", "Secretary of State", "raised Ukraine and arms control", "042", "Western Readouts"]),
        ("country/ru.html", ["Russia", "Russian Federation", "United States", "Ukraine", "Who acted for it"]),
        ("topic/arms-control.html", ["New START", "security", "10 December 2019"]),
        ("article/2019-05-14-western-readouts-fexnzqya.html", ["Talks in Sochi", "readout", "raised Ukraine"]),
        ("place/geneva-2660646.html", ["Switzerland", "46.20222", "4 November 2019"]),
        ("ns.html", ["kg:Meeting", "face to face", "kg:saysDate"]),
        ("queries", [q.title for q in named_queries().values()]),
        ("queries/who-met?person=lavrov", ["5 rows", "Ada Ferrand"]),
        ("search?q=pomp", ["Mike Pompeo", "Sochi"]),
        ("query", ["SPARQL", "SELECT ?date ?event"]),
    ],
)  # fmt: skip
def test_pages_can_be_read_without_script(server: Server, path: str, words: list[str]) -> None:
    page = _page(server, path)
    for block in page.xpath("//script | //style"):
        block.drop_tree()
    text = " ".join(page.text_content().split())
    for word in words:
        assert word in text, word
    assert page.get("lang") == "en"
    assert page.xpath("count(//h1)") == 1
    assert page.xpath("//form[@role='search']//input[@name='q']")


def test_pages_link_to_pages(server: Server) -> None:
    todo, seen = ["/"], set()
    while todo and len(seen) < 150:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        got = ask(server.url + path[1:], Accept=BROWSER)
        assert got.status in (200, 303), path
        if (
            got.status == 200
            and "html" in got.headers["content-type"]
            and not path.startswith("/explore")
        ):
            links = lxml.html.fromstring(got.body).xpath("//a/@href | //link/@href | //script/@src")
            todo += [x for x in links if x.startswith("/")]
            assert not [x for x in links if x.lower().startswith("javascript")]
    assert len(seen) > 100


def test_search_takes_any_words(server: Server) -> None:
    names = json.loads(ask(server.url + "search?format=json&q=lavrov").text)
    first = {"name": "Sergey Lavrov", "iri": BASE + LAVROV, "kind": "person"}
    assert names[0].items() >= first.items()
    assert names[0]["events"] > 0
    quotes = [row for row in names if row["kind"] == "quote"]
    assert quotes
    assert all("Lavrov" in row["quote"] for row in quotes)
    for words in ('"', "*", "a AND (", "NEAR(", "name:x", "', --", "\x00", "çavuşoğlu" * 50, ""):
        assert ask(server.url + "search?q=" + quote(words)).status == 200
    assert "Russia" in ask(server.url + "search?q=RUSSIAN+fed").text


def test_text_of_the_graph_stays_text(server: Server) -> None:
    for path in ("event/hostile.html", LAVROV + ".html", "search?q=window", "queries/who-met?person=lavrov",
                 "query?query=" + quote(ATTACK), "queries/who-met?person=" + quote(ATTACK), "search?q=" + quote(ATTACK)):  # fmt: skip
        got = ask(server.url + path, Accept=BROWSER)
        page = lxml.html.fromstring(got.body)
        assert not page.xpath("//img | //*[@onerror]"), path
        assert not [
            s for s in page.xpath("//script[not(@src)]") if s.get("type") != "application/ld+json"
        ]


def test_named_queries_answer_programs(server: Server) -> None:
    url = server.url + "queries/who-met?person=lavrov&since=2019"
    assert ask(url + "&format=csv").text.splitlines()[0] == "date,with,event,iri"
    assert (
        len(
            json.loads(ask(url, Accept="application/sparql-results+json").text)["results"][
                "bindings"
            ]
        )
        == 5
    )
    assert ask(url + "&format=csv&other=nobody").status == 400
    assert "did you mean" in ask(server.url + "queries/who-met?person=lavrof", Accept=BROWSER).text
    assert ask(server.url + "queries/no-such").status == 404
    for name in named_queries():
        assert ask(server.url + "queries/" + name, Accept=BROWSER).status == 200, name


def test_descriptions(server: Server) -> None:
    graph = rdflib.Graph().parse(data=ask(server.url + ".well-known/void").text)
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert (
        str(graph.value(rdflib.URIRef(BASE + "dataset"), void.sparqlEndpoint))
        == server.url + "sparql"
    )
    assert ask(server.url + "ns", Accept="text/turtle").headers["location"] == "/ns.ttl"
    assert len(rdflib.Graph().parse(data=ask(server.url + "shapes.ttl").text)) > 100
    assert "@context" in json.loads(ask(server.url + "context.jsonld").text)


def test_the_explorer_loads_a_neighbourhood(server: Server) -> None:
    got = json.loads(ask(f"{server.url}data/around?select=actor:{LAVROV}").text)
    assert (got["total"], got["first"], got["next"], len(got["events"])) == (6, 0, None, 6)
    labels = {a["n"] for a in got["actors"]}
    assert {"Mike Pompeo", "Ada Ferrand"} <= labels
    assert "Bruno Silvan" not in labels  # never in an event with him
    told = json.loads(ask(f"{server.url}data/passages?select=event:{SOCHI}").text)
    assert any("raised Ukraine and arms control" in p["q"] for p in told["passages"])
    found = json.loads(ask(f"{server.url}data/find?q=lavrov").text)
    wanted = {"select": "actor:" + LAVROV, "n": "Sergey Lavrov", "k": "person"}
    assert any(row.items() >= wanted.items() for row in found)
    # Somebody's page leads there, and the page of the explorer asks nobody else.
    assert f"explore?node={quote(BASE + LAVROV)}" in ask(server.url + LAVROV + ".html").text
    assert "connect-src &#39;self&#39;" in ask(server.url + "explore").text


@pytest.mark.browser
def test_the_query_page_in_a_browser(server: Server, browser: Browser) -> None:
    tab = browser.new_page()
    try:
        asked: list[str] = []
        errors: list[str] = []
        tab.on("request", lambda r: asked.append(r.url))
        tab.on("pageerror", lambda e: errors.append(str(e)))
        tab.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        query = "SELECT ?date ?event ?iri { ?iri a kg:Meeting ; rdfs:label ?event ; kg:date ?date } ORDER BY ?date"
        tab.goto(server.url + "query?query=" + quote(query))
        tab.wait_for_selector("#result table")
        assert tab.locator(".yasqe .CodeMirror").count() == 1
        assert "8 May 2019" in tab.inner_text("#result")
        for view, shape in (("Timeline", "svg.timeline circle"), ("Map", "svg.map circle")):
            tab.click(f"#result button[data-view={view}]")
            tab.wait_for_selector(shape, state="attached")
            assert tab.locator(shape).count() >= 4
        assert tab.locator("svg.map path.land").get_attribute("d").startswith("M")
        tab.goto(server.url + "queries/who-met-most")
        tab.wait_for_selector("button[data-view=Chart]")
        tab.click("button[data-view=Chart]")
        assert tab.locator("svg.chart rect").count() == 5
        assert errors == []
        tab.goto(server.url + "query?query=" + quote("SELECT * {\n ?s ?p\n}"))
        tab.wait_for_selector("#result .error")
        assert "line 3" in tab.inner_text("#result")
        tab.goto(server.url + LAVROV + ".html")
        assert tab.evaluate("window.struck") is None
        tab.goto(server.url + "explore")
        tab.click("#actor-list button:has-text('Sergey Lavrov')")
        tab.wait_for_selector("#panel h2:has-text('Sergey Lavrov')")
        tab.click("#panel .events:not(.announced) .event-open >> nth=0")
        tab.wait_for_selector("#panel h3:has-text('Evidence')")
        assert tab.evaluate("window.struck") is None
        assert [u for u in asked if not u.startswith((server.url, "data:", "blob:"))] == []
    finally:
        tab.close()


@pytest.mark.browser
def test_the_fields_of_a_form_stand_in_line_and_days_are_in_words(
    server: Server, browser: Browser
) -> None:
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    tab.goto(server.url + "queries/who-met")
    tops = tab.locator(".params input").evaluate_all("e => e.map(i => i.getBoundingClientRect().y)")
    assert tops[:4] == [tops[0]] * 4
    tab.goto(server.url + SOCHI)
    assert "14 May 2019" in tab.inner_text(".lead")
    assert "says 14 May 2019" in tab.inner_text("main")
    tab.goto(server.url)
    assert tab.locator(".events .event-when").first.inner_text() == "6 May 2020"
    tab.close()


@pytest.mark.browser
def test_a_page_is_printed_in_dark_letters_whatever_the_screen_has(
    server: Server, browser: Browser
) -> None:
    tab = browser.new_page(color_scheme="dark")
    colours = """() => [...document.querySelectorAll("main *")].filter((e) => e.checkVisibility() && [...e.childNodes]
      .some((n) => n.nodeType === 3 && n.data.trim())).map((e) => getComputedStyle(e).color)"""
    for path in ("", SOCHI, LAVROV, "queries/who-met?person=lavrov", "search?q=lavrov"):
        tab.goto(server.url + path)
        tab.emulate_media(media="print")
        found = [sum(map(int, re.findall(r"\d+", c)[:3])) for c in tab.evaluate(colours)]
        assert min(found) == 0, path
        assert max(found) < 400, path
        for control in ("nav", "#q", ".params .ask"):
            assert not tab.locator(control).first.is_visible(), control
    # What was asked stays, what was left empty goes.
    tab.goto(server.url + "queries/who-met?person=lavrov")
    assert tab.locator(".params input >> visible=true").count() == 1
    tab.close()


def test_axe_finds_nothing_serious_on_any_page(server: Server, browser: Browser) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    paths = [
        "", "queries", "queries/who-met?person=lavrov", "queries/who-met-most", "query", "ns.html",
        "search?q=lavrov", "search?q=qqqq", "explore", f"explore#select=actor%3A{quote(LAVROV, safe='')}",
        *(f"{thing}.html" for thing in (SOCHI, LAVROV, "country/ru", "topic/arms-control", "place/sochi-491422")),
    ]  # fmt: skip
    tab = browser.new_page(viewport={"width": 1024, "height": 800})
    found = []
    try:
        for path in paths:
            tab.goto("about:blank")
            tab.goto(server.url + path)
            if path.startswith("explore"):
                tab.wait_for_selector("html[data-ready=true]", state="attached")
            # In dark nothing but colours is another.
            checks = {
                "light": {"resultTypes": ["violations"]},
                "dark": {"runOnly": ["color-contrast"]},
            }
            for scheme, options in checks.items():
                tab.emulate_media(color_scheme=scheme)
                tab.wait_for_timeout(100)
                found += [
                    (path, scheme, v["id"], [n["html"][:150] for n in v["nodes"][:2]])
                    for v in axe.run(tab, options=options).response["violations"]
                    if v["impact"] in ("serious", "critical")
                ]
    finally:
        tab.close()
    assert found == []
