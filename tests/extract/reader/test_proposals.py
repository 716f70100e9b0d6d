"""What the reader proposes: passages of whole words, the same whatever else is read."""

from __future__ import annotations

import copy
import multiprocessing
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.extract.reader.gate import Gate
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.model import Model, Scored
from kg.extract.reader.pieces import Pieces, unspaced
from kg.extract.reader.proposals import (
    LEAST,
    POSSIBLE,
    Part,
    Proposal,
    Proposed,
    propose,
    strongest,
)  # fmt: skip
from kg.sources import bundled

MEETING = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
TEXTS = [a.text for _, a in zip(range(8), bundled.articles(), strict=False)]
LONG = "\n\n".join(TEXTS[:4])
"""A text of several windows."""
ODD = [
    "\U0001f91d\U0001f91d " + MEETING,
    "Pre\u0301sident Macron met\u00a0Chancellor Merkel.",
    "Macron-Merkel talks/meeting (Berlin)met\u2014Tuesday2018.",
    "x" * 400 + MEETING,
    "\u0627\u0644\u062a\u0642\u0649 \u0627\u0644\u0631\u0626\u064a\u0633 " + MEETING,
]
WORDS = ("Macron", "met", "Cavusoglu", "diplomatically", "U.S.", "2018", "Schneider-Ammann", "don't", "\U0001f91d", "Erdo\u011fan", "\u5916\u4ea4\u90e8", "x" * 120)  # fmt: skip
JOINTS = "-\u2010\u2011'\u2019"
MARKED = ("Erdog\u0306anlar", "diplo\u00admatic\u00adally", "\ud55c\uad6d\uc5b4\uc815\ubd80")
"""Words in which the pieces do not touch each other, or share a character."""


def some(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    between = st.sampled_from((" ", "\n", "\n\n", ", ", ". ", "-", "", "\u00a0"))
    both = st.tuples(st.sampled_from(words), between).map("".join)
    return st.lists(both, max_size=120).map("".join)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


class ByChance:
    """Says anything of any piece: what is proposed is in order whatever a model has learned."""

    gate = Gate(0.0, 0.0, {})

    def __init__(self, tokenizer: Any, seed: int) -> None:
        self.tokenizer = tokenizer
        self._chance = np.random.default_rng(seed)

    def triggers(self, pieces: Pieces) -> tuple[Any, Any]:
        return np.zeros((len(pieces) + 2, 1)), self._shares(len(pieces), classes=1 + 2 * len(KINDS))

    def heads(self, known: Any, found: Any) -> Scored:
        n, length = len(found), known.shape[0] - 2
        one = self._chance.random((n, n))
        return Scored(
            self._shares(n, classes=len(STATUSES)),
            self._shares(n, length, classes=1 + 2 * len(ARGUMENTS)),
            (one + one.T) / 2,
        )

    def _shares(self, *shape: int, classes: int) -> Any:
        """Mostly one class, as a model says it; half of all pieces are outside."""
        out = self._chance.random((*shape, classes)) ** 9 + 1e-6
        out[..., 0] += (self._chance.random(shape) < 0.5) * 4
        return out / out.sum(-1, keepdims=True)


def spans(proposed: Proposed) -> Iterator[tuple[int, int]]:
    for p in proposed.proposals:
        yield p.start, p.end
        for parts in p.parts.values():
            yield from ((x.start, x.end) for x in parts)


def inside_word(text: str, k: int) -> bool:
    """Is the place before the k-th character within a word? "Schneider-Ammann" is one."""
    if not 0 < k < len(text):
        return False
    left, right = text[k - 1], text[k]
    if right in JOINTS:
        return left.isalnum() and text[k + 1 : k + 2].isalnum()
    if left in JOINTS:
        return text[: k - 1][-1:].isalnum() and right.isalnum()
    # Chinese and Japanese put no blank between words, so where one ends cannot be seen.
    return left.isalnum() and right.isalnum() and not (unspaced(left) or unspaced(right))


def of_a_word(c: str) -> bool:
    return c.isalnum() or c == "\u00ad" or unicodedata.category(c).startswith("M")


def check(text: str, proposed: Proposed) -> int:
    """Whether all is in order; gives how many passages there are."""
    found = list(spans(proposed))
    for start, end in found:
        assert 0 <= start < end <= len(text)
        assert not inside_word(text, start), text[start - 9 : end]
        assert not inside_word(text, end), text[start : end + 9]
        assert any(a <= start and end <= b for a, b in proposed.read)
    assert [p.start for p in proposed.proposals] == sorted(p.start for p in proposed.proposals)
    for p in proposed.proposals:
        assert LEAST <= p.sure <= 1
        assert [*p.kinds] == [*KINDS]
        assert [*p.statuses] == [*STATUSES]
        assert sum(p.kinds.values()) == pytest.approx(1, abs=0.002)
        assert sum(p.statuses.values()) == pytest.approx(1, abs=0.002)
        assert p.kinds[p.kind] == max(p.kinds.values())
        assert p.statuses[p.status] == max(p.statuses.values())
        assert {*p.parts} <= {*ARGUMENTS}
        assert all(p.parts.values())
        assert [x.start for x in p.people] == sorted(x.start for x in p.people)
        for x in p.people:
            assert POSSIBLE <= x.sure <= 1
            assert any(a <= x.start < x.end <= b for a, b in proposed.read)
    # Which are one event is said of all pairs in a window, and of none in two.
    where = [next(w for w in proposed.read if w[0] <= p.start < w[1]) for p in proposed.proposals]
    pairs = {(a, b) for b in range(len(where)) for a in range(b) if where[a] == where[b]}
    assert {*proposed.one} == pairs
    assert all(0 <= x <= 1 for x in proposed.one.values())
    return len(found)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ab c", {1}), ("a-b", {1, 2}), ("a - b", set()), ("a- b", set()), ("-a", set()), ("a-", set()),
        ("a's b", {1, 2}), ("a.b", set()), ("", set()), ("a\u2011b", {1, 2}), ("--a", set()),
    ],
)  # fmt: skip
def test_what_the_tests_take_for_a_word(text: str, places: set[int]) -> None:
    assert {k for k in range(1, len(text)) if inside_word(text, k)} == places


