"""The explorer over the live store: the page of kg.render, which asks for a neighbourhood at a time.

What the page asks for is a selection, as it stands in its address: ``actor:person/x``, ``state:…``,
``topic:…``, ``place:…``, ``article:…``, ``event:…``, and of two ``pair:…|…``, ``states:…|…``,
``chain:…|…``. The events of a selection, a page of them, are copied with all that they refer to into a
graph in memory, which kg.graph.view.values reads and kg.render.payload writes: so one page explores a million events
as easily as a hundred.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.ask.index import by_day
from kg.ask.search import Hit
from kg.core.errors import KgError
from kg.core.ids import BASE, local
from kg.core.terms import KG, PROV, RDF, SCHEMA, SEM, SKOS
from kg.graph.view.load import load
from kg.pages.chains import chain
from kg.pages.content import kind_of
from kg.reference.nodes import node
from kg.serve import latest as indexed
from kg.serve import search
from kg.serve.answer import HTML, Answer, as_json, problem
from kg.serve.context import Context
from kg.serve.kept import keep, kept
from kg.serve.limits import Limits
from kg.serve.opening import opening
from kg.serve.subset import Events, subjects, subset

PAGE = 100
"""Events of a selection that are loaded at a time."""

EXPLORER = ("explorer", "review")
"""What a page is kept as: that of a server that reads, and of one that takes corrections."""

KEPT = 20
"""Lists of events that are remembered, so that the next page of one need not be found anew."""

_ACTOR, _PARTY = node(SEM.hasActor), node(KG.party)
_EVENT, _REPORTS = node(KG.Event), node(KG.reports)
_TYPE = node(RDF.type)
_SELECT_OF = {
    "person": "actor", "organisation": "actor", "state": "state", "topic": "topic",
    "place": "place", "event": "event", "article": "article",
}  # fmt: skip
"""The kind of selection for each kind of thing that a search finds."""


def _of_actor(graph: ox.Store, thing: ox.NamedNode) -> Events:
    return subjects(graph, _ACTOR, thing)


def _of_state(graph: ox.Store, thing: ox.NamedNode) -> Events:
    return subjects(graph, _PARTY, thing) | subjects(graph, _ACTOR, thing)


def _of_topic(graph: ox.Store, thing: ox.NamedNode) -> Events:
    """Events about a topic or one that is part of it."""
    topics, found = [thing], set[ox.NamedNode]()
    for topic in topics:
        topics += sorted(
            subjects(graph, node(SKOS.broader), topic) - set(topics), key=lambda t: t.value
        )
        found |= subjects(graph, node(SCHEMA.about), topic)
    return found


def _of_place(graph: ox.Store, thing: ox.NamedNode) -> Events:
    return subjects(graph, node(SCHEMA.location), thing)


def _of_article(graph: ox.Store, thing: ox.NamedNode) -> Events:
    return {
        quad.object
        for mention in subjects(graph, node(PROV.wasQuotedFrom), thing)
        for quad in graph.quads_for_pattern(mention, _REPORTS, None, None)
        if isinstance(quad.object, ox.NamedNode)
    }


def _of_event(graph: ox.Store, thing: ox.NamedNode) -> Events:
    typed = graph.quads_for_pattern(thing, _TYPE, _EVENT, None)
    return {thing} if next(iter(typed), None) is not None else set()


_ONE: Mapping[str, Callable[[ox.Store, ox.NamedNode], Events]] = {
    "actor": _of_actor, "state": _of_state, "topic": _of_topic, "place": _of_place,
    "article": _of_article, "event": _of_event,
}  # fmt: skip
_TWO: Mapping[str, Callable[[ox.Store, ox.NamedNode, ox.NamedNode], Events]] = {
    "pair": lambda graph, a, b: _of_actor(graph, a) & _of_actor(graph, b),
    "states": lambda graph, a, b: _of_state(graph, a) & _of_state(graph, b),
    "chain": chain,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the page asks for: a kind, and one thing or two of it."""

    kind: str
    things: tuple[ox.NamedNode, ...]


