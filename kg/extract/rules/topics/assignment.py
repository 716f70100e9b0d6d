"""What was talked about: found where the text says so, named, and given to the event it belongs to.

The words are linked to the SKOS scheme where it has the topic, and kept as short text where it has
not. Where a sentence speaks of topics is in openings.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from kg.core.model import Topic
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.topics.lists import Listed, lists
from kg.extract.rules.topics.names import Names
from kg.extract.rules.topics.nouns import SUBJECTS, governed
from kg.extract.rules.topics.openings import Opening, openings
from kg.extract.rules.topics.targets import collective, path, purpose, rank, shares
from kg.reference.catalog import Catalog
from kg.reference.event_kinds import kind_of

Resolve = Callable[[Mention], tuple[Entity, ...]]

# Tokens between an event and a list of its topics: a label reaches further than a bare list.
_LABELLED, _NEXT = 60, 2
_MATTER = frozenset({"on", "about", "regarding", "concerning", "of", "over"})
_OTHER_TIME = frozenset({"after", "before", "since", "following", "until"})


class Topics:
    """Finds what was talked about and gives it to the event that it belongs to."""

    def __init__(self, catalog: Catalog) -> None:
        self.words = catalog.words
        self.names = Names(catalog)

    def fill(
        self, tokenize: Callable[[str], list[str]], *, nouns: frozenset[str] = frozenset()
    ) -> None:
        """Indexes the labels with the tokenizer of the texts (a callable from text to words).

        ``nouns`` are those of the language.
        """
        self.names.fill(tokenize, nouns)

    def assign(
        self,
        doc: Text,
        reading: Reading,
        found: Sequence[Draft],
        before: Sequence[Draft],
        *,
        blocked: set[int],
        paragraphs: Sequence[int],
        resolve: Resolve,
        readout: bool = False,
        account: bool = False,
        title: bool = False,
    ) -> None:
        """Gives the topics of a sentence to the event that it states or takes up.

        ``found`` are the drafts of the sentence, ``before`` those of the sentences read so far;
        ``blocked`` tokens that are no topic;
        ``paragraphs`` are the first tokens of its paragraphs.
        ``readout``: an official account of one event, in which what somebody stressed was said in
        the talks and not to the press. ``account``: it reads like one. ``title``: the sentence is a headline.
        """

        if not found and not before:
            return

        def add(d: Draft, topics: Sequence[Topic]) -> None:
            for t in topics:
                if all(t.label != k.label for k in d.topics):
                    d.topics.append(t)

        def give(d: Draft, opening: Opening, head: Word, *, free: bool) -> None:
            add(
                d,
                self.names.topics(doc, reading, opening, head, d, blocked=blocked, free=free),
            )

        events = [d for d in found if not d.anaphoric]
        reported = readout or account or self._introduced(doc, reading)
        places = list(openings(reading, self.words))
        paragraph = paragraphs[bisect_right(paragraphs, reading.start) - 1]
        for d in events:
            for own in self._own(d, places):
                for head in own.heads:
                    give(d, own, head, free=True)
        for listed in () if title else lists(reading, self.words):
            of = self._listed_for(doc, reading, listed, events, before)
            if of is not None:
                add(of, self.names.listed(doc, reading, listed, of, blocked=blocked))
        taken: list[Opening] = []
        for opening in places:
            speakers = self._speakers(opening, resolve)
            if speakers is None and any(_of_it(opening.by, d) for d in events):
                speakers = []  # "The interim government summoned him to complain of X."
            if speakers is None or self._to_press(opening):
                continue
            if (readout or account) and collective(opening):
                speakers = []  # Those of the account, whoever was named last.
            target = self._target(
                reading,
                opening,
                events,
                before,
                speakers,
                paragraph=paragraph,
                readout=readout,
                title=title,
            )
            if target is None and speakers and (readout or account or collective(opening)):
                # "The parties", of whom it was not found out who they are; a side of the account.
                speakers = []
                target = self._target(
                    reading,
                    opening,
                    events,
                    before,
                    speakers,
                    paragraph=paragraph,
                    readout=readout,
                    title=title,
                )
            if target is None:
                continue
            told = [e for m in _addressed(opening) for e in resolve(m)]
            if opening.by.lemma_ in self.words["message-noun"] and target.reading is not reading:
                continue
            nested = any(o.by in opening.by.ancestors or _while(o.by, opening.by) for o in taken)
            if not nested and not self._said_there(
                opening, target, [*speakers, *told], readout=reported
            ):
                continue
            if opening.manner in {"talk", "agenda", "noun"}:
                taken.append(opening)
            anchors = target.anchors if target.reading is reading else frozenset[int]()
            for head in opening.heads:
                here = bool(anchors) and _of_it(opening.by, target)
                free = _nameable(opening, head, len(speakers), here=here, reported=reported)
                give(target, opening, head, free=free)

    def _own(self, d: Draft, known: Sequence[Opening]) -> list[Opening]:
        """What stands with the event itself: "summoned him over X", "a letter about X"."""
        out = []
        for i in sorted(d.anchors):
            word = d.reading.tokens[i]
            if any(o.by == word for o in known):
                continue
            prepositions = frozenset({"about", "over", "regarding", "concerning"})
            if word.pos_ == "NOUN":
                prepositions |= {"on"}
            heads = [h for h in governed(word, prepositions) if h.i not in d.fillers]
            heads += self._content(d, word)
            out.append(Opening(word, tuple(heads), "noun"))
        return out

    def _content(self, d: Draft, word: Word) -> list[Word]:
        """What a message says, what a document is about, what a summons answers."""
        out: list[Word] = []
        for c in word.children:
            if d.type == "message" and c.dep_ == "ccomp":
                out.append(c)
            elif d.type == "summons" and c.dep_ == "advcl" and c.i > word.i:
                out += [c] if any(m.lower_ == "after" for m in c.children) else []
            elif (
                d.type == "agreement_signing"
                and c.dep_ in {"dobj", "nsubjpass", "pobj"}
                and c.lemma in self.words["document-noun"]
            ):
                about = governed(c, _MATTER | {"for", "to"})
                out += about or [c]
        return out

    def _listed_for(
        self,
        doc: Text,
        reading: Reading,
        listed: Listed,
        events: Sequence[Draft],
        before: Sequence[Draft],
    ) -> Draft | None:
        """The event that a bare list belongs to: the last one named before it, in the same item."""
        if listed.at and not listed.labelled:
            here = [d for d in events if kind_of(d.type).talks and max(d.anchors) < listed.at]
            return here[-1] if here else None
        known = [d for d in before if not d.anaphoric and not d.title and kind_of(d.type).talks]
        if not known:
            return None
        last = known[-1]
        between = doc.said(last.reading.end, reading.start)
        near = reading.start - last.reading.end <= (_LABELLED if listed.labelled else _NEXT)
        return last if near and (listed.labelled or between.count("\n") < 2) else None

    def _introduced(self, doc: Text, reading: Reading) -> bool:
        """Do the words before a quotation say that it is of the talks: "said of the conversation"?"""
        i = reading.start - 1
        while i > 0 and (doc[i].is_space or doc[i].is_quote):
            i -= 1
        if i <= 0 or doc[i].text not in {",", ":"}:
            return False
        low = i
        while low > 0 and i - low < 16 and doc[low - 1].text not in {".", "!", "?", "\n\n"}:
            low -= 1
        return any(doc.folded[k] in self.words["anaphoric-noun"] for k in range(low, i))

    # -- whose words -----------------------------------------------------------------------------

    def _speakers(self, opening: Opening, resolve: Resolve) -> list[Entity] | None:
        """Who talks, as far as the clause says; None when its subject cannot be somebody who talks."""
        subject = opening.subject
        if opening.manner in {"agenda", "noun"}:
            return []
        if subject is None:
            return [] if self._free(opening.by) else None
        out: list[Entity] = []
        known = False
        for token in (subject, *subject.conjuncts):
            m = token.mention
            if m is not None:
                known = True
                out += [e for e in resolve(m) if e not in out]
        if known:
            return out
        if subject.lower_ in {"we", "they"} or subject.lemma in self.words["talk-subject"]:
            return []
        return None

    def _free(self, verb: Word) -> bool:
        """May a verb without a subject be said of the talks? Not in "a channel to review threats"."""
        if verb.dep_ not in {"acl", "relcl"}:
            return True
        noun = verb.head.lemma
        return any(
            noun in self.words[k]
            for k in (
                "talk-subject",
                "topic-noun",
                "anaphoric-noun",
                "topic-wrapper",
                "occasion-noun",
            )
        )

    def _to_press(self, opening: Opening) -> bool:
        """Is the clause an account to the press or to somebody who was not there?"""
        beside = [
            c for c in opening.by.children if c.dep_ in {"dobj", "dative", "npadvmod", "nsubj"}
        ]
        for c in opening.by.children:
            if c.dep_ == "prep":
                beside += [p for p in c.children if p.dep_ == "pobj"]
        near = [t for c in beside for t in (c, *c.lefts)]
        return any(t.lower_ in self.words["press-word"] and t.mention is None for t in near)

    def _said_there(
        self, opening: Opening, target: Draft, people: Sequence[Entity], *, readout: bool
    ) -> bool:
        """Does the clause report the talks, and not what one of the people said elsewhere?"""
        if opening.manner in {"agenda", "noun", "talk"} or readout:
            return True
        by = opening.by
        if by.sentence is target.reading.tokens and _of_it(by, target):
            return True
        if opening.manner == "purpose":
            return False
        members = {id(e) for e, _ in target.participants}
        states = {e.polity for e, _ in target.participants if e.polity}
        inside = {
            id(e)
            for e in people
            if id(e) in members or (e.kind != "person" and not e.collective and e.polity in states)
        }
        if opening.manner in {"address", "frame"}:
            return bool(inside)
        if opening.subject is None:
            # An item of a list: "The two sides / - reviewed X / - agreed on Y".
            return by.dep_ == "ROOT" and by.i <= 1
        return len(inside) >= 2 or (
            not people and opening.subject.lemma in self.words["talk-subject"]
        )

    # -- which event -----------------------------------------------------------------------------

    def _target(
        self,
        reading: Reading,
        opening: Opening,
        events: Sequence[Draft],
        before: Sequence[Draft],
        speakers: Sequence[Entity],
        *,
        paragraph: int,
        readout: bool,
        title: bool,
    ) -> Draft | None:
        """The event that what is said belongs to: that of its clause, else that of its people."""
        here = [d for d in events if self._governs(d, opening)]
        here = [d for d in here if d.type != "visit" or opening.by != d.token]  # "went over X"
        by = opening.by
        beside = opening.manner == "noun" and opening.subject is None and by.dep_ == "pobj"
        if beside and not here and by.head.lower_ not in {"of", "for", "in", "on", "during"}:
            # "Ahead of the talks on X": not the talks told of.
            return None
        fits = [d for d in here if shares(d, speakers) or purpose(by, d)]
        if not speakers and opening.subject is not None:
            # "In view of his visit to Kyiv, the two discussed X": not on the visit.
            fits = [d for d in fits if d.type != "visit" or _of_it(by, d)]
        firm = [d for d in fits if not d.residual]
        if firm and not title:
            return min(firm, key=lambda d: min(abs(i - by.i) for i in d.anchors))
        earlier = [
            d
            for d in before
            if not d.anaphoric and not d.title and kind_of(d.type).talks and shares(d, speakers)
        ]
        if earlier:
            return max(
                earlier,
                key=lambda d: rank(
                    d, reading, opening, speakers, earlier, paragraph=paragraph, readout=readout
                ),
            )
        return fits[0] if fits else None

    def _governs(self, d: Draft, opening: Opening) -> bool:
        """Is the event that of the clause, and not something mentioned inside it or beside it?"""
        by = opening.by
        if by.i in d.anchors or purpose(by, d):
            return True
        if any(d.token == h or h in d.token.ancestors for h in opening.heads):
            return False
        anchors = [by.sentence[i] for i in sorted(d.anchors)]
        above = next((a for a in anchors if a in by.ancestors), None)
        if above is not None:
            return all(t.dep_ != "relcl" for t in path(by, above))
        if kind_of(d.type).talks and any(t.text == ";" for t in by.sentence[d.token.i : by.i]):
            return True  # "They met in Ankara; Syria came first."
        below = next((a for a in anchors if by in a.ancestors), None)
        if below is not None:
            way = path(below, by)
            return (
                all(x.dep_ not in {"relcl", "advcl", "acl", "ccomp"} for x in way)
                and all(x.lower_ not in _OTHER_TIME for x in way)
                and not any(
                    x.dep_ == "conj" and any(c.dep_ in SUBJECTS for c in x.children) for x in way
                )
            )
        if d.token.pos_ in {"VERB", "AUX"} or len(anchors) > 1:
            return any(by in a.conjuncts or set(a.conjuncts) & set(by.ancestors) for a in anchors)
        return kind_of(d.type).talks and opening.manner == "agenda"


def _of_it(by: Word, d: Draft) -> bool:
    """Is it the event's own word, what the event was for, or told in one breath with it?"""
    return d.token.sentence is by.sentence and (
        by.i in d.anchors or purpose(by, d) or _told_with(by, d)
    )


