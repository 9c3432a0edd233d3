"""The tools for language-model clients, called by the package's own client in this process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from flask import Flask

pytest.importorskip("mcp")

from mcp import Client
from mcp.types import TextContent

from search_app.model_context import server

T = TypeVar("T")


def call(app: Flask, *calls: tuple[str, Mapping[str, object]]) -> list[str]:
    async def run() -> list[str]:
        async with Client(server(app)) as client:
            results = [await client.call_tool(name, dict(given)) for name, given in calls]
            return [part.text for result in results for part in result.content if isinstance(part, TextContent)]

    return done(run())


def done(work: Coroutine[None, None, T]) -> T:
    """What it returns. In a thread of its own: this one may have an event loop already, of a browser test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_tools_are_four_and_only_read(app: Flask) -> None:
    async def tools() -> dict[str, object]:
        async with Client(server(app)) as client:
            return {tool.name: tool.annotations.read_only_hint for tool in (await client.list_tools()).tools if tool.annotations}

    assert done(tools()) == dict.fromkeys(("search", "ask", "sparql", "describe"), True)


def test_answers_are_those_of_the_api(app: Flask) -> None:
    question = "示例市云溪区产业服务中心2024年支出合计"
    asked, found, selected = call(
        app, ("ask", {"question": question}), ("search", {"query": "公务接待", "k": 2}), ("sparql", {"query": "SELECT (1 AS ?one) {}"})
    )
    answered = app.test_client().get("/api/ask", query_string={"q": question}).get_json()
    assert json.loads(asked) == answered
    assert len(json.loads(found)["hits"]) == 2
    assert json.loads(selected)["results"]["bindings"][0]["one"]["value"] == "1"
    (described,) = call(app, ("describe", {"iri": json.loads(found)["hits"][0]["iri"]}))
    assert "fa:Passage" in described


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
        ("describe", {"iri": "x> { } #"}),
    ],
)
def test_same_walls(app: Flask, tool: str, given: Mapping[str, object]) -> None:
    (said,) = call(app, (tool, given))
    assert json.loads(said)["error"]["message"]
