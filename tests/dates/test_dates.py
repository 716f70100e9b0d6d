"""What the dates in a text mean: a table of phrases, properties that hold for any text, real articles.

In a case the expected expressions stand in square brackets. After the text come, parted by bars, for
each of them: EDTF (or -), and where they differ from what the EDTF spans, earliest..latest (- unknown).
"""

from __future__ import annotations

import json
import re
import time
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import pytest
from date_cases import ABSOLUTE, CONTEXT, FUTURE, NEGATIVE, PAST, UNKNOWN
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_data import shared

from kg.dates.normalization import find_dates, find_expressions, resolve

THURSDAY = date(2019, 5, 16)


@cache
def valid_edtf(edtf: str) -> bool:
    """Whether an implementation that is not ours reads it; its parser is slow, so once for each."""
    return str(parse_edtf(edtf)) == edtf


def span_of(edtf: str) -> tuple[date, date]:
    """First and last day of an EDTF date or interval; written apart from the code under test."""
    ends = [end.rstrip("?~") for end in edtf.split("/")]
    first, last = [int(n) for n in ends[0].split("-")], [int(n) for n in ends[-1].split("-")]
    begin = date(*[*first, 1, 1][:3])
    year, month, *day = (*last, 12) if len(last) == 1 else last
    return begin, date(year, month, *(day or [monthrange(year, month)[1]]))


def read_case(line: str) -> tuple[str, list[tuple[int, int]], list[str], list[str | None]]:
    marked, *expected = [field.strip() for field in line.split(" | ")]
    expected = [field.removeprefix("| ") for field in expected]
    plain, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(plain)
        elif piece == "]":
            spans.append((start, len(plain)))
        else:
            plain += piece
    values: list[str] = []
    bounds: list[str | None] = []
    for field in expected:
        if ".." in field:
            bounds[-1] = field
        else:
            values.append(field)
            bounds.append(None)
    return plain, spans, values, bounds


def cases(table: str) -> list[str]:
    """The lines of a table; a text may itself hold a line break, so a case ends where its values do."""
    found = [""]
    for line in table.strip("\n").split("\n"):
        found[-1] += ("\n" if found[-1] else "") + line
        if " | " in line:
            found.append("")
    return found[:-1]


TABLES = [
    (ABSOLUTE, None, None),
    (UNKNOWN, None, None),
    (PAST, "past", None),
    (FUTURE, "future", None),
    (CONTEXT, None, date(2019, 5, 13)),
]
CASES = [
    (line, direction, context) for table, direction, context in TABLES for line in cases(table)
]


def test_the_table_is_long_enough():
    assert len(CASES) >= 250
    assert len({line for line, direction, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("line", "direction", "context"), CASES, ids=[case[0] for case in CASES])
def test_phrase(line, direction, context):
    text, spans, values, bounds = read_case(line)
    found = find_dates(text, anchor=THURSDAY, direction=direction, context=context)
    assert [(when.start, when.end) for when in found] == spans
    assert [when.edtf or "-" for when in found] == values
    for when, value, bound in zip(found, values, bounds, strict=True):
        if bound:
            first, last = bound.split("..")
        else:
            first, last = (day.isoformat() for day in span_of(value))
        assert (str(when.earliest or "-"), str(when.latest or "-")) == (first, last)
        assert when.edtf is None or valid_edtf(when.edtf)


@pytest.mark.parametrize("text", NEGATIVE.strip().split("\n"))
def test_no_date_here(text):
    kinds = ("habit", "time")
    found = [e for e in find_expressions(text) if e.kind not in kinds]
    assert [e.text for e in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "They talk [every Tuesday].",
        "They talk on [Tuesdays].",
        "They talk [regularly] and [often].",
        "They talk [every year].",
        "They talk [once a month].",
        "They talk [on a regular basis].",
        "There were [frequent] calls.",
        "They stay in [regular] contact.",
        "They meet [annually].",
        "They talk [from time to time].",
    ],
)
def test_habits_are_known_as_such(text):
    plain, spans, _, _ = read_case(text)
    found = find_expressions(plain)
    assert [(e.start, e.end) for e in found] == spans
    assert {e.kind for e in found} == {"habit"}
    assert find_dates(plain, anchor=THURSDAY) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They sat at 3 p.m. sharp", "15:00"),
        ("They sat at 3pm sharp", "15:00"),
        ("They sat at 12 a.m. sharp", "00:00"),
        ("Rome, October 6, 1971, 4:30–5:10 p.m.", "16:30/17:10"),
        ("Rome, October 6, 1971, 10–11 a.m.", "10:00/11:00"),
        ("Rome, October 6, 1971, 11:30-12:10 p.m.", "11:30/12:10"),
        ("Rome, October 6, 1971—10:15 a.m.-12:40 p.m.", "10:15/12:40"),
        ("14.05.2019 16:24", "16:24"),
        ("They sat until noon", "12:00"),
        ("They sat at about 5:30 or so", None),
    ],
)
def test_times_of_day(text, told):
    (found,) = [e for e in find_expressions(text) if e.kind == "time"]
    assert found.time == told


