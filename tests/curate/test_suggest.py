"""What is worth annotating, what people answer, and the gold lines that come of it."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import suggest_data as data

from kg.cli import main
from kg.core.model import Article, Frame
from kg.curate import answers
from kg.curate.suggest import Passage, Suggestion, best, passages, sentence
from kg.extract.reader.labels import KINDS
from kg.extract.reader.proposals import Proposed
from kg.training.examples import IGNORED, examples

# What is in doubt, and why.


@pytest.mark.parametrize(
    ("frame", "sure", "reason", "low", "high"),
    [
        (("Anna Zilkova met Pia Oro",), 0.95, "rules and reader agree (0.95)", 0.0, 0.15),
        (("Anna Zilkova met Pia Oro",), 0.46, "the reader is unsure (0.46)", 0.9, 0.95),
        (None, 0.95, "the rules see no event here", 0.5, 0.6),
        (None, 0.46, "the rules see no event here; the reader is unsure (0.46)", 0.95, 1.0),
        (("Anna Zilkova met", "visit"), 0.95, "rules: visit, reader: meeting", 0.6, 0.7),
        (("Anna Zilkova met", "meeting", "planned"), 0.95, "rules: planned, reader: held", 0.3, 0.4),
        (("may visit Oslo", "visit"), 0.95, "the rules see no event here", 0.5, 0.6),
    ],
)  # fmt: skip
def test_a_proposal_is_doubtful_where_it_is_unsure_or_the_rules_see_something_else(
    frame: tuple[str, ...] | None, sure: float, reason: str, low: float, high: float
) -> None:
    frames = []
    if frame is not None:
        quote, kind, status = (*frame, *("", "meeting", "held")[len(frame) :])
        frames = [data.frame(quote, kind=kind, status=status)]
    found = data.only(frames, data.proposed(data.proposal("met", sure=sure))).suggestions[0]
    assert found.reason == reason
    assert low <= found.doubt <= high


def test_an_event_of_the_rules_that_the_reader_does_not_see_is_suggested_by_its_word() -> None:
    frames = [data.frame("She may visit Oslo", kind="visit", status="planned")]
    hardly = data.only(frames, data.proposed())
    (one,) = hardly.suggestions
    assert data.TEXT[one.start : one.end] == "visit"
    assert one.spans == {"place": (data.at("Oslo"),)}
    assert (one.kind, one.status) == ("visit", "planned")
    assert one.reason == "rules: visit, the reader finds it hardly possible (0.00)"
    (likelier,) = data.only(frames, data.proposed(seen=0.3)).suggestions
    assert likelier.reason == "rules: visit, the reader finds it not likely (0.30)"
    assert 0.5 < likelier.doubt < one.doubt <= 1
    # What a proposal overlaps is suggested once, as the reader has it.
    both = data.only(frames, data.proposed(data.proposal("visit", kind="visit", status="planned")))
    assert [s.reason for s in both.suggestions] == ["rules and reader agree (0.90)"]


def test_another_act_that_the_rules_have_no_type_for_is_no_disagreement() -> None:
    found = data.only([], data.proposed(data.proposal("met", sure=0.95, kind="other"))).suggestions[
        0
    ]
    assert found.doubt < 0.15


def test_passages_are_the_windows_that_were_read_and_places_are_counted_from_their_beginning() -> (
    None
):
    cut = data.TEXT.index("She")
    read = ((0, cut - 1), (cut, len(data.TEXT)))
    proposed = Proposed((data.MET, data.proposal("visit", kind="visit")), {}, read)
    first, second = passages(data.article(), [], proposed)
    assert first.text + " " + second.text == data.TEXT
    (one,) = second.suggestions
    assert second.text[one.start : one.end] == "visit"
    assert (second.start, second.article) == (cut, "a")
    assert not list(passages(data.article(), [], Proposed((), {}, read)))


def test_a_part_of_a_participant_is_none_of_its_own() -> None:
    met = data.proposal("met", participants="Anna Zilkova|Zilkova|Pia Oro", date="Monday")
    (one,) = data.only([], data.proposed(met)).suggestions
    assert one.spans["participants"] == (data.at("Anna Zilkova"), data.at("Pia Oro"))


def test_half_a_character_takes_the_place_of_one() -> None:
    text = "\ud83d" + data.TEXT[1:]
    found = data.only([], data.proposed(data.MET), text)
    assert found.text == "\ufffd" + data.TEXT[1:]
    assert json.loads(answers.line_of(answers.record_of(found, [data.yes()])).encode())["id"]


def test_the_sentence_around_a_place_ends_with_it() -> None:
    assert sentence("A\nThey met", 7, 10) == (2, 10)
    assert sentence("They met.", 5, 8) == (0, 9)
    assert sentence("Ah. They met. Oh.", 9, 12) == (4, 13)


# Which come first.


def _many() -> list[Passage]:
    made = []
    for n, sure in enumerate([0.9, 0.5, 0.5, 0.7, 0.99, 0.2]):
        text = f"Text {n}: they met."
        p = data.proposal("met", sure=sure, text=text)
        proposed = Proposed((p,), {}, ((0, len(text)),))
        made += passages(data.article(text, f"a{n}"), [], proposed)
    return made


def test_the_most_doubtful_come_first_in_whatever_order_they_are_given() -> None:
    found = _many()
    ranked = best(found, 4)
    assert [p.article for p in ranked] == ["a1", "a2", "a3", "a5"]
    assert [p.worth for p in ranked] == sorted((p.worth for p in ranked), reverse=True)
    for seed in range(5):
        random.Random(seed).shuffle(found)
        assert best(iter(found), 4) == ranked


def test_few_are_kept_of_many_and_they_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _many() * 3
    ranked = best(found, 2)
    monkeypatch.setattr("kg.curate.suggest._MORE", -6)
    assert best(found, 2) == ranked


def test_a_text_is_shown_once_and_not_again_when_it_is_answered() -> None:
    spaced = data.TEXT.replace(". She", ".\n\nShe")
    twice = [
        *passages(data.article(data.TEXT, "b"), [], data.proposed(data.MET)),
        *passages(data.article(spaced, "a"), [], data.proposed(data.MET, text=spaced)),
    ]
    (one,) = best(twice, 10)
    assert one.article == "a"
    line = answers.line_of(answers.record_of(one, [data.yes()]))
    known = frozenset(answers.known([(1, line), (2, "\n")]))
    assert best(twice, 10, known=known) == []
    with pytest.raises(ValueError, match="line 7"):
        list(answers.known([(7, "{}")]))


# What people answer, and what is written.


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("y\n", (True, "meeting", "held", False)),
        ("Right\n", (True, "meeting", "held", False)),
        ("n\n", (False, "meeting", "held", False)),
        ("\n", (True, "meeting", "held", True)),
        ("visit\n", (True, "visit", "held", False)),
        ("planned", (True, "meeting", "planned", False)),
        ("denied phone_call", (True, "phone_call", "denied", False)),
        ("Agreement signing, cancelled", (True, "agreement_signing", "cancelled", False)),
        ("visit summit", None),
        ("yes no", None),
        ("revisit", None),
        ("?", None),
    ],
)
def test_what_is_typed_is_understood_or_asked_again(
    word: str, told: tuple[bool, str, str, bool] | None
) -> None:
    s = data.only([], data.proposed(data.MET)).suggestions[0]
    found = answers.answer(word, s)
    assert (found and (found.event, found.kind, found.status, found.optional)) == told


def test_a_record_is_what_training_learns_from() -> None:
    frames = [data.frame("Anna Zilkova met Pia Oro")]
    visit = data.proposal("visit", kind="visit", sure=0.4)
    one = data.only(frames, data.proposed(data.MET, visit))
    unsure = answers.Answer(event=True, kind="visit", status="planned", optional=True)
    row = json.loads(answers.line_of(answers.record_of(one, [data.yes(), unsure])))
    assert row["published"] == "2019-05-14"
    met = row["events"][0]
    assert met["participants"] == [
        {"name": "Anna Zilkova", "role": None, "polity": "CZ", "kind": "person"},
        {"name": "Pia Oro", "role": None, "polity": "EE", "kind": "person"},
    ]
    assert met["topics"] == ["fish"]
    assert met["evidence"] == data.TEXT.partition(" She")[0]
    assert met["spans"]["date"] == [*data.at("Monday")]
    (example,) = examples([row], Words())
    pieces = [data.TEXT[a:b] for a, b in example.pieces.at]
    assert example.triggers[pieces.index("met")] == 1 + 2 * KINDS.index("meeting")
    assert example.triggers[pieces.index("visit")] == IGNORED
    assert sum(t != 0 for t in example.triggers) == 2
    told = example.tellings[0]
    assert {p for p, label in zip(pieces, told.arguments, strict=True) if label} == {
        "Anna", "Zilkova", "Pia", "Oro", "Monday", "Rome", "fish",
    }  # fmt: skip
    # Nothing is an event: the passage teaches that.
    no = answers.Answer(event=False, kind="visit", status="held")
    (none,) = examples([answers.record_of(one, [no, no])], Words())
    assert set(none.triggers) == {0}


@dataclass
class _Encoded:
    ids: list[int]
    offsets: list[tuple[int, int]]


class Words:
    """A tokenizer whose pieces are words."""

    def encode(self, text: str, *, add_special_tokens: bool) -> _Encoded:
        at = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
        return _Encoded([1] * len(at), at)


def test_marks_nest_and_those_that_cross_are_left_out() -> None:
    s = Suggestion(
        start=0, end=3, kind="visit", status="held", doubt=1, reason="", evidence=(0, 3),
        spans={"participants": ((4, 6),), "date": ((5, 9),), "topics": ((4, 10),), "place": ((1, 4),)},
    )  # fmt: skip
    assert answers.marked("abc defghi", s) == ">>abc<< [about: [who: de]fghi]"


# In a terminal.


class _Rules:
    """Rules that know what they are told."""

    model = "told"
    frames: tuple[Frame, ...] = ()

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return tuple(f for f in self.frames if article.text[f.evidence[0].start :])


Ask = Callable[..., int]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs the verb on articles with a reader that proposes "met" and "visit", and types what it is given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kg.extract.reader.model.Model", lambda path: path)
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: _Rules())

    def propose(model: object, text: str) -> Proposed:
        words = [w for w in ("met", "visit") if w in text]
        found = [
            data.proposal(w, kind=k, sure=s, text=text)
            for w, k, s in (("met", "meeting", 0.9), ("visit", "visit", 0.6))
            if w in words
        ]
        return data.proposed(*found, text=text)

    monkeypatch.setattr("kg.extract.reader.proposals.propose", propose)

    def run(
        typed: str, *options: str, texts: Sequence[str] = (data.TEXT, "They met in May.")
    ) -> int:
        rows = [{"id": f"t{n}", "text": text} for n, text in enumerate(texts)]
        Path("in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return main(["suggest", "in.jsonl", *options])

    return run


def _gold() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("gold.jsonl").read_text("utf-8").splitlines()]


def test_each_suggestion_is_shown_and_the_answers_are_appended(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("gold.jsonl").write_text('{"id": "mine", "text": "x", "events": []}', "utf-8")
    assert ask("summit planned\nperhaps\nn\n\n") == 0
    said = capsys.readouterr()
    assert ">>met<<" in said.out
    assert "the rules see no event here" in said.out
    assert "'perhaps' is none of these" in said.out
    assert "2 of 2 passages" in said.err
    mine, first, second = _gold()
    assert mine["id"] == "mine"
    assert [(e["type"], e["status"], e["optional"]) for e in first["events"]] == [
        ("summit", "planned", False)
    ]
    assert [e["optional"] for e in second["events"]] == [True]
    for row in (first, second):
        (event,) = row["events"]
        assert row["text"][slice(*event["spans"]["trigger"])] == "met"
    # What is answered is not asked again.
    assert ask("") == 0
    assert "no passage is left" in capsys.readouterr().err
    assert len(_gold()) == 3


@pytest.mark.parametrize("typed", ["y\nq\n", "y\n", "y\nQUIT\n"])
def test_who_ends_in_a_passage_writes_nothing_of_it(ask: Ask, typed: str) -> None:
    assert ask(typed) == 0
    assert not Path("gold.jsonl").exists()
    assert ask("y\ny\nq\n") == 0
    assert len(_gold()) == 1


def test_a_list_asks_nothing_and_is_the_same_each_time(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("", "--list") == 0
    listed = capsys.readouterr().out
    rows = [line.split("\t") for line in listed.splitlines()]
    assert [len(r) for r in rows] == [7, 7]
    assert [r[0] for r in rows] == sorted((r[0] for r in rows), reverse=True)
    assert ask("", "--list", texts=(data.TEXT, "They met in May.", "They met  in May.")) == 0
    assert capsys.readouterr().out == listed
    assert ask("", "--list", "--limit", "1") == 0
    assert capsys.readouterr().out == listed.splitlines(keepends=True)[0]
    assert not Path("gold.jsonl").exists()


def test_what_cannot_be_done_is_told_in_one_line(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("", "--reader", "none") == 1
    assert "kg suggest --reader none" in capsys.readouterr().err
    Path("gold.jsonl").write_text("{}\n{", "utf-8")
    assert ask("y\n") == 1
    err = capsys.readouterr().err
    assert "line 1" in err
    assert err.count("\n") == 1
    assert ask("", "-o", "x.jsonl", "--page", "no/where.html") == 1
    assert "cannot write no/where.html" in capsys.readouterr().err
    assert ask("y\ny\n", "-o", "no/where.jsonl") == 1
    assert "cannot write no/where.jsonl" in capsys.readouterr().err
    assert ask("", "--list", "--page", "p.html") == 2


def test_an_article_cannot_steer_a_terminal(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (("--list",), ()):
        assert ask("visit\x1b[2J\ny\n", *options, texts=[data.HOSTILE]) == 0
        said = capsys.readouterr().out
        assert "struck" in said
        assert all(c.isprintable() or c in "\n\t" for c in said)
    (line,) = Path("gold.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["text"] == data.HOSTILE


@pytest.mark.slow
def test_the_reader_that_comes_along_and_the_rules_find_passages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(data.TEXT + "\n", "utf-8")
    assert main(["suggest", str(tmp_path / "a.txt"), "--list"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
