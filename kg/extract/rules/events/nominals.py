"""Talks that are only taken up ("the discussion will cover …", "after the talks …") and that nothing introduced.

Who took part is told by the clause that the noun stands in: its people, the two states of a pair that is
talked about ("Russian-Greek cooperation"), or those who tell the press of it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.core.model import Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.sentence import Pair
from kg.extract.rules.events.slots import add, expand, prepositions, subjects, verb_slots
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.reference.event_kinds import kind_of

_INSIDE = frozenset({"during", "in", "at"})
_AFTER = frozenset({"after", "following"})

Who = Callable[[Mention], Sequence[Entity]]


def introduce(
    found: Sequence[Draft],
    before: Sequence[Draft],
    reading: Reading,
    *,
    who: Who,
    words: Mapping[str, frozenset[str]],
    pair: Pair | None,
    state: Callable[[Notation], Entity],
) -> None:
    """Gives talks of a sentence their participants where neither they nor the text before names them."""
    told = any(kind_of(o.type).talks for o in (*before, *found) if not o.anaphoric)
    for d in found:
        if kind_of(d.type).talks:
            _told_to_the_press(d, reading, who, words)
        if not d.anaphoric or len(d.participants) > 1 or told:
            continue
        if not d.participants and pair is not None and _about(d, reading, pair, words):
            d.participants = [(state(n), "participant") for n in pair.states]
            d.anaphoric = False
            continue
        people = _of_the_clause(d, reading, who)
        if len(people) >= 2:
            d.participants = [(e, "participant") for e in people]
            d.anaphoric = False


def _of_the_clause(d: Draft, reading: Reading, who: Who) -> list[Entity]:
    """ "During the conversation, A congratulated B": the people of the clause that the noun stands in."""
    if d.token.dep_ != "pobj" or d.token.head.lower_ not in _INSIDE:
        return []
    verb = d.token.head.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return []
    slots = verb_slots(reading, verb)
    for child in verb.children:
        # "offered congratulations to Jones", "expressed thanks to Jones"
        if child.dep_ == "dobj" and child.mention is None:
            for name, noun in prepositions(child):
                if name in {"to", "with"}:
                    add(slots, name, expand(reading, noun))
    listed = [t for slot in ("subject", "object", "to", "with") for t in slots.get(slot, ())]
    return _people(d, listed, who)


def _people(d: Draft, listed: Iterable[Word], who: Who) -> list[Entity]:
    """The people whom words name, each once; the words become part of what the event is read from."""
    people: list[Entity] = []
    for t in listed:
        for e in who(t.mention) if t.mention else ():
            if e.kind == "person" and e not in people:
                people.append(e)
                d.fillers |= {t.i}
    return people


def _about(d: Draft, reading: Reading, pair: Pair, words: Mapping[str, frozenset[str]]) -> bool:
    """ "The discussion will cover the range of Russian-Greek cooperation": is the pair what it is about?

    An announcement says so under a headline that names the two. Somebody else's discussion is not
    "the discussion" alone ("the panel discussion").
    """
    about = words["agenda-verb"] | words["topic-verb-on"]
    above = d.token.head
    # "is to cover": what it will be is said by the verb below.
    verbs = [v for v in (above, *above.children) if v is above or v.dep_ == "xcomp"]
    verb = next((v for v in verbs if v.lemma in about), None)
    if d.token.dep_ not in {"nsubj", "nsubjpass"} or verb is None:
        return False
    if any(c.lower_ not in words["article"] for c in d.token.children):
        return False
    return any(
        t.i > verb.i and t.lemma in words["relation-noun"] for t in _phrase(reading, pair.end)
    )


def _phrase(reading: Reading, start: int) -> list[Word]:
    """ "political, trade and economic cooperation": the words from a token on, as far as one phrase goes."""
    out: list[Word] = []
    for t in reading.tokens:
        if reading.pieces[t.i].start >= start:
            if t.pos_ in {"VERB", "AUX", "ADP", "PRON", "SCONJ"}:
                break
            out.append(t)
    return out


def _told_to_the_press(
    d: Draft, reading: Reading, who: Who, words: Mapping[str, frozenset[str]]
) -> None:
    """ "Following Russian-Greek talks, A and B gave statements": those who tell of it afterwards held it.

    They are of the two states whose talks these were, or of two states where nobody is named.
    """
    if d.token.dep_ not in {"pobj", "dobj"} or d.token.head.lower_ not in _AFTER:
        return
    verb = d.token.head.head
    if d.status != "held" or not _tells(verb, words):
        return
    states = [e.polity for e, _ in d.participants if e.kind == "country"]
    if len(states) != len(d.participants) or len(states) not in {0, 2}:
        return
    if not states and not (d.anaphoric and any(c.dep_ == "poss" for c in d.token.children)):
        return
    fillers = d.fillers
    people = _people(d, subjects(reading, verb), who)
    sides = [e.polity for e in people]
    if len(people) == 2 and None not in sides and len({*sides}) == 2 and {*states} <= {*sides}:
        d.participants = [(e, "participant") for e in people]
        d.anaphoric = False
    else:
        d.fillers = fillers


def _tells(verb: Word, words: Mapping[str, frozenset[str]]) -> bool:
    """Does a verb tell the press: said, told reporters, gave statements, held a news conference?"""
    if verb.lemma in words["communication-verb"]:
        return True
    near = {
        t.lemma for c in verb.children if c.dep_ in {"dobj", "prep", "dative"} for t in c.subtree
    }
    return bool(near & words["press-act"])
