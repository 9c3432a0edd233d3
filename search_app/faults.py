"""Errors as clients see them: JSON for programs, a page for people; what went wrong inside stays in the log."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from kg.errors import JuesuanError, ReleaseError, StoreError
from search_app.events import say
from search_app.language import render
from search_app.sparql.errors import QueryFault
from search_app.wording import STATUS_TEXT

log = logging.getLogger("juesuan.web")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that is there, near to what was asked for."""

    title: str
    href: str
    note: str = ""


class PageFault(JuesuanError):
    """A page that cannot be shown, with what is nearest to it; `seek`: what the search box begins with."""

    def __init__(self, status: int, code: str, message: str, hint: str = "", near: tuple[Suggestion, ...] = (), *, seek: str = "") -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code
        self.near = near
        self.seek = seek


@dataclass(frozen=True, slots=True)
class Problem:
    """What is said about an error."""

    status: int
    code: str
    message: str
    hint: str = ""
    where: str = ""
    near: tuple[Suggestion, ...] = ()
    seek: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def install(app: Flask) -> None:
    """Turn every error into an answer."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(JuesuanError, _ours)
    app.register_error_handler(Exception, _unexpected)


def respond(problem: Problem) -> Response:
    """The problem in the form that the client reads."""
    if "text/html" in request.accept_mimetypes.values() and not request.path.startswith("/api/"):
        page = render("problem.html", problem=problem)
        return make_response(page, problem.status, problem.headers)
    message = f"{problem.where}：{problem.message}" if problem.where else problem.message
    body = jsonify(error={"code": problem.code, "message": message, "hint": problem.hint})
    return make_response(body, problem.status, problem.headers)


def _http(error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    status = error.code or 500
    code, message, hint = STATUS_TEXT.get(status, ("http_error", f"HTTP {status}", ""))
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "Location"}}
    return respond(Problem(status, code, message, hint, headers=kept))


def _ours(error: Exception) -> Response:
    if isinstance(error, QueryFault):
        headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
        return respond(Problem(error.status, error.code, error.message, error.hint, error.where, headers=headers))
    if isinstance(error, PageFault):
        return respond(Problem(error.status, error.code, error.message, error.hint, near=error.near, seek=error.seek))
    if isinstance(error, StoreError):
        say(log, "store_failed", why=str(error))
        return respond(Problem(502, "store_failed", "数据存储暂时没有回答", "过一会儿再试", headers={"Retry-After": "30"}))
    if isinstance(error, ReleaseError):
        say(log, "no_release", why=error.message)
        said = ("数据发布版打不开", "运行 juesuan rebuild") if "rebuild" in error.hint else ("还没有可用的数据", "先运行 juesuan ingest")
        return respond(Problem(503, "no_release", *said, headers={"Retry-After": "30"}))
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    say(log, "server_error", level=logging.ERROR, error=error, route=request.endpoint or "")
    return respond(Problem(500, "internal", *STATUS_TEXT[500][1:]))
