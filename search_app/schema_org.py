"""schema.org descriptions of landing pages, which data search engines read."""

from __future__ import annotations

from typing import Any

from flask import request

from kg.mapping.report import RIGHTS
from search_app.citation import citation, licence, publisher
from search_app.dumps import DumpFile
from search_app.dumps.catalogue import ABOUT, TITLE
from search_app.holdings import Holding, UnitRow
from search_app.reading import pinned
from search_app.representations import RDF

_CONTEXT = "https://schema.org"


def of_report(report: Holding) -> dict[str, Any]:
    """A report as a Dataset with its documents as distributions."""
    name = f"{report.unit}{report.year}年{report.type}"
    return {
        **_dataset(name, f"{name}：原文的表格和文字，每个数连着原文的位置。", report.iri),
        "creator": {"@type": "GovernmentOrganization", "name": report.unit, "url": _here(report.unit_href)},
        "temporalCoverage": str(report.year),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": offer.media_type, "contentUrl": _here(f"/doc{report.href}.{offer.name}")}
            for offer in RDF
        ],
    }


def of_unit(row: UnitRow, iri: str) -> dict[str, Any]:
    """A unit as an organisation, with its reports as data sets about it."""
    return {
        "@context": _CONTEXT,
        "@type": "GovernmentOrganization",
        "@id": iri,
        "name": row.name,
        "url": _here(row.href),
        "subjectOf": [
            {"@type": "Dataset", "@id": report.iri, "name": f"{report.unit}{report.year}年{report.type}", "url": _here(report.href)}
            | {"description": f"{report.unit}{report.year}年{report.type}的表格和文字，每个数连着原文的位置。"}
            for report in row.reports
        ],
    }


def of_catalogue(found: list[DumpFile]) -> dict[str, Any]:
    """All data as a Dataset with its files."""
    base = str(pinned().release.manifest["base_iri"])
    return {
        **_dataset(TITLE, ABOUT, f"{base}dataset"),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "encodingFormat": file.packed or file.media_type,
                "contentUrl": _here(f"/downloads/{file.path}"),
                "contentSize": f"{file.bytes} B",
                "sha256": file.sha256,
            }
            for file in found
        ],
    }


def _dataset(name: str, about: str, iri: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": iri,
        "identifier": iri,
        "name": name,
        "description": about,
        "url": request.base_url,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "usageInfo": RIGHTS,
        "version": pinned().id,
        "citation": f"{citation(name)}。{iri}",
        "includedInDataCatalog": {"@type": "DataCatalog", "name": TITLE, "url": _here("/catalog")},
    }
    if licence():
        found["license"] = licence()
    if publisher():
        found["publisher"] = {"@type": "Organization", "name": publisher()}
    return found


def _here(path: str) -> str:
    return request.url_root.rstrip("/") + path
