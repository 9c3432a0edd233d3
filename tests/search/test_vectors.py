from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.engines import Item, LocalEngine, Result
from kg.errors import EngineError
from search_app.embedding.weights import Floats
from search_app.search import elsewhere
from search_app.search import vectors as module
from search_app.search.nearest import ExactVectors
from search_app.search.passages import Passage, texts
from search_app.search.vectors import encoder_of, is_ready, make_vectors, sweep
from tests.search.conftest import PairsEncoder, passage

WORDS = ["公务接待费减少", "培训费增加", "政府采购支出", "农田水利维修", "企业融资担保", "疫苗接种服务"]


def _groups(count: int = 6) -> list[list[Passage]]:
    return texts(passage(n, f"{WORDS[n % 6]}{n}") for n in range(count))


def _silent(_done: int, _total: int) -> None:
    return None


def test_the_nearest_come_first(tmp_path: Path, pairs: PairsEncoder) -> None:
    make_vectors(tmp_path / "v" / "a", _groups(), pairs, _silent)
    store = ExactVectors(tmp_path / "v" / "a", 384)
    found, scores = store.search(pairs.encode_query("农田水利维修"), 3)
    assert found[0] == 3
    assert len(found) == 3
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    everything, _ = store.search(pairs.encode_query("农田水利维修"), 100)
    assert sorted(everything.tolist()) == list(range(6))


def test_a_mask_says_what_counts(tmp_path: Path, pairs: PairsEncoder) -> None:
    make_vectors(tmp_path / "v" / "a", _groups(), pairs, _silent)
    mask = np.array([True, True, False, False, False, False])
    found, _ = ExactVectors(tmp_path / "v" / "a", 384).search(pairs.encode_query("农田水利维修"), 5, mask)
    assert sorted(found.tolist()) == [0, 1]


def test_a_text_is_as_near_as_its_nearest_sentence(tmp_path: Path, pairs: PairsEncoder) -> None:
    long = "这一句讲的是别的事情，写得很长很长，同问题没有一点关系，只是为了占地方。"
    sentence = "另外还组织了校园足球联赛、合唱比赛、科技节和读书节等活动共四十二场次。"
    groups = texts([passage(1, long * 3 + sentence), passage(2, long * 4)])
    make_vectors(tmp_path / "v" / "a", groups, pairs, _silent)
    _, scores = ExactVectors(tmp_path / "v" / "a", 384).search(pairs.encode_query(sentence), 2)
    assert scores[0] > 0.7 > scores[1]


def test_work_goes_on_where_it_was_cut_off(tmp_path: Path, pairs: PairsEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 4)
    folder = tmp_path / "v" / "a"
    make_vectors(folder, _groups(12), pairs, _silent)
    whole = (folder / "vectors.bin").read_bytes()
    (folder / "ready").unlink()
    (folder / "vectors.bin").write_bytes(whole[: 5 * 384 * 4 + 100])  # killed inside a write
    again = PairsEncoder()
    seen: list[tuple[int, int]] = []
    make_vectors(folder, _groups(12), again, lambda done, total: seen.append((done, total)))
    assert (folder / "vectors.bin").read_bytes() == whole
    assert len(again.embedded) == 12 - 5
    assert seen[0] == (5, 12)
    assert seen[-1] == (12, 12)


def test_unchanged_passages_are_never_embedded_twice(tmp_path: Path, pairs: PairsEncoder) -> None:
    make_vectors(tmp_path / "v" / "a", _groups(10), pairs, _silent)
    again = PairsEncoder()
    make_vectors(tmp_path / "v" / "b", _groups(12)[2:], again, _silent)
    assert len(again.embedded) == 2
    first, second = (np.fromfile(tmp_path / "v" / name / "vectors.bin", np.float32).reshape(-1, 384) for name in "ab")
    assert np.array_equal(first[2:], second[:8])


def test_another_encoder_begins_again(tmp_path: Path, pairs: PairsEncoder) -> None:
    folder = tmp_path / "v" / "a"
    make_vectors(folder, _groups(), pairs, _silent)
    other = PairsEncoder()
    other.id = "pairs-2"
    assert is_ready(folder, "pairs-1")
    assert not is_ready(folder, "pairs-2")
    make_vectors(folder, _groups(), other, _silent)
    assert len(other.embedded) == 6
    assert encoder_of(folder) == "pairs-2"


def test_not_ready_before_the_last_vector(tmp_path: Path) -> None:
    class Failing(PairsEncoder):
        def encode_documents(self, texts: object) -> Floats:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        make_vectors(tmp_path / "v" / "a", _groups(), Failing(), _silent)
    assert not is_ready(tmp_path / "v" / "a", "pairs-1")


def test_no_texts(tmp_path: Path, pairs: PairsEncoder) -> None:
    make_vectors(tmp_path / "v" / "a", [], pairs, _silent)
    found, scores = ExactVectors(tmp_path / "v" / "a", 384).search(pairs.encode_query("x"), 3)
    assert len(found) == len(scores) == 0


def test_vectors_of_releases_that_are_gone_go(tmp_path: Path, pairs: PairsEncoder) -> None:
    for name in ("a", "b"):
        make_vectors(tmp_path / name, _groups(), pairs, _silent)
    (tmp_path / "lock").touch()
    sweep(tmp_path, ["b"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "lock"]


def test_vectors_made_elsewhere_are_the_same(tmp_path: Path, pairs: PairsEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(elsewhere, "make_encoder", lambda _home: PairsEncoder())
    elsewhere._encoder.cache_clear()
    make_vectors(tmp_path / "here" / "a", _groups(5), pairs, _silent)
    make_vectors(tmp_path / "there" / "a", _groups(5), pairs, _silent, elsewhere.encode_at(_Ahead(), pairs))
    assert (tmp_path / "here" / "a" / "vectors.bin").read_bytes() == (tmp_path / "there" / "a" / "vectors.bin").read_bytes()
    with pytest.raises(EngineError, match="another embedding model"):
        elsewhere.embed(elsewhere.Batch(["公务接待费"], "other", ""))
    elsewhere._encoder.cache_clear()


class _Ahead(LocalEngine):
    """Asks for all items before it gives the first result."""

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return map(work, list(items))
