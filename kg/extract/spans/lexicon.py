"""What the words of a text may name, by the tables of its language: states, offices, bodies, cities."""

from __future__ import annotations

import gettext
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.places import cities, in_script
from kg.extract.spans.tables import Table
from kg.extract.spans.words import Text, Word, read, stem, stems
from kg.extract.spans.words import lows as lows_of
from kg.reference.catalog import Catalog

Kind = Literal[
    "state",
    "adjective",
    "city",
    "organisation",
    "office",
    "both",
    "counterpart",
    "home",
    "guest",
    "own",
    "group",
]
_PHRASES: tuple[Kind, ...] = ("both", "counterpart", "home", "guest", "own")
_TAIL = 14
"""Letters of the longest tail of a word for an office."""
_UNITED = Notation("EU")
_LEAST = 3
"""Letters of the shortest end that two words may have in common."""
_WIDE = 12
"""Words that count of what an office is for."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``first`` to ``last`` may name ``ref``: a notation of a state, or the local IRI of a post or body."""

    first: int
    last: int
    kind: Kind
    ref: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    ref: str
    named: bool  # is it written with a capital letter?
    letters: str = ""  # is it short for its words: "САР", which "Сары" is not?
    articled: bool = False  # does an article belong to it: "les Dix"?
    head: str = ""  # the word that must stand before it as it is: "=La Paz", which peace is not
    lows: tuple[str, ...] = ()  # all its words: "Consejo Europeo" is not "Consejo de Europa"
    low: str = ""  # what its words begin with, where more than the stem must be alike
    form: str = ""  # the words as they are listed
    whole: bool = (
        False  # may it have no ending but that of a case: "Ukraine", which "Ukrainer" is not?
    )