# -- passages ----------------------------------------------------------------------------------


def test_a_plain_meeting_is_proposed(model: Model) -> None:
    proposed = propose(model, MEETING)
    first = max(proposed.proposals, key=lambda p: p.sure)
    assert (MEETING[first.start : first.end], first.kind, first.status) == (
        "met",
        "meeting",
        "held",
    )
    place = strongest(first.parts["place"])
    assert place is not None
    assert MEETING[place.start : place.end] == "Berlin"
    assert check(MEETING, proposed) >= 3


def test_passages_are_whole_words_of_the_text(model: Model) -> None:
    found = [check(text, propose(model, text, gate=False)) for text in (*TEXTS, LONG)]
    assert all(found)


@pytest.mark.parametrize("text", ODD)
def test_passages_of_odd_texts_are_whole_words(model: Model, text: str) -> None:
    assert check(text, propose(model, text, gate=False)) > 0


@settings(max_examples=100, deadline=None)
@given(text=some(WORDS), seed=st.integers(0, 99))
@example(text=LONG, seed=1)
def test_whatever_a_model_says_passages_are_whole_words(text: str, seed: int, model: Model) -> None:
    check(text, propose(ByChance(model.tokenizer, seed), text))  # type: ignore[arg-type]


def test_chance_proposes_much(model: Model) -> None:
    """So that the test before this one sees something."""
    assert check(LONG, propose(ByChance(model.tokenizer, 1), LONG)) > 500  # type: ignore[arg-type]


@pytest.mark.parametrize("word", MARKED)
def test_a_word_with_marks_or_of_syllables_is_whole(model: Model, word: str) -> None:
    text = f"met {word} here"
    for seed in range(60):
        for start, end in spans(propose(ByChance(model.tokenizer, seed), text)):  # type: ignore[arg-type]
            for k in (start, end):
                cut = 0 < k < len(text) and of_a_word(text[k - 1]) and of_a_word(text[k])
                assert not cut, (text[start:end], text)


class TwoBeginnings(ByChance):
    """Takes each piece for the beginning of a meeting."""

    def triggers(self, pieces: Pieces) -> tuple[Any, Any]:
        scores = np.zeros((len(pieces), 1 + 2 * len(KINDS)))
        scores[:, 1] = 1.0
        return np.zeros((len(pieces) + 2, 1)), scores


