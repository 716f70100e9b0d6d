"""From gold records to labels of pieces."""

from __future__ import annotations

from typing import Any

import pytest

from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.model import Model
from kg.extract.reader.pieces import MOST, pieces_of
from kg.training.examples import IGNORED, Example, examples, within

TEXT = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday, his office said."
MEETING, VISIT = KINDS.index("meeting"), KINDS.index("visit")


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return Model().tokenizer


def span(text: str, words: str, nth: int = 0) -> list[int]:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return [at, at + len(words)]


def event(text: str, trigger: str = "met", kind: str = "meeting", **other: Any) -> dict[str, Any]:
    spans = {k: other.pop(k) for k in [*other] if k in (*ARGUMENTS, "also")}
    given = {k: [span(text, w) for w in words] for k, words in spans.items()}
    return {
        "type": kind, "status": other.pop("status", "held"),
        "spans": {"trigger": span(text, trigger), **given}, **other,
    }  # fmt: skip


def record(text: str, *events: dict[str, Any]) -> dict[str, Any]:
    return {"id": "r1", "text": text, "events": [*events]}


def one(text: str, *events: dict[str, Any], tokenizer: Any) -> Example:
    (found,) = examples([record(text, *events)], tokenizer)
    return found


def labelled(text: str, e: Example, labels: list[int]) -> list[tuple[str, int]]:
    """The pieces that have a label, as the text has them."""
    assert len(labels) == len(e.pieces)
    return [(text[a:b], x) for (a, b), x in zip(e.pieces.at, labels, strict=True) if x]


def begins(name: str) -> int:
    return 1 + 2 * ARGUMENTS.index(name)


# -- triggers ----------------------------------------------------------------------------------


def test_a_trigger_begins_and_goes_on(tokenizer: Any) -> None:
    text = "Macron paid a visit to Berlin."
    found = one(text, event(text, "paid a visit", "visit"), tokenizer=tokenizer)
    first, more = 1 + 2 * VISIT, 2 + 2 * VISIT
    assert labelled(text, found, found.triggers) == [("paid", first), ("a", more), ("visit", more)]
    (telling,) = found.tellings
    assert (telling.kind, telling.whole, telling.event) == (VISIT, True, 0)
    here = found.pieces.part(telling.first, telling.last).at
    assert [text[a:b] for a, b in here] == ["paid", "a", "visit"]


def test_the_pieces_of_one_word_are_one_trigger(tokenizer: Any) -> None:
    text = "They renegotiated it."
    found = one(text, event(text, "renegotiated", "negotiation"), tokenizer=tokenizer)
    k = KINDS.index("negotiation")
    values = [x for _, x in labelled(text, found, found.triggers)]
    assert len(values) > 1
    assert values == [1 + 2 * k] + [2 + 2 * k] * (len(values) - 1)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_labels_of_its_own(kind: str, tokenizer: Any) -> None:
    found = one(TEXT, event(TEXT, kind=kind), tokenizer=tokenizer)
    assert labelled(TEXT, found, found.triggers) == [("met", 1 + 2 * KINDS.index(kind))]
    assert found.tellings[0].kind == KINDS.index(kind)


@pytest.mark.parametrize("status", STATUSES)
def test_the_status_is_kept(status: str, tokenizer: Any) -> None:
    found = one(TEXT, event(TEXT, status=status), tokenizer=tokenizer)
    assert found.tellings[0].status == STATUSES.index(status)


def test_events_of_one_text_have_numbers(tokenizer: Any) -> None:
    text = "Macron met Merkel and phoned Putin."
    rows = (event(text), event(text, "phoned", "phone_call"))
    found = one(text, *rows, tokenizer=tokenizer)
    assert [(t.event, t.kind) for t in found.tellings] == [
        (0, MEETING),
        (1, KINDS.index("phone_call")),
    ]
    call = 1 + 2 * KINDS.index("phone_call")
    assert labelled(text, found, found.triggers) == [
        ("met", 1 + 2 * MEETING), ("phone", call), ("d", call + 1),
    ]  # fmt: skip


def test_a_text_without_events_is_learned_from_too(tokenizer: Any) -> None:
    found = one("It rained.", tokenizer=tokenizer)
    assert found.triggers == [0] * len(found.pieces) == [0, 0, 0]
    assert found.tellings == []
    assert found.source == "r1"


def test_an_empty_text_gives_nothing(tokenizer: Any) -> None:
    assert examples([record(""), record(" \n")], tokenizer) == []


# -- what is masked ----------------------------------------------------------------------------


