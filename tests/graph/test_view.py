"""kg.graph.view.values.load on the small graph of tests/data/example.trig."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.core.ids import BASE
from kg.graph.view.load import load
from kg.graph.view.values import GraphView

EXAMPLE = Path(__file__).parents[1] / "data" / "example.trig"


@pytest.fixture(scope="module")
def view() -> GraphView:
    store = ox.Store()
    store.load(path=EXAMPLE, format=ox.RdfFormat.TRIG)
    return load(store)


def test_events_come_in_the_order_of_their_days(view: GraphView) -> None:
    assert [(e.date, e.type, e.status) for e in view.events] == [
        ("2018-06-18", "phone_call", "held"),
        ("2019-05-08", "meeting", "held"),
        ("2019-05-14", "meeting", "held"),
        ("2019-06", "summit", "held"),
        ("2019-09-03/2019-09-04", "agreement_signing", "held"),
        ("2019-11-04", "meeting", "held"),
        ("2019-12-10", "meeting", "held"),
        ("2020-02-11", "meeting", "disputed"),
        ("2020-02-13", "summons", "held"),
        ("2020-03", "negotiation", "denied"),
        ("2020-03-05", "meeting", "planned"),
        ("2020-04-20", "visit", "cancelled"),
        ("2020-05-06", "video_call", "held"),
        (None, "invitation", "held"),
    ]


def test_an_event_has_everything_that_the_graph_says(view: GraphView) -> None:
    event = next(e for e in view.events if e.date == "2019-12-10")
    assert event.precision == "day"
    assert (event.start, event.end, event.country) == ("2019-12-10", "2019-12-10", "US")
    assert [(p.office, p.polity, p.function) for p in event.participants] == [
        ("Secretary of State", "US", "host"),
        ("foreign minister", "RU", "guest"),
    ]
    assert [view.topics[t].label for t in event.topics] == ["arms control", "Syria", "Ukraine"]
    assert event.parties == (BASE + "country/ru", BASE + "country/us")
    assert (event.cameo, event.plover, event.confidence) == ("043", "CONSULT-visit", 0.97)
    place = view.places[event.place or ""]
    assert (place.label, place.city, place.country) == ("State Department", "Washington", "US")
    assert (place.latitude, place.geonames) == (38.89511, None)


def test_mentions_come_in_the_order_of_publication(view: GraphView) -> None:
    sochi = next(e for e in view.events if e.date == "2019-05-14")
    assert [m.status for m in sochi.mentions] == ["planned", "held", "held"]
    assert [view.articles[m.article].published for m in sochi.mentions] == [
        "2019-05-10",
        "2019-05-14",
        "2019-12-10",
    ]
    for mention in (m for e in view.events for m in e.mentions):
        assert len(mention.quote) == mention.end - mention.start
    denial = next(m for e in view.events for m in e.mentions if m.status == "denied")
    assert denial.reported_by == ("The Sylvanian Foreign Ministry",)


def test_actors_are_of_four_kinds(view: GraphView) -> None:
    kinds = {a.label: a.kind for a in view.actors.values()}
    assert kinds["Sergey Lavrov"] == "person"
    assert kinds["Freedonia"] == "country"
    assert kinds["United Nations"] == "organisation"
    assert kinds["ambassador of Sylvania"] == "role"
    lavrov = next(a for a in view.actors.values() if a.label == "Sergey Lavrov")
    assert (lavrov.polity, lavrov.offices) == ("RU", ("foreign minister",))
    assert lavrov.same_as == ("http://www.wikidata.org/entity/Q58217",)


def test_wider_topics_are_there_too(view: GraphView) -> None:
    assert BASE + "topic/conflicts" in view.topics
    assert view.topics[BASE + "topic/syria"].broader == (BASE + "topic/conflicts",)


def test_the_order_of_loading_changes_nothing(view: GraphView) -> None:
    quads = list(ox.parse(path=EXAMPLE, format=ox.RdfFormat.TRIG))
    random.Random(7).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    again = load(store)
    assert again == view
    assert list(again.actors) == list(view.actors)


def test_ongoing_and_a_loop_of_places_are_survived() -> None:
    store = ox.Store()
    store.load(
        b"""@prefix kg: <https://w3id.org/diplokg/ns#> . @prefix schema: <https://schema.org/> .
        @prefix b: <https://w3id.org/diplokg/> .
        b:e a kg:Event, kg:Meeting ; kg:status kg:Held ; schema:location b:x .
        b:m kg:reports b:e ; kg:saysStatus kg:Held ; kg:ongoing true .
        b:x schema:containedInPlace b:y . b:y schema:containedInPlace b:x .""",
        format=ox.RdfFormat.TURTLE,
    )
    event = load(store).events[0]
    assert event.mentions[0].status == "ongoing"
    assert load(store).places[BASE + "x"].country is None
