"""A static site of a graph: the pages of kg.serve as files, dumps, descriptions, licence, citation.

Everything is relative, so the folder can lie at any address. The same graph gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE
from kg.core.terms import OA
from kg.core.version import __version__
from kg.core.vocab import PREFIXES
from kg.export import export
from kg.pages import content, dataset, entrance, html
from kg.pages.document import describe, documents, label
from kg.pages.html import HERE, Site
from kg.pages.ontology import ontology_triples
from kg.reference.nodes import node
from kg.reference.read import folder as ontology_folder
from kg.serve.search import names
from kg.serve.sparql import RDF

QUOTES = ("full", "short", "hash")
SHORT = 90
"""Characters of a short quote."""

MARK = "site.json"
DUMPS = (
    "graph.nq.gz", "graph.ttl.gz", "graph.jsonld.gz", "events.jsonl.gz", "events.csv", "tables.zip",
    "events.cameo.tsv", "events.plover.tsv", "graph.graphml", "graph.gexf", "graph.neo4j.zip",
)  # fmt: skip
_ENDINGS = {"ttl": html.FORMATS["ttl"], "jsonld": html.FORMATS["jsonld"]}
_MEDIA = {
    ".nq": "application/n-quads", ".ttl": "text/turtle", ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
    ".zip": "application/zip", ".graphml": "application/xml", ".gexf": "application/xml",
}  # fmt: skip
_LISTS = ("event", "person", "state", "organisation", "topic", "place", "article")
_QUOTED = {
    "full": "Quoted passages and headlines are not under it: they are quotations from the articles that are "
    "named beside them, and belong to their publishers.",
    "short": f"Quoted passages, here at most {SHORT} characters of each, and headlines are not under it: they "
    "are quotations from the articles that are named beside them, and belong to their publishers.",
    "hash": "Passages of articles are not in this data: in their place stands the SHA-256 of each, which shows "
    "whether a passage at hand is the one that was meant. Headlines belong to their publishers.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was written: how many pages and files, and their bytes."""

    pages: int
    files: int
    size: int


