"""Why the graph says what it says: every statement about an event or an actor, with its evidence.

The values are those of the store alone; nothing is computed again, so that what is explained is what
is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE, fold, local
from kg.core.model import Curie, Iri, Line
from kg.core.terms import KG, RDFS
from kg.core.vocab import compact
from kg.core.words import counted, plain
from kg.graph.names import find
from kg.graph.read_article import read_told
from kg.graph.view.load import load
from kg.graph.view.values import ActorView, ArticleView, EventView, GraphView, MentionView
from kg.reference.catalog import Catalog
from kg.reference.nodes import node
from kg.resolve.corrections import corrected
from kg.resolve.explain import compare
from kg.resolve.judgements import corrections, rulings, split_links

_WHERE = "kg explain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One passage: what it says of the event ``event``, where it stands, and how sure that is."""

    mention: str
    event: str
    event_label: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    kind: str
    quote: str
    start: int
    end: int
    status: str
    date: str | None
    date_text: str | None
    confidence: float
    rule: str
    features: tuple[tuple[str, float], ...]
    reported_by: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    copy_of: str | None = None
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An event or an actor, what the graph says of it, and the passages behind that.

    ``history`` has the status of an event in order of publication: day, status, source. ``reasons``
    are sentences that say what the passages have in common, and where they differ; ``corrections`` what
    persons said of the whole.
    """

    iri: str
    label: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
    history: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]
    corrections: tuple[str, ...] = ()


def explain(store: ox.Store, what: str, *, most: int = 5) -> tuple[Explanation, ...]:
    """Everything behind a person, state or organisation, or the events that the words fit.

    ``what`` is an IRI or words: the name of an actor, else words of the labels of events, of which
    at most ``most`` are explained. Raises KgError when nothing fits, or too much.

    >>> explain(ox.Store(), "Sochi May 2019")
    Traceback (most recent call last):
    kg.core.errors.KgError: no event and nobody is called 'Sochi May 2019' (kg explain): give another \
