"""Who is named in a sentence: people with their titles, states, organisations, roles and groups.

A chunk grammar over tokens: a name is found first (authority, title, the model's own guess, or a
surname already introduced), then grows to the left over titles and to the right over appositions.
What remains of offices, states and organisations becomes mentions of their own. The model's entity
labels are only one hint among several, because the small model calls Lavrov an organisation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import Kind, Match
from kg.catalog import Catalog, Office
from kg.terms import fold

MentionKind = Literal["person", "role", "country", "organisation", "group", "pronoun", "crowd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens ``start`` to ``end`` of the document speak of an actor (or of several: group).

    ``polities`` are notations of states, most trusted first; a role for several states ("his
    Russian and Chinese counterparts") has all of them. ``core`` is the span of the bare name.
    """

    start: int
    end: int
    kind: MentionKind
    core: tuple[int, int]
    offices: tuple[str, ...] = ()
    office_text: str | None = None
    polities: tuple[str, ...] = ()
    ref: str | None = None
    plural: bool = False
    definite: bool = False
    possessor: str | None = None
    metonym: bool = False


class Chunker:
    """Finds the mentions of a sentence. Holds no state between documents."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        w = catalog.words
        self.particles = w["name-particle"]
        self.connectors = w["title-connector"]
        self.premodifiers = w["title-premodifier"]
        self.not_names = w["not-a-name"]
        self.groups = w["group-noun"]
        self.crowds = w["crowd-noun"]
        self.pronouns = w["pronoun"]
        self.suffixes = w["name-suffix"]
        self.determiners = w["determiner"]
        self.words_possessive = w["possessive"]
        self.group_premodifiers = w["group-premodifier"]
        self.plural_pronouns = w["plural-pronoun"]
        self.place_prepositions = w["place-preposition"] | {"to"}
        self.not_acting = self.place_prepositions | {"for", "of", "via", "visit", "visited", "visiting", "left", "through", "around", "toward", "towards", "into", "leave", "reach", "reached"}
        self.capitals = {
            p.capital: p.notation for p in sorted(catalog.polities.values(), key=lambda p: p.former, reverse=True)
            if p.capital
        }
        self.calendar = w["calendar-word"]
        self.body_nouns = w["body-noun"]
        self.people_verbs = w["people-verb"]

    def chunk(
        self,
        doc: Doc,
        sentence: tuple[int, int],
        matches: Sequence[Match],
        guesses: Sequence[tuple[int, int]],
        surnames: Mapping[str, str],
    ) -> list[Mention]:
        """Mentions of one sentence, in order, without overlap.

        ``guesses`` are token spans that the model takes for people; ``surnames`` maps the folded
        surnames introduced so far in the article to anything (only its keys count).
        """
        return _Scan(self, doc, sentence, matches, guesses, surnames).run()


class _Scan:
    def __init__(
        self,
        rules: Chunker,
        doc: Doc,
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
        self.found: list[Mention] = []

    # -- helpers -------------------------------------------------------------------------------

    def tok(self, i: int) -> Token:
        return self.doc[i]

    def low(self, i: int) -> str:
        return self.doc[i].text.casefold().replace("’", "'") if self.first <= i < self.last else ""

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start - self.first : end - self.first])

    def take(self, mention: Mention) -> None:
        for i in range(mention.start, mention.end):
            self.taken[i - self.first] = True
        self.found.append(mention)

    def text(self, start: int, end: int) -> str:
        return self.doc[start:end].text

    def is_possessive(self, i: int) -> bool:
        return self.low(i) in {"'s", "'"}

    def named(self, i: int) -> bool:
        """Could token i be part of a person's name?"""
        if not self.first <= i < self.last or self.taken[i - self.first]:
            return False
        text = self.tok(i).text
        if not text[0].isupper() or not any(c.isalpha() for c in text):
            return False
        if any(c.isdigit() for c in text) or self.low(i) in self.rules.not_names:
            return False
        here = self.at.get(i, {})
        if "honorific" in here or (("office" in here or "offices" in here) and "person" not in here):
            return False
        return not ("adjective" in here or "organisation" in here or "polity" in here) or (
            "person" in here
        )

    def name_from(self, i: int) -> int:
        """End of the run of name tokens that begins at i (i itself where none does)."""
        j = i
        while j < self.last and j - i < 9:
            if self.named(j) or (j > i and self._initial(j) and self.named(j + 1)):
                j += 1
            elif j == i and self.low(j) in self.rules.particles and self.named(j + 1):
                j += 2
            elif j > i and self.low(j) in self.rules.particles and (
                self.named(j + 1) or (self.low(j + 1) in {"-", *self.rules.particles} and self.named(j + 2))
            ):
                j += 1
            elif (
                j > i
                and self.tok(j).text in {"-", "–", "'"}
                and not self.tok(j - 1).whitespace_
                and not self.tok(j).whitespace_
                and j + 1 < self.last
                and self._joined(j)
            ):
                j += 2
            elif j > i and self.low(j) == "," and self.low(j + 1) in self.rules.suffixes:
                j += 2
            elif j > i and self.low(j) in self.rules.suffixes:
                j += 1
            else:
                break
        return j

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
        pair = {left.text.casefold(), right.text.casefold()}
        known = any(p in self.surnames for p in pair) or any(
            "family" in self.at.get(k, {}) for k in (hyphen - 1, hyphen + 1)
        )
        return not known and hyphen - 2 >= self.first and self.named(hyphen - 2)

    # -- the passes ----------------------------------------------------------------------------

    def run(self) -> list[Mention]:
        self.people_of_the_authority()
        self.people_after_titles()
        self.people_guessed()
        self.surnames_alone()
        self.plural_titles()
        self.bodies()
        self.roles()
        self.states_and_organisations()
        self.groups_and_pronouns()
        self.crowds()
        return sorted(self.found, key=lambda m: m.start)

    def people_of_the_authority(self) -> None:
        for i in range(self.first, self.last):
            m = self.at.get(i, {}).get("person")
            if m and self.free(m.start, m.end):
                end = m.end
                if self.low(end) == "," and self.low(end + 1) in self.rules.suffixes:
                    end += 2
                start = m.start
                while "honorific" in self.at.get(start, {}) and start + 1 < end:
                    start = self.at[start]["honorific"].end
                longer = self.name_from(start)
                # A longer run of name tokens is somebody else ("Kim Jong Un Park"), unless the entry
                # has those words too ("Tamim bin Hamad" and "Al-Thani").
                if longer <= end or self.low(end) == "," or self._words_of(m.ref, end, longer):
                    self.person(start, max(end, longer) if self.low(end) != "," else end, ref=m.ref)

    def _words_of(self, ref: str, start: int, end: int) -> bool:
        known = {w for n in self.catalog.people[ref].names for w in fold(n).replace("-", " ").split()}
        known |= {w for n in self.catalog.people[ref].family for w in fold(n).replace("-", " ").split()}
        return all(fold(self.tok(k).text) in known or not self.tok(k).text[0].isalpha() for k in range(start, end))

    def people_after_titles(self) -> None:
        for i in range(self.first, self.last):
            here = self.until.get(i, {})
            if ("office" in here or "honorific" in here) and self.free(i, min(i + 1, self.last)):
                if i >= self.last or "honorific" in self.at.get(i, {}):
                    continue
                title = here.get("office") or here["honorific"]
                if not self.tok(title.start).text[0].isupper() and "honorific" not in here and (
                    len(self.tok(i).text) < 2
                ):
                    continue
                end = self.name_from(i)
                if end > i:
                    self.person(i, end)
            elif "polity" in here and i < self.last and self.free(i, i + 1) and self.named(i):
                end = self.name_from(i)
                if end - i >= 2 and self.office_with_complement(i):
                    self.person(i, end)

    def people_guessed(self) -> None:
        for start, end in self.guesses:
            if start < self.first or end > self.last:
                continue
            while start < end and not self.named(start):
                start += 1
            stop = self.name_from(start) if start < end else start
            if stop - start >= 2 and self.free(start, stop):
                self.person(start, stop)
            elif stop - start == 1 and self.free(start, stop) and self.ends_a_title(start):
                self.person(start, stop)
        # "Kim Sung-han, National Security Advisor of …": two name tokens before a title in apposition.
        for i in range(self.first, self.last):
            if self.named(i) and (i == self.first or not self.named(i - 1)):
                end = self.name_from(i)
                if end - i >= 2 and self.free(i, end) and self.apposition(end) is not None:
                    self.person(i, end)

    def surnames_alone(self) -> None:
        introduced = {self.low(k) for m in self.found for k in range(*m.core)}
        for i in range(self.first, self.last):
            if not self.free(i, i + 1):
                continue
            here = self.at.get(i, {})
            m = here.get("family")
            known = (self.low(i) in self.surnames or self.low(i) in introduced) and self.named(i)
            if any(n.start <= i < n.end and n.end - n.start > 1 for n in self.bodies_over(i)):
                continue  # "the White House" is not Mr White
            if m and self.free(m.start, m.end) and (m.end - m.start > 1 or self._stands_alone(i)):
                self.person(m.start, m.end)
            elif known and self._stands_alone(i):
                self.person(i, i + 1)

    def bodies_over(self, i: int) -> list[Match]:
        """Names of bodies, states and places that cover token i."""
        return [
            m
            for j in range(max(self.first, i - 5), i + 1)
            for k, m in self.at.get(j, {}).items()
            if k in {"organisation", "place", "polity", "metonym"} and m.end > i
        ]

    def _stands_alone(self, i: int) -> bool:
        """No other capitalised word leans on it ("Kim Il Sung University", "New York Putin")."""
        nxt, prev = i + 1, i - 1
        if self.tok(i).text[0].islower() or self.low(i) in self.rules.not_names:
            return False
        if any(k in self.at.get(i, {}) for k in ("polity", "city")) and "family" not in self.at.get(i, {}):
            return False
        after = self.tok(nxt).text if nxt < self.last else ""
        if after[:1].isupper() and after.isalpha() and not self.tok(i).whitespace_ == "":
            weekday = self.low(nxt) in self.rules.not_names or self.at.get(nxt)
            if not weekday:
                return False
        before = self.tok(prev).text if prev >= self.first else ""
        return not (
            prev > self.first
            and before[:1].isupper()
            and before.isalpha()
            and self.free(prev, i)
            and not self.until.get(i)
            and self.low(prev) not in self.rules.not_names
        )

    def ends_a_title(self, i: int) -> bool:
        return "office" in self.until.get(i, {}) or "honorific" in self.until.get(i, {})

    # -- growing a name ------------------------------------------------------------------------

    def person(self, start: int, end: int, *, ref: str | None = None) -> None:
        core = (start, end)
        left, offices, polities, words = self.titles_left(start)
        right, more_offices, more_polities, more_words = self.titles_right(end)
        self.take(
            Mention(
                start=left,
                end=right,
                kind="person",
                core=core,
                offices=tuple(dict.fromkeys((*offices, *more_offices))),
                office_text=words or more_words,
                polities=tuple(dict.fromkeys((*polities, *more_polities))),
                ref=ref,
                definite=True,
            )
        )

    def titles_left(self, i: int) -> tuple[int, list[str], list[str], str | None]:
        offices: list[str] = []
        polities: list[str] = []
        words: str | None = None
        start = i
        comma = False
        if (
            self.low(i - 1) == ","
            and "office" in self.until.get(i - 1, {})
            and self.free(i - 2, i - 1)
            and self.determined(self.until[i - 1]["office"].start)
            and self.closes(self.name_from(i) if self.free(i, i + 1) else i + 1)
        ):
            # "His Indian counterpart, S. Jaishankar, …"
            start, comma = i - 1, True
        while True:
            here = self.until.get(start, {})
            if "honorific" in here and self.free(here["honorific"].start, start):
                start = here["honorific"].start
                continue
            office = here.get("office")
            span = (office.start, start) if office else self.office_with_complement(start)
            if span and not (words and self.low(start) in {","}):
                o_start, o_end = span
                m = office or self.at[o_start]["office"]
                if not self.free(o_start, start):
                    break
                offices.append(m.ref)
                if o_end > m.end:
                    polities += self.polities_in(m.end, o_end)
                begin = self.title_start(o_start, polities)
                words = words or self.text(self.trim_left(begin), o_end if o_end > m.end else m.end)
                start = begin
                if self.low(start - 1) in {"and", "-"} and "office" in self.until.get(start - 1, {}):
                    start -= 1
                    continue
                continue
            break
        if comma and start == i - 1:
            start = i
        if offices and self.low(start - 1) in self.rules.determiners:
            start -= 1
        if start == i:
            # "Russia's Putin", "the Turkish Erdogan": the state alone before the name.
            begin = self.title_start(i, polities)
            if begin < i:
                start = begin
        return start, offices, polities, words

    def trim_left(self, i: int) -> int:
        while self.low(i) in self.rules.determiners or self.is_possessive(i):
            i += 1
        return i

    def determined(self, i: int) -> bool:
        """Is the office that begins at i introduced by an article, a possessive or a state?"""
        begin = self.title_start(i, [])
        return begin < i or self.low(i - 1) in self.rules.determiners

    def closes(self, i: int) -> bool:
        return i >= self.last or not self.tok(i).text[:1].isupper()

    def office_with_complement(self, i: int) -> tuple[int, int] | None:
        """ "President of the Republic of Belarus" | Alexander Lukashenko: the office, back to its head."""
        j = i - 1
        while j > self.first and i - j <= 16 and self.free(j, j + 1):
            text, low = self.tok(j).text, self.low(j)
            if not (text[:1].isupper() or low in self.rules.connectors or text in {"-", "&"} or self.is_possessive(j)):
                return None
            m = self.until.get(j, {}).get("office")
            if m and low in self.rules.connectors and self.free(m.start, j):
                if low in {"and", "the"}:
                    j -= 1
                    continue
                return (m.start, i)
            j -= 1
        return None

    def title_start(self, i: int, polities: list[str]) -> int:
        """Grows a title that begins at i to the left; adds the states that it finds."""
        start = i
        while start > self.first:
            here = self.until.get(start, {})
            j = start - 1
            if self.is_possessive(j):
                owner = self.until.get(j, {})
                m = owner.get("polity") or owner.get("metonym") or owner.get("organisation")
                if m and self.free(m.start, start):
                    self.add_polity(m, polities)
                    start = m.start
                    continue
                break
            if self.tok(j).text == "-" and self.until.get(j):
                here = self.until[j]
                if "adjective" not in here:
                    break
            m = (
                here.get("adjective")
                or here.get("organisation")
                or here.get("polity")
                or (here.get("metonym") if self.tok(j).text[0].isupper() else None)
            )
            if m and self.free(m.start, start) and not self.preposition(m.start - 1, m):
                self.add_polity(m, polities)
                start = m.start
                continue
            if self.low(j) in self.rules.premodifiers and self.free(j, start):
                start = j
                continue
            body = self.body_left(start)
            if body < start:
                start = body
                continue
            break
        return start

    def preposition(self, j: int, m: Match) -> bool:
        if self.low(j) == "the":
            j -= 1
        return m.kind in {"polity", "metonym", "organisation"} and self.low(j) in self.rules.place_prepositions

    def body_left(self, i: int) -> int:
        """Capitalised words of a body before a title: "High Council for National Reconciliation"."""
        if i >= self.last or not self.tok(i).text[0].isupper() or "office" not in self.at.get(i, {}):
            return i
        j = i
        while j - 1 >= self.first and i - j < 7 and self.free(j - 1, j):
            low, text = self.low(j - 1), self.tok(j - 1).text
            here = self.at.get(j - 1, {})
            if "office" in here or "honorific" in here or "person" in here or "family" in here:
                break
            if text[:1].isupper() and text.isalpha() and low not in self.rules.calendar:
                if j - 1 == self.first and low in self.rules.determiners | self.rules.connectors:
                    break
                j -= 1
            elif low in {"of", "for"} and j < i and self.tok(j - 2).text[:1].isupper():
                j -= 1
            else:
                break
        while j < i and self.low(j) in self.rules.connectors:
            j += 1
        before = self.low(j - 2) if self.low(j - 1) == "the" else self.low(j - 1)
        if before in self.rules.place_prepositions:
            return i  # "received in the Kremlin President …"
        return j

    def titles_right(self, i: int) -> tuple[int, list[str], list[str], str | None]:
        polities: list[str] = []
        end = i
        if self.low(end) == "of":
            j = end + 1
            while self.low(j) in {"the"}:
                j += 1
            m = self.at.get(j, {}).get("polity")
            if m and self.free(m.start, m.end):
                self.add_polity(m, polities)
                end = m.end
        elif self.low(end) == "(":
            m = self.at.get(end + 1, {}).get("polity")
            if m and self.low(m.end) == ")":
                self.add_polity(m, polities)
                end = m.end + 1
        after = self.apposition(end)
        if after is None:
            return end, [], polities, None
        stop, refs, more, words = after
        return stop, refs, [*polities, *more], words

    def apposition(self, i: int) -> tuple[int, list[str], list[str], str] | None:
        """A title in apposition after a name: its end, offices, states and words."""
        if self.low(i) not in {",", "("}:
            return None
        j = i + 1
        if self.low(j) in self.rules.determiners:
            j += 1
        begin = j
        polities: list[str] = []
        m: Match | None = None
        for k in range(j, min(j + 9, self.last)):
            here = self.at.get(k, {})
            if "office" in here:
                m = here["office"]
                break
            state = here.get("adjective") or here.get("polity") or here.get("organisation")
            if state:
                self.add_polity(state, polities)
                continue
            text, low = self.tok(k).text, self.low(k)
            if not (
                text[:1].isupper() or low in self.rules.premodifiers or low in {"of", "for", "-"}
                or self.is_possessive(k) or self.covered(k)
            ):
                return None
        if m is None or not self.free(m.start, m.end):
            return None
        offices = [m.ref]
        end = self.complement(m.end)
        polities += self.polities_in(m.end, end)
        while self.low(end) == "and" and "office" in self.at.get(end + 1, {}):
            more = self.at[end + 1]["office"]
            if self.named(more.end):
                break
            stop = self.complement(more.end)
            polities += self.polities_in(more.end, stop)
            offices.append(more.ref)
            end = stop
        if self.named(end) and self.low(end) not in self.rules.not_names:
            return None  # "Mike Pompeo, Foreign Minister Sergey Lavrov": the next person of a list
        words = self.text(begin, end)
        if self.low(i) == "(":
            if self.low(end) != ")":
                return None
            end += 1
        elif self.low(end) == "," and end + 1 < self.last:
            end += 1  # the comma that closes the apposition
        return end, offices, polities, words

    def covered(self, k: int) -> bool:
        return any(
            m.start <= k < m.end
            for j in range(max(self.first, k - 6), k + 1)
            for m in self.at.get(j, {}).values()
        )

    def complement(self, i: int) -> int:
        """End of "of the Republic of X", "for Political Affairs", "to the United Nations" after i."""
        if self.low(i) not in self.rules.connectors or self.low(i) in {"and", "the"}:
            return i
        j = i
        while j < self.last and j - i < 16:
            text, low = self.tok(j).text, self.low(j)
            if "person" in self.at.get(j, {}) or not self.free(j, j + 1):
                break
            if low in self.rules.connectors or text in {"-", "&"}:
                j += 1
            elif text[:1].isupper() or self.is_possessive(j) and j > i + 1:
                if low in self.rules.calendar:
                    break
                if "office" in self.at.get(j, {}) and self.low(j - 1) == "and":
                    break
                j += 1
            else:
                break
        while j > i and (self.low(j - 1) in self.rules.connectors or self.is_possessive(j - 1)):
            j -= 1
        return j

    def polities_in(self, start: int, end: int) -> list[str]:
        """States named in a title's complement after "of" (not "envoy for Syria", "ambassador to")."""
        out: list[str] = []
        relation = "of"
        k = start
        while k < end:
            low = self.low(k)
            if low in self.rules.connectors and low not in {"and", "the"}:
                relation = low
            here = self.at.get(k, {})
            m = here.get("polity") or here.get("adjective")
            if m and relation == "of":
                self.add_polity(m, out)
            k = m.end if m else k + 1
        return out

    def add_polity(self, m: Match, out: list[str]) -> None:
        if m.kind == "organisation":
            state = self.catalog.organisations[m.ref].polity
        else:
            state = self.catalog.polities[m.ref].notation
        if state and state not in out:
            # What is said outright ("the Thai National Security Council") goes before what a body implies.
            out.insert(0 if m.kind != "organisation" else len(out), state)

    # -- what is not a name --------------------------------------------------------------------

    def plural_titles(self) -> None:
        """ "Presidents Xi and Trump": the office belongs to each of the names that follow."""
        for i in range(self.first, self.last):
            m = self.at.get(i, {}).get("offices")
            if not m or not self.free(m.start, m.end):
                continue
            following = [p for p in self.found if p.kind == "person" and p.start == m.end]
            if not following and self.named(m.end):
                end = self.name_from(m.end)
                self.person(m.end, end)
                following = [self.found[-1]]
            if not following:
                continue
            polities: list[str] = []
            begin = self.title_start(m.start, polities)
            end = following[0].end
            while self.low(end) in {",", "and"}:
                nxt = [p for p in self.found if p.kind == "person" and p.start in {end + 1, end + 2}]
                if not nxt and self.named(end + 1):
                    stop = self.name_from(end + 1)
                    self.person(end + 1, stop)
                    nxt = [self.found[-1]]
                if not nxt:
                    break
                following.append(nxt[0])
                end = nxt[0].end
            for p in following:
                k = self.found.index(p)
                grown = begin if p is following[0] else p.start
                self.found[k] = replace(
                    p, start=grown, offices=p.offices or (m.ref,),
                    office_text=p.office_text or self.catalog.offices[m.ref].label,
                )
            for k in range(begin, m.end):
                self.taken[k - self.first] = True

    def roles(self) -> None:
        for i in range(self.first, self.last):
            here = self.at.get(i, {})
            m = here.get("office")
            group = here.get("offices")
            if group and (m is None or group.end >= m.end):
                self.role(group, plural=True)
            elif m:
                self.role(m, plural=False)

    def role(self, m: Match, *, plural: bool) -> None:
        if not self.free(m.start, m.end):
            return
        office: Office = self.catalog.offices[m.ref]
        polities: list[str] = []
        start = self.title_start(m.start, polities)
        while plural and self.low(start - 1) in {"and", ","} and (
            "adjective" in self.until.get(start - 1, {}) or "polity" in self.until.get(start - 1, {})
        ):
            start = self.title_start(start - 1, polities)
        end = m.end
        of: list[str] = []
        if self.low(end) == "of" or office.complement:
            stop = self.complement(end)
            of = self.polities_in(end, stop)
            while plural and of and self.low(stop) in {",", "and"}:
                nxt = self.at.get(stop + 1, {}).get("polity") or self.at.get(stop + 2, {}).get("polity")
                if not nxt or nxt.start - stop > 2:
                    break
                self.add_polity(nxt, of)
                stop = nxt.end
            end = stop if stop > end else end
        polities += [p for p in of if p not in polities]
        before = self.low(start - 1)
        possessor = before if before in self.rules.words_possessive else None
        definite = before in {"the", "both"} or possessor is not None or self.low(start) == "the"
        counted = before in {"two", "three", "four", "both"}
        if counted:
            start -= 1
            definite = True
        capital = self.tok(m.start).text[0].isupper()
        if not (definite or polities) or (office.generic and not polities and not definite):
            if not (capital and m.start > self.first and before in {"", "with", "and", "by", "between"}):
                return
        if before in self.rules.determiners or possessor:
            start -= 1
        if before == "two" and self.low(start - 1) == "the":
            start -= 1
        if self.is_possessive(start - 1) or not self.free(start, end):
            start = m.start
        self.take(
            Mention(
                start=start,
                end=end,
                kind="group" if plural and len(polities) < 2 and not (polities and office.generic) else "role",
                core=(m.start, m.end),
                offices=(m.ref,),
                office_text=self.text(self.trim_left(max(start, m.start if office.generic else start)), end),
                polities=tuple(polities),
                plural=plural,
                definite=definite,
                possessor=possessor,
            )
        )

    def bodies(self) -> None:
        """ "the Russian foreign ministry", "France's government": a body of a state."""
        for i in range(self.first, self.last):
            for n in (4, 3, 2, 1):
                words = " ".join(self.low(k) for k in range(i, i + n))
                if i + n > self.last or words not in self.rules.body_nouns:
                    continue
                polities: list[str] = []
                start = self.title_start(i, polities)
                end = i + n
                if not polities and self.low(end) == "of":
                    stop = self.complement(end)
                    polities = self.polities_in(end, stop)
                    end = stop if polities else end
                if polities and self.free(start, end):
                    self.take(
                        Mention(
                            start=start, end=end, kind="organisation", core=(start, end),
                            polities=tuple(polities[:1]), definite=True,
                        )
                    )
                break

    def states_and_organisations(self) -> None:
        self.capitals()
        order: tuple[Kind, ...] = ("organisation", "polity", "demonym", "metonym")
        for i in range(self.first, self.last):
            here = self.at.get(i, {})
            best = max((here[k] for k in order if k in here), key=lambda m: m.end, default=None)
            if best is None or not self.free(best.start, best.end):
                continue
            if best.kind == "organisation":
                org = self.catalog.organisations[best.ref]
                if org.ambiguous and self.low(i - 1) != "the":
                    continue
                states: tuple[str, ...] = (org.polity,) if org.polity else ()
                kind: MentionKind = "organisation"
            else:
                state = self.catalog.polities[best.ref]
                if best.kind == "demonym" and "adjective" in here:
                    # "the Chinese said" is the people; "the Chinese goods" is an adjective.
                    after = self.low(best.end)
                    people = not after.isalpha() or after in self.rules.people_verbs
                    if not (self.low(i - 1) == "the" and people and after != "-"):
                        continue
                states, kind = (state.notation,), "country"
            self.take(
                Mention(
                    start=best.start, end=best.end, kind=kind, core=(best.start, best.end),
                    polities=states, ref=best.ref, metonym=best.kind == "metonym",
                )
            )

    def capitals(self) -> None:
        """ "talks between Pyongyang and Seoul": capitals that act, not places where something is."""
        for i in range(self.first, self.last):
            m = self.at.get(i, {}).get("place")
            state = self.rules.capitals.get(m.ref) if m else None
            if m is None or state is None or not self.free(m.start, m.end):
                continue
            if self.low(m.end) == "," and "polity" in self.at.get(m.end + 1, {}):
                continue
            j = m.start - 1
            while self.low(j) in {",", "and"} and "place" in self.until.get(j, {}):
                j = self.until[j]["place"].start - 1
            if self.low(j) in self.rules.not_acting or self.low(j) == "the":
                continue
            if self.low(j) == "and" and self.low(j - 1).isalpha() and j - 1 > self.first and "place" not in self.until.get(j, {}):
                acting = "polity" in self.until.get(j, {}) or self.low(m.end) in self.rules.people_verbs
                if not acting:
                    continue
            before = self.low(j)
            acts = before in {"between", "with", "by", "both", "among", "", "while", "but", "when", "as", "if", ",", "and", ".", "-", "“", '"', ":", ";", "whether", "that", "than"}
            if not acts:
                continue
            self.take(
                Mention(
                    start=m.start, end=m.end, kind="country", core=(m.start, m.end),
                    polities=(state,), ref=None, metonym=True,
                )
            )

    def groups_and_pronouns(self) -> None:
        for i in range(self.first, self.last):
            if not self.free(i, i + 1):
                continue
            low = self.low(i)
            if low in self.rules.groups:
                start = i
                while start > self.first and self.free(start - 1, start) and (
                    self.low(start - 1) in self.rules.group_premodifiers
                ):
                    start -= 1
                if start < i or self.low(i - 1) in self.rules.determiners:
                    definite = any(
                        self.low(k) in {"the", "both", "two", "their"} for k in range(start, i)
                    )
                    if definite:
                        self.take(
                            Mention(start=start, end=i + 1, kind="group", core=(i, i + 1), plural=True, definite=True)
                        )
            elif low in self.rules.pronouns:
                self.take(
                    Mention(
                        start=i, end=i + 1, kind="pronoun", core=(i, i + 1),
                        plural=low in self.rules.plural_pronouns, definite=True,
                    )
                )

    def crowds(self) -> None:
        """ "American businessmen", "Chinese officials": unnamed people of a state."""
        for i in range(self.first, self.last):
            if self.low(i) not in self.rules.crowds or not self.free(i, i + 1):
                continue
            polities: list[str] = []
            start = self.title_start(i, polities)
            while self.low(start - 1) in {"and", ","} and "adjective" in self.until.get(start - 1, {}):
                start = self.title_start(start - 1, polities)
            if start == i and i > self.first and self.free(i - 1, i) and self.tok(i - 1).is_alpha and (
                self.low(i - 1) not in self.rules.determiners | self.rules.connectors
                and self.tok(i - 1).text.islower()
                and self.low(i - 1) not in self.rules.not_names
            ):
                start = i - 1
            self.take(
                Mention(
                    start=start, end=i + 1, kind="crowd", core=(start, i + 1),
                    polities=tuple(polities), plural=True,
                )
            )
