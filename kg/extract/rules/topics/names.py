"""Names for what was talked about: topics of the scheme by their labels, other matters by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation, Topic
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.topics.lists import Listed
from kg.extract.rules.topics.nouns import leaves, region
from kg.extract.rules.topics.openings import Opening
from kg.extract.rules.topics.phrases import phrase, whole
from kg.extract.rules.topics.short import names_something, short
from kg.reference.catalog import Catalog

_MAX_WORDS = 8
_VAGUE = ("empty-topic", "topic-wrapper", "group-noun", "vague-adjective", "topic-opener")


class Names:
    """The labels of the scheme and of the states, by their first word."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.words = catalog.words
        self.index: dict[str, list[tuple[tuple[str, ...], LocalIri]]] = defaultdict(list)
        self.state_of: dict[str, Notation] = {}
        self._nouns: frozenset[str] = frozenset()
        self._vague = frozenset[str]().union(*(catalog.words[name] for name in _VAGUE))

    def fill(
        self, tokenize: Callable[[str], list[str]], nouns: frozenset[str] = frozenset()
    ) -> None:
        """Indexes the labels with the tokenizer of the texts (a callable from text to words)."""
        self._nouns = nouns
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

    def topics(
        self,
        doc: Text,
        reading: Reading,
        opening: Opening,
        head: Word,
        target: Draft,
        *,
        blocked: set[int],
        free: bool,
    ) -> list[Topic]:
        """Topics under a head: labels of the scheme first, then phrases that hold none.

        ``free``: words that the scheme does not have may be a topic too.
        """
        if any(t.lemma in self.words["pleasantry"] for t in head.lefts):
            return []
        named = leaves(reading, head, self.words)
        first = [head, *head.conjuncts]
        direct = {
            k
            for t in named
            if t in first
            for k in range(reading.pieces[t.i].start, reading.pieces[t.i].end)
        }
        around = region(reading, head, self.words, wide=opening.manner == "agenda")
        for t in named:
            around |= set(range(*phrase(reading, t)))
        inside = around - blocked
        wholes = [whole(reading, t, self.words) for t in named]
        own = {e.polity for e, _ in target.participants if e.polity}
        rows: list[tuple[int, Topic]] = []
        covered: set[int] = set()
        for i in sorted(inside):
            hit = self._match(doc, i, inside) if i not in covered else None
            if hit is None:
                continue
            stop, ref = hit
            state = self.state_of.get(" ".join(doc.folded[i:stop]))
            meant = bool(direct & set(range(i, stop))) and opening.manner in {"talk", "noun"}
            if state is not None and (
                (state in own and not meant) or not self._spoken_of(reading, i, named)
            ):
                continue
            covered.update(range(i, stop))
            broad = self._widest(wholes, i, stop, doc)
            if any(broad[0] <= k < broad[1] for k, _ in rows):
                broad = (i, stop)  # A second matter in the same words has its own.
            rows.append((i, self._topic(doc, *broad, ref)))
        for leaf in named if free else ():
            if (
                leaf.pos_ not in {"NOUN", "PROPN"}
                or _placed(leaf)
                or not self._names(leaf, target, opening)
            ):
                continue
            start, end = phrase(reading, leaf)
            piece = reading.pieces[leaf.i]
            if covered & set(range(start, end)) or blocked & set(range(piece.start, piece.end)):
                continue
            strict = opening.manner in {"stance", "address", "agenda"} or leaf not in first
            said = self._says(reading, leaf, start, end)
            said_of = whole(reading, leaf, self.words)
            topic = self._text(doc, start, end, leaf.lower_, strict=strict, said=said)
            if topic is None and said_of != (start, end):
                # "The outcome of the summit": only the side of it makes it a topic.
                topic = self._text(doc, *said_of, "", strict=strict, said=True)
            if topic is not None:
                topic = self._whole(doc, topic, start, end, said_of)
            if topic is not None:
                rows.append((start, topic))
                covered.update(range(start, end))
        return [t for _, t in sorted(rows, key=lambda r: r[0])]

    def listed(
        self,
        doc: Text,
        reading: Reading,
        listed: Listed,
        target: Draft,
        *,
        blocked: set[int],
    ) -> list[Topic]:
        """The topics of a bare list: each item by the scheme, else as it is written."""
        own = {e.polity for e, _ in target.participants if e.polity}
        out: list[Topic] = []
        for first, last in listed.items:
            start, end = reading.pieces[first].start, reading.pieces[last - 1].end
            inside = set(range(start, end)) - blocked
            hits = [h for i in sorted(inside) if (h := self._match(doc, i, inside))]
            start = self._opened(doc, start, end)
            if start >= end or "\n" in doc.said(start, end):
                continue
            refs = [r for _, r in hits if not r.startswith("country/")]
            if not refs and len(inside) == 1 and hits:
                refs = [r for _, r in hits if self.catalog.polities[r].notation not in own]
                if not refs:
                    continue
            if refs:
                out.append(self._topic(doc, start, end, refs[0]))
                continue
            head = doc.folded[end - 1]
            topic = self._text(doc, start, end, head, strict=False, said=end - start > 2)
            if topic is not None:
                out.append(topic)
        return out

    def spoken(self, doc: Text, start: int, end: int) -> Topic | None:
        """The topic that tokens ``start`` to ``end`` name: by the longest label in them, else by their words."""
        while start < end and (
            doc[start].is_punct
            or doc[start].lower_ in self.words["topic-opener"] | {"the", "a", "an"}
        ):
            start += 1
        while start < end and doc[end - 1].is_punct:
            end -= 1
        if start >= end:
            return None
        inside = set(range(start, end))
        hits = [
            (hit[0] - i, hit[1]) for i in range(start, end) if (hit := self._match(doc, i, inside))
        ]
        topics = [h for h in hits if h[1].startswith("topic/")]
        if topics:
            return self._topic(doc, start, end, max(topics, key=lambda h: h[0])[1])
        first, last = self._short(doc, start, end)
        said = [doc[k].text for k in range(first, last)]
        if not names_something(said, self.words, self._noun):
            return None
        return self._topic(doc, start, end, LocalIri(""))

    def _noun(self, word: str) -> bool:
        return word in self._nouns or word.removesuffix("s") in self._nouns

    def _short(self, doc: Text, start: int, end: int) -> tuple[int, int]:
        """The tokens of the short name of a matter."""
        first, last = short([doc[k].text for k in range(start, end)], self.words)
        return start + first, start + last

    def _label(self, doc: Text, start: int, end: int) -> str:
        """The short name of a matter that the scheme does not have."""
        first, last = self._short(doc, start, end)
        text = doc.said(first, last) if first < last else doc.said(start, end)
        return fold(text) if text.islower() else text

    def _spoken_of(self, reading: Reading, at: int, named: Sequence[Word]) -> bool:
        """Is a state the matter itself, and not the one that acts: not "Iran and Qatar agreed"?"""
        token = next(
            (reading.tokens[k] for k, p in enumerate(reading.pieces) if p.start <= at < p.end), None
        )
        if token is None or token in named:
            return True
        node = token
        while node.dep_ in {"conj", "appos"}:
            node = node.head
        if node in named:
            return True
        return node.dep_ in {"pobj", "dobj", "poss", "attr", "pcomp", "nsubjpass"} and not (
            node.dep_ == "pobj" and node.head.lower_ in {"by", "from", "between", "among"}
        )

    def _match(self, doc: Text, i: int, inside: set[int]) -> tuple[int, LocalIri] | None:
        for tokens, ref in self.index.get(doc.folded[i], ()):
            n = len(tokens)
            if tuple(doc.folded[i : i + n]) == tokens and inside.issuperset(range(i, i + n)):
                if ref.startswith("country/") and not doc[i].text[0].isupper():
                    continue
                return i + n, ref
        return None

    def _names(self, leaf: Word, target: Draft, opening: Opening) -> bool:
        """May the word name a matter: nobody, or an organisation that was spoken of and not with?"""
        m = leaf.mention
        if m is None:
            return True
        if m.kind != "organisation" or opening.manner not in {"talk", "noun", "agenda"}:
            return False
        there = {e.ref for e, _ in target.participants if e.kind != "person"}
        return opening.subject != leaf and m.ref is not None and m.ref not in there

    def _says(self, reading: Reading, leaf: Word, start: int, end: int) -> bool:
        """Does the phrase hold a noun beside an empty head: "contacts between ministries"?"""
        vague = self._vague
        event = (
            leaf.lower_ in self.words["anaphoric-noun"]
            or leaf.lower_ in self.words["occasion-noun"]
        )
        return any(
            (t.pos_ in {"NOUN", "PROPN"} or (t.tag_ == "JJ" and t.head == leaf and not event))
            and t != leaf
            and not _placed(t)
            and t.lower_ not in vague
            and t.lemma not in vague
            and start <= reading.pieces[t.i].start < end
            for t in leaf.subtree
        )

    def _widest(
        self,
        wholes: Sequence[tuple[int, int]],
        start: int,
        end: int,
        doc: Text,
    ) -> tuple[int, int]:
        """The whole phrase that a label of the scheme stands in: how the text names the matter."""
        around = [w for w in wholes if w[0] <= start and end <= w[1]]
        if not around:
            return start, end
        low, high = max(around, key=lambda w: w[1] - w[0])
        low = min(self._opened(doc, low, high), start)
        return (low, high) if "\n" not in doc.said(low, high) else (start, end)

    def _opened(self, doc: Text, start: int, end: int) -> int:
        """Where a phrase begins without the words that its name does not need."""
        openers = self.words["topic-opener"]
        while start < end and (doc.folded[start] in openers or not doc[start].text[0].isalnum()):
            start += 1
        return start

    def _whole(
        self,
        doc: Text,
        topic: Topic,
        start: int,
        end: int,
        around: tuple[int, int],
    ) -> Topic:
        """The topic with the words that say which side of it was meant: "status of the city"."""
        low, high = self._widest([around], start, end, doc)
        if (low, high) == (start, end) or low >= start:
            return topic
        return replace(topic, text=doc.said(low, high), start=doc[low].idx, end=_after(doc, high))

    def _topic(self, doc: Text, start: int, end: int, ref: LocalIri) -> Topic:
        concept = self.catalog.topics.get(ref)
        state = self.catalog.polities.get(ref)
        text = doc.said(start, end)
        return Topic(
            ref=ref if concept else None,
            label=concept.label
            if concept
            else state.label
            if state
            else self._label(doc, start, end),
            text=text,
            start=doc[start].idx,
            end=_after(doc, end),
        )

    def _text(
        self,
        doc: Text,
        start: int,
        end: int,
        head: str,
        *,
        strict: bool,
        said: bool,
    ) -> Topic | None:
        """A topic that the scheme does not have: its name without what leads up to it.

        ``strict``: one plain word is too little. ``said``: the phrase says more than its head.
        """
        start = self._opened(doc, start, end)
        while end > start and not doc[end - 1].text[-1].isalnum():
            end -= 1
        words = [w for w in doc.folded[start:end] if w[:1].isalnum()]
        text = doc.said(start, end)
        if not words or len(words) > 2 * _MAX_WORDS or len(text) < 3 or "\n" in text:
            return None
        name = fold(text)
        empty = self.words["empty-topic"]
        if name in empty or (fold(head) in empty and not said):
            return None
        if words[-1] in self.words["pleasantry"]:
            return None
        vague = words[0] in self.words["topic-wrapper"] or (strict and text.islower())
        if len(words) == 1 and vague:
            return None
        return Topic(
            ref=None,
            label=self._label(doc, start, end),
            text=text,
            start=doc[start].idx,
            end=_after(doc, end),
        )


def _placed(leaf: Word) -> bool:
    """Is the word a place or a day and no more, or a verb taken for a noun ("firmly abides")?"""
    if any(c.tag_ == "RB" and c.dep_ == "amod" and c.text.endswith("ly") for c in leaf.lefts):
        return True
    return leaf.kind in {"date", "place"}


def _after(doc: Text, end: int) -> int:
    """The character after the last token of a span."""
    return doc[end - 1].end
