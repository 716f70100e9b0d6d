"""What was talked about: found where the text says so, named, and given to the event it belongs to.

The words are linked to the SKOS scheme where it has the topic, and kept as short text where it has
not. Where a sentence speaks of topics is in topic_phrases.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Doc, Token

from kg.annotate.actors import Mention
from kg.annotate.entities import Entity
from kg.annotate.events import Draft
from kg.annotate.frames import TALKS
from kg.annotate.reading import Reading
from kg.annotate.topic_names import Names
from kg.annotate.topic_phrases import Opening, governed, openings
from kg.catalog import Catalog

Resolve = Callable[[Mention], tuple[Entity, ...]]
_AHEAD = frozenset({"planned", "proposed"})
# Tokens between an event and what is said after it: the next sentences; one step further away.
_NEAR, _FAR = 60, 40
_OFF = frozenset({"cancelled", "postponed", "declined", "denied"})


class Topics:
    """Finds what was talked about and gives it to the event that it belongs to."""

    def __init__(self, catalog: Catalog) -> None:
        self.words = catalog.words
        self.names = Names(catalog)

    def fill(self, tokenize: Callable[[str], list[str]]) -> None:
        """Indexes the labels with the tokenizer of the texts (a callable from text to words)."""
        self.names.fill(tokenize)

    def assign(
        self,
        doc: Doc,
        reading: Reading,
        found: Sequence[Draft],
        before: Sequence[Draft],
        *,
        folded: Sequence[str],
        blocked: set[int],
        resolve: Resolve,
        readout: bool = False,
        title: bool = False,
    ) -> None:
        """Gives the topics of a sentence to the event that it states or takes up.

        ``found`` are the drafts of the sentence, ``before`` those of the sentences read so far;
        ``folded`` are the folded tokens of the document, ``blocked`` tokens that are no topic.
        ``readout``: an official account of one event, in which what somebody stressed was said in
        the talks and not to the press. ``title``: the sentence is a headline.
        """

        def give(d: Draft, opening: Opening, head: Token, *, free: bool) -> None:
            topics = self.names.topics(
                doc, reading, opening, head, d, folded=folded, blocked=blocked, free=free
            )
            for t in topics:
                if all(t.label != k.label for k in d.topics):
                    d.topics.append(t)

        events = [d for d in found if not d.anaphoric]
        reported = readout or self._introduced(doc, reading, folded)
        places = list(openings(reading, self.words))
        paragraph = _paragraph(doc, reading.start) if places else 0
        for d in events:
            for own in self._own(d, places):
                for head in own.heads:
                    give(d, own, head, free=True)
        for opening in places:
            speakers = self._speakers(reading, opening, resolve)
            if speakers is None or self._to_press(reading, opening):
                continue
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
            told = [e for m in _addressed(reading, opening) for e in resolve(m)]
            if not self._said_there(opening, target, [*speakers, *told], readout=reported):
                continue
            anchors = target.anchors if target.reading is reading else frozenset[int]()
            for head in opening.heads:
                free = _nameable(opening, head, len(speakers), here=opening.by.i in anchors)
                give(target, opening, head, free=free)

    def _own(self, d: Draft, known: Sequence[Opening]) -> list[Opening]:
        """What stands with the event itself: "summoned him over X", "a letter about X"."""
        out = []
        for i in sorted(d.anchors):
            word = d.reading.doc[i]
            if any(o.by == word for o in known):
                continue
            prepositions = frozenset({"about", "over", "regarding", "concerning"})
            if word.pos_ == "NOUN":
                prepositions |= {"on"}
            heads = [h for h in governed(word, prepositions) if h.i not in d.fillers]
            out.append(Opening(word, tuple(heads), "noun"))
        return out

    def _introduced(self, doc: Doc, reading: Reading, folded: Sequence[str]) -> bool:
        """Do the words before a quotation say that it is of the talks: "said of the conversation"?"""
        i = reading.start - 1
        while i > 0 and (doc[i].is_space or doc[i].is_quote):
            i -= 1
        if i <= 0 or doc[i].text not in {",", ":"}:
            return False
        low = i
        while low > 0 and i - low < 16 and doc[low - 1].text not in {".", "!", "?", "\n\n"}:
            low -= 1
        return any(folded[k] in self.words["anaphoric-noun"] for k in range(low, i))

    # -- whose words -----------------------------------------------------------------------------

    def _speakers(
        self, reading: Reading, opening: Opening, resolve: Resolve
    ) -> list[Entity] | None:
        """Who talks, as far as the clause says; None when its subject cannot be somebody who talks."""
        subject = opening.subject
        if opening.manner in {"agenda", "noun"}:
            return []
        if subject is None:
            return [] if self._free(opening.by) else None
        out: list[Entity] = []
        known = False
        for token in (subject, *subject.conjuncts):
            m = reading.mention(token)
            if m is not None:
                known = True
                out += [e for e in resolve(m) if e not in out]
        if known:
            return out
        if (
            subject.lower_ in {"we", "they"}
            or subject.lemma_.casefold() in self.words["talk-subject"]
        ):
            return []
        return None

    def _free(self, verb: Token) -> bool:
        """May a verb without a subject be said of the talks? Not in "a channel to review threats"."""
        if verb.dep_ not in {"acl", "relcl"}:
            return True
        noun = verb.head.lemma_.casefold()
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

    def _to_press(self, reading: Reading, opening: Opening) -> bool:
        """Is the clause an account to the press or to somebody who was not there?"""
        beside = [
            c for c in opening.by.children if c.dep_ in {"dobj", "dative", "npadvmod", "nsubj"}
        ]
        for c in opening.by.children:
            if c.dep_ == "prep":
                beside += [p for p in c.children if p.dep_ == "pobj"]
        near = [t for c in beside for t in (c, *c.lefts)]
        return any(
            t.lower_ in self.words["press-word"] and reading.mention(t) is None for t in near
        )

    def _said_there(
        self, opening: Opening, target: Draft, people: Sequence[Entity], *, readout: bool
    ) -> bool:
        """Does the clause report the talks, and not what one of the people said elsewhere?"""
        if opening.manner in {"agenda", "noun", "talk"} or readout:
            return True
        by = opening.by
        if by.doc is target.reading.doc and (by.i in target.anchors or _purpose(by, target)):
            return True
        members = {id(e) for e, _ in target.participants}
        inside = {id(e) for e in people} & members
        if opening.manner == "address":
            return bool(inside)
        if opening.subject is None:
            # An item of a list: "The two sides / - reviewed X / - agreed on Y".
            return by.dep_ == "ROOT" and by.i <= 1
        return len(inside) >= 2 or (
            not people and opening.subject.lemma_.casefold() in self.words["talk-subject"]
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
        by = opening.by
        beside = opening.manner == "noun" and opening.subject is None and by.dep_ == "pobj"
        if beside and not here and by.head.lower_ not in {"of", "for", "in", "on", "during"}:
            # "Ahead of the talks on X": not the talks told of.
            return None
        fits = [d for d in here if _shares(d, speakers) or _purpose(by, d)]
        firm = [d for d in fits if not d.residual]
        if firm and not title:
            return min(firm, key=lambda d: min(abs(i - by.i) for i in d.anchors))
        earlier = [
            d
            for d in before
            if not d.anaphoric and not d.title and d.type in TALKS and _shares(d, speakers)
        ]
        if earlier:
            return max(
                earlier,
                key=lambda d: _rank(
                    d, reading, opening, speakers, earlier, paragraph=paragraph, readout=readout
                ),
            )
        return fits[0] if fits else None

    def _governs(self, d: Draft, opening: Opening) -> bool:
        """Is the event that of the clause, and not something mentioned inside it or beside it?"""
        by = opening.by
        if by.i in d.anchors or _purpose(by, d):
            return True
        if any(d.token == h or h in d.token.ancestors for h in opening.heads):
            return False
        anchors = [by.doc[i] for i in sorted(d.anchors)]
        above = next((a for a in anchors if a in by.ancestors), None)
        if above is not None:
            return all(t.dep_ != "relcl" for t in _path(by, above))
        below = next((a for a in anchors if by in a.ancestors), None)
        if below is not None:
            path = _path(below, by)
            return all(t.dep_ not in {"relcl", "advcl", "acl", "ccomp"} for t in path) and all(
                t.lower_ not in {"after", "before", "since", "following", "until"} for t in path
            )
        if d.token.pos_ in {"VERB", "AUX"} or len(anchors) > 1:
            return any(by in a.conjuncts or set(a.conjuncts) & set(by.ancestors) for a in anchors)
        return d.type in TALKS and opening.manner == "agenda"


def _purpose(verb: Token, d: Draft) -> bool:
    """ "trips to Moscow to discuss X": an infinitive after the event with no finite verb between."""
    if verb.tag_ != "VB" or not verb.i or verb.doc[verb.i - 1].lower_ != "to" or d.token.i > verb.i:
        return False
    last = (
        max(i for i in d.anchors if i < verb.i) if any(i < verb.i for i in d.anchors) else d.token.i
    )
    return verb.i - last <= 14 and not any(
        t.pos_ in {"VERB", "AUX"} for t in verb.doc[last + 1 : verb.i - 1]
    )


def _shares(d: Draft, speakers: Sequence[Entity]) -> bool:
    """Do those who speak take part? Two of them where the clause names two or more."""
    if not speakers:
        return True
    people = {id(e) for e, _ in d.participants}
    states = {e.polity for e, _ in d.participants if e.polity}
    n = sum(
        id(e) in people or (e.kind != "person" and e.polity in states and e.polity is not None)
        for e in speakers
    )
    return n >= min(2, len(speakers))


def _rank(
    d: Draft,
    reading: Reading,
    opening: Opening,
    speakers: Sequence[Entity],
    pool: Sequence[Draft],
    *,
    paragraph: int,
    readout: bool,
) -> tuple[float, int]:
    """How well an event read before fits as the one that a clause speaks of."""
    score = 0.0
    if _background(d):
        score -= 2
    if d.status in _OFF:
        score -= 2
    if d.status in _AHEAD and not _future(opening.by):
        score -= 1
    if d.status == "proposed":
        score -= 0.7
    if d.status not in _AHEAD and _future(opening.by) and any(x.status in _AHEAD for x in pool):
        score -= 1
    if d.residual:
        score -= 0.5
    people = [e for e, _ in d.participants if e.kind == "person"]
    if speakers and len(people) == len(speakers):
        score += 0.5
    score -= 0.15 * min((reading.start - d.reading.start) // _FAR, 6)
    if d.reading.start >= paragraph and not d.plain_noun:
        score += 1.0
    if d is pool[0]:
        score += 2.0 if readout else 0.7
    if d.when is not None or d.venue is not None:
        score += 0.4
        if reading.start - d.reading.start < _NEAR:
            score += 0.8
    # Whom the whole article speaks of most, and across a border, is whom it says talked.
    known = sorted((min(e.count, 6) for e, _ in d.participants), reverse=True)[:2]
    score += 0.12 * sum(known)
    if len({e.polity for e, _ in d.participants if e.polity}) < 2:
        score -= 1.2
    return score, d.start


def _paragraph(doc: Doc, at: int) -> int:
    """The first token of the paragraph that a token stands in."""
    while at > 0 and doc[at - 1].text.count("\n") < 2:
        at -= 1
    return at


def _background(d: Draft) -> bool:
    """Was the event mentioned in passing: in a clause that hangs on another, or as an earlier one?"""
    if d.other:
        return True
    for t in (d.token, *d.token.ancestors):
        if t.dep_ in {"relcl", "acl"} and t.tag_ != "VB":
            # "on to Sochi, where he will meet them" carries the story on.
            return all(c.lower_ != "where" for c in t.children)
        if t.dep_ == "advcl" and any(
            c.lower_ in {"after", "before", "since", "when", "as", "while"} for c in t.children
        ):
            return True
        if t.dep_ == "pobj" and t.head.lower_ in {
            "after",
            "before",
            "since",
            "following",
            "of",
            "ahead",
        }:
            return True
    return any(
        c.lower_ in {"last", "previously", "earlier"} and c.dep_ == "advmod"
        for c in d.token.children
    )


def _future(verb: Token) -> bool:
    """ "will discuss", "are to be discussed"."""
    for t in (verb, verb.head):
        for c in t.children:
            if c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "would"}:
                return True
    return verb.dep_ in {"xcomp", "acl", "relcl"} and any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    )


def _path(low: Token, high: Token) -> list[Token]:
    """The tokens from ``low`` up to, and without, ``high``."""
    out = [low]
    for t in low.ancestors:
        if t == high:
            break
        out.append(t)
    return out


def _addressed(reading: Reading, opening: Opening) -> list[Mention]:
    """To or with whom somebody spoke: "conveyed to her", "raised it with him"."""
    out = []
    for c in opening.by.children:
        near = [c] if c.dep_ in {"dative", "dobj"} else []
        if c.dep_ in {"prep", "dative"} and c.lower_ in {"to", "with"}:
            near += [p for p in c.children if p.dep_ == "pobj"]
        out += [m for t in near if (m := reading.mention(t)) is not None and m.kind != "country"]
    return out


def _nameable(opening: Opening, head: Token, speakers: int, *, here: bool) -> bool:
    """May words that the scheme does not have be a topic? What one person stressed is too vague."""
    if opening.manner == "stance":
        return here or speakers > 1 or (opening.subject is not None and not speakers)
    if opening.manner == "address":
        return head.dep_ in {"pobj", "pcomp"} and head.head.lower_ in {"on", "about", "regarding"}
    return True