def test_a_word_is_proposed_once(model: Model) -> None:
    found = propose(TwoBeginnings(model.tokenizer, 0), "Cavusoglu met")  # type: ignore[arg-type]
    assert [(p.start, p.end) for p in found.proposals] == [(0, 9), (10, 13)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n \t",
        "\u00a0",
        "\u0301",
        ".",
        "... !? --- ;:",
        "\u2014\u201c\u201d\u2026",
        "(" * 700,
        "* * *\n\n* * *",
    ],
)
def test_nothing_is_proposed_where_nothing_is_said(model: Model, text: str) -> None:
    for gate in (True, False):
        proposed = propose(model, text, gate=gate)
        assert proposed.proposals == ()
        assert proposed.one == {}


def test_without_pieces_nothing_is_read(model: Model) -> None:
    assert propose(model, " \n\u00a0", gate=False) == Proposed()


# -- the same whatever else is read ------------------------------------------------------------


@pytest.mark.parametrize("gate", [True, False])
def test_order_and_company_change_nothing(model: Model, gate: bool) -> None:
    texts = [*TEXTS, LONG, *ODD, ""]
    first = [propose(model, t, gate=gate) for t in texts]
    assert sum(len(p.proposals) for p in first) > len(texts)
    assert [propose(model, t, gate=gate) for t in reversed(texts)] == first[::-1]
    for text, known in zip(texts, first, strict=True):
        propose(model, MEETING)
        assert repr(propose(model, text, gate=gate)) == repr(known)
        assert repr(propose(model, text, gate=gate)) == repr(known)


def test_a_fresh_model_says_the_same(model: Model) -> None:
    propose(model, LONG)
    for text in (LONG, MEETING):
        assert repr(propose(Model(), text, gate=False)) == repr(propose(model, text, gate=False))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forks, on Linux only")
@pytest.mark.parametrize("ready", [True, False])
def test_a_forked_process_says_the_same(model: Model, ready: bool) -> None:
    shared = Model()
    if ready:
        shared.ready()
        propose(shared, MEETING)
    texts = [LONG, MEETING, *ODD]
    with multiprocessing.get_context("fork").Pool(
        2, initializer=_given, initargs=(shared,)
    ) as pool:
        found = pool.map_async(_proposed, texts, chunksize=1).get(timeout=60)
    assert found == [repr(propose(model, t, gate=False)) for t in texts]


_SHARED: list[Model] = []


def _given(model: Model) -> None:
    _SHARED[:] = [model]


def _proposed(text: str) -> str:
    return repr(propose(_SHARED[0], text, gate=False))


# -- what the gate lets through ----------------------------------------------------------------


