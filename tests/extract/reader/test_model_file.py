"""The file of a reader: what is none is refused in a line, and each has a name of its own."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.core.errors import KgError
from kg.core.model import Article
from kg.extract import rules
from kg.extract.extractor import EXTRACTORS, Extractor, Wanted, frames, make, named
from kg.extract.reader.gate import Gate
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.model import CARD, DEFAULT, ENCODER, GATE, HEADS, TOKENIZER, Model

MEETING = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
CARDS: Mapping[str, Any] = {
    "name": "tried", "kinds": [*KINDS], "statuses": [*STATUSES], "arguments": [*ARGUMENTS],
    "opens": 101, "closes": 102, "heads": 12,
}  # fmt: skip


OPEN: Mapping[str, Any] = {"start": 0.0, "least": 0.0, "words": {"met": 1.5}}


def gate(**other: Any) -> bytes:
    return json.dumps({k: v for k, v in {**OPEN, **other}.items() if v is not ...}).encode()


def card(**other: Any) -> bytes:
    return json.dumps({k: v for k, v in {**CARDS, **other}.items() if v is not ...}).encode()


PARTS = {"encoder": b"e", "heads": b"h", "tokenizer": b"t" * 9000, "gate": gate(), "card": card()}


def written(path: Path, **parts: bytes | None) -> Path:
    """A file whose parts are none but the gate and the card; those that are None are left out."""
    all_: dict[str, bytes | None] = {**PARTS}
    names = {"encoder": ENCODER, "heads": HEADS, "tokenizer": TOKENIZER, "gate": GATE, "card": CARD}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**all_, **parts}.items():
            if data is not None:
                how = zipfile.ZIP_DEFLATED if len(data) < 100_000 else zipfile.ZIP_STORED
                archive.writestr(zipfile.ZipInfo(names[name]), data, how)
    return path


def with_bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def whole(folder: Path) -> bytes:
    return written(folder / "whole.zip").read_bytes()


def halved(folder: Path) -> Path:
    data = whole(folder)
    return with_bytes(folder / "r.zip", data[: len(data) // 2])


def shortened(folder: Path) -> Path:
    return with_bytes(folder / "r.zip", whole(folder)[:-1])


def as_folder(folder: Path) -> Path:
    (folder / "r.zip").mkdir()
    return folder / "r.zip"


def marked(folder: Path, at: int, value: int) -> Path:
    """With other bytes in the first entry of the directory at the end."""
    data = bytearray(whole(folder))
    first = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, first + at, value)
    return with_bytes(folder / "r.zip", bytes(data))


def spoiled(folder: Path) -> Path:
    """With noise in the compressed card."""
    data = bytearray(written(folder / "whole.zip", card=card(note="a" * 40)).read_bytes())
    at = data.index(CARD.encode()) + len(CARD)
    data[at + 20 : at + 60] = b"\xff" * 40
    return with_bytes(folder / "r.zip", bytes(data))


NO_MODEL, OTHER = "no model of a reader", "made for other classes"
Made = Callable[[Path], Path]
REFUSED: Mapping[str, tuple[Made, str]] = {
    "missing": (lambda f: f / "r.zip", "no such file"),
    "in no folder": (lambda f: f / "a" / "r.zip", "no such file"),
    "empty": (lambda f: with_bytes(f / "r.zip", b""), NO_MODEL),
    "text": (lambda f: with_bytes(f / "r.zip", b"hello\n" * 99), NO_MODEL),
    "halved": (halved, NO_MODEL),
    "a byte short": (shortened, NO_MODEL),
    "a folder": (as_folder, NO_MODEL),
    "below a file": (lambda f: with_bytes(f / "r", b"") / "r.zip", NO_MODEL),
    "no encoder": (lambda f: written(f / "r.zip", encoder=None), NO_MODEL),
    "no heads": (lambda f: written(f / "r.zip", heads=None), NO_MODEL),
    "no tokenizer": (lambda f: written(f / "r.zip", tokenizer=None), NO_MODEL),
    "no card": (lambda f: written(f / "r.zip", card=None), NO_MODEL),
    "no gate": (lambda f: written(f / "r.zip", gate=None), NO_MODEL),
    "gate no JSON": (lambda f: written(f / "r.zip", gate=b"{"), NO_MODEL),
    "gate a list": (lambda f: written(f / "r.zip", gate=b"[]"), NO_MODEL),
    "gate without words": (lambda f: written(f / "r.zip", gate=gate(words=...)), NO_MODEL),
    "gate with a list of words": (
        lambda f: written(f / "r.zip", gate=gate(words=["met"])),
        NO_MODEL,
    ),
    "gate with a word for a number": (
        lambda f: written(f / "r.zip", gate=gate(least="much")),
        NO_MODEL,
    ),
    "card no JSON": (lambda f: written(f / "r.zip", card=b"{"), NO_MODEL),
    "card empty": (lambda f: written(f / "r.zip", card=b""), NO_MODEL),
    "card no UTF-8": (lambda f: written(f / "r.zip", card=b"\xff\xfe{"), NO_MODEL),
    "card a list": (lambda f: written(f / "r.zip", card=b"[1]"), NO_MODEL),
    "card null": (lambda f: written(f / "r.zip", card=b"null"), NO_MODEL),
    "card without kinds": (lambda f: written(f / "r.zip", card=card(kinds=...)), NO_MODEL),
    "kinds null": (lambda f: written(f / "r.zip", card=card(kinds=None)), OTHER),
    "a kind less": (lambda f: written(f / "r.zip", card=card(kinds=[*KINDS[:-1]])), OTHER),
    "kinds in another order": (
        lambda f: written(f / "r.zip", card=card(kinds=[*KINDS[::-1]])),
        OTHER,
    ),
    "other statuses": (lambda f: written(f / "r.zip", card=card(statuses=["held"])), OTHER),
    "other arguments": (
        lambda f: written(f / "r.zip", card=card(arguments=[*ARGUMENTS, "cost"])),
        OTHER,
    ),
}
LET_THROUGH: Mapping[str, tuple[Made, str]] = {
    "spoiled": (spoiled, NO_MODEL),
    "encrypted": (lambda f: marked(f, 8, 1), NO_MODEL),
    "packed in another way": (lambda f: marked(f, 10, 99), NO_MODEL),
    "card without a name": (lambda f: written(f / "r.zip", card=card(name=...)), NO_MODEL),
}
"""What is spoilt in ways of its own."""
CASES = [
    *[pytest.param(*case, id=name) for name, case in REFUSED.items()],
    *[pytest.param(*case, id=name) for name, case in LET_THROUGH.items()],
]


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(MEETING)
    return str(path)


# -- files that are none -----------------------------------------------------------------------


def test_what_the_tests_write_is_opened_but_for_what_they_spoil(tmp_path: Path) -> None:
    assert Model(written(tmp_path / "r.zip")).name.startswith("tried@")


@pytest.mark.parametrize(("made", "what"), CASES)
def test_what_is_no_model_is_refused(made: Made, what: str, tmp_path: Path) -> None:
    path = made(tmp_path)
    with pytest.raises(KgError) as raised:
        Model(path)
    error = raised.value
    assert (error.what, error.where) == (what, str(path))
    assert error.mend
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize(("made", "what"), CASES)
def test_the_command_line_says_so_in_a_line(
    made: Made, what: str, tmp_path: Path, article: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(
        "tempfile.tempdir", str(tmp_path)
    )  # A log of a fault would be written there.
    path = made(tmp_path)
    assert main(["extract", article, "--reader", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith(f"kg: {what} ({path}): ")
    assert [*tmp_path.glob("kg-error-*")] == []


@pytest.mark.parametrize("name", ["both", "reader"])
def test_an_extractor_refuses_it_named_or_made(name: str, tmp_path: Path) -> None:
    wanted = Wanted(name=name, reader=str(tmp_path / "none.zip"))
    for way in (named, make):
        with pytest.raises(KgError, match="no such file"):
            way(wanted)


@pytest.mark.parametrize(
    "parts",
    [{"encoder": b"none"}, {"heads": b""}, {"tokenizer": b"none"}, {"card": card(opens=...)}],
    ids=["encoder", "heads", "tokenizer", "card"],
)
def test_parts_that_are_none_are_refused(parts: dict[str, bytes], tmp_path: Path) -> None:
    with zipfile.ZipFile(DEFAULT) as archive:
        names = {"encoder": ENCODER, "heads": HEADS, "tokenizer": TOKENIZER}
        good = {part: archive.read(name) for part, name in names.items()}
    path = written(tmp_path / "r.zip", **{**good, **parts})
    with pytest.raises(KgError, match=str(path)):
        Model(path).ready()


# -- names -------------------------------------------------------------------------------------


def test_the_gate_is_that_of_the_file(tmp_path: Path) -> None:
    assert Model(written(tmp_path / "r.zip")).gate == Gate(0.0, 0.0, {"met": 1.5})


def test_the_name_is_that_of_the_card_with_a_sum_of_the_bytes(tmp_path: Path) -> None:
    first = Model(written(tmp_path / "a.zip"))
    assert (
        first.name == Model(with_bytes(tmp_path / "b.zip", (tmp_path / "a.zip").read_bytes())).name
    )
    assert Model(written(tmp_path / "c.zip", card=card(name="other"))).name.startswith("other@")


@pytest.mark.parametrize("part", [*PARTS])
def test_a_byte_more_in_a_part_is_another_name(part: str, tmp_path: Path) -> None:
    first = Model(written(tmp_path / "a.zip"))
    other = Model(written(tmp_path / "b.zip", **{part: PARTS[part] + b" "}))
    assert first.name.split("@")[0] == other.name.split("@")[0]
    assert first.name != other.name


def test_a_byte_that_nobody_reads_is_another_name(tmp_path: Path) -> None:
    """Dates in the directory of the archive."""
    data = whole(tmp_path)
    name = Model(with_bytes(tmp_path / "r.zip", data)).name
    dates = [
        k + by for k in range(len(data)) if data[k : k + 4] == b"PK\x01\x02" for by in (12, 14)
    ]
    assert len(dates) == 2 * len(PARTS)
    for k in dates:
        changed = bytearray(data)
        changed[k] ^= 1
        assert Model(with_bytes(tmp_path / "r.zip", bytes(changed))).name != name


def test_one_byte_of_the_bundled_file(tmp_path: Path) -> None:
    data = bytearray(DEFAULT.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 12] ^= 1
    changed = Model(with_bytes(tmp_path / "reader.zip", bytes(data)))
    assert changed.name != Model().name
    assert changed.card == Model().card
    wanted = Wanted(reader=str(tmp_path / "reader.zip"))
    assert named(wanted).settings != named(Wanted()).settings
    assert changed.name in named(wanted).settings


# -- which reader ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> Iterator[Callable[[Wanted], Extractor]]:
    """Makes extractors that share the language model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "load_model", cache(rules.load_model))
        yield cache(make)