def test_what_is_told_again_is_not_learned_as_a_trigger(tokenizer: Any) -> None:
    text = "Macron met Merkel. The talks in Berlin were long."
    found = one(text, event(text, also=["talks"]), tokenizer=tokenizer)
    assert labelled(text, found, found.triggers) == [("met", 1 + 2 * MEETING), ("talks", IGNORED)]
    first, again = found.tellings
    assert (first.whole, again.whole) == (True, False)
    assert (first.event, again.event) == (0, 0)
    assert again.arguments == []
    assert [text[a:b] for a, b in found.pieces.part(again.first, again.last).at] == ["talks"]


def test_an_optional_event_is_masked_but_its_arguments_are_learned(tokenizer: Any) -> None:
    row = event(TEXT, participants=["Angela Merkel"], optional=True)
    found = one(TEXT, row, tokenizer=tokenizer)
    assert labelled(TEXT, found, found.triggers) == [("met", IGNORED)]
    (telling,) = found.tellings
    first = begins("participants")
    assert telling.whole
    assert labelled(TEXT, found, telling.arguments)[0] == ("Angela", first)


def test_an_event_of_an_unknown_type_is_masked_and_no_more(tokenizer: Any) -> None:
    text = "Macron met Merkel. They quarrelled, a quarrel in Berlin."
    strange = event(text, "quarrelled", "quarrel", participants=["They"], also=["quarrel in"])
    found = one(text, strange, event(text), tokenizer=tokenizer)
    ignored = [w for w, x in labelled(text, found, found.triggers) if x == IGNORED]
    assert "".join(ignored[:-2]) == "quarrelled"
    # "quarrel in" is first met in "quarrel in Berlin": "quarrelled" is another passage.
    assert "".join(ignored[-2:]).endswith("in")
    # The known events alone are numbered.
    assert [(t.event, t.kind) for t in found.tellings] == [(0, MEETING)]


def test_a_status_that_is_none_of_ours_is_no_matter_in_an_unknown_type(tokenizer: Any) -> None:
    row = event(TEXT, kind="quarrel", status="over")
    assert labelled(TEXT, *_masked(TEXT, row, tokenizer)) == [("met", IGNORED)]


def _masked(text: str, row: dict[str, Any], tokenizer: Any) -> tuple[Example, list[int]]:
    found = one(text, row, tokenizer=tokenizer)
    assert found.tellings == []
    return found, found.triggers


@pytest.mark.parametrize("turned", [False, True])
def test_a_trigger_is_learned_though_another_event_masks_it(turned: bool, tokenizer: Any) -> None:
    rows = [event(TEXT), event(TEXT, kind="visit", optional=True), event(TEXT, kind="quarrel")]
    found = one(TEXT, *(rows[::-1] if turned else rows), tokenizer=tokenizer)
    assert labelled(TEXT, found, found.triggers) == [("met", 1 + 2 * MEETING)]


# -- arguments ---------------------------------------------------------------------------------


def test_arguments_have_labels_by_their_names(tokenizer: Any) -> None:
    row = event(
        TEXT, participants=["French President Emmanuel Macron", "Angela Merkel"],
        date=["Tuesday"], place=["Berlin"], reported_by=["his office"],
    )  # fmt: skip
    found = one(TEXT, row, tokenizer=tokenizer)
    (telling,) = found.tellings
    who, by = begins("participants"), begins("reported_by")
    assert labelled(TEXT, found, telling.arguments) == [
        ("French", who), ("President", who + 1), ("Emmanuel", who + 1), ("Macro", who + 1), ("n", who + 1),
        ("Angela", who), ("Mer", who + 1), ("kel", who + 1),
        ("Berlin", begins("place")), ("Tuesday", begins("date")), ("his", by), ("office", by + 1),
    ]  # fmt: skip


def test_participants_that_touch_each_other_stay_two(tokenizer: Any) -> None:
    text = "Macron Merkel met."
    row = event(text, participants=["Macron", "Merkel"])
    (telling,) = one(text, row, tokenizer=tokenizer).tellings
    assert telling.arguments.count(begins("participants")) == 2


def test_one_span_and_a_list_of_one_are_the_same(tokenizer: Any) -> None:
    listed = event(TEXT, place=["Berlin"], date=["Tuesday"])
    plain = event(TEXT)
    plain["spans"] |= {
        "place": span(TEXT, "Berlin"),
        "date": span(TEXT, "Tuesday"),
        "topics": [],
        "participants": None,
    }
    a, b = (one(TEXT, e, tokenizer=tokenizer).tellings[0].arguments for e in (listed, plain))
    assert a == b
    assert sum(x > 0 for x in a) == 2


def test_the_first_argument_keeps_a_piece_that_two_want(tokenizer: Any) -> None:
    text = "The Berlin talks."
    row = event(text, "talks", "negotiation", participants=["Berlin"], place=["Berlin"])
    found = one(text, row, tokenizer=tokenizer)
    assert labelled(text, found, found.tellings[0].arguments) == [
        ("Berlin", begins("participants"))
    ]


