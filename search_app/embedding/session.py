"""The model as it runs: tokenizer, token table and ONNX session of a model folder. Needs neither torch nor sentence-transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from search_app.embedding.weights import BLOCK, Floats, expand

TOKENIZER, TABLE, NETWORK = "tokenizer.json", "tokens.npy", "network.onnx"
WINDOW = 512  # tokens of one run, `<s>` and `</s>` among them


class Session:
    """An opened model folder; safe to use from several threads. `threads` work on one text."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime  # an encoder without it is the fallback, so it is imported where it is needed

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._network = onnxruntime.InferenceSession(folder / NETWORK, options, providers=["CPUExecutionProvider"])
        self._table = np.load(folder / TABLE, mmap_mode="r")
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))

    @property
    def dimension(self) -> int:
        """Numbers in a vector (384)."""
        return int(self._table.shape[1]) * BLOCK

    def tokens(self, text: str) -> list[int]:
        """Ids of the tokens of `text` with `<s>` and `</s>`, however many there are."""
        found: list[int] = self.tokenizer.encode(text).ids
        return found

    def embed(self, tokens: list[int]) -> Floats:
        """The normalised vector (384) of one text.

        A text longer than a window is the mean of its windows, weighted by their length.
        """
        first, *inner, last = tokens
        size = WINDOW - 2
        windows = [inner[at : at + size] for at in range(0, len(inner), size)] or [[]]
        vectors = [self._run([first, *window, last]) * max(len(window), 1) for window in windows]
        vector: Floats = np.sum(vectors, axis=0, dtype=np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-12)

    def _run(self, tokens: list[int]) -> Floats:
        rows = expand(self._table[tokens])
        found: Floats = self._network.run(None, {"tokens": rows[None]})[0][0]
        return found