spelling; the store knows 0 of kind actor
    """
    view = load(store)
    try:
        iri = Iri(find(store, what, "actor", where=_WHERE).value)
    except KgError as error:
        if "could be" in error.what:
            raise
        return _events(store, view, what, most, error)
    actor = view.actors.get(iri)
    if actor is not None:
        return (_actor(store, view, actor),)
    # An IRI that is no actor's: an event, or a passage or article that tells of some.
    fitting = [
        e for e in view.events if e.iri == iri or any(iri in (m.iri, m.article) for m in e.mentions)
    ]
    left = [m for m in view.withdrawn if iri in (m.iri, m.article)]
    if left and not fitting:
        return tuple(_withdrawn(store, view, m) for m in left)
    if not fitting:
        raise KgError(
            f"nothing is told of {compact(iri)}",
            where=_WHERE,
            mend="name an event, or somebody who takes part in one",
        )
    return tuple(_event(store, view, e) for e in fitting)


def _withdrawn(store: ox.Store, view: GraphView, m: MentionView) -> Explanation:
    """A passage of which a person says that it tells of no event."""
    said = _statement(store, view, m.iri, "", m)
    return Explanation(
        iri=m.iri,
        label=f"Left out: read as {m.type.replace('_', ' ')}, {m.status}",
        kind=m.type,
        facts=(),
        statements=(said,),
        history=(),
        reasons=("a person says that the passage tells of no event",),
    )


def between(
    store: ox.Store,
    left: str,
    right: str,
    *,
    catalog: Catalog,
    judgements: Sequence[Line] = (),
) -> Iterator[str]:
    """Why two actors, events or mentions were, or were not, taken for one, as plain lines.

    Each is an IRI or words that mean one thing. Every feature comes with its weight and what it saw on
    both sides, a ruling with its line. Raises KgError when words mean nothing, or several things.
    """
    ends = [_end(store, words) for words in (left, right)]
    inner = split_links(rulings(judgements), catalog)[1]
    told = corrected(read_told(store), corrections(judgements), catalog)
    found = compare(ends[0], ends[1], told, catalog, inner)
    names = [_label(store, e) for e in ends]
    yield f"{names[0]} and {names[1]}: {'one' if found.same else 'not one'}"
    for r in found.reasons:
        both = " | ".join(dict.fromkeys(plain(v) for v in (r.left, r.right) if v))
        weight = "  ruled out" if r.feature == "ruled-out" else f"  {r.weight:+.2f}"
        yield f"{weight}  {plain(r.why)}" + (f": {both}" if both else "")
    if not found.reasons:
        yield "  nothing speaks for it: they have no name, and nobody who took part, in common"


def _end(store: ox.Store, words: str) -> str:
    """The local IRI of an actor, else of the one event whose label has the words."""
    bare = local(words.strip().strip("<>"))
    if bare.startswith("mention/"):
        return bare
    try:
        return local(find(store, words, "actor", where=_WHERE).value)
    except KgError as error:
        if "could be" in error.what:
            raise
        view = load(store)
        return local(_events(store, view, words, 1, error)[0].iri)


def _label(store: ox.Store, end: str) -> str:
    return plain(_text(store, BASE + end, RDFS.label) or end)


def _events(
    store: ox.Store, view: GraphView, what: str, most: int, error: KgError
) -> tuple[Explanation, ...]:
    """The events whose labels have all the words."""
    wanted = set(_words(what))
    fitting = [e for e in view.events if wanted and wanted <= set(_words(e.label))]
    if not fitting:
        raise KgError(
            f"no event and nobody is called '{plain(what)}'", where=_WHERE, mend=error.mend
        ) from None
    if len(fitting) > most:
        listed = "; ".join(f"{plain(e.label)} ({compact(e.iri)})" for e in fitting[:most])
        raise KgError(
            f"{len(fitting)} events fit '{plain(what)}'",
            where=_WHERE,
            mend=f"give more words, or an IRI: {listed}; and {len(fitting) - most} more",
        ) from None
    return tuple(_event(store, view, e) for e in fitting)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _event(store: ox.Store, view: GraphView, e: EventView) -> Explanation:
    statements = tuple(_statement(store, view, e.iri, e.label, m) for m in e.mentions)
    facts = [("type", e.type.replace("_", " ")), ("status", e.status)]
    if e.date:
        facts.append(("date", e.date))
    if e.place:
        place = view.places[e.place]
        around = [p for p in (place.label, place.city, place.country) if p]
        facts.append(("place", ", ".join(dict.fromkeys(around))))
    for p in e.participants:
        about = ", ".join(x for x in (p.office, p.polity) if x)
        name = view.actors[p.actor].label
        role = "" if p.function == "participant" else f", {p.function}"
        facts.append(("with", f"{name}{f' ({about})' if about else ''}{role}"))
    facts += [("about", view.topics[t].label) for t in e.topics]
    facts.append(("confidence", f"{e.confidence:.2f}"))
    return Explanation(
        iri=e.iri,
        label=e.label,
        kind=e.type,
        facts=tuple(facts),
        statements=statements,
        history=tuple(
            (s.published or "undated", s.status, s.publisher or s.source) for s in statements
        ),
        reasons=tuple(_reasons(view, e)),
        corrections=tuple(c.words() for c in e.corrections),
    )


def _actor(store: ox.Store, view: GraphView, a: ActorView) -> Explanation:
    events = [
        e
        for e in view.events
        if a.iri in e.parties or any(p.actor == a.iri for p in e.participants)
    ]
    statements = tuple(
        _statement(store, view, e.iri, e.label, m)
        for e in events
        for m in e.mentions
        if a.iri in m.actors or a.iri in e.parties
    )
    facts = [("kind", a.kind)]
    if a.polity:
        facts.append(("state", a.polity))
    facts += [("office", o) for o in a.offices]
    facts += [("same as", s) for s in a.same_as]
    facts.append(("events", str(len(events))))
    spelt: dict[str, int] = {}
    for s in statements:
        for who, words in s.names:
            if who == a.iri:
                spelt[words] = spelt.get(words, 0) + 1
    ranked = sorted(spelt.items(), key=lambda item: (-item[1], item[0]))
    reasons = []
    if ranked:
        words = "; ".join(f"{name} ({counted(n, 'passage')})" for name, n in ranked)
        reasons.append(f"taken for one from these words: {words}")
    return Explanation(
        iri=a.iri,
        label=a.label,
        kind=a.kind,
        facts=tuple(facts),
        statements=statements,
        history=(),
        reasons=tuple(reasons),
        corrections=tuple(c.words() for c in a.corrections),
    )


def _first(view: GraphView, article: ArticleView) -> str | None:
    """Who was first to publish the text that an article prints."""
    first = view.articles.get(article.copy_of) if article.copy_of else None
    return (first.publisher or first.source_id) if first else article.copy_of


def _statement(
    store: ox.Store, view: GraphView, event: str, label: str, m: MentionView
) -> Statement:
    article = view.articles.get(m.article) or ArticleView(
        iri=m.article,
        source_id=m.article,
        title=None,
        published=None,
        publisher=None,
        url=None,
        kind="news",
    )
    raw = _text(store, m.iri, KG.features)
    return Statement(
        mention=m.iri,
        event=event,
        event_label=label,
        source=article.source_id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        kind=article.kind,
        quote=m.quote,
        start=m.start,
        end=m.end,
        status=m.status,
        date=m.date,
        date_text=m.date_text,
        confidence=m.confidence,
        rule=m.rule,
        features=tuple((str(n), float(v)) for n, v in json.loads(raw or "[]")),
        reported_by=m.reported_by,
        copy_of=_first(view, article),
        names=tuple(_names(store, m)),
        corrections=tuple(c.words() for c in m.corrections),
    )


def _names(store: ox.Store, m: MentionView) -> Iterator[tuple[str, str]]:
    """Who is meant, and by which words."""
    parts = sorted(
        q.object.value
        for q in store.quads_for_pattern(ox.NamedNode(m.iri), node(KG.actorMention), None, None)
        if isinstance(q.object, ox.NamedNode)
    )
    for part in parts:
        meant = _text(store, part, KG.refersTo)
        name, office = _text(store, part, KG.nameText), _text(store, part, KG.officeText)
        words = " ".join(w for w in (office, name) if w)
        if meant and words:
            yield meant, words


def _text(store: ox.Store, subject: str, curie: Curie) -> str | None:
    for q in store.quads_for_pattern(ox.NamedNode(subject), node(curie), None, None):
        if isinstance(q.object, ox.NamedNode | ox.Literal):
            return q.object.value
    return None


def _reasons(view: GraphView, e: EventView) -> Iterator[str]:
    """What the passages have in common, and what not all of them say."""
    if len(e.mentions) < 2:
        return
    articles = {m.article for m in e.mentions}
    yield f"{counted(len(e.mentions), 'passage')} of {counted(len(articles), 'article')} tell of it"
    shared = set(e.mentions[0].actors)
    for m in e.mentions[1:]:
        shared &= set(m.actors)
    if shared:
        names = ", ".join(view.actors[a].label for a in sorted(shared) if a in view.actors)
        yield f"every passage names {names}"
    dates: dict[str, int] = {}
    for m in e.mentions:
        dates[m.date or "no date"] = dates.get(m.date or "no date", 0) + 1
    if len(dates) == 1 and e.date:
        yield f"every passage dates it {e.date}"
    else:
        said = ", ".join(f"{d} ({n})" for d, n in sorted(dates.items()))
        yield f"dates given: {said}"
    if e.status == "disputed":
        yield "some passages say that it was held, others deny it"


def lines(found: Explanation, *, features: bool = False) -> Iterator[str]:
    """An explanation as plain lines; ``features`` adds the reasons behind each confidence."""
    yield plain(found.label)
    yield f"  {compact(found.iri)}"
    for key, value in found.facts:
        yield f"  {key}: {plain(value)}"
    for reason in found.reasons:
        yield f"  {plain(reason)}"
    for said in found.corrections:
        yield f"  by a person: {plain(said)}"
    changes = [h for i, h in enumerate(found.history) if i == 0 or found.history[i - 1][1] != h[1]]
    if len(changes) > 1:
        yield "  status: " + ", then ".join(f"{s} ({d}, {plain(who)})" for d, s, who in changes)
    last = None
    for s in found.statements:
        if s.event != found.iri and s.event != last:
            yield ""
            yield f"{plain(s.event_label)}   {compact(s.event)}"
            last = s.event
        yield ""
        outlet = f"{plain(s.publisher)}, " if s.publisher else ""
        yield f'  "{plain(s.quote)}"'
        yield (
            f"    {outlet}{s.published or 'undated'}, {s.kind}, {plain(s.source)}, "
            f"characters {s.start} to {s.end}"
        )
        if s.copy_of:
            yield f"    prints the text of {plain(s.copy_of)}: the two are one source"
        when = f", {s.date}" if s.date else ""
        words = f' ("{plain(s.date_text)}")' if s.date_text else ""
        by = f", according to {plain('; '.join(s.reported_by))}" if s.reported_by else ""
        yield f"    says {s.status}{when}{words}{by}; rule {s.rule}, confidence {s.confidence:.2f}"
        for said in s.corrections:
            yield f"    by a person: {plain(said)}"
        if features:
            for feature, weight in s.features:
                yield f"      {weight:+.2f}  {plain(feature)}"
