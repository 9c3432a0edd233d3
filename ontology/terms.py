"""The names of the graph: one namespace object a vocabulary, one function for the concepts of `core.ttl`.

`FA.BudgetFact` and `FA["phase-approved"]` are `pyoxigraph.NamedNode`s. Tests hold every `FA` name used in the
code and the queries against `core.ttl`, so a misspelt term fails there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

CORE_FILE: Final = Path(__file__).with_name("core.ttl")
SHAPES_FILE: Final = Path(__file__).with_name("shapes.ttl")


class Namespace:
    """Terms that begin with one IRI: by attribute (`SKOS.prefLabel`) or, for names with a hyphen, by item."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._terms: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = NamedNode(self.base + name)
        return term

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        term = self[name]
        setattr(self, name, term)  # from now on it is found without this call
        return term


FA: Final = Namespace("https://w3id.org/juesuan/ontology#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCT: Final = Namespace("http://purl.org/dc/terms/")
EARL: Final = Namespace("http://www.w3.org/ns/earl#")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
INTERVAL: Final = Namespace("http://reference.data.gov.uk/def/intervals/")
OBEU_ATTRIBUTE: Final = Namespace("http://data.openbudgets.eu/ontology/dsd/attribute/")
OBEU_DIMENSION: Final = Namespace("http://data.openbudgets.eu/ontology/dsd/dimension/")
OBEU_MEASURE: Final = Namespace("http://data.openbudgets.eu/ontology/dsd/measure/")
OBEU_OPERATION: Final = Namespace("http://data.openbudgets.eu/resource/codelist/operation-character/")
ORG: Final = Namespace("http://www.w3.org/ns/org#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
QB: Final = Namespace("http://purl.org/linked-data/cube#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: Final[dict[str, str]] = {
    "fa": FA.base,
    "dcat": DCAT.base,
    "dct": DCT.base,
    "earl": EARL.base,
    "foaf": FOAF.base,
    "interval": INTERVAL.base,
    "obeu-attribute": OBEU_ATTRIBUTE.base,
    "obeu-dimension": OBEU_DIMENSION.base,
    "obeu-measure": OBEU_MEASURE.base,
    "obeu-operation": OBEU_OPERATION.base,
    "org": ORG.base,
    "owl": OWL.base,
    "prov": PROV.base,
    "qb": QB.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "sh": SH.base,
    "skos": SKOS.base,
    "void": VOID.base,
    "xsd": XSD.base,
}

CNY: Final = NamedNode("http://publications.europa.eu/resource/authority/currency/CNY")

# 收入 and 支出 are OpenBudgets' own concepts; keys are `Observation.character`.
CHARACTERS: Final = {"income": OBEU_OPERATION.revenue, "expenditure": OBEU_OPERATION.expenditure}

# The class of a report by its printed type.
REPORT_CLASSES: Final = {"部门决算": FA.DepartmentAccount, "单位决算": FA.UnitAccount, "绩效自评报告": FA.SelfEvaluationReport}

TABLE_KINDS: Final = (
    "incomeExpenditure",
    "income",
    "expenditure",
    "fiscalSummary",
    "generalPublic",
    "basicItems",
    "threePublic",
    "governmentFund",
    "stateCapital",
    "basicData",
    "other",
    "selfEvaluation",
)

# The part of a concept's name before the hyphen, and the scheme of `core.ttl` that it belongs to.
SCHEMES: Final[dict[str, NamedNode]] = {
    "tableKind": FA.tableKinds,
    "fund": FA.fundSources,
    "expenditure": FA.expenditureKinds,
    "phase": FA.phases,
    "balance": FA.balanceItems,
    "level": FA.levels,
    "scope": FA.scopes,
    "evaluationScope": FA.evaluationScopes,
    "relation": FA.relations,
    "status": FA.statuses,
    "headcount": FA.headcountKinds,
    "mention": FA.mentionTypes,
    "comparator": FA.comparators,
    "betterment": FA.betterments,
    "notComparable": FA.comparisonReasons,
    "linkBasis": FA.linkBases,
    "changeKind": FA.changeKinds,
    "outcome": FA.outcomes,
    "severity": FA.severities,
    "indicatorLevel": FA.indicatorLevels,
    "measure": FA.measures,
}


def concept(kind: str, name: str) -> NamedNode:
    """The concept `fa:<kind>-<name>`, such as `concept("phase", "approved")`; `kind` is a key of `SCHEMES` (else KeyError)."""
    if kind not in SCHEMES:
        raise KeyError(kind)
    return FA[f"{kind}-{name}"]


def structure(table_kind: str) -> NamedNode:
    """The qb:DataStructureDefinition for the amounts of a table of that kind; 绩效自评表 has none (KeyError)."""
    if table_kind not in TABLE_KINDS or table_kind == "selfEvaluation":
        raise KeyError(table_kind)
    return FA[f"dsd-{table_kind}"]


# For the numbers of any table that are not money (fa:QuantityFact): they stand in a data set of their own.
QUANTITY_STRUCTURE: Final = FA["dsd-quantities"]
