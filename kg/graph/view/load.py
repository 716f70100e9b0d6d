"""Reads a store into the values of kg.graph.view.values: one pass over the quads, then plain dictionaries.

Everything comes out sorted, whatever order the store gives it in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from kg.core.model import Curie, Iri, Notation
from kg.core.sentence import around
from kg.core.terms import DCTERMS, KG, OA, OWL, POS, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.core.vocab import expand
from kg.graph.view.values import (
    ActorView,
    ArticleView,
    CorrectionView,
    EventView,
    GraphView,
    MentionView,
    NamedView,
    ParticipationView,
    PlaceView,
    TopicView,
)
from kg.reference.event_kinds import type_of_class


class _Facts:
    """The values of every subject by predicate, sorted; subjects in their own order."""

    def __init__(self, store: ox.Store) -> None:
        values: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for quad in store:
            if isinstance(quad.subject, ox.NamedNode):
                o = quad.object
                if isinstance(o, ox.NamedNode):
                    pair = ("", o.value)
                elif isinstance(o, ox.Literal):
                    # English first, then what has no language, then the others by their tag.
                    tag = o.language or ""
                    pair = ("0" if tag == "en" else "1" + tag, o.value)
                else:
                    continue
                values[quad.subject.value][quad.predicate.value].append(pair)
        self._values = {
            Iri(s): {p: tuple(dict.fromkeys(v for _, v in sorted(vs))) for p, vs in ps.items()}
            for s, ps in sorted(values.items())
        }

    def all(self, subject: Iri, *curies: Curie) -> tuple[str, ...]:
        of = self._values.get(subject, {})
        return tuple(dict.fromkeys(v for c in curies for v in of.get(expand(c), ())))

    def one(self, subject: Iri | None, *curies: Curie) -> str | None:
        found = self.all(subject, *curies) if subject else ()
        return found[0] if found else None

    def links(self, subject: Iri, *curies: Curie) -> tuple[Iri, ...]:
        return tuple(map(Iri, self.all(subject, *curies)))

    def link(self, subject: Iri, *curies: Curie) -> Iri | None:
        found = self.one(subject, *curies)
        return Iri(found) if found else None

    def of_type(self, *curies: Curie) -> Iterator[Iri]:
        wanted = {expand(c) for c in curies}
        for subject, ps in self._values.items():
            if not wanted.isdisjoint(ps.get(expand(RDF.type), ())):
                yield subject

    def inverse(self, curie: Curie) -> dict[Iri, list[Iri]]:
        out: dict[Iri, list[Iri]] = defaultdict(list)
        for subject, ps in self._values.items():
            for value in ps.get(expand(curie), ()):
                out[Iri(value)].append(subject)
        return out

    def label(self, subject: Iri) -> str:
        return self.one(subject, RDFS.label, SKOS.prefLabel) or _tail(subject)

    def notation(self, state: Iri | None) -> Notation | None:
        found = self.one(state, SKOS.notation)
        return Notation(found) if found else None


def _tail(iri: str) -> str:
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def load(store: ox.Store) -> GraphView:
    """Everything in the store that a reader can see.

    Articles that report nothing are among ``articles``. Raises nothing for gaps: what a store does
    not say is None or empty.

    >>> load(ox.Store()).events
    ()
    """
    facts = _Facts(store)
    said = _corrections(facts)
    reported = facts.inverse(KG.reports)
    events = [_event(facts, iri, reported.get(iri, []), said) for iri in facts.of_type(KG.Event)]
    # What reports nothing although nobody says so is the fault of a store that is not whole.
    withdrawn = [_mention(facts, m, said) for m in said if _withdrawn(facts, m)]
    events.sort(key=lambda e: (e.start or "9999", e.end or "9999", e.label, e.iri))
    offices: dict[Iri, Counter[str]] = defaultdict(Counter)
    actors: set[Iri] = set()
    for event in events:
        actors.update(event.parties)
        for part in event.participants:
            actors.add(part.actor)
            if part.office:
                offices[part.actor][part.office] += 1
        for mention in event.mentions:
            actors.update(mention.actors)
    topics = {t for e in events for t in (*e.topics, *(t for m in e.mentions for t in m.topics))}
    for topic in sorted(topics):
        topics.update(_above(facts, topic, SKOS.broader))
    places = {e.place for e in events if e.place}
    return GraphView(
        events=tuple(events),
        actors={a: _actor(facts, a, offices[a], said) for a in sorted(actors)},
        topics={
            t: TopicView(iri=t, label=facts.label(t), broader=facts.links(t, SKOS.broader))
            for t in sorted(topics)
        },
        places={p: _place(facts, p) for p in sorted(places)},
        articles={a: _article(facts, a) for a in facts.of_type(SCHEMA.NewsArticle, KG.Readout)},
        withdrawn=tuple(sorted(withdrawn, key=lambda m: (m.article, m.start, m.end, m.iri))),
    )


_Said: TypeAlias = Mapping[Iri, tuple[CorrectionView, ...]]


def _corrections(facts: _Facts) -> _Said:
    """What persons say, by what they say it of: the earliest first."""
    out: dict[Iri, list[CorrectionView]] = defaultdict(list)
    for iri in facts.of_type(KG.Correction):
        over = facts.link(iri, KG.overruledBy)
        by, later = (facts.link(i, PROV.wasAttributedTo) if i else None for i in (iri, over))
        view = CorrectionView(
            iri=iri,
            fact=facts.one(iri, KG.fact) or "",
            was=facts.one(iri, KG.was) or "",
            right=facts.one(iri, KG.right) or "",
            by=facts.label(by) if by else None,
            when=facts.one(iri, DCTERMS.created),
            why=facts.one(iri, KG.why),
            overruled=(facts.label(later) if later else "somebody") if over else None,
            disputed=bool(over) and by != later,
        )
        for of in facts.links(iri, KG.corrects):
            out[of].append(view)
    return {
        of: tuple(sorted(out[of], key=lambda c: (c.fact, c.when or "", c.iri)))
        for of in sorted(out)
    }


def _withdrawn(facts: _Facts, iri: Iri) -> bool:
    mention = expand(KG.Mention) in facts.all(iri, RDF.type)
    return mention and facts.one(iri, KG.reports) is None


def _above(facts: _Facts, node: Iri, curie: Curie) -> list[Iri]:
    """Everything reached over one property, nearest first; a loop in the data ends it."""
    seen = [node]
    for current in seen:
        seen.extend(v for v in facts.links(current, curie) if v not in seen)
    return seen[1:]


def _event(facts: _Facts, iri: Iri, mentions: list[Iri], said: _Said) -> EventView:
    types = {_tail(t) for t in facts.all(iri, RDF.type)}
    views = [_mention(facts, m, said) for m in mentions]
    published = {m.iri: facts.one(m.article, SCHEMA.datePublished) or "9999" for m in views}
    views.sort(key=lambda m: (published[m.iri], m.article, m.start, m.end, m.iri))
    precision = facts.one(iri, KG.precision)
    parts = [_participation(facts, x) for x in facts.links(iri, KG.participation)]
    described = {p.actor for p in parts}
    # An actor without a participation of its own is still a participant.
    parts += [
        ParticipationView(actor=a, office=None, polity=None, function="participant")
        for a in facts.links(iri, SEM.hasActor)
        if a not in described
    ]
    return EventView(
        iri=iri,
        label=facts.label(iri),
        type=next((key for c, key in type_of_class().items() if c in types), "event"),
        status=_tail(facts.one(iri, KG.status) or "unknown").lower(),
        date=facts.one(iri, KG.date),
        start=facts.one(iri, KG.start),
        end=facts.one(iri, KG.end),
        precision=_tail(precision).removeprefix("unit").lower() if precision else None,
        participants=tuple(
            sorted(parts, key=lambda p: (p.actor, p.function, p.office or "", p.polity or ""))
        ),
        parties=facts.links(iri, KG.party),
        place=facts.link(iri, SCHEMA.location),
        country=facts.notation(facts.link(iri, KG.country)),
        topics=facts.links(iri, SCHEMA.about),
        cameo=facts.one(iri, KG.cameo),
        plover=facts.one(iri, KG.plover),
        confidence=_number(facts.one(iri, KG.confidence)) or 0.0,
        mentions=tuple(views),
        sources=int(facts.one(iri, KG.sources) or 1),
        corrections=said.get(iri, ()),
    )


def _participation(facts: _Facts, iri: Iri) -> ParticipationView:
    post = facts.link(iri, KG.post)
    role = facts.one(iri, SEM.roleType)
    return ParticipationView(
        actor=facts.link(iri, KG.person) or iri,
        office=facts.label(post) if post else facts.one(iri, KG.officeText),
        polity=facts.notation(facts.link(iri, KG.onBehalfOf)),
        function=_tail(role).lower() if role else "participant",
    )


def _mention(facts: _Facts, iri: Iri, said: _Said) -> MentionView:
    status = _tail(facts.one(iri, KG.saysStatus) or "unknown").lower()
    if status == "held" and facts.one(iri, KG.ongoing) == "true":
        status = "ongoing"
    sources = [facts.label(s) for s in facts.links(iri, SEM.accordingTo)]
    return MentionView(
        iri=iri,
        article=facts.link(iri, PROV.wasQuotedFrom) or Iri(""),
        status=status,
        date=facts.one(iri, KG.saysDate),
        date_text=facts.one(iri, KG.dateText),
        start=int(facts.one(iri, OA.start) or 0),
        end=int(facts.one(iri, OA.end) or 0),
        quote=facts.one(iri, OA.exact) or "",
        prefix=facts.one(iri, OA.prefix) or "",
        suffix=facts.one(iri, OA.suffix) or "",
        confidence=_number(facts.one(iri, KG.confidence)) or 0.0,
        rule=facts.one(iri, KG.rule) or "",
        # The words of the passage; the name of the source only where they were not kept.
        reported_by=facts.all(iri, KG.accordingToText) or tuple(sources),
        actors=facts.links(iri, KG.saysActor),
        topics=facts.links(iri, KG.saysTopic),
        type=type_of_class().get(_tail(facts.one(iri, KG.saysType) or ""), "event"),
        names=tuple(_names(facts, iri)),
        named=tuple(_named(facts, iri)),
        corrections=said.get(iri, ()),
    )


def _names(facts: _Facts, mention: Iri) -> Iterator[tuple[str, Notation | None]]:
    """Who takes part, in the words of a passage and their order."""
    parts = facts.links(mention, KG.actorMention)
    for part in sorted(parts, key=lambda p: (len(p), p)):
        words = facts.one(part, KG.nameText) or facts.one(part, KG.officeText)
        if words:
            yield words, facts.notation(facts.link(part, KG.saysPolity))


def _named(facts: _Facts, mention: Iri) -> Iterator[NamedView]:
    """The sentence that names each topic: kept with it, or cut from what stands with the mention."""
    topics = facts.links(mention, KG.saysTopic)
    by_label = {facts.label(t): t for t in topics}
    quote, prefix = facts.one(mention, OA.exact) or "", facts.one(mention, OA.prefix) or ""
    passage = prefix + quote + (facts.one(mention, OA.suffix) or "")
    first = int(facts.one(mention, OA.start) or 0) - len(prefix)
    for part in sorted(facts.links(mention, KG.topicMention), key=lambda p: (len(p), p)):
        ref = facts.link(part, KG.ref)
        topic = ref if ref in topics else by_label.get(facts.one(part, KG.nameText) or "")
        if topic is None:
            continue
        words = facts.one(part, OA.exact)
        if words:
            before, after = facts.one(part, OA.prefix) or "", facts.one(part, OA.suffix) or ""
        else:
            start, end = (int(facts.one(part, c) or 0) - first for c in (OA.start, OA.end))
            if not 0 <= start < end <= len(passage):
                continue
            words = passage[start:end]
            before, after = around(passage, start, end)
        yield NamedView(topic=topic, before=before, words=words, after=after)


def _actor(facts: _Facts, iri: Iri, offices: Mapping[str, int], said: _Said) -> ActorView:
    types = {_tail(t) for t in facts.all(iri, RDF.type)}
    if "State" in types:
        kind = "country"
    elif types & {"Organization", "FormalOrganization"}:
        kind = "organisation"
    elif "Role" in types:
        kind = "role"
    else:
        kind = "person"
    state = iri if kind == "country" else facts.link(iri, KG.country, KG.polity)
    return ActorView(
        iri=iri,
        label=facts.label(iri),
        kind=kind,
        polity=facts.notation(state),
        # In which somebody is met most often comes first.
        offices=tuple(sorted(offices, key=lambda office: (-offices[office], office))),
        same_as=facts.links(iri, OWL.sameAs),
        corrections=said.get(iri, ()),
    )


def _place(facts: _Facts, iri: Iri) -> PlaceView:
    around = _above(facts, iri, SCHEMA.containedInPlace)
    states = [a for a in around if facts.notation(a)]
    towns = [a for a in around if a not in states]
    located = next((p for p in (iri, *towns) if facts.one(p, POS.lat)), None)
    geonames = facts.one(iri, KG.geonames)
    # A place of its own GeoNames number is the town itself; a building lies in one.
    city = facts.label(towns[0]) if towns else (facts.label(iri) if geonames else None)
    return PlaceView(
        iri=iri,
        label=facts.label(iri),
        city=city,
        country=facts.notation(states[0]) if states else None,
        latitude=_number(facts.one(located, POS.lat)),
        longitude=_number(facts.one(located, POS.long)),
        geonames=int(geonames) if geonames else None,
    )


def _article(facts: _Facts, iri: Iri) -> ArticleView:
    publisher = facts.link(iri, SCHEMA.publisher)
    readout = expand(KG.Readout) in facts.all(iri, RDF.type)
    return ArticleView(
        iri=iri,
        source_id=facts.one(iri, DCTERMS.identifier) or _tail(iri),
        title=facts.one(iri, SCHEMA.headline),
        published=facts.one(iri, SCHEMA.datePublished),
        publisher=facts.label(publisher) if publisher else None,
        url=facts.one(iri, SCHEMA.url),
        kind=facts.one(iri, KG.articleKind) or ("readout" if readout else "news"),
        copy_of=facts.link(iri, KG.copyOf),
        language=facts.one(iri, SCHEMA.inLanguage),
    )
