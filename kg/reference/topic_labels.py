"""Topics of other languages: the words that a text has for a matter, and the concept of the scheme that it is.

The labels of a language are in ontology/languages/topics-CODE.ttl, beside the scheme, so that who reads English
reads no others. Inflected words are compared by their stems, words that say nothing are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.core.ids import fold, local
from kg.core.model import LocalIri, Topic
from kg.reference.read import folder, load

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5
_FAR = 2_000
"""Characters of a span that are looked at; a topic is a phrase."""
_STEMMERS = {
    "ar": "arabic", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese", "ru": "russian",
    "tr": "turkish",
}  # fmt: skip
_UNSPACED = frozenset({"ja", "ko", "zh"})
_ENDINGS = {
    "uk": "ськими ського ському ської ською ським ських ські ська ське ську ськ ями ами ого ому ими ій ою ею ів ах ях ам ям ом ем єю "
    "их им ий ої ію ія ії ої ти ть а я у ю і ї и о е є ь й",
}  # fmt: skip
_SILENT = {
    "fr": "le la les l un une des de du d au aux à a en et sur dans pour par avec ce cette ces son sa ses leur leurs qui que",
    "ru": "в во на о об обо по с со к ко и а за из от для при между его ее их этот эта это эти свой своя",
    "es": "el la los las un una unos unas de del al a en y e o con por para sobre su sus este esta ese esa que entre",
    "de": "der die das den dem des ein eine einen einem einer eines und in im am an auf für fur von vom zu zum zur mit bei über uber "
    "um aus sein seine ihre ihr",
    "pt": "o a os as um uma de do da dos das em no na nos nas e ao aos à às com por para sobre seu sua que entre",
    "uk": "в у на про о по з із зі до і й та а за від для при між його її їх цей ця це ці свій",
    "tr": "ve ile bir bu için olan da de",
    "ar": "في من على الى إلى عن مع و بين هذا هذه ذلك",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    """The labels of a language: for the first stem of each its stems and concept, the longest first."""

    rows: Mapping[str, tuple[tuple[tuple[str, ...], LocalIri], ...]]
    stem: Callable[[str], str]
    silent: frozenset[str]
    spaced: bool


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
    found = _concept(span_text[:_FAR], labels)
    if found is not None:
        concept = load().topics[found]
        return Topic(
            ref=concept.iri, label=concept.label, text=span_text, start=0, end=len(span_text)
        )
    start, end = _phrase(span_text, labels)
    said = span_text[start:end]
    return Topic(ref=None, label=" ".join(said.split()), text=said, start=start, end=end)


def _concept(text: str, labels: _Labels) -> LocalIri | None:
    if not labels.spaced:
        return _contained(text, labels)
    words = list(_stems(text, labels))
    best: tuple[int, int, LocalIri] | None = None
    for at, word in enumerate(words):
        for stems, iri in labels.rows.get(word, ()):
            size = (len(stems), sum(map(len, stems)))
            if (best is None or size > best[:2]) and tuple(words[at : at + len(stems)]) == stems:
                best = (*size, iri)
    return best[2] if best else None


def _contained(text: str, labels: _Labels) -> LocalIri | None:
    """Where words do not stand apart: the longest label within the text."""
    plain = "".join(fold(text).split())
    best: tuple[int, LocalIri] | None = None
    for at, character in enumerate(plain):
        for (label,), iri in labels.rows.get(character, ()):
            if (best is None or len(label) > best[0]) and plain.startswith(label, at):
                best = (len(label), iri)
    return best[1] if best else None


def _stems(text: str, labels: _Labels) -> Iterator[str]:
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        if word not in labels.silent:
            yield fold(labels.stem(word))


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

        stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
        return stem
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
    empty = _Labels({}, _stemmer(language), silent, spaced)
    rows: dict[str, list[tuple[tuple[str, ...], LocalIri]]] = defaultdict(list)
    for iri, label in _read(language):
        stems = tuple(_stems(label, empty)) if spaced else ("".join(fold(label).split()),)
        if stems and stems[0]:
            rows[stems[0] if spaced else stems[0][0]].append((stems, iri))
    ordered = {
        first: tuple(sorted(told, key=lambda row: (-len(row[0]), row)))
        for first, told in rows.items()
    }
    return _Labels(ordered, empty.stem, silent, spaced)


def _read(language: str) -> Iterator[tuple[LocalIri, str]]:
    """The labels of a language in the order of its file; nothing where it has none."""
    path: Path = folder() / "languages" / f"topics-{language}.ttl"
    if not path.is_file():
        return
    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield local(quad.subject.value), quad.object.value