def publish(
    graph: ox.Store,
    target: Path,
    *,
    title: str = html.TITLE,
    licence: str = dataset.LICENCE,
    url: str = BASE,
    quotes: str = "full",
    everything: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Published:
    """Writes the site of a graph to a folder, in place of one that was published there before.

    ``quotes`` is "full", "short" (the beginning of each passage) or "hash" (SHA-256 alone); ``url`` is
    where the folder will be found, for the descriptions of its files. Entries of the reference data that
    take part in nothing have a page only with ``everything``, and only then there is a file of JSON-LD beside
    each page as well as in it; the dumps hold all. The folder is there when all of
    it is. Raises KgError for a folder that holds something else, and for a disk that refuses.
    """
    if quotes not in QUOTES:
        raise KgError(f"no such way to quote: '{quotes}'", mend="one of " + ", ".join(QUOTES))
    if (
        target.exists()
        and not (target / MARK).is_file()
        and (not target.is_dir() or any(target.iterdir()))
    ):
        raise KgError(
            "this is not a site of kg publish, and it is not empty",
            where=str(target),
            mend="give a new or empty folder",
        )
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        done = _write(
            _quoted(graph, quotes),
            part,
            title,
            licence,
            url.rstrip("/") + "/",
            quotes,
            everything,
            progress,
        )
        if target.exists():
            old = target.with_name(f".{target.name}.old")
            shutil.rmtree(old, ignore_errors=True)
            target.rename(old)
            part.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            part.rename(target)
    except OSError as error:
        raise KgError(
            f"cannot write the site: {error.strerror or error}",
            where=str(target),
            mend="give a folder that may be written, on a disk with room",
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return done


def _quoted(graph: ox.Store, quotes: str) -> ox.Store:
    """The graph with its quotes as they are to be published."""
    if quotes == "full":
        return graph
    exact, around = node(OA.exact), {node(OA.prefix), node(OA.suffix)}
    out = ox.Store()
    out.bulk_extend(
        ox.Quad(q.subject, q.predicate, _quote(q.object, quotes), q.graph_name)
        if q.predicate == exact and isinstance(q.object, ox.Literal)
        else q
        for q in graph
        if q.predicate not in around
    )
    return out


def _quote(quote: ox.Literal, quotes: str) -> ox.Literal:
    if quotes == "hash":
        return ox.Literal("sha256:" + hashlib.sha256(quote.value.encode()).hexdigest())
    if len(quote.value) <= SHORT:
        return quote
    return ox.Literal(quote.value[:SHORT].rsplit(" ", 1)[0] + " …")


def _write(
    graph: ox.Store, to: Path, title: str, licence: str, url: str, quotes: str,
    everything: bool, progress: Callable[[str], None] | None,
) -> Published:  # fmt: skip
    known = documents(graph, everything=everything)
    pages_of = frozenset(known)
    # JSON-LD is in each page anyhow, and a folder of a third fewer files is copied sooner.
    endings = _ENDINGS if everything else {"ttl": _ENDINGS["ttl"]}

    def site(depth: int) -> Site:
        return Site(root="../" * depth, live=False, known=pages_of, title=title)

    listed: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _LISTS}
    for number, local in enumerate(known):
        kind = _page(graph, local, to, site(local.count("/")), endings)
        if kind in listed:
            listed[kind].append((label(graph, ox.NamedNode(BASE + local)), BASE + local))
        if progress is not None and number % 100 == 0:
            progress(f"{number} of {len(known)} pages")
    top = site(0)
    for kind, found in listed.items():
        heading = {"person": "People"}.get(kind, kind.capitalize() + "s")
        _put(
            to / f"all-{kind}.html",
            html.fill("list.html", top, heading=heading, found=sorted(found)),
        )
    programs = [(f"All of kind {k}", f"all-{k}.html") for k in _LISTS if listed[k]]
    programs += [("Data to download", "data.html"), ("Ontology", "ns.html")]
    _put(to / "index.html", entrance.home(graph, top, programs))
    _put(to / "search.html", html.fill("search.html", top, words="", groups=[], found=None))
    found_names = [
        [n, f"{local}.html", k, m]
        for n, i, k, _, m in names(graph)
        if (local := i.removeprefix(BASE)) in pages_of
    ]
    # A script and no JSON: a page that was opened from a disk may fetch no file, but may run one.
    kept = json.dumps(found_names, separators=(",", ":"))
    _put(to / "search-names.js", f"self.siteNames = {kept};\n".encode())
    _ontology(to, top)
    _put(to / "explorer.html", _explorer(graph, title))
    dumps = list(_dumps(graph, to))
    catalogue = dataset.catalogue(
        graph, root=url, title=title, licence=licence,
        dumps=[(name, _MEDIA[Path(name.removesuffix(".gz")).suffix], size) for name, _, size in dumps],
    )  # fmt: skip
    _rdf(to / "void.ttl", catalogue, "ttl")
    _put(
        to / "data.html",
        html.fill("data.html", top, dumps=dumps, licence=licence, quoted=_QUOTED[quotes]),
    )
    _put(to / "LICENSE.txt", _licence(title, licence, quotes).encode())
    _put(to / "CITATION.cff", _citation(title, licence, url).encode())
    _put(to / "assets" / "site.css", html.stylesheet())
    _put(to / "assets" / "search.js", (HERE / "assets" / "search.js").read_bytes())
    _put(
        to / MARK,
        json.dumps({"made_with": f"diplokg {__version__}", "quotes": quotes}).encode() + b"\n",
    )
    files = [p for p in to.rglob("*") if p.is_file()]
    count = sum(p.suffix == ".html" for p in files)
    return Published(pages=count, files=len(files), size=sum(p.stat().st_size for p in files))


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _rdf(path: Path, triples: Iterable[ox.Triple], ending: str) -> None:
    found = ox.serialize(triples, format=RDF[ending], prefixes=dict(PREFIXES)) or b""
    _put(path, found)


def _page(graph: ox.Store, local: str, to: Path, site: Site, endings: Mapping[str, str]) -> str:
    """The files of a thing: its page, and its data beside it; says of which kind it is."""
    thing = ox.NamedNode(BASE + local)
    triples = describe(graph, thing)
    page = content.page(graph, thing)
    inside = triples if len(triples) < 500 else describe(graph, thing, 200)
    _put(to / f"{local}.html", html.thing(page, inside, site, formats=endings))
    for ending in endings:
        _rdf(to / f"{local}.{ending}", triples, ending)
    return page.kind


def _ontology(to: Path, site: Site) -> None:
    _put(to / "ns.html", entrance.ontology_page(site))
    for ending in ("ttl", "jsonld", "rdf"):
        _rdf(to / f"ns.{ending}", ontology_triples(), ending)
    for name in ("shapes.ttl", "context.jsonld"):
        shutil.copyfile(ontology_folder() / name, to / name)


def _explorer(graph: ox.Store, title: str) -> bytes:
    from kg.graph.view.load import load
    from kg.render import render

    return render(load(graph), title=title).encode()


def _dumps(graph: ox.Store, to: Path) -> Iterator[tuple[str, str, int]]:
    (to / "dumps").mkdir()
    for name in DUMPS:
        path = to / "dumps" / name
        exporter = export(graph, path)
        yield f"dumps/{name}", exporter.doc, path.stat().st_size


def _licence(title: str, licence: str, quotes: str) -> str:
    return (
        f"{title}\n\nThe data (who took part in what, when, where and about what, and how it was found) is "
        f"under\n{licence}\n\n{_QUOTED[quotes]}\n\n"
        "Names and coordinates of places come from GeoNames (https://www.geonames.org), under\n"
        "https://creativecommons.org/licenses/by/4.0/\n"
    )


def _citation(title: str, licence: str, url: str) -> str:
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite it as below.",
        "type": "dataset",
        "title": title,
        "version": __version__,
        "url": url,
        "license-url": licence,
    }
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items()]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps('The makers of ' + title)}", ""])