def _while(low: Word, high: Word) -> bool:
    """ "When Ukraine was raised, he called for X": what is said in the clause above was said there."""
    return any(t.dep_ == "advcl" and t.head == high for t in (low, *low.ancestors))


def _told_with(by: Word, d: Draft) -> bool:
    """ "telephoned him and thanked him for X", "received her, highlighting X": told as one act."""
    for t in (by, *by.ancestors):
        if t.i in d.anchors:
            return True
        going = t.dep_ == "advcl" and t.tag_ == "VBG"
        if not (going or t.dep_ == "conj") or any(c.dep_ in SUBJECTS for c in t.children):
            return False
    return False


def _addressed(opening: Opening) -> list[Mention]:
    """To or with whom somebody spoke: "conveyed to her", "raised it with him"."""
    out = []
    for c in opening.by.children:
        near = [c] if c.dep_ in {"dative", "dobj"} else []
        if c.dep_ in {"prep", "dative"} and c.lower_ in {"to", "with"}:
            near += [p for p in c.children if p.dep_ == "pobj"]
        out += [m for t in near if (m := t.mention) is not None and m.kind != "country"]
    return out


def _nameable(opening: Opening, head: Word, speakers: int, *, here: bool, reported: bool) -> bool:
    """May words that the scheme does not have be a topic? What one person stressed is too vague."""
    if opening.manner == "stance":
        return here or reported or speakers > 1 or (opening.subject is not None and not speakers)
    if opening.manner == "address":
        on = head.dep_ in {"pobj", "pcomp"} and head.head.lower_ in _MATTER
        return on or here or reported
    return True
