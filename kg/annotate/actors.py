"""Who is named in a sentence: people with their titles, states, organisations, roles and groups.

A chunk grammar over tokens: a name is found first (authority, title, the model's own guess, or a
surname already introduced), then grows to the left over titles and to the right over appositions.
What remains of offices, states and organisations becomes mentions of their own. The model's entity
labels are only one hint among several, because the small model calls Lavrov an organisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.actor_scan import Mention, MentionKind, Rules
from kg.annotate.actor_titles import TitleScan
from kg.annotate.lexicon import Kind, Match
from kg.catalog import Office
from kg.terms import fold


class Chunker(Rules):
    """Finds the mentions of a sentence. Holds no state between documents."""

    def chunk(
        self,
        doc: Doc,
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


class _Scan(TitleScan):
    """The passes over a sentence, the surest first."""

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
            inside = self.low(i - 1) in self.rules.particles and self.named(i - 2)
            if m and self.free(m.start, m.end) and not inside:
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
        known = {
            w for n in self.catalog.people[ref].names for w in fold(n).replace("-", " ").split()
        }
        known |= {
            w for n in self.catalog.people[ref].family for w in fold(n).replace("-", " ").split()
        }
        return all(
            fold(self.tok(k).text) in known or not self.tok(k).text[0].isalpha()
            for k in range(start, end)
        )

    def people_after_titles(self) -> None:
        for i in range(self.first, self.last):
            here = self.until.get(i, {})
            if ("office" in here or "honorific" in here) and self.free(i, min(i + 1, self.last)):
                if i >= self.last or "honorific" in self.at.get(i, {}):
                    continue
                title = here.get("office") or here["honorific"]
                if (
                    not self.tok(title.start).text[0].isupper()
                    and "honorific" not in here
                    and (len(self.tok(i).text) < 2)
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
            if any(m.kind == "place" and m.end - m.start > 1 for m in self.bodies_over(start)):
                continue
            while start < end and not self.named(start):
                start += 1
            stop = self.name_from(start) if start < end else start
            if (stop - start >= 2 and self.free(start, stop)) or (
                stop - start == 1 and self.free(start, stop) and self.ends_a_title(start)
            ):
                self.person(start, stop)
        for i in range(self.first, self.last):
            # "greetings to Anatoly Bibilov": a first name that people have, and a name after it.
            first_name = fold(self.tok(i).text) in self.rules.given
            if first_name and self.named(i) and not self.bodies_over(i):
                end = self.name_from(i)
                first = i == self.first or not self.named(i - 1)
                if end - i >= 2 and first and self.free(i, end) and not self._of_a_place(i, end):
                    self.person(i, end)
        for i in range(self.first, self.last):
            # "Rwanda's Pasteur Bizimungu", "met Tesfaye Bekele": two words of no language, where
            # somebody is to be expected.
            if not self.named(i) or not self.free(i, i + 1):
                continue
            end = self.name_from(i)
            if not self._expects_somebody(i) and not self._of_a_state(end):
                continue
            if 2 <= end - i <= 4 and self.free(i, end) and not self._of_a_place(i, end):
                strange = not self.common(end - 1) and not (self.common(i) and self.common(end - 1))
                if strange and (self.is_possessive(i - 1) or not self._thing(i, end)):
                    self.person(i, end)
        # "Kim Sung-han, National Security Advisor of …": two name tokens before a title in apposition.
        for i in range(self.first, self.last):
            if self.named(i) and (i == self.first or not self.named(i - 1)):
                end = self.name_from(i)
                if end - i >= 2 and self.free(i, end) and self.apposition(end) is not None:
                    self.person(i, end)

    def _expects_somebody(self, i: int) -> bool:
        """After a state's possessive, or after a word that a participant follows."""
        if self.is_possessive(i - 1):
            owner = self.until.get(i - 1, {})
            return "polity" in owner or "organisation" in owner
        return self.low(i - 1) in self.rules.before_people

    def _of_a_state(self, end: int) -> bool:
        """ "hopes Manasseh Sogavare of the Solomon Islands will …": a name with a state after it."""
        j = end + 2 if self.low(end + 1) == "the" else end + 1
        return self.low(end) == "of" and "polity" in self.at.get(j, {})

    def _thing(self, start: int, end: int) -> bool:
        """Does the model take the words for something other than a person?"""
        return any(s < end and start < e for s, e in self.things)

    def _of_a_place(self, start: int, end: int) -> bool:
        """ "San Jose", "Paul Street": words of a place or body, or followed by more of a name of a thing."""
        inside = any(self.bodies_over(k) for k in range(start, end))
        if inside and not (end == start + 2 and self._after_given(start, start + 1)):
            return True
        return end < self.last and self.tok(end).text[:1].isupper() and self.tok(end).text.isalpha()

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
            place = here.get("place")
            if place and place.end == i + 1 and not known and place.ref in self.rules.capitals:
                continue  # "to Tunis": a capital before a surname of the authority
            if m and self.free(m.start, m.end) and (m.end - m.start > 1 or self._stands_alone(i)):
                self.person(m.start, m.end)
            elif known and self._stands_alone(i):
                self.person(i, i + 1)

    def _stands_alone(self, i: int) -> bool:
        """No other capitalised word leans on it ("Kim Il Sung University", "New York Putin")."""
        nxt, prev = i + 1, i - 1
        if self.tok(i).text[0].islower() or self.low(i) in self.rules.not_names:
            return False
        if any(k in self.at.get(i, {}) for k in ("polity", "city")) and "family" not in self.at.get(
            i, {}
        ):
            return False
        after = self.tok(nxt).text if nxt < self.last else ""
        if after[:1].isupper() and after.isalpha() and self.tok(i).whitespace_ != "":
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
                nxt = [
                    p for p in self.found if p.kind == "person" and p.start in {end + 1, end + 2}
                ]
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
                    p,
                    start=grown,
                    offices=p.offices or (m.ref,),
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
        for i in range(self.first, self.last):
            style = self.at.get(i, {}).get("honorific")
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
        if not self.free(m.start, m.end):
            return
        body = self.format_of(m.start, m.end) if plural else None
        if body:
            self.take_format(body, m.start, m.end)
            return
        office: Office = self.catalog.offices[m.ref]
        polities: list[str] = []
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
        of: list[str] = []
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
        if before in self.rules.determiners or possessor:
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
            if not self.free(i, i + 1):
                continue
            low = self.low(i)
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
            polities: list[str] = []
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
                    and self.low(i - 1) not in self.rules.not_names
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


__all__ = ["Chunker", "Mention"]
