"""What was talked about: found where the text says so, named, and given to the event it belongs to.

The words are linked to the SKOS scheme where it has the topic, and kept as short text where it has
not. Where a sentence speaks of topics is in topic_phrases.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from spacy.tokens import Doc, Token

from kg.annotate.actors import Mention
from kg.annotate.entities import Entity
from kg.annotate.events import Draft
from kg.annotate.frames import TALKS
from kg.annotate.reading import Reading
from kg.annotate.topic_phrases import Opening, leaves, openings, phrase, region
from kg.catalog import Catalog
from kg.model import Topic
from kg.terms import fold

Resolve = Callable[[Mention], tuple[Entity, ...]]
_AHEAD = frozenset({"planned", "proposed"})
_OFF = frozenset({"cancelled", "postponed", "declined", "denied"})
_MAX_WORDS = 8
_EDGES = frozenset({"ADP", "CCONJ", "DET", "PUNCT", "PART", "SPACE", "AUX", "SCONJ"})


class Topics:
    """Matches the labels of the scheme and cuts noun phrases out of what was discussed."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.words = catalog.words
        self.index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self.state_of: dict[str, str] = {}

    def fill(self, tokenize: object) -> None:
        """Indexes the labels with the tokenizer of the texts (a callable from text to words)."""
        assert callable(tokenize)
        for c in self.catalog.topics.values():
            for name in c.names:
                tokens = tuple(fold(t) for t in tokenize(name))
                if tokens:
                    self.index[tokens[0]].append((tokens, c.iri))
        for p in self.catalog.polities.values():
            if p.former:
                continue
            for name in p.names:
                tokens = tuple(fold(t) for t in tokenize(name))
                if tokens and name[0].isupper():
                    self.state_of.setdefault(" ".join(tokens), p.notation)
                    if not name.isupper():
                        self.index[tokens[0]].append((tokens, p.iri))
        for rows in self.index.values():
            rows.sort(key=lambda r: (-len(r[0]), not r[1].startswith("topic/"), r[1]))

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
        events = [d for d in found if not d.anaphoric]
        readout = readout or self._introduced(doc, reading, folded)
        for opening in openings(reading, self.words):
            speakers = self._speakers(reading, opening, resolve)
            if speakers is None or self._to_press(reading, opening):
                continue
            target = self._target(reading, opening, events, before, speakers, title=title)
            if target is None or not self._said_there(opening, target, speakers, readout):
                continue
            for head in opening.heads:
                topics = self._topics(
                    doc, reading, opening, head, target, speakers, folded, blocked
                )
                _add(target, topics)

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
        own = {t for h in opening.heads for t in h.subtree}
        near = [
            t
            for c in opening.by.children
            if c.dep_ in {"prep", "dobj", "dative", "npadvmod", "nsubj"}
            for t in c.subtree
            if t not in own or c.dep_ == "dobj"
        ]
        return any(
            t.lower_ in self.words["press-word"] and reading.mention(t) is None for t in near
        )

    def _said_there(
        self, opening: Opening, target: Draft, speakers: Sequence[Entity], readout: bool
    ) -> bool:
        """Does the clause report the talks, and not what one of the people said elsewhere?"""
        if opening.manner in {"agenda", "noun"} or readout:
            return True
        if opening.by.i in target.anchors and opening.by.doc is target.reading.doc:
            return True
        people = {id(e) for e, _ in target.participants}
        together = sum(id(e) in people for e in speakers) >= 2
        if opening.manner == "stance":
            return together or (
                not speakers
                and opening.subject is not None
                and opening.subject.lemma_.casefold() in self.words["talk-subject"]
            )
        if opening.manner == "address":
            return any(id(e) in people for e in speakers)
        return True

    # -- which event -----------------------------------------------------------------------------

    def _target(
        self,
        reading: Reading,
        opening: Opening,
        events: Sequence[Draft],
        before: Sequence[Draft],
        speakers: Sequence[Entity],
        *,
        title: bool,
    ) -> Draft | None:
        """The event that what is said belongs to: that of its clause, else that of its people."""
        here = [d for d in events if self._governs(d, opening)]
        if (
            opening.manner == "noun"
            and not here
            and not opening.subject
            and opening.by.dep_ not in {"nsubj", "ROOT", "attr", "nsubjpass"}
        ):
            own = [d for d in events if opening.by.i in d.anchors]
            if (
                not own
                and opening.by.dep_ == "pobj"
                and opening.by.head.lower_ not in {"of", "for", "in", "on"}
            ):
                return None
        fits = [d for d in here if _shares(d, speakers) or _purpose(opening.by, d)]
        firm = [d for d in fits if not d.residual]
        if firm and not title:
            return min(firm, key=lambda d: min(abs(i - opening.by.i) for i in d.anchors))
        earlier = [
            d
            for d in before
            if not d.anaphoric and not d.title and d.type in TALKS and _shares(d, speakers)
        ]
        best = max(
            earlier, key=lambda d: _rank(d, reading, opening, speakers, earlier), default=None
        )
        if best is not None:
            return best
        if fits:
            return fits[0]
        if speakers and not any(d for d in before if d.type in TALKS and not d.title):
            return None
        return None

    def _governs(self, d: Draft, opening: Opening) -> bool:
        """Is the event that of the clause, and not something mentioned inside it or beside it?"""
        by = opening.by
        if by.i in d.anchors or _purpose(by, d):
            return True
        under = {t.i for h in opening.heads for t in h.subtree}
        if d.token.i in under:
            return False
        anchors = [by.doc[i] for i in d.anchors]
        if any(a in by.ancestors for a in anchors):
            return not any(
                t.dep_ in {"relcl"}
                for t in _path(by, next(a for a in anchors if a in by.ancestors))
            )
        for a in anchors:
            path = _path(a, by)
            if path is not None and by in a.ancestors:
                return all(
                    t.dep_ not in {"relcl", "advcl", "acl", "ccomp"} for t in path
                ) and not any(
                    t.lower_ in {"after", "before", "since", "following", "until"} for t in path
                )
        if d.token.pos_ in {"VERB", "AUX"} or len(anchors) > 1:
            return any(by in a.conjuncts or set(a.conjuncts) & set(by.ancestors) for a in anchors)
        return d.type in TALKS and opening.manner == "agenda"

    # -- naming ----------------------------------------------------------------------------------

    def _topics(
        self,
        doc: Doc,
        reading: Reading,
        opening: Opening,
        head: Token,
        target: Draft,
        speakers: Sequence[Entity],
        folded: Sequence[str],
        blocked: set[int],
    ) -> list[Topic]:
        """Topics under a head: labels of the scheme first, then phrases that hold none."""
        if any(t.lemma_.casefold() in self.words["pleasantry"] for t in (head, *head.lefts)):
            return []
        named = leaves(reading, head, self.words)
        direct = {
            k for t in named for k in range(reading.pieces[t.i].start, reading.pieces[t.i].end)
        }
        wide = opening.manner == "agenda"
        around = region(reading, head, self.words, wide=wide)
        for t in named:
            around |= set(range(*phrase(reading, t)))
        tokens = sorted(around - blocked)
        own = {e.polity for e, _ in target.participants if e.polity}
        rows: list[tuple[int, Topic]] = []
        covered: set[int] = set()
        inside = set(tokens)
        for i in tokens:
            if i in covered:
                continue
            hit = self._match(doc, i, inside, folded)
            if hit is None:
                continue
            stop, ref = hit
            state = self.state_of.get(" ".join(folded[i:stop]))
            if state in own and not (
                direct & set(range(i, stop)) and opening.manner in {"talk", "noun"}
            ):
                continue
            if state is not None and not self._spoken_of(reading, i, named):
                continue
            covered.update(range(i, stop))
            rows.append((i, self._topic(doc, i, stop, ref)))
        for leaf in named if self._nameable(opening, head, speakers) else ():
            if leaf.pos_ not in {"NOUN", "PROPN"} or reading.mention(leaf) is not None:
                continue
            start, end = phrase(reading, leaf)
            if covered & set(range(start, end)) or blocked & set(range(start, end)):
                continue
            topic = self._text(
                doc,
                start,
                end,
                folded,
                leaf.lower_,
                strict=opening.manner in {"stance", "address", "agenda"},
            )
            if topic is not None:
                rows.append((start, topic))
                covered.update(range(start, end))
        return [t for _, t in sorted(rows, key=lambda r: r[0])]

    def _nameable(self, opening: Opening, head: Token, speakers: Sequence[Entity]) -> bool:
        """May words that the scheme does not have be a topic? What one person stressed is too vague."""
        if opening.manner == "stance":
            return len(speakers) > 1 or opening.subject is not None and not speakers
        if opening.manner == "address":
            return head.dep_ in {"pobj", "pcomp"} and head.head.lower_ in {
                "on",
                "about",
                "regarding",
            }
        return True

    def _spoken_of(self, reading: Reading, at: int, named: Sequence[Token]) -> bool:
        """Is a state the matter itself, and not the one that acts: not "Iran and Qatar agreed"?"""
        token = next(
            (reading.doc[k] for k, p in enumerate(reading.pieces) if p.start <= at < p.end), None
        )
        if token is None or token in named:
            return True
        node = token
        while node.dep_ in {"conj", "appos"}:
            node = node.head
        return (
            node.dep_ in {"pobj", "dobj", "poss", "attr", "pcomp", "nsubjpass"}
            and not (node.dep_ == "pobj" and node.head.lower_ in {"by", "from", "between", "among"})
            or node in named
        )

    def _match(
        self, doc: Doc, i: int, inside: set[int], folded: Sequence[str]
    ) -> tuple[int, str] | None:
        for tokens, ref in self.index.get(folded[i], ()):
            n = len(tokens)
            if tuple(folded[i : i + n]) == tokens and inside.issuperset(range(i, i + n)):
                if ref.startswith("country/") and not doc[i].text[0].isupper():
                    continue
                return i + n, ref
        return None

    def _topic(self, doc: Doc, start: int, end: int, ref: str) -> Topic:
        concept = self.catalog.topics.get(ref)
        state = self.catalog.polities.get(ref)
        text = doc[start:end].text
        return Topic(
            ref=ref if concept else None,
            label=concept.label if concept else state.label if state else text,
            text=text,
            start=doc[start].idx,
            end=doc[end - 1].idx + len(doc[end - 1]),
        )

    def _text(
        self,
        doc: Doc,
        start: int,
        end: int,
        folded: Sequence[str],
        head: str,
        *,
        strict: bool,
    ) -> Topic | None:
        """A topic that the scheme does not have: its name without what leads up to it."""
        while start < end and (
            folded[start] in self.words["topic-opener"]
            or not doc[start].is_alpha
            and not doc[start].is_digit
        ):
            start += 1
        while end > start and not doc[end - 1].text[-1].isalnum():
            end -= 1
        words = [w for w in folded[start:end] if w[:1].isalnum()]
        text = doc[start:end].text
        if not words or len(words) > _MAX_WORDS or len(text) < 3 or "\n" in text:
            return None
        name = fold(text)
        if name in self.words["empty-topic"] or words[-1] in self.words["pleasantry"]:
            return None
        if words[0] in self.words["topic-wrapper"] and len(words) == 1 or strict and len(words) < 2:
            return None
        if head in self.words["empty-topic"]:
            return None
        return Topic(
            ref=None,
            label=name if text.islower() else text,
            text=text,
            start=doc[start].idx,
            end=doc[end - 1].idx + len(doc[end - 1]),
        )


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
    d: Draft, reading: Reading, opening: Opening, speakers: Sequence[Entity], pool: Sequence[Draft]
) -> tuple[float, int]:
    """How well an event read before fits as the one that a clause speaks of."""
    score = 0.0
    if _background(d):
        score -= 2
    if d.status in _OFF:
        score -= 2
    if d.status in _AHEAD and not _future(opening.by):
        score -= 1
    if d.status not in _AHEAD and _future(opening.by) and any(x.status in _AHEAD for x in pool):
        score -= 1
    if d.residual:
        score -= 0.5
    people = [e for e, _ in d.participants if e.kind == "person"]
    if speakers and len(people) == len(speakers):
        score += 0.5
    gap = _paragraphs(d, reading)
    score -= min(gap, 6) * 0.15
    if d is pool[0]:
        score += 0.7
    if d.when is not None or d.venue is not None:
        score += 0.4
    # Whom the whole article speaks of most, and across a border, is whom it says talked.
    known = sorted((min(e.count, 6) for e, _ in d.participants), reverse=True)[:2]
    score += 0.12 * sum(known)
    if len({e.polity for e, _ in d.participants if e.polity}) < 2:
        score -= 0.6
    return score, d.start


def _paragraphs(d: Draft, reading: Reading) -> int:
    """How many sentences lie between: a rough count by tokens."""
    return max(0, (reading.start - d.reading.start) // 40)


def _background(d: Draft) -> bool:
    """Was the event mentioned in passing: in a clause that hangs on another, or as an earlier one?"""
    if d.other:
        return True
    for t in (d.token, *d.token.ancestors):
        if t.dep_ in {"relcl", "acl"} and t.tag_ != "VB":
            return True
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


def _add(d: Draft, topics: Sequence[Topic]) -> None:
    known = {t.label for t in d.topics}
    for t in topics:
        if t.label not in known:
            known.add(t.label)
            d.topics.append(t)
