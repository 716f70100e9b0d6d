"""Who "I" is: whom the title names as the one who speaks, or the label or first line of a transcript."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article
from kg.extract.extractor import Wanted, make

MET = "I met British Prime Minister Boris Johnson in London on Monday, and we discussed climate finance."


@pytest.fixture(scope="module")
def extractor():
    return make(Wanted(name="both"))


def people(extractor, text: str, title: str | None) -> set[str]:
    article = Article(id="a", text=text, title=title, published=date(2020, 12, 12))
    ((_, frames),) = extractor.many([article])
    return {p.name or "" for f in frames if f.type == "meeting" for p in f.participants}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Statement by the Prime Minister of Nepal, Rt. Hon. K P Sharma Oli, at the Climate Summit", "K P Sharma Oli"),
        ("Opening remarks by Foreign Minister Retno Marsudi", "Retno Marsudi"),
        ("Ambassador Winston Lord", "Winston Lord"),
    ],
)  # fmt: skip
def test_the_title_says_who_speaks(extractor, title: str, name: str) -> None:
    assert people(extractor, MET, title) == {name, "Boris Johnson"}


@pytest.mark.parametrize(
    "title",
    [
        None,
        "Minister Retno Marsudi meets the press",
        "Statement on the climate by a spokesman",
        "by by by",
        "Statement by",
        "\u202eStatement by \x00<b>",
    ],
)
def test_a_title_that_does_not_say_so_names_nobody(extractor, title: str | None) -> None:
    assert people(extractor, MET, title) <= {"Boris Johnson", ""}


def test_a_label_before_the_words_goes_before_the_title(extractor) -> None:
    text = "SECRETARY BLINKEN: Thank you.\n\nFOREIGN MINISTER MARSUDI: " + MET
    found = people(extractor, text, "Remarks by Secretary Antony J. Blinken")
    assert "Marsudi" in found
    assert "Antony Blinken" not in found


def test_we_is_who_speaks_and_the_one_they_speak_to(extractor) -> None:
    text = (
        "Vladimir Putin had talks with President of Mongolia Khaltmaagiin Battulga in Ulaanbaatar.\n\n"
        "President of Mongolia Khaltmaagiin Battulga: Thank you. We signed an agreement on rail transit in Moscow "
        "last year."
    )
    article = Article(id="a", text=text, published=date(2019, 9, 3))
    ((_, frames),) = extractor.many([article])
    signed = [{p.name for p in f.participants} for f in frames if f.type == "agreement_signing"]
    assert signed == [{"Khaltmaagiin Battulga", "Vladimir Putin"}]


def test_we_is_nobody_else_where_the_lead_names_several(extractor) -> None:
    text = (
        "Vladimir Putin and Xi Jinping had talks with President of Mongolia Khaltmaagiin Battulga in Ulaanbaatar.\n\n"
        "President of Mongolia Khaltmaagiin Battulga: Thank you. We signed an agreement on rail transit in Moscow "
        "last year."
    )
    article = Article(id="a", text=text, published=date(2019, 9, 3))
    ((_, frames),) = extractor.many([article])
    signed = {p.name for f in frames if f.type == "agreement_signing" for p in f.participants}
    assert signed <= {"Khaltmaagiin Battulga", "Mongolia"}
    assert any(f.type != "agreement_signing" for f in frames)
