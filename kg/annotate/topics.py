"""What was talked about: after verbs of discussing, "on", "about" and "agenda", in whole lists.

The words are linked to the SKOS scheme where it has the topic, and kept as text where it has not.
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
from kg.catalog import Catalog
from kg.model import Topic
from kg.terms import fold

_ABOUT = frozenset({"on", "about", "regarding", "concerning", "over", "including", "of", "around"})


class Topics:
    """Matches the labels of the scheme and cuts noun phrases out of what was discussed."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.words = catalog.words
        self.index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self.state_names: frozenset[str] = frozenset()

    def fill(self, tokenize: object) -> None:
        """Indexes the labels with the tokenizer of the texts (a callable from text to words)."""
        assert callable(tokenize)
        for c in self.catalog.topics.values():
            for name in c.names:
                tokens = tuple(fold(t) for t in tokenize(name))
                if tokens:
                    self.index[tokens[0]].append((tokens, c.iri))
        for p in self.catalog.polities.values():
            if not p.former:
                for name in p.names:
                    tokens = tuple(fold(t) for t in tokenize(name))
                    if tokens and name[0].isupper() and not name.isupper():
                        self.index[tokens[0]].append((tokens, p.iri))
        self.state_names = frozenset(p.label for p in self.catalog.polities.values())
        for rows in self.index.values():
            rows.sort(key=lambda r: (-len(r[0]), not r[1].startswith("topic/"), r[1]))

    def regions(self, reading: Reading, heads: Sequence[Token]) -> list[tuple[int, int]]:
        """Token ranges of the document that the phrases headed by words of the reading cover."""
        out = []
        for h in heads:
            left, right = h.left_edge.i, h.right_edge.i
            out.append((reading.pieces[left].start, reading.pieces[right].end))
        return out

    def objects(self, verb: Token) -> list[Token]:
        """What a verb of discussing is about."""
        heads: list[Token] = []
        for c in verb.children:
            if c.dep_ in {"dobj", "nsubjpass", "attr"} and c.pos_ != "PRON":
                heads.append(c)
            elif c.dep_ == "prep" and c.lower_ in _ABOUT - {"of"}:
                heads += [p for p in c.children if p.dep_ in {"pobj", "pcomp"}]
            elif (
                c.dep_ == "prep"
                and c.lower_ in {"upon", "to", "with"}
                and verb.lemma_ in {"touch", "turn", "deal"}
            ):
                heads += [p for p in c.children if p.dep_ == "pobj"]
        return heads

    def about(self, noun: Token) -> list[Token]:
        """What a noun of talking is about: "talks on Syria"."""
        return [
            p
            for c in noun.children
            if c.dep_ == "prep" and c.lower_ in _ABOUT - {"of", "including"}
            for p in c.children
            if p.dep_ in {"pobj", "pcomp"}
        ]

    def extract(
        self,
        doc: Doc,
        reading: Reading,
        heads: Sequence[Token],
        folded: Sequence[str],
        blocked: set[int],
    ) -> list[Topic]:
        """Topics under some heads: labels of the scheme first, then phrases that hold none."""
        out: list[Topic] = []
        seen: set[str] = set()
        for start, end in self.regions(reading, heads):
            covered: list[tuple[int, int]] = []
            i = start
            while i < end:
                hit = self._match(doc, i, end, folded)
                if hit:
                    stop, ref = hit
                    covered.append((i, stop))
                    if ref not in seen:
                        seen.add(ref)
                        out.append(self._topic(doc, i, stop, ref))
                    i = stop
                else:
                    i += 1
            for h in heads:
                for phrase in self._phrases(reading, h):
                    s, e = phrase
                    if (
                        not (start <= s and e <= end)
                        or any(s < b and a < e for a, b in covered)
                        or (blocked & set(range(s, e)))
                    ):
                        continue
                    text = doc[s:e].text
                    if (
                        2 < len(text) <= 90
                        and fold(text) not in seen
                        and fold(text) not in self.words["empty-topic"]
                    ):
                        seen.add(fold(text))
                        out.append(
                            Topic(
                                ref=None,
                                label=fold(text) if text.islower() else text,
                                text=text,
                                start=doc[s].idx,
                                end=doc[e - 1].idx + len(doc[e - 1]),
                            )
                        )
        return out

    def _match(self, doc: Doc, i: int, end: int, folded: Sequence[str]) -> tuple[int, str] | None:
        for tokens, ref in self.index.get(folded[i], ()):
            n = len(tokens)
            if i + n <= end and tuple(folded[i : i + n]) == tokens:
                if ref.startswith("country/") and not doc[i].text[0].isupper():
                    continue
                return i + n, ref
        return None

    def _topic(self, doc: Doc, start: int, end: int, ref: str) -> Topic:
        concept = self.catalog.topics.get(ref)
        state = self.catalog.polities.get(ref)
        label = concept.label if concept else state.label if state else doc[start:end].text
        return Topic(
            ref=ref if concept else None,
            label=label,
            text=doc[start:end].text,
            start=doc[start].idx,
            end=doc[end - 1].idx + len(doc[end - 1]),
        )

    def _phrases(self, reading: Reading, head: Token) -> list[tuple[int, int]]:
        """The noun phrase of a head and of each noun coordinated with it, with "of" complements."""
        out: list[tuple[int, int]] = []
        for h in (head, *head.conjuncts):
            if h.pos_ not in {"NOUN", "PROPN"} or h.dep_ == "pcomp":
                continue
            left = min(
                [h.i]
                + [c.i for c in h.lefts if c.dep_ in {"amod", "compound", "nmod", "poss", "nummod"}]
            )
            right = h.i
            for c in h.rights:
                if (
                    c.dep_ == "prep"
                    and c.lower_ in {"of", "in", "between", "with", "on"}
                    and c.i == right + 1
                ):
                    inner = [p for p in c.children if p.dep_ == "pobj"]
                    if inner:
                        right = inner[0].i
            out.append((reading.pieces[left].start, reading.pieces[right].end))
        return out

    # -- which event a topic belongs to ----------------------------------------------------------

    def assign(
        self,
        doc: Doc,
        reading: Reading,
        found: Sequence[Draft],
        before: Sequence[Draft],
        *,
        folded: Sequence[str],
        blocked: set[int],
        resolve: Callable[[Mention], tuple[Entity, ...]],
    ) -> None:
        """Gives the topics of a sentence to the event that it states or takes up.

        ``found`` are the drafts of the sentence, ``before`` those of the sentences read so far;
        ``folded`` are the folded tokens of the document, ``blocked`` tokens that are no topic.
        """
        for d in found:
            heads = [h for i in sorted(d.anchors) for h in self.about(reading.doc[i])]
            _add(d, self.extract(doc, reading, heads, folded, blocked))
        self._agenda(doc, reading, found, before, folded, blocked, resolve)
        for token in reading.doc:
            if (
                token.pos_ != "VERB"
                or token.lemma_ not in self.words["topic-verb"]
                or reading.mention(token)
            ):
                continue
            heads = self.objects(token)
            target = self._target(reading, token, found, before, resolve) if heads else None
            if target is not None:
                _add(target, self.extract(doc, reading, heads, folded, blocked))

    def _agenda(
        self,
        doc: Doc,
        reading: Reading,
        found: Sequence[Draft],
        before: Sequence[Draft],
        folded: Sequence[str],
        blocked: set[int],
        resolve: Callable[[Mention], tuple[Entity, ...]],
    ) -> None:
        """ "Arms control will be high on the agenda": topics of the scheme in a sentence about topics."""
        nouns = [t for t in reading.doc if t.lower_ in self.words["agenda-noun"]]
        target = self._target(reading, nouns[0], found, before, resolve) if nouns else None
        if target is None:
            return
        root = nouns[0].head
        while root.head != root and root.pos_ not in {"VERB", "AUX"}:
            root = root.head
        heads = [c for c in root.children if c.dep_ in {"nsubj", "nsubjpass", "attr", "prep"}]
        topics = self.extract(doc, reading, heads, folded, blocked)
        _add(target, [t for t in topics if t.ref or t.label in self.state_names])

    def _target(
        self,
        reading: Reading,
        token: Token,
        found: Sequence[Draft],
        before: Sequence[Draft],
        resolve: Callable[[Mention], tuple[Entity, ...]],
    ) -> Draft | None:
        """The event that a sentence about topics belongs to: its own, else that of the people in it."""
        real = [d for d in found if not d.anaphoric and d.type in TALKS]
        if real:
            return min(real, key=lambda d: abs(d.token.i - token.i))
        here = {
            id(e)
            for t in reading.doc
            if (m := reading.mention(t)) is not None
            and t.dep_ in {"nsubj", "nsubjpass", "poss", "conj"}
            for e in resolve(m)
            if e.kind == "person"
        }
        talks = [
            d for d in before if d.type in TALKS and not d.anaphoric and not d.other and not d.title
        ]
        talks = talks or [d for d in before if d.type in TALKS and not d.anaphoric]
        if not talks:
            return None
        sharing = [
            d
            for d in talks
            if len(here & {id(e) for e, _ in d.participants}) >= min(2, max(1, len(here)))
        ]
        pool = sharing or talks
        near = [d for d in pool if d.status in {"held", "ongoing"}] or pool
        return near[0] if len({d.sentence for d in near}) < 4 else near[-1]


def _add(d: Draft, topics: Sequence[Topic]) -> None:
    known = {t.label for t in d.topics}
    d.topics += [t for t in topics if t.label not in known]
