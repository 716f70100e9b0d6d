"""A clause with "that" after a day, officials of the government that tells of them, and accounts to the press."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article, Frame
from kg.extract.rules import Annotator


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def frames(annotator: Annotator, text: str) -> tuple[Frame, ...]:
    return annotator.annotate(Article(id="a", text=text, published=date(2024, 3, 1)))


def who(frame: Frame) -> set[tuple[str | None, str | None]]:
    return {(p.name, p.polity) for p in frame.participants}


@pytest.mark.parametrize("teller", ["government", "Foreign Ministry", "prime minister's office"])
@pytest.mark.parametrize("when", ["", " on Tuesday", " late on Tuesday"])
@pytest.mark.parametrize(
    "told", ["met", "held talks with", "will meet", "spoke by phone with", "would receive"]
)
def test_who_met_is_who_the_clause_names(
    annotator: Annotator, teller: str, when: str, told: str
) -> None:
    text = (
        f"The Danish {teller} said{when} that Foreign Minister Karl Brodin {told} Polish Foreign "
        "Minister Maria Wilk on Monday."
    )
    (frame,) = frames(annotator, text)
    assert who(frame) == {("Karl Brodin", "DK"), ("Maria Wilk", "PL")}


def test_a_minister_is_not_of_the_state_that_tells_of_a_talk_with_its_own(
    annotator: Annotator,
) -> None:
    text = (
        "The Danish government said on Tuesday that Foreign Minister Karl Brodin met Danish Prime "
        "Minister Lene Holm in Oslo."
    )
    for frame in frames(annotator, text):
        assert ("Karl Brodin", "DK") not in who(frame)


@pytest.mark.parametrize(
    "verdict",
    [
        "are false",
        "do not reflect the truth",
        "have no basis in fact",
        "do not correspond to reality",
    ],
)
def test_reports_of_which_that_is_said_are_of_nothing(annotator: Annotator, verdict: str) -> None:
    text = f"Reports that Sergey Lavrov met Mike Pompeo in Vienna on Monday {verdict}."
    assert {f.status for f in frames(annotator, text)} <= {"denied"}
