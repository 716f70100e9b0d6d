"""One article on its way from what a reader proposes to frames."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from kg.core.ids import fold
from kg.core.model import (
    Actor,
    Article,
    Evidence,
    Frame,
    Function,
    Notation,
    Topic,
    Venue,
    When,
)
from kg.extract.reader.proposals import Part, Proposal, Proposed
from kg.extract.spans.actors import Actors
from kg.extract.spans.alongside import take_over
from kg.extract.spans.claimed import worth_of_reasons
from kg.extract.spans.days import Days
from kg.extract.spans.entity import Entity
from kg.extract.spans.tables import Table
from kg.extract.spans.tellings import Telling, join, told
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text, read
from kg.reference.event_kinds import kind_of

RULE = "reader"
"""What stands before the type in the name of what found an event."""
SURE = 0.5
"""How likely the reader must find an event whose sides are not known."""
KEPT = 0.4
"""How sure an event must be: between this and a half, as many are right that would be missed as are wrong."""
_WIDE = 900
"""Characters of a passage at most."""
_TOPIC = 120


def frames_of(article: Article, proposed: Proposed, tools: Tools) -> tuple[Frame, ...]:
    """The frames of an article, in the order of their passages."""
    text = read(article.text, tools.table)
    small, objects, heads = (
        pronouns(tools.table),
        tools.table.words["objects"],
        openers(tools.table),
    )
    tidied = tuple(tidy(p, article.text, small, objects, heads) for p in proposed.proposals)
    proposed = replace(proposed, proposals=tidied)
    day = article.dateline or article.published
    title = read(article.title, tools.table) if article.title else None
    actors = Actors(
        tools,
        text,
        home=home_of(article, tools),
        day=day,
        title=title,
        press=press_of(article, tools),
    )
    spans = [(x.start, x.end) for p in proposed.proposals for x in p.parts.get("participants", ())]
    places = [(x.start, x.end) for p in proposed.proposals for x in p.parts.get("place", ())]
    actors.learn(spans, places)
    dates = Days(article, tools)
    out: list[Telling] = []
    # "He" is of who was told of before in the text, in whatever order events are proposed.
    for n, p in sorted(enumerate(proposed.proposals), key=lambda row: row[1].start):
        t = told(actors, n, p, out, dates.of(p))
        if t is not None:
            t.topics = _topics(article, p, tools)
            out.append(t)
    _by_convention(article, text, out)
    take_over(text, out, tools.table.words["earlier"])
    joined = [t for t in join(out, proposed.one) if t.who and _counts(t)]
    joined.sort(key=lambda t: (t.start, t.end))
    frames = (_frame(article, text, t, tools) for t in joined)
    return tuple(f for f in frames if f.confidence >= KEPT)


def pronouns(table: Table) -> frozenset[str]:
    """The small words of a language that stand for somebody."""
    return frozenset[str]().union(*(table.words[k] for k in ("he", "she", "they", "i")))


def openers(table: Table) -> frozenset[str]:
    """Words behind the name of somebody with which another begins: "с Лавровым министр", "посол своему коллеге"."""
    if table.script != "cyrillic":
        return frozenset()
    heads = (o for names in table.offices.values() for o in names if o.isalpha())
    return frozenset(map(fold, heads)) | table.words["possessive"]


def tidy(
    p: Proposal,
    text: str,
    pronouns: frozenset[str] = frozenset(),
    objects: frozenset[str] = frozenset(),
    openers: frozenset[str] = frozenset(),
) -> Proposal:
    """A proposal without the white space that pieces of words bring along, and with what they part put together.

    A pronoun behind somebody else is another one: "Eisenhower lo recibirá"; so is what has an article of its own
    (``objects``), or a full name behind one that is told elsewhere: "traf Merkel den Präsidenten", "hat Scholz Emmanuel Macron";
    and what begins with one of ``openers``.
    """
    start, end = _trimmed(text, p.start, p.end)
    parts: dict[str, tuple[Part, ...]] = {}
    for name, given in p.parts.items():
        out: list[Part] = []
        for x in sorted(given, key=lambda x: x.start):
            a, b = _trimmed(text, x.start, x.end)
            if a >= b:
                continue
            if out and not text[out[-1].end : a].strip() and not (
                (objects and _another(text, out[-1], a, b, objects))
                or (a > out[-1].end and fold(text[a:b].split()[0]) in openers)
            ):  # fmt: skip
                out[-1] = Part(out[-1].start, b, max(out[-1].sure, x.sure))
            else:
                out.append(Part(a, b, x.sure))
        if out:
            parts[name] = tuple(y for x in out for y in _two(x, text, pronouns))
    return replace(p, start=start, end=end, parts=parts)


def _another(text: str, before: Part, a: int, b: int, objects: frozenset[str]) -> bool:
    """Is what stands right behind a piece another one?"""
    first = text[before.start : before.end]
    words = text[a:b].split()
    if fold(words[0]) in objects:
        return True
    named = len(words) > 1 and all(w[0].isupper() for w in words)
    return named and " " not in first and text.count(first) > 1


def _two(x: Part, text: str, pronouns: frozenset[str]) -> tuple[Part, ...]:
    said = text[x.start : x.end]
    last = max(said.rfind(" "), said.rfind("\n")) + 1
    word = said[last:]
    if not last or word != word.lower() or fold(word).strip("'\u2019") not in pronouns:
        return (x,)
    return Part(x.start, x.start + len(said[:last].rstrip()), x.sure), Part(
        x.start + last, x.end, x.sure
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _by_convention(article: Article, text: Text, tellings: Sequence[Telling]) -> None:
    """The lead of an official account is of the day that it is published on, unless it says otherwise."""
    day = article.dateline or article.published
    lead = tellings[0] if tellings else None
    if article.kind != "readout" or day is None or lead is None or lead.when is not None:
        return
    if lead.status == "held" and text.sentence(lead.start) <= 1:
        lead.when = When(
            edtf=f"{day.isoformat()}?",
            text=None,
            earliest=day,
            latest=day,
            precision="day",
            basis="convention",
        )


def home_of(article: Article, tools: Tools) -> Notation | None:
    """The state whose government publishes an article, by its publisher's name or site; else none."""
    host = (article.url or "").split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
    for o in tools.catalog.organisations.values():
        if o.polity and any(host == d or host.endswith("." + d) for d in o.domains):
            return o.polity
        abroad = o.kind == "agency" and tools.table.lists["homes"]
        if o.polity and article.publisher in o.names and not abroad:
            return o.polity
    if not article.publisher:
        return None
    words = read(article.publisher, tools.table)
    found = [m for m in tools.lexicon.matches(words) if m.kind in {"state", "adjective"}]
    states = {Notation(m.ref) for m in found if tools.catalog.polity(Notation(m.ref))}
    if len(states) > 1:
        # "Secretaría de Relaciones Exteriores de Honduras", though that of Mexico is known without it.
        plain = {Notation(m.ref) for m in found if not tools.metonym(words, m)}
        states &= plain
    if len(states) == 1:
        return states.pop()
    bodies = {
        body
        for m in tools.lexicon.matches(words)
        if m.kind == "organisation" and (body := tools.notation(m.ref)) in tools.catalog.bodies
    }
    return bodies.pop() if len(bodies) == 1 and not states else None


