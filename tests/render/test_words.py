"""The page's own words: the same entries in every language, and no others in the page."""

from __future__ import annotations

import json
import re

import checkout
import pytest

from kg.core.errors import KgError
from kg.reference.event_kinds import event_kinds
from kg.render import page, words

ASSETS = checkout.ROOT / "kg" / "render" / "assets"
FORMS = {
    "en": {"one", "other"},
    "fr": {"one", "other"},
    "es": {"one", "other"},
    "de": {"one", "other"},
    "ru": {"one", "few", "many", "other"},
}
"""The plural categories that whole numbers have in each language (CLDR), and the one for the rest."""

OTHERS = sorted(set(words.LANGUAGES) - {"en"})


def texts(entry: words.Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def places(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{(\w+)\}", text)))


def test_there_is_one_file_for_each_language() -> None:
    assert {path.stem for path in (ASSETS / "lang").iterdir()} == set(words.LANGUAGES)


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_has_the_entries_of_the_first(lang: str) -> None:
    english, other = words.entries("en"), words.entries(lang)
    assert list(other) == list(english)
    for key, entry in english.items():
        assert isinstance(other[key], str) == isinstance(entry, str), key
        wanted = {tuple(places(text)) for text in texts(entry)}
        # A form for one alone may do without its number.
        allowed = wanted | {tuple(sorted({*names} - {"n"})) for names in wanted}
        for text in texts(other[key]):
            assert tuple(places(text)) in (allowed if isinstance(entry, dict) else wanted), key


@pytest.mark.parametrize("lang", sorted(words.LANGUAGES))
def test_entries_are_fit_to_be_said(lang: str) -> None:
    for key, entry in words.entries(lang).items():
        if isinstance(entry, dict):
            assert set(entry) == FORMS[lang], key
        for text in texts(entry):
            assert text, key
            assert text == text.strip(), key
            assert "  " not in text, key
            assert not re.search(r"[<>&]|\{\W|\{\w*[^\w}]", text), key


@pytest.mark.parametrize("lang", OTHERS)
def test_entries_are_translated(lang: str) -> None:
    """A word may be the same in two languages; a sentence is not."""
    english = words.entries("en")
    for key, entry in words.entries(lang).items():
        for text in texts(entry):
            plain = re.sub(r"\{\w+\}|CAMEO|PLOVER|judgements\.tsv|none", "", text)
            if len(re.findall(r"[^\W\d_]{2,}", plain)) > 2:
                assert text not in texts(english[key]), key
            if lang == "ru" and not key.startswith(("column.id", "correct.date.as", "chain.title")):
                assert re.search("[а-яё]", text, re.IGNORECASE) or not re.search(
                    "[a-z]{3}", plain
                ), key


def test_types_and_statuses_have_the_words_of_their_own_files() -> None:
    english = words.entries("en")
    for kind in event_kinds().values():
        assert english[f"type.{kind.key}"] == {"one": kind.noun, "other": kind.nouns}


def scripts() -> str:
    """The scripts without comments."""
    code = "\n".join(
        (ASSETS / "js" / f"{name}.js").read_text(encoding="utf-8")
        for name in (page.LIVE, *page.SCRIPTS)
    )
    return re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE)


def test_every_entry_is_asked_for_and_every_question_has_one() -> None:
    code = scripts() + (page.HERE / "template.html").read_text(encoding="utf-8")
    known = set(words.entries("en"))
    quoted = set(re.findall(r'"([a-z][\w]*(?:\.[\w]+)*)"', code))
    families = {match[1] for match in re.finditer(r"`([a-z.]+\.)\$\{", code)}
    unused = {key for key in known if key not in quoted and not key.startswith(tuple(families))}
    assert unused == set()
    said = set(re.findall(r'\b(?:say|tell)\("([^"]+)"', code))
    assert said <= known
    counted = {f"n.{what}" for what in re.findall(r'\bmany\([^"]*?, "(\w+)"\)', code)}
    assert counted <= known


def strings(code: str) -> list[str]:
    """The string literals of a script, and the plain parts of its templates."""
    found = re.findall(r'"((?:[^"\\\n]|\\.)*)"', code)
    for template in re.findall(r"`((?:[^`\\]|\\.)*)`", code):
        found += re.split(r"\$\{[^}]*\}", template)
    return found


def speaks(text: str) -> bool:
    """Does a string look like words for a reader?"""
    if re.search(r"[;{}=<>_#()\[\]]|^\.|px|sans-serif|noopener|Noto", text):
        return False
    two = re.search(r"(?:^|\s)[A-Za-z]?[a-z]{2,} [a-z]{2,}(?:\W|$)", text)
    return bool(re.search(r"(?:^|\s)[A-Z][a-z]{2,}", text) or two)


# Names of keys and of things in a browser, classes of elements, and words that are data.
NO_WORDS = re.compile(
    r"Arrow(Right|Left|Up|Down)|Page(Down|Up)|Enter|Escape|DOMContentLoaded|INPUT|Content-Type|"
    r"X-Review-Token|event (on|off)|map-key|no event|application|Content-Security-Policy"
)
CLASSES = re.compile(
    r'class: (?:"[^"]*"|[^,}]*)|className\s*=\s*"[^"]*"|new Error\(`[^`]*`\)|new Error\("[^"]*"\)'
)


def test_no_words_for_a_reader_are_left_in_the_scripts() -> None:
    code = CLASSES.sub("", scripts())
    left = [text for text in strings(code) if speaks(text) and not NO_WORDS.search(text)]
    assert left == []


def test_the_search_for_words_would_find_some() -> None:
    assert [t for t in strings('h("p", null, "Take one away, or begin again.")') if speaks(t)]
    assert [t for t in strings("`${n} events are left out`") if speaks(t)]


def test_no_words_for_a_reader_are_left_in_the_template() -> None:
    text = (page.HERE / "template.html").read_text(encoding="utf-8")
    body = text[text.index("<body>") :]
    body = re.sub(r"\{[{%].*?[%}]\}", "", body)
    assert re.findall(r">[^<]*[A-Za-z]{2,}[^<]*<", body) == []
    assert re.findall(r'(?<!\w)(?:aria-label|placeholder|title)="[^"]*[A-Za-z]', body) == []


def test_a_language_that_the_page_does_not_speak_is_told() -> None:
    with pytest.raises(KgError, match="tlh"):
        words.language("tlh")
    assert json.loads(json.dumps(words.everything()))["names"]["ru"] == "Русский"
