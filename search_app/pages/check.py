"""`/check`: a draft is uploaded, checked and shown with its findings. Stateless: no cookie, and nothing of the file is kept."""

from __future__ import annotations

import io
import re
import threading
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from time import monotonic
from typing import IO, Any

import yaml
from flask import Blueprint, Response, current_app, jsonify, make_response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from ingest.formats import SUFFIXES
from ingest.limits import Limits, of_settings
from ingest.uploads import Upload
from kg.errors import NotAReport, ReportError
from kg.settings import Settings
from search_app.faults import PageFault
from search_app.findings import FileFindings, workbook
from search_app.holdings import Holding
from search_app.language import render
from search_app.pages.checks import CSV, JSON, OFFERED, XLSX, bar, download, row, table, wanted
from search_app.sifting import Entry
from search_app.sparql.allowance import Allowance, client_of
from search_app.sparql.errors import NoWorker
from search_app.sparql.formats import HTML, Format
from search_app.views.draft import Draft, check
from search_app.views.findings import STAMPS

pages = Blueprint("check", __name__)
# What surrounds the file in the body of the form.
_FORM_BYTES = 65_536
_LONGEST_NAME = 120
# How long a draft waits for its turn.
_WAIT_SECONDS = 3.0


@pages.get("/check")
def form() -> Response:
    """The form."""
    _is_open()
    return make_response(_form())


@pages.post("/check")
def upload() -> Response:
    """The findings of the uploaded `file`, or of the files of one report, each a `file`.

    A page with the marked report, JSON, CSV or a workbook (`format`, or Accept).
    """
    _is_open()
    chosen = wanted(OFFERED, request.args.get("format", ""))
    try:
        draft = _checked(_uploaded())
    except PageFault as fault:
        if chosen is not HTML:
            raise
        return _kept_nowhere(make_response(_form(problem=fault), fault.status))
    return _kept_nowhere(_answer(draft, chosen))


def _is_open() -> None:
    if not _settings().draft_checks:
        raise PageFault(404, "drafts_off", "这里没有开放草稿检查", "在自己的电脑上用 juesuan check 文件 检查")


def _form(**said: Any) -> str:
    held = _settings()
    return render("check.html", megabytes=held.draft_mb, seconds=held.draft_seconds, suffixes=SUFFIXES, **said)


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _uploaded() -> list[Upload]:
    """Names and bytes of the files in the form, held in memory alone. Raises PageFault."""
    most = _settings().draft_mb << 20
    if request.mimetype != "multipart/form-data":
        raise PageFault(415, "unknown_content_type", "要用multipart/form-data上传", "例如 curl -F file=@决算.docx")
    request.max_content_length = most + _FORM_BYTES
    parser = FormDataParser(_memory, max_form_memory_size=_FORM_BYTES, max_form_parts=8, silent=False)
    try:
        _, _, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    except RequestEntityTooLarge as error:
        raise _too_large(most) from error
    except ValueError as error:
        raise PageFault(400, "bad_request", "请求没有写对", "用表单上传一个文件") from error
    found = [(_name(one.filename or ""), one.stream.read()) for one in files.getlist("file") if _name(one.filename or "")]
    if not found:
        raise PageFault(400, "no_file", "没有选文件", "选一个文件再检查")
    if len({name for name, _ in found}) < len(found):
        raise PageFault(400, "same_name", "几个文件同名", "改名后再传，好说清哪一处在哪个文件里")
    if sum(len(data) for _, data in found) > most:
        raise _too_large(most)
    return found


def _memory(
    total_content_length: int | None, content_type: str | None, filename: str | None, content_length: int | None = None
) -> IO[bytes]:
    """Where the form parser puts a file: not on disk, where it would by itself."""
    return io.BytesIO()


def _name(given: str) -> str:
    """The last part of a path, without characters that do not print; its end where it is long."""
    last = re.split(r"[/\\]", given)[-1]
    return "".join(c for c in last if c.isprintable())[-_LONGEST_NAME:].strip()


def _too_large(most: int) -> PageFault:
    return PageFault(413, "too_large", f"文件超过{most >> 20} MB", "拆成几份，或删去大图再传")


