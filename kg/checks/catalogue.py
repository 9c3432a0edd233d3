"""The catalogue of rules: one file a rule in `queries/checks`, YAML (identities over named places or over the numbers of a form, or
the name of a Python rule) or SPARQL with a header of the same keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kg.checks import formula
from kg.checks.outcomes import SEVERITIES
from ontology.yaml_files import read_yaml
from queries.library import parse as parse_query

# In the order of the page; a rule belongs to one.
FAMILIES = ("结构", "表内", "表间", "文表", "文字", "绩效自评", "预算来源", "跨年")
# The key of a rule's file that says what is compared.
FORMS = ("cells", "numbers", "sparql", "python")
TOLERANCES = {
    "sum": "各数末位的一半之和以内为尾数（提示），以外不符",
    "rate": "末位一个单位加金额四舍五入的影响",
    "exact": "不允许差异",
    "words": "文字表述，无容差",
}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. `form` is cells, numbers, sparql or python, `body` the rest of its file; `types` and `years` say what it applies to."""

    id: str
    title: str
    family: str
    identity: str
    source: str
    severity: str
    tolerance: str
    form: str
    scope: str
    types: tuple[str, ...]
    years: tuple[int, int]
    kinds: tuple[str, ...]
    body: Mapping[str, Any]

    @property
    def formula(self) -> formula.Formula:
        """The identity as the engine computes it."""
        return formula.parse(str(self.body.get("check", self.identity)))

    def applies(self, type_: str, year: int) -> bool:
        """True for the reports that it is about."""
        return (not self.types or type_ in self.types) and self.years[0] <= year <= self.years[1]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in the order of the page. Raises ValueError for a file that is wrong."""
    found = []
    for entry in resources.files("queries").joinpath("checks").iterdir():
        name, _, ending = entry.name.rpartition(".")
        if ending == "yaml":
            found.append(_rule(name, read_yaml(entry.read_text(encoding="utf-8"))))
        elif ending == "rq":
            query = parse_query(name, entry.read_text(encoding="utf-8"))
            if "severity" in query.header:
                found.append(_rule(name, {**query.header, "sparql": query.text}))
    return tuple(sorted(found, key=lambda rule: (FAMILIES.index(rule.family), rule.id)))


@cache
def by_id() -> dict[str, Rule]:
    """Rules by their id."""
    return {rule.id: rule for rule in rules()}


def _rule(name: str, raw: Mapping[str, Any]) -> Rule:
    form = next((form for form in FORMS if form in raw), "")
    first, _, last = str(raw.get("years", "0-9999")).partition("-")
    types = raw.get("types", ())
    rule = Rule(
        id=name,
        title=raw["title"],
        family=raw["family"],
        identity=raw["identity"],
        source=raw["source"],
        severity=raw["severity"],
        tolerance=raw.get("tolerance", "sum"),
        form=form,
        scope=raw.get("scope", "report"),
        types=tuple(types.split()) if isinstance(types, str) else tuple(types),
        years=(int(first), int(last or first)),
        kinds=_kinds(raw.get("kinds", "")),
        body=raw,
    )
    if not form or rule.family not in FAMILIES or rule.severity not in SEVERITIES or rule.tolerance not in TOLERANCES:
        raise ValueError(f"queries/checks/{name}: form, family, severity or tolerance is wrong")
    return rule


def _kinds(value: Any) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


@cache
def fingerprint() -> str:
    """Equal where the same rules would be run by the same code."""
    from kg.version import fingerprint as code

    return hashlib.sha256(code("kg", "queries", "ontology").encode()).hexdigest()[:12]
