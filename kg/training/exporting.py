"""From a fitted network to the file that is read: graphs of ONNX with weights of eight bits, and back.

Each row of a weight has a scale of its own, and uses seven of its eight bits: so sums of products fit
wherever they are added up, and are the same on every processor. Activations are scaled for each window
by itself, since a graph reads one window at a time.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from kg.extract.reader.gate import Gate
from kg.extract.reader.model import CARD, ENCODER, GATE, HEADS, TOKENIZER

OPSET = 20
MOST = 63.0
"""The largest weight, as it is stored."""
_SCALE, _STORED = ".scale", ".stored"
_DAY = (1980, 1, 1, 0, 0, 0)
"""What a file in the archive is dated, so that its bytes say nothing of when it was made."""


class Graph:
    """A graph that grows: each method adds nodes and gives the name of what comes out."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.initializers: dict[str, Any] = {}
        self._count = 0

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        names = [f"v{self._count + k}" for k in range(outputs)]
        self._count += outputs
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def value(self, name: str, array: np.ndarray) -> str:
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def number(self, x: float) -> str:
        return self.value(f"number.{x}", np.array(x, np.float32))

    def whole(self, *numbers: int) -> str:
        return self.value("whole." + ".".join(map(str, numbers)), np.array(numbers, np.int64))

    def plain(self, name: str) -> str:
        return self.value(name, self.weights[name].astype(np.float32))

    def linear(self, x: str, name: str, *, bias: bool = True) -> str:
        """A layer whose weights are stored in eight bits."""
        stored, scale = quantized(self.weights[f"{name}.weight"])
        small, by, zero = self.op("DynamicQuantizeLinear", x, outputs=3)
        weight = self.value(f"{name}.weight{_STORED}", stored.T)
        none = self.value("none", np.array(0, np.int8))
        product = self.op("MatMulInteger", small, weight, zero, none)
        scales = self.op("Mul", by, self.value(f"{name}.weight{_SCALE}", scale))
        out = self.op("Mul", self.op("Cast", product, to=TensorProto.FLOAT), scales)
        return self.op("Add", out, self.plain(f"{name}.bias")) if bias else str(out)

    def looked_up(self, ids: str, name: str, *, stored: bool = False) -> str:
        """Rows of a table; of eight bits where it is large."""
        if not stored:
            return str(self.op("Gather", self.plain(name), ids))
        rows, scale = quantized(self.weights[name])
        found = self.op("Gather", self.value(name + _STORED, rows), ids)
        by = self.op("Gather", self.value(name + _SCALE, scale[:, None]), ids)
        return str(self.op("Mul", self.op("Cast", found, to=TensorProto.FLOAT), by))

    def normal(self, x: str, name: str) -> str:
        weight, bias = self.plain(f"{name}.weight"), self.plain(f"{name}.bias")
        return str(self.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-12))

    def model(self, name: str, inputs: list[Any], outputs: list[tuple[str, str, int]]) -> bytes:
        shown = []
        for given, out, rank in outputs:
            self.nodes.append(helper.make_node("Identity", [given], [out]))
            shape = [f"{out}.{k}" for k in range(rank)]
            shown.append(helper.make_tensor_value_info(out, TensorProto.FLOAT, shape))
        graph = helper.make_graph(self.nodes, name, inputs, shown, [*self.initializers.values()])
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9
        )
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def quantized(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as whole numbers, and the scale of each row."""
    scale = np.abs(weight).max(axis=1) / MOST
    scale = np.where(scale > 0, scale, 1.0).astype(np.float32)
    return np.rint(weight / scale[:, None]).astype(np.int8), scale


def encoder_graph(weights: Mapping[str, np.ndarray], *, heads: int) -> bytes:
    """The encoder with its scores of triggers: ``ids`` and ``shapes`` of one window, by length."""
    g = Graph(weights)
    layers = 1 + max(int(n.split(".")[1]) for n in weights if n.startswith("layers."))
    width = weights["norm.weight"].shape[0]
    length = g.op("Shape", "ids")
    positions = g.op("Slice", g.plain("positions.weight"), g.whole(0), length)
    x = g.op(
        "Add",
        g.looked_up("ids", "words.weight", stored=True),
        g.looked_up("shapes", "shapes.weight"),
    )
    x = g.normal(g.op("Add", x, positions), "norm")
    for n in range(layers):
        name = f"layers.{n}."

        def apart(y: str, order: list[int]) -> str:
            rows = g.op("Reshape", y, g.whole(-1, heads, width // heads))
            return str(g.op("Transpose", rows, perm=order))

        q = apart(g.linear(x, name + "query"), [1, 0, 2])
        k = apart(g.linear(x, name + "key"), [1, 2, 0])
        v = apart(g.linear(x, name + "value"), [1, 0, 2])
        scores = g.op("Mul", g.op("MatMul", q, k), g.number((width // heads) ** -0.5))
        seen = g.op("MatMul", g.op("Softmax", scores, axis=-1), v)
        seen = g.op("Reshape", g.op("Transpose", seen, perm=[1, 0, 2]), g.whole(-1, width))
        x = g.normal(g.op("Add", x, g.linear(seen, name + "out")), name + "first")
        inner = g.op("Gelu", g.linear(x, name + "up"))
        x = g.normal(g.op("Add", x, g.linear(inner, name + "down")), name + "second")
    if "outer.weight" in weights:
        x = g.normal(x, "outer")
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["length"]) for n in ("ids", "shapes")
    ]
    return g.model("encoder", inputs, [(x, "known", 2), (g.linear(x, "trigger"), "triggers", 2)])


def heads_graph(weights: Mapping[str, np.ndarray]) -> bytes:
    """The heads, as kg.training.network.Heads has them, for the triggers of one window."""
    g = Graph(weights)
    told = g.op("MatMul", "pooled", "known")
    first = g.op(
        "Mul",
        g.op("Slice", "known", g.whole(0), g.whole(1)),
        g.op("ReduceSum", "pooled", g.whole(1), keepdims=1),
    )
    both = g.op("Concat", told, first, axis=-1)
    status = g.linear(g.op("Gelu", g.linear(both, "status.0")), "status.2")
    of_event = g.op("Add", g.linear(told, "told", bias=False), g.looked_up("kinds", "kinds.weight"))
    rows = g.op(
        "Add",
        g.op("Unsqueeze", g.linear("known", "piece"), g.whole(0)),
        g.op("Unsqueeze", of_event, g.whole(1)),
    )
    rows = g.op("Add", rows, g.looked_up("steps", "steps.weight"))
    rows = g.op(
        "Add", rows, g.op("Mul", g.op("Unsqueeze", "inside", g.whole(2)), g.plain("within"))
    )
    rows = g.op("Gelu", g.linear(g.op("Gelu", rows), "middle"))
    arguments = g.linear(rows, "arguments")
    a, b = g.op("Unsqueeze", told, g.whole(1)), g.op("Unsqueeze", told, g.whole(0))
    added = g.op("Add", a, b)
    whole = g.op("Add", g.op("Mul", added, g.number(0.0)), g.op("Unsqueeze", first, g.whole(1)))
    pairs = g.op("Concat", added, g.op("Abs", g.op("Sub", a, b)), g.op("Mul", a, b), whole, axis=-1)
    one = g.linear(g.op("Gelu", g.linear(pairs, "one.0")), "one.2")
    one = g.op("Squeeze", one, g.whole(2))
    inputs = [
        helper.make_tensor_value_info("known", TensorProto.FLOAT, ["length", "width"]),
        helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["events", "length"]),
        helper.make_tensor_value_info("kinds", TensorProto.INT64, ["events"]),
        helper.make_tensor_value_info("steps", TensorProto.INT64, ["events", "length"]),
        helper.make_tensor_value_info("inside", TensorProto.FLOAT, ["events", "length"]),
    ]
    return g.model(
        "heads", inputs, [(status, "status", 2), (arguments, "arguments", 3), (one, "one", 2)]
    )


def write(
    where: Path, encoder: Mapping[str, np.ndarray], heads: Mapping[str, np.ndarray], *,
    tokenizer: str, gate: Gate, card: Mapping[str, Any],
) -> None:  # fmt: skip
    """Writes a model file; the same weights and card give the same bytes."""
    parts = {
        CARD: json.dumps(card, indent=1, sort_keys=True, ensure_ascii=False).encode(),
        TOKENIZER: tokenizer.encode(),
        GATE: json.dumps(asdict(gate), sort_keys=True).encode(),
        ENCODER: encoder_graph(encoder, heads=int(card["heads"])),
        HEADS: heads_graph(heads),
    }
    with zipfile.ZipFile(where, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED, 9)


def weights_of(graph: bytes) -> dict[str, np.ndarray]:
    """The weights in a graph that ``write`` made, by the names of the network, as they were but for rounding."""
    found = {
        i.name: numpy_helper.to_array(i) for i in onnx.load_from_string(graph).graph.initializer
    }
    out: dict[str, np.ndarray] = {}
    for name, array in found.items():
        if name.endswith(_STORED):
            whole = name.removesuffix(_STORED)
            scale = found[whole + _SCALE]
            rows = array if scale.ndim == 2 else array.T
            out[whole] = rows.astype(np.float32) * scale.reshape(-1, 1)
        elif not name.endswith(_SCALE) and not name.startswith(("number.", "whole.", "none")):
            out[name] = array
    return out
