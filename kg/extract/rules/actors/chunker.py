"""Who is named in a sentence: people with their titles, states, organisations, roles and groups.

A chunk grammar over tokens: a name is found first (authority, title, the model's own guess, or a
surname already introduced), then grows to the left over titles and to the right over appositions.
What remains of offices, states and organisations becomes mentions of their own. The model's entity
labels are only one hint among several, because the small model calls Lavrov an organisation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from kg.core.model import Notation
from kg.extract.rules.actors.lexicon import Kind, Match
from kg.extract.rules.actors.people import PeopleScan
from kg.extract.rules.actors.scan import Rules
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention, MentionKind
from kg.extract.rules.text.words import Token
from kg.reference.catalog import Office


class Chunker(Rules):
    """Finds the mentions of a sentence. Holds no state between documents."""

    def chunk(
        self,
        doc: Text,
        sentence: tuple[int, int],
        matches: Sequence[Match],
        guesses: Sequence[tuple[int, int]],
        surnames: Mapping[str, str],
        things: Sequence[tuple[int, int]] = (),
    ) -> list[Mention]:
        """Mentions of one sentence, in order, without overlap.

        ``guesses`` are token spans that the model takes for people, ``things`` those that it takes
        for places, buildings, works and events; ``surnames`` maps the folded
        surnames introduced so far in the article to anything (only its keys count).
        """
        scan = _Scan(self, doc, sentence, matches, guesses, surnames)
        scan.things = things
        return scan.run()

    def strangers(
        self, tokens: Sequence[Token], sentence: tuple[int, int], matches: Sequence[Match]
    ) -> bool:
        """May a sentence name somebody whom no list knows: two capitalised words side by side?

        ``tokens`` and ``matches`` are those of the document, in order.
        """
        first, last = sentence
        known = [False] * (last - first)
        for m in matches[bisect_left(matches, first, key=lambda m: m.start) :]:
            if m.start >= last:
                break
            if m.kind in _SURE:
                for k in range(m.start, min(m.end, last)):
                    known[k - first] = True
        before = False
        plain = False
        for i in range(first, last):
            text = tokens[i].text
            if not text[0].isalpha():
                before = before and text in {"-", "–", "'", "’"}
                continue
            if not text[0].isupper():
                before = before and text.casefold() in self.particles
                continue
            low = text.casefold()
            name = not known[i - first] and low not in self.not_names
            common = low in self.common and low not in self.given
            if name and before and not (plain and common):
                return True
            before, plain = name, common
        return False


_SURE = frozenset(
    {"person", "polity", "adjective", "organisation", "office", "offices", "honorific", "metonym"}
)
"""What a match of these kinds covers is no name of a stranger."""


class _Scan(PeopleScan):
    """The passes over a sentence, the surest first."""

    def run(self) -> list[Mention]:
        self.people_of_the_authority()
        self.people_after_titles()
        self.people_after_offices()
        self.people_guessed()
        self.surnames_alone()
        self.plural_titles()
        self.bodies()
        self.roles()
        self.states_and_organisations()
        self.groups_and_pronouns()
        self.crowds()
        return sorted(self.found, key=lambda m: m.start)

    def roles(self) -> None:
        for i in self.begins:
            here = self.at[i]
            m = here.get("office")
            group = here.get("offices")
            if group and (m is None or group.end >= m.end):
                self.role(group, plural=True)
            elif m:
                self.role(m, plural=False)
        for i in self.begins:
            style = self.at[i].get("honorific")
            alone = style is not None and style.end - style.start > 1
            if (
                style
                and alone
                and self.low(i) in self.rules.words_possessive
                and self.free(i, style.end)
            ):
                # "His Majesty received": a style without a name is whoever bears it.
                self.take(
                    Mention(start=i, end=style.end, kind="role", core=(i, style.end), definite=True)
                )

    def format_of(self, start: int, end: int) -> Match | None:
        """The organisation in "G7 leaders", "foreign ministers of the Quad", if it is of no one state."""
        before = self.until.get(start, {}).get("organisation")
        j = end + 1
        if self.low(j) == "the":
            j += 1
        after = self.at.get(j, {}).get("organisation") if self.low(end) == "of" else None
        m = before or after
        if m and self.catalog.organisations[m.ref].polity is None and self.free(m.start, m.end):
            return m
        return None

    def take_format(self, m: Match, start: int, end: int) -> None:
        first, last = min(m.start, start), max(m.end, end)
        if self.low(first - 1) == "the":
            first -= 1
        if self.free(first, last):
            self.take(
                Mention(
                    start=first,
                    end=last,
                    kind="organisation",
                    core=(m.start, m.end),
                    ref=m.ref,
                    plural=True,
                    definite=True,
                )
            )

    def role(self, m: Match, *, plural: bool) -> None:
        if not self.free(m.start, m.end) or self.in_a_name(m):
            return
        body = self.format_of(m.start, m.end) if plural else None
        if body:
            self.take_format(body, m.start, m.end)
            return
        office: Office = self.catalog.offices[m.ref]
        polities: list[Notation] = []
        start = self.title_start(m.start, polities)
        while (
            plural
            and self.low(start - 1) in {"and", ","}
            and (
                "adjective" in self.until.get(start - 1, {})
                or "polity" in self.until.get(start - 1, {})
            )
        ):
            start = self.title_start(start - 1, polities)
        end = m.end
        of: list[Notation] = []
        if self.low(end) == "of" or office.complement:
            stop = self.complement(end)
            of = self.polities_in(end, stop)
            while plural and of and self.low(stop) in {",", "and"}:
                nxt = self.at.get(stop + 1, {}).get("polity") or self.at.get(stop + 2, {}).get(
                    "polity"
                )
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
        named = capital and m.start > self.first and before in {"", "with", "and", "by", "between"}
        own = office.polity is not None and not plural and capital
        if not (definite or polities or named or own):
            return  # "EAM called on the President": the name of one state's post needs no article
        if before in self.rules.own_determiners or possessor:
            start -= 1
        if before == "two" and self.low(start - 1) == "the":
            start -= 1
        said = start
        style = self.until.get(start, {}).get("honorific")
        if style and self.free(style.start, start):
            start = style.start  # "His Majesty the Sultan"
        if self.is_possessive(start - 1) or not self.free(start, end):
            start = m.start
        self.take(
            Mention(
                start=start,
                end=end,
                kind="group"
                if plural and len(polities) < 2 and not (polities and office.generic)
                else "role",
                core=(m.start, m.end),
                offices=(m.ref,),
                office_text=self.text(
                    self.trim_left(max(start, said, m.start if office.generic else start)), end
                ),
                polities=tuple(polities),
                plural=plural,
                definite=definite,
                possessor=possessor,
            )
        )

    def bodies(self) -> None:
        """ "the Russian foreign ministry", "France's government": a body of a state."""
        for i in range(self.first, self.last):
            for n in self.rules.body_lengths.get(self.low(i), ()):
                words = " ".join(self.low(k) for k in range(i, i + n))
                if i + n > self.last or words not in self.rules.body_nouns:
                    continue
                polities: list[Notation] = []
                start = self.title_start(i, polities)
                end = i + n
                if not polities and self.low(end) == "of":
                    stop = self.complement(end)
                    polities = self.polities_in(end, stop)
                    end = stop if polities else end
                if polities and self.free(start, end):
                    self.take(
                        Mention(
                            start=start,
                            end=end,
                            kind="organisation",
                            core=(start, end),
                            polities=tuple(polities[:1]),
                            definite=True,
                        )
                    )
                break

    def states_and_organisations(self) -> None:
        self.capitals()
        order: tuple[Kind, ...] = ("organisation", "polity", "demonym", "metonym")
        for i in self.begins:
            here = self.at[i]
            best = max((here[k] for k in order if k in here), key=lambda m: m.end, default=None)
            if best is None or not self.free(best.start, best.end):
                continue
            if best.kind == "organisation":
                org = self.catalog.organisations[best.ref]
                if org.ambiguous and self.low(i - 1) != "the":
                    continue
                states: tuple[Notation, ...] = (org.polity,) if org.polity else ()
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
                    start=best.start,
                    end=best.end,
                    kind=kind,
                    core=(best.start, best.end),
                    polities=states,
                    ref=best.ref,
                    metonym=best.kind == "metonym",
                )
            )

    def capitals(self) -> None:
        """ "talks between Pyongyang and Seoul": capitals that act, not places where something is."""
        for i in self.begins:
            m = self.at[i].get("place")
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
            if (
                self.low(j) == "and"
                and self.low(j - 1).isalpha()
                and j - 1 > self.first
                and "place" not in self.until.get(j, {})
            ):
                acting = (
                    "polity" in self.until.get(j, {}) or self.low(m.end) in self.rules.people_verbs
                )
                if not acting:
                    continue
            before = self.low(j)
            acts = before in {
                "between",
                "with",
                "by",
                "both",
                "among",
                "",
                "while",
                "but",
                "when",
                "as",
                "if",
                ",",
                "and",
                ".",
                "-",
                "“",
                '"',
                ":",
                ";",
                "whether",
                "that",
                "than",
            }
            if not acts:
                continue
            self.take(
                Mention(
                    start=m.start,
                    end=m.end,
                    kind="country",
                    core=(m.start, m.end),
                    polities=(state,),
                    ref=None,
                    metonym=True,
                )
            )

    def groups_and_pronouns(self) -> None:
        for i in range(self.first, self.last):
            low = self.low(i)
            if low not in self.rules.groups_and_pronouns or not self.free(i, i + 1):
                continue
            body = self.format_of(i, i + 1) if low in self.rules.groups else None
            if body:
                self.take_format(body, i, i + 1)
            elif (
                low == "two"
                and self.low(i - 1) == "the"
                and self.low(i + 1) in self.rules.pair_followers
            ):
                self.take(
                    Mention(
                        start=i - 1 if self.free(i - 1, i) else i,
                        end=i + 1,
                        kind="group",
                        core=(i, i + 1),
                        plural=True,
                        definite=True,
                    )
                )
            elif low in self.rules.groups:
                start = i
                while (
                    start > self.first
                    and self.free(start - 1, start)
                    and (self.low(start - 1) in self.rules.group_premodifiers)
                ):
                    start -= 1
                if start < i or self.low(i - 1) in self.rules.determiners:
                    definite = any(
                        self.low(k) in {"the", "both", "two", "their"} for k in range(start, i)
                    )
                    if definite:
                        self.take(
                            Mention(
                                start=start,
                                end=i + 1,
                                kind="group",
                                core=(i, i + 1),
                                plural=True,
                                definite=True,
                            )
                        )
            elif low in self.rules.pronouns:
                self.take(
                    Mention(
                        start=i,
                        end=i + 1,
                        kind="pronoun",
                        core=(i, i + 1),
                        plural=low in self.rules.plural_pronouns,
                        definite=True,
                    )
                )

    def crowds(self) -> None:
        """ "American businessmen", "Chinese officials": unnamed people of a state."""
        for i in range(self.first, self.last):
            if self.low(i) not in self.rules.crowds or not self.free(i, i + 1):
                continue
            if self.low(i + 1) in {"-", "–"} and not self.tok(i).whitespace_:
                continue  # "delegation-level talks"
            polities: list[Notation] = []
            start = self.title_start(i, polities)
            while self.low(start - 1) in {"and", ","} and "adjective" in self.until.get(
                start - 1, {}
            ):
                start = self.title_start(start - 1, polities)
            if (
                start == i
                and i > self.first
                and self.free(i - 1, i)
                and self.tok(i - 1).is_alpha
                and (
                    self.low(i - 1) not in self.rules.determiners | self.rules.connectors
                    and self.tok(i - 1).text.islower()
                    and self.low(i - 1) not in self.rules.not_names | self.rules.light_verbs
                )
            ):
                start = i - 1
            self.take(
                Mention(
                    start=start,
                    end=i + 1,
                    kind="crowd",
                    core=(start, i + 1),
                    polities=tuple(polities),
                    plural=True,
                )
            )
