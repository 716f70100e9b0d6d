"""Names for what was talked about: topics of the scheme by their labels, other matters by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from spacy.tokens import Doc, Token

from kg.annotate.events import Draft
from kg.annotate.reading import Reading
from kg.annotate.topic_phrases import Opening, coordinated, leaves, region
from kg.catalog import Catalog
from kg.model import Topic
from kg.terms import fold

_MAX_WORDS = 8
_INSIDE_NAME = frozenset(
    {"of", "in", "on", "between", "with", "for", "to", "from", "against", "over"}
)
_LEFT = frozenset({"amod", "compound", "nmod", "poss", "nummod", "advmod", "npadvmod"})


class Names:
    """The labels of the scheme and of the states, by their first word."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.words = catalog.words
        self.index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self.state_of: dict[str, str] = {}

    def fill(self, tokenize: Callable[[str], list[str]]) -> None:
        """Indexes the labels with the tokenizer of the texts (a callable from text to words)."""
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
        doc: Doc,
        reading: Reading,
        opening: Opening,
        head: Token,
        target: Draft,
        *,
        folded: Sequence[str],
        blocked: set[int],
        free: bool,
    ) -> list[Topic]:
        """Topics under a head: labels of the scheme first, then phrases that hold none.

        ``free``: words that the scheme does not have may be a topic too.
        """
        if any(t.lemma_.casefold() in self.words["pleasantry"] for t in (head, *head.lefts)):
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
        own = {e.polity for e, _ in target.participants if e.polity}
        rows: list[tuple[int, Topic]] = []
        covered: set[int] = set()
        for i in sorted(inside):
            hit = self._match(doc, i, inside, folded) if i not in covered else None
            if hit is None:
                continue
            stop, ref = hit
            state = self.state_of.get(" ".join(folded[i:stop]))
            meant = bool(direct & set(range(i, stop))) and opening.manner in {"talk", "noun"}
            if state is not None and (
                (state in own and not meant) or not self._spoken_of(reading, i, named)
            ):
                continue
            covered.update(range(i, stop))
            rows.append((i, self._topic(doc, i, stop, ref)))
        for leaf in named if free else ():
            if leaf.pos_ not in {"NOUN", "PROPN"} or reading.mention(leaf) is not None:
                continue
            start, end = phrase(reading, leaf)
            if (covered | blocked) & set(range(start, end)):
                continue
            strict = opening.manner in {"stance", "address", "agenda"} or leaf not in first
            topic = self._text(doc, start, end, folded, leaf.lower_, strict=strict)
            if topic is not None:
                rows.append((start, topic))
                covered.update(range(start, end))
        return [t for _, t in sorted(rows, key=lambda r: r[0])]

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
        if node in named:
            return True
        return node.dep_ in {"pobj", "dobj", "poss", "attr", "pcomp", "nsubjpass"} and not (
            node.dep_ == "pobj" and node.head.lower_ in {"by", "from", "between", "among"}
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
        openers = self.words["topic-opener"]
        while start < end and (folded[start] in openers or not doc[start].text[0].isalnum()):
            start += 1
        while end > start and not doc[end - 1].text[-1].isalnum():
            end -= 1
        words = [w for w in folded[start:end] if w[:1].isalnum()]
        text = doc[start:end].text
        if not words or len(words) > _MAX_WORDS or len(text) < 3 or "\n" in text:
            return None
        name = fold(text)
        if {name, fold(head)} & self.words["empty-topic"] or words[-1] in self.words["pleasantry"]:
            return None
        vague = words[0] in self.words["topic-wrapper"] or (strict and text.islower())
        if len(words) == 1 and vague:
            return None
        return Topic(
            ref=None,
            label=name if text.islower() else text,
            text=text,
            start=doc[start].idx,
            end=doc[end - 1].idx + len(doc[end - 1]),
        )


def phrase(reading: Reading, head: Token) -> tuple[int, int]:
    """The tokens of the document that name a head: its premodifiers and one or two complements."""
    left = head.i
    for c in reversed(list(head.lefts)):
        if (c.dep_ in _LEFT and reading.mention(c) is None) or (
            c.dep_ in {"compound", "nmod", "poss"}
            and ((m := reading.mention(c)) is not None and m.kind in {"country", "organisation"})
        ):
            left = c.left_edge.i
        elif c.dep_ not in {"punct"}:
            break
    while left < head.i and reading.doc[left].dep_ in {"det", "punct", "predet"}:
        left += 1
    right = _extent(reading, head, 2)
    while right > head.i and right - left >= 8:
        right -= 1
    while right > head.i and reading.doc[right].pos_ not in {"NOUN", "PROPN", "NUM"}:
        right -= 1
    return reading.pieces[left].start, reading.pieces[right].end


def _extent(reading: Reading, head: Token, depth: int) -> int:
    right = head.i
    if not depth:
        return right
    for c in head.rights:
        if c.dep_ == "prep" and c.i == right + 1 and c.lower_ in _INSIDE_NAME:
            inner = [p for p in c.children if p.dep_ == "pobj"]
            m = reading.mention(inner[0]) if inner else None
            if m is not None and m.kind not in {"country", "organisation"}:
                break
            ends = coordinated(inner[0]) if inner and c.lower_ == "between" else []
            if ends:
                return ends[-1].i if ends[-1].i - c.i <= 5 else right
            if inner and inner[0].i - c.i <= 5:
                right = _extent(reading, inner[0], depth - 1)
            break
        if (
            c.dep_ in {"nummod", "punct"}
            and c.i == right + 1
            and c.text not in {",", ";", ":", "(", "-"}
        ):
            right = c.i
    return right
