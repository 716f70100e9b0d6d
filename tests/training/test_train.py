"""Training, from a model file to another, where PyTorch is installed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

WHY = "training needs the extra 'train'"
torch = pytest.importorskip("torch", reason=WHY)
onnx = pytest.importorskip("onnx", reason=WHY)
pytest.importorskip("safetensors", reason=WHY)

from kg.core.errors import KgError  # noqa: E402
from kg.extract.reader.gate import Gate  # noqa: E402
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES  # noqa: E402
from kg.extract.reader.model import DEFAULT, Model  # noqa: E402
from kg.extract.reader.pieces import MOST, pieces_of  # noqa: E402
from kg.extract.reader.proposals import propose  # noqa: E402
from kg.training import labelling  # noqa: E402
from kg.training.examples import examples  # noqa: E402
from kg.training.exporting import quantized, weights_of, write  # noqa: E402
from kg.training.fitting import Recipe, fit, placed  # noqa: E402
from kg.training.network import Encoder, Heads  # noqa: E402
from kg.training.train import Start, arrays, from_file, part, read, train  # noqa: E402

GATE = Gate(0.5, 0.25, {"met": 1.5})
VOCABULARY = 2100
"""Words of the tokenizer that are kept, so that the file is small: all letters are among them."""
ONCE = Recipe(epochs=1, batch=1, rate=1e-3)
ROWS = 6
"""So many texts are seldom taken in the same order by chance."""
TEXTS = (
    "He met her in Berlin. The man said that they had been there.",
    "She was to meet the minister of the state on the day before.",
)


def gold(*texts: str) -> list[dict[str, Any]]:
    """A meeting in each text, at the first "me"."""
    out = []
    for n, text in enumerate(texts):
        at = text.index("me")
        spans = {"trigger": [at, at + 3], "participants": [[0, 2]], "place": None}
        out.append(
            {
                "id": f"r{n}",
                "text": text,
                "events": [{"type": "meeting", "status": "held", "spans": spans}],
            }
        )
    return out


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """So that it takes no longer where the other cores are busy."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def begin() -> Start:
    """A network by chance, with a few words."""
    with torch.random.fork_rng():
        torch.manual_seed(7)
        encoder, heads = Encoder(vocabulary=VOCABULARY), Heads()
        for network in (encoder, heads):
            for p in network.parameters():
                if not p.any():  # Else nothing would show that it was kept.
                    torch.nn.init.normal_(p, std=0.02)
    words = json.loads(Model().part("tokenizer"))
    words["model"]["vocab"] = {w: k for w, k in words["model"]["vocab"].items() if k < VOCABULARY}
    card = {
        "name": "tried", "heads": 12, "opens": 101, "closes": 102,
        "kinds": [*KINDS], "statuses": [*STATUSES], "arguments": [*ARGUMENTS],
    }  # fmt: skip
    return Start(encoder, heads, None, json.dumps(words), card, GATE)


