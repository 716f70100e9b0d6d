"""What holds of any text in any language that has tables: places, order, time, and nothing raised."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.errors import KgError
from kg.dates.edtf import window
from kg.dates.en.expressions import find_expressions
from kg.dates.en.years import with_years
from kg.dates.expression import Expression
from kg.dates.languages import CODES, expressions_in, said_at
from kg.dates.languages.tables import lexicon
from kg.dates.normalization import resolve

OTHERS = tuple(code for code in CODES if code != "en")
TODAY = date(2024, 5, 15)


def _pieces(code: str) -> list[str]:
    """Words of the tables, numbers and marks, of which texts are thrown together."""
    words = [" ".join(form) for rows in lexicon(code).forms.values() for form, _ in rows]
    return [*words, "1", "12", "31", "99", "1445", "2024", "12.05.2024", "2024-02-30", ",", "-", " – ", "(", ")", ".", "'", "\n\n",
            "İ", "e\u0301", "\u0640", "日", "월", "هـ", "x", "\ud800", "³", "０"]  # fmt: skip


@pytest.mark.parametrize("code", OTHERS)
def test_any_words_are_read_without_an_error_and_their_places_are_exact(code: str) -> None:
    pieces = st.sampled_from(_pieces(code))

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.lists(pieces, max_size=25), st.sampled_from(["", " "]))
    def check(words: list[str], between: str) -> None:
        text = between.join(words)
        found = expressions_in(code)(text, TODAY)
        end = 0
        for one in found:
            assert end <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.text
            end = one.end
            _sound(one)

    check()


def _sound(one: Expression) -> None:
    for direction in ("past", "future", None):
        when = resolve(one, anchor=TODAY, context=TODAY, direction=direction)
        if when.earliest and when.latest:
            assert when.earliest <= when.latest
        if when.edtf and "X" not in when.edtf:
            assert window(when.edtf) is not None


@settings(max_examples=150, deadline=None, database=None)
@given(st.text(max_size=80), st.sampled_from(OTHERS))
def test_any_text_is_read_without_an_error(text: str, code: str) -> None:
    for one in expressions_in(code)(text, None):
        assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    ("code", "piece"),
    [
        ("fr", "du "), ("fr", "1 et "), ("fr", "lundi, "), ("fr", "fin "), ("ru", "с "), ("ru", "по 12 "), ("de", "bis "),
        ("es", "de el "), ("zh", "2月"), ("zh", "第一"), ("ja", "から"), ("ko", "이번 "), ("ar", "قبل "), ("tr", "on "), ("tr", "a'"),
    ],
)  # fmt: skip
def test_the_time_grows_in_step_with_a_hostile_text(code: str, piece: str) -> None:
    read = expressions_in(code)
    read(piece, TODAY)

    def spent(times: int) -> float:
        gc.collect()
        gc.disable()  # What other tests have left behind is not looked through on this one's time.
        try:
            begun = time.process_time()
            read(piece * times, TODAY)
            return time.process_time() - begun
        finally:
            gc.enable()

    few = min(spent(250) for _ in range(2))
    assert spent(2_000) < 40 * few + 0.1


def test_the_reader_of_a_language_that_has_none_says_what_there_is() -> None:
    with pytest.raises(KgError, match="no dates are read in 'xx': there are ar, de, en"):
        expressions_in("xx")


def test_english_is_read_as_ever() -> None:
    text = "In 1985 they met on 19 November. Since May 12, nothing; last week they wrote."
    assert expressions_in("en")(text, TODAY) == with_years(find_expressions(text), text, TODAY)


def test_english_loads_no_other_language() -> None:
    asked = (
        "import json, sys; from datetime import date; from kg.dates.languages import expressions_in; "
        "expressions_in('en')('On Tuesday.', date(2024, 5, 15)); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert not loaded & {"babel", "tomllib", "hijridate", "kg.dates.languages.reading"}


def test_a_passage_has_the_date_that_its_words_tell() -> None:
    text = "Depuis le 3 mars il attend ; il l'a dit lundi."
    found = expressions_in("fr")(text, TODAY)
    (marked,) = said_at(found, text.index("3"), text.index(" il"))
    assert (marked.text, marked.bound, marked.day) == ("3 mars", None, 3)
    (whole,) = said_at(found, 0, text.index(" il"))
    assert whole.bound == "since"
    assert said_at(found, text.index("attend"), text.index(";")) == ()


@pytest.mark.parametrize("code", OTHERS)
def test_a_text_in_capitals_or_with_accents_apart_says_the_same(code: str) -> None:
    import unicodedata

    sentences = {
        "fr": "le 3 février 2019, mardi dernier", "ru": "3 мая 2019 года, вчера", "es": "el miércoles 3 de mayo de 2019",
        "de": "am 3. März 2019, übermorgen", "pt": "em 3 de março de 2019, amanhã", "uk": "3 травня 2019 року, учора",
        "tr": "3 Şubat 2019, dün", "ar": "3 أيار 2019", "zh": "2019年5月3日", "ja": "2019年5月3日、昨日", "ko": "2019년 5월 3일, 어제",
    }  # fmt: skip
    said = sentences[code]
    plain = [_said(one) for one in expressions_in(code)(said, TODAY)]
    assert plain
    assert [_said(one) for one in expressions_in(code)(said.upper(), TODAY)] == plain
    if code != "ko":  # its syllables come apart into other letters
        apart = unicodedata.normalize("NFD", said)
        assert [_said(one) for one in expressions_in(code)(apart, TODAY)] == plain


def _said(one: Expression) -> tuple[object, ...]:
    return one.kind, one.year, one.month, one.day, one.weekday, one.which, one.count