def press_of(article: Article, tools: Tools) -> Notation | None:
    """Where a newspaper appears, by a word of its name: whose offices it may name without saying whose."""
    said = {w.low for w in read(article.publisher or "", tools.table).words}
    found = {
        Notation(state)
        for state, words in tools.table.press.items()
        if said & set(map(fold, words))
    }
    if len(found) == 1:
        return tools.then(found.pop(), article.published)
    own = {
        o.polity
        for o in tools.catalog.organisations.values()
        if o.kind == "agency" and article.publisher in o.names
    }
    state = own.pop() if len(own) == 1 else None
    return state if state in tools.table.lists["homes"] else None


def _topics(article: Article, p: Proposal, tools: Tools) -> list[Topic]:
    """What it was about: topics of the scheme, else the words."""
    out: list[Topic] = []
    for x in p.parts.get("topics", ()):
        said = article.text[x.start : x.end]
        if not said.strip() or len(said) > _TOPIC:
            continue
        found = Topic(ref=None, label=" ".join(said.split()), text=said, start=0, end=len(said))
        if tools.topic_of is not None:
            found = tools.topic_of(said, tools.table.code)
        if all(t.label != found.label for t in out):
            out.append(replace(found, start=x.start + found.start, end=x.start + found.end))
    return out


def _counts(t: Telling) -> bool:
    """Is it between states or bodies, as far as is known? A journey within a state is not."""
    if len(t.who) < 2 and t.kind != "visit" and t.who[0][0].kind != "organisation":
        # Nobody meets alone, but a body that comes together, and one who is known to act for a state.
        return t.who[0][0].linked or not kind_of(t.kind).talks
    states = {e.polity for e, _ in t.who if e.polity}
    hosts = [e for e, f in t.who if f == "host"]
    if t.kind == "visit":
        if hosts and len(states) == 1 and all(e.polity for e, _ in t.who):
            return False
        return bool(hosts) or t.sure >= SURE
    if (
        kind_of(t.kind).talks
        and len(states) == 1
        and len(t.who) > 1
        and all(e.polity for e, _ in t.who)
    ):
        abroad = t.state is not None and t.state not in states
        return abroad or any(e.kind == "organisation" for e, _ in t.who)
    return len(states) >= 2 or t.sure >= SURE


