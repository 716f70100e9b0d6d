"""Titles around a name: "President of the Republic of X" before it, ", the Taoiseach of Ireland," after.

Each method tells where the title ends and which offices and states it names.
"""

from __future__ import annotations

from kg.core.model import LocalIri, Notation
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.scan import TokenScan


class TitleScan(TokenScan):
    """A sentence whose names can grow to the left and to the right."""

    def titles_left(self, i: int) -> tuple[int, list[LocalIri], list[Notation], str | None]:
        offices: list[LocalIri] = []
        polities: list[Notation] = []
        words: str | None = None
        start = i
        comma = False
        told = self._office_before(i - 1) if self.low(i - 1) == "," else None
        if (
            told is not None
            and self.free(told.start, i - 1)
            and self.determined(told.start)
            and self.closes(self.name_from(i) if self.free(i, i + 1) else i + 1)
        ):
            # "His Indian counterpart, S. Jaishankar, …", "the President of Moldova, Maia Sandu, …"
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
                if self.low(start - 1) in {"and", "-", "/"} and "office" in self.until.get(
                    start - 1, {}
                ):
                    start -= 1
                    continue
                continue
            break
        if comma and start == i - 1:
            start = i
        elif start < i and not comma and (told := self._told_before(start, i)):
            # "his Israeli counterpart, National Security Adviser X", "the minister, Mr X,"
            polities += [p for p in self.polities_in(told.end, start - 1) if p not in polities]
            begin = self.title_start(told.start, polities)
            if not self.catalog.offices[told.ref].counterpart:
                offices.append(told.ref)
                words = words or self.text(self.trim_left(begin), start - 1)
            start = self._offices_beside(begin, offices, polities)
            if self.low(start - 1) in self.rules.words_possessive:
                start -= 1
        if offices and self.low(start - 1) in self.rules.own_determiners:
            start -= 1
        if not offices:
            # "Russia's Putin", "the Turkish Erdogan": the state alone before the name.
            start = self.title_start(start, polities)
        return start, offices, polities, _without_short_name(words)

    def _offices_beside(self, start: int, offices: list[LocalIri], polities: list[Notation]) -> int:
        """Where "the Deputy Prime Minister and | Minister of X" begins; adds the offices before."""
        while self.low(start - 1) == "and" and "office" in self.until.get(start - 1, {}):
            more = self.until[start - 1]["office"]
            if not self.free(more.start, start):
                break
            offices.append(more.ref)
            start = self.title_start(more.start, polities)
        return start

    def _told_before(self, start: int, name: int) -> Match | None:
        """The office before the comma that means the one whose title or name begins at ``start``."""
        office = self._office_before(start - 1) if self.low(start - 1) == "," else None
        if office is None or not self.free(office.start, start):
            return None
        if not self.determined(office.start):
            return None
        j = start
        while "honorific" in self.at.get(j, {}):
            j = self.at[j]["honorific"].end
        polite = j == name and start < name
        return office if polite or self.catalog.offices[office.ref].counterpart else None

    def _office_before(self, comma: int) -> Match | None:
        """The office that ends before a comma, its complement included: "the President of Iceland,"."""
        office = self.until.get(comma, {}).get("office")
        if office is not None:
            return office
        for k in range(comma - 2, max(self.first, comma - 18) - 1, -1):
            m = self.at.get(k, {}).get("office")
            if m is None:
                continue
            end = self.complement(m.end)
            if self.low(end) == "in" and "place" in self.at.get(end + 1, {}):
                end = self.at[end + 1]["place"].end  # "the British Ambassador in Moscow, Smith,"
            if end == comma:
                return self.until.get(m.end, {}).get("office", m)  # not "minister" alone
        return None

    def trim_left(self, i: int) -> int:
        while self.low(i) in self.rules.determiners or self.is_possessive(i):
            i += 1
        return i

    def determined(self, i: int) -> bool:
        """Is the office that begins at i introduced by an article, a possessive or a state?"""
        begin = self.title_start(i, [])
        while "honorific" in self.until.get(begin, {}):
            begin = self.until[begin]["honorific"].start  # "the Rt. Hon. President"
        if self.low(begin - 1) == "and" and "office" in self.until.get(begin - 1, {}):
            return self.determined(self.until[begin - 1]["office"].start)
        return begin < i or self.low(begin - 1) in self.rules.determiners

    def closes(self, i: int) -> bool:
        return i >= self.last or not self.tok(i).text[:1].isupper()

    def office_with_complement(self, i: int) -> tuple[int, int] | None:
        """ "President of the Republic of Belarus" | Alexander Lukashenko: the office, back to its head."""
        j = i - 1
        while j > self.first and self.low(j) == ")" and self.low(j - 1) != "(":
            opens = next(
                (k for k in range(j - 2, max(self.first, j - 8), -1) if self.low(k) == "("), j
            )
            if self._short_name(opens) != j + 1:
                return None
            j = opens - 1  # "Director General of the World Health Organization (WHO)"
        while j > self.first and i - j <= 16 and self.free(j, j + 1):
            text, low = self.tok(j).text, self.low(j)
            if not (
                text[:1].isupper()
                or low in self.rules.connectors
                or text in {"-", "&"}
                or self.is_possessive(j)
                or (low == "," and self._goes_on(j + 1, i))
            ):
                return None
            m = self.until.get(j, {}).get("office")
            if m and (low in self.rules.connectors or low == ",") and self.free(m.start, j):
                more = i - j > 2 or self.is_a_field(j + 1)
                more = (more and not self._office_between(j, i)) or self._second_field(j) == i
                longer = low in {"and", ","} and more
                if low in {"and", "the", ","} and not longer:
                    j -= 1
                    continue
                return (m.start, i)  # "Minister for Health and East African Cooperation of Kenya"
            j -= 1
        return None

    def _goes_on(self, j: int, end: int) -> bool:
        """ "Highways, | Ports, | and Aviation": does more follow of what an office is for?"""
        return self.is_a_field(j + (self.low(j) == "and")) and j + 1 < end

    def _office_between(self, start: int, end: int) -> bool:
        return any("office" in self.at.get(k, {}) for k in range(start, end))

    def title_start(self, i: int, polities: list[Notation]) -> int:
        """Grows a title that begins at i to the left; adds the states that it finds."""
        start = i
        while start > self.first:
            here = self.until.get(start, {})
            j = start - 1
            if self.low(j) == ")" and "polity" in self.until.get(j, {}):
                inner = self.until[j]["polity"]
                if self.low(inner.start - 1) == "(" and self.free(inner.start - 1, start):
                    start = inner.start - 1  # "Republic of Korea (ROK) National Security Advisor"
                    continue
                break
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
                if m.kind == "adjective" and self.low(m.start - 1) in self.rules.parts_of_world:
                    break  # "Central American ministers", "South Asian leaders"
                if self.low(m.start) in self.rules.us_states and (
                    self.low(start) in self.rules.us_offices
                ):
                    polities.insert(0, Notation("US"))  # "Georgia Governor Brian Kemp"
                else:
                    self.add_polity(m, polities)
                start = m.start
                continue
            if self.low(j) in self.rules.premodifiers and self.free(j, start):
                start = j
                continue
            if self.is_field(j) and "office" in self.at.get(start, {}):
                start = j  # "the Iranian | nuclear chief"
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
        return (
            m.kind in {"polity", "metonym", "organisation"}
            and self.low(j) in self.rules.place_prepositions
        )

    def body_left(self, i: int) -> int:
        """Capitalised words of a body before a title: "High Council for National Reconciliation"."""
        if (
            i >= self.last
            or not self.tok(i).text[0].isupper()
            or "office" not in self.at.get(i, {})
        ):
            return i
        j = i
        while j - 1 >= self.first and i - j < 7 and self.free(j - 1, j):
            low, text = self.low(j - 1), self.tok(j - 1).text
            here = self.at.get(j - 1, {})
            # Nobody stands between a state and an office: the Indian Power Minister is no Ms Power.
            names = {"family"} if j < i or not self.after_state(j - 1) else set()
            if {"office", "honorific", "person", "adjective", "polity", *names} & here.keys():
                break
            if text[:1].isupper() and text.isalpha() and low not in self.rules.calendar:
                if j - 1 == self.first and (
                    low in self.rules.determiners | self.rules.connectors or j == i
                ):
                    break  # "Following President Smith": any word opens a sentence with a capital
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

    def titles_right(self, i: int) -> tuple[int, list[LocalIri], list[Notation], str | None]:
        polities: list[Notation] = []
        end = i
        if self.low(end) == "of":
            j = end + 1
            while self.low(j) in {"the"}:
                j += 1
            m = self.at.get(j, {}).get("polity")
            if m and self.free(m.start, m.end):
                self.add_polity(m, polities)
                end = m.end
                short = self.at.get(end + 1, {}).get("polity")
                if self.low(end) == "(" and short and self.low(short.end) == ")":
                    end = short.end + 1
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

    def apposition(self, i: int) -> tuple[int, list[LocalIri], list[Notation], str] | None:
        """A title in apposition after a name: its end, offices, states and words."""
        if self.low(i) not in {",", "("}:
            return None
        j = i + 1
        if self.low(j) in self.rules.determiners:
            j += 1
        begin = j
        polities: list[Notation] = []
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
                text[:1].isupper()
                or low in self.rules.premodifiers
                or low in {"of", "for", "-"}
                or self.is_possessive(k)
                or self.covered(k)
                or (polities and text.isalpha() and self._office_next(k))
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

    def _office_next(self, k: int) -> bool:
        """ "Iceland's fisheries minister": a word of what the office is for."""
        return any("office" in self.at.get(j, {}) for j in (k + 1, k + 2))

    def complement(self, i: int) -> int:
        """End of "of the Republic of X", "for Political Affairs", "to the United Nations" after i."""
        if self.low(i) == "and":
            return self._second_field(i)
        if self.low(i) == "(":
            return self._short_name(i)
        if self.low(i) not in self.rules.connectors or self.low(i) in {"and", "the"}:
            return i
        j = i
        while j < self.last and j - i < 16:
            text, low = self.tok(j).text, self.low(j)
            if "person" in self.at.get(j, {}) or not self.free(j, j + 1):
                break
            if low in {"in", "at"} and not (low == "at" and self._body_at(j + 1)):
                break  # "Vice Chairman of the Central Military Commission in Beijing"
            if low in self.rules.connectors or text in {"-", "&"}:
                j += 1
            elif text[:1].isupper() or (self.is_possessive(j) and j > i + 1):
                if low in self.rules.calendar:
                    break
                if "office" in self.at.get(j, {}) and self.low(j - 1) in {"and", "the"}:
                    break  # "the King of Jordan and the Prime Minister of India"
                j += 1
            else:
                break
        while j > i and (self.low(j - 1) in self.rules.connectors or self.is_possessive(j - 1)):
            j -= 1
        return self._short_name(j) if j > i else j

    def _body_at(self, j: int) -> bool:
        """ "Minister of State at | the Ministry of Foreign Affairs": does a ministry or embassy follow?"""
        return bool({self.low(k) for k in (j, j + 1)} & self.rules.body_lengths.keys())

    def _short_name(self, j: int) -> int:
        """End of "(WHO)" at j, the short name of what was named in full before it; j where there is none."""
        if self.low(j) != "(":
            return j
        known = self.at.get(j + 1, {})
        short = known.get("polity") or known.get("organisation")
        end = short.end if short else j + 2
        letters = [c for c in self.text(j + 1, end) if c.isalpha()]
        capitals = sum(c.isupper() for c in letters)
        name = {"person", "family"} & known.keys()
        field = (
            capitals == 1 and not name and self.common(j + 1)
        )  # "Assistant Minister (Political)"
        written = short or field or (2 <= len(letters) <= 10 and 2 * capitals > len(letters))
        return end + 1 if written and self.low(end) == ")" else j

    def _second_field(self, i: int) -> int:
        """ "Minister of Education | and Science, Mikheil X": more of what the office before i is for.

        Where a comma or the state follows it; else what follows "and" may be somebody else.
        """
        office = next(
            (m for k in range(i - 1, max(self.first, i - 8) - 1, -1)
             if (m := self.at.get(k, {}).get("office")) and m.end == i),
            None,
        )  # fmt: skip
        if office is None or not {"of", "for"} & {self.low(k) for k in range(office.start, i)}:
            return i
        j = i + 1
        while j < self.last and j - i < 6 and self.free(j, j + 1):
            text, low = self.tok(j).text, self.low(j)
            known = {"office", "offices", "honorific", "person", "polity", "organisation"}
            goes_on = low in {"and", "&"} and self.tok(j + 1).text[:1].isupper() and j > i + 1
            word = text[:1].isupper() and text.isalpha() and not known & self.at.get(j, {}).keys()
            if not goes_on and not word:
                break
            j += 1
        if j == i + 1 or self.low(j - 1) in {"and", "&"}:
            return i
        j = self._short_name(j)
        if self.low(j) == "of":
            stop = self.complement(j)
            return stop if self.polities_in(j, stop) else i
        name = j + 1
        while "honorific" in self.at.get(name, {}):
            name = self.at[name]["honorific"].end
        return j if self.low(j) == "," and self.named(name) else i

    def polities_in(self, start: int, end: int) -> list[Notation]:
        """States named in a title's complement after "of" (not "envoy for Syria", "ambassador to")."""
        out: list[Notation] = []
        relation = "of"
        k = start
        while k < end:
            low = self.low(k)
            if low in self.rules.connectors and low not in {"and", "the"}:
                relation = low
            here = self.at.get(k, {})
            m = here.get("polity") or here.get("adjective") or here.get("organisation")
            if m and relation == "of":
                self.add_polity(m, out)
            k = m.end if m else k + 1
        return out


def _without_short_name(words: str | None) -> str | None:
    """ "Director General of the World Health Organization (WHO)" as an office has no bracket."""
    if words and words.endswith(")") and "(" in words:
        return words[: words.rindex("(")].rstrip()
    return words
