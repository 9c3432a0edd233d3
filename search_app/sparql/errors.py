"""Why a query was not answered, each with its HTTP status and a code that programs can hold on to.

QueryError
└── QueryFault
    ├── BadRequest      400  the HTTP request is not one of the SPARQL protocol
    ├── BadSyntax       400  no SPARQL query; the message says where
    ├── UpdateRefused   400  the endpoint only reads
    ├── ServiceRefused  400  the endpoint fetches nothing from elsewhere
    ├── TooComplex      400  nested so deep that no engine takes it
    ├── UnknownFormat   406  none of the accepted formats can be made
    ├── QueryTooLong    413
    ├── ResultTooLarge  413
    ├── UnknownType     415  a POST of another content type
    ├── TooOften        429  the client has used up its query time of this minute
    ├── StoreDamaged    500  the release's files cannot be read
    ├── OutOfMemory     503
    ├── NoWorker        503  all workers are busy, or one could not be started
    └── OutOfTime       504
"""

from __future__ import annotations

from typing import ClassVar

from kg.errors import QueryError


class QueryFault(QueryError):
    """A query that got no answer: `status` for HTTP, `code` for programs; `retry_after`: seconds until it is worth another try."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "query_failed"
    retry_after: int | None = None


class BadRequest(QueryFault):
    """SPARQL 1.1 Protocol, 2.1: exactly one query, in one of three ways."""

    code = "bad_request"


class BadSyntax(QueryFault):
    """The text is no SPARQL 1.1 query."""

    code = "syntax"


class UpdateRefused(QueryFault):
    """An update came; only queries are answered."""

    code = "update_refused"


class ServiceRefused(QueryFault):
    """SERVICE would make this server fetch what a visitor names."""

    code = "service_refused"


class TooComplex(QueryFault):
    """The query is nested too deep to be parsed."""

    code = "too_complex"


class UnknownFormat(QueryFault):
    """No format that the client accepts can be made."""

    status = 406
    code = "unknown_format"


class QueryTooLong(QueryFault):
    """The query has more bytes than the limit."""

    status = 413
    code = "query_too_long"


class ResultTooLarge(QueryFault):
    """The result has more bytes than the limit."""

    status = 413
    code = "result_too_large"


class UnknownType(QueryFault):
    """SPARQL 1.1 Protocol, 2.1: a POST is a form or `application/sparql-query`."""

    status = 415
    code = "unknown_content_type"


class TooOften(QueryFault):
    """The client's queries have taken more time in a minute than they may."""

    status = 429
    code = "too_many_requests"

    def __init__(self, message: str, *, where: str = "", hint: str = "", retry_after: int = 60) -> None:
        super().__init__(message, where=where, hint=hint)
        self.retry_after = retry_after


class StoreDamaged(QueryFault):
    """The files of the release cannot be read, or hold something else than was written."""

    status = 500
    code = "store_damaged"


class OutOfMemory(QueryFault):
    """The query needed more memory than one query may have."""

    status = 503
    code = "out_of_memory"
    retry_after = 60


class NoWorker(QueryFault):
    """No worker could take the query."""

    status = 503
    code = "busy"
    retry_after = 5


class OutOfTime(QueryFault):
    """The query ran into the time limit and was stopped."""

    status = 504
    code = "out_of_time"
