"""Parts of a graph for a page: by whom, where, when and about what, and that what they cost is kept."""

from __future__ import annotations

from pathlib import Path

import page_data
import pytest

from kg.core.errors import KgError
from kg.graph.view.values import GraphView
from kg.render import filter_view, layout, payload, render


def names(view: GraphView) -> list[str]:
    return [event.iri.rsplit("/", 1)[1] for event in view.events]


def test_filters_by_person_polity_topic_and_status() -> None:
    view = page_data.small()
    assert len(filter_view(view, person="Lavrov").events) == 3
    assert len(filter_view(view, person="mike-pompeo").events) == 2
    for polity in ("JP", "jp", "Japan", page_data.iri("country", "jp")):
        assert names(filter_view(view, polity=polity)) == ["2020-04-visit-xi-jinping-shinzo-abe"]
    # Security has arms control and denuclearisation below it.
    assert (
        len(filter_view(view, topic="security").events)
        > len(filter_view(view, topic="arms control").events)
        > 0
    )
    assert names(filter_view(view, status="planned")) == ["undated-visit-kim-jong-un-moon-jae-in"]
    assert filter_view(view) is view


def test_filters_by_date_and_limit() -> None:
    view = page_data.small()
    assert len(filter_view(view, since="2020").events) == 2
    assert len(filter_view(view, since="2019-05", until="2019-05").events) == 2
    assert names(filter_view(view, until="2018-04-27")) == [
        "2018-04-27-summit-kim-jong-un-moon-jae-in"
    ]
    # The visit of three days is still going on at its last day.
    assert len(filter_view(view, since="2018-09-20", until="2018-09-20").events) == 1
    assert [e.start for e in filter_view(view, limit=2).events] == ["2020-03-30", "2020-04-01"]


def test_filtered_view_holds_only_what_it_refers_to() -> None:
    view = filter_view(page_data.small(), polity="JP")
    assert {iri.rsplit("/", 1)[1] for iri in view.actors} == {
        "xi-jinping",
        "shinzo-abe",
        "cn",
        "jp",
    }
    assert len(view.articles) == 1
    assert view.places == {}
    render(view)


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ({"person": "Lavrow"}, "did you mean Sergey Lavrov"),
        ({"person": "Zzzz"}, "there are, for example"),
        ({"polity": "Atlantis"}, "no polity 'Atlantis'"),
        ({"topic": "sirya"}, "did you mean Syria"),
        ({"status": "maybe"}, "cancelled, held, planned, postponed"),
        ({"since": "yesterday"}, "write 2019, 2019-05 or 2019-05-14"),
        ({"limit": 0}, "give 1 or more"),
    ],
)
def test_filter_errors_say_how_to_mend(conditions: dict[str, str], says: str) -> None:
    with pytest.raises(KgError) as error:
        filter_view(page_data.small(), **conditions)
    assert says in str(error.value)


def test_a_layout_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = page_data.large(150, 300)
    first = render(view, cache=tmp_path)
    assert first == render(view)
    kept = sorted(tmp_path.iterdir())
    assert [path.suffix for path in kept] == [".json"]  # the states are too few to be kept
    computed = []
    real = layout.positions
    monkeypatch.setattr(layout, "positions", lambda n, pairs: computed.append(n) or real(n, pairs))
    assert render(view, cache=tmp_path) == first
    assert computed == [len(page_data.CODES)] or max(computed) < layout.WORTH_KEEPING
    # Another graph finds nothing; what is broken is computed anew; what cannot be written is no error.
    render(page_data.large(151, 300), cache=tmp_path)
    assert max(computed) == 151
    kept[0].write_text("[[1, 2]]")
    assert render(view, cache=tmp_path) == first
    (tmp_path / "file").write_text("")
    assert render(view, cache=tmp_path / "file") == first


def test_a_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "WORTH_KEEPING", 2)
    for n in range(layout.MOST_KEPT + 5):
        layout.kept(n + 2, {(0, 1): 1.0}, tmp_path)
    assert len(list(tmp_path.iterdir())) <= layout.MOST_KEPT + 1


def test_a_part_of_a_graph_has_the_passages_of_an_event() -> None:
    view = page_data.small()
    part = payload.part(view, event=view.events[11].iri)
    assert {"actors", "events", "articles", "passages"} <= set(part)
    quotes = [mention["q"] for mention in part["passages"]]
    assert quotes == [mention.quote for mention in view.events[11].mentions]
    assert payload.part(view, event="https://w3id.org/diplokg/event/none")["passages"] == []