def _frame(article: Article, text: Text, t: Telling, tools: Tools) -> Frame:
    start, end = passage(text, t)
    venue = t.venue
    if venue is None and t.country:
        venue = Venue(name=None, city=None, country=t.country)
    reasons = _reasons(t)
    total = sum(part for _, part in reasons)
    return Frame(
        type=t.kind,
        status=t.status,
        participants=tuple(_actor(e, f, tools) for e, f in t.who),
        when=t.when,
        venue=venue,
        topics=tuple(t.topics),
        reported_by=tuple(t.sources),
        evidence=(Evidence(start=start, end=end, quote=article.text[start:end]),),
        confidence=round(max(0.01, min(0.99, 1 / (1 + math.exp(-total)))), 2),
        rule=f"{RULE}/{t.kind}",
        features=reasons,
    )


def _reasons(t: Telling) -> tuple[tuple[str, float], ...]:
    """Log odds: how sure the reader is, and what is known of those who take part, the day and the place."""
    weights = worth_of_reasons()
    rows = [
        (says, round(weights[name] * value, 2))
        for name, says, value in observed(t)
        if weights[name]
    ]
    return ((START, weights["start"]), *sorted((r for r in rows if r[1]), key=lambda r: -abs(r[1])))


START = "where counting begins"


def observed(t: Telling) -> tuple[tuple[str, str, float], ...]:
    """What is observed on an event, each between 0 and 1: the name of the observation, what it says, and its value."""
    linked = sum(e.linked for e, _ in t.who) / max(1, len(t.who))
    sides = {e.polity for e, _ in t.who if e.polity}
    return (
        ("sure", "the reader finds an event here", t.sure),
        ("kind", "the reader is sure of its type", t.kindly),
        ("linked", "those who take part are known by name or office", linked),
        ("sides", "two states or organisations take part", float(len(sides) >= 2)),
        ("many", "three or more take part", float(len(t.who) > 2)),
        ("dated", "it has a date", float(t.when is not None and t.when.edtf is not None)),
        ("placed", "it has a place", float(t.state is not None)),
        ("again", "it is told again", min(1.0, (len(t.numbers) - 1) / 2)),
    )


def passage(text: Text, t: Telling) -> tuple[int, int]:
    """The sentence of the trigger, and those beside it in which it is said who takes part."""
    own = text.sentence(t.start)
    start, end = text.bounds(own)
    for a, _ in t.spans:
        n = text.sentence(a)
        if abs(n - own) == 1:
            low, high = text.bounds(n)
            if max(end, high) - min(start, low) <= _WIDE:
                start, end = min(start, low), max(end, high)
    return (start, end) if end > start else (t.start, t.end)


def _actor(e: Entity, f: Function, tools: Tools) -> Actor:
    office = tools.catalog.offices.get(e.offices[0]) if e.offices else None
    return Actor(
        name=e.name,
        office=office.label if office else None,
        polity=e.polity,
        kind=e.kind,
        function=f,
        ref=e.ref,
        start=e.first[0],
        end=e.first[1],
    )
