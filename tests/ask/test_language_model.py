"""A language model that proposes how a question may be read: believed only where all that it names is there and was asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from kg import settings
from kg.errors import UsageError
from search_app.ask import ask
from search_app.ask.proposing import instructions
from search_app.language_model import LanguageModel, proposer
from tests.ask.test_sample_questions import Asked, asked

__all__ = ["asked"]

TYPED = "云岭中学2024年掏腰包掏了多少在三公经费上头"
READ = {"units": ["松岭县云岭中学"], "years": [2024], "things": ["“三公”经费"], "operation": "value"}


class Stub(BaseHTTPRequestHandler):
    """Answers every question with `server.says`, and keeps what it was told."""

    def do_POST(self) -> None:  # noqa: N802
        server: Any = self.server
        server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.keys.append(self.headers["Authorization"])
        body = json.dumps({"choices": [{"message": {"content": server.says}}]}).encode()
        self.send_response(server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def serving() -> Iterator[Any]:
    server: Any = HTTPServer(("127.0.0.1", 0), Stub)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def model(serving: Any) -> Any:
    serving.says, serving.status, serving.told, serving.keys = json.dumps(READ, ensure_ascii=False), 200, [], []
    return serving


def proposing(model: Any) -> LanguageModel:
    return LanguageModel(f"http://127.0.0.1:{model.server_port}/v1", "m", "k", 60)


def test_without_a_model_the_question_is_refused(asked: Asked) -> None:
    assert ask(*asked, TYPED).text is None
    assert proposer(settings.load()) is None


def test_proposal_is_answered_from_the_graph_and_marked(asked: Asked, model: Any) -> None:
    body = ask(*asked, TYPED, proposing(model).propose).body()
    assert [(v["value"], v["unit"]) for v in body["answer"]["values"]] == [("3.40", "万元")]
    assert body["reading"]["reading_by"] == "model"
    assert "由语言模型理解" in body["answer"]["text"]
    assert model.told[0]["messages"][1]["content"] == TYPED
    assert model.keys == ["Bearer k"]


def test_model_is_told_names_and_no_numbers(asked: Asked) -> None:
    told = instructions(asked[1], TYPED)
    assert "机关运行经费" in told
    assert "松岭县云岭中学" in told
    assert "3.40" not in told


@pytest.mark.parametrize(
    "said",
    [
        "不知道",
        "null",
        "[]",
        '{"units": 1}',
        "[" * 5000,
        json.dumps(READ | {"units": ["松岭县农业农村局"]}),
        json.dumps(READ | {"units": ["示例市教育局"]}),
        json.dumps(READ | {"units": []}),
        json.dumps(READ | {"years": [2023]}),
        json.dumps(READ | {"years": ["2024"]}),
        json.dumps(READ | {"things": ["税收收入"]}),
        json.dumps(READ | {"things": []}),
        json.dumps(READ | {"operation": "delete"}),
        json.dumps(READ | {"first": 10**9}),
    ],
)
def test_what_does_not_hold_is_no_proposal(asked: Asked, model: Any, said: str) -> None:
    model.says = said
    assert ask(*asked, TYPED, proposing(model).propose).text is None


def test_failing_model_leaves_the_refusal(asked: Asked, model: Any) -> None:
    model.status = 500
    plain = ask(*asked, TYPED)
    assert ask(*asked, TYPED, proposing(model).propose).reason == plain.reason
    assert ask(*asked, TYPED, LanguageModel("http://127.0.0.1:9/v1", "m", "", 60).propose).reason == plain.reason


@pytest.mark.parametrize(
    "typed", ["示例市教育局2024年三公经费", "云岭中学2020年支出", "云岭中学2024年支出为什么增加", "云岭中学2024年三公经费"]
)
def test_model_is_not_asked_where_the_rules_understand(asked: Asked, model: Any, typed: str) -> None:
    ask(*asked, typed, proposing(model).propose)
    assert model.told == []


def test_address_is_http() -> None:
    with pytest.raises(UsageError, match="no http address"):
        proposer(settings.load(llm_url="file:///etc/passwd"))
