"""Layout is no grammar: what is taken out, and that every place is known in the text as it came."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.legible import legible

PROSE = (
    "Danish Foreign Minister Karl Brodin met his Polish counterpart Maria Wilk in Vienna on Monday to "
    "discuss fishing rights in the Baltic Sea. The two agreed to set up a working group, which is to "
    "present its first report by the end of the summer, an official said."
)


@pytest.mark.parametrize("width", range(28, 120, 7))
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_a_text_that_was_broken_at_any_width_is_as_it_was(width: int, newline: str) -> None:
    lines = textwrap.wrap(PROSE, width, break_on_hyphens=False)
    text = f"Talks{newline}{newline}" + newline.join(lines) + newline
    if newline == "\u2028":
        text = newline.join(lines)
    assert legible(text).text.split("\n")[-1 if newline == "\u2028" else 2] == PROSE


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Karl\u00a0Brodin  met\tMaria\u202fWilk", "Karl Brodin met Maria Wilk"),
        ("Mo\u00adscow\u200b and\ufeff Kyiv", "Moscow and Kyiv"),
        ("S&oslash;reide &amp;amp; Krak&#243;w", "Søreide & Kraków"),
        ("SÃ¸reide met KrakÃ³wâ€™s mayor", "Søreide met Kraków’s mayor"),
        ("<p>Wang Yi<br/>held talks</p>", "\nWang Yi\nheld talks\n"),
        ("Wang Yi\\nheld talks", "Wang Yi held talks"),
        ("<![CDATA[They met.]]>", "They met."),
        ("the Norwegian govern-\nment said", "the Norwegian government said"),
        ("talks on a long-\nterm plan", "talks on a long-term plan"),
        ("Jean-\nClaude Juncker", "Jean-\nClaude Juncker"),
        ("a Hun\u00ad\ngarian minister", "a Hungarian minister"),
        (
            "> The minister of trade met her\n> colleague in Oslo.",
            "The minister of trade met her colleague in Oslo.",
        ),
    ],
)
def test_what_is_no_grammar_goes(text: str, plain: str) -> None:
    assert legible(text).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They met.",
        "One line.\n\nAnother one.",
        "The President\nThe Secretary of State\nAmbassador Thompson\nMr. Bohlen",
        "- Brodin met Wilk.\n- Wilk met Kallas.",
        "1. Brodin met Wilk.\n2. Wilk met Kallas.",
        "PARTICIPANTS\nUnited States\nDenmark\nPoland",
        "Çavuşoğlu met São Tomé’s foreign minister, Ângela.",
        "A headline\nA standfirst below it\nThe first paragraph begins here and goes on for a while.",
        "AT&T and R&D; 5 < 6 > 4",
    ],
)
def test_what_says_something_stays(text: str) -> None:
    found = legible(text)
    assert found.text == text
    assert found.original(0, len(text)) == (0, len(text))


def test_numbers_of_lines_go_and_others_stay() -> None:
    lines = textwrap.wrap(PROSE, 60)
    numbered = "12 March 2019\n\n" + "\n".join(f"  {n}  {line}" for n, line in enumerate(lines, 1))
    assert legible(numbered).text == f"12 March 2019\n\n{PROSE}"


ODD = st.text(
    alphabet="ab A.\n\r\t\u00a0\u00ad\u200b\u2028\u2029&;<>/p#1-\\nÃ¸â€\x0c", max_size=120
)


@settings(max_examples=400, deadline=None)
@given(ODD)
def test_every_place_is_known_in_the_original(text: str) -> None:
    found = legible(text)
    assert len(found.starts) == len(found.ends) == (len(found.text) if found.starts else 0)
    last = 0
    for k in range(len(found.text)):
        start, end = found.original(k, k + 1)
        assert 0 <= last <= start < end <= len(text) or (start, end) == found.original(k - 1, k)
        last = start
        if found.text[k].isalnum() and text[start:end].isalnum() and end - start == 1:
            assert text[start] == found.text[k]


@settings(max_examples=200, deadline=None)
@given(ODD, ODD)
def test_a_span_there_and_back(left: str, right: str) -> None:
    text = f"{left}Brodin{right}"
    found = legible(text)
    at = found.text.find("Brodin")
    if at >= 0:
        start, end = found.original(at, at + 6)
        low, high = found.here(start, end)  # A word that was garbled is replaced as a whole.
        assert low <= at < at + 6 <= high


def test_time_grows_with_the_text() -> None:
    for odd in (
        "- \n" * 60_000,
        "word-\nword " * 30_000,
        "> a\n" * 60_000,
        "the\nb " * 50_000,
        "&" * 50_000,
        "\u00ad" * 50_000,
        "<" * 50_000,
        "\n" * 50_000,
        "- \n" * 20_000,
        "Ã" * 50_000,
    ):
        legible(odd)
