"""What the tables of reports look like: descriptions in YAML, loaded once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from kg.amounts import fold
from ontology.yaml_files import read_yaml

_MONEY = "money"  # the unit of a column that holds amounts in the table's own unit
_KEPT = 1 << 11  # labels and header paths whose meaning is kept: one row is asked for in each of its columns


@dataclass(frozen=True, slots=True)
class Rule:
    """What a header or label says when `match` is found in it (and `unless` is not)."""

    match: re.Pattern[str]
    meaning: Mapping[str, str]
    unless: re.Pattern[str] | None = None

    def applies(self, text: str) -> bool:
        return bool(self.match.search(text)) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One kind of table: how it is known, how it is laid out, what its columns and rows mean (see accounts.yaml). Equal to itself alone."""

    kind: str
    title: str
    titles: tuple[re.Pattern[str], ...]
    signature: tuple[str, ...]
    body: re.Pattern[str] | None
    unlike: re.Pattern[str] | None
    columns: tuple[Rule, ...]
    rows: tuple[Rule, ...]
    defaults: Mapping[str, str]
    fixed: tuple[tuple[tuple[str, ...], ...], ...] = ()
    subject: str = ""
    sides: bool = False
    classes: bool = False
    order: int = field(default=0)

    def meaning(self, column: tuple[str, ...], row: str) -> dict[str, str]:
        """The meaning of a cell by its header path and label: row rules before column rules before the table's defaults."""
        of_row, of_column = _of_row(self, row), _of_column(self, column)
        out = {**self.defaults, **of_column, **of_row}
        if _MONEY in (of_row.get("unit"), of_column.get("unit")):
            out["unit"] = ""
        return out


@lru_cache(maxsize=_KEPT)
def _of_row(form: Form, label: str) -> Mapping[str, str]:
    return _said(form.rows, fold(label))


@lru_cache(maxsize=_KEPT)
def _of_column(form: Form, path: tuple[str, ...]) -> Mapping[str, str]:
    return _said(form.columns, "/".join(map(fold, path)))


def _said(rules: Sequence[Rule], text: str) -> Mapping[str, str]:
    """What all rules together say that apply to `text`, the earlier first; that it is money wins over any unit."""
    applying = [rule.meaning for rule in rules if rule.applies(text)]
    out = {key: value for meaning in reversed(applying) for key, value in meaning.items()}
    return out | {"unit": _MONEY} if any(meaning.get("unit") == _MONEY for meaning in applying) else out


@cache
def account_forms() -> tuple[Form, ...]:
    """The forms of accounts.yaml, most specific first."""
    return tuple(_form(entry, i) for i, entry in enumerate(load("accounts")))


@cache
def load(name: str) -> Any:
    """The YAML description `ingest/forms/<name>.yaml`, read once; not to be changed."""
    return read_yaml(files("ingest").joinpath(f"forms/{name}.yaml").read_text(encoding="utf-8"))


def form_of_title(title: str, words: str = "") -> Form | None:
    """The form whose title alias is found in `title`, or None. `words`: the folded text by which a table shows that it is another."""
    return next((form for form in _titled(fold(title)) if not (form.unlike and form.unlike.search(words))), None)


@lru_cache(maxsize=1 << 9)
def _titled(title: str) -> tuple[Form, ...]:
    return tuple(form for form in account_forms() if any(alias.search(title) for alias in form.titles))


def form_of_head(head: str, labels: Sequence[str] = ()) -> Form | None:
    """The form whose signature words all stand in the folded text of a table's head and its rows' labels, or None."""
    for form in account_forms():
        in_head = bool(form.signature) and all(re.search(fold(word), head) for word in form.signature)
        if in_head and (form.body is None or any(form.body.search(label) for label in labels)):
            return form
    return None


def _form(entry: Mapping[str, Any], order: int) -> Form:
    return Form(
        kind=entry["kind"],
        title=entry.get("title", ""),
        titles=tuple(re.compile(fold(title)) for title in entry["titles"]),
        signature=tuple(entry["signature"]),
        body=re.compile(entry["body"]) if "body" in entry else None,
        unlike=re.compile(entry["unlike"]) if "unlike" in entry else None,
        columns=_rules(entry.get("columns", ())),
        rows=_rules(entry.get("rows", ())),
        defaults=entry.get("defaults", {}),
        fixed=tuple(tuple(tuple(path.split("/")) for path in columns) for columns in entry.get("fixed", ())),
        subject=entry.get("subject", ""),
        sides=entry.get("layout") == "sides",
        classes=bool(entry.get("classes")),
        order=order,
    )


def _rules(entries: Any) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            re.compile(e["match"]),
            {k: v for k, v in e.items() if k not in ("match", "unless")},
            re.compile(e["unless"]) if "unless" in e else None,
        )
        for e in entries
    )
