"""A short, repeatable run of the fuzzer, and every file that it has found trouble with."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import FINDS
from tests.fuzz.mutations import mutated
from tests.fuzz.reading import Reader
from tests.fuzz.seeds import FORMATS, name, seed

EXAMPLES = {"txt": 25, "md": 25, "cells": 25, "html": 25, "docx": 15, "xlsx": 20, "xls": 20, "pdf": 8, "zip": 25}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "doc"])
def test_the_undamaged_file_is_a_report(kind: str, reader: Reader) -> None:
    answer = reader.answer(seed(kind), name(kind))
    assert answer.error is None and answer.value


@pytest.mark.parametrize("kind", EXAMPLES)
def test_damaged_files_are_read_or_refused(kind: str, reader: Reader) -> None:
    @settings(max_examples=EXAMPLES[kind], derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False, note_method_calls=False))
    def damaged(random: Random) -> None:
        assert reader.fault(mutated(seed(kind), random), name(kind)) == ""

    damaged()


@pytest.mark.parametrize("path", sorted(FINDS.glob("*-a.*")), ids=lambda path: path.name)
def test_what_was_found_is_mended(path: object, reader: Reader) -> None:
    assert reader.fault(path.read_bytes(), path.name.partition("-")[2]) == ""  # type: ignore[attr-defined]