@pytest.mark.parametrize(
    ("anchor", "text", "edtf"),
    [
        (date(2018, 5, 31), "twice within the past month", "2018-05"),
        (date(2018, 6, 2), "twice within the past month", "2018-05"),
        (date(2018, 6, 12), "twice within the past month", "2018-05-12/2018-06-12"),
        (date(2018, 12, 31), "twice in the past year", "2018"),
        (date(2019, 1, 5), "twice in the past year", "2018"),
        (date(2018, 6, 19), "approved one year ago", "2017~"),
        (date(2019, 1, 10), "He went to Oslo last summer", "2018-06/2018-08"),
        (date(2019, 10, 10), "He went to Oslo last summer", "2019-06/2019-08"),
        (date(2019, 1, 31), "He will go next month", "2019-02"),
        (date(2019, 12, 31), "He will go tomorrow", "2020-01-01"),
        (date(2020, 2, 28), "He will go tomorrow", "2020-02-29"),
        (date(2020, 3, 31), "He went a month ago", "2020-02~"),
        (date(2019, 5, 13), "He was away over the weekend", "2019-05-11/2019-05-12"),
        (date(2019, 5, 18), "He is away over the weekend", "2019-05-18/2019-05-19"),
        (date(2019, 1, 3), "signed on December 29", "2018-12-29"),
        (date(2019, 12, 30), "due on January 4", "2020-01-04"),
        (date(2021, 3, 1), "due on February 29", "2020-02-29"),
    ],
)
def test_other_anchors(anchor, text, edtf):
    (found,) = find_dates(text, anchor=anchor)
    assert found.edtf == edtf


def test_how_long_it_took_is_no_date():
    said = "In three days they met five times."
    assert find_dates(said, anchor=THURSDAY, direction="past")[0].edtf is None


def test_without_an_anchor_only_full_dates_are_known():
    said = "On Tuesday, after May 3 and a year ago, they met; on May 14, 2019, they met again."
    found = find_dates(said, anchor=None)
    assert [when.edtf for when in found] == [None, None, None, "2019-05-14"]
    assert [when.text for when in found] == ["Tuesday", "after May 3", "a year ago", "May 14, 2019"]


def test_the_basis_is_told():
    said = "On May 14, 2019 and then the next day. They met on Monday."
    stated, context, monday = find_dates(said, anchor=date(2019, 6, 1), basis="dateline")
    assert (stated.basis, context.basis, monday.basis) == ("stated", "context", "dateline")
    assert context.edtf == "2019-05-15"


def test_context_given_by_the_caller():
    said = "The next day they flew on."
    (found,) = find_dates(said, anchor=THURSDAY, context=date(2018, 12, 31))
    assert (found.edtf, found.basis) == ("2019-01-01", "context")
    assert find_dates(said, anchor=THURSDAY)[0].edtf is None


def test_offsets_count_from_the_whole_text():
    said = "On May 1 or later. On May 13-14, 2019 they met."
    start = said.index("On May 13")
    (found,) = find_dates(said, start=start, end=len(said) - 5, anchor=THURSDAY)
    assert said[found.start : found.end] == found.text == "May 13-14, 2019"
    (expression,) = find_expressions(said, start=start)
    assert expression.last is not None
    assert said[expression.last.start : expression.last.end] == "14, 2019"


PHRASES = " ".join(line.split(" | ")[0] for line, _, _ in CASES).replace("[", "").replace("]", "")


@pytest.mark.parametrize(
    ("anchor", "direction"),
    [(date.min, "past"), (date(1, 3, 1), None), (date(9999, 11, 30), None), (date.max, "future")],
)
def test_the_ends_of_the_calendar(anchor, direction):
    for when in find_dates(PHRASES, anchor=anchor, context=anchor, direction=direction):
        check(PHRASES, when)


def check(text, when):
    """What holds for every date that is found, whatever the text."""
    assert text[when.start : when.end] == when.text
    assert when.text
    if when.earliest and when.latest:
        assert when.earliest <= when.latest
    if when.edtf:
        assert valid_edtf(when.edtf)
        assert when.earliest
        assert when.latest
        assert when.precision
    else:
        assert when.precision is None


