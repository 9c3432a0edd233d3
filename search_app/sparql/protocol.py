"""The SPARQL 1.1 Protocol: which query, over which graphs, an HTTP request asks for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request
from pyoxigraph import NamedNode

from search_app.sparql.errors import BadRequest, QueryTooLong, UnknownType, UpdateRefused
from search_app.sparql.worker import Limits

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_HOW = "用GET ?query=…，或POST表单query=…，或POST application/sparql-query"
_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `query` is None where there is none (then the service describes itself); None for graphs: not named.

    `seconds`: the time limit that the client asks for; None: the usual one.
    """

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str = ""
    seconds: float | None = None


def read(request: Request, limits: Limits) -> Asked:
    """What `request` asks (section 2.1). Raises BadRequest, UnknownType, UpdateRefused or QueryTooLong."""
    asked = _read(request, limits.query_bytes)
    if asked.seconds is not None and not 0 < asked.seconds <= limits.most_seconds:
        raise BadRequest(f"timeout要大于0，不超过{limits.most_seconds:g}秒", hint=f"不写timeout就是{limits.seconds:g}秒")
    return asked


def _read(request: Request, limit: int) -> Asked:
    pairs = _pairs(request.query_string)
    if request.method == "POST":
        body = _body(request, limit)
        if request.mimetype == FORM:
            return _asked(_pairs(body), required=True)
        if request.mimetype == UPDATE:
            raise UpdateRefused("这里只能查询，不能修改数据", hint=_HOW)
        if request.mimetype != QUERY:
            raise UnknownType("不认识这种请求正文", hint=_HOW)
        return _asked([*pairs, ("query", _text(body))], required=True)
    if len(request.query_string) > limit:
        raise QueryTooLong(f"查询超过{limit >> 10} kB", hint="缩短查询")
    return _asked(pairs, required=False)


def _asked(pairs: list[tuple[str, str]], *, required: bool) -> Asked:
    queries = [value for key, value in pairs if key == "query"]
    if any(key == "update" for key, _ in pairs):
        raise UpdateRefused("这里只能查询，不能修改数据", hint=_HOW)
    if len(queries) > 1 or (required and not queries):
        raise BadRequest(f"要有一个query参数，收到{len(queries)}个", hint=_HOW)
    formats = [value for key, value in pairs if key == "format"]
    seconds = [_seconds(value) for key, value in pairs if key == "timeout"]
    return Asked(
        query=queries[0] if queries else None,
        default_graphs=_graphs(pairs, "default-graph-uri"),
        named_graphs=_graphs(pairs, "named-graph-uri"),
        format=formats[-1] if formats else "",
        seconds=seconds[-1] if seconds else None,
    )


def _graphs(pairs: list[tuple[str, str]], key: str) -> tuple[str, ...] | None:
    """The graphs named by `key`; where the request names any dataset at all, the part it leaves out is empty (section 2.1.4)."""
    found = tuple(_iri(value) for name, value in pairs if name == key)
    named_any = any(name in {"default-graph-uri", "named-graph-uri"} for name, _ in pairs)
    return found if named_any else None


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise BadRequest(f"“{text[:80]}”不是IRI", hint="写完整的IRI，例如urn:x:y") from error


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadRequest(f"timeout是“{text[:20]}”，要写秒数", hint="例如timeout=5") from error


def _body(request: Request, limit: int) -> bytes:
    if (request.content_length or 0) > limit:
        raise QueryTooLong(f"查询超过{limit >> 10} kB", hint="缩短查询")
    return request.get_data(cache=False)


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise BadRequest("参数不是UTF-8", hint=_HOW) from error
    except ValueError as error:
        raise BadRequest(f"参数多于{_FIELDS}个", hint=_HOW) from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("查询不是UTF-8", hint="把查询存成UTF-8") from error
