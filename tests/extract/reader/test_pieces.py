"""Word pieces of any text, and the windows that a text is cut in."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.extract.reader.model import Model
from kg.extract.reader.pieces import MOST, SHAPES, Pieces, pieces_of, shape_of, windows

WORDS = (
    "met", "Paris", "NATO", "2018", "iPhone", "Cavusoglu", "diplomatically", "\U0001f91d",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467", "Erdog\u0306an", "Erdo\u011fan", "\u0627\u0644\u0631\u0626\u064a\u0633",
    "\ud55c\uad6d\uc5b4", "\u5916\u4ea4\u90e8", "\u0928\u092e\u0938\u094d\u0924\u0947", "x" * 150, "U.S.", "don't", "[SEP]",
)  # fmt: skip
BETWEEN = (" ", " ", "\n", "\n\n", "\u00a0", "\u202f", "  ", ", ", ". ", "-", "", "\u00ad", "\t")
PLAIN = ("met", "Paris", "NATO", "Cavusoglu", "diplomatically", "2018")


def joined(words: tuple[str, ...], between: tuple[str, ...]) -> st.SearchStrategy[str]:
    both = st.tuples(st.sampled_from(words), st.sampled_from(between)).map("".join)
    return st.lists(both, max_size=60).map("".join)


TEXTS = st.one_of(st.text(max_size=80), joined(WORDS, BETWEEN))


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return Model().tokenizer


def cuts(text: str, pieces: Pieces, most: int) -> list[tuple[int, int]]:
    return list(windows(text, pieces, most=most))


# -- shapes ------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=6))
@example("")
@example("\ud83d")
@example("\u01c5")
@example("\u00b2")
@example("\u0660")
@example("\u0130")
def test_every_string_has_a_shape(piece: str) -> None:
    assert 1 <= shape_of(piece) < SHAPES


@pytest.mark.parametrize(
    ("piece", "shape"),
    [
        ("A", 2), ("\u00c9tat", 2), ("\u00e9tat", 1), ("EU", 3), ("McCain", 5), ("\u0627", 5), ("\u0663", 4),
        ("x2", 6), ("\u00bd", 6), ("\U0001f91d", 6), (" ", 6), ("e\u0301", 6), ("", 7),
    ],
)  # fmt: skip
def test_the_shape_of(piece: str, shape: int) -> None:
    assert shape_of(piece) == shape


# -- pieces ------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
@example(text="")
def test_pieces_stand_in_order_inside_the_text(text: str, tokenizer: Any) -> None:
    pieces = pieces_of(text, tokenizer)
    assert len(pieces) == len(pieces.ids) == len(pieces.at) == len(pieces.shapes)
    assert all(0 <= a < b <= len(text) for a, b in pieces.at)
    # What is one character may be several pieces, so that neighbours may share it; none goes back.
    assert all(x[0] <= y[0] and x[1] <= y[1] for x, y in pairwise(pieces.at))
    assert all(x == y or x[1] <= y[0] for x, y in pairwise(pieces.at))
    assert pieces.shapes == tuple(shape_of(text[a:b]) for a, b in pieces.at)


@settings(max_examples=100, deadline=None)
@given(text=joined(WORDS, BETWEEN))
def test_no_letter_or_digit_is_left_out(text: str, tokenizer: Any) -> None:
    seen = {k for a, b in pieces_of(text, tokenizer).at for k in range(a, b)}
    assert [c for k, c in enumerate(text) if c.isalnum() and k not in seen] == []


@pytest.mark.parametrize(
    "before",
    [
        "", "\U0001f91d ", "\U0001f469\u200d\U0001f469\u200d\U0001f467 ", "e\u0301 ", "a\u00a0", "\u0627\u0644\u0631\u0626\u064a\u0633 ",
        "x" * 300 + " ", "\u0130 ", "\ufb01ne ", "\u5916\u4ea4\u90e8", "\x00 ", "\ufeff", "\r\n", "\ud55c\uad6d ", "\U0001d518 ", "\u1e9e ",
    ],
)  # fmt: skip
def test_offsets_count_characters_whatever_stands_before(before: str, tokenizer: Any) -> None:
    said = "Macron met Berlin."
    text = before + said
    pieces, plain = pieces_of(text, tokenizer), pieces_of(said, tokenizer)
    assert [said[a:b] for a, b in plain.at] == ["Macro", "n", "met", "Berlin", "."]
    here = pieces.part(len(pieces) - len(plain), len(pieces))
    assert [text[a:b] for a, b in here.at] == ["Macro", "n", "met", "Berlin", "."]
    assert here.at == tuple((a + len(before), b + len(before)) for a, b in plain.at)
    assert (here.ids, here.shapes) == (plain.ids, plain.shapes)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0", "\u0301", "\x00", "\u200b"])
def test_what_has_nothing_to_see_has_no_pieces(text: str, tokenizer: Any) -> None:
    pieces = pieces_of(text, tokenizer)
    assert len(pieces) == 0
    assert cuts(text, pieces, MOST) == []


def test_a_very_long_word_is_one_piece(tokenizer: Any) -> None:
    assert pieces_of("x" * 5000, tokenizer).at == ((0, 5000),)


def test_a_part_keeps_what_belongs_together(tokenizer: Any) -> None:
    pieces = pieces_of("Macron met Merkel in Berlin.", tokenizer)
    part = pieces.part(2, 4)
    assert (part.ids, part.at, part.shapes) == (pieces.ids[2:4], pieces.at[2:4], pieces.shapes[2:4])


# -- windows -----------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, most=st.integers(3, 40))
def test_windows_cover_every_piece_once_and_in_order(text: str, most: int, tokenizer: Any) -> None:
    pieces = pieces_of(text, tokenizer)
    found = cuts(text, pieces, most)
    assert [k for first, last in found for k in range(first, last)] == [*range(len(pieces))]
    assert all(0 < last - first <= most for first, last in found)
    # None but the last is short, so there are not many of them.
    assert all(last - first >= most // 3 for first, last in found[:-1])
    if len(pieces) <= most:
        assert len(found) <= 1


@settings(max_examples=100, deadline=None)
@given(text=joined(PLAIN, (" ", "\n", ", ", ". ", "-", "", "\u00a0")), most=st.integers(3, 20))
def test_a_cut_is_at_a_blank_where_one_is_in_reach(text: str, most: int, tokenizer: Any) -> None:
    """In reach: at least a third of a window and no more than a whole one from where it begins."""
    pieces = pieces_of(text, tokenizer)

    def blank(k: int) -> bool:
        return (
            not text[pieces.at[k - 1][1] : pieces.at[k][0]].strip()
            and pieces.at[k - 1][1] < pieces.at[k][0]
        )

    for first, last in cuts(text, pieces, most)[:-1]:
        if any(blank(k) for k in range(first + most // 3, first + most + 1)):
            assert blank(last)


def test_words_are_whole_in_a_long_text(tokenizer: Any) -> None:
    """With windows of the length that is used, some of which would end inside a word by length alone."""
    chance = random.Random(3)
    split = 0
    for _ in range(5):
        text = " ".join(chance.choices(PLAIN, k=900))
        pieces = pieces_of(text, tokenizer)
        found = cuts(text, pieces, MOST)
        assert len(found) > 4
        for first, last in found[:-1]:
            assert text[pieces.at[last - 1][1]] == " "
            by_length = first + MOST
            split += (
                by_length < len(pieces) and pieces.at[by_length - 1][1] == pieces.at[by_length][0]
            )
    assert split


def test_windows_are_of_like_length_where_nothing_pauses(tokenizer: Any) -> None:
    text = " ".join(["word"] * (2 * MOST + 20))
    sizes = [last - first for first, last in cuts(text, pieces_of(text, tokenizer), MOST)]
    assert len(sizes) == 3
    assert max(sizes) - min(sizes) <= 2


@pytest.mark.parametrize(
    ("pause", "before"), [("\n\n", "word"), ("\n", "word"), (" ", "."), (" ", ",")]
)
def test_a_cut_is_where_a_text_pauses(pause: str, before: str, tokenizer: Any) -> None:
    """Two pieces before the middle, where it is cut if no place is better than another."""
    text = " ".join([*["word"] * 149, before]) + pause + " ".join(["word"] * 154)
    pieces = pieces_of(text, tokenizer)
    assert len(pieces) == 304
    assert cuts(text, pieces, MOST) == [(0, 150), (150, 304)]
    flat = " ".join(["word"] * 304)
    assert cuts(flat, pieces_of(flat, tokenizer), MOST) == [(0, 152), (152, 304)]


def test_a_sentence_that_ends_in_quotes_is_a_pause(tokenizer: Any) -> None:
    text = " ".join(["word"] * 140) + '." ' + " ".join(["word"] * 160)
    pieces = pieces_of(text, tokenizer)
    (_, cut), _ = cuts(text, pieces, MOST)
    assert text[: pieces.at[cut - 1][1]].endswith('."')


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, other=TEXTS)
def test_cuts_depend_on_the_text_alone(text: str, other: str, tokenizer: Any) -> None:
    before = pieces_of(text, tokenizer), cuts(text, pieces_of(text, tokenizer), 12)
    cuts(other, pieces_of(other, tokenizer), 7)
    after = pieces_of(text, tokenizer), cuts(text, pieces_of(text, tokenizer), 12)
    assert before == after


def test_another_model_object_cuts_the_same(tokenizer: Any) -> None:
    text = "\n\n".join(" ".join(WORDS) for _ in range(12))
    mine, other = (pieces_of(text, t) for t in (tokenizer, Model().tokenizer))
    assert mine == other
    assert len(cuts(text, mine, MOST)) > 1
    assert cuts(text, mine, MOST) == cuts(text, other, MOST)


@pytest.mark.parametrize("word", ["Erdog\u0306anlar", "diplo\u00admatic\u00adally"])
def test_a_dropped_mark_is_no_gap(word: str, tokenizer: Any) -> None:
    """What is written in decomposed letters or with soft hyphens is a word as any other."""
    text = " ".join([word] * 9)
    pieces = pieces_of(text, tokenizer)
    for most in range(6, 20):
        for _, last in cuts(text, pieces, most)[:-1]:
            assert text[pieces.at[last - 1][1]] == " "
