"""What the page knows: the view as lists that point at each other by number.

Two blocks are made. The first has all that tables, filters and the network need; the second has the
passages of the articles, which are larger and wait until somebody opens an event.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pycountry

from kg.core.ids import iri
from kg.core.model import Iri, Notation
from kg.core.tongue import language
from kg.graph.view.values import (
    ActorView,
    ArticleView,
    CorrectionView,
    EventView,
    GraphView,
    MentionView,
    PlaceView,
)
from kg.reference.read import load
from kg.render import dated, levels, text, words
from kg.render.history import history

BASE = "https://w3id.org/diplokg/"
MOST_PARTICIPANTS = 25
"""An event with more participants than this is listed, but not drawn as a link between every two."""

_COUNTRY = re.compile(r".*/country/([A-Za-z]{2,8})|([A-Z]{2,8}|[a-z]{2})")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Json = dict[str, Any]


def short(iri: str) -> str:
    """The part of an IRI that tells it apart, short enough for an address.

    >>> short("https://w3id.org/diplokg/country/ru")
    'country/ru'
    """
    return text.clean(iri.removeprefix(BASE))[:300]


def country_code(value: str) -> str | None:
    """The notation of a state, from its IRI or from itself; former states have longer ones.

    >>> country_code("https://w3id.org/diplokg/country/ru"), country_code("XSVN")
    ('RU', 'XSVN')
    """
    match = _COUNTRY.fullmatch(value)
    return (match[1] or match[2]).upper() if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """``graph`` and ``evidence`` are plain JSON values. ``pairs`` are for drawing, by level.

    A level is "actors" or "states"; its pairs count the events that two of its nodes share.
    ``crowded`` is how many events have too many participants to be drawn.
    """

    graph: Json
    evidence: list[list[Json]]
    names: Mapping[str, list[str]]
    kinds: Mapping[str, list[str]]
    pairs: Mapping[str, Mapping[tuple[int, int], int]]
    crowded: int


@dataclass(slots=True)
class _Polities:
    """States, and organisations that act as parties, numbered as they come up."""

    view: GraphView
    by_code: Mapping[str, Iri]
    numbers: dict[str, int] = field(default_factory=dict)
    entries: list[Json] = field(default_factory=list)

    def number(self, value: str | None) -> int | None:
        if not value:
            return None
        body = load().bodies.get(Notation(value))
        value = iri(body) if body else value  # "UN": a body stands by its IRI, as a party does
        code = country_code(value)
        key = code or value
        if key not in self.numbers:
            self.numbers[key] = len(self.entries)
            self.entries.append(self._entry(value, code))
        return self.numbers[key]

    def _entry(self, value: str, code: str | None) -> Json:
        actor = self.view.actors.get(Iri(value))
        if actor is None and code and code in self.by_code:
            actor = self.view.actors.get(self.by_code[code])
        found = pycountry.countries.get(alpha_2=code) if code and len(code) == 2 else None
        known = getattr(found, "common_name", None) or getattr(found, "name", None)
        label = actor.label if actor else known or readable(value)
        entry: Json = {
            "i": f"country/{code.lower()}" if code else short(value),
            "n": text.name(label),
        }
        return entry | ({"q": code} if code else {})


def readable(value: str) -> str:
    """A name for an IRI that nothing describes; any other text as it is.

    >>> readable("https://w3id.org/diplokg/org/russian-foreign-ministry")
    'russian foreign ministry'
    """
    if not re.match(r"(?:https?|urn):", value):
        return value
    return re.split(r"[#/]", value.rstrip("/#"))[-1].replace("-", " ").replace("_", " ")


def build(view: GraphView) -> Payload:
    """Number everything in ``view`` and join it."""
    actors = sorted(view.actors.values(), key=lambda actor: actor.iri)
    actor_number = {actor.iri: i for i, actor in enumerate(actors)}
    topics = sorted(view.topics.values(), key=lambda topic: topic.iri)
    topic_number = {topic.iri: i for i, topic in enumerate(topics)}
    places = sorted(view.places.values(), key=lambda place: place.iri)
    place_number = {place.iri: i for i, place in enumerate(places)}
    articles = sorted(view.articles.values(), key=lambda a: (a.published or "", a.iri))
    article_number = {article.iri: i for i, article in enumerate(articles)}
    codes = {code: a.iri for a in actors if (code := country_code(a.iri))}
    polities = _Polities(view, codes)
    events = sorted(view.events, key=lambda e: (_day(e.start) or "9999", e.end or "", e.iri))

    actor_rows = [_actor(actor, polities) for actor in actors]
    event_rows, evidence = [], []
    for event in events:
        mentions = sorted(
            event.mentions,
            key=lambda m: (article_number.get(m.article, len(articles)), m.start, m.iri),
        )
        event_rows.append(
            _event(
                event,
                mentions,
                view,
                polities,
                actor_number,
                topic_number,
                place_number,
                article_number,
            )
        )
        evidence.append([_mention(m, view, topic_number, article_number) for m in mentions])
    _fill_states(actor_rows, event_rows)
    _fill_levels(actor_rows, event_rows)
    place_rows = [_place(place, view, polities) for place in places]
    graph: Json = {
        "actors": actor_rows,
        "polities": polities.entries,
        "topics": [
            _lean(
                i=short(t.iri),
                n=text.name(t.label),
                b=_numbers(t.broader, topic_number),
                l=words.topic(short(t.iri)) or None,
            )
            for t in topics
        ],
        "places": place_rows,
        "articles": [
            _lean(
                i=short(a.iri),
                n=text.name(a.title, "untitled"),
                d=a.published and text.name(a.published),
                p=_label(a.publisher, view),
                u=text.web_address(a.url),
                # An address that a browser must not follow is still told to the reader.
                x=None if a.url is None or text.web_address(a.url) else text.name(a.url),
                k=text.token(a.kind),
                s=text.name(a.source_id),
                # By its id a correction calls it, where that is the same in a page and in a line.
                e=None if _exact(a.source_id) else short(a.iri),
                # Whose text it prints: a name, since the first may report nothing that is drawn.
                c=_first(a, view),
                # English is what most are in, and what an article is that says nothing of it.
                l=spoken if (spoken := language(a.language)) != "en" else None,
            )
            for a in articles
        ],
        "events": event_rows,
        # Passages of which a person says that they tell of no event.
        "withdrawn": [
            _mention(m, view, topic_number, article_number) | {"y": text.token(m.type)}
            for m in view.withdrawn
        ],
    }
    levels = {"actors": _actors_of, "states": functools.partial(_states_of, actor_rows)}
    return Payload(
        graph=graph,
        evidence=evidence,
        names={
            "actors": [row["n"] for row in actor_rows],
            "states": [row["n"] for row in polities.entries],
        },
        kinds={
            "actors": [row["k"] for row in actor_rows],
            "states": ["country" if "q" in row else "organisation" for row in polities.entries],
        },
        pairs={level: _pairs(event_rows, members) for level, members in levels.items()},
        crowded=sum(len(_actors_of(row)) > MOST_PARTICIPANTS for row in event_rows),
    )


def part(view: GraphView, *, event: str | None = None) -> Json:
    """A part of a graph for a page that is open already: the answer to ``around`` and ``passages``.

    It has the lists of ``Payload.graph``, which point at each other by number; the page joins them to
    its own by their ids. With ``event``, an IRI, it also has the ``passages`` of that event.

    >>> part(GraphView(events=(), actors={}, topics={}, places={}, articles={}))["events"]
    []
    """
    made = build(view)
    if event is None:
        return made.graph
    number = next((n for n, row in enumerate(made.graph["events"]) if row["i"] == short(event)), -1)
    return made.graph | {"passages": made.evidence[number] if number >= 0 else []}


def _lean(**values: Any) -> Json:
    """Without what is not known: absent in the page means unknown."""
    return {key: value for key, value in values.items() if value not in (None, "", [], ())}


def _day(value: str | None) -> str | None:
    """A date that compares with others as text; anything else is no date."""
    return value if value and _DAY.fullmatch(value) else None


def _numbers(iris: Iterable[Iri], number: Mapping[Iri, int]) -> list[int]:
    return sorted({number[iri] for iri in iris if iri in number})


def _exact(source_id: str) -> bool:
    """Does an id come through a page and a cell of a table as it is, and mean an article alone?"""
    return text.name(source_id) == source_id and source_id not in {"actor", "event"}


def said(corrections: Iterable[CorrectionView]) -> list[Json]:
    """What persons say in place of what was read, as the page tells it."""
    return [
        _lean(
            f=c.fact,
            o=text.name(c.was, "nothing"),
            v=text.name(c.right, "nothing"),
            b=c.by and text.name(c.by),
            d=c.when and text.name(c.when),
            y=c.why and text.clean(c.why),
            x=c.overruled and text.name(c.overruled),
            z=c.disputed or None,
        )
        for c in corrections
    ]


def _first(article: ArticleView, view: GraphView) -> str | None:
    """Who was first to publish the text that an article prints."""
    if article.copy_of is None:
        return None
    first = view.articles.get(article.copy_of)
    if first is None:
        return text.name(readable(article.copy_of))
    return _label(first.publisher, view) or text.name(first.source_id)


def _label(value: str | None, view: GraphView) -> str | None:
    if not value:
        return None
    iri = Iri(value)  # or a label, which is no key
    known = view.actors.get(iri) or view.places.get(iri) or view.topics.get(iri)
    return text.name(known.label if known else readable(value))


def _actor(actor: ActorView, polities: _Polities) -> Json:
    own = actor.iri if actor.kind in ("country", "organisation") else None
    return _lean(
        i=short(actor.iri),
        n=text.name(actor.label),
        k=text.token(actor.kind),
        c=polities.number(own if actor.kind == "country" else actor.polity or own),
        o=[text.name(office) for office in actor.offices],
        s=[same for same in map(text.web_address, actor.same_as) if same],
        z=said(actor.corrections),
    )


def _fill_states(actors: list[Json], events: list[Json]) -> None:
    """Somebody whose state is not known belongs to the one they most often act for."""
    seen: dict[int, Counter[int]] = {}
    for event in events:
        for part in event.get("w", ()):
            if "c" in part and "c" not in actors[part["a"]]:
                seen.setdefault(part["a"], Counter())[part["c"]] += 1
    for actor, states in seen.items():
        actors[actor]["c"] = min(states, key=lambda state: (-states[state], state))


def _fill_levels(actors: list[Json], events: list[Json]) -> None:
    """The level of office that each actor has most often; of equally many the higher one."""
    seen: dict[int, Counter[int]] = {}
    for event in events:
        for part in event.get("w", ()):
            found = levels.level(part.get("o"))
            if found:
                seen.setdefault(part["a"], Counter())[found] += 1
    for n, actor in enumerate(actors):
        counts = seen.get(n) or Counter(
            found for office in actor.get("o", ()) if (found := levels.level(office))
        )
        if not counts and actor["k"] == "role" and (found := levels.level(actor["n"])):
            counts[found] = 1
        if counts:
            actor["v"] = min(counts, key=lambda level: (-counts[level], level))


def _place(place: PlaceView, view: GraphView, polities: _Polities) -> Json:
    here = place.latitude is not None and place.longitude is not None
    city = _label(place.city, view)
    return _lean(
        i=short(place.iri),
        n=text.name(place.label),
        t=city if city != text.name(place.label) else None,
        c=polities.number(place.country),
        y=[place.latitude, place.longitude] if here else None,
    )


def _event(
    event: EventView,
    mentions: list[MentionView],
    view: GraphView,
    polities: _Polities,
    actors: Mapping[Iri, int],
    topics: Mapping[Iri, int],
    places: Mapping[Iri, int],
    articles: Mapping[Iri, int],
) -> Json:
    return _lean(
        i=short(event.iri),
        n=text.name(dated.title(event)),
        t=text.token(event.type),
        s=text.token(event.status),
        d=event.date and text.name(event.date),
        u=dated.of_publication(event) or None,
        a=_day(event.start),
        b=_day(event.end) or _day(event.start),
        p=event.precision and text.token(event.precision).removeprefix("unit_"),
        w=[
            _lean(
                a=actors[p.actor],
                o=p.office and text.name(p.office),
                c=polities.number(p.polity),
                f=text.token(p.function, "participant"),
                v=levels.level_then(p.actor, p.office, event.start),
            )
            for p in sorted(event.participants, key=lambda p: actors.get(p.actor, -1))
            if p.actor in actors
        ],
        y=sorted({n for p in event.parties if (n := polities.number(p)) is not None}),
        l=places.get(event.place) if event.place else None,
        c=polities.number(event.country),
        g=_numbers(event.topics, topics),
        m=len(mentions),
        r=_numbers((m.article for m in mentions), articles),
        f=round(event.confidence, 3),
        x=[text.name(code) for code in (event.cameo, event.plover) if code],
        h=history(mentions, view.articles),
        z=said(event.corrections),
    )


def _mention(
    mention: MentionView, view: GraphView, topics: Mapping[Iri, int], articles: Mapping[Iri, int]
) -> Json:
    return _lean(
        r=articles.get(mention.article),
        s=text.token(mention.status),
        d=mention.date and text.name(mention.date),
        t=mention.date_text and text.name(mention.date_text),
        q=text.clean(mention.quote),
        p=text.clean(mention.prefix),
        z=text.clean(mention.suffix),
        f=round(mention.confidence, 3),
        u=text.name(mention.rule),
        b=[label for who in mention.reported_by if (label := _label(who, view))],
        k=dated.silent(mention) or None,
        g=_numbers(mention.topics, topics),
        o=[mention.start, mention.end],
        i=short(mention.iri),
        w=[[text.name(name), *([state] if state else [])] for name, state in mention.names],
        n=_named(mention, topics),
        v=said(mention.corrections),
    )


def _named(mention: MentionView, topics: Mapping[Iri, int]) -> list[Any]:
    """The sentences that name topics: ``[sentence, [topic, start, end], …]``, offsets into the sentence.

    A sentence of the passage is told by its own two offsets in that.
    """
    passage = mention.prefix + mention.quote + mention.suffix
    found: dict[str, list[Any]] = {}
    for named in mention.named:
        if named.topic not in topics:
            continue
        whole = text.clean(named.before + named.words + named.after)
        at = passage.find(whole)
        row = found.setdefault(whole, [whole if at < 0 else [at, at + len(whole)]])
        start = len(named.before)
        row.append([topics[named.topic], start, start + len(named.words)])
    return list(found.values())


def _actors_of(event: Json) -> list[int]:
    return sorted({part["a"] for part in event.get("w", ())})


def _states_of(actors: list[Json], event: Json) -> list[int]:
    states = set(event.get("y", ()))
    for part in event.get("w", ()):
        state = part.get("c", actors[part["a"]].get("c"))
        if state is not None:
            states.add(state)
    return sorted(states)


def _pairs(events: list[Json], members: Any) -> Mapping[tuple[int, int], int]:
    counts: Counter[tuple[int, int]] = Counter()
    for event in events:
        nodes = members(event)
        if len(nodes) <= MOST_PARTICIPANTS:
            counts.update(itertools.combinations(nodes, 2))
    return dict(sorted(counts.items()))