class Only:
    """Opens for passages of which something holds."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self.opens = holds


def gated(model: Model, holds: Callable[[str], bool]) -> Model:
    other = copy.copy(model)
    other.gate = Only(holds)  # type: ignore[assignment]
    return other


def part_of(whole: Proposed, low: int, high: int) -> Proposed:
    """What ``whole`` has between two characters, numbered anew."""
    kept = [n for n, p in enumerate(whole.proposals) if low <= p.start < high]
    one = {
        (kept.index(a), kept.index(b)): x
        for (a, b), x in whole.one.items()
        if a in kept and b in kept
    }
    return Proposed(
        tuple(whole.proposals[n] for n in kept),
        one,
        tuple(r for r in whole.read if low <= r[0] < high),
        tuple(x for x in whole.likely if low <= x[0] < high),
    )


def test_a_window_that_is_let_through_gives_what_it_gives_among_all(model: Model) -> None:
    whole = propose(model, LONG, gate=False)
    assert len(whole.read) > 3
    for low, high in whole.read:
        passage = LONG[low:high]
        found = propose(gated(model, lambda text, passage=passage: text == passage), LONG)
        assert found.read == ((low, high),)
        assert found == part_of(whole, low, high)


def test_pairs_of_later_windows_are_numbered_by_what_was_read(model: Model) -> None:
    whole = propose(model, LONG, gate=False)
    (low, first), (second, high) = whole.read[0], whole.read[-1]
    ends = {LONG[low:first], LONG[second:high]}
    found = propose(gated(model, lambda text: text in ends), LONG)
    assert found.read == (whole.read[0], whole.read[-1])
    a, b = part_of(whole, low, first), part_of(whole, second, high)
    assert found.proposals == a.proposals + b.proposals
    by = len(a.proposals)
    assert found.one == {**a.one, **{(x + by, y + by): p for (x, y), p in b.one.items()}}
    assert a.one
    assert b.one


def test_a_shut_gate_lets_nothing_through_and_without_it_all_is_read(model: Model) -> None:
    shut = gated(model, lambda _: False)
    assert propose(shut, LONG) == propose(shut, LONG, gate=True) == Proposed()
    whole = propose(model, LONG, gate=False)
    assert propose(shut, LONG, gate=False) == whole
    assert propose(gated(model, lambda _: True), LONG) == whole
    (first, *_), (*_, last) = whole.read[0], whole.read[-1]
    assert LONG[:first].strip() == LONG[last:].strip() == ""


def test_the_gate_of_the_model_is_asked(model: Model) -> None:
    text = (
        LONG
        + "\n\n"
        + "The cake was baked with sugar and eggs for an hour. " * 60
        + "\n\n"
        + MEETING
    )
    whole, found = propose(model, text, gate=False), propose(model, text)
    assert found.read == tuple(r for r in whole.read if model.gate.opens(text[slice(*r)]))
    parts = [part_of(whole, *r) for r in found.read]
    assert found.proposals == tuple(p for x in parts for p in x.proposals)
    assert model.gate.opens(MEETING)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("met", True), ("They MET.", True), ("met, and met again", True), ("meet", False), ("", False),
        ("met for a match", False), ("match match met talks", True), ("talks", False), ("talks talks", False),
        ("talks\nmet", True), ("Talks, match", False), ("me\u0301t", False),
    ],
)  # fmt: skip
def test_a_gate_opens_by_the_words_that_there_are(text: str, opens: bool) -> None:
    """Each counts once, however often it stands and in whatever order."""
    gate = Gate(-0.5, 0.5, {"met": 1.0, "talks": 0.75, "match": -0.5}, short=0)
    assert gate.opens(text) is opens
    assert gate.opens(" ".join(reversed(text.split()))) is opens
    # On the height of the bar is over it.
    assert Gate(0.5, 0.5, {}, short=0).opens(text)
    assert not Gate(0.25, 0.5, {}, short=0).opens(text)
    assert Gate(0.25, 0.5, {}).opens(text), "a short passage is always read"


# -- how likely a passage tells of an event ----------------------------------------------------

SEEN = Proposed(read=((0, 10), (20, 30)), likely=((0, 3, 0.2), (4, 7, 0.9), (22, 25, 0.5)))


@pytest.mark.parametrize(
    ("start", "end", "sure"),
    [
        (0, 3, 0.2), (0, 10, 0.9), (2, 5, 0.9), (3, 4, 0.0), (6, 7, 0.9), (5, 6, 0.9), (7, 10, 0.0),
        (10, 12, None), (12, 22, None), (19, 25, None), (20, 22, 0.0), (20, 23, 0.5), (24, 25, 0.5),
        (25, 30, 0.0), (30, 31, None), (8, 24, 0.5),
    ],
)  # fmt: skip
def test_how_likely_a_passage_is(start: int, end: int, sure: float | None) -> None:
    assert SEEN.at(start, end) == sure


def test_what_was_not_read_is_not_known() -> None:
    assert Proposed().at(0, 5) is None


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.floats(0, 1)), max_size=8),
    st.integers(0, 60),
    st.integers(1, 9),
)
def test_how_likely_is_the_most_of_what_it_touches(
    steps: list[tuple[int, int, float]], start: int, length: int
) -> None:
    likely, at = [], 0
    for gap, size, p in steps:
        likely.append((at + gap, at + gap + size, p))
        at += gap + size
    found = Proposed(read=((0, 60),), likely=tuple(likely)).at(start, start + length)
    touched = [p for a, b, p in likely if a < start + length and start < b]
    assert found == (max(touched, default=0.0) if start < 60 else None)


def test_a_proposal_is_likely_where_it_stands(model: Model) -> None:
    proposed = propose(model, MEETING)
    at = MEETING.index("met")
    assert (proposed.at(at, at + 3) or 0) > 0.5
    assert (proposed.at(0, 6) or 0) < 0.1
    for text in TEXTS:
        proposed = propose(model, text, gate=False)
        assert all(proposed.at(p.start, p.end) is not None for p in proposed.proposals)


def test_the_strongest_part() -> None:
    assert strongest(()) is None
    parts = (Part(0, 1, 0.2), Part(3, 4, 0.8), Part(5, 6, 0.8))
    assert strongest(parts) == parts[1]


def test_the_likeliest_kind_and_status() -> None:
    p = Proposal(start=0, end=1, sure=0.5, kinds={"visit": 0.3, "meeting": 0.7}, statuses={"held": 0.4, "planned": 0.6})  # fmt: skip
    assert (p.kind, p.status) == ("meeting", "planned")
