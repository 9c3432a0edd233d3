"""What became of the facts of a mutated report: kept, lost with a note of the place, lost in silence, or wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.amounts import Quantity, fold
from kg.facts import IndicatorResult, ReportFacts, Table
from tests.samples.scribe import Record

Key = tuple[str, ...]
_KINDS = (
    ("三公", "threePublic"), ("国有资本", "stateCapital"), ("政府性基金", "governmentFund"), ("基本支出", "basicItems"),
    ("一般公共预算财政拨款支出", "generalPublic"), ("财政拨款收", "fiscalSummary"), ("收入支出决算总表", "incomeExpenditure"),
    ("收入决算", "income"), ("支出决算", "expenditure"),
)  # fmt: skip
NOTED = ("cell", "basecell", "indicator", "evaluation")


@dataclass(frozen=True)
class Outcome:
    """Counts by kind of fact; `examples` are the keys lost in silence (-) and wrong (+)."""

    kept: int
    noted: int
    silent: int
    wrong: int
    examples: tuple[str, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        sums = (self.kept + other.kept, self.noted + other.noted, self.silent + other.silent, self.wrong + other.wrong)
        return Outcome(*sums, (*self.examples, *other.examples))


def outcomes(gold: Iterable[Record], facts: ReportFacts) -> dict[str, Outcome]:
    """The outcome of each kind of fact that the gold or the facts hold."""
    wanted, found = _wanted(gold), _found(facts)
    noted = _noted_tables(facts)
    return {kind: _outcome(kind, wanted.get(kind, []), found.get(kind, []), noted) for kind in sorted({*wanted, *found})}


def _outcome(kind: str, wanted: list[Key], found: list[Key], noted: frozenset[str]) -> Outcome:
    lost, wrong = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    lost_noted = sum(n for key, n in lost.items() if kind in NOTED and (key[0] in noted or kind in noted))
    lines = [f"- {kind} {' | '.join(key)}" for key in lost if key[0] not in noted] + [f"+ {kind} {' | '.join(key)}" for key in wrong]
    total = sum(lost.values())
    return Outcome(len(wanted) - total, lost_noted, total - lost_noted, sum(wrong.values()), tuple(lines))


def kind_of(title: str) -> str:
    """The kind of table by the words of its title, else the title."""
    folded = fold(title)
    return next((kind for word, kind in _KINDS if word in folded), folded)


def _word(value: object) -> str:
    text = fold(str(value or ""))
    text = re.sub(r"^[一二三四五六七八九十]+、", "", text).replace("“", '"').replace("”", '"')
    return text.rstrip("。.;；")


def _number(value: object) -> str:
    text = fold(str(value if value is not None else "")).replace(",", "").rstrip("%")
    try:
        return str(Decimal(text).normalize() + 0)
    except InvalidOperation:
        return _word(value)


def _ends(column: str | tuple[str, ...]) -> str:
    parts = column.split("/") if isinstance(column, str) else column
    return f"{_word(parts[0])}/{_word(parts[-1])}"


def _wanted(gold: Iterable[Record]) -> dict[str, list[Key]]:
    out: dict[str, list[Key]] = {}
    for o in gold:
        for kind, key in _keys(o):
            out.setdefault(kind, []).append(key)
    for kind in ("division", "staff", "duty"):
        out[kind] = list(dict.fromkeys(out.get(kind, [])))
    return out


def _keys(o: Record) -> Iterable[tuple[str, Key]]:
    k = o["k"]
    if k == "cell":
        column, side = _ends(str(o["column"])), _word(o["side"])
        yield "cell", (kind_of(str(o["title"])), _word(o["code"] or o["row"]), side, column, _number(o["value"]), str(o["unit"]))
    elif k == "basecell":
        yield "basecell", ("basicData", _word(o["row"]), _word(str(o["column"]).rpartition("/")[2]), _number(o["value"]))
    elif k == "indicator":
        words = (_word(o[name]) for name in ("l3", "target", "actual"))
        levels = (_word(o["l1"]), _word(o["l2"]))
        yield "indicator", ("selfEvaluation", *words, _number(o["weight"]), _number(o["score"]), *levels)
    elif k == "evaluation":
        yield "evaluation", ("selfEvaluation", _word(o["project"]), _number(o["full_budget"]), _number(o["executed"]), _number(o["score"]))
    elif k == "budgetline":
        path = o["path"]
        last = path[-1] if isinstance(path, list | tuple) else str(path)
        yield "budgetline", ("", _word(last), _number(o["initial_budget"]), _number(o["final"]), _number(o["rate"]))
    elif k == "project":
        yield "project", ("", _word(o["name"]).removesuffix("项目"))
    elif k == "duty":
        yield "duty", ("", _word(o["text"]))
    elif k in ("division", "subunit", "parent") and o.get("status") != "原设":
        yield "division", ("", _word(o["name"]))


def _found(facts: ReportFacts) -> dict[str, list[Key]]:
    tables = {t.number: t for t in facts.tables}
    cells: list[Key] = []
    base: list[Key] = []
    for o in facts.observations:
        table = tables[o.place.table]
        if table.kind == "basicData":
            base.append(("basicData", _word(o.row), _word(o.column[-1]), _number(o.quantity.text)))
        elif kind_of(table.title) in dict(map(reversed, _KINDS)):  # type: ignore[arg-type]
            row = (_word(o.code or o.row), _word(o.side), _ends(o.column), _number(o.quantity.text), o.quantity.unit)
            cells.append((kind_of(table.title), *row))
    return {
        "cell": cells,
        "basecell": base,
        "indicator": [_of_indicator(i) for i in facts.indicators],
        "evaluation": [("selfEvaluation", _word(e.project), *_texts(e.full_budget, e.executed, e.score)) for e in facts.evaluations],
        "budgetline": [("", _word(b.path[-1]), *_texts(b.initial_budget, b.final, b.rate)) for b in facts.budget_lines],
        "project": [("", _word(p.name).removesuffix("项目")) for p in facts.projects],
        "duty": list(dict.fromkeys(("", _word(d.text)) for d in facts.duties)),
        "division": list(dict.fromkeys(("", _word(d.name)) for d in facts.divisions if d.status == "current")),
    }


def _texts(*quantities: Quantity | None) -> tuple[str, ...]:
    return tuple(_number(q.text if q else "") for q in quantities)


def _of_indicator(i: IndicatorResult) -> Key:
    words = (_word(text) for text in (i.level3, i.target, i.actual))
    return ("selfEvaluation", *words, *_texts(i.weight, i.score), _word(i.level1), _word(i.level2))


def _noted_tables(facts: ReportFacts) -> frozenset[str]:
    """Kinds of table that a note names: by the table's number or its title. A table without any is the rest of the one before it."""
    tables: dict[str, Table] = {}
    for i, t in enumerate(facts.tables):
        rest = t.kind == "other" and not t.title and i
        tables[f"t{t.number:02d}"] = facts.tables[i - 1] if rest else t
    named = (tables.get(note.where[:3]) for note in facts.unresolved)
    return frozenset({*(_kind(t) for t in named if t), *(kind_of(note.printed) for note in facts.unresolved)})


def _kind(table: Table) -> str:
    return table.kind if table.kind in ("basicData", "selfEvaluation") else kind_of(table.title or table.kind)
