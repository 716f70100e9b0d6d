"""Officials whose state is not said: of the one that publishes, or of the one they are met in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from kg.core.ids import fold
from kg.core.model import Function, LocalIri, Notation
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.names import head_noun
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Office

_SMALL = frozenset({"a", "an", "the", "his", "her", "their", "its", "s"})
"""Words that say nothing of whose deputy somebody is."""
_HEAD = 2
_MINISTER = 3
"""The rank of a minister (kg:rank)."""
_LATELY = 12
"""Sentences over which an office goes on meaning the one who is called by it."""


def recent_with(
    sentences: Sequence[Sequence[Entity]],
    office: Office,
    polity: Notation | None,
    said: str,
    authority: Authority,
) -> Entity | None:
    """Who was spoken of last that has an office, as it is called, else as one of its kind.

    Two ambassadors of one state who are sent to different places are two people.
    """
    catalog, tail = authority.catalog, head_noun(office.label)

    def apart(e: Entity) -> bool:
        return authority.envoys.apart(office, e.office_text, said)

    for sentence in reversed(sentences[-_LATELY:]):
        for e in sentence:
            # "the Foreign Minister" is the one who is called so, and not the Secretary of State.
            here = polity in catalog.bodies or e.polity == (polity or e.polity)
            if e.kind == "person" and office.iri in e.offices and here and not apart(e):
                return e
    for exact in (True, False):
        for sentence in reversed(sentences):
            for e in sentence:
                if e.kind != "person" or (polity and e.polity and e.polity != polity) or apart(e):
                    continue
                if office.role in {authority.role(o) for o in e.offices}:
                    return e
                offices = [catalog.offices[o] for o in e.offices]
                kinds = {head_noun(o.label) for o in offices if o.rank <= 4}
                alike = tail in kinds or office.generic
                if not exact and alike and (polity is None or e.polity == polity):
                    return e
    return None


def _bare(people: Iterable[Entity], state: Notation | None) -> Entity | None:
    """The one without a state among people of other states than this."""
    rows = list(people)
    states = {e.polity for e in rows if e.polity}
    bare = [e for e in rows if e.polity is None]
    if state is None or state in states or not states or len(bare) != 1:
        return None
    (official,) = bare
    return official if official.kind == "person" and official.ref is None else None


def at_home(
    people: Iterable[tuple[Entity, Function]], home: Notation | None, authority: Authority
) -> None:
    """In what a government publishes, "the Foreign Minister" who met a foreigner is its own.

    Only where nobody else in it is of the publisher's, if the publisher has that office. Of several officials
    whose state is not said it is the one who is named first. An envoy is of whoever sent them.
    """
    rows = [e for e, function in people if function != "envoy"]
    official = _bare(rows, home) or _first_named(rows, home, authority)
    if (
        home
        and official is not None
        and any(_has(home, o, official, authority) for o in official.offices)
    ):
        official.polity = home


def _first_named(
    people: Sequence[Entity], home: Notation | None, authority: Authority
) -> Entity | None:
    """The minister or head who is named before all others, if nobody is known to be of that state."""
    if home is None or len(people) < 2 or home in {e.polity for e in people}:
        return None
    first = min(people, key=lambda e: e.first)
    offices = (authority.catalog.offices[o] for o in first.offices)
    ranks = [o.rank for o in offices if not o.generic]
    known = first.kind != "person" or first.polity is not None or first.ref is not None
    return None if known or not ranks or min(ranks) > _MINISTER else first


def _has(home: Notation, post: LocalIri, official: Entity, authority: Authority) -> bool:
    """May a state have an office, as it is called: "prime minister" and "foreign minister" are not American."""
    office = authority.catalog.offices[post]
    state = authority.catalog.polity(home)
    own = authority.own.get((home, office.role), ())
    if office.polity is None and own and office.role == post:
        said = fold(official.office_text or office.label)
        return any(fold(name) in said for o in own for name in o.names)
    head = office.rank <= _HEAD and office.kind == "political" and office.role == post
    return not head or state is None or (state.iri, post) in authority.tenures


def in_state(people: Iterable[Entity], state: Notation | None, authority: Authority) -> None:
    """ "In Apia he met Prime Minister Leilua": a head without a state is of the state they are in, and so is a governor.

    Only where he is the only one without a state, and the state has that office. Others of the state may be
    there, too, if none of them holds it: "met President Abbas and Prime Minister Fayyad in Ramallah".
    """
    rows = list(people)
    others = [e for e in rows if e.polity != state]
    official = _bare(others, state)
    if state is None or official is None:
        return
    local = authority.catalog.words["local-office"]
    offices = authority.catalog.offices
    here = [e for e in rows if e.polity == state]
    taken = {authority.role(o) for e in here for o in e.offices}
    heads = [
        o
        for o in official.offices
        if (offices[o].rank <= _HEAD or (not here and offices[o].label in local))
        and authority.role(o) not in taken
    ]
    if any(_has(state, o, official, authority) for o in heads):
        official.polity = state


def beside(
    mentions: Sequence[Mention],
    who: Callable[[Mention], Sequence[Entity]],
    between: Callable[[int, int], str],
    offices: Mapping[LocalIri, Office],
) -> None:
    """ "Serbian Interior Minister X and Justice Minister Y": what no state is said of is of the same.

    Only ministers and those below them: a head beside a head is of another state.
    """
    people = sorted((m for m in mentions if m.kind == "person"), key=lambda m: m.start)
    for a, b in pairwise(people):
        if len(a.polities) != 1 or not a.offices or not b.offices or b.polities:
            continue
        if between(a.end, b.start).strip(" ,").casefold() not in {"and", ""}:
            continue
        for e in who(b):
            ranks = [offices[o].rank for o in b.offices if offices[o].kind == "political"]
            if e.ref is None and e.polity is None and ranks and min(ranks) >= _MINISTER:
                e.polity = a.polities[0]


def for_others(
    mentions: Sequence[Mention],
    who: Callable[[Mention], Sequence[Entity]],
    between: Callable[[int, int], str],
    words: Mapping[str, frozenset[str]],
) -> None:
    """ "Special envoy X, sent by the Nigerian President Y": an envoy or aide is of the state of whom they act for.

    Only of somebody of whom no state is said; the words that say so are lists of the grammar.
    """
    people = sorted((m for m in mentions if m.kind == "person"), key=lambda m: m.start)
    for n, (a, b) in enumerate(pairwise(people)):
        gap = " ".join(between(a.end, b.start).casefold().replace("’s", "'s").split()).strip(" ,")
        before = (
            between(people[n - 1].end if n else max(0, a.start - 4), a.start).casefold().split()
        )
        if _without_article(gap) in words["sent-by"]:
            _as_of(a, b, who)
        elif (
            _sends(gap, words)
            or (gap == "'s" and b.offices)
            or (not gap and _for(before, words["for-somebody"]))
        ):
            _as_of(b, a, who)


def _as_of(aide: Mention, principal: Mention, who: Callable[[Mention], Sequence[Entity]]) -> None:
    states = {e.polity for e in who(principal)}
    for e in who(aide):
        if e.kind == "person" and e.polity is None and e.ref is None and len(states) == 1:
            e.polity = next(iter(states))


def _without_article(words: str) -> str:
    return words.removesuffix(" the").strip(" ,")


def _sends(gap: str, words: Mapping[str, frozenset[str]]) -> bool:
    """ "sent his deputy", "'s private secretary": what stands between somebody and who acts for them."""
    sent = next((p for p in words["sends"] if gap == p or gap.startswith(p + " ")), None)
    owned = gap.startswith("'s ")
    if sent is None and not owned:
        return False
    rest = [w.strip(",") for w in gap.removeprefix(sent or "'s").split()]
    aides = words["deputy"] | words["staff-word"]
    if sent is None:
        return 0 < len(rest) <= 4 and rest[-1] in aides
    return all(w in aides | _SMALL for w in rest)


def _for(before: Sequence[str], phrases: Iterable[str]) -> bool:
    said = " ".join(w for w in before if w not in _SMALL)
    return any(said == p or said.endswith(" " + p) for p in phrases)


def in_office_then(people: Iterable[Entity], day: date | None, authority: Authority) -> None:
    """Whom a surname means on the day of an event, where the text is of no day or of one that decides nothing."""
    for e in people:
        if day is None or e.kind != "person" or e.ref is not None or e.trade or len(e.words) != 1:
            continue
        m = Mention(
            start=0, end=0, kind="person", core=(0, 0), offices=tuple(e.offices),
            polities=(e.polity,) if e.polity else (),
        )  # fmt: skip
        ref = authority.entry(e.name or "", e.words, m, day)
        if ref is not None and authority.held_on(ref, day):
            entry = authority.person(ref)
            e.ref, e.name, e.polity = ref, entry.label, e.polity or entry.polity
