"""Who and what a self-evaluation is about: the labels and values in its head, and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.performance.cells import Cell, Row
from ingest.performance.parts import label_and_value
from ingest.performance.wording import fits, form, meaning
from kg.amounts import fold

WHOLE, PROJECT = "整体支出", "项目"


def named_values(rows: Sequence[Row]) -> dict[str, Cell]:
    """The value of each label of the head (project, unit, responsible, score, grade); a label without value is left out."""
    out: dict[str, Cell] = {}
    for row in rows:
        label = ""
        for cell in row.cells:
            own, value = label_and_value(cell)
            name = meaning("head", own)
            if value:
                out.setdefault(name, Cell(cell.column, value, cell.kind))
            elif name:
                label = name
            elif label:
                out.setdefault(label, cell)
                label = ""
    return out


def scope_of(values: dict[str, Cell], title: str, labels: Sequence[str]) -> str:
    """整体支出 or 项目: what the head names, else what the title says. `labels` are the head's labels, with value or without."""
    named = "project" in values or "project" in labels
    return PROJECT if named or kind_of_title(title) == "project" else WHOLE


def project_name(values: dict[str, Cell], title: str) -> str | None:
    """The project's name as printed, without a code in front of it; from the title where no cell prints it."""
    if "project" in values:
        return without_code(values["project"].text)
    found = re.fullmatch(form()["title_name"], fold(title))
    return found["name"] if found and not fits("general_names", found["name"]) else None


def without_code(name: str) -> str:
    """A name without the code printed before it."""
    return re.sub(form()["code"], "", name)


def kind_of_title(text: str) -> str:
    """`project`, `whole` or `base` for the title of such a table, else ""."""
    title = meaning("title", text)
    return "" if title and fits("not_title", text) else title