VOCABULARY = (
    "the a in on of last next this May May march 14 3 2019 1999 31 - , . and to from week day month "
    "year ago later Tuesday Monday early late mid- end since until by before after first second half "
    "quarter spring weekend same following previous two a\u00a0few 's ’s –  \n \n\n 12/10/2019 4:30 p.m. "
    "every today yesterday Dec. th 1950s within past coming İ ß 5 00 9999"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
DAYS = st.dates()


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80), DAYS | st.none(), DAYS)
def test_any_text(text, anchor, context):
    for direction in ("past", "future", None):
        previous = 0
        for when in find_dates(text, anchor=anchor, context=context, direction=direction):
            check(text, when)
            assert previous <= when.start < when.end
            previous = when.end


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(-50, 50),
    st.sampled_from(["Monday", "last Friday", "next Sunday", "this Tuesday", "Tuesday next week"]),
    st.sampled_from(["past", "future", None]),
)
def test_a_weekday_moves_with_its_anchor(anchor, weeks, words, direction):
    (expression,) = find_expressions(f"They meet {words}.")
    one = resolve(expression, anchor=anchor, direction=direction)
    other = resolve(expression, anchor=anchor + timedelta(weeks=weeks), direction=direction)
    assert one.latest is not None
    assert other.latest == one.latest + timedelta(weeks=weeks)


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
def test_a_full_date_is_read_in_every_order(day):
    month, short = f"{day:%B}", f"{day:%b}."
    for written in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{short if month != 'May' else month} {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day:%A}, {month} {day.day}, {day.year}",
    ):
        (found,) = find_dates(f"It was {written}, they say.", anchor=None)
        assert (found.edtf, found.text) == (day.isoformat(), written)


@pytest.mark.parametrize(
    "pattern",
    [
        "9", "1 ", "12 May ", "May ", "the ", "the first week of ", "in the ", "-", "1,", "1, ",
        "Monday, ", "13-", "a couple of ", "from ", "between 3 and ", "since ", "2019-", "12:30-",
        "\n", " ", "late ", "May 1, 2, ", "the 1st of the ", "İ",
    ],
)  # fmt: skip
def test_hostile_text_takes_time_in_step_with_its_length(pattern):
    took = []
    for size in (8_000, 80_000):
        text = pattern * (size // len(pattern))
        started = time.process_time()
        find_dates(text, anchor=THURSDAY)
        took.append(time.process_time() - started)
    # Ten times the text may take ten times as long; quadratic growth would take a hundred times.
    assert took[1] < max(40 * took[0], 0.5), took
    assert took[1] < 20


SEED_DATES = [
    ("000", "published", None, {"June 18": "2018-06-18", "one year ago": "2017~"}),
    (
        "001", "published", "future",
        {"May 13-14": "2019-05-13/2019-05-14", "May 13": "2019-05-13", "the next day": "2019-05-14",
         "late June": "2019-06", "May 14": "2019-05-14", "yesterday": "2019-05-10"},
    ),
    ("002", "published", "past", {"today": "2019-12-10", "last May": "2019-05", "1950s’": "195X"}),
    (
        "003", "published", None,
        {"today": "2018-05-31", "May 22": "2018-05-22", "June 12": "2018-06-12", "June 7": "2018-06-07",
         "the past month": "2018-05", "May 30-31": "2018-05-30/2018-05-31", "June 1": "2018-06-01",
         "since 2009": None, "soon": None},
    ),
    ("004", "published", "past", {"Tuesday": "2019-05-14", "next month": "2019-06", "Monday": "2019-05-13"}),
]  # fmt: skip


@pytest.mark.parametrize(("seed", "basis", "direction", "expected"), SEED_DATES)
def test_real_articles(seed, basis, direction, expected):
    gold = [json.loads(line) for line in shared("gold/seeds.jsonl").read_text("utf-8").splitlines()]
    (entry,) = [one for one in gold if one["id"].startswith(seed)]
    text = (shared("seeds") / entry["file"].split("/")[-1]).read_text("utf-8")
    anchor = date.fromisoformat(entry["published"])
    found = find_dates(text, anchor=anchor, direction=direction, basis=basis)
    by_text = {when.text: when.edtf for when in found}
    assert {words: by_text.get(words, "missing") for words in expected} == expected
    # Every date that the annotation gives can be reached from the words or is that of publication.
    reached = {when.edtf for when in found} | {entry["published"]}
    assert {event["date"] for event in entry["events"]} - {None} <= reached
