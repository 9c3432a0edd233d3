"""`/limits`: how much a query or a draft may take, wait and return, and which status says that it was too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from flask import Blueprint, Response, current_app, jsonify, make_response, request

from kg.settings import Settings
from search_app.language import render
from search_app.pages import check
from search_app.sparql.guard import MAX_DEPTH
from search_app.sparql.worker import Limits

pages = Blueprint("limits", __name__)


@dataclass(frozen=True, slots=True)
class Wall:
    """One limit: the setting that holds it ("" where it is fixed), its value and unit, and the status beyond it (None: no refusal)."""

    setting: str
    value: float
    unit: str
    status: int | None
    meaning: str


_ROWS: tuple[tuple[str, Callable[[Limits], float], str, int | None, str], ...] = (
    ("query_seconds", lambda limits: limits.seconds, "秒", 504, "一次查询最多运行的时间"),
    ("query_seconds_most", lambda limits: limits.most_seconds, "秒", 400, "用timeout=可以要到的最长时间；也可以要得更短"),
    ("query_memory_mb", lambda limits: limits.memory_bytes >> 20, "MiB", 503, "一次查询最多占用的内存"),
    ("result_bytes", lambda limits: limits.result_bytes, "字节", 413, "结果的长度；更大的数据在/downloads"),
    ("query_bytes", lambda limits: limits.query_bytes, "字节", 413, "查询的长度；超过约8,000字节要用POST"),
    ("", lambda limits: MAX_DEPTH, "层", 400, "括号的层数"),
    ("workers", lambda limits: limits.workers, "个", None, "同时运行的查询"),
    ("quick_seconds", lambda limits: limits.quick_seconds, "秒", None, "运行更久的查询让出位置，转为慢查询"),
    ("slow_workers", lambda limits: limits.slow_workers, "个", None, "同时运行的慢查询"),
    ("queue_length", lambda limits: limits.queue_length, "个", 503, "排队的查询"),
    ("queue_seconds", lambda limits: limits.queue_seconds, "秒", 503, "排队的时间"),
    ("client_seconds", lambda limits: limits.client_seconds, "秒/分钟", 429, "一个地址每分钟的查询共用的时间；0为不限"),
)
# The time that checking a draft takes counts as query time of the address.
_OF_DRAFTS: tuple[tuple[str, Callable[[Settings], float], str, int | None, str], ...] = (
    ("draft_mb", lambda held: check.limits(held).file_bytes >> 20, "MiB", 413, "上传检查的草稿的大小"),
    ("max_pages", lambda held: held.max_pages, "页", 413, "草稿的页数（PDF）"),
    ("max_cells", lambda held: held.max_cells, "格", 413, "草稿的表里的单元格"),
    ("draft_seconds", lambda held: check.limits(held).seconds, "秒", 422, "读一份草稿并检查的时间"),
    ("read_memory_mb", lambda held: held.read_memory_mb, "MiB", 422, "读一份草稿占用的内存"),
    ("draft_workers", lambda held: held.draft_workers, "个", 503, "同时检查的草稿"),
)


@pages.get("/limits")
def limits() -> Response:
    """The limits as a page or as JSON."""
    walls = [*_of_queries(), *_of_drafts()]
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(limits=[asdict(wall) for wall in walls], refused=["SERVICE", "UPDATE"], endpoint=f"{request.url_root}sparql")
    return make_response(render("limits.html", walls=walls))


def _of_queries() -> list[Wall]:
    held: Limits = current_app.extensions["pool"].limits
    return [Wall(name, value(held), unit, status, meaning) for name, value, unit, status, meaning in _ROWS]


def _of_drafts() -> list[Wall]:
    """The limits of `/check`; none where it takes no drafts."""
    held: Settings = current_app.extensions["settings"]
    walls = [Wall(name, value(held), unit, status, meaning) for name, value, unit, status, meaning in _OF_DRAFTS]
    return walls if held.draft_checks else []