def _checked(files: list[Upload]) -> Draft:
    """The draft, when it is its turn; its seconds count as query time of the client. Raises PageFault, NoWorker or TooOften."""
    allowance: Allowance = current_app.extensions["allowance"]
    slots: threading.BoundedSemaphore = current_app.extensions["draft_slots"]
    client = client_of(request.remote_addr)
    allowance.check(client)
    if not slots.acquire(timeout=_WAIT_SECONDS):
        raise NoWorker("正在检查别的草稿", hint="过几秒再传一次")
    start = monotonic()
    try:
        return check(files, limits(_settings()), _settings().base_iri, _settings().data.absolute())
    except ReportError as error:
        raise _fault(error) from error
    finally:
        slots.release()
        allowance.spend(client, monotonic() - start)


def limits(held: Settings) -> Limits:
    """What reading and checking one draft may use."""
    usual = of_settings(held)
    return replace(usual, file_bytes=min(usual.file_bytes, held.draft_mb << 20), seconds=min(usual.seconds, held.draft_seconds))


@dataclass(frozen=True, slots=True)
class _Fault:
    find: str
    code: str
    status: int
    say: str
    do: str


@cache
def _faults() -> tuple[_Fault, ...]:
    written = yaml.safe_load(resources.files("search_app").joinpath("upload_faults.yaml").read_text(encoding="utf-8"))
    return tuple(_Fault(**said) for said in written)


def _fault(error: ReportError) -> PageFault:
    """What is said of a file that cannot be checked."""
    if isinstance(error, NotAReport):
        return PageFault(422, "not_a_report", "这不是部门决算，也不是绩效自评报告", "这里检查部门（单位）决算公开文本和绩效自评报告")
    found = next((fault for fault in _faults() if re.search(fault.find, error.message)), None)
    if found is None:
        return PageFault(422, "unreadable", "读不了这份文件", "另存为docx或pdf再传")
    return PageFault(found.status, found.code, found.say, found.do)


def _answer(draft: Draft, chosen: Format) -> Response:
    if chosen is JSON:
        return jsonify(_document(draft))
    if chosen is HTML:
        return make_response(render("draft.html", draft=draft, report=_holding(draft), view=draft.view, **_more(draft)))
    return download(_file(draft, chosen), chosen, f"findings.{chosen.name}")


def _more(draft: Draft) -> dict[str, Any]:
    counts = [(stamp, sum(one.severity == name for one in draft.findings)) for name, stamp in STAMPS.items()]
    files = [(chosen.name.upper(), f"勾稽发现.{chosen.name}", _data(chosen, _file(draft, chosen))) for chosen in (CSV, XLSX, JSON)]
    return {"counts": counts, "files": files, "outcomes": bar(draft.outcomes)}


def _data(chosen: Format, body: bytes) -> str:
    """A data: address, so that nothing has to be kept here for the download."""
    return f"data:{chosen.media_type};base64,{b64encode(body).decode()}"


def _file(draft: Draft, chosen: Format) -> bytes:
    if chosen is CSV:
        return b"\xef\xbb\xbf" + table(_rows(draft))
    if chosen is XLSX:
        return workbook([FileFindings(draft.name, draft.iri, draft.findings)])
    return current_app.json.dumps(_document(draft)).encode()


def _document(draft: Draft) -> dict[str, Any]:
    read = draft.view.reading
    return {
        "file": draft.name,
        "sha256": draft.file_hash,
        "annexes": [{"file": annex.path, "sha256": annex.sha256} for annex in draft.view.annexes],
        "unit": draft.unit,
        "year": draft.year,
        "type": draft.type,
        "outcomes": dict(sorted(draft.outcomes.items())),
        "held_against": draft.against or None,
        "reading": {"numbers": read.numbers, "read": read.read, "doubtful": read.doubtful, "missing": list(read.missing)} if read else None,
        "findings": _rows(draft),
    }


def _rows(draft: Draft) -> list[dict[str, Any]]:
    return [row(Entry(_holding(draft), result)) for result in draft.findings]


def _holding(draft: Draft) -> Holding:
    """The draft as the pages name a report; it has no page of its own."""
    return Holding(draft.iri, "", draft.unit, "", draft.year, draft.type, draft.name, 0)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
