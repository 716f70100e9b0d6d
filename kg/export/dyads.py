"""Event data as conflict research uses it: one row for each directed pair of sides of an event.

CAMEO (Schrodt 2012) and PLOVER (Open Event Data Alliance) code who did what to whom. Who invites,
summons, writes, calls or travels is the source; where nothing tells the directions apart, as in a
meeting, there is a row for each, as the coders of KEDS and Phoenix do. Of a visit, the guest's row has
042 "make a visit" and the host's 043 "host a visit". Rows are for pairs of different states and
organisations; codes come from ontology/codes.ttl, by type and status alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.core.model import Notation
from kg.core.terms import KG, SKOS
from kg.core.words import plain_cell
from kg.graph.view.load import load
from kg.graph.view.values import ActorView, EventView, GraphView, ParticipationView
from kg.reference.nodes import node
from kg.reference.read import load as reference

Cell: TypeAlias = str | float | int | None

CAMEO_COLUMNS = (
    "event_id", "date", "year", "date_start", "date_end", "date_precision",
    "source", "source_name", "source_country", "source_role",
    "target", "target_name", "target_country", "target_role",
    "code", "root_code", "quad_class", "status", "place", "country", "latitude", "longitude",
    "geonames_id", "confidence", "mentions", "sources", "publisher", "url", "label",
)  # fmt: skip
PLOVER_COLUMNS = (
    "event_id", "event_date", "date_start", "date_end", "date_precision", "event_type", "event_mode",
    "contexts", "actor_name", "actor_country", "actor_role", "recipient_name", "recipient_country",
    "recipient_role", "placename", "country", "latitude", "longitude", "geonames_id",
    "publication_date", "status", "confidence", "mentions", "sources", "publisher", "url", "label",
)  # fmt: skip
_FIRST = frozenset({"initiator", "guest", "envoy"})
_SECOND = frozenset({"addressee", "host"})
_HOSTED = {"042": "043", "043": "042"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    actor: ActorView
    country: str | None
    code: str
    role: str
    function: str


def _sides(view: GraphView, event: EventView, iso3: Mapping[str, str]) -> list[_Side]:
    return [
        _side(view.actors[p.actor], p, iso3) for p in event.participants if p.actor in view.actors
    ]


def _side(actor: ActorView, part: ParticipationView, iso3: Mapping[str, str]) -> _Side:
    state = part.polity or actor.polity
    body = Notation(state or "") in reference().bodies
    role = (
        "IGO"
        if actor.kind == "organisation" or body
        else "GOV"
        if part.office or actor.kind == "country"
        else ""
    )
    three = iso3.get(state or "", state or "")
    return _Side(
        actor=actor, country=three or None, code=three + role, role=role, function=part.function
    )


def _pairs(sides: Sequence[_Side]) -> Iterator[tuple[_Side, _Side]]:
    """Directed pairs of different states; the one that acts comes first."""
    for a, b in permutations(sides, 2):
        key_a, key_b = a.country or a.actor.iri, b.country or b.actor.iri
        backwards = (b.function in _FIRST and a.function not in _FIRST) or (
            a.function in _SECOND and b.function not in _SECOND
        )
        if key_a != key_b and not (
            backwards and {a.function, b.function} & {"initiator", "addressee"}
        ):
            yield a, b


def _quad(root: str) -> int | None:
    """Verbal and material cooperation and conflict, 1 to 4, from the root code (Goldstein's quads).

    >>> _quad("04"), _quad("19"), _quad("")
    (1, 4, None)
    """
    if not root.isdecimal():
        return None
    number = int(root)
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 14 else 4


def rows(store: ox.Store, scheme: str) -> Iterator[tuple[Cell, ...]]:
    """The rows of a scheme, "cameo" or "plover", in the order of the events' days."""
    view = load(store)
    iso3 = {}
    for quad in store.quads_for_pattern(None, node(KG.iso3), None, None):
        for own in store.quads_for_pattern(quad.subject, node(SKOS.notation), None, None):
            if isinstance(quad.object, ox.Literal) and isinstance(own.object, ox.Literal):
                iso3[own.object.value] = quad.object.value
    for event in view.events:
        code = event.cameo if scheme == "cameo" else event.plover
        if code is None:
            continue
        for a, b in _pairs(_sides(view, event, iso3)):
            yield _ROWS[scheme](view, event, a, b)


def _where(view: GraphView, event: EventView) -> tuple[Cell, ...]:
    place = view.places.get(event.place) if event.place else None
    return (
        place.label if place else None,
        event.country or (place.country if place else None),
        place.latitude if place else None,
        place.longitude if place else None,
        place.geonames if place else None,
    )


def _told(view: GraphView, event: EventView) -> tuple[str | None, int, str | None, str | None]:
    """The first day of a report, the number of independent sources, the first outlet and its address."""
    articles = [view.articles[m.article] for m in event.mentions if m.article in view.articles]
    articles.sort(key=lambda a: (a.published or "9999", a.iri))
    first = articles[0] if articles else None
    return (
        first.published if first else None,
        event.sources,
        first.publisher if first else None,
        first.url if first else None,
    )


def _cameo(view: GraphView, e: EventView, a: _Side, b: _Side) -> tuple[Cell, ...]:
    code = e.cameo or ""
    if code in _HOSTED and {a.function, b.function} == {"guest", "host"}:
        code = "042" if a.function == "guest" else "043"
    _, outlets, publisher, url = _told(view, e)
    return (
        e.iri, (e.start or "").replace("-", "") or None, (e.start or "")[:4] or None, e.start, e.end,
        e.precision, a.code, a.actor.label, a.country, a.role, b.code, b.actor.label, b.country, b.role,
        code, code[:2], _quad(code[:2]), e.status, *_where(view, e), e.confidence, len(e.mentions),
        outlets, publisher, url, e.label,
    )  # fmt: skip


def _plover(view: GraphView, e: EventView, a: _Side, b: _Side) -> tuple[Cell, ...]:
    kind, _, mode = (e.plover or "").partition("-")
    published, outlets, publisher, url = _told(view, e)
    topics = "; ".join(sorted(view.topics[t].label for t in e.topics))
    return (
        e.iri, e.start, e.start, e.end, e.precision, kind, mode or None, topics, a.actor.label, a.country,
        a.role, b.actor.label, b.country, b.role, *_where(view, e), published, e.status, e.confidence,
        len(e.mentions), outlets, publisher, url, e.label,
    )  # fmt: skip


_ROWS: Mapping[str, Callable[[GraphView, EventView, _Side, _Side], tuple[Cell, ...]]] = {
    "cameo": _cameo,
    "plover": _plover,
}


def _tsv(out: IO[bytes], columns: Sequence[str], found: Iterator[tuple[Cell, ...]]) -> None:
    for row in ((*columns,), *found):
        # A cell is a word or a phrase: white space of any kind is a space, so that a line is a row.
        flat = ("" if c is None else " ".join(str(c).split()) for c in row)
        cells = (plain_cell(t) if isinstance(c, str) else t for c, t in zip(row, flat, strict=True))
        out.write("\t".join(cells).encode("utf-8", "replace") + b"\n")


def cameo(store: ox.Store, out: IO[bytes]) -> None:
    """Directed dyads with CAMEO codes, tab-separated."""
    _tsv(out, CAMEO_COLUMNS, rows(store, "cameo"))


def plover(store: ox.Store, out: IO[bytes]) -> None:
    """Directed dyads with PLOVER types and modes, tab-separated."""
    _tsv(out, PLOVER_COLUMNS, rows(store, "plover"))
