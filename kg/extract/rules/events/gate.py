"""The gate before the model: which sentences may state an event between states, and are worth parsing.

The parser takes most of the time of reading an article, and most sentences of most articles state no
meeting. Three questions are asked of each, of what is known before the parse:

* has it a word that is a form of a trigger (ontology/events)?
* are there enough actors for the slots of that trigger?
* are they, with the places named, of two sides: two states, a state and a body, somebody of whose
  side nothing is known?

Sentences of which all three hold are read. If an event is found in one of them, those beside them are
read too, to which pronouns, dates and topics reach, and in an article about such events all that may
state another or say what they were about. In an article without any, nothing is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.core.model import Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.text.forms import Forms
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Catalog, Trigger

REACH = 1
"""Sentences before and after one that may state an event which are read with it."""

LEAD = 4
"""A programme says whose it is in one of the first sentences."""

SHARE = 0.12
"""An article of which such a share of the sentences may state an event is about such events."""

_PEOPLE = frozenset({"person", "role", "group", "pronoun", "crowd"})
_MANY = frozenset({"they", "them", "their", "both", "we", "us", "our"})
_FRAMES = frozenset({"on", "regarding", "concerning", "about", "with", "in", "as"})
_OF_TOPICS = (
    "topic-verb", "topic-verb-on", "topic-verb-particle", "topic-verb-object", "topic-subject-verb",
    "topic-noun", "topic-adjective", "agenda-verb", "agenda-noun", "agenda-item", "address-verb",
    "stance-verb", "stance-adjective", "occasion-noun", "message-noun", "list-label",
)  # fmt: skip
"""Lists of ontology/grammar.ttl whose words introduce topics (topics/openings.py)."""


class Gate:
    """Knows every form of every trigger of a catalog; made once for a language model."""

    def __init__(self, catalog: Catalog, forms: Forms) -> None:
        found: dict[str, list[Trigger]] = defaultdict(list)
        for t in catalog.triggers:
            for form in forms.of(t.lemma[0]):
                found[form].append(t)
        self._triggers = dict(found)
        self._topics = {
            form
            for kind in _OF_TOPICS
            for word in catalog.words[kind]
            for form in forms.of(word.split()[0])
        }
        self._programmes = {f for w in catalog.words["programme-noun"] for f in forms.of(w)}

    def has_trigger(self, words: Sequence[str]) -> bool:
        """Is one of the words (lower case) a form of a trigger?"""
        return any(w in self._triggers for w in words)

    def chosen(
        self,
        words: Sequence[str],
        sentences: Sequence[Sentence],
        resolved: Mapping[Mention, tuple[Entity, ...]],
        *,
        memo: bool = False,
        home: bool = False,
        seat: Notation | None = None,
        official: bool = False,
    ) -> tuple[set[int], set[int]]:
        """Indices of the sentences to be read, and of those to be read if an event is found in them.

        ``words`` are those of the document in lower case.

        What a memorandum of conversation tells is between its sides, whoever a sentence names; so is
        what the programme of somebody lists. ``home``: a government published it, so that who
        arrives arrives there. ``seat`` is the state of the dateline, which "here" names. ``official``:
        it is a readout or a memorandum, all of it about events.
        """
        order = sorted(range(len(sentences)), key=lambda n: sentences[n].span)
        one = memo or any(self._programme(sentences[n], words) for n in order[:LEAD])
        may: list[int] = []
        sure: list[int] = []
        more: set[int] = set()
        for k, n in enumerate(order):
            s = sentences[n]
            here = words[s.span[0] : s.span[1]]
            at = seat if seat and "here" in here else None
            if not self._states(here, s, home=home or at is not None):
                continue
            may.append(n)
            enough = s.pair is not None or _sides(s.mentions, s.places, resolved, words, at) >= 2
            if one or enough or self._summons(here):
                sure.append(k)
                more |= set(order[max(0, k - REACH) : k + REACH + 1])
        if sure and (official or len(sure) >= SHARE * len(order)):
            # An article about such events: what else may state one is read, if it names one side only,
            # and what may say what they were about.
            more |= set(may)
            for n in order[sure[0] :]:
                here = words[sentences[n].span[0] : sentences[n].span[1]]
                if here[0] in _FRAMES or any(w in self._topics for w in here):
                    more.add(n)
        first = {order[k] for k in sure}
        return first, more - first

    def _summons(self, words: Sequence[str]) -> bool:
        """An ambassador who is summoned needs nobody else in the sentence."""
        return any(
            t.type == "summons" and len(t.lemma) == 1
            for w in words
            for t in self._triggers.get(w, ())
        )

    def _programme(self, s: Sentence, words: Sequence[str]) -> bool:
        """Does a sentence head the programme of somebody?"""
        named = any(m.kind in {"person", "role"} for m in s.mentions)
        return named and any(w in self._programmes for w in words[s.span[0] : s.span[1]])

    def _states(self, words: Sequence[str], sentence: Sentence, *, home: bool) -> bool:
        """May the sentence state an event: a trigger, and who can stand in its slots?"""
        mentions = sentence.mentions
        count = sum(2 if m.kind == "group" or m.plural else 1 for m in mentions)
        count += 2 * (sentence.pair is not None)
        people = any(m.kind in _PEOPLE for m in mentions)
        bodies = any(m.kind == "organisation" for m in mentions)
        where = home or bool(sentence.places) or any(m.kind == "country" for m in mentions)
        for word in words:
            for t in self._triggers.get(word, ()):
                if len(t.lemma) > 1 and t.lemma[1] not in words:
                    continue
                if t.type == "visit":
                    enough = people and where
                elif t.type == "summons":
                    enough = people
                elif t.pos != "VERB":
                    enough = count >= 1
                elif t.type == "agreement_signing":
                    enough = True
                else:
                    enough = bodies or (count >= 2 and (people or "people" not in t.options))
                if enough:
                    return True
        return False


def _sides(
    mentions: Sequence[Mention],
    places: Sequence[PlaceMention],
    resolved: Mapping[Mention, tuple[Entity, ...]],
    words: Sequence[str],
    seat: Notation | None,
) -> int:
    """How many sides a sentence names: states, bodies of several, and those who may be of any."""
    sides: set[object] = {p.venue.country for p in places if p.venue.country}
    if seat:
        sides.add(seat)
    open_ = 0
    for m in mentions:
        found = resolved.get(m, ())
        sides.update(m.polities)  # "the Venezuelan ambassador to Spain"
        if not found:
            open_ += 2 * (m.kind == "group") + (m.kind == "role")
            open_ += m.kind == "pronoun" and words[m.start] in _MANY
        for e in found:
            if e.polity:
                sides.add(e.polity)
            elif (e.kind == "organisation" and e.ref) or (e.kind == "person" and e.offices):
                sides.add(id(e))
    return len(sides) + open_