class Lexicon:
    """The names of a language, by their first word. Small words ("of", "the") count for nothing in them."""

    def __init__(self, catalog: Catalog, table: Table) -> None:
        self.catalog, self.table = catalog, table
        self._rows: dict[str, dict[tuple[str, ...], list[_Entry]]] = defaultdict(dict)
        self._longest: dict[str, int] = defaultdict(int)
        self._countries: set[str] = set()
        for notation, names in self._states():
            self._add(names, "state", notation)
        for notation, words in table.adjectives.items():
            self._add(words, "adjective", notation, named=False)
        for notation, words in table.metonyms.items():
            self._add(words, "state", notation)
        for name, words in table.organisations.items():
            self._add(words, "organisation", f"org/{name}")
        for states, words in table.groups.items():
            self._add(words, "group", states)
        for o in catalog.organisations.values():
            # What is known by its letters is so in most languages.
            own = [n for n in o.names if n.isupper() and len(n) > 2]
            self._add(own, "organisation", o.iri, letters=True)
        for post, words in table.offices.items():
            self._add(words, "office", f"post/{post}", named=False)
        # What is said in a plural or a case of its own is compared as it stands.
        self._phrases: dict[str, list[tuple[tuple[str, ...], Kind]]] = defaultdict(list)
        for kind in _PHRASES:
            for name in table.phrases[kind]:
                lows = tuple(w.low for w in read(name, table).words)
                self._phrases[lows[0]].append((lows, kind))
        self._tails = {stem(tail, table): post for tail, post in table.tails.items()}
        self.capitals = self._capitals()
        for notation, names in self._seats():
            self._add(names, "city", notation)

    def _states(self) -> Iterator[tuple[str, list[str]]]:
        """The names that CLDR and ISO 3166 have in the language, and those of the table before them."""
        from babel import Locale

        territories = Locale(self.table.code).territories
        formal = _formal(self.table.code)
        claimed = {fold(n) for names in self.table.states.values() for n in names}
        for p in self.catalog.polities.values():
            names = list(self.table.states.get(p.notation, ()))
            more = [territories.get(p.notation, ""), *formal(p.notation)]
            names += [n for n in more if n and fold(n) not in claimed]
            yield p.notation, names

    def _capitals(self) -> dict[int, Notation]:
        """Where states are governed from, by GeoNames."""
        out: dict[int, Notation] = {}
        for p in self.catalog.polities.values():
            place = self.catalog.places.get(p.capital) if p.capital else None
            if place and place.geonames and not p.former:
                out.setdefault(place.geonames, p.notation)
        return out

    def _seats(self) -> Iterator[tuple[str, list[str]]]:
        """The names of capitals, which stand for governments, as GeoNames has them in the script of the language."""
        for city, names in cities():
            notation = self.capitals.get(city.geonames)
            if notation is not None:
                own = [n for n in names if in_script(n, self.table)]
                long = [n for n in own if len(n) > 3 or self.table.script == "joined"]
                # They are of all languages of a script: what is another state's name here is no capital.
                yield notation, [n for n in long if not self._is_known(stems(n, self.table))]

    def _is_known(self, name: tuple[str, ...]) -> bool:
        return bool(name) and name in self._rows.get(name[0], {})

    def _add(
        self,
        names: Iterable[str],
        kind: Kind,
        ref: str,
        *,
        named: bool = True,
        letters: bool = False,
    ) -> None:
        for name in names:
            head, name = _strict(name)
            own = tuple(w.stem for w in read(name, self.table).words if not self._small(w))
            if not own:
                continue
            cased = named and name.lower() != name and self.table.script in {"latin", "cyrillic"}
            begins = name.split()[0] if " " in name else ""
            articled = kind == "organisation" and begins.islower() and (
                fold(begins) in self.table.words["articles"]
            )  # fmt: skip
            german = self.table.nouns == "capital"
            short = name if name.isupper() and name.isalpha() else ""
            latin = self.table.script == "latin" and (letters or german)
            if self.table.script != "cyrillic" and not latin:
                short = ""  # "UNIDO" is not "Unidos".
            # Capitals have names in all languages of a script: "Länder" is no form of "Londra".
            low = fold(name) if kind == "city" and self.table.nouns == "capital" else ""
            listed = fold(name) if german and kind in {"office", "state", "adjective"} else ""
            whole = german and kind == "state" and " " not in name
            entry = _Entry(
                kind, ref, cased, short, articled, head, lows_of(name), low, listed, whole
            )
            if whole:
                self._countries.update(
                    f"{listed}{end}" for end in self.table.lists["state-endings"]
                )
            forms = {own}
            if self.table.script == "cyrillic":
                # "Суринам" ends as a case does, and "Суринама" is one of it.
                forms.add(tuple(w.low for w in read(name, self.table).words if not self._small(w)))
            for form in forms:
                rows = self._rows[form[0]].setdefault(form, [])
                if entry not in rows:
                    rows.append(entry)
                self._longest[form[0]] = max(self._longest[form[0]], len(form))

    def _small(self, w: Word) -> bool:
        return w.low in self.table.words["stop"]

    def matches(self, text: Text) -> list[Match]:
        """The longest match of each kind at each word; an office may have the adjective of a state within."""
        words = [n for n, w in enumerate(text.words) if not self._small(w)]
        out: list[Match] = []
        taken: dict[Kind, int] = {}
        lows = [w.low for w in text.words]
        for n, low in enumerate(lows):
            found = [
                (len(row), kind)
                for row, kind in self._phrases.get(low, ())
                if tuple(lows[n : n + len(row)]) == row
            ]
            out += [Match(n, n + size, kind, kind) for size, kind in found]
        for at in range(len(words)):
            out += self._at(text, words, at, taken)
        if self.table.nouns == "capital":
            out += [m for n in words for m in self._cut_short(text, n)]
        if self.table.tails:
            known = {n for m in out if m.kind != "city" for n in range(m.first, m.last)}
            out += [m for n in words if n not in known for m in self._by_tail(text.words[n], n)]
        return sorted(out, key=lambda m: (m.first, -m.last, m.kind))

    def _cut_short(self, text: Text, n: int) -> Iterator[Match]:
        """What a word is whose end the next one has, too: "Nord- und Südkorea", "Innen- und Außenminister"."""
        words, said = text.words, text.said
        if n + 2 >= len(words) or said[words[n].end : words[n].end + 1] != "-":
            return
        if words[n + 1].low not in self.table.words["and"] or not words[n + 2].upper:
            return
        whole = words[n + 2].low
        for k in range(len(whole) - _LEAST, _LEAST - 1, -1):
            made = stem(words[n].low + whole[k:], self.table)
            entries = self._rows.get(made, {}).get((made,), ())
            for e in entries:
                if e.kind in {"state", "office", "adjective"}:
                    yield Match(n, n + 1, e.kind, e.ref)
            if entries:
                return

    def listed(self, w: Word, post: str) -> bool:
        """Is a word by itself listed as an office?"""
        rows = self._rows.get(w.stem, {}).get((w.stem,), ())
        return any(e.kind == "office" and e.ref == post for e in rows)

    def _by_tail(self, w: Word, n: int) -> Iterator[Match]:
        """The office that a word for one is, by how it ends: "Nationalratspräsidentin", "замминистра"."""
        for size in range(min(len(w.stem), _TAIL), 2, -1):
            post = self._tails.get(w.stem[-size:])
            if post is not None:
                # Where it is all of the word, it is an office of which no more is said.
                yield Match(n, n + 1, "office", f"post/{post}")
                return

    def _at(self, text: Text, words: list[int], at: int, taken: dict[Kind, int]) -> Iterator[Match]:
        first = text.words[words[at]].stem
        rows = self._rows.get(first)
        if rows is None:
            return
        best: dict[Kind, tuple[int, list[_Entry]]] = {}
        shorter: dict[int, str] = {}
        for name, entries in rows.items():
            last = self._follows(text, words, at, name)
            if last is None:
                continue
            for e in entries:
                if not self._admits(e, text, words, at, last):
                    continue
                if e.kind == "state":
                    shorter[last] = e.ref
                if last > best.get(e.kind, (-1, []))[0]:
                    best[e.kind] = (last, [e])
                elif last == best[e.kind][0]:
                    best[e.kind][1].append(e)
        for kind, (last, entries) in best.items():
            if kind == "office" and taken.get(kind, -1) >= last:
                continue
            if kind == "office":
                last = self._with_portfolio(text, words, last)
            taken[kind] = last
            lows = tuple(text.words[n].low for n in range(words[at], words[best[kind][0]] + 1))
            said = _said(text, words[at], words[best[kind][0]])
            alike = [e for e in entries if e.form and e.form == said]
            alike = alike or [e for e in entries if e.lows == lows]
            yield Match(words[at], words[last] + 1, kind, (alike or entries)[0].ref)
            if kind == "state":
                # "Serbien und Montenegro" may be two states in two spans.
                for end, ref in shorter.items():
                    if end < last:
                        yield Match(words[at], words[end] + 1, kind, ref)

    def _admits(self, e: _Entry, text: Text, words: list[int], at: int, last: int) -> bool:
        """May some words, whose stems are those of an entry, be it as they are written?"""
        head = text.words[words[at]]
        if e.named and not self._capital(text, words, at, last):
            return False
        if e.letters and not _by_letters(head.text, e.letters):
            return False
        if e.head and text.words[max(0, words[at] - 1)].text != e.head:
            return False
        if e.articled and not self._articled(text, words[at]):
            return False
        said = _said(text, words[at], words[last])
        if e.low and not said.startswith(e.low):
            return False
        if e.whole and said not in {f"{e.form}{end}" for end in self.table.lists["state-endings"]}:
            return False
        return e.kind != "adjective" or not e.form or said == e.form or said not in self._countries

    def _with_portfolio(self, text: Text, words: list[int], last: int) -> int:
        """The last word of an office with what it is for: "ministre de la Pêche et des Ressources animales"."""
        portfolios, joins = self.table.words["portfolios"], self.table.words["and"]
        k = last
        while k + 1 < len(words) and k - last < _WIDE and not _apart(text, words[k], words[k + 1]):
            w = text.words[words[k + 1]]
            k += 1
            if w.low in portfolios:
                last = k
            elif not (self._adjective(w.stem) or w.low in joins):
                break
        return last

    def _articled(self, text: Text, n: int) -> bool:
        return n > 0 and text.words[n - 1].low in self.table.words["articles"]

    def _follows(self, text: Text, words: list[int], at: int, stems: tuple[str, ...]) -> int | None:
        """The last of the words that a name is, of those that count."""
        k = at
        for n, wanted in enumerate(stems):
            if n:
                k += 1
                # "le ministre égyptien des Affaires étrangères"
                while k < len(words) and k - at < 8 and self._adjective(text.words[words[k]].stem) and (
                    text.words[words[k]].stem != wanted
                ):  # fmt: skip
                    k += 1
            if k >= len(words) or text.words[words[k]].stem != wanted:
                return None
            if n and _apart(text, words[k - 1], words[k]):
                return None
        return k

    def _adjective(self, stem: str) -> bool:
        rows = self._rows.get(stem, {}).get((stem,), ())
        return any(e.kind == "adjective" for e in rows)

    def _capital(self, text: Text, words: list[int], at: int, last: int) -> bool:
        return text.words[words[at]].upper or (last > at and text.words[words[last]].upper)