@pytest.mark.parametrize("name", [*EXTRACTORS])
def test_no_reader_is_the_rules_whatever_the_name(name: str) -> None:
    assert named(Wanted(name=name, reader="none")) == named(Wanted(name="rules"))
    ungated = Wanted(name=name, reader="none", gate=False)
    assert named(ungated) == named(Wanted(name="rules", gate=False))


def test_the_rules_open_no_file(tmp_path: Path) -> None:
    wanted = Wanted(name="rules", reader=str(tmp_path / "none.zip"))
    assert named(wanted) == named(Wanted(name="rules"))
    assert named(wanted).settings == ""


@pytest.mark.parametrize("name", ["both", "reader"])
def test_the_rules_made_in_another_way_find_the_same(
    name: str, made: Callable[[Wanted], Extractor]
) -> None:
    ways = [made(Wanted(name="rules")), made(Wanted(name=name, reader="none"))]
    assert [w.name for w in ways] == ["rules", "rules"]
    assert ways[0].settings == ways[1].settings
    first, other = (frames(w, Article(id="a", text=MEETING)) for w in ways)
    assert [f.rule for f in first] == ["meeting/meet"]
    assert first == other


@pytest.mark.parametrize("name", [*EXTRACTORS])
def test_an_extractor_is_what_was_said_before_it_was_made(
    name: str, made: Callable[[Wanted], Extractor]
) -> None:
    said, found = named(Wanted(name=name)), made(Wanted(name=name))
    assert said.name == found.name == name
    assert (said.model, said.settings, said.languages) == (
        found.model,
        found.settings,
        found.languages,
    )
    assert (Model().name in found.settings) == (name != "rules")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [([], None), (["--reader", "none"], "none"), (["--reader", "a.zip"], "a.zip")],
)
def test_the_command_line_wants_the_reader_that_it_is_given(
    given: list[str], wanted: str | None, article: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    seen = []

    def stop(one: Wanted) -> Extractor:
        seen.append(one)
        raise KgError("seen")

    monkeypatch.setattr("kg.extract.extractor.make", stop)
    assert main(["extract", article, *given]) == 1
    assert capsys.readouterr().err == "kg: seen\n"
    assert seen == [Wanted(name="both", reader=wanted)]


def test_the_command_line_reads_with_a_file(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", article, "--reader", str(DEFAULT)]) == 0
    found = [e for e in json.loads(capsys.readouterr().out)["events"] if e["type"] == "meeting"]
    assert [e["rule"] for e in found] == ["meeting/meet"]


def test_the_bundled_card_says_what_it_is() -> None:
    about = Model().card
    assert (about["kinds"], about["statuses"], about["arguments"]) == (
        [*KINDS],
        [*STATUSES],
        [*ARGUMENTS],
    )
    assert {"name", "opens", "closes", "heads"} <= {*about}
