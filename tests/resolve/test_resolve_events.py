"""One event out of many mentions, and never one out of two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared_data import shared
from told import from_gold, state, told, who

from kg.core.model import Judgement, Told
from kg.reference.read import load
from kg.resolve import MergedEvent, Resolution, resolve

CATALOG = load()
GOLD = Path(__file__).parents[2] / "corpus" / "gold"
ZILK, BRAN, ORO = who("Anna Zilk", "AT"), who("Mirko Bran", "CZ"), who("Pia Oro", "EE")


def build(*mentions: Told, rulings: tuple[Judgement, ...] = ()) -> Resolution:
    return resolve(mentions, catalog=CATALOG, judgements=rulings)


def event(r: Resolution, t: Told) -> MergedEvent:
    return next(e for e in r.events if e.iri == r.reports[t.mention])


def groups(r: Resolution, *mentions: Told) -> list[int]:
    """For each mention the number of its event, counted as they come."""
    seen: dict[str, int] = {}
    return [seen.setdefault(r.reports[t.mention], len(seen)) for t in mentions]


def test_announcement_report_readout_and_recollection_are_one_event() -> None:
    plan = told(
        "a",
        "2019-05-10",
        ZILK,
        BRAN,
        status="planned",
        date="2019-05-14",
        city="Tallinn",
        country="EE",
    )
    news = told("b", "2019-05-15", ZILK, BRAN, date="2019-05-14", city="Tallinn", country="EE")
    readout = told(
        "c",
        "2019-05-15",
        BRAN,
        ZILK,
        date="2019-05-14",
        article_kind="readout",
        venue="Stenbock House",
        city="Tallinn",
        country="EE",
    )
    later = told("d", "2019-12-10", ZILK, BRAN, date="2019-05", city="Tallinn", country="EE")
    r = build(later, news, plan, readout)
    assert groups(r, plan, news, readout, later) == [0, 0, 0, 0]
    e = event(r, plan)
    assert (e.status, e.date, e.precision, e.place_name, e.city) == (
        "held",
        "2019-05-14",
        "day",
        "Stenbock House",
        "Tallinn",
    )
    assert e.mentions[0] == plan.mention
    assert e.mentions[-1] == later.mention
    assert e.label == "Meeting of Bran and Zilk, Tallinn, 14 May 2019"
    assert e.iri.startswith("event/2019-05-14-meeting-bran-zilk-")
    assert e.parties == ("country/at", "country/cz")
    assert (e.cameo, e.plover) == ("044", "CONSULT-third-party")
    assert not e.disputed
    assert not e.date_conflict


def test_a_month_joins_the_one_day_that_fits_and_none_of_two() -> None:
    first = told("a", "2019-05-15", ZILK, BRAN, date="2019-05-14")
    second = told("b", "2019-05-25", ZILK, BRAN, date="2019-05-24")
    vague = told("c", "2019-09-10", ZILK, BRAN, date="2019-05")
    assert groups(build(first, vague), first, vague) == [0, 0]
    assert groups(build(first, second, vague), first, second, vague) == [0, 1, 2]


@pytest.mark.parametrize("days", [("2019-05-14", "2019-05-15"), ("2019-05-14", "2019-06-14")])
@pytest.mark.parametrize("kind", ["phone_call", "meeting", "visit"])
def test_two_days_are_two_events(kind: str, days: tuple[str, str]) -> None:
    one, two = (told(d, d, ZILK, BRAN, type=kind, date=d) for d in days)
    assert groups(build(one, two), one, two) == [0, 1]


def test_a_plan_that_moved_stays_apart_unless_somebody_says_that_it_was_put_off() -> None:
    plan = told("a", "2019-05-01", ZILK, BRAN, status="planned", date="2019-05-14")
    held = told("b", "2019-05-21", ZILK, BRAN, date="2019-05-20")
    assert groups(build(plan, held), plan, held) == [0, 1]
    off = told("c", "2019-05-12", ZILK, BRAN, status="postponed", date="2019-05-14")
    r = build(plan, held, off)
    assert groups(r, plan, held, off) == [0, 0, 0]
    assert (event(r, held).status, event(r, held).date) == ("held", "2019-05-20")


def test_what_was_called_off_did_not_take_place() -> None:
    off = told("a", "2019-05-12", ZILK, BRAN, status="cancelled")
    held = told("b", "2019-05-21", ZILK, BRAN, date="2019-05-20")
    assert groups(build(off, held), off, held) == [0, 1]


def test_types_that_are_not_one_stay_apart() -> None:
    kinds = [
        "meeting",
        "phone_call",
        "visit",
        "message",
        "invitation",
        "agreement_signing",
        "summons",
    ]
    mentions = [told(k, "2019-05-14", ZILK, BRAN, type=k, date="2019-05-14") for k in kinds]
    assert groups(build(*mentions), *mentions) == list(range(7))
    alike = [
        told(k, "2019-05-14", ZILK, BRAN, type=k, date="2019-05-14")
        for k in ("meeting", "summit", "negotiation")
    ]
    assert groups(build(*alike), *alike) == [0, 0, 0]


def test_two_conversations_of_one_day_at_different_hours_are_two() -> None:
    one = told(
        "a",
        "1957-02-24",
        ZILK,
        BRAN,
        type="phone_call",
        date="1957-02-24",
        text="February 24, 1957, 3:03 p.m.",
        article_kind="memo",
    )
    two = told(
        "b",
        "1957-02-24",
        ZILK,
        BRAN,
        type="phone_call",
        date="1957-02-24",
        quote="called at 6:45 p.m.",
        article_kind="memo",
    )
    more = told(
        "c",
        "1957-02-24",
        ZILK,
        BRAN,
        type="phone_call",
        date="1957-02-24",
        text="3:03 p.m.",
        article_kind="memo",
    )
    bare = told(
        "d", "1957-02-24", ZILK, BRAN, type="phone_call", date="1957-02-24", article_kind="memo"
    )
    assert groups(build(one, two, more, bare), one, two, more, bare) == [0, 1, 0, 2]


def test_two_meetings_of_one_day_with_different_people_or_places_are_two() -> None:
    first = told("a", "2019-05-14", ZILK, BRAN, date="2019-05-14", city="Tallinn", country="EE")
    people = told(
        "b",
        "2019-05-14",
        ZILK,
        who("Jan Pokor", "CZ"),
        date="2019-05-14",
        city="Tallinn",
        country="EE",
    )
    place = told("c", "2019-05-14", ZILK, BRAN, date="2019-05-14", city="Riga", country="LV")
    assert groups(build(first, people, place), first, people, place) == [0, 1, 2]


def test_a_bilateral_beside_a_summit_is_an_event_of_its_own_within_it() -> None:
    summit = told(
        "a",
        "2019-05-14",
        ZILK,
        BRAN,
        ORO,
        type="summit",
        date="2019-05-14",
        city="Tallinn",
        country="EE",
    )
    beside = told("b", "2019-05-14", ZILK, BRAN, date="2019-05-14", city="Tallinn", country="EE")
    r = build(summit, beside)
    assert groups(r, summit, beside) == [0, 1]
    assert event(r, beside).super_event == event(r, summit).iri
    assert event(r, summit).super_event is None


def test_a_visit_contains_its_meetings() -> None:
    guest = who("Anna Zilk", "AT", function="guest")
    visit = told(
        "a",
        "2019-05-14",
        guest,
        state("Estonia", "EE", "host"),
        type="visit",
        date="2019-05-13/2019-05-14",
    )
    inside = told("b", "2019-05-14", ZILK, ORO, date="2019-05-14", city="Tallinn", country="EE")
    outside = told("c", "2019-05-20", ZILK, ORO, date="2019-05-20", city="Tallinn", country="EE")
    elsewhere = told("d", "2019-05-14", ZILK, BRAN, date="2019-05-14", city="Vienna", country="AT")
    r = build(visit, inside, outside, elsewhere)
    assert event(r, inside).super_event == event(r, visit).iri
    assert event(r, outside).super_event is None
    assert event(r, elsewhere).super_event is None
    assert event(r, visit).label == "Visit of Zilk to Estonia, 13–14 May 2019"


def test_one_participant_and_a_city_are_enough_when_nothing_else_fits() -> None:
    plan = told(
        "a",
        "2018-05-31",
        ZILK,
        BRAN,
        type="summit",
        status="planned",
        date="2018-06-12",
        city="Riga",
        country="LV",
    )
    later = told("b", "2018-06-19", BRAN, type="summit", city="Riga", country="LV")
    r = build(plan, later)
    assert groups(r, plan, later) == [0, 0]
    e = event(r, later)
    assert (e.status, e.date) == ("held", "2018-06-12")
    assert {r.actors[p.actor].label for p in e.participations} == {"Anna Zilk", "Mirko Bran"}
    other = told(
        "c", "2018-06-10", ORO, BRAN, type="summit", date="2018-06-13", city="Riga", country="LV"
    )
    assert groups(build(plan, later, other), plan, later, other) == [0, 1, 2]


def test_an_announcement_and_the_report_of_the_same_week_are_one_without_a_date() -> None:
    plan = told("p", "2021-11-29", ZILK, BRAN, status="planned")
    report = told("r", "2021-11-30", ZILK, BRAN, before="2030-12-31")
    later = told("l", "2021-12-20", ZILK, BRAN, before="2021-12-20")
    assert groups(build(plan, report, later), plan, report, later) == [0, 0, 1]


def test_talks_announced_for_two_states_are_those_told_of_within_days() -> None:
    plan = told("p", "2021-11-29", state("Austria", "AT"), state("Czechia", "CZ"), status="planned")
    report = told("r", "2021-11-30", ZILK, BRAN, before="2021-11-30")
    dated = told("d", "2021-12-01", ZILK, BRAN, date="2021-12-01")
    assert groups(build(plan, report), plan, report) == [0, 0]
    assert groups(build(plan, dated), plan, dated) == [0, 0]


@pytest.mark.parametrize(
    "report",
    [
        told("r", "2021-12-06", ZILK, BRAN, before="2021-12-06"),
        told("r", "2021-11-28", ZILK, BRAN, before="2021-11-28"),
        told("r", "2021-11-30", ZILK, BRAN, date="2021-11-20"),
        told("r", "2021-11-30", ZILK, BRAN, ORO, before="2021-11-30"),
        told("r", "2021-11-30", ZILK, ORO, before="2021-11-30"),
        told("r", "2021-11-30", ZILK, BRAN, status="planned"),
        told("r", "2021-11-30", ZILK, BRAN, type="phone_call", before="2021-11-30"),
    ],
    ids=["a week later", "before", "of another day", "with a third", "with another", "a plan", "by phone"],
)  # fmt: skip
def test_talks_announced_for_two_states_are_no_others(report: Told) -> None:
    plan = told("p", "2021-11-29", state("Austria", "AT"), state("Czechia", "CZ"), status="planned")
    assert groups(build(plan, report), plan, report) == [0, 1]


def test_an_announcement_that_two_reports_fit_joins_neither() -> None:
    plan = told("p", "2021-11-29", state("Austria", "AT"), state("Czechia", "CZ"), status="planned")
    one = told("a", "2021-11-30", ZILK, BRAN, before="2021-11-30")
    other = told(
        "b", "2021-11-30", who("Ute Kerl", "AT"), who("Jan Dohn", "CZ"), before="2021-11-30"
    )
    assert groups(build(plan, one, other), plan, one, other) == [0, 1, 2]


def test_people_of_no_known_state_are_told_by_their_family_names() -> None:
    day = {"date": "1956-05-16", "city": "Washington", "text": "May 16, 4:34 p.m."}
    one = told("a", "1956-05-16", ZILK, who("Bolkhov"), who("Tarn"), **day)
    two = told("b", "1956-05-16", ZILK, who("Tarn"), who("Bolkhov"), **day)
    other = told("c", "1956-05-16", ZILK, who("Quist"), **day)
    assert groups(build(one, two, other), one, two, other) == [0, 0, 1]


def test_a_summit_ahead_is_not_the_next_meeting_of_two_who_speak_of_it() -> None:
    summit = told("s", "2024-06-07", ZILK, BRAN, type="summit", status="planned", country="CH")
    meeting = told("m", "2024-07-11", ZILK, BRAN, date="2024-07-11")
    assert groups(build(summit, meeting), summit, meeting) == [0, 1]


def test_a_report_is_of_the_past_and_a_plan_of_the_future() -> None:
    before = told("a", "2019-05-01", ZILK, BRAN)
    held = told("b", "2019-05-21", ZILK, BRAN, date="2019-05-20")
    after = told("c", "2019-05-25", ZILK, BRAN, status="planned")
    assert groups(build(before, held, after), before, held, after) == [0, 1, 2]
    soon = told("d", "2019-05-15", ZILK, BRAN, status="planned")
    assert groups(build(held, soon), held, soon) == [0, 0]


def test_states_and_those_who_stand_for_them() -> None:
    states = told(
        "a",
        "2019-05-10",
        state("Austria", "AT"),
        state("Czechia", "CZ"),
        type="negotiation",
        status="planned",
        date="2019-05-14",
    )
    people = told("b", "2019-05-14", ZILK, BRAN, type="negotiation", date="2019-05-14")
    r = build(states, people)
    assert groups(r, states, people) == [0, 0]
    assert {r.actors[p.actor].kind for p in event(r, people).participations} == {"person"}


def test_a_body_is_its_members() -> None:
    four = [
        who("Emmanuel Macron", "FR"),
        who("Angela Merkel", "DE"),
        who("Vladimir Putin", "RU"),
        who("Volodymyr Zelensky", "UA"),
    ]
    body = told(
        "a",
        "2019-11-22",
        who("Normandy Four", kind="organisation"),
        type="summit",
        status="planned",
        date="2019-12-09",
        city="Paris",
        country="FR",
    )
    named = told(
        "b", "2019-12-10", *four, type="summit", date="2019-12-09", city="Paris", country="FR"
    )
    two = told("c", "2019-12-10", four[2], four[3], date="2019-12-09", city="Paris", country="FR")
    r = build(body, named, two)
    assert groups(r, body, named, two) == [0, 0, 1]
    assert {r.actors[p.actor].kind for p in event(r, body).participations} == {"person"}
    assert event(r, two).super_event == event(r, body).iri


def test_the_iris_that_an_event_had_before_a_merge_are_kept() -> None:
    plan = told("a", "2019-04-10", ZILK, BRAN, status="planned", date="2019-05")
    held = told("b", "2019-05-15", ZILK, BRAN, date="2019-05-14")
    [alone] = build(plan).events
    [merged] = build(plan, held).events
    assert merged.iri == build(held).events[0].iri
    assert merged.former == (alone.iri,)


@pytest.mark.parametrize(
    ("said", "expected", "disputed"),
    [
        ([("2019-05-14", "held"), ("2019-05-15", "denied")], "disputed", True),
        ([("2019-05-01", "denied"), ("2019-05-02", "planned"), ("2019-05-14", "held")], "held", False),
        ([("2019-05-01", "planned"), ("2019-05-02", "denied")], "planned", True),
        ([("2019-05-03", "planned"), ("2019-05-02", "denied")], "planned", False),
        ([("2019-05-01", "planned"), ("2019-05-09", "cancelled")], "cancelled", False),
        ([("2019-05-01", "cancelled"), ("2019-05-09", "planned")], "planned", False),
        ([("2019-05-01", "proposed"), ("2019-05-01", "planned")], "planned", False),
        ([("2019-05-01", "planned"), ("2019-05-01", "declined")], "declined", False),
        ([("2019-05-02", "ongoing"), ("2019-05-01", "planned")], "held", False),
        ([("2019-05-02", "denied")], "denied", False),
    ],
)  # fmt: skip
def test_the_status_is_decided_by_rule(
    said: list[tuple[str, str]], expected: str, disputed: bool
) -> None:
    mentions = [
        told(f"s{i}", day, ZILK, BRAN, status=status, date="2019-05-14")
        for i, (day, status) in enumerate(said)
    ]
    r = build(*mentions)
    assert len(r.events) == 1
    assert (r.events[0].status, r.events[0].disputed) == (expected, disputed)


def test_every_value_of_an_event_is_said_by_a_mention() -> None:
    mentions = list(_gold("articles-*.jsonl").values())
    told_by = {t.mention: t for t in mentions}
    for e in build(*mentions).events:
        frames = [told_by[m].frame for m in e.mentions]
        assert e.type in {f.type for f in frames}
        assert e.date in {f.when.edtf if f.when else None for f in frames}
        assert (e.city, e.country) in {
            (f.venue.city, f.venue.country) if f.venue else (None, None) for f in frames
        }
        assert {label for _, label in e.topics} <= {t.label for f in frames for t in f.topics}
        assert e.status == "disputed" or e.status in {
            "held" if f.status == "ongoing" else f.status for f in frames
        }


def _gold(pattern: str) -> dict[tuple[str, int], Told]:
    return from_gold(sorted(GOLD.glob(pattern)), CATALOG)


def _pairs(gold: dict[tuple[str, int], Told], merged: list[Path]) -> tuple[int, int, int, int]:
    """Pairs of mentions that are one event and were joined, all of these; kept apart, all of these."""
    r = build(*gold.values())
    joined = same = apart = different = 0
    for path in merged:
        table = json.loads(path.read_text("utf-8"))
        for row in table["same"]:
            events = [r.reports[gold[a, n].mention] for a, n in row["mentions"]]
            pairs = [x == y for i, x in enumerate(events) for y in events[i + 1 :]]
            joined, same = joined + sum(pairs), same + len(pairs)
        for row in table["different"]:
            a, b = (r.reports[gold[x, n].mention] for x, n in row["mentions"][:2])
            apart, different = apart + (a != b), different + 1
    return joined, same, apart, different


def test_the_corpus_is_merged_as_annotated() -> None:
    joined, same, apart, different = _pairs(
        _gold("articles-*.jsonl"), sorted(GOLD.glob("merged-*.json"))
    )
    assert apart == different
    assert joined >= 0.94 * same, f"{joined} of {same} pairs joined"


def test_the_seeds_are_merged_as_annotated() -> None:
    gold = from_gold([shared("gold/seeds.jsonl")], CATALOG)
    merged = shared("gold/seeds-merged.json")
    joined, same, apart, different = _pairs(gold, [merged])
    assert (joined, apart) == (same, different)
    r = build(*gold.values())
    for row in json.loads(merged.read_text("utf-8"))["same"]:
        e = event(r, gold[tuple(row["mentions"][0])])
        assert (e.date, e.city, e.status) == (row["date"], row["city"], row["status"])
        assert {r.actors[p.actor].label for p in e.participations} == set(row["participants"])
