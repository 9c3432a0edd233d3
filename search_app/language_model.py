"""A language model behind an OpenAI-compatible address (`POST …/chat/completions`): asked once, for a limited time, believed in nothing."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from kg.errors import UsageError
from kg.settings import Settings
from search_app.ask.proposing import Propose
from search_app.events import say

log = logging.getLogger("juesuan.model")
_MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`url` is the address below which `/chat/completions` lies; `seconds` the time limit of one question."""

    url: str
    name: str
    key: str
    seconds: float

    def propose(self, told: str, asked: str) -> str | None:
        """What the model says, without the fence that some put around JSON; None where it fails or takes too long."""
        try:
            with urlopen(self._request(told, asked), timeout=self.seconds) as response:  # noqa: S310 - the scheme is checked when it is made
                body = json.loads(response.read(_MOST_BYTES))
        except (URLError, OSError, HTTPException, ValueError) as error:
            say(log, "model-failed", reason=type(error).__name__)
            return None
        return _said(body)

    def _request(self, told: str, asked: str) -> Request:
        messages = [{"role": "system", "content": told}, {"role": "user", "content": asked}]
        body = {"model": self.name, "temperature": 0, "messages": messages, "response_format": {"type": "json_object"}}
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        return Request(f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers)  # noqa: S310


def proposer(settings: Settings) -> Propose | None:
    """The model of `llm_url`; None where there is none. Raises `UsageError` for an address that is not http or https."""
    if not settings.llm_url:
        return None
    if urlsplit(settings.llm_url).scheme not in ("http", "https"):
        raise UsageError(f"llm_url {settings.llm_url!r} is no http address", hint="for example http://127.0.0.1:8080/v1")
    return LanguageModel(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_seconds).propose


def _said(body: Any) -> str | None:
    try:
        text = body["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return None
    return text.strip().removeprefix("```json").removeprefix("```").removesuffix("```") if isinstance(text, str) else None
