"""The words that a header is read with: titles, states and bodies of the catalog, and office words.

Names of states, offices, bodies and honorifics come from the catalog. What stands here beside them
is how records of conversations write: abbreviated titles, nouns of institutions, office codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.core.ids import fold
from kg.core.model import Notation
from kg.reference.catalog import Catalog
from kg.reference.once import once


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles as lists of those present shorten them.
_SHORT = _set(
    "amb asst sec pres min gov vp undersec fonmin fonsec emb dir chmn chm rep dep dept dcm ministre adj "
    "charge counsellor counselor congresswoman congressman admiral"
)
# People are called by these words; a line with one of them and no name is somebody's office.
_HEADS = _set(
    "secretary undersecretary under-secretary president minister ambassador chancellor chairman premier "
    "king queen shah emir amir sultan prince princess pope director chief counselor counsellor consul "
    "representative delegate adviser advisor assistant attache charge commissioner governor administrator "
    "commander officer interpreter general admiral marshal senator congressman speaker observer envoy head "
    "amb sec pres vice-president secretary-general nuncio deputy aide spokesman leader member member staffer"
)
# What people are addressed by: such a word and a surname name somebody.
_ADDRESS = _HEADS - _set(
    "deputy director chief assistant head adviser advisor officer interpreter representative delegate aide "
    "commander observer envoy attache spokesman leader speaker administrator pope undersecretary"
) | frozenset({"undersecretary", "commissioner", "governor"})
# Words of bodies and their branches beside those of the catalog's offices.
_BODIES = _set(
    "delegation embassy legation mission department ministry office bureau division section government "
    "foreign service board agency commission committee council corporation company bank fund institute "
    "administration treasury army navy air force forces staff desk branch headquarters secretariat "
    "parliament senate congress affairs group team party side participants delegates international "
    "european african asian american latin near middle far east eastern western northern southern south "
    "north central inter-american regional economic financial political military naval commercial "
    "agricultural cultural scientific technical monetary export import exchange trade labor special "
    "general national federal public permanent acting deputy assistant senior first second third former "
    "note taker note-taker notetaker interpreter host professor university society association organization "
    "organizations organisation organisations authority community communities high"
)
_PLAIN = _set("of for the to in and at on de la & a an with")
_PARTICLES = _set(
    "de la le les du des da dos do van von der den ter ten zu al el ul bin ibn ben abu abd st di del della "
    "dello y e af"
)
# Titles before which nothing official stands: what follows is a name, whatever else it could mean.
_PLAINLY_NAMES = _set(
    "mr mrs ms miss mme mlle m mm messrs messers dr drs sir dame herr frau monsieur madame mademoiselle "
    "madam senor senora senorita sr sra srta sig signor signora hon honorable honourable eng engr ing prof "
    "professor mister doctor senhor"
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md", "kcmg", "cbe"})
_CODE = re.compile(
    r"(?:[A-Z]{1,6}|(?!Mc)[A-Z][a-z][A-Z]{1,3})(?:[/:–-](?:[A-Z0-9][A-Za-z]{0,5}))*\Z"
)
_ORDINAL = re.compile(r"(?=[VXI]{2})X{0,2}(?:IX|IV|V?I{0,3})\Z")
_HONOURS = re.compile(
    r"\b(?:his|her|your|their) (?:imperial |royal |serene )?\w+|\bh\.? ?e\.", re.I
)
_BEFORE_OTHERS = frozenset({"to", "in", "for", "at", "from", "near"})
_ABOUT = re.compile(
    r"[\s-]*(?:(?:and|-|&)?\s*\w+\s+)?(?:affairs|desk|relations|division|trade|program|talks)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What single words and phrases of a header can be, folded and without full stops."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    states: re.Pattern[str]
    notations: dict[str, Notation]
    ambiguous: frozenset[str]
    adjectives: frozenset[str]
    bodies: re.Pattern[str]
    body_states: dict[str, Notation | None]

    def state(
        self, text: str, *, day: date | None = None, home: Notation | None = None
    ) -> Notation | None:
        """The state that the words of an entry name for the person, as a notation, or None.

        "to Japan" and "of German Affairs" name what an office is about, not whose it is.
        """
        low = fold(text)
        for match in self.states.finditer(low):
            before = low[: match.start()].split()
            while before and before[-1] in {"the", "republic"}:
                before.pop()
            if (before and before[-1] in _BEFORE_OTHERS) or _ABOUT.match(low, match.end()):
                continue
            return of_its_time(self.notations[match[0]], low, day=day, home=home)
        return None

    def body_state(self, text: str) -> Notation | None:
        """The state that a body of the catalog stands for ("Department of State")."""
        low = fold(text)
        for match in self.bodies.finditer(low):
            before = low[: match.start()].split()
            if not (before and before[-1] in {"to", "at"}):
                state = self.body_states[match[0]]
                if state:
                    return state
        return None


def of_its_time(
    notation: Notation, words: str, *, day: date | None, home: Notation | None
) -> Notation:
    """The state that a name meant then: the Soviet one, the China or Vietnam with an embassy.

    >>> of_its_time("RU", "russian ambassador", day=date(1960, 5, 1), home="US")
    'SU'
    """
    if day is None:
        return notation
    if notation == "RU" and date(1922, 12, 30) <= day < date(1991, 12, 26):
        return Notation("SU")
    if notation == "VN" and date(1955, 10, 26) <= day < date(1975, 4, 30):
        return Notation("XSVN")
    accredited = re.search(r"ambassador|embassy|minister", words)
    if (
        notation == "CN"
        and home == "US"
        and date(1949, 10, 1) <= day < date(1971, 1, 1)
        and (accredited and "communist" not in words)
    ):
        return Notation("TW")
    return notation


@once
def words(catalog: Catalog) -> Words:
    """The words of a catalog; made once."""
    notations: dict[str, Notation] = {}
    for p in sorted(catalog.polities.values(), key=lambda p: p.former):
        for name in (*p.names, *p.adjectives, *p.demonyms):
            if len(name) > 1:
                notations.setdefault(fold(name), p.notation)
    notations["arg."] = Notation("AR")
    bodies: dict[str, Notation | None] = {}
    for o in catalog.organisations.values():
        if o.kind == "agency":
            continue  # "BNA" is an office here, not a news agency
        for name in o.names:
            bodies.setdefault(fold(name), o.polity)
    offices = frozenset(
        bare(word) for o in catalog.offices.values() for name in o.names for word in name.split()
    )
    return Words(
        honorifics=frozenset(bare(h) for h in catalog.honorifics) | _PLAINLY_NAMES | _SHORT,
        offices=(offices | _HEADS | _BODIES | _SHORT) - _PLAIN - {"moscow", "london"},
        states=_phrases(notations),
        notations=notations,
        ambiguous=frozenset(fold(n) for p in catalog.polities.values() for n in p.ambiguous),
        adjectives=frozenset(fold(n) for p in catalog.polities.values() for n in p.adjectives),
        bodies=_phrases(bodies),
        body_states=bodies,
    )


def _phrases(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w./])(?:" + "|".join(re.escape(n) for n in ordered) + r")(?!\w)")


def bare(word: str) -> str:
    """A word for looking up: folded, without the full stops and commas around and in it.

    >>> bare("Lt."), bare("H.E."), bare("d’Affaires,")
    ('lt', 'he', "d'affaires")
    """
    return fold(word).replace(".", "").strip(" ,;:()[]")


def is_code(word: str) -> bool:
    """Is it the symbol of an office: "EUR", "S/AE", "ARA:EST/A"?

    >>> is_code("PA/H"), is_code("GeR"), is_code("Ball"), is_code("Jr.")
    (True, True, False, False)
    """
    plain = word.strip(" ,;()[]")
    if len(plain) == 2 and plain.endswith("."):
        return False  # an initial
    return bool(_CODE.match(plain.rstrip(".")))


def is_suffix(word: str) -> bool:
    """ "Jr.", "III", "Esq.", the "XVI" of a monarch."""
    return bare(word) in _SUFFIXES or bool(_ORDINAL.match(word.strip(",")))


def is_particle(word: str) -> bool:
    """A small word inside names: "de", "van", "el"."""
    return fold(word) in _PARTICLES


def is_connector(word: str) -> bool:
    """A small word inside offices: "of", "for", "the"."""
    return fold(word) in _PLAIN


def only_a_name_follows(word: str) -> bool:
    """ "Mr.", "Sir", "Dr.": titles of people, not of offices."""
    return bare(word) in _PLAINLY_NAMES


def without_honours(text: str) -> str:
    """Without "His Excellency"."""
    return _HONOURS.sub("", text).strip(" ,")


def names_a_person(text: str) -> bool:
    """Do the words of an office say that somebody holds it ("The Secretary"), not a body alone?"""
    return any(bare(w) in _HEADS for w in re.split(r"[\s-]+", text))


def is_address(word: str) -> bool:
    """May a surname follow at once ("Ambassador Eban"; not "Director Eban")?"""
    return bare(word) in _ADDRESS
