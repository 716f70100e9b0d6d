"""The people of a sentence: by the authority, by their titles, by the model's guess, by a surname.

The passes are called by chunker.py, the surest first.
"""

from __future__ import annotations

from dataclasses import replace

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.titles import TitleScan
from kg.extract.rules.text.mention import Mention


class PeopleScan(TitleScan):
    """A sentence in which names become people, each with the titles around it."""

    def people_of_the_authority(self) -> None:
        for i in self.begins:
            m = self.at[i].get("person")
            if m is None:
                continue
            inside = self.low(i - 1) in self.rules.particles and self.named(i - 2)
            if self.free(m.start, m.end) and not inside:
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

    def _words_of(self, ref: LocalIri, start: int, end: int) -> bool:
        known = {
            w for n in self.catalog.people[ref].names for w in fold(n).replace("-", " ").split()
        }
        known |= {
            w for n in self.catalog.people[ref].family for w in fold(n).replace("-", " ").split()
        }
        return all(
            self.tok(k).folded in known or not self.tok(k).text[0].isalpha()
            for k in range(start, end)
        )

    def people_after_titles(self) -> None:
        for i in self.ends:
            here = self.until[i]
            if ("office" in here or "honorific" in here) and self.free(i, min(i + 1, self.last)):
                if i >= self.last or "honorific" in self.at.get(i, {}):
                    continue
                title = here.get("office") or here["honorific"]
                over = self.at.get(title.start, {})
                if any(k in over and over[k].end > i for k in ("polity", "adjective", "demonym")):
                    continue  # "Sri Lanka" is no Mr Lanka, and a "Sri Lankan" none.
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
        for i in self.uppers:
            # "greetings to Anatoly Bibilov": a first name that people have, and a name after it.
            first_name = self.tok(i).folded in self.rules.given
            if first_name and self.named(i) and not self.bodies_over(i):
                end = self.name_from(i)
                first = i == self.first or not self.named(i - 1) or self._after_office(i)
                if end - i >= 2 and first and self.free(i, end) and not self._of_a_place(i, end):
                    self.person(i, end)
        for i in self.uppers:
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
        for i in self.uppers:
            if self.named(i) and (i == self.first or not self.named(i - 1)):
                end = self.name_from(i)
                if end - i >= 2 and self.free(i, end) and self.apposition(end) is not None:
                    self.person(i, end)

    def _after_office(self, i: int) -> bool:
        """ "Minister for Rural Development Grace X": what stands before a name belongs to an office."""
        span = self.office_with_complement(i)
        return span is not None and self.at[span[0]]["office"].end < i

    def people_after_offices(self) -> None:
        """ "Jordan's foreign minister, Laith Obeidat, met": two names between commas after an office."""
        for i in self.begins:
            m = self.at[i].get("office")
            if m is None:
                continue
            comma = self.complement(m.end)
            start = comma + 1
            if self.low(comma) != "," or not self.named(start) or not self.determined(m.start):
                continue
            stop = self.name_from(start)
            closed = stop >= self.last or self.low(stop) in {",", ".", ";", ")"}
            if stop - start < 2 or not closed or not self.free(start, stop):
                continue
            if not self.common(stop - 1) and not self._of_a_place(start, stop):
                self.person(start, stop)

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
        for i, low in enumerate(self.lows, start=self.first):
            here = self.at.get(i, {})
            m = here.get("family")
            known = low in self.surnames or low in introduced
            if (m is None and not known) or not self.free(i, i + 1):
                continue
            known = known and self.named(i)
            if not known and (m is None or "adjective" in here or "demonym" in here):
                continue  # "the Turkmen president" is not Mr Türkmen
            if any(n.start <= i < n.end and n.end - n.start > 1 for n in self.bodies_over(i)):
                continue  # "the White House" is not Mr White
            place = here.get("place")
            if place and place.end == i + 1 and not known and place.ref in self.rules.capitals:
                continue  # "to Tunis": a capital before a surname of the authority
            stop = self.name_from(i) if m and self.low(m.end) in self.rules.particles else 0
            if m and stop > m.end and self.free(m.start, stop):
                self.person(m.start, stop)  # "Pérez de Cuéllar"
            elif m and self.free(m.start, m.end) and (m.end - m.start > 1 or self._stands_alone(i)):
                self.person(m.start, m.end)
            elif known and self._stands_alone(i):
                self.person(i, i + 1)

    def _called_by_it(self, end: int) -> bool:
        """ "Indira Gandhi International Airport": is the name that of what stands after it?"""
        stop = end
        while stop < self.last and stop - end < 2 and self.low(stop) not in self.rules.named_after:
            stop += 1
        noun = stop < self.last and self.low(stop) in self.rules.named_after
        between = range(end, stop)
        return noun and all(self.tok(k).text[:1].isupper() for k in between)

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

    def person(self, start: int, end: int, *, ref: LocalIri | None = None) -> None:
        if end < self.last and self._called_by_it(end):
            return
        start = self._after_fields(start, end)
        core = (start, end)
        left, offices, polities, words = self.titles_left(start)
        right, more_offices, more_polities, more_words = self.titles_right(end)
        if (staff := self._staff_of(left, start)) is not None:
            self._somebody_of(staff, left, right, polities)
            return
        kin = self._kin_of(left)
        comma = next((k for k in range(left, start) if self.low(k) == ","), None)
        if kin is not None and comma is None:
            self._relative(kin, right, polities)
            return
        if kin is not None and comma is not None:
            # "the Secretary to the President, Dr. X, met": X is the secretary.
            left, offices, words = kin, [], self.text(kin, comma)
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

    def _after_fields(self, start: int, end: int) -> int:
        """ "Minister of Trade and | Tourism | Jan Novak": where the name begins behind what an office is for."""
        i = start
        while end - i > 1 and self.is_a_field(i):
            i += 1
        behind = i > start and self.low(start - 1) in {"and", "&"}
        return i if behind and self.office_with_complement(i) else start

    def _staff_of(self, left: int, name: int) -> Match | None:
        """ "an aide to President Smith", "a spokesman for Smith": the office of the one who is not Smith."""
        for k in range(left, name):
            here = self.at.get(k, {})
            m = here.get("office") or here.get("offices")
            if m is None or not {self.low(j) for j in range(m.start, m.end)} & self.rules.staff:
                continue
            j = m.end
            if self.low(j) not in {"to", "for"} and not (
                self.low(j) == "of" and self.tok(m.start).text.islower()
            ):
                return None
            j += 1
            while self.low(j) in self.rules.determiners | self.rules.words_possessive:
                j += 1
            direct = j == name or self.low(j) in self.rules.premodifiers
            titled = any(
                {"office", "honorific"} & self.at.get(i, {}).keys() for i in range(j, name)
            )
            return m if direct or titled else None
        return None

    def _kin_of(self, left: int) -> int | None:
        """ "the wife of President Smith", "two advisers to Smith": where the word for the other stands."""
        j = left - 1
        while self.low(j) in self.rules.determiners:
            j -= 1
        word = self.low(j - 1)
        kin = self.low(j) == "of" and word in self.rules.kin
        staff = self.low(j) in {"to", "for"} and word.removesuffix("s") in self.rules.staff
        if not (kin or staff):
            return None
        return j - 1 if self.free(j - 1, left) else None

    def _relative(self, kin: int, right: int, polities: list[Notation]) -> None:
        """The relative, if named in apposition; else somebody of whom no more is known."""
        start = kin - 1 if self.low(kin - 1) in self.rules.determiners else kin
        several = self.low(kin).endswith("s") and self.low(kin) not in self.rules.staff
        name = None
        if self.low(right) == "," and self.named(right + 1):
            stop = self.name_from(right + 1)
            if stop - right > 2 and self.closes(stop) and self.free(right, stop):
                name = (right + 1, stop)
        self.take(
            Mention(
                start=start,
                end=name[1] if name else right,
                kind="person" if name else "crowd",
                core=name or (kin, right),
                office_text=self.text(kin, right),
                polities=tuple(polities),
                plural=several,
                definite=True,
            )
        )

    def _somebody_of(self, staff: Match, left: int, right: int, polities: list[Notation]) -> None:
        """The aide: the name that follows in apposition, or nobody that is named."""
        end, name = right, None
        if self.low(right) == "," and self.named(right + 1):
            stop = self.name_from(right + 1)
            if stop - right > 2 and self.closes(stop) and self.free(right, stop):
                name, end = (right + 1, stop), stop
        self.take(
            Mention(
                start=left,
                end=end,
                kind="person" if name else "role",
                core=name or (staff.start, staff.end),
                offices=(staff.ref,),
                office_text=self.text(self.trim_left(left), right),
                polities=tuple(polities),
                definite=True,
            )
        )

    def plural_titles(self) -> None:
        """ "Presidents Xi and Trump": the office belongs to each of the names that follow."""
        for i in self.begins:
            m = self.at[i].get("offices")
            if not m or not self.free(m.start, m.end):
                continue
            following = [p for p in self.found if p.kind == "person" and p.start == m.end]
            known = "family" in self.at.get(m.end, {})
            if not following and self.named(m.end) and (known or not self.common(m.end)):
                end = self.name_from(m.end)
                self.person(m.end, end)
                following = [self.found[-1]]
            if not following:
                continue
            polities: list[Notation] = []
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
