"""The network as an ONNX graph: XLM-RoBERTa's encoder (12 layers) with 8-bit matrices, from rows of the token table to one vector.

The token table is no part of the graph: it is most of the model, and a text needs a few of its rows. Matrices get one scale
a column and 7 bits, because processors without VNNI overflow at 8. Texts go through one at a time: the activations' scale
is taken over all that is in a run, so a vector would depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from search_app.embedding.weights import Floats, Weights, expand

_LARGEST = 63
_CONTRIB = "com.microsoft"  # operators of ONNX Runtime
_OPSETS = {"": 20, _CONTRIB: 1}
_IR_VERSION = 10


def make_network(weights: Weights) -> onnx.ModelProto:
    """The graph: `tokens` (texts, length, 384), rows of the token table, to `vector` (texts, 384), not normalised."""
    graph = _Graph(weights)
    last = graph.embed("tokens")
    for layer in range(weights.shape.layers):
        last = graph.layer(last, f"l{layer}")
    graph.op("ReduceMean", [last, graph.constant("length axis", np.array([1], np.int64))], "vector", keepdims=0)
    return graph.model()


class _Graph:
    """Nodes and constants as they come; every method returns the name of what it computes."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._shape = weights.shape
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def op(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def embed(self, tokens: str) -> str:
        """Rows of the token table with their positions added."""
        hidden = self._shape.hidden
        table = self._weights.vector("emb.pos").reshape(-1, hidden) + self._weights.vector("emb.type")[:hidden]
        positions = self.constant("positions", table)
        first = self.constant("first", np.array([0], np.int64))
        length = self.op("Shape", [tokens], "length", start=1, end=2)
        placed = self.op("Slice", [positions, first, length], "placed")
        return self._normalise(self.op("Add", [tokens, placed], "embedded"), "emb.ln")

    def layer(self, given: str, name: str) -> str:
        """Attention and the inner network, each added to what it was given."""
        attended = self._linear(self._attention(given, name), f"{name}.ao")
        middle = self._normalise(self.op("Add", [given, attended], f"{name}.sum1"), f"{name}.aln")
        wide = self.op("Gelu", [self._linear(middle, f"{name}.fi")], f"{name}.gelu")
        narrow = self._linear(wide, f"{name}.fo")
        return self._normalise(self.op("Add", [middle, narrow], f"{name}.sum2"), f"{name}.oln")

    def _attention(self, given: str, name: str) -> str:
        hidden = self._shape.hidden
        joined = self._linear(given, f"{name}.q", f"{name}.k", f"{name}.v")
        parts = [f"{name}.query", f"{name}.key", f"{name}.value"]
        sizes = self.constant(f"{name}.sizes", np.array([hidden] * 3, np.int64))
        self._nodes.append(helper.make_node("Split", [joined, sizes], parts, axis=-1))
        return self.op("MultiHeadAttention", parts, f"{name}.attention", _CONTRIB, num_heads=self._shape.heads)

    def _linear(self, given: str, *names: str) -> str:
        """One or more matrices side by side, times `given`, with their biases."""
        rows: Floats = np.concatenate([expand(self._weights.blocks(f"{name}.w")) for name in names])
        scale = np.abs(rows).max(axis=1) / _LARGEST
        whole = np.round(rows / scale[:, None]).astype(np.int8)
        matrix = self.constant(f"{names[0]}.w", whole.T)
        scales = self.constant(f"{names[0]}.scale", scale.astype(np.float32))
        bias = self.constant(f"{names[0]}.b", np.concatenate([self._weights.vector(f"{name}.b") for name in names]))
        return self.op("DynamicQuantizeMatMul", [given, matrix, scales, "", bias], f"{names[0]}.out", _CONTRIB)

    def _normalise(self, given: str, name: str) -> str:
        parts = [self.constant(f"{name}.{part}", self._weights.vector(f"{name}.{part}")) for part in ("w", "b")]
        return self.op("LayerNormalization", [given, *parts], f"{name}.out", axis=-1, epsilon=self._shape.epsilon)

    def model(self) -> onnx.ModelProto:
        """The whole model, checked."""
        hidden = self._shape.hidden
        given = helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "length", hidden])
        result = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["texts", hidden])
        graph = helper.make_graph(self._nodes, "multilingual-e5-small", [given], [result], self._constants)
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="juesuan")
        onnx.checker.check_model(model)
        return model