@pytest.fixture(scope="module")
def start(begin: Start, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That network as a file."""
    path = tmp_path_factory.mktemp("start") / "start.zip"
    write(
        path,
        arrays(begin.encoder),
        arrays(begin.heads),
        tokenizer=begin.words,
        gate=GATE,
        card=begin.card,
    )
    return path


@pytest.fixture(scope="module")
def once(start: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """What one epoch made of it, and what was said."""
    folder = tmp_path_factory.mktemp("once")
    said: list[str] = []
    rows = lines(folder / "gold.jsonl", gold(*TEXTS * (ROWS // 2)))
    train([rows], folder / "out.zip", start=start, held_back=0.0, recipe=ONCE, say=said.append)
    return folder / "out.zip", said


# -- from weights to a file and back -----------------------------------------------------------


@pytest.mark.parametrize("network", ["encoder", "heads"])
def test_weights_survive_within_half_a_step(network: str, begin: Start, start: Path) -> None:
    given = arrays(getattr(begin, network))
    found = weights_of(Model(start).part(network))
    assert {*found} == {*given}
    rounded = 0
    for name, array in given.items():
        assert found[name].shape == array.shape, name
        apart = np.abs(found[name] - array)
        if not apart.any():
            continue
        rounded += 1
        assert array.ndim == 2, name
        step = quantized(array)[1]
        assert (apart <= step[:, None] * 0.5001).all(), name
        assert apart.max() > 0.1 * step.min(), name
    # The layers are rounded, and what is small is kept as it is.
    assert rounded > 5
    assert rounded < len(given) / 2


def test_rows_without_weight_are_kept() -> None:
    stored, scale = quantized(np.array([[0.0, 0.0], [3.0, -1.0]], np.float32))
    assert stored.tolist() == [[0, 0], [63, -21]]
    assert scale.tolist() == pytest.approx([1.0, 3 / 63])


def test_what_is_written_again_is_the_same(start: Path, tmp_path: Path) -> None:
    """Rounded weights are not rounded anew: reading and writing without training changes nothing."""
    back = from_file(start)
    write(
        tmp_path / "a.zip",
        arrays(back.encoder),
        arrays(back.heads),
        tokenizer=back.words,
        gate=GATE,
        card=back.card,
    )
    first, again = Model(start), Model(tmp_path / "a.zip")
    for name in ("encoder", "heads"):
        a, b = (weights_of(m.part(name)) for m in (first, again))
        assert all(np.allclose(a[k], b[k], rtol=1e-6, atol=0) for k in a)
    assert first.part("tokenizer") == again.part("tokenizer")
    assert first.card == again.card


def test_the_graphs_say_what_the_network_says(start: Path) -> None:
    """But for the rounding of what is multiplied: the same to a small part of what there is to tell."""
    back, model = from_file(start), Model(start)
    back.encoder.eval()
    back.heads.eval()
    pieces = pieces_of(" ".join(TEXTS), model.tokenizer)
    found = [(1, 2, 0), (4, 7, 5), (9, 10, 10)]
    with torch.no_grad():
        ids = torch.tensor([[101, *pieces.ids, 102]])
        shapes = torch.tensor([[0, *pieces.shapes, 0]])
        known, scores = back.encoder(ids, shapes)
        kinds = torch.tensor([k for *_, k in found])
        pooled, steps, inside = placed([(a, b) for a, b, _ in found], ids.shape[1])
        status, arguments, one = back.heads(known[0], pooled, kinds, steps, inside)
    ours, triggers = model.triggers(pieces)
    near(ours, known[0])
    near(triggers, scores[0, 1:-1].softmax(-1))
    scored = model.heads(known[0].numpy(), found)
    near(scored.status, status.softmax(-1))
    near(scored.arguments, arguments[:, 1:-1].softmax(-1))
    near(scored.one, ((one + one.T) / 2).sigmoid())


def near(ours: Any, theirs: Any) -> None:
    """Alike in shape and numbers; and not because all of them are one number."""
    other = theirs.numpy()
    assert ours.shape == other.shape
    spread = float(other.std())
    assert spread > 1e-4
    assert float(np.abs(ours - other).mean()) < 0.1 * spread


# -- a run -------------------------------------------------------------------------------------


def test_a_run_writes_a_file_that_is_read(once: tuple[Path, list[str]], start: Path) -> None:
    path, said = once
    model = Model(path)
    assert model.card["name"] == "tried"
    assert model.card["recipe"]["epochs"] == 1
    assert model.card["pieces"] == MOST
    (trained,) = model.card["trained_on"]
    assert trained.startswith(f"{ROWS} texts of gold.jsonl (")
    assert [line for line in said if line.startswith("epoch 1 of 1: loss ")]
    assert said[0] == f"{ROWS} texts to learn from ({ROWS} passages), 0 held back"
    assert propose(model, TEXTS[0], gate=False).read == ((0, len(TEXTS[0])),)
    before, after = (weights_of(Model(p).part("encoder")) for p in (start, path))
    assert {*before} == {*after}
    assert not np.allclose(before["trigger.weight"], after["trigger.weight"])
    assert model.part("tokenizer") == Model(start).part("tokenizer")


def test_the_gate_is_kept_where_training_goes_on(once: tuple[Path, list[str]]) -> None:
    assert Model(once[0]).gate == GATE


def test_the_same_run_gives_the_same_bytes(
    once: tuple[Path, list[str]], start: Path, tmp_path: Path
) -> None:
    random.seed(99)
    torch.manual_seed(99)
    rows = lines(tmp_path / "gold.jsonl", gold(*TEXTS * (ROWS // 2)))
    train([rows], tmp_path / "b.zip", start=start, held_back=0.0, recipe=ONCE, say=str)
    assert (tmp_path / "b.zip").read_bytes() == once[0].read_bytes()


def test_one_text_is_enough_to_go_on(start: Path, tmp_path: Path) -> None:
    rows = lines(tmp_path / "gold.jsonl", gold(TEXTS[0]))
    train([rows], tmp_path / "g.zip", start=start, held_back=0.0, recipe=ONCE, say=str)
    assert Model(tmp_path / "g.zip").gate == GATE


def test_another_seed_gives_other_bytes(
    once: tuple[Path, list[str]], start: Path, tmp_path: Path
) -> None:
    rows = lines(tmp_path / "gold.jsonl", gold(*TEXTS))
    recipe = replace(ONCE, seed=2)
    train([rows], tmp_path / "c.zip", start=start, held_back=0.0, recipe=recipe, say=str)
    a, b = (weights_of(Model(p).part("encoder")) for p in (tmp_path / "c.zip", once[0]))
    assert not np.allclose(a["layers.0.up.weight"], b["layers.0.up.weight"])


def test_the_loss_falls(start: Path) -> None:
    """The loss falls where the same is shown again and again."""
    back = from_file(start)
    rows = examples(gold(*TEXTS), back.tokenizer)
    losses: list[float] = []
    fit(
        back.encoder,
        back.heads,
        lambda _: rows,
        Recipe(epochs=4, batch=2, rate=3e-4),
        after=lambda _, x: losses.append(x),
    )
    assert len(losses) == 4
    assert losses[-1] < losses[0] * 0.9


def test_texts_without_annotations_are_learned_from(
    once: tuple[Path, list[str]], start: Path, tmp_path: Path
) -> None:
    rows = lines(tmp_path / "gold.jsonl", gold(*TEXTS))
    more = lines(tmp_path / "more.jsonl", [{"text": t.replace("Berlin", "Vienna")} for t in TEXTS])
    said: list[str] = []
    recipe = replace(ONCE, windows=1)
    train(
        [rows], tmp_path / "m.zip", start=start, held_back=0.0, recipe=recipe, unlabelled=more,
        teacher=start, say=said.append,
    )  # fmt: skip
    assert any("1 passages without annotations" in s for s in said)
    a, b = (weights_of(Model(p).part("encoder")) for p in (tmp_path / "m.zip", once[0]))
    assert not np.allclose(a["layers.0.up.weight"], b["layers.0.up.weight"])
    with pytest.raises(KgError, match="cannot read the texts"):
        train([rows], tmp_path / "m.zip", start=start, unlabelled=tmp_path / "none.jsonl", say=str)


def test_the_sure_is_learned_and_the_doubtful_left_out() -> None:
    back = from_file(DEFAULT)
    assert back.gate is not None
    text = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
    found = labelling.labelled(
        [text, "It rained."], back.encoder, back.heads, tokenizer=back.tokenizer, gate=back.gate, most=9
    )  # fmt: skip
    (window,) = [e for e in found if e.tellings]
    (told,) = window.tellings
    assert (KINDS[told.kind], STATUSES[told.status]) == ("meeting", "held")
    at = window.pieces.at
    assert window.text[at[told.first][0] : at[told.last - 1][1]] == "met"
    who = [k for k, x in enumerate(told.arguments) if x in {1, 2}]
    assert "Macron" in window.text[at[who[0]][0] : at[who[-1]][1]]
    assert set(told.arguments) | set(window.triggers) <= {-100, *range(1 + 2 * len(KINDS))}


def test_the_bundled_file_can_be_gone_on_from() -> None:
    back = from_file(DEFAULT)
    assert back.encoder.words.weight.shape[0] == back.tokenizer.get_vocab_size()
    assert back.card == Model().card


# -- annotations -------------------------------------------------------------------------------


def test_a_part_is_held_back_by_ids_alone() -> None:
    rows = [{"id": f"r{n}"} for n in range(2000)]
    assert all(0 <= part(r) < 1 for r in rows)
    assert 200 < sum(part(r) < 0.15 for r in rows) < 400
    assert part({"id": "r1", "text": "a"}) == part({"id": "r1", "text": "b"})


def test_what_is_held_back_is_measured_and_not_learned(start: Path, tmp_path: Path) -> None:
    rows = gold(*TEXTS * 2)
    share = sorted(map(part, rows))[1]
    said: list[str] = []
    path = lines(tmp_path / "gold.jsonl", rows)
    found = train(
        [path], tmp_path / "d.zip", start=start, held_back=share, recipe=ONCE, say=said.append
    )
    assert said[0].startswith("3 texts to learn from")
    assert said[0].endswith("1 held back")
    assert said[1].startswith("before: ")
    assert {"trigger_p", "trigger_r", "kind", "status", *ARGUMENTS} <= {*found}
    assert Model(tmp_path / "d.zip").card["measured"] == found


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("{", "cannot read the annotations"),
        ('{"id": "a"}\n', "no text, id or spans"),
        ('{"text": "a", "events": []}\n', "no text, id or spans"),
        (
            '{"id": "a", "text": "They met.", "events": [{"type": "meeting"}]}\n',
            "no text, id or spans",
        ),
        ("[1]\n", "no text, id or spans"),
    ],
)
def test_annotations_that_are_none_are_refused(written: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(written)
    with pytest.raises(KgError, match=what) as raised:
        list(read([path]))
    assert str(path) in raised.value.where
    assert raised.value.mend


def test_no_file_of_annotations(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot read the annotations"):
        list(read([tmp_path / "none.jsonl"]))


@pytest.mark.parametrize("rows", [[], gold(*TEXTS)], ids=["nothing", "all held back"])
def test_where_there_is_nothing_to_learn_it_is_said(
    rows: list[dict[str, Any]], start: Path, tmp_path: Path
) -> None:
    path = lines(tmp_path / "gold.jsonl", rows)
    with pytest.raises(KgError, match="nothing to learn from"):
        train([path], tmp_path / "e.zip", start=start, held_back=1.0, recipe=ONCE, say=str)
    assert not (tmp_path / "e.zip").exists()


def test_texts_without_a_word_are_nothing_to_learn_from(start: Path, tmp_path: Path) -> None:
    path = lines(tmp_path / "gold.jsonl", [{"id": "a", "text": " ", "events": []}])
    with pytest.raises(KgError, match="nothing to learn from"):
        train([path], tmp_path / "f.zip", start=start, held_back=0.0, recipe=ONCE, say=str)