@pytest.mark.parametrize(
    ("given", "word"),
    [((9, 15), "Berlin"), ((10, 13), "Berlin"), ((14, 15), "Berlin"), ((8, 10), "Berlin")],
)
def test_a_span_takes_the_pieces_that_it_touches(
    given: tuple[int, int], word: str, tokenizer: Any
) -> None:
    """A span may begin or end inside a word, or have blanks at its ends."""
    text = "They met Berlin's mayor."
    row = event(text)
    row["spans"]["place"] = [*given]
    found = one(text, row, tokenizer=tokenizer)
    assert labelled(text, found, found.tellings[0].arguments)[0] == (word, begins("place"))
    assert len(labelled(text, found, found.tellings[0].arguments)) == 1


def test_a_span_that_begins_inside_a_word_of_pieces_leaves_out_those_before_it(
    tokenizer: Any,
) -> None:
    text = "They met Macron."
    (_, _, *name, _) = pieces_of(text, tokenizer).at
    assert len(name) > 1
    row = event(text)
    row["spans"]["participants"] = [[name[-1][0], name[-1][1]]]
    found = one(text, row, tokenizer=tokenizer)
    a, b = name[-1]
    assert labelled(text, found, found.tellings[0].arguments) == [
        (text[a:b], begins("participants"))
    ]


@pytest.mark.parametrize("given", [(8, 9), (24, 40), (24, 24)])
def test_a_span_without_a_piece_labels_nothing(given: tuple[int, int], tokenizer: Any) -> None:
    text = "They met Berlin's mayor."
    row = event(text)
    row["spans"]["place"] = [*given]
    found = one(text, row, tokenizer=tokenizer)
    assert labelled(text, found, found.tellings[0].arguments) == []


def test_within(tokenizer: Any) -> None:
    pieces = pieces_of("They met Berlin's mayor.", tokenizer)
    assert within(pieces, (0, 24)) == (0, len(pieces))
    assert within(pieces, (0, 4)) == (0, 1)
    assert within(pieces, (4, 5)) is None
    assert within(pieces, (3, 6)) == (0, 2)
    later = pieces.part(2, len(pieces))
    assert within(later, (0, 8)) is None
    assert within(later, (5, 10)) == (0, 1)


@pytest.mark.parametrize(
    "before",
    ["\U0001f91d\U0001f91d ", "\U0001f469\u200d\U0001f469\u200d\U0001f467 ", "e\u0301e\u0301 ", "a\u00a0", "\u0627\u0644 ", "x" * 300 + " "],
)  # fmt: skip
def test_offsets_count_characters_whatever_stands_before(before: str, tokenizer: Any) -> None:
    text = before + TEXT
    row = event(text, participants=["Angela Merkel"], date=["Tuesday"])
    assert row["spans"]["trigger"][0] == len(before) + TEXT.index("met")
    found = one(text, row, tokenizer=tokenizer)
    assert labelled(text, found, found.triggers) == [("met", 1 + 2 * MEETING)]
    who = begins("participants")
    assert labelled(text, found, found.tellings[0].arguments) == [
        ("Angela", who), ("Mer", who + 1), ("kel", who + 1), ("Tuesday", begins("date")),
    ]  # fmt: skip


# -- several windows ---------------------------------------------------------------------------


def test_an_argument_in_another_window_is_left_out(tokenizer: Any) -> None:
    text = (
        TEXT
        + "\n\n"
        + "word " * (2 * MOST)
        + "\n\nIt was in Vienna, said Lavrov. Then talks began."
    )
    row = event(text, participants=["Angela Merkel", "Lavrov"], place=["Vienna"], also=["talks"])
    found = examples([record(text, row)], tokenizer)
    assert len(found) > 2
    assert {e.source for e in found} == {"r1"}
    first, last = found[0], found[-1]
    (telling,) = first.tellings
    assert [w for w, _ in labelled(text, first, telling.arguments)] == ["Angela", "Mer", "kel"]
    assert labelled(text, first, first.triggers) == [("met", 1 + 2 * MEETING)]
    # What is told again in the last window is of the same event; the arguments there are nobody's.
    (again,) = last.tellings
    assert (again.event, again.whole, again.arguments) == (0, False, [])
    assert labelled(text, last, last.triggers) == [("talks", IGNORED)]
    for middle in found[1:-1]:
        assert middle.tellings == []
        assert not any(middle.triggers)


def test_windows_are_those_of_the_reader(tokenizer: Any) -> None:
    text = "word " * (3 * MOST)
    found = examples([record(text)], tokenizer)
    assert [at for e in found for at in e.pieces.at] == [*pieces_of(text, tokenizer).at]
    assert all(len(e.pieces) <= MOST for e in found)
    assert len(found) == 3
    assert [e.text for e in found] == [" ".join(["word"] * len(e.pieces)) for e in found]
