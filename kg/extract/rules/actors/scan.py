"""The tokens of one sentence under the chunk grammar: what is matched, what is taken, what is a name.

This is the lower part of chunker.py: it knows names, not titles (titles.py) and not people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.core.ids import fold
from kg.core.model import Notation
from kg.extract.rules.actors.lexicon import Kind, Match
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.words import Token
from kg.reference.catalog import Catalog


class Rules:
    """The word lists of ontology/grammar.ttl that the chunk grammar reads.

    ``common`` are words of the language: a capitalised one is rather part of a body's name.
    """

    def __init__(self, catalog: Catalog, *, common: frozenset[str] = frozenset()) -> None:
        self.catalog = catalog
        self.common = common
        w = catalog.words
        self.particles = w["name-particle"]
        self.connectors = w["title-connector"]
        self.premodifiers = w["title-premodifier"]
        self.not_names = w["not-a-name"] | w["headline-verb"]
        self.groups = w["group-noun"]
        self.crowds = w["crowd-noun"]
        self.pronouns = w["pronoun"]
        self.groups_and_pronouns = self.groups | self.pronouns | {"two"}
        self.suffixes = w["name-suffix"]
        self.named_after = w["named-after"]
        self.determiners = w["determiner"]
        self.own_determiners = self.determiners - w["clause-opener"]
        self.words_possessive = w["possessive"]
        self.group_premodifiers = w["group-premodifier"]
        self.plural_pronouns = w["plural-pronoun"]
        self.place_prepositions = w["place-preposition"] | {"to"}
        self.not_acting = self.place_prepositions | {
            "for",
            "of",
            "via",
            "visit",
            "visited",
            "visiting",
            "left",
            "through",
            "around",
            "toward",
            "towards",
            "into",
            "leave",
            "reach",
            "reached",
        }
        self.capitals = {
            p.capital: p.notation
            for p in sorted(catalog.polities.values(), key=lambda p: p.former, reverse=True)
            if p.capital
        }
        self.calendar = w["calendar-word"]
        self.day_surnames = w["day-surname"]
        self.body_nouns = w["body-noun"]
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self.body_nouns:
            lengths[words.split()[0]].add(len(words.split()))
        self.body_lengths = {k: sorted(v, reverse=True) for k, v in lengths.items()}
        self.people_verbs = w["people-verb"]
        self.before_people = w["before-people"]
        self.pair_followers = w["pair-follower"]
        self.given = _given_names(catalog)
        self.staff = w["staff-word"]
        self.kin = w["kin-word"]
        self.pair_nouns = w["occasion-noun"] | {"talks", "talk", "call", "meetings", "relations"}
        self.state_given = w["state-given-name"]
        self.light_verbs = w["light-verb"] | {"held", "met", "led", "had", "sent", "received"}
        self.us_states = w["us-state"]
        self.parts_of_world = w["part-of-world"]
        self.us_offices = w["us-state-office"]


def _given_names(catalog: Catalog) -> frozenset[str]:
    """Folded first words of the names of the authority: what people of many traditions are called."""
    titles = {fold(w) for words in catalog.honorifics for w in words.split()}
    out = set()
    for p in catalog.people.values():
        families = {fold(f) for f in p.family}
        for name in p.names:
            words = name.split()
            first = fold(words[0])
            if len(words) > 1 and len(first) > 2 and first not in titles | families:
                out.add(first)
    return frozenset(out)


_KNOWN = frozenset(
    {"office", "offices", "honorific", "person", "polity", "adjective", "organisation"}
)
"""What a word of a list may be that is no word for what an office is for."""


class TokenScan:
    """One sentence with its matches; mentions take their tokens as they are found."""

    def __init__(
        self,
        rules: Rules,
        doc: Text,
        sentence: tuple[int, int],
        matches: Sequence[Match],
        guesses: Sequence[tuple[int, int]],
        surnames: Mapping[str, str],
    ) -> None:
        self.rules = rules
        self.catalog = rules.catalog
        self.doc = doc
        self.first, self.last = sentence
        self.guesses = guesses
        self.surnames = surnames
        self.taken = [False] * (self.last - self.first)
        self.at: dict[int, dict[Kind, Match]] = defaultdict(dict)
        self.until: dict[int, dict[Kind, Match]] = defaultdict(dict)
        for m in matches:
            if m.start < self.first or m.end > self.last:
                continue
            old = self.at[m.start].get(m.kind)
            if old is None or m.end > old.end:
                self.at[m.start][m.kind] = m
            before = self.until[m.end].get(m.kind)
            if before is None or m.start < before.start:
                self.until[m.end][m.kind] = m
        self._without_given_names(rules)
        # Where matches begin and end: most tokens have none, and most passes need one.
        self.begins = sorted(self.at)
        self.ends = sorted(k for k in self.until if k < self.last)
        self._tokens: list[Token] = doc[self.first : self.last]
        self.lows = [t.low for t in self._tokens]
        # Where a name can begin.
        self.uppers = [
            i for i, t in enumerate(self._tokens, start=self.first) if not t.text[0].islower()
        ]
        self.found: list[Mention] = []
        self.things: Sequence[tuple[int, int]] = ()

    def _without_given_names(self, rules: Rules) -> None:
        """ "Secretary Chad Wolf", "Jordan Peters": a first name that is also the name of a state or city."""
        for i in [k for k in self.at if self.doc[k].low in rules.state_given]:
            here = self.at[i]
            if not {"polity", "place", "city"} & here.keys() or i + 1 >= self.last:
                continue
            if any(m.end > i + 1 for m in here.values()):
                continue
            after = self.doc[i + 1]
            name = after.text[:1].isupper() and after.text[1:].islower()
            named = self.at.get(i + 1, {}).keys() <= {"person", "family"}
            if not name or not named or after.low in rules.not_names | rules.calendar:
                continue
            titled = {"office", "honorific"} & self.until.get(i, {}).keys()
            if after.low in rules.common and not titled:
                continue  # "Jordan Valley", "Chad Basin"
            for kind in [k for k, m in here.items() if m.end == i + 1 and k != "person"]:
                del here[kind]
            over = self.until.get(i + 1, {})
            for kind in [k for k, m in over.items() if m.start == i and k != "person"]:
                del over[kind]

    def tok(self, i: int) -> Token:
        return self._tokens[i - self.first] if self.first <= i < self.last else self.doc[i]

    def low(self, i: int) -> str:
        return self.lows[i - self.first] if self.first <= i < self.last else ""

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start - self.first : end - self.first])

    def take(self, mention: Mention) -> None:
        for i in range(mention.start, mention.end):
            self.taken[i - self.first] = True
        self.found.append(mention)

    def text(self, start: int, end: int) -> str:
        return self.doc.said(start, end)

    def is_possessive(self, i: int) -> bool:
        return self.low(i) in {"'s", "'"}

    def named(self, i: int) -> bool:
        """Could token i be part of a person's name?"""
        if not self.first <= i < self.last or self.taken[i - self.first]:
            return False
        text = self.tok(i).text
        letters = text.isalpha()  # as nearly always
        if not text[0].isupper() or not (letters or any(c.isalpha() for c in text)):
            return False
        if not letters and any(c.isdigit() for c in text):
            return False
        if self.low(i) in self.rules.not_names and not self._surname_of_a_day(i):
            return False
        here = self.at.get(i, {})
        if "honorific" in here or (
            ("office" in here or "offices" in here) and "person" not in here
        ):
            return False
        return not ("adjective" in here or "organisation" in here or "polity" in here) or (
            "person" in here
        )

    def _surname_of_a_day(self, i: int) -> bool:
        """ "Ms. Sun Haiyan": a short form of a day or a month after a title, a name after it."""
        titled = {"office", "honorific"} & self.until.get(i, {}).keys()
        if not titled or self.low(i) not in self.rules.day_surnames or i + 1 >= self.last:
            return False
        after = self.tok(i + 1).text
        return (
            after[:1].isupper() and after.isalpha() and self.low(i + 1) not in self.rules.not_names
        )

    def name_from(self, i: int) -> int:
        """End of the run of name tokens that begins at i (i itself where none does)."""
        j = i
        while j < self.last and j - i < 9:
            if (
                self.named(j)
                or self._after_given(i, j)
                or (j > i and self._initial(j) and self.named(j + 1))
            ):
                j += 1
            elif j == i and self.low(j) in self.rules.particles and self.named(j + 1):
                j += 2
            elif (
                j > i
                and self.low(j) in self.rules.particles
                and (
                    self.named(j + 1)
                    or (self.low(j + 1) in {"-", *self.rules.particles} and self.named(j + 2))
                )
            ):
                j += 1
            elif (
                j > i
                and self.tok(j).text in {"-", "–", "'"}
                and not self.tok(j - 1).whitespace_
                and not self.tok(j).whitespace_
                and j + 1 < self.last
                and self._joined(j)
            ) or (j > i and self.low(j) == "," and self.low(j + 1) in self.rules.suffixes):
                j += 2
            elif j > i and self.low(j) in self.rules.suffixes:
                j += 1
            elif j > i and (stop := self._nickname(j)) and self.named(stop):
                j = stop
            else:
                break
        return j

    def _nickname(self, j: int) -> int:
        """End of a quoted or bracketed name inside a name, John "Jack" Smith; 0 where there is none."""
        pairs = {"“": "”", '"': '"', "'": "'", "‘": "’", "(": ")"}
        close = pairs.get(self.tok(j).text)
        if close is None or j + 2 >= self.last or self.tok(j + 2).text != close:
            return 0
        return j + 3 if self.named(j + 1) else 0

    def _after_given(self, start: int, j: int) -> bool:
        """ "Luís Montenegro": a name of a state or place after a first name is a surname."""
        if j != start + 1 or j >= self.last or self.taken[j - self.first]:
            return False
        here = self.at.get(j, {})
        single = "polity" in here and here["polity"].end == j + 1
        given = self.tok(start).folded in self.rules.given or "family" in here
        first = given and not self.bodies_over(start)
        return first and single and self.tok(j).text[:1].isupper()

    def common(self, i: int) -> bool:
        """Is token i a word of the language, by the lemmatizer's index (WordNet), or its plural?"""
        word = self.tok(i).text.casefold()
        forms = {
            word,
            word.removesuffix("s"),
            word.removesuffix("es"),
            word.removesuffix("ies") + "y",
        }
        return bool(forms & self.rules.common)

    def _initial(self, j: int) -> bool:
        text = self.tok(j).text
        return len(text) == 2 and text[1] == "." and text[0].isupper()

    def _joined(self, hyphen: int) -> bool:
        """A hyphen inside a name (Jong-un, Al-Thani), not between two people (Trump-Putin)."""
        left, right = self.tok(hyphen - 1), self.tok(hyphen + 1)
        if not right.text.isalpha():
            return False
        if right.text[0].islower():
            return True
        if self.low(hyphen - 1) in self.rules.particles or len(left.text) <= 3:
            return True
        if left.folded in self.rules.given and right.folded in self.rules.given:
            return True  # Jean-Baptiste
        whole = hyphen - 2 >= self.first and self.named(hyphen - 2)
        more = hyphen + 2 < self.last and self.named(hyphen + 2)
        if (whole or more) and self.low(hyphen + 2) not in self.rules.pair_nouns:
            return True  # Uffe Ellemann-Jensen, Anne-Laure Besson
        pair = {left.text.casefold(), right.text.casefold()}
        known = any(p in self.surnames for p in pair) or any(
            "family" in self.at.get(k, {}) for k in (hyphen - 1, hyphen + 1)
        )
        return not known and whole

    def covered(self, k: int) -> bool:
        return any(
            m.start <= k < m.end
            for j in range(max(self.first, k - 6), k + 1)
            for m in self.at.get(j, {}).values()
        )

    def add_polity(self, m: Match, out: list[Notation]) -> None:
        if m.kind == "organisation":
            body = self.catalog.organisations[m.ref]
            state = body.polity or body.notation
        else:
            state = self.catalog.polities[m.ref].notation
        if state and state not in out:
            # What is said outright ("the Thai National Security Council") goes before what a body implies.
            out.insert(0 if m.kind != "organisation" else len(out), state)

    def after_state(self, i: int) -> bool:
        """Stands a state's adjective or possessive before i?"""
        return "adjective" in self.until.get(i, {}) or self.is_possessive(i - 1)

    def is_field(self, j: int) -> bool:
        """Is it a plain word of what an office is for, after a state: "Iranian nuclear chief"?"""
        text = self.tok(j).text
        small = text.islower() and text.isalpha() and self.low(j) not in self.rules.not_names
        known = {"office", "offices", "organisation", "adjective"} & self.until.get(
            j + 1, {}
        ).keys()
        return small and not known and self.after_state(j) and self.free(j, j + 1)

    def is_a_field(self, i: int) -> bool:
        """Is it a word of the language with a capital, as what an office is for is written, and no first name?"""
        text = self.tok(i).text
        return (
            text[:1].isupper()
            and text.isalpha()
            and self.common(i)
            and self.tok(i).folded not in self.rules.given
            and _KNOWN.isdisjoint(self.at.get(i, {}))
        )

    def in_a_name(self, m: Match) -> bool:
        """ "the United Nations General Assembly" has no general."""
        return any(
            b.kind == "organisation" and b.start < m.start and m.end < b.end
            for b in self.bodies_over(m.start)
        )

    def bodies_over(self, i: int) -> list[Match]:
        """Names of bodies, states and places that cover token i."""
        return [
            m
            for j in range(max(self.first, i - 5), i + 1)
            for k, m in self.at.get(j, {}).items()
            if k in {"organisation", "place", "polity", "metonym"} and m.end > i
        ]