def selection(text: str) -> Selection | Answer:
    """A selection as the address of the page has it; an answer that says what is wrong with it.

    >>> selection("actor:person/x").things[0].value
    'https://w3id.org/diplokg/person/x'
    >>> selection("planet:mars").status
    400
    """
    kind, _, rest = text.partition(":")
    if kind not in _ONE and kind not in _TWO:
        kinds = ", ".join(f"{k}:…" for k in (*_ONE, *_TWO))
        return problem(400, f"'{text[:100]}' selects nothing", mend=f"give select={kinds}")
    names = [rest] if kind in _ONE else rest.split("|")
    if kind in _TWO and (len(names) != 2 or names[0] == names[1]):
        mend = f"give select={kind}:ONE|OTHER"
        return problem(400, f"'{text[:100]}' does not name two things", mend=mend)
    things = []
    for name in names:
        whole = name if re.match(r"(https?|urn):", name) else BASE + name
        try:
            things.append(ox.NamedNode(whole))
        except ValueError:
            mend = "give the end of an IRI of the graph, percent-encoded: person/x"
            return problem(400, f"not an IRI: '{name[:200]}'", mend=mend)
    return Selection(kind=kind, things=tuple(things))


def latest(graph: ox.Store, wanted: Selection) -> list[ox.NamedNode]:
    """The events of a selection, the latest first, those without a day last.

    The IRI of an event begins with its first day, so that no event is read to put them in order: of
    half a million that takes seconds and not a minute. kg.serve.latest finds a page of them in the index.
    """
    if wanted.kind in _ONE:
        found = _ONE[wanted.kind](graph, wanted.things[0])
    else:
        found = _TWO[wanted.kind](graph, *wanted.things)
    return sorted(found, key=lambda event: by_day(event.value), reverse=True)


def _unknown(graph: ox.Store, wanted: Selection) -> Answer | None:
    """404 for a thing that the graph does not know."""
    for thing in wanted.things:
        for s, o in ((thing, None), (None, thing)):
            if next(iter(graph.quads_for_pattern(s, None, o, None)), None) is not None:
                break
        else:
            return problem(
                404,
                f"nothing here is called <{thing.value[:200]}>",
                mend="look for it with /search",
            )
    return None


def _listed(
    context: Context, wanted: Selection, first: int
) -> tuple[list[ox.NamedNode], int] | Answer:
    """A page of the events of a selection, and how many there are.

    The index has them; chains, and everything until it is made, the engine has.
    """
    path = search.made(context)
    iris = [thing.value for thing in wanted.things]
    found = path and indexed.latest(path, wanted.kind, iris, first=first, most=PAGE)
    if found:
        return [ox.NamedNode(event) for event in found[0]], found[1]
    lists: dict[Selection, list[ox.NamedNode]] = context.memory.setdefault("around", {})
    if wanted not in lists:
        unknown = _unknown(context.store.graph, wanted)
        if unknown is not None:
            return unknown
        while len(lists) >= KEPT:
            lists.pop(next(iter(lists)))
        lists[wanted] = latest(context.store.graph, wanted)
    return lists[wanted][first : first + PAGE], len(lists[wanted])


def around(context: Context, *, select: str, first: int) -> Answer:
    """A page of the events of a selection: a part of the graph as kg.render.payload writes it.

    ``total`` is the number of events of the selection, ``next`` the number of the first one after this
    page, or null.
    """
    from kg.render.payload import part

    wanted = selection(select)
    if isinstance(wanted, Answer):
        return wanted
    found = _listed(context, wanted, first)
    if isinstance(found, Answer):
        return found
    events, total = found
    if first and first >= total:
        what = f"there is no event number {first}: it is {total} events in all"
        return problem(404, what, mend="begin with first=0")
    end = first + len(events)
    made = part(load(subset(context.store.graph, events)))
    following = end if end < total else None
    return as_json(made | {"total": total, "first": first, "next": following})


