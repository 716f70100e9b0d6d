"""Pages as HTML: readable without script, and the same for a server and for a folder of files.

All text goes through the escaping of Jinja; data for programs stands in one block of JSON-LD, in which
``<`` cannot occur. Links are relative to ``root``, so a site may lie anywhere.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import jinja2
import pyoxigraph as ox
from markupsafe import Markup

from kg.core.ids import BASE, NS
from kg.core.tongue import direction
from kg.core.version import __version__
from kg.core.vocab import compact
from kg.pages.ontology import ontology_terms
from kg.pages.values import Page
from kg.resolve.events.labels import day_words

HERE = Path(__file__).parent
DESIGN = HERE.parent / "render" / "assets" / "design.css"
"""What the explorer and these pages look like alike."""

SIGNS = {
    "held": "●", "ongoing": "◐", "planned": "○", "proposed": "◇", "postponed": "◑", "cancelled": "✕",
    "declined": "⊘", "denied": "≠", "disputed": "⁇",
}  # fmt: skip
"""A sign for each status, as in kg/render/assets/js/words.js: colour is never the only difference."""

SHOWN = ("person", "state", "organisation", "topic", "place", "event", "article")
"""Kinds of thing that the explorer shows."""

TITLE = "Diplomatic knowledge graph"
FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
"""Endings of the documents of a thing, beside ``html``."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Styles may stand in elements because the editor sets them there; scripts may not."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where pages lie. ``known`` are the local IRIs that have one; None: all of them.

    ``live`` is True for a server, which can search and answer queries.
    """

    root: str = "/"
    live: bool = True
    known: Container[str] | None = None
    title: str = TITLE

    def href(self, iri: str | None) -> str | None:
        """The address of the page of a thing, or of a page elsewhere; None where there is none.

        >>> Site(root="../").href("https://w3id.org/diplokg/country/ru")
        '../country/ru.html'
        >>> Site().href("javascript:alert(1)") is None
        True
        """
        if iri is None:
            return None
        if iri.startswith(NS):
            return f"{self.root}ns.html#{quote(iri.removeprefix(NS))}" if iri in _terms() else None
        if iri.startswith(BASE):
            # A part of a thing (event#participant) has its place in the page of the thing.
            local = iri.removeprefix(BASE).partition("#")[0]
            if self.known is not None and local not in self.known:
                return None
            return f"{self.root}{quote(local)}.html"
        return iri if iri.startswith(("https://", "http://")) else None

    def data(self, iri: str, ending: str) -> str:
        """The address of a document of a thing in another format."""
        local = iri.removeprefix(BASE).partition("#")[0]
        return f"{self.root}{quote(local)}.{ending}"

    def pages(self) -> tuple[tuple[str, str], ...]:
        """The pages of the whole, for the head of each page: name and address below ``root``."""
        if self.live:
            own: tuple[tuple[str, str], ...] = (
                ("Explorer", "explore"), ("Questions", "queries"), ("SPARQL", "query"),
            )  # fmt: skip
        else:
            own = (("Explorer", "explorer.html"), ("Data", "data.html"))
        return (*own, ("Ontology", "ns.html"))

    def explorer(self, iri: str, kind: str) -> str | None:
        """The address of the explorer, opened on a thing; None for what it does not show.

        >>> Site(live=False).explorer("https://w3id.org/diplokg/person/x", "person")
        '/explorer.html#select=actor%3Aperson%2Fx'
        """
        if kind not in SHOWN:
            return None
        if self.live:
            return f"{self.root}explore?node={quote(iri)}"
        level = "actor" if kind in ("person", "organisation") else kind
        return (
            f"{self.root}explorer.html#select={quote(f'{level}:{iri.removeprefix(BASE)}', safe='')}"
        )


def stylesheet() -> bytes:
    """The style sheet of all pages: what they share with the explorer, and their own."""
    own = HERE / "assets" / "site.css"
    return DESIGN.read_bytes() + own.read_bytes()


@cache
def _terms() -> frozenset[str]:
    """The terms that the page of the ontology has a place for."""
    return frozenset(ontology_terms())


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        # They are part of the package: while it runs, none of them changes.
        auto_reload=False,
    )
    env.filters["direction"] = direction
    env.filters["day"] = day_words
    env.globals.update(version=__version__, compact=compact, base=BASE, signs=SIGNS)
    return env


def prepare() -> None:
    """Makes ready what each page needs, so that processes forked afterwards have it and make none anew.

    A template takes a tenth of a second of the processor when it is used first, a page some milliseconds.
    """
    env = _environment()
    for name in env.list_templates(extensions=["html"]):
        env.get_template(name)
    _terms()


def fill(template: str, site: Site, **values: object) -> bytes:
    """One of templates/ with its values, as UTF-8."""
    text = _environment().get_template(template).render(site=site, **values)
    return text.encode("utf-8", "replace")


def block(triples: list[ox.Triple]) -> Markup:
    """Triples as a block of JSON-LD that may stand in a page."""
    data = (ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"[]").decode()
    safe = data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(safe))  # noqa: S704


def thing(
    page: Page,
    triples: list[ox.Triple],
    site: Site,
    *,
    step: int = 50,
    formats: Mapping[str, str] | None = None,
) -> bytes:
    """The HTML page of a thing, with its document as JSON-LD inside."""
    return fill(
        "thing.html",
        site,
        page=page,
        data=block(triples),
        formats=formats or FORMATS,
        step=step,
        explore=site.explorer(page.iri, page.kind),
        disagree=_disagreement(page),
    )


def _disagreement(page: Page) -> str:
    """On what the passages of an event differ, in a sentence or two; "" where they do not.

    >>> from kg.pages.values import Passage
    >>> said = [Passage(quote="x", date=day) for day in ("2019-05-13", "2019-05-14", "2019-05-14")]
    >>> _disagreement(Page(iri="e", kind="event", title="", facts=(), quotes=tuple(said)))
    'Dates: 2019-05-13 and 2019-05-14.'
    """
    if page.kind != "event":
        return ""
    dates = sorted({said.date for said in page.quotes if said.date})
    statuses = {item.text.lower() for said in page.quotes for item in said.status}
    told = [f"Dates: {', '.join(dates[:-1])} and {dates[-1]}."] if len(dates) > 1 else []
    if "denied" in statuses and statuses & {"held", "ongoing"}:
        told.append("Some say it took place, some deny it.")
    return " ".join(told)
