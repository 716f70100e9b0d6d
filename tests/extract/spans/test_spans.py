"""What spans of sentences in other languages stand for: the same states, people and places as in English."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import oracle
import pytest

from kg.core.errors import KgError
from kg.core.model import Article, Frame
from kg.extract.reader.proposals import Proposed
from kg.extract.spans.claimed import worth
from kg.extract.spans.people import People
from kg.extract.spans.run import frames_of
from kg.extract.spans.tables import known, table
from kg.extract.spans.tools import Tools, tools_of
from kg.reference.read import load


@cache
def people() -> People:
    return People(load())


@cache
def tools(code: str) -> Tools:
    return tools_of(load(), people(), code)


def read(code: str, text: str, kind: str, status: str = "held", **quotes: Any) -> Frame:
    """The frame of the one event that is proposed by the words of its spans."""
    day = date.fromisoformat(quotes.pop("day", "2019-05-20"))
    article = Article(
        id="a", text=text, published=day, language=code, publisher=quotes.pop("publisher", None)
    )
    told = oracle.quoted(text, kind, status, **quotes)
    (frame,) = frames_of(article, Proposed((told,)), tools(code))
    return frame


def who(frame: Frame) -> list[tuple[str | None, str | None, str | None]]:
    return [(a.ref, a.name, a.polity) for a in frame.participants]


MERKEL, LAVROV = "person/angela-merkel-v74rexvo", "person/sergey-lavrov-q58217"


@pytest.mark.parametrize(
    ("code", "text", "trigger", "participants", "place"),
    [
        ("fr", "La chancelière Angela Merkel a reçu mardi à Berlin le Russe Sergueï Lavrov.",
         "a reçu", ("Angela Merkel", "Sergueï Lavrov"), "Berlin"),
        ("ru", "Ангела Меркель во вторник встретилась в Берлине с Сергеем Лавровым.",
         "встретилась", ("Ангела Меркель", "Сергеем Лавровым"), "Берлине"),
        ("es", "Angela Merkel se reunió el martes en Berlín con el ruso Serguéi Lavrov.",
         "se reunió", ("Angela Merkel", "Serguéi Lavrov"), "Berlín"),
        ("de", "Angela Merkel sprach am Dienstag in Berlin mit Sergej Lawrow.",
         "sprach", ("Angela Merkel", "Sergej Lawrow"), "Berlin"),
    ],
)  # fmt: skip
def test_the_same_people_and_place_in_each_language(
    code: str, text: str, trigger: str, participants: tuple[str, str], place: str
) -> None:
    frame = read(code, text, "meeting", trigger=trigger, participants=participants, place=place)
    merkel, lavrov = load().people[MERKEL], load().people[LAVROV]
    assert who(frame) == [(MERKEL, merkel.label, "DE"), (LAVROV, lavrov.label, "RU")]
    assert frame.venue is not None
    assert (frame.venue.city, frame.venue.country, frame.venue.geonames) == (
        "Berlin",
        "DE",
        2950159,
    )
    assert [e.quote for e in frame.evidence] == [text]
    assert [text[e.start : e.end] for e in frame.evidence] == [text]


def test_an_office_of_a_state_is_who_held_it_that_day() -> None:
    text = "Le ministre russe des Affaires étrangères a téléphoné au président du Kenya."
    frame = read(
        "fr", text, "phone_call", trigger="a téléphoné",
        participants=("Le ministre russe des Affaires étrangères", "président du Kenya"),
    )  # fmt: skip
    assert [a.polity for a in frame.participants] == ["RU", "KE"]
    assert frame.participants[0].ref == LAVROV
    assert frame.participants[0].office == "foreign minister"


def test_an_unknown_name_is_written_in_latin_letters_and_its_first_case() -> None:
    text = "Сергей Лавров принял министра иностранных дел Ганы Борисом Дубровиным."
    frame = read("ru", text, "meeting", trigger="принял", participants=("Сергей Лавров", "Борисом Дубровиным"))  # fmt: skip
    assert who(frame)[1] == (None, "Boris Dubrovin", "GH")


def test_a_name_that_two_may_have_is_no_link() -> None:
    text = "Иванов встретился с Сергеем Лавровым."
    frame = read(
        "ru", text, "meeting", trigger="встретился", participants=("Иванов", "Сергеем Лавровым")
    )
    assert frame.participants[0].ref is None


def test_a_surname_and_a_pronoun_are_the_one_named_before() -> None:
    text = (
        "El canciller Heraldo Muñoz viajó a Lima. El señor Muñoz conversó con el presidente de Perú. "
        "Él invitó a Angela Merkel."
    )
    article = Article(id="a", text=text, published=date(2016, 3, 1), language="es")
    told = Proposed((
        oracle.quoted(text, "visit", trigger="viajó", participants=("Heraldo Muñoz",), place="Lima"),
        oracle.quoted(text, "meeting", trigger="conversó", participants=("señor Muñoz", "presidente de Perú")),
        oracle.quoted(text, "invitation", trigger="invitó", participants=("Él", "Angela Merkel")),
    ))  # fmt: skip
    visit, meeting, invitation = frames_of(article, told, tools("es"))
    first = visit.participants[0]
    assert first.name == "Heraldo Muñoz"
    assert meeting.participants[0].ref == invitation.participants[0].ref == first.ref
    assert invitation.participants[0].name == first.name
    assert [(a.polity, a.function) for a in visit.participants][1] == ("PE", "host")


def test_capitals_and_metonyms_stand_for_governments_of_their_day() -> None:
    text = "Вашингтон и Москва начали переговоры."
    quotes = {"trigger": "переговоры", "participants": ("Вашингтон", "Москва")}
    assert [a.polity for a in read("ru", text, "negotiation", **quotes).participants] == [
        "US",
        "RU",
    ]
    then = read("ru", text, "negotiation", day="1985-03-12", **quotes)
    assert [a.polity for a in then.participants] == ["US", "SU"]


def test_nested_names_of_states_are_the_longest() -> None:
    text = "La Guinée-Bissau et le Niger ont signé un accord."
    frame = read(
        "fr", text, "agreement_signing", trigger="ont signé", participants=("La Guinée-Bissau", "le Niger")
    )  # fmt: skip
    assert [a.polity for a in frame.participants] == ["GW", "NE"]


def test_two_tellings_of_one_meeting_are_one_frame() -> None:
    text = "Angela Merkel traf am Dienstag Sergej Lawrow. Das Gespräch mit Lawrow dauerte lange."
    article = Article(id="a", text=text, published=date(2019, 5, 20), language="de")
    both = (
        oracle.quoted(text, "meeting", trigger="traf", participants=("Angela Merkel", "Sergej Lawrow")),
        oracle.quoted(text, "meeting", trigger="Gespräch", participants=("Lawrow",)),
    )  # fmt: skip
    (frame,) = frames_of(article, Proposed(both, {(0, 1): 0.9}), tools("de"))
    assert [a.polity for a in frame.participants] == ["DE", "RU"]


def test_somebody_alone_meets_only_as_one_who_acts_for_a_state() -> None:
    def told(name: str) -> int:
        text = f"{name} sprach am Dienstag."
        article = Article(id="a", text=text, published=date(2019, 5, 20), language="de")
        told = oracle.quoted(text, "meeting", trigger="sprach", participants=(name,))
        return len(frames_of(article, Proposed((told,)), tools("de")))

    assert told("Roswitha Pflaumbaum") == 0
    assert told("Angela Merkel") == 1


def test_tables_are_of_posts_bodies_and_states_that_there_are() -> None:
    catalog = load()
    for code in known():
        t = table(code)
        for post in t.offices:
            name, _, state = post.partition("@")
            assert f"post/{name}" in catalog.offices, (code, post)
            assert not state or catalog.party(state), (code, post)
        for body in t.organisations:
            assert f"org/{body}" in catalog.organisations, (code, body)
        for names in (t.states, t.adjectives, t.metonyms):
            for state in names:
                assert catalog.party(state), (code, state)
        for rules in (*t.lists["spelling"], " ".join(t.lists["roman"])):
            assert all(rule.count(">") == 1 for rule in rules.split()), (code, rules)


def test_a_spoilt_table_is_said_to_be_one(tmp_path: Any) -> None:
    (tmp_path / "claimed.toml").write_text("fr = 1\n", encoding="utf-8")
    with pytest.raises(KgError, match="the table of languages is spoilt"):
        worth(tmp_path / "claimed.toml")
    with pytest.raises(KgError, match="no table of the language 'xx'"):
        table("xx")