def _said(text: Text, first: int, last: int) -> str:
    return fold(text.said[text.words[first].start : text.words[last].end])


def _strict(name: str) -> tuple[str, str]:
    """A name that stands with its article alone ("=La Paz"), and that article."""
    return (name[1:].split()[0], name[1:]) if name[0] == "=" else ("", name)


def _by_letters(word: str, letters: str) -> bool:
    """Is a word the letters that a body is known by: "ONU", "Unesco", but not "Político" for POLITICO?"""
    written = word.isascii() and word == letters.capitalize()
    return word[:2].isupper() or (written and len(word) > _LEAST)  # "Un" is of "Kim Jong Un".


def _no_names(_: str) -> list[str]:
    return []


def _apart(text: Text, a: int, b: int) -> bool:
    between = text.said[text.words[a].end : text.words[b].start]
    return any(c in between for c in ".;:!?()\n\u3002")


def _formal(code: str) -> Callable[[str], list[str]]:
    """A function that gives the formal names of a state: "République française"."""
    import pycountry

    try:
        told = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[code])
    except FileNotFoundError:
        return _no_names

    def names(notation: str) -> list[str]:
        found = pycountry.countries.get(alpha_2=notation)
        if found is None:
            return []
        said = [getattr(found, n, "") for n in ("name", "official_name", "common_name")]
        return [told.gettext(n) for n in said if n and "," not in told.gettext(n)]

    return names


__all__ = ["Kind", "Lexicon", "LocalIri", "Match"]
