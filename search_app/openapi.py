"""What every route for programs takes and gives, as an OpenAPI 3.1 document: from `openapi.yaml` and the headers of the query library."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from kg.version import VERSION
from queries import library
from queries.library import Query
from queries.parameters import Parameter

_ERROR = {"$ref": "#/components/schemas/Error"}
_SCHEMAS: dict[str, Any] = {
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message", "hint"],
                "properties": {name: {"type": "string"} for name in ("code", "message", "hint")},
            }
        },
    },
    "Rows": {
        "type": "object",
        "required": ["name", "title", "parameters", "given", "columns", "rows", "page", "size", "next"],
        "properties": {
            "columns": {"type": "array", "items": {"type": "object", "required": ["name", "label"]}},
            "rows": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": ["string", "null"]}}},
            "page": {"type": "integer"},
            "size": {"type": "integer"},
            "next": {"type": ["string", "null"], "description": "The address of the page that follows."},
        },
    },
}
_JSON = "application/json"
_PATTERNS = {"year": "^[0-9]{4}$", "code": "^[0-9]{3}([0-9]{2}){0,2}$", "integer": "^[-+]?[0-9]+$", "decimal": r"^[-+]?[0-9]+(\.[0-9]+)?$"}
_PAGING: list[dict[str, Any]] = [
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1}},
    {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}},
    {"name": "format", "in": "query", "description": "In place of Accept", "schema": {"type": "string", "enum": ["json", "csv", "html"]}},
]
_STATUSES = {
    "303": "See what describes it",
    "304": "As it was: the ETag is the one that is known",
    "308": "The address written as it should be",
    "400": "A parameter is wrong",
    "403": "Not for this address",
    "404": "There is no such thing",
    "405": "Another method is wanted",
    "406": "No format that is accepted can be made",
    "410": "It was there and is gone",
    "413": "Query or result is too long",
    "415": "The body is of another kind",
    "422": "The file is no report that can be checked",
    "429": "The client's query time of this minute is used up; see Retry-After",
    "502": "The remote store failed",
    "503": "Busy, out of memory, or no release; see Retry-After",
    "504": "Out of time",
}


@cache
def routes() -> dict[str, Any]:
    """The routes of `openapi.yaml` by their path."""
    text = resources.files("search_app").joinpath("openapi.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def document(root: str) -> dict[str, Any]:
    """The description of the service at `root`."""
    return {"openapi": "3.1.0", "servers": [{"url": root.rstrip("/")}], **_document()}


@cache
def _document() -> dict[str, Any]:
    paths = {path: {route.get("method", "get"): _operation(path, route)} for path, route in routes().items()}
    paths |= {f"/queries/{query.name}": {"get": _query(query)} for query in library.load()}
    info = {"title": "决算图谱", "version": VERSION, "description": "Final accounts and performance reports as a knowledge graph."}
    return {"info": info, "paths": paths, "components": {"schemas": _SCHEMAS}}


def _operation(path: str, route: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: route[name] for name in ("summary", "description") if name in route}
    given = [{"name": name, "in": "query", **one} for name, one in route.get("query", {}).items()]
    parts = [{"name": name, "in": "path", "required": True, **one} for name, one in route.get("path", {}).items()]
    return {
        "operationId": _name(path),
        **said,
        **({"requestBody": {"required": True, "content": route["body"]}} if "body" in route else {}),
        "parameters": [*parts, *given],
        "responses": _responses(route.get("result", {}), route.get("media", _JSON), {media: {} for media in route.get("also", ())}),
    }


def _name(path: str) -> str:
    """`/doc/{path}` as `doc-path`."""
    return "-".join(re.findall(r"[a-z]+", path))


def _query(query: Query) -> dict[str, Any]:
    return {
        "operationId": f"query-{query.name}",
        "summary": query.title_en,
        "description": query.question,
        "tags": [query.topic],
        "parameters": [*map(_parameter, query.parameters), *_PAGING],
        "responses": _responses({"$ref": "#/components/schemas/Rows"}, _JSON, {"text/csv": {}, "text/html": {}}),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.allowed:
        schema["enum"] = list(parameter.allowed)
    elif parameter.type in _PATTERNS:
        schema["pattern"] = _PATTERNS[parameter.type]
    elif parameter.type == "iri":
        schema["format"] = "iri"
    if parameter.default:
        schema["default"] = parameter.default
    said = {"name": parameter.name, "in": "query", "required": parameter.required, "description": parameter.text, "schema": schema}
    return {**said, "example": parameter.example} if parameter.example else said


def _responses(result: Any, media: str, also: dict[str, Any] | None = None) -> dict[str, Any]:
    failed = {status: {"description": text, "content": {_JSON: {"schema": _ERROR}}} for status, text in _STATUSES.items()}
    first = {"schema": result} if result else {}
    done = {"description": "Done", "content": {media: first, **(also or {})}}
    return {"200": done, **failed}
