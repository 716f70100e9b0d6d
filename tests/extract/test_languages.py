"""A language is a package of tables, chosen by the article's language; a second one is one entry."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.cli import main
from kg.core.model import Article, Frame
from kg.dates.expression import Expression
from kg.extract.extractor import Wanted, make, named
from kg.extract.others import ByLanguage
from kg.extract.rules import Annotator
from kg.extract.rules.languages import LANGUAGES
from kg.extract.rules.languages.en import ENGLISH

pytestmark = pytest.mark.slow

READ: list[str] = []


def _expressions(text: str, anchor: date | None) -> tuple[Expression, ...]:
    """The dates of the planted language, whose Tuesday is called Dienstag."""
    READ.append(text)
    return ENGLISH.expressions(text.replace("Dienstag", "Tuesday "), anchor)


PLANTED = replace(ENGLISH, code="de", expressions=_expressions)
"""No German: its tables are English but for one day, so that it shows which tables were asked."""

TEXT = "Angela Merkel met Emmanuel Macron in Berlin on Dienstag."


def _article(name: str, language: str) -> Article:
    return Article(id=name, text=TEXT, language=language, published=date(2018, 6, 21))


def _days(frames: tuple[Frame, ...] | Exception) -> list[str]:
    assert not isinstance(frames, Exception)
    return [f.when.edtf if f.when else "" for f in frames]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LANGUAGES, "de", PLANTED)  # type: ignore[arg-type]
    READ.clear()


@pytest.mark.usefixtures("planted")
def test_each_article_is_read_by_the_tables_of_its_language() -> None:
    annotator = Annotator()
    assert annotator.languages == ("en", "de")
    articles = [_article(str(n), "de" if n % 3 == 1 else "en") for n in range(7)]
    found = [(a.id, _days(frames)) for a, frames in annotator.many(articles)]
    # "Dienstag" is no day in English: the event has then no date of its own.
    english, other = _days(annotator.annotate(articles[0])), ["2018-06-19"]
    assert english != other
    assert found == [(a.id, other if a.language == "de" else english) for a in articles]
    assert READ == [TEXT] * 2


@pytest.mark.usefixtures("planted")
def test_what_is_in_no_language_that_can_be_told_is_read_as_the_first() -> None:
    annotator = Annotator()
    assert annotator.annotate(replace(_article("a", ""), text="Merkel met Macron.")) != ()
    assert not READ


@pytest.mark.usefixtures("planted")
def test_it_counts_as_read_and_says_with_what() -> None:
    wanted = Wanted()
    made = make(wanted)
    assert (named(wanted).languages, named(wanted).model) == (made.languages, made.model)
    assert made.languages == ("en", "de")
    assert made.model.count(" ") == 1


def test_without_a_second_one_all_is_read_as_the_first() -> None:
    assert Annotator().languages == ("en",)


@pytest.mark.usefixtures("planted")
def test_from_a_folder_to_an_event_on_the_command_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "x", "text": TEXT, "language": "de-AT", "published": "2018-06-21"}
    (tmp_path / "x.json").write_text(json.dumps(row), encoding="utf-8")
    assert main(["extract", "-q", str(tmp_path)]) == 0
    (event,) = json.loads(capfd.readouterr().out)["events"]
    assert event["date"] == "2018-06-19"
    assert TEXT in READ


@pytest.mark.usefixtures("planted")
def test_a_reader_reads_the_language_that_it_was_trained_on() -> None:
    # Beside it may stand what reads other languages when that is asked for: it has no part in this.
    made = make(Wanted())
    annotator = made.english if isinstance(made, ByLanguage) else made
    assert isinstance(annotator, Annotator)
    articles = [_article("en", "en"), _article("de", "de")]
    assert [bool(frames) for _, frames in annotator.many(articles)] == [True, True]
    assert annotator.tools.reader is not None
    assert annotator._in("de").tools.reader is None
    assert annotator._in("de").tools.rules
