"""`juesuan search TEXT`: the passages that answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.errors import ReleaseError
from search_app.commands.options import data_folder, data_option, settings

if TYPE_CHECKING:
    from search_app.search import Hit, SearchResult

_LONGEST = 300


@click.command("search")
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@click.option("-k", "--hits", "k", type=click.IntRange(1, 100), default=10, show_default=True, help="Hits a page.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page of them.")
@click.option("--sort", type=click.Choice(("relevance", "newest", "oldest")), default="relevance", show_default=True, help="Their order.")
@click.option("--unit", default="", help="Name of a unit, or a part of it.")
@click.option("--region", default="", help="GB/T 2260 code or name, with all that lies in it.")
@click.option("--year", default="", help="Year of the report.")
@click.option("--type", "kind", default="", help="部门决算, 单位决算 or 绩效自评报告.")
@click.option("--section", default="", help="A part of a heading.")
@click.option("--subject", default="", help="A subject code, with all below it.")
@click.option("--project", default="", help="A part of a project's name.")
@click.option("--json", "as_json", is_flag=True, help="The body of /api/search.")
@data_option
def command(text: tuple[str, ...], k: int, page: int, sort: str, kind: str, as_json: bool, **given: str) -> None:
    """Find passages by words and, once the vectors are there, by meaning."""
    from kg import release
    from search_app.models import settle
    from search_app.search import Filters, search

    chosen = settings()
    settle(chosen)
    with release.current(data_folder(chosen)) as opened:
        try:
            found = search(opened, " ".join(text), k, page, Filters(type=kind, **given), sort)
        except FileNotFoundError as error:
            raise ReleaseError("has no index of passages", where=str(opened.directory), hint="run `juesuan rebuild`") from error
    if as_json:
        click.echo(json.dumps(found.body(), ensure_ascii=False, indent=1))
        return
    for number, hit in enumerate(found.hits, (page - 1) * k + 1):
        click.echo(_lines(number, hit))
    click.echo(_summary(found), err=True)


def _lines(number: int, hit: Hit) -> str:
    also = f", and {hit.also_total} more places" if hit.also_total else ""
    head = f"{number}. {hit.unit} {hit.year} {hit.type} ({hit.file}{also})"
    return f"{head}\n   {' > '.join(hit.section)}\n   {_short(hit)}\n"


def _short(hit: Hit) -> str:
    text = " ".join(hit.text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _summary(found: SearchResult) -> str:
    by = "" if found.semantic else "; by words alone: the vectors are not there yet"
    return f"{found.total} passages, {found.took_ms} ms{by}"