def passages(context: Context, *, select: str) -> Answer:
    """The passages behind one event, with the topics and articles that they point into."""
    from kg.render.payload import part

    wanted = selection(select)
    if isinstance(wanted, Answer):
        return wanted
    if wanted.kind != "event":
        what = f"'{select[:100]}' is no event"
        return problem(400, what, mend="give select=event:…, as an answer to around names it")
    graph, (event,) = context.store.graph, wanted.things
    if not _of_event(graph, event):
        return problem(404, f"no event here is called <{event.value[:200]}>", mend="see /search")
    made = part(load(subset(graph, [event])), event=event.value)
    return as_json({key: made[key] for key in ("topics", "articles", "passages")})


def find(context: Context, *, words: str) -> Answer:
    """What a search finds, as selections, for the search field of the page.

    Each row has the selection, the name ``n`` and the kind ``k``; an event its day ``d`` and status ``s``,
    a quote its words ``q`` and the article ``p``, everything else ``c``, in how many events it is. ``w`` is what
    a topic of the scheme is called in the languages of the page.
    """
    from kg.render.words import topic

    path = search.ready(context)
    if path is None:
        return search.later()
    found = search.find(path, words, graph=context.store.graph, each=6)
    rows = []
    for hit in found.hits:
        chosen = selects(hit)
        if chosen is None:
            continue
        row: dict[str, object] = {
            "select": chosen,
            "n": hit.name,
            "k": hit.kind,
            "d": hit.date,
            "s": hit.status,
        }
        row |= {"q": hit.quote, "p": hit.article, "c": hit.events, "l": hit.language}
        if hit.kind == "topic":
            row["w"] = topic(local(hit.iri)) or None
        rows.append({key: value for key, value in row.items() if value is not None})
    return as_json(rows)


def selects(hit: Hit) -> str | None:
    """What the page selects for a hit; None for what it does not show."""
    from kg.render.payload import short

    if hit.kind == "pair":
        level = "states" if "/country/" in hit.iri else "pair"
        return f"{level}:{'|'.join(map(short, hit.iris))}"
    kind = _SELECT_OF.get("event" if hit.kind == "quote" else hit.kind)
    return kind and f"{kind}:{short(hit.iri)}"


def at(context: Context, *, iri: str) -> Answer:
    """Leads to the explorer, opened on a thing of the graph."""
    from kg.render.payload import short

    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return problem(400, f"not an IRI: '{iri[:200]}'", mend="give an absolute IRI")
    kind = _SELECT_OF.get(kind_of(context.store.graph, thing))
    if kind is None:
        what = f"the explorer shows nothing called <{iri[:200]}>"
        return problem(404, what, mend="look for a person, a state, a topic, a place or an event")
    chosen = quote(f"{kind}:{short(iri)}", safe="")
    return Answer(status=303, headers={"Location": f"/explore#select={chosen}"})


def make(store: str, scratch: str) -> None:
    """Makes the page of a store in a process of its own, before anybody asks for it."""
    context = Context(Path(store), Limits(), Path(scratch))
    with contextlib.suppress(KgError, OSError):  # told to whoever asks
        page(context)


def page(context: Context) -> Answer:
    """The page of kg.render over the live store; made once for each view, for all workers."""
    from kg.render import render

    made = context.scratch / f"explorer-{context.view}.html"
    before = kept(context.path, EXPLORER[context.review is not None])
    if not made.exists() and before is not None and before.exists():
        made = before
    if not made.exists():
        index = search.made(context)
        view, total = opening(context.store.graph, index)
        part = made.with_suffix(f".{os.getpid()}.part")
        html = render(view, live="/data/", total=total, review=context.review)
        part.write_text(html, encoding="utf-8")
        part.replace(made)
        if before is not None and index is not None and total >= search.KEPT_FROM:
            keep(before, html)
    return shown(made.read_bytes())


def shown(page: bytes) -> Answer:
    """A page, which brings a policy of its own, by digests, that is as strict as that of the server."""
    headers = {
        "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    }
    return Answer(media=HTML, body=page, headers=headers)
