"""The year of days and months without one is that of the story, and news goes on with its own."""

from __future__ import annotations

from datetime import date

import pytest

from kg.dates.en.years import with_years
from kg.dates.normalization import find_expressions, resolve

PUBLISHED = date(2024, 9, 20)


def read(text: str, published: date | None = PUBLISHED) -> list[str | None]:
    given = with_years(find_expressions(text), text, published)
    return [resolve(e, anchor=published, direction="past").edtf for e in given]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("In 1985 Reagan met Gorbachev on 19 November.", ["1985", "1985-11-19"]),
        ("They fell out in 1971. On July 9 he flew to Beijing.", ["1971", "1971-07-09"]),
        ("He came on March 3, 1972. In April he left.", ["1972-03-03", "1972-04"]),
        ("In March 1972 they met.\n\nOn 21 May they signed.", ["1972-03", "1972-05-21"]),
        # The year turns between November and January.
        ("In November 1985 they met. On 12 January they wrote.", ["1985-11", "1986-01-12"]),
        ("In 1985 they met. From 3 to 5 May they met again.", ["1985", "1985-05-03/1985-05-05"]),
        # Who tells of today goes on with days of today in the next paragraph.
        (
            "On Monday they met as in August 2022.\n\nIn July he wrote to him.",
            ["2024-09-16", "2022-08", "2024-07"],
        ),
        # Shortly before the article's own day.
        ("They last met in 1985. On 3 September they spoke.", ["1985", "2024-09-03"]),
        # A year that belongs to a noun is no story.
        ("Under the 2015 deal, he came on 5 May.", ["2015", "2024-05-05"]),
        ("Since 2014 little was said. He came on 5 May.", [None, "2024-05-05"]),
        # A weekday is counted from the article.
        ("He comes in 2025. He was here on 5 May.", ["2025", "2024-05-05"]),
    ],
)
def test_the_year_of_the_story(text: str, days: list[str | None]) -> None:
    assert read(text) == days


def test_without_a_day_of_publication_a_story_still_has_its_year() -> None:
    assert read("In 1985 they met on 19 November.", None) == ["1985", "1985-11-19"]


def test_a_weekday_is_counted_from_the_article() -> None:
    text = "They met in 2013. On Monday, 5 May, he left."
    assert with_years(found := find_expressions(text), text, PUBLISHED) == tuple(found)


def test_what_has_a_year_is_not_touched() -> None:
    text = "In 1985 they met; on 3 May 1990 and in June 1991 they met again."
    found = find_expressions(text)
    assert with_years(found, text, PUBLISHED) == tuple(sorted(found, key=lambda e: e.start))
