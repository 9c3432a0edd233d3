"""The model as sentence-transformers knows it. Importing this takes seconds and 400 MB: only indexing does."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule
from torch.nn.utils.rnn import pad_sequence

from search_app.embedding.session import NETWORK, TABLE, TOKENIZER, Session

_FILES = (TOKENIZER, TABLE, NETWORK)


class OnnxModule(InputModule):
    """The only module of the model: text to vector through a `Session`."""

    config_keys: list[str] = ["threads"]

    def __init__(self, folder: str, threads: int = 1) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = Path(folder)
        self.threads = threads
        self._session = Session(self.folder, threads)
        self.tokenizer = self._session.tokenizer

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **options: Any) -> OnnxModule:  # type: ignore[override]
        """The module in a model folder; `model_kwargs={"threads": 2}` wins over the saved number."""
        config = cls.load_config(model_name_or_path, subfolder=subfolder, local_files_only=True)
        given = options.get("model_kwargs") or {}
        return cls(str(Path(model_name_or_path) / subfolder), **{**config, **given})

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Copy the files of the model to `output_path`."""
        for name in _FILES:
            shutil.copyfile(self.folder / name, Path(output_path) / name)
        self.save_config(output_path)

    def get_embedding_dimension(self) -> int:
        """Numbers in a vector."""
        return self._session.dimension

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_options: Any) -> dict[str, Any]:
        """Ids of the tokens of each text, the shorter ones filled up, and how many count."""
        found = [torch.tensor(self._session.tokens((prompt or "") + text)) for text in inputs]
        filled = pad_sequence(found, batch_first=True)
        lengths = torch.tensor([len(tokens) for tokens in found])
        return {"input_ids": filled, "attention_mask": (torch.arange(filled.shape[1]) < lengths[:, None]).long()}

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Add `sentence_embedding` (texts, 384), normalised."""
        lengths = features["attention_mask"].sum(dim=1).tolist()
        rows = [row[:length] for row, length in zip(features["input_ids"].tolist(), lengths, strict=True)]
        features["sentence_embedding"] = torch.from_numpy(np.stack([self._session.embed(row) for row in rows]))
        return features
