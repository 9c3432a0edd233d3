"""RDF exports: every format is read by others, the bytes depend on the data alone."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store, parse
from rdflib import Dataset, Graph

from kg import bundle, release
from kg.content import draft
from kg.errors import UsageError
from kg.export import FORMATS, everything, export_rdf
from kg.folder import DataFolder
from kg.iris import Iris
from kg.mapper import quads
from kg.release import Release
from tests.kg.example import account

RDFLIB = {".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld", ".nt": "nt", ".ttl": "turtle", ".rdf": "xml"}
RAPPER = {".nq": "nquads", ".trig": "trig", ".nt": "ntriples", ".ttl": "turtle", ".rdf": "rdfxml"}


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib 7.6 warns of its own use of its old names
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("ending", FORMATS)
def test_rdflib_reads_all_of_it(store: Store, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"all{ending}"
    export_rdf(store, path)
    found: Graph = Dataset() if ending in {".nq", ".trig", ".jsonld"} else Graph()
    found.parse(path, format=RDFLIB[ending])
    count = len(list(found.quads())) if isinstance(found, Dataset) else len(found)
    assert count == len(store)


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize("ending", RAPPER)
def test_rapper_reads_all_of_it(store: Store, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"all{ending}"
    export_rdf(store, path)
    run = subprocess.run(["rapper", "-q", "-c", "-i", RAPPER[ending], str(path)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("ending", [*FORMATS, ".nq.gz"])
def test_same_bytes_from_any_order_of_ingest(folder: DataFolder, store: Store, tmp_path: Path, ending: str) -> None:
    export_rdf(store, tmp_path / f"one{ending}")
    other = DataFolder(tmp_path / "other")
    for year in (2023, 2022):
        other.put(bundle.dump(account(year), other.iris))
    with release.build(other) as built:
        export_rdf(built.open_store(), tmp_path / f"two{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


def test_compressed(store: Store, tmp_path: Path) -> None:
    export_rdf(store, tmp_path / "all.nq")
    export_rdf(store, tmp_path / "all.nq.gz")
    assert gzip.decompress((tmp_path / "all.nq.gz").read_bytes()) == (tmp_path / "all.nq").read_bytes()


def test_zstandard_where_it_is_installed(store: Store, tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    export_rdf(store, tmp_path / "all.nq")
    export_rdf(store, tmp_path / "all.nq.zst")
    unpacked = zstandard.ZstdDecompressor().decompressobj().decompress((tmp_path / "all.nq.zst").read_bytes())
    assert unpacked == (tmp_path / "all.nq").read_bytes()


def test_one_report_is_at_least_its_bundle(opened: Release, store: Store, tmp_path: Path) -> None:
    """Also the statements that another report makes too, which the store holds once."""
    iris = Iris()
    for year in (2022, 2023):
        export_rdf(store, tmp_path / "one.trig", iris.report(account(year).info).value)
        assert set(parse(path=tmp_path / "one.trig")) >= set(quads(account(year), iris))


def test_without_the_text_of_passages(store: Store, tmp_path: Path) -> None:
    export_rdf(store, tmp_path / "all.nq", text=False)
    written = (tmp_path / "all.nq").read_text(encoding="utf-8")
    assert account().passages[0].text not in written
    assert account().duties[0].text in written


def test_mistakes_say_what_to_do(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.trig"):
        export_rdf(store, tmp_path / "all.xlsx")
    with pytest.raises(UsageError, match="juesuan status"):
        export_rdf(store, tmp_path / "all.nq", "https://w3id.org/juesuan/id/report/none")
    assert list(tmp_path.glob("all*")) == []


def test_a_draft_answers_like_a_release(store: Store) -> None:
    iris = Iris()
    judged = re.compile(re.escape(iris.base) + r"(rule/|dataset|report/.*#(check|count)-)")

    def stated(held: Store) -> list[Quad]:
        """All but what the checks say, and the counts, which count that too."""
        return [quad for quad in everything(held) if not judged.match(str(quad.subject).strip("<>"))]

    assert stated(draft(iris, [quads(account(year), iris) for year in (2022, 2023)])) == stated(store)
