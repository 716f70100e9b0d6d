"""Whose somebody is, of whom no state is said: the publisher's, a companion's, that of the list in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from kg.core.model import Article, Frame
from kg.extract.extractor import Extractor, Wanted, frames, make
from kg.extract.rules import Annotator

DAY = date(2024, 5, 6)


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="module")
def both() -> Extractor:
    return make(Wanted())


def told(annotator: Annotator, text: str, publisher: str | None = None) -> Sequence[Frame]:
    kind = "readout" if publisher else "news"
    return annotator.annotate(
        Article(id="a", text=text, published=DAY, publisher=publisher, kind=kind)
    )


def states(found: Sequence[Frame]) -> dict[str | None, str | None]:
    return {p.name: p.polity for f in found for p in f.participants}


@pytest.mark.parametrize(
    ("publisher", "state"),
    [
        ("Swiss Federal Administration", "CH"),
        ("Danish Parliament", "DK"),
        ("Norwegian Navy", "NO"),
        ("The Copenhagen Courier", None),
    ],
)
def test_whose_voice_a_publisher_is(
    annotator: Annotator, publisher: str, state: str | None
) -> None:
    text = "State Secretary Karla Brodin met British Foreign Secretary David Cameron on Monday."
    assert states(told(annotator, text, publisher)).get("Karla Brodin") == state


def test_of_several_officials_without_a_state_the_first_is_the_publishers(
    annotator: Annotator,
) -> None:
    text = "President Amal Brodin met Prime Minister Ilse Wanka and Polish Foreign Minister Maria Wilk on Monday."
    found = states(told(annotator, text, "Ministry of Foreign Affairs of Iceland"))
    assert found["Amal Brodin"] == "IS"
    assert found["Ilse Wanka"] != "IS"


@pytest.mark.parametrize("joined", ["and Deputy Director Ole Ranke", "and Ole Ranke"])
def test_who_travels_along_is_of_the_state_of_who_travels(
    annotator: Annotator, joined: str
) -> None:
    text = f"Danish Foreign Minister Karla Brodin {joined} visited Poland on Monday."
    assert states(told(annotator, text))["Ole Ranke"] == "DK"


def test_who_is_met_on_a_journey_is_of_no_travellers_state(annotator: Annotator) -> None:
    text = (
        "Danish Foreign Minister Karla Brodin visited Poland on Monday and met Ole Ranke in Warsaw."
    )
    assert states(told(annotator, text)).get("Ole Ranke") != "DK"


def test_officials_of_one_list_are_of_one_state(annotator: Annotator) -> None:
    text = (
        "Polish President Maria Wilk received Danish Foreign Minister Karla Brodin, Director Ole Ranke"
        " and Secretary Ida Holm on Monday."
    )
    found = states(told(annotator, text))
    assert (found["Ole Ranke"], found["Ida Holm"]) == ("DK", "DK")


def test_two_who_met_are_no_list(annotator: Annotator) -> None:
    text = "Danish Foreign Minister Karla Brodin and Director Ole Ranke met on Monday in Warsaw."
    assert states(told(annotator, text)).get("Ole Ranke") != "DK"


def test_a_prime_minister_met_beside_the_president_is_of_the_place(annotator: Annotator) -> None:
    text = "Danish Foreign Minister Karla Brodin met Polish President Maria Wilk and Prime Minister Jan Sowa in Warsaw."
    assert states(told(annotator, text))["Jan Sowa"] == "PL"


@pytest.mark.parametrize(
    "office",
    [
        "Minister of Trade and Tourism",
        "Minister of Education and Science",
        "Minister of Justice and Consumer Protection",
        "Minister of Finance, Planning and Economic Development",
        "Minister of Transport, Highways, Ports, and Civil Aviation",
        "Minister for Housing, Water and Sanitation",
    ],
)
def test_what_an_office_is_for_is_nobodys_name(annotator: Annotator, office: str) -> None:
    text = f"{office} Vilma Ranke met Polish Foreign Minister Maria Wilk on Monday."
    (frame,) = told(annotator, text, "Ministry of Foreign Affairs of Iceland")
    assert {(p.name, p.polity) for p in frame.participants} == {
        ("Vilma Ranke", "IS"),
        ("Maria Wilk", "PL"),
    }


def test_a_name_behind_a_minister_stays_one_of_its_own(annotator: Annotator) -> None:
    text = "The Minister of Finance, Grace Poe, and Jan Novak met German Finance Minister Christian Lindner on Monday."
    assert {"Grace Poe", "Jan Novak"} <= states(told(annotator, text)).keys()


@pytest.mark.parametrize("asked", ["asked about", "commenting on"])
@pytest.mark.parametrize("day", ["On Monday", "Later in the day"])
def test_the_day_of_the_asking_is_not_that_of_the_event(
    both: Extractor, asked: str, day: str
) -> None:
    text = (
        f"{day}, {asked} the Singapore summit with Kim Jong-un, US President Donald Trump said that it had gone"
        " well."
    )
    found = frames(both, Article(id="a", text=text, published=DAY, kind="news"))
    summits = [f for f in found if f.type == "summit"]
    assert summits
    for f in summits:
        assert f.when is None or f.when.edtf is None
        assert (f.venue.city if f.venue else None) == "Singapore"
        assert "Singapore" not in {p.name for p in f.participants}


def test_what_is_called_by_a_place_is_not_there(both: Extractor) -> None:
    text = "French President Emmanuel Macron and German Chancellor Olaf Scholz met in the Normandy format on Monday."
    (frame,) = frames(both, Article(id="a", text=text, published=DAY, kind="news"))
    assert frame.venue is None


def test_a_talk_of_one_state_at_home_is_none_between_states(both: Extractor) -> None:
    text = "Russian President Vladimir Putin had a working meeting with Russian Foreign Minister Sergei Lavrov on Monday."
    told = Article(
        id="a", text=text, published=DAY, kind="readout", publisher="President of Russia"
    )
    assert not frames(both, told)


@pytest.mark.parametrize("one", ["one", "another", "two"])
def test_a_letter_that_is_called_one_is_no_visitor(both: Extractor, one: str) -> None:
    text = f"US President Donald Trump said on Monday that he had received {one} from Kim Jong-un."
    found = frames(both, Article(id="a", text=text, published=DAY, kind="news"))
    assert {f.type for f in found} <= {"message"}


def test_who_stands_in_another_clause_was_not_there(both: Extractor) -> None:
    text = (
        "Two days after US President Donald Trump had written Kim Jong-un off, Kim and South Korean President Moon"
        " Jae-in met without notice on Saturday at Tongilgak."
    )
    found = frames(both, Article(id="a", text=text, published=DAY, kind="news"))
    met = [{p.name for p in f.participants} for f in found if f.type == "meeting"]
    assert {"Kim Jong-un", "Moon Jae-in"} in met
    assert not any("Donald Trump" in who for who in met)
