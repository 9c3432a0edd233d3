"""Rules in SPARQL: a SELECT returns what each obligation is made of, the engine computes.

For every name of the identity the query binds `?name` (number), `?name_text` (as printed), `?name_unit` and `?name_at` (its IRI);
`?key` tells obligations apart and `?where` says in words where they stand. Rows of one key are one obligation: the numbers of a Σ
name are collected over its rows. A query may also bind `?stated`, `?expected` and `?message` itself: then each row is a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.checks.catalogue import Rule, rules
from kg.checks.forms import obligation
from kg.checks.judging import found
from kg.checks.outcomes import Result
from kg.checks.reading import reading_order
from kg.checks.terms import Term, half_unit
from kg.store import Row, rows
from kg.things import Things, Triple, lines, term, triples
from ontology.terms import RDF

_PREFIX = re.compile(r"PREFIX\s+([\w-]+):\s*<([^>]+)>")
_NAME = re.compile(r"([\w-]+):([\w-]+)")
_ANY_CLASS = re.compile(r"\ba\s+\?|rdf:type")
_TYPE = term(RDF.type)


def needed(things: Things, scope: str) -> Iterator[Triple]:
    """Of these statements those that the queries of that scope can ask for: one of them names the predicate, and the class."""
    wanted, any_class = _named(scope)
    return (triple for triple in triples(things) if triple[1] in wanted and (any_class or triple[1] != _TYPE or triple[2] in wanted))


def store_of(report: str, things: Things) -> Store:
    """A store for the rules of one report."""
    store = Store()
    store.load(lines(needed(things, "report"), NamedNode(report)), RdfFormat.N_QUADS, lenient=True)
    return store


@cache
def _named(scope: str) -> tuple[frozenset[bytes], bool]:
    """All terms in the queries of that scope, and rdf:type (written `a`); whether one of them asks for things of whatever class."""
    queries = [str(rule.body["sparql"]) for rule in rules() if rule.form == "sparql" and rule.scope == scope]
    terms = {_TYPE}
    for query in queries:
        prefixes = dict(_PREFIX.findall(query))
        terms |= {f"<{prefixes[prefix]}{name}>".encode() for prefix, name in _NAME.findall(query) if prefix in prefixes}
    return frozenset(terms), any(_ANY_CLASS.search(query) for query in queries)


def results(rule: Rule, store: Store) -> Sequence[Result]:
    """One result an obligation, in the order of their keys."""
    return results_of(rule, solutions(rule, store))


def solutions(rule: Rule, store: Store) -> list[Row]:
    """What the query gives."""
    return list(rows(store, str(rule.body["sparql"])))


def results_of(rule: Rule, solutions: Sequence[Row]) -> Sequence[Result]:
    """The results that these rows say."""
    if solutions and "message" in solutions[0]:
        return [found(row["where"], row["stated"], row["expected"], row["message"], row["at"]) for row in solutions]
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in solutions:
        grouped[row["key"]].append(row)
    return [_result(rule, grouped[key]) for key in sorted(grouped)]


def _result(rule: Rule, group: list[Row]) -> Result:
    where = group[0]["where"]
    terms = {name: _terms(name, group, where) for name in rule.formula.names}
    return obligation(rule, where, terms, complete=not any(row.get("incomplete") == "true" for row in group))


def _terms(name: str, group: list[Row], where: str) -> list[Term]:
    """The numbers bound to a name, one a place."""
    found_at: dict[str, Term] = {}
    for row in group:
        if value := row.get(name):
            text, unit = row.get(f"{name}_text") or value, row.get(f"{name}_unit", "")
            at = row.get(f"{name}_at", "")
            places = 2 if unit == "万元" else 0
            found_at.setdefault(at, Term(name, Decimal(value), text, unit, half_unit(text, unit, places), at, where))
    return [found_at[at] for at in sorted(found_at, key=reading_order)]
