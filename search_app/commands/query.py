"""`juesuan query NAME|FILE|-`: a query of the library, or SPARQL."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.table import aligned

if TYPE_CHECKING:
    from search_app.sparql.formats import Format

_FORMATS = ("table", "csv", "json", "xml", "tsv", "ttl", "nt", "nq", "rdf", "jsonld")


@click.command("query")
@click.argument("what", metavar="NAME|FILE|-")
@click.option("--param", "params", metavar="K=V", multiple=True, help="Value of a parameter; may stand several times.")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), help="[default: table on a terminal, else csv, or ttl for a graph]")
@data_option
def command(what: str, params: tuple[str, ...], format_name: str | None) -> None:
    """Ask the release.

    NAME is a query of the library, FILE a file with SPARQL, - reads SPARQL from stdin; SPARQL itself may stand here too.
    """
    from search_app.sparql.formats import ROWS, by_name, of_form
    from search_app.sparql.guard import scan

    values = dict(_pair(param) for param in params)
    text = _text(what, values)
    found = scan(text)
    offers = of_form(found.form)
    name = format_name or _default(offers[0])
    chosen = offers[0] if name == "table" or (found.form == "ASK" and name in {"csv", "tsv"}) else by_name(name, offers)
    answer = _ask(text, chosen.media_type, union=not found.has_dataset, unit=_unit(what, values))
    if chosen is ROWS[0] and name != "json":
        click.echo(_table(answer))
    else:
        click.echo(answer, nl=False)


def _ask(text: str, media_type: str, *, union: bool, unit: str) -> bytes:
    """The answer of the current release, told the reports of `unit`. Without the limits of the endpoint: it is the caller's own machine."""
    from kg import release
    from queries.narrowing import narrowed
    from search_app.sparql.errors import QueryFault
    from search_app.sparql.syntax import syntax_fault
    from search_app.sparql.worker import Job, run

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an evaluation does not look for Python's signals
    out = io.BytesIO()
    with release.current(data_folder(settings())) as opened:
        try:
            reports = [entry["report"] for entry in opened.manifest["reports"] if unit and unit in entry["unit"]]
            run(opened.open_store(), Job(narrowed(text, reports), media_type, union), out)
        except SyntaxError as error:
            raise syntax_fault(str(error), text) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryFault(str(error)) from error
    return out.getvalue()


def _unit(what: str, values: Mapping[str, str]) -> str:
    """The unit that a query of the library is asked about; "" for none, and for other queries."""
    from queries import library

    return values.get("unit", "") if what in {query.name for query in library.load()} else ""


def _default(first: Format) -> str:
    if first.is_graph:
        return "ttl"
    return "table" if sys.stdout.isatty() else "csv"


def _pair(param: str) -> tuple[str, str]:
    key, sign, value = param.partition("=")
    if not sign or not key:
        raise UsageError(f"{param!r} is not K=V", where="--param", hint="write --param year=2024")
    return key, value


def _text(what: str, values: dict[str, str]) -> str:
    """The SPARQL text of a library query, a file, stdin, or of `what` itself, with the values in place."""
    from queries import library

    for folder in ("library", "tables"):
        held = {query.name: query for query in library.load(folder)}
        if what in held:
            return held[what].bound(values)
    if what == "-":
        text = sys.stdin.buffer.read().decode()
    elif "{" in what:
        text = what
    elif Path(what).is_file():
        text = Path(what).read_text(encoding="utf-8")
    else:
        names = ", ".join(query.name for query in library.load())
        raise UsageError(f"there is no query {what}", hint=f"name a file, or one of: {names}")
    return library.parse("this query", text).bound(values)


def _table(body: bytes) -> str:
    found = json.loads(body)
    if "boolean" in found:
        return "true" if found["boolean"] else "false"
    columns = found["head"]["vars"]
    rows = [[row[name]["value"] if name in row else "" for name in columns] for row in found["results"]["bindings"]]
    return aligned(columns, rows) if rows else "no row"
