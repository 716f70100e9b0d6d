"""Topics of other languages: the words that a text has for a matter, and the concept of the scheme that it is.

The labels of a language are in ontology/languages/topics-CODE.ttl, beside the scheme, so that who reads English
reads no others. Inflected words are compared by their stems, words that say nothing are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.core.ids import fold, local
from kg.core.model import LocalIri, Topic
from kg.core.terms import SKOS
from kg.reference.nodes import node
from kg.reference.read import folder, load

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5
_SHORTEST = 4
"""Letters of the shortest part of a compound that is looked at."""
_FAR = 2_000
"""Characters of a span that are looked at; a topic is a phrase."""
_STEMMERS = {
    "ar": "arabic", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese", "ru": "russian",
    "tr": "turkish",
}  # fmt: skip
_UNSPACED = frozenset({"ja", "ko", "zh"})
_ENDINGS = {
    "uk": "ськими ського ському ської ською ським ських ські ська ське ську ськ ями ами іми ього ьому ьої ьою ого ому ими ій ою ею ів ах ях ам ям ом ем єю "
    "іх ім их им ий ої ію ія ії ої ти ть а я у ю і ї и о е є ь й",
}  # fmt: skip
_SILENT = {
    "fr": "le la les l un une des de du d au aux à a en et sur dans pour par avec sans sous vers entre ce cette ces son sa ses leur leurs qui que",
    "ru": "в во на о об обо по с со к ко и а за из от для при между через перед под над без среди его ее их этот эта это эти свой своя",
    "es": "el la los las un una unos unas de del al a en y e o con por para sobre sin hacia su sus este esta ese esa que entre",
    "de": "der die das den dem des ein eine einen einem einer eines und in im am an auf für fur von vom zu zum zur mit bei nach durch über uber "
    "um aus sein seine ihre ihr",
    "pt": "o a os as um uma de do da dos das em no na nos nas e ao aos à às com por para sobre seu sua que entre",
    "uk": "в у на про о по з із зі до і й та а за від для при між через перед під над без серед його її їх цей ця це ці свій",
    "tr": "ve ile bir bu için olan da de ta te daki deki taki teki dan den tan ten nın nin nun nün ın in un ün ı i u ü yı yi yu yü a e ya ye",
    "ar": "في من على الى إلى عن مع و بين هذا هذه ذلك",
}  # fmt: skip


class _Row(NamedTuple):
    """A label: its stems, its words as they are written, and what it names."""

    stems: tuple[str, ...]
    words: tuple[str, ...]
    iri: LocalIri


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    """The labels of a language: for the first stem of each its stems and concept, the longest first."""

    rows: Mapping[str, tuple[_Row, ...]]
    states: Mapping[tuple[str, ...], LocalIri]
    stem: Callable[[str], str]
    silent: frozenset[str]
    spaced: bool
    compounds: bool


def topic_of(span_text: str, language: str) -> Topic:
    """What a passage in another language is about: the concept of the scheme by its longest label, else its words.

    Without a label in it a topic is named by at most five words, without the article. ``start`` and ``end`` are
    those within the passage.

    >>> topic = topic_of("перспективы упрощения визового режима", "ru")
    >>> topic.ref, topic.label
    ('topic/visas', 'visas')
    >>> topic_of("le sort des tapisseries de Bayeux", "fr").label
    'sort des tapisseries de Bayeux'
    """
    labels = _labels(language)
    text, catalog = span_text[:_FAR], load()
    if found := _concept(text, labels):
        label = catalog.topics[found].label
        return Topic(ref=found, label=label, text=span_text, end=len(span_text))
    if state := _state(text, labels):
        label = catalog.polities[state].label
        return Topic(ref=state, label=label, text=span_text, end=len(span_text))
    start, end = _phrase(span_text, labels)
    said = span_text[start:end]
    return Topic(ref=None, label=" ".join(said.split()), text=said, start=start, end=end)


def _concept(text: str, labels: _Labels) -> LocalIri | None:
    if not labels.spaced:
        return _contained(text, labels)
    words = list(_words(text, labels))
    stems = tuple(stem for _, stem in words)
    best: tuple[tuple[int, ...], LocalIri] | None = None
    for at, stem in enumerate(stems):
        for row in labels.rows.get(stem, ()):
            end = at + len(row.stems)
            if stems[at:end] != row.stems:
                continue
            size = _likeness(row, [word for word, _ in words[at:end]])
            if best is None or size > best[0]:
                best = (size, row.iri)
    if best is None and labels.compounds:
        found = [_compound(stem, labels) for stem in stems]
        best = max((one for one in found if one), default=None)
    return best[1] if best else None


def _likeness(row: _Row, words: list[str]) -> tuple[int, ...]:
    """How well a label fits: by its length, then by what it shares with the words beyond their stems."""
    pairs = list(zip(row.words, words, strict=True))
    shared = sum(_shared(one.lower(), other.lower()) for one, other in pairs)
    cased = sum(one[0].isupper() == other[0].isupper() for one, other in pairs)
    return len(row.stems), sum(map(len, row.stems)), shared, cased


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common from their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _state(text: str, labels: _Labels) -> LocalIri | None:
    """The state that a passage names, if it says nothing else."""
    stems = tuple(stem for _, stem in _words(text, labels))
    return labels.states.get(stems) if labels.spaced else labels.states.get((text.strip(),))


def _compound(word: str, labels: _Labels) -> tuple[tuple[int, ...], LocalIri] | None:
    """The longest label that a compound word ends with: "Agrarzölle"."""
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        for row in labels.rows.get(word[at:], ()):
            if len(row.stems) == 1:
                return (len(word) - at,), row.iri
    return None


def _contained(text: str, labels: _Labels) -> LocalIri | None:
    """Where words do not stand apart: the longest label within the text."""
    plain = "".join(fold(text).split())
    best: tuple[int, LocalIri] | None = None
    for at, character in enumerate(plain):
        for row in labels.rows.get(character, ()):
            label = row.stems[0]
            if (best is None or len(label) > best[0]) and plain.startswith(label, at):
                best = (len(label), row.iri)
    return best[1] if best else None


def _words(text: str, labels: _Labels) -> Iterator[tuple[str, str]]:
    """The words of a text that say something, each with its stem."""
    for match in _WORD.finditer(text):
        low = match[0].lower()
        if low not in labels.silent:
            yield match[0], fold(labels.stem(low))


def _phrase(text: str, labels: _Labels) -> tuple[int, int]:
    """The words that name a matter, as offsets: without articles around them, and no more than a few."""
    words = list(_WORD.finditer(text[:_FAR]))
    while len(words) > 1 and words[0][0].lower() in labels.silent:
        words.pop(0)
    words = words[:_MOST_WORDS]
    while len(words) > 1 and words[-1][0].lower() in labels.silent:
        words.pop()
    if not words:
        return 0, min(len(text), _FAR)
    return words[0].start(), words[-1].end()


# --- a language ----------------------------------------------------------------------------------


def _stemmer(language: str) -> Callable[[str], str]:
    if name := _STEMMERS.get(language):
        import snowballstemmer

        once: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
        if language != "ru":
            return once

        def cut(word: str) -> str:
            # "Ирану" is cut to "иран", and that to "ира": only when nothing more is cut are all forms the same.
            while (shorter := once(word)) != word:
                word = shorter
            return word

        return cut
    endings = tuple(sorted(_ENDINGS.get(language, "").split(), key=lambda e: (-len(e), e)))

    def shortened(word: str) -> str:
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return word.removesuffix(ending)
        return word

    return shortened


@cache
def _labels(language: str) -> _Labels:
    spaced = language not in _UNSPACED
    silent = frozenset(_SILENT.get(language, "").split())
    empty = _Labels({}, {}, _stemmer(language), silent, spaced, language == "de")
    rows: dict[str, list[_Row]] = defaultdict(list)
    for iri, label, _ in _read(language):
        row = _row(label, iri, empty)
        if row.stems and row.stems[0]:
            rows[row.stems[0] if spaced else row.stems[0][0]].append(row)
    states: dict[tuple[str, ...], LocalIri] = {}
    for iri, name in _states(language):
        states.setdefault(_row(name, iri, empty).stems, iri)
    ordered = {first: tuple(sorted(told)) for first, told in rows.items()}
    return replace(empty, rows=ordered, states=states)


def _row(label: str, iri: LocalIri, labels: _Labels) -> _Row:
    if not labels.spaced:
        return _Row(("".join(fold(label).split()),), (label,), iri)
    words = list(_words(label, labels))
    return _Row(tuple(stem for _, stem in words), tuple(word for word, _ in words), iri)


@cache
def names(language: str) -> Mapping[LocalIri, str]:
    """What the topics of the scheme are called in a language; nothing where it has no file.

    >>> names("fr")["topic/arms-control"]
    'maîtrise des armements'
    """
    return {iri: label for iri, label, main in _read(language) if main}


def _read(language: str) -> Iterator[tuple[LocalIri, str, bool]]:
    """The labels of a language in the order of its file, and whether each is the main one; nothing where it has none."""
    path: Path = folder() / "languages" / f"topics-{language}.ttl"
    if not path.is_file():
        return
    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            main = quad.predicate == node(SKOS.prefLabel)
            yield local(quad.subject.value), quad.object.value, main


def _states(language: str) -> Iterator[tuple[LocalIri, str]]:
    """The names that CLDR has for the states of the authority."""
    from babel import Locale

    known = Locale.parse(language).territories
    for polity in load().polities.values():
        if not polity.former and polity.notation in known:
            yield polity.iri, known[polity.notation]
