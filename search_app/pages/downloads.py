"""`/downloads`: the files of the release, with size and SHA-256; and the bundle of every report."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, request, send_file

from kg.bundle import read_header
from kg.errors import BundleError
from kg.mapping.report import RIGHTS
from kg.settings import Settings
from search_app.addresses import iri_of
from search_app.citation import licence
from search_app.dumps import DumpFile, files
from search_app.dumps.changes import date_of
from search_app.faults import PageFault
from search_app.holdings import holdings
from search_app.language import render
from search_app.paging import asked_page
from search_app.reading import pinned
from search_app.representations import TRIG
from search_app.shelf import Shelf

pages = Blueprint("downloads", __name__)
BUNDLES_A_PAGE = 100
_PARTS = (("graph", "图"), ("tables", "整洁表"), ("fiscal", "财政数据包"))


@pages.get("/downloads")
def listing() -> Response:
    """The files as a page or as JSON."""
    reading = pinned()
    found = files(reading.release.directory)
    date = date_of(reading.release.directory)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        listed = [{"url": _url(file), **_said(file)} for file in found]
        return jsonify(release=reading.id, date=date, rights=RIGHTS, licence=licence() or None, files=listed)
    groups = [(title, [file for file in found if file.part == part]) for part, title in _PARTS]
    held = holdings(reading)
    paging = asked_page(len(held.reports), BUNDLES_A_PAGE)
    bundles = paging.of(held.reports) if has_bundles() else []
    shown = {"groups": groups, "date": date, "rights": RIGHTS, "licence": licence(), "bundles": bundles, "paging": paging}
    return make_response(render("downloads.html", **shown))


@pages.get("/downloads/<path:path>")
def download(path: str) -> Response:
    """One of the files; parts of it for Range requests."""
    reading = pinned()
    found = next((file for file in files(reading.release.directory) if file.path == path), None)
    if found is None:
        raise PageFault(404, "not_found", "没有这个文件", "可下载的文件列在 /downloads")
    return _file(reading.release.directory / found.file, found.packed or found.media_type, found.sha256)


@pages.get("/downloads/bundles/<path:_path>")
def bundle(_path: str) -> Response:
    """The bundle of one report as it lies in the data folder, if this release was made of it.

    Bundles are what a release is made of and no part of it: a replica has none, and says where the same statements are.
    """
    reading = pinned()
    if not _settings().dump_text:
        raise PageFault(404, "not_found", "本站不提供含原文段落的数据包", "报告的数据见 /doc/report/…")
    if not has_bundles():
        raise PageFault(404, "no_bundles", "本站是发布版的副本，不带数据包", "报告的数据见 /doc/report/…")
    iri = iri_of(request, "/downloads/bundles/", holdings(reading).base + "report/").removesuffix(".trig")
    entry = next((one for one in reading.release.manifest["reports"] if one["report"] == iri), None)
    found = _bundle(iri.removeprefix(holdings(reading).base).split("/")[1], entry) if entry else None
    if entry is None or found is None:
        raise PageFault(404, "not_found", "没有这份报告的数据包", "可下载的文件列在 /downloads")
    return _file(found, TRIG.media_type, entry["bundle_hash"])


def has_bundles() -> bool:
    """Whether the bundles of reports can be downloaded: not where passages are not given away, nor where a copied release is served."""
    shelf: Shelf = current_app.extensions["shelf"]
    return _settings().dump_text and shelf.folder.bundle_root.is_dir()


def _bundle(region_code: str, entry: dict[str, Any]) -> Path | None:
    """The path of the report's bundle; None where the folder holds a newer one than the release."""
    shelf: Shelf = current_app.extensions["shelf"]
    path = shelf.folder.bundle_path(region_code, entry["unit"], entry["year"], entry["type"])
    try:
        return path if read_header(path).body == entry["body"] else None
    except BundleError:
        return None


def _file(path: Path, media_type: str, digest: str) -> Response:
    response = send_file(path, mimetype=media_type, conditional=True, etag=digest, download_name=path.name, max_age=0)
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(digest)}:"
    return response


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()


def _url(file: DumpFile) -> str:
    return f"{request.url_root}downloads/{file.path}"


def _said(file: DumpFile) -> dict[str, object]:
    return {name: getattr(file, name) for name in ("part", "title", "media_type", "packed", "bytes", "rows", "sha256")}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
