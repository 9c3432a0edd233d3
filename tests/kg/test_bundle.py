"""Bundles: the same bytes for the same facts, damage is noticed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode

from kg import bundle
from kg.errors import BundleError
from kg.files import replacing
from kg.iris import Iris
from kg.mapper import quads
from tests.kg.example import account

IRIS = Iris()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "2023-部门决算.trig"
    bundle.write(target, bundle.dump(account(), IRIS))
    return target


def test_round_trip(path: Path) -> None:
    assert set(bundle.load(path)) == set(quads(account(), IRIS))
    assert not any(isinstance(quad.object, BlankNode) for quad in bundle.load(path))


def test_header_tells_what_is_inside(path: Path) -> None:
    header = bundle.read_header(path)
    assert header.report_iri == IRIS.report(account().info).value
    assert (header.file_path, header.file_hash, header.extractor) == (account().info.path, account().info.sha256, "0.1.0")
    assert header.triples == len(bundle.load(path))
    assert header.counts["BudgetFact"] == 8


def test_same_facts_same_bytes_in_another_process() -> None:
    code = "import sys; from kg import bundle; from kg.iris import Iris; from tests.kg.example import account"
    code += "; sys.stdout.buffer.write(bundle.dump(account(), Iris()))"
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert other.stdout == bundle.dump(account(), IRIS)


def test_extractor_version_is_part_of_the_bytes() -> None:
    assert bundle.dump(account(), IRIS) != bundle.dump(account(), IRIS, extractor="0.1.1")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: b"", "not a bundle"),
        (lambda data: data[1:], "not a bundle"),
        (lambda data: data.replace(b'"format"', b'"formed"', 1), "damaged first line"),
        (lambda data: data[: len(data) // 2], "damaged"),
        (lambda data: data.replace(b"1,240.50", b"1,240.51", 1), "damaged"),
        (lambda data: re.sub(rb'"format": 1', b'"format": 99', data), "format 99"),
    ],
)
def test_damage_is_named_with_file_and_next_step(path: Path, change: object, message: str) -> None:
    assert callable(change)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(BundleError, match=message) as caught:
        bundle.load(path)
    assert str(path) in str(caught.value)
    assert "ingest the file again" in caught.value.hint


def test_header_must_agree_with_the_graph(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(account().info.sha256.encode(), b"0" * 64, 1))
    with pytest.raises(BundleError, match="does not hold"):
        bundle.load(path)


def test_missing_bundle(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be read"):
        bundle.inspect(tmp_path / "none.trig")


def test_a_write_that_fails_leaves_the_old_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(OSError, match="disk"), replacing(path) as out:
        out.write(b"half")
        raise OSError("disk full")
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
