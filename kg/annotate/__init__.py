"""From an article to frames: who met whom, when, where, about what, and which passage says so.

    tokens -> sentences -> actors -> reading (a simplified parse) -> events -> frames

Each step is a module; this one is their order. Nothing is kept between articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from spacy.tokens import Doc, Token

from kg.annotate import frames as joining
from kg.annotate.actors import Chunker, Mention
from kg.annotate.arguments import verb_slots
from kg.annotate.attribution import attribute
from kg.annotate.date_calendar import Expression
from kg.annotate.dates import find_expressions
from kg.annotate.entities import Entity, Register
from kg.annotate.events import Draft, EventFinder
from kg.annotate.lexicon import Lexicon, Match
from kg.annotate.linking import link_dates, link_places, owner
from kg.annotate.places import PlaceMention, Places
from kg.annotate.reading import Reading, parse, simplify
from kg.annotate.tokens import DEFAULT_MODEL, load_model, sentences
from kg.annotate.topics import Topics
from kg.catalog import Catalog, load
from kg.model import Article, Block, Frame, Venue, When
from kg.terms import fold


class Annotator:
    """The extraction pipeline: one language model, one catalog, many articles.

    >>> from datetime import date
    >>> from kg.model import Article
    >>> text = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
    >>> frames = Annotator().annotate(Article(id="a", text=text, published=date(2018, 6, 21)))
    >>> [(f.type, f.when.edtf, f.venue.city) for f in frames]
    [('meeting', '2018-06-19', 'Berlin')]
    """

    def __init__(self, *, model: str = DEFAULT_MODEL, catalog: Catalog | None = None) -> None:
        self.catalog = catalog or load()
        self.nlp = load_model(model)
        self.model = f"{self.nlp.meta['lang']}_{self.nlp.meta['name']}-{self.nlp.meta['version']}"
        self.lexicon = Lexicon(self.catalog, self._words)
        self.chunker = Chunker(self.catalog)
        self.places = Places(self.catalog)
        self.finder = EventFinder(self.catalog)
        self.topics = Topics(self.catalog)
        self.topics.fill(self._words)

    def _words(self, text: str) -> list[str]:
        return [t.text for t in self.nlp.make_doc(text)]

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Frame, ...]]]:
        """Annotates articles one after another; memory does not grow with their number."""
        for article in articles:
            yield article, self.annotate(article)

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        """The events that an article tells of, in the order of their evidence."""
        return _Run(self, article).frames()


class _Run:
    """One article on its way. The steps share what they found; nothing outlives the article."""

    def __init__(self, tools: Annotator, article: Article) -> None:
        self.tools = tools
        self.article = article
        self.catalog = tools.catalog
        self.anchor: date | None = article.dateline or article.published
        self.basis: Literal["dateline", "published"] = "dateline" if article.dateline else "published"
        self.doc: Doc = tools.nlp.make_doc(article.text)
        self.blocks = article.blocks or (Block(start=0, end=len(article.text), kind="body"),)
        self.register = Register(self.catalog, anchor=self.anchor, home=self._home())
        self.subject: Entity | None = None
        self.talkers: tuple[Entity, ...] = ()
        self.occasion: tuple[When | None, Venue | None] | None = None
        self.resolved: dict[Mention, tuple[Entity, ...]] = {}

    def _home(self) -> str | None:
        """The state whose government published the article."""
        url = self.article.url or ""
        host = url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
        for o in self.catalog.organisations.values():
            if o.polity and any(host == d or host.endswith("." + d) for d in o.domains):
                return o.polity
            if o.polity and o.kind == "government" and self.article.publisher in o.names:
                return o.polity
        return None

    def frames(self) -> tuple[Frame, ...]:
        words = self.catalog.words
        spans = sentences(
            self.doc, self.blocks, abbreviations=words["abbreviation"], openers=words["sentence-opener"]
        )
        folded = [fold(t.text) for t in self.doc]
        matches = self.tools.lexicon.matches(self.doc, folded)
        guesses = self._guesses(spans)
        expressions = find_expressions(self.article.text)
        self.blocked: set[int] = set()
        per_sentence: list[tuple[tuple[int, int], list[Mention], list[PlaceMention], list[tuple[int, int, Expression]]]] = []
        # The body first: a headline is read with the names that the text has introduced.
        spans.sort(key=lambda s: (self._in_title(s), s))
        for span in spans:
            here = [m for m in matches if span[0] <= m.start and m.end <= span[1]]
            mentions = self.tools.chunker.chunk(self.doc, span, here, guesses, self.register.surnames())
            self.register.open_sentence()
            for m in mentions:
                self.resolved[m] = self.register.resolve(self.doc, m)
            places = self.tools.places.find(self.doc, span, here, mentions, folded)
            dates = self._dates(span, expressions)
            for m in mentions:
                if m.kind in {"person", "role", "group", "pronoun"}:
                    self.blocked.update(range(m.start, m.end))
            for s, e, _ in dates:
                self.blocked.update(range(s, e))
            per_sentence.append((span, mentions, places, dates))
        readings = parse(
            self.tools.nlp,
            self.doc,
            [
                (span, simplify(self.doc, span, mentions, [(p.start, p.end) for p in places], [(s, e) for s, e, _ in dates]))
                for span, mentions, places, dates in per_sentence
            ],
        )
        drafts = self._drafts(readings, per_sentence, matches, folded)
        out: list[Frame] = []
        self._conventional(drafts)
        joined = joining.join(drafts, anchor=self.anchor)
        for d in joined:
            if not joining.diplomatic(d, memo=self.article.kind == "memo"):
                continue
            out.append(
                joining.to_frame(d, self.article, self._evidence(d), lambda e: e.name, anchor=self.anchor)
            )
        return tuple(out)

    def _in_title(self, span: tuple[int, int]) -> bool:
        at = self.doc[span[0]].idx
        return any(b.kind == "title" and b.start <= at < b.end for b in self.blocks)

    def _guesses(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Token spans that the model's entity recogniser takes for people."""
        ner = self.tools.nlp.get_pipe("ner") if "ner" in self.tools.nlp.pipe_names else None
        if ner is None:
            return []
        doc = self.doc.copy()
        ner(doc)
        return [(e.start, e.end) for e in doc.ents if e.label_ in {"PERSON", "ORG", "GPE", "NORP", "FAC"} and e.label_ == "PERSON"]

    def _dates(self, span: tuple[int, int], expressions: Iterable[Expression]) -> list[tuple[int, int, Expression]]:
        out = []
        low = self.doc[span[0]].idx
        high = self.doc[span[1] - 1].idx + len(self.doc[span[1] - 1])
        for e in expressions:
            if low <= e.start and e.end <= high:
                chars = self.doc.char_span(e.start, e.end, alignment_mode="expand")
                if chars is not None:
                    out.append((chars.start, chars.end, e))
        return out

    def _drafts(
        self,
        readings: list[Reading],
        per_sentence: list[tuple[tuple[int, int], list[Mention], list[PlaceMention], list[tuple[int, int, Expression]]]],
        matches: list[Match],
        folded: list[str],
    ) -> list[Draft]:
        words = self.catalog.words
        adjectives = {m.start: m for m in matches if m.kind == "adjective"}
        communication = words["communication-verb"]
        out: list[Draft] = []
        context: date | None = None
        for n, (reading, (span, mentions, places, dates)) in enumerate(zip(readings, per_sentence, strict=True)):
            self._pronouns(reading)
            found = self.tools.finder.find(
                reading, n, lambda m: self.resolved.get(m, ()), self.register, adjectives,
                memo=self.article.kind == "memo",
            )
            by_start = {k: i for i, p in enumerate(reading.pieces) for k in range(p.start, p.end)}
            context = link_dates(
                reading, found,
                [(by_start[s], e) for s, _, e in dates if s in by_start],
                anchor=self.anchor, basis=self.basis, context=context, communication=communication,
            )
            rows: list[tuple[int, PlaceMention | None, str | None]] = [
                (by_start[p.start], p, None) for p in places if p.start in by_start
            ]
            rows += [
                (by_start[m.start], None, m.polities[0])
                for m in mentions
                if m.kind == "country" and not m.metonym and m.start in by_start
            ]
            link_places(
                reading, found, rows, communication=communication, prepositions=words["place-preposition"]
            )
            self._occasions(reading, found)
            attribute(reading, found, self.doc, communication, words["source-noun"])
            title = self._in_title(span)
            self._nominal(found, out, reading)
            for d in found:
                d.title = title
                if d.rule == "phone_call/conversation" and d.type == "phone_call" and d.venue and (
                    d.venue.name and not self.tools.finder.channel(d.reading, d.token)
                ):
                    d.type = "meeting"
                self._add_states(d, reading, places)
            self.tools.topics.assign(
                self.doc, reading, found, out, folded=folded, blocked=self.blocked,
                resolve=lambda m: self.resolved.get(m, ()),
            )
            out += found
            talks = [d for d in found if d.type in joining.TALKS and not d.anaphoric]
            for d in talks[-1:]:
                people = tuple(e for e, _ in d.participants if e.kind == "person")
                if len(people) >= 2:
                    self.talkers = people
        body = [d for d in out if not d.title]
        return body or out

    def _pronouns(self, reading: Reading) -> None:
        """Third-person singular pronouns by the tree: the subject of a clause above, else the last subject."""
        for token in reading.doc:
            m = reading.mention(token)
            if m is None or m.kind != "pronoun" or token.lower_ not in {"he", "she", "his", "her", "him"}:
                continue
            for up in token.ancestors:
                if up.pos_ not in {"VERB", "AUX"}:
                    continue
                who = next((c for c in up.children if c.dep_ in {"nsubj", "nsubjpass"} and c != token), None)
                subject = reading.mention(who) if who is not None else None
                if subject is None or who is None or token in who.subtree or token.dep_ == "dobj" and up == token.head:
                    continue
                people = [e for e in self.resolved.get(subject, ()) if e.kind == "person"]
                if len(people) == 1:
                    self.resolved[m] = (people[0],)
                    break
            else:
                if self.subject is not None and not self._introduced_before(reading, token):
                    self.resolved[m] = (self.subject,)
        for token in reading.doc:
            m = reading.mention(token)
            if m is None or not (m.kind == "group" or (m.kind == "pronoun" and m.plural)) or not self.talkers:
                continue
            earlier = {
                id(e) for t in reading.doc[: token.i]
                if (x := reading.mention(t)) is not None and x.kind in {"person", "role"}
                for e in self.resolved.get(x, ())
            }
            words = self.doc[m.start : m.end].text.casefold().split()
            if len(earlier) < 2 and m.kind == "pronoun" or (m.kind == "group" and self._fits_group(words, m)):
                self.resolved[m] = self.talkers
        for token in reading.doc:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ in {"ROOT", "ccomp"}:
                subject = reading.mention(token)
                people = [e for e in self.resolved.get(subject, ()) if e.kind == "person"] if subject else []
                if len(people) == 1 and not [c for c in token.conjuncts if reading.mention(c)]:
                    self.subject = people[0]
                    break

    def _fits_group(self, words: list[str], m: Mention) -> bool:
        """May "the two ministers" be those who last talked to each other?"""
        if m.polities:
            return False
        if ("two" in words or "both" in words) and len(self.talkers) != 2:
            return False
        if "three" in words and len(self.talkers) != 3:
            return False
        roles = {self.catalog.offices[o].role for o in m.offices}
        known = [{self.catalog.offices[o].role for o in e.offices} for e in self.talkers]
        return not roles or any(self.catalog.offices[o].generic for o in m.offices) or all(
            not k or k & roles for k in known
        )

    def _introduced_before(self, reading: Reading, token: Token) -> bool:
        """Is somebody named earlier in the same sentence?"""
        return any(
            (m := reading.mention(t)) is not None and m.kind in {"person", "role"} for t in reading.doc[: token.i]
        )

    def _nominal(self, found: list[Draft], before: list[Draft], reading: Reading) -> None:
        """ "During the conversation, A congratulated B": an event that nothing before it introduced.

        Its participants are the people of the clause that it stands in.
        """
        for d in found:
            if not d.anaphoric or d.participants or any(o.type in joining.TALKS for o in (*before, *found) if not o.anaphoric):
                continue
            if d.token.dep_ != "pobj" or d.token.head.lower_ not in {"during", "in", "at"}:
                continue
            verb = d.token.head.head
            if verb.pos_ not in {"VERB", "AUX"}:
                continue
            slots = verb_slots(reading, verb)
            people: list[Entity] = []
            for slot in ("subject", "object", "to", "with"):
                for t in slots.get(slot, ()):
                    m = reading.mention(t)
                    for e in self.resolved.get(m, ()) if m else ():
                        if e.kind == "person" and e not in people:
                            people.append(e)
                            d.fillers |= {t.i}
            if len(people) >= 2:
                d.participants = [(e, "participant") for e in people]
                d.anaphoric = False

    def _conventional(self, drafts: list[Draft]) -> None:
        """The lead of an official readout reports the day of its publication unless it says otherwise.

        The date is marked uncertain ("2022-02-12?"), with no words behind it: silence is not "today".
        """
        if self.article.kind != "readout" or self.anchor is None:
            return
        lead = next((d for d in drafts if not d.title and not d.anaphoric and not d.residual), None)
        if lead is None or lead.when is not None or lead.status != "held" or lead.other or lead.sentence > 1:
            return
        stated = [
            d.when for d in drafts
            if d.anaphoric and not d.other and d.when and d.when.edtf and d.when.earliest
            and abs((self.anchor - d.when.earliest).days) <= 10 and joining.alike(d, lead)
        ]
        if stated:
            lead.when = stated[0]
            return
        lead.when = When(
            edtf=f"{self.anchor.isoformat()}?", text=None, earliest=self.anchor, latest=self.anchor,
            precision="day", basis="convention",
        )

    def _occasions(self, reading: Reading, found: list[Draft]) -> None:
        """ "at the summit": an occasion named before lends its date and place to what happens at it."""
        nouns = self.catalog.words["occasion-noun"]
        for token in reading.doc:
            if token.lemma_.casefold() not in nouns or token.i in {i for d in found for i in d.anchors if not d.anaphoric}:
                continue
            d = owner(token, [x for x in found if not x.anaphoric], self.catalog.words["communication-verb"])
            if d is None or token.dep_ != "pobj":
                continue
            bare = all(c.dep_ in {"det", "punct"} for c in token.children)
            if bare and self.occasion and d.when is None and d.venue is None:
                d.when, d.venue = self.occasion
            elif not bare and (d.when or d.venue):
                self.occasion = (d.when, d.venue)

    def _add_states(self, d: Draft, reading: Reading, places: list[PlaceMention]) -> None:
        """A visit to a city is a visit to its state."""
        if d.type != "visit" or any(f == "host" for _, f in d.participants):
            return
        country = d.venue.country if d.venue else d.country
        if country and country in self.catalog.by_notation:
            d.participants.append((self.register.state(country), "host"))

    def _evidence(self, d: Draft) -> tuple[int, int]:
        """The shortest passage that states the event: from its first participant to its last word."""
        pieces = d.reading.pieces
        used = {d.token.i} | set(d.anchors) | set(d.fillers)
        if d.when is not None:
            for i, p in enumerate(pieces):
                if self.doc[p.start].idx <= d.when.start < self.doc[p.end - 1].idx + len(self.doc[p.end - 1]):
                    used.add(i)
        first, last = min(used), max(used)
        start = self.doc[pieces[first].start].idx
        token = self.doc[pieces[last].end - 1]
        return start, token.idx + len(token)


def when_or_none(when: When | None) -> str | None:
    """The EDTF string of a date, or None."""
    return when.edtf if when else None
