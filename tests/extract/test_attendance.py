"""Who else was there: sentences of attendance add people to the event that they mean, and to no other."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article, Frame
from kg.extract.rules import Annotator

MET = (
    "Prime Minister Narendra Modi received French President Emmanuel Macron in New Delhi on Friday."
)
TWO = {"Narendra Modi", "Emmanuel Macron"}
MORE = {"Vikram Misri", "Thierry Mathou"}


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def frames(annotator: Annotator, text: str) -> tuple[Frame, ...]:
    return annotator.annotate(Article(id="a", text=text, published=date(2024, 12, 7)))


def names(frame: Frame) -> set[str]:
    return {p.name or "" for p in frame.participants}


@pytest.mark.parametrize(
    "attended",
    [
        "Foreign Secretary Vikram Misri and Ambassador Thierry Mathou were also present at the meeting.",
        "Also present were Foreign Secretary Vikram Misri and Ambassador Thierry Mathou.",
        "Joining Prime Minister Modi at the discussion were Foreign Secretary Vikram Misri and Ambassador Thierry Mathou.",
        "The meeting was attended by Foreign Secretary Vikram Misri and Ambassador Thierry Mathou.",
        "Foreign Secretary Vikram Misri and Ambassador Thierry Mathou took part in the talks.",
    ],
)
@pytest.mark.parametrize("between", [" ", "\n\n", "\n\nThey discussed trade.\n\n"])
def test_who_was_there_takes_part(annotator: Annotator, attended: str, between: str) -> None:
    text = MET + between + attended
    (frame,) = [f for f in frames(annotator, text) if names(f) >= TWO]
    assert names(frame) == TWO | MORE
    assert attended.rstrip(".") in {e.quote.rstrip(".") for e in frame.evidence} | {
        frame.evidence[0].quote
    }
    assert all(text[e.start : e.end] == e.quote for e in frame.evidence)


@pytest.mark.parametrize(
    "attended",
    [
        "Not present were Foreign Secretary Vikram Misri and Ambassador Thierry Mathou.",
        "The meeting was not attended by Foreign Secretary Vikram Misri and Ambassador Thierry Mathou.",
        "Foreign Secretary Vikram Misri and Ambassador Thierry Mathou were present at the airport.",
        "Foreign Secretary Vikram Misri praised Ambassador Thierry Mathou.",
    ],
)
def test_who_was_not_there_does_not(annotator: Annotator, attended: str) -> None:
    for frame in frames(annotator, MET + " " + attended):
        assert not (names(frame) & MORE and names(frame) & TWO)


def test_talks_of_others_are_an_event_of_their_own(annotator: Annotator) -> None:
    text = (
        MET
        + " Sergey Lavrov took part in the meeting of the foreign ministers of China and Brazil in Moscow."
    )
    assert all(
        not (TWO & names(f) and "Sergey Lavrov" in names(f)) for f in frames(annotator, text)
    )


def test_a_journey_is_accompanied_and_not_attended(annotator: Annotator) -> None:
    text = (
        "Kenyan Foreign Minister Raychelle Omamo arrived in Ankara on Tuesday, accompanied by Trade Minister Betty Maina.\n\n"
        "The conference was attended by Wang Yi and Antony Blinken."
    )
    (visit,) = [f for f in frames(annotator, text) if f.type == "visit"]
    assert "Betty Maina" in names(visit)
    assert not {"Wang Yi", "Antony Blinken"} & names(visit)
