"""Memoranda of conversation: the header says who met whom, when, where and about what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.core.model import Actor, Article, Evidence, Frame, Venue, When
from kg.extract.rules.memo.frames import is_same, memo_frame, merge, with_header
from kg.extract.rules.memo.trips import trip_frames
from kg.reference.read import load
from kg.sources.layout import describe

FRUS = "https://history.state.gov/historicaldocuments/frus1958-60v99/d1"


def read(text: str, *, url: str | None = None, published: date | None = None) -> Frame:
    article = describe(Article(id="m", text=text, url=url, published=published))
    assert article.kind == "memo"
    (frame,) = memo_frame(article, catalog=load())
    for e in frame.evidence:
        assert article.text[e.start : e.end] == e.quote
    for a in frame.participants:
        if a.name and a.ref is None and " " not in a.name:
            assert article.text[a.start : a.end] == a.name
    return frame


def people(frame: Frame) -> list[tuple[str | None, str | None, str | None]]:
    return [(a.name, a.office, a.polity) for a in frame.participants]


def listed(
    *entries: str, url: str | None = FRUS
) -> list[tuple[str | None, str | None, str | None]]:
    lines = "\n".join(entries)
    text = (
        f"7. Memorandum of Conversation\nOslo, May 3, 1960, 4 p.m.\nPARTICIPANTS\n{lines}\n"
        "SUBJECT\n- Herring\nThe visitors said that the nets had been cut again."
    )
    return people(read(text, url=url))


def test_day_hour_place_subject_and_evidence() -> None:
    text = (
        "12. Memorandum of a Conversation, Department of State, Washington, May 3, 1960, 4:15 p.m.\n"
        "Washington, May 3, 1960, 4:15 p.m.\nSUBJECT\n- Nuclear testing; Herring quotas\nPARTICIPANTS\n"
        "- Mr. Nils Berg, Ambassador of Norway\n- EUR—Mr. Paul Hume\n"
        "Mr. Berg said that his government was waiting."
    )
    frame = read(text, url=FRUS)
    assert (frame.type, frame.status, frame.reported_by) == ("meeting", "held", ())
    assert frame.when is not None
    assert (frame.when.edtf, frame.when.precision) == ("1960-05-03", "day")
    assert frame.when.text == "May 3, 1960, 4:15 p.m."
    assert frame.venue is not None
    assert (frame.venue.name, frame.venue.city, frame.venue.country) == (
        "State Department", "Washington", "US",
    )  # fmt: skip
    assert [t.text for t in frame.topics] == ["Nuclear testing", "Herring quotas"]
    assert frame.topics[0].ref is not None
    assert (frame.topics[1].ref, frame.topics[1].label) == (None, "Herring quotas")
    assert frame.evidence[0].quote.startswith("12. Memorandum")
    assert frame.evidence[1].quote.startswith("PARTICIPANTS")
    assert people(frame) == [
        ("Nils Berg", "Ambassador of Norway", "NO"),
        ("Paul Hume", None, "US"),
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("- Dr. Karl Ammer, Chancellor, Republic of Austria", ("Karl Ammer", "Chancellor, Republic of Austria", "AT")),
        ("- NEA—Assistant Secretary Ralph Toller", ("Ralph Toller", "Assistant Secretary", "US")),
        ("- G: Mr. Toller", ("Toller", None, "US")),
        ("- Mr. J. V. Imber, WE", ("J. V. Imber", None, "US")),
        ("- Mr. Toller—GER", ("Toller", None, "US")),
        ("- William M. Round, Jr., Financial Attaché", ("William M. Round Jr", "Financial Attaché", None)),
        ("- Argentine Minister of Economy Alvaro C. Sorga", ("Alvaro C. Sorga", "Argentine Minister of Economy", "AR")),
        ("- Chilean Ambassador, Mr. E. N. Del Valle", ("E. N. Del Valle", "Chilean Ambassador", "CL")),
        ("- President Ferro of Argentina", ("Ferro", "President of Argentina", "AR")),
        ("- Ambassador Eiki Araki, Embassy of Japan", ("Eiki Araki", "Ambassador", "JP")),
        ("- Lt. Gen. Ewell Stamp, Chief of Staff, Jordan Armed Forces", ("Ewell Stamp", "Chief of Staff, Jordan Armed Forces", "JO")),
        ("- Chinese Defense Minister—Chang Ching-fu", ("Chang Ching-fu", "Chinese Defense Minister", None)),
        ("- Lord Home", ("Home", "Lord", None)),
        ("- M. de la Tourne, French Delegation", ("de la Tourne", "French Delegation", "FR")),
        ("- MR. PIERRE LAVAUX, French Embassy", ("Pierre Lavaux", "French Embassy", "FR")),
        ("- Mr. Anatoli G. Mysin, Second Secretary, Soviet Embassy", ("Anatoli G. Mysin", "Second Secretary, Soviet Embassy", "SU")),
        ("- Mr. George Yeo, Chinese Ambassador", ("George Yeo", "Chinese Ambassador", "TW")),
        ("- Mr. R.E. Lyle, Deputy Director, Office of German Affairs", ("R.E. Lyle", "Deputy Director, Office of German Affairs", "US")),
        ("- Mr. Neil Seiden (Interpreter)", ("Neil Seiden", "Interpreter", None)),
        ("- H.E. Sam Dawud, Minister of Finance, Jordan", ("Sam Dawud", "Minister of Finance, Jordan", "JO")),
    ],
)  # fmt: skip
def test_one_entry(entry: str, expected: tuple[str, str | None, str | None]) -> None:
    found = listed(entry, "- Mr. Olav Lie")
    if expected[0] == "Chang Ching-fu":
        assert found[0][:2] == expected[:2]
    else:
        assert found[0] == expected
    assert found[1][0] == "Olav Lie"


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("Messrs. Ballan and Hiss", ["Ballan", "Hiss"]),
        ("Senator Vander, Senator Hicken,", ["Vander", "Hicken"]),
        ("The Under Secretary Mr. Lovell; Mr. John Derr of AEC, and U: Mr. Gull.", ["Lovell", "John Derr", "Gull"]),
        ("Mr. Ballan and Mr. Hiss.", ["Ballan", "Hiss"]),
        ("War Department: Colonel Eugene M. Fosse (Fiscal Division), Major William F. Gau (International Division).",
         ["Eugene M. Fosse", "William F. Gau"]),
        ("Department of State: Herbert Faist EA, George Atche FE", ["Herbert Faist", "George Atche"]),
        ("Mr. Wilk, Assistant Secretary for International Organizations", ["Wilk"]),
        ("And other advisers", []),
    ],
)  # fmt: skip
def test_lines_with_several_people_or_none(entry: str, names: list[str]) -> None:
    assert [n for n, _, _ in listed(entry, "Mr. Olav Lie")] == [*names, "Olav Lie"]


def test_headings_lend_their_state_until_the_next() -> None:
    found = listed(
        "- United States", "- Mr. Toller", "- And other advisors", "- Jordanian Side",
        "- Mr. Hani Dawud", "- For the United Arab Republic", "- Dr. Mustafa Amin, Minister of Economy",
        "- Kennecott Copper Corporation:", "- Mr. Frank Mills",
    )  # fmt: skip
    assert [(n, p) for n, _, p in found] == [
        ("Toller", "US"), ("Hani Dawud", "JO"), ("Mustafa Amin", "XUAR"), ("Frank Mills", None),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["- US", "- US:", "- U.S.", "- U.S.:", "- USA"])
def test_a_short_heading_in_capitals_is_no_letterhead(heading: str) -> None:
    found = listed(
        "- NORWEGIAN:", "- Nils Berg, Minister of Fisheries", heading, "- Paul Hume, Counselor"
    )
    assert [(n, p) for n, _, p in found] == [("Nils Berg", "NO"), ("Paul Hume", "US")]


def test_surnames_in_capitals_are_no_codes_of_offices() -> None:
    found = listed(
        "- Norway", "- Nils BERG Minister of Fisheries", "- Henrik HALVORSEN Chairman of the Council",
        "- US", "- Paul T. HUME Ambassador in Oslo", "- Ralph SONNENBERG Counselor",
    )  # fmt: skip
    assert [(n, p) for n, _, p in found] == [
        ("Nils Berg", "NO"), ("Henrik Halvorsen", "NO"), ("Paul T. Hume", "US"), ("Ralph Sonnenberg", "US"),
    ]  # fmt: skip
    codes = listed("- Mr. Nils Berg EUR", "- Henrik HALVORSEN Chairman of the Council")
    assert [n for n, _, _ in codes] == ["Nils Berg", "Henrik Halvorsen"]


@pytest.mark.parametrize("where", ["the United States", "United States", "US", "U.S.", "the UN"])
def test_an_ambassador_to_the_united_states_is_not_of_them(where: str) -> None:
    found = listed(f"- Nils Berg, Ambassador to {where}", "- Olav Lie, Ambassador to Peru")
    assert [(n, p) for n, _, p in found] == [("Nils Berg", None), ("Olav Lie", "US")]


def test_headings_of_two_columns_say_nothing_of_whose_an_entry_is() -> None:
    found = listed(
        "Cuban Delegation", "United States Delegation", "Dr. Arturo Manas", "Mr. Earl Wils"
    )
    assert [p for _, _, p in found] == [None, None]


def test_offices_on_lines_of_their_own_belong_to_the_name_above() -> None:
    found = listed(
        "- Ambassador El Gharbi", "- Tunisian Ambassador", "- Mohamed Azzuz Nafar",
        "- First Secretary Tunisian Embassy",
    )  # fmt: skip
    assert found == [
        ("El Gharbi", "Tunisian Ambassador", "TN"),
        ("Mohamed Azzuz Nafar", "First Secretary Tunisian Embassy", "TN"),
    ]


def test_headings_of_the_text_and_letterheads_are_nobody() -> None:
    found = listed(
        "- Mr. Toller",
        "- Mr. Olav Lie",
        "OFFICE OF THE ASSISTANT SECRETARY",
        "1. The History of the Question",
    )
    assert [n for n, _, _ in found] == ["Toller", "Olav Lie"]


def test_office_alone_is_named_by_the_authority_only_when_it_is_certain() -> None:
    found = listed(
        "- The Secretary", "- The British Ambassador", "- Secretary McHale", "- The President"
    )
    assert found == [
        ("Christian Herter", "Secretary of State", "US"),
        (None, "British Ambassador", "GB"),
        ("McHale", "Secretary", "US"),
        ("Dwight D. Eisenhower", "President", "US"),
    ]


def test_the_secretary_of_an_unknown_archive_is_nobody_in_particular() -> None:
    assert listed("- The Secretary", "- Mr. Olav Lie", url=None)[0] == (None, "Secretary", None)


def test_two_of_one_surname_stay_two() -> None:
    text = (
        "99. Memorandum of a Telephone Conversation Between the Secretary of State and the Director of "
        "Central Intelligence (Dulles), Washington, June 20, 1958, 5:47 p.m.\n"
        "Washington, June 20, 1958, 5:47 p.m.\nThe Sec was told that the report had come and he would read it."
    )
    frame = read(text, url=FRUS)
    assert frame.type == "phone_call"
    assert [(a.name, a.office) for a in frame.participants] == [
        ("John Foster Dulles", "Secretary of State"),
        ("Dulles", "Director of Central Intelligence"),
    ]


def test_between_in_the_title() -> None:
    text = (
        "8. Memorandum of a Conversation Between the Counselor of the French Embassy (de Labou) and the Officer "
        "in Charge of Egypt-Sudan Affairs (Gerin), Camp David, Maryland, July 16, 1956\n"
        "Maryland, July 16, 1956\nMr. de Labou asked whether there was an answer."
    )
    frame = read(text, url=FRUS)
    assert people(frame) == [
        ("de Labou", "Counselor of the French Embassy", "FR"),
        ("Gerin", "Officer in Charge of Egypt-Sudan Affairs", "US"),
    ]
    assert frame.venue is not None
    assert frame.venue.name == "Camp David"


def test_author_is_present_when_he_speaks() -> None:
    text = (
        "Memorandum of Conversation, by the Acting Director of the Office of Northeast Asian Affairs (McClure)\n"
        "[Washington,] April 22, 1954.\nParticipants:\nMr. Sado Iguchi, Embassy of Japan\n"
        "Mr. Iguchi called on me today and I told him that we had no news."
    )
    assert people(read(text, url=FRUS)) == [
        ("Sado Iguchi", "Embassy of Japan", "JP"),
        ("McClure", "Acting Director of the Office of Northeast Asian Affairs", "US"),
    ]
    silent = text.replace("called on me today and I told him that we", "was told that we")
    assert [n for n, _, _ in people(read(silent, url=FRUS))][:1] == ["Sado Iguchi"]


def test_narrative_without_a_list_tells_who_came_and_not_who_was_talked_about() -> None:
    text = (
        "Memorandum of Conversation, by Mr. Paul Hume of the Office of European Affairs\n"
        "[Washington,] April 22, 1954.\n"
        "Ambassador Berg called on me today at his request. The Ambassador said that Minister Halvorsen had "
        "written to Mr. Attlee about the matter. Mr. Berg asked for an early reply."
    )
    names = [n for n, _, _ in people(read(text, url=FRUS))]
    assert sorted(n for n in names if n) == ["Berg", "Paul Hume"]


@pytest.mark.parametrize(
    ("title", "lead", "kind"),
    [
        ("Memorandum of Telephone Conversation", "Mr. Berg had no news.", "phone_call"),
        ("Memorandum of Conversation", "Mr. Berg called me by telephone this morning and had no news.", "phone_call"),
        ("Memorandum of Conversation", "Mr. Berg telephoned for an appointment and came in at noon.", "meeting"),
        ("Memorandum of Conversation", "Mr. Berg said that he had no news.", "meeting"),
    ],
)  # fmt: skip
def test_call_or_meeting(title: str, lead: str, kind: str) -> None:
    text = f"{title}\nWashington, May 3, 1960.\nParticipants:\nMr. Berg, Norwegian Embassy\nMr. Hume, EUR\n{lead}"
    assert read(text, url=FRUS).type == kind


def test_labels_of_other_archives() -> None:
    text = (
        "Record of a Meeting\nDATE: 3 May 1962\nTIME: 10:30 a.m.\nPLACE: Foreign Ministry, Oslo\n"
        "PRESENT: Mr. Halvard Lunde, Foreign Minister of Norway\nSir John Alder, British Embassy\n"
        "SUBJECT: Fishing limits\nSir John said that he had come without instructions."
    )
    frame = read(text)
    assert frame.when is not None
    assert frame.when.edtf == "1962-05-03"
    assert people(frame) == [
        ("Halvard Lunde", "Foreign Minister of Norway", "NO"),
        ("John Alder", "British Embassy", "GB"),
    ]
    assert frame.venue is not None
    assert (frame.venue.city, frame.venue.country) == ("Oslo", "NO")
    assert [t.text for t in frame.topics] == ["Fishing limits"]


def test_no_day_is_made_up() -> None:
    text = (
        "Memorandum of Conversation\nParticipants:\nMr. Berg, Norwegian Embassy\nMr. Hume\n"
        "Mr. Berg said that he had no news."
    )
    assert read(text, published=date(1999, 1, 1)).when is None


def other(
    *actors: Actor, day: str | None = None, kind: str = "meeting", status: str = "held"
) -> Frame:
    at = date.fromisoformat(day) if day else None
    when = When(edtf=day, text=day, earliest=at, latest=at, precision="day") if day else None
    return Frame(
        type=kind, status=status, participants=actors, when=when, venue=None, topics=(),  # type: ignore[arg-type]
        reported_by=(), evidence=(Evidence(start=0, end=1, quote="7"),), confidence=0.7, rule="meeting/meet",
    )  # fmt: skip


def person(name: str | None, office: str | None = None, polity: str | None = None) -> Actor:
    return Actor(name=name, office=office, polity=polity, kind="person")


def test_what_the_text_says_of_the_same_event_is_merged_and_the_rest_is_kept() -> None:
    main = read(
        "7. Memorandum of Conversation\nOslo, May 3, 1960\nPARTICIPANTS\n- Mr. Nils Berg, Ambassador of Norway\n"
        "- Mr. Paul Hume\nMr. Berg said that he had no news.",
        url=FRUS,
    )
    same = other(person("Berg"), person("Hume"))
    by_office = other(person(None, "ambassador", "NO"), day="1960-05-03")
    earlier = other(person("Berg"), person("Hume"), day="1960-04-01")
    third = other(person("Berg"), person("Nehru"))
    planned = other(person("Berg"), person("Hume"), day="1960-05-09", status="planned")
    letter = other(person("Berg"), person("Hume"), kind="message")
    passing = other(person("Nehru"), status="planned")
    assert is_same(main, same)
    assert is_same(main, by_office)
    assert not any(is_same(main, x) for x in (earlier, third, planned, letter))
    merged = merge(main, (same, by_office, earlier, third, planned, letter, passing))
    assert merged == (main, earlier, third, planned, letter)


def test_only_memoranda_are_touched() -> None:
    frame = other(person("Berg"), person("Hume"))
    news = describe(Article(id="n", text="Mr. Berg met Mr. Hume in Oslo on Tuesday."))
    assert with_header(news, (frame,), catalog=load()) == (frame,)
    memo = describe(
        Article(
            id="m",
            text="Memorandum of Conversation\nOslo, May 3, 1960\nParticipants:\nMr. Berg\nMr. Hume\nMr. Berg met Mr. Hume.",
        )
    )
    assert [f.rule for f in with_header(memo, (replace(frame),), catalog=load())] == [
        "meeting/header"
    ]


TRIP = (
    "U.S. Secretary of State Ann Lund travelled to Rabat, Morocco, November 5-6, 2019. "
    "Met with King Yusuf VI and senior Moroccan officials; met with Foreign Minister Aziz Bennani. "
    "Addressed the parliament."
)


def visit(text: str, said: str) -> Frame:
    at = text.index(said)
    return Frame(
        type="visit", status="held",
        participants=(replace(person("Ann Lund", "Secretary of State", "US"), function="guest"),),
        when=When(edtf="2019-11-05/2019-11-06", text="November 5-6, 2019", earliest=date(2019, 11, 5),
                  latest=date(2019, 11, 6), precision="day"),
        venue=Venue(name=None, city="Rabat", country="MA"), topics=(), reported_by=(),
        evidence=(Evidence(start=at, end=at + len(said), quote=said),), confidence=0.9, rule="visit/travel",
    )  # fmt: skip


def test_meetings_of_a_trip_are_the_travellers() -> None:
    trip = Article(id="t", text=TRIP, kind="readout")
    first = visit(TRIP, "U.S. Secretary of State Ann Lund travelled to Rabat")
    got = trip_frames(trip, (first,), catalog=load())
    assert got[0] == first
    assert [[(a.name, a.polity) for a in f.participants] for f in got[1:]] == [
        [("Ann Lund", "US"), ("Yusuf VI", "MA")],
        [("Ann Lund", "US"), ("Aziz Bennani", "MA")],
    ]
    assert [f.evidence[0].quote for f in got[1:]] == [
        "Met with King Yusuf VI", "met with Foreign Minister Aziz Bennani",
    ]  # fmt: skip
    assert {f.when.edtf for f in got if f.when} == {"2019-11-05/2019-11-06"}


def test_news_and_meetings_already_found_get_nothing_from_the_trip() -> None:
    first = visit(TRIP, "U.S. Secretary of State Ann Lund travelled to Rabat")
    news = Article(id="t", text=TRIP, kind="news")
    assert trip_frames(news, (first,), catalog=load()) == (first,)
    readout = replace(news, kind="readout")
    at = TRIP.index("Met with King")
    known = replace(
        other(person("Ann Lund"), person("Yusuf VI")),
        evidence=(Evidence(start=at, end=at + 22, quote=TRIP[at : at + 22]),),
    )
    assert len(trip_frames(readout, (first, known), catalog=load())) == 3
