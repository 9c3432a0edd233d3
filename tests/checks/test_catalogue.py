"""The catalogue: every rule is complete, and its page is the one of the rules."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.checks.catalogue import FAMILIES, Rule, rules
from kg.checks.page import markdown
from kg.store import rows

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=rules(), ids=lambda rule: rule.id)
def rule(request: pytest.FixtureRequest) -> Rule:
    """Each rule in turn."""
    found: Rule = request.param
    return found


def test_every_family_has_rules() -> None:
    assert {rule.family for rule in rules()} == set(FAMILIES)


def test_it_says_what_it_checks_and_why(rule: Rule) -> None:
    assert re.search("[\u4e00-\u9fff]", rule.title + rule.identity)
    assert rule.source
    assert len(rule.title) <= 30


def test_its_names_are_filled(rule: Rule) -> None:
    """Every name of a computed identity is bound: by the cells or numbers of the file, or by the query's columns."""
    if rule.form in ("cells", "numbers"):
        assert set(rule.formula.names) == set(rule.body[rule.form])
    elif rule.form == "sparql":
        wanted = {"key", "where", *(n for name in rule.formula.names for n in (name, f"{name}_text", f"{name}_unit", f"{name}_at"))}
        head = str(rule.body["sparql"]).split("WHERE")[0]
        assert wanted <= set(re.findall(r"\?(\w+)", head))
    else:
        module, _, name = str(rule.body["python"]).rpartition(".")
        assert callable(getattr(import_module(f"kg.checks.words.{module}"), name))


def test_queries_run_on_an_empty_graph(rule: Rule) -> None:
    if rule.form == "sparql":
        assert list(rows(Store(), str(rule.body["sparql"]))) == []


def test_no_rule_names_a_real_unit_or_figure() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "queries" / "checks").iterdir() if path.is_file()]
    assert not [
        text for text in texts if re.search(r"\d{2,}\.\d{2}|[省市县区]的?[^年项中，]{2,8}(局|中心|委员会)", text.split("cells:")[0])
    ]


def test_the_page_is_that_of_the_rules() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == markdown()
