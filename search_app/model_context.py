"""The Model Context Protocol: search, ask, sparql and describe as tools for language-model clients.

Each tool is a request to the application itself, so that a client of this protocol meets the same workers, limits and refusals as a
visitor does, and can only read.
"""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask
from mcp.server import MCPServer
from mcp.types import ToolAnnotations

from kg.version import VERSION

_INSTRUCTIONS = """政府部门决算和绩效自评的知识图谱。ask回答有确定答案的问题（数、名单、比较、排名），答不出时给出原因，不猜；
search检索说明文字；sparql执行只读的SPARQL 1.1查询；describe给出一个IRI的全部陈述。引用数字时请一并给出sources里的出处。"""
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_MOST_HITS = 50


def server(app: Flask) -> MCPServer:
    """The server of the four tools over `app`."""
    tools = Tools(app)
    made = MCPServer("juesuan", title="决算图谱", instructions=_INSTRUCTIONS, version=VERSION)
    for name in ("search", "ask", "sparql", "describe"):
        made.tool(name=name, annotations=_READS, structured_output=False)(getattr(tools, name))
    return made


class Tools:
    """The tools; each returns the body of the HTTP answer, for a refusal too."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def search(self, query: str, k: int = 10, unit: str = "", year: str = "", section: str = "") -> str:
        """Passages of the reports that fit the words and their meaning (检索说明文字). `unit`, `year`, `section` narrow it."""
        given = {"q": query, "k": min(max(k, 1), _MOST_HITS), "unit": unit, "year": year, "section": section}
        return self._get("/api/search", given)

    def ask(self, question: str) -> str:
        """Answer a question in Chinese about amounts, names, comparisons or rankings (问数). `answer` is null with a `reason` where the
        graph does not hold it; `sources` says where each number is printed; `sparql` is the query that gives it."""
        return self._get("/api/ask", {"q": question})

    def sparql(self, query: str) -> str:
        """Run a read-only SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE); the result is JSON or Turtle."""
        return self._get("/sparql", {"query": query}, accept="application/sparql-results+json, text/turtle;q=0.9")

    def describe(self, iri: str) -> str:
        """All that the graph says of one IRI, as Turtle: a unit, a report, a cell, a passage, a subject."""
        if not _IRI.fullmatch(iri):
            return json.dumps(
                {"error": {"code": "not_an_iri", "message": "不是IRI", "hint": "用ask或sparql的结果里的IRI"}}, ensure_ascii=False
            )
        return self._get("/sparql", {"query": f"DESCRIBE <{iri}>"}, accept="text/turtle")

    def _get(self, path: str, given: dict[str, Any], accept: str = "application/json") -> str:
        given = {name: value for name, value in given.items() if value != ""}
        response = self._client.get(path, query_string=given, headers={"Accept": accept})
        return response.get_data(as_text=True)
