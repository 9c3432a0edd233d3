"""Requests to one address of another server: a connection each, a time limit, a limit of what is read. No proxies, no redirects."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from typing import IO
from urllib.parse import unquote, urlencode, urlsplit

from kg.errors import StoreError, UsageError

_FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of an answer. `is_cut`: there was more than the limit."""

    status: int
    body: bytes
    is_cut: bool = False


class Channel:
    """The server at an `http://` or `https://` address, with user and password in it where it wants them."""

    def __init__(self, url: str, seconds: float) -> None:
        self._parts = urlsplit(url)
        if self._parts.scheme not in {"http", "https"} or not self._parts.hostname:
            raise UsageError(f"{url!r} is no address of a server", hint="write http://host:port/path")
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The address without user and password, for messages."""
        return f"{self._parts.scheme}://{self._parts.netloc.rpartition('@')[2]}{self._parts.path}"

    def post(self, form: Mapping[str, Sequence[str]], accept: str, *, seconds: float | None = None, most: int | None = None) -> Answer:
        """Send a form; the answer in that media type, at most `most` bytes of it, within `seconds`. Raises StoreError or TimeoutError."""
        headers = {"Accept": accept, "Content-Type": _FORM}
        return self.send("POST", self._path(), urlencode(form, doseq=True).encode(), headers, seconds, most)

    def graph(self, method: str, graph: str, body: IO[bytes] | None = None, media_type: str = "") -> Answer:
        """The Graph Store Protocol (SPARQL 1.1, 5.2: indirect): PUT or DELETE of a graph."""
        headers = {"Content-Type": media_type, **_length(body)} if body is not None else {}
        return self.send(method, self._path({"graph": graph}), body, headers)

    def update(self, body: IO[bytes]) -> Answer:
        """One SPARQL Update request."""
        return self.send("POST", self._path(), body, {"Content-Type": _UPDATE, **_length(body)})

    def send(
        self,
        method: str,
        path: str,
        body: bytes | IO[bytes] | None,
        headers: Mapping[str, str],
        seconds: float | None = None,
        most: int | None = None,
    ) -> Answer:
        """One request. Raises StoreError where the server cannot be reached, TimeoutError where it takes longer than `seconds`."""
        limit = seconds or self._seconds
        deadline = monotonic() + limit
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(str(self._parts.hostname), self._parts.port, timeout=limit)
        try:
            connection.request(method, path, body, {**headers, **self._login()})
            response = connection.getresponse()
            chunks, left = [], most
            while chunk := response.read1(_CHUNK):
                if monotonic() > deadline:
                    raise TimeoutError
                chunks.append(chunk)
                left = None if left is None else left - len(chunk)
                if left is not None and left < 0:
                    return Answer(response.status, b"", is_cut=True)
            return Answer(response.status, b"".join(chunks))
        except TimeoutError:
            if seconds:
                raise
            raise StoreError(f"gave no answer in {limit:g} s", where=self.name, hint="see whether it runs") from None
        except (OSError, HTTPException) as error:
            raise StoreError(f"cannot be reached: {error}", where=self.name, hint="see whether it runs") from error
        finally:
            connection.close()

    def _path(self, more: Mapping[str, str] | None = None) -> str:
        query = "&".join(filter(None, (self._parts.query, urlencode(more or {}))))
        return (self._parts.path or "/") + (f"?{query}" if query else "")

    def _login(self) -> dict[str, str]:
        if not self._parts.username:
            return {}
        pair = f"{unquote(self._parts.username)}:{unquote(self._parts.password or '')}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _length(body: IO[bytes]) -> dict[str, str]:
    """The length as a header; the body stands at its beginning then."""
    length = body.seek(0, 2)
    body.seek(0)
    return {"Content-Length": str(length)}
