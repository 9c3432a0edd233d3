"""`juesuan ask TEXT`: the answer to a structured question, with its sources, or the reason why there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.errors import ReleaseError
from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.table import aligned

if TYPE_CHECKING:
    from kg.release import Release
    from kg.settings import Settings
    from search_app.ask import Answer

_SHOWN = 5


@click.command("ask")
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="The body of /api/ask, with the query.")
@data_option
def command(text: tuple[str, ...], as_json: bool) -> None:
    """Answer a question from the graph.

    Where the graph does not hold the answer the reason is said instead; nothing is guessed.
    """
    from kg import release

    chosen = settings()
    with release.current(data_folder(chosen)) as opened:
        given = _answer(opened, chosen, " ".join(text))
    if as_json:
        click.echo(json.dumps(given.body(), ensure_ascii=False, indent=1))
    else:
        click.echo(_said(given))


def _answer(opened: Release, chosen: Settings, question: str) -> Answer:
    from search_app.ask import ask, read_lexicon
    from search_app.language_model import proposer

    try:
        names = read_lexicon(opened.directory)
    except (FileNotFoundError, ValueError) as error:
        raise ReleaseError("cannot be asked", where=str(opened.directory), hint="run `juesuan rebuild`") from error
    return ask(opened.open_store(), names, question, proposer(chosen))


def _said(given: Answer) -> str:
    lines = [given.text if given.text is not None else given.reason]
    if given.table is not None:
        lines.append("\n" + aligned(given.table.columns, given.table.rows))
    lines += ["", *(f"  {source.file}: {source.statement}{_cell(source.row, source.column)}" for source in given.sources[:_SHOWN])]
    if len(given.sources) > _SHOWN:
        lines.append(f"  … {len(given.sources) - _SHOWN} more (--json lists all)")
    return "\n".join(lines).rstrip()


def _cell(row: int | None, column: int | None) -> str:
    return f", row {row}, column {column}" if row and column else ""
