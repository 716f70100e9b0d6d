"""The sentences in ontology/events that must, and must not, give an event: each is read by itself.

Who is named in a sentence is found here by spelling alone, so that the extraction is not its own judge:
two or more capitalised words in a row, less whatever ontology/ knows as something else than a person.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from itertools import dropwhile

import pytest

from kg.core.model import Article, Frame
from kg.extract.rules import Annotator
from kg.reference.read import load

PUBLISHED = date(2019, 12, 10)
POSITIVE = [(e.type, s) for e in load().examples for s in e.positive]
NEGATIVE = [(e.type, s) for e in load().examples for s in e.negative]

_PARTICLES = {
    *(
        "al",
        "ad",
        "as",
        "at",
        "an",
        "el",
        "bin",
        "bint",
        "ibn",
        "de",
        "da",
        "di",
        "do",
        "del",
        "du",
    ),
    *("la", "le", "der", "van", "von", "den", "ter"),
}
_ARTICLES = {"The", "A", "An"}
_OTHER = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def read(annotator: Annotator, sentence: str) -> tuple[Frame, ...]:
    return annotator.annotate(Article(id="example", text=sentence, published=PUBLISHED))


def folded(text: str) -> str:
    """Without accents, case and the choice of hyphen and apostrophe.

    >>> folded("Orbán’s Çavuşoğlu")
    "orban's cavusoglu"
    """
    text = text.translate(str.maketrans("‐‑–’ıØøŁłĐđ", "---'iOoLlDd"))
    bare = unicodedata.normalize("NFD", text)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


@cache
def not_people() -> re.Pattern[str]:
    """Everything in ontology/ that may be written with capitals and is not a person's name."""
    catalog = load()
    words: set[str] = {*_OTHER.split(), *catalog.honorifics}
    for state in catalog.polities.values():
        words |= {*state.names, *state.adjectives, *state.demonyms, *state.metonyms}
    for thing in (*catalog.places.values(), *catalog.organisations.values()):
        words |= set(thing.names)
    for office in catalog.offices.values():
        words |= {*office.names, *office.plurals}
    for topic in catalog.topics.values():
        words |= set(topic.names)
    longest = sorted((w for w in words if len(w) > 1), key=len, reverse=True)
    # An abbreviation is one only as it is written: "UN" is not the "Un" of Kim Jong Un.
    any_of = "|".join(re.escape(w) if w.isupper() else f"(?i:{re.escape(w)})" for w in longest)
    return re.compile(rf"(?<![\w-])(?:{any_of})(?:[’']s?)?(?![\w-])")


@cache
def families() -> frozenset[str]:
    """Family names of the authority that are long enough to be nothing else."""
    return frozenset(f for p in load().people.values() for f in p.family if len(f) > 4)


def people_in(sentence: str) -> list[str]:
    """The names of people that a sentence is seen to have, by spelling.

    >>> people_in("French President Emmanuel Macron met Jean-Yves Le Drian in Berlin.")
    ['Emmanuel Macron', 'Jean-Yves Le Drian']
    >>> people_in("The Trump-Putin summit in Helsinki")
    ['Trump', 'Putin']
    """
    runs: list[list[str]] = [[]]
    for token in re.findall(r"\||[^\s|]+", not_people().sub(" | ", sentence)):
        word = re.sub(r"[’']s?$", "", token.rstrip(",.;:"))
        if re.sub(r"^(?:al|el|as|an)-", "", word)[:1].isupper() and word not in _ARTICLES:
            runs[-1].append(word)
            if word != token and not re.fullmatch(r"\w\.", token):
                runs.append([])
        elif word in _PARTICLES and runs[-1]:
            runs[-1].append(word)
        else:
            runs.append([])
    names = [list(dropwhile(_PARTICLES.__contains__, reversed(r)))[::-1] for r in runs]
    alone = [part for r in names if len(r) == 1 for part in re.split("[-–]", r[0])]
    return [" ".join(r) for r in names if len(r) > 1] + [p for p in alone if p in families()]


def parts(name: str) -> set[str]:
    return {w for w in re.split(r"[\s-]+", folded(name)) if len(w) > 1}


@pytest.mark.parametrize(("kind", "sentence"), POSITIVE)
def test_gives_an_event(annotator: Annotator, kind: str, sentence: str) -> None:
    frames = read(annotator, sentence)
    assert kind in [f.type for f in frames]
    found = [p.name for f in frames for p in f.participants if p.kind == "person" and p.name]
    for name in people_in(sentence):
        wanted = parts(name)
        shared = max((len(wanted & parts(other)) for other in found), default=0)
        assert shared >= min(2, len(wanted)), (name, found)


@pytest.mark.parametrize(("kind", "sentence"), NEGATIVE)
def test_gives_no_event(annotator: Annotator, kind: str, sentence: str) -> None:
    assert kind not in [f.type for f in read(annotator, sentence)]


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in POSITIVE}))
def test_has_enough_examples_of_both_kinds(kind: str) -> None:
    positive = {s for k, s in POSITIVE if k == kind}
    negative = {s for k, s in NEGATIVE if k == kind}
    assert len(positive) >= 12
    assert len(negative) >= 8
    assert not positive & negative


def test_sees_the_names_in_most_examples() -> None:
    named = [s for _, s in POSITIVE if people_in(s)]
    assert len(named) > len(POSITIVE) / 2
