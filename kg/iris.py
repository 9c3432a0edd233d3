"""Every IRI of the data, made in one place.

Chinese stays readable (RFC 3987 `ucschar`); only what an IRI segment may not hold is percent-encoded. A segment is
folded first (NFKC, blanks and invisible characters gone), so one name in full or half width is one node.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pyoxigraph import NamedNode

from kg.facts import ReportInfo

DEFAULT_BASE = "https://w3id.org/juesuan/id/"

# RFC 3987 isegment without percent signs: unreserved, sub-delims, ":", "@", and ucschar (no private use, no non-characters).
_FORBIDDEN = re.compile(
    "[^A-Za-z0-9._~!$&'()*+,;=:@\\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_HAN = re.compile("[\u3400-\u9fff]")
_WIDE = str.maketrans("(),:;?!", "（），：；？！")


def fold_name(name: str) -> str:
    """`name` in NFKC without blanks or invisible characters: equal for two printings of one name."""
    folded = unicodedata.normalize("NFKC", name)
    if folded.isprintable() and " " not in folded:  # as nearly all are
        return folded
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})


def display_name(name: str) -> str:
    """The label of a named thing: a function of its IRI segment alone, so that a node never gets two.

    Punctuation of a Chinese name is full width, as reports print it.
    """
    folded = fold_name(name)
    return folded.translate(_WIDE) if _HAN.search(folded) else folded


@lru_cache(maxsize=8192)
def segment(name: str) -> str:
    """`name` as one segment of an IRI; "-" for an empty one."""
    folded = fold_name(name)
    if set(folded) <= {"."}:  # "." and ".." would be resolved away
        return folded.replace(".", "%2E") or "-"
    return _FORBIDDEN.sub(_percent, folded)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace"))


def project_name(name: str) -> str:
    """The name that identifies a project: a trailing 项目 is dropped (X经费 and X经费项目 are one)."""
    folded = fold_name(name)
    return folded.removesuffix("项目") or folded


class Iris:
    """IRIs below one `base_iri` (setting; ends with "/" or "#")."""

    def __init__(self, base_iri: str = DEFAULT_BASE) -> None:
        self.base = base_iri if base_iri.endswith(("/", "#")) else base_iri + "/"

    def _path(self, *parts: str) -> NamedNode:
        return NamedNode(self.base + "/".join(map(segment, parts)))

    def unit(self, region_code: str, name: str) -> NamedNode:
        """`unit/<code of the place, else of the nearest parent>/<name>`."""
        return self._path("unit", region_code, name)

    def report(self, info: ReportInfo) -> NamedNode:
        """`report/<code>/<unit>/<year>/<type>`; also the name of the report's graph."""
        return self._path("report", info.region_code, info.unit, str(info.year), info.type)

    def part(self, report: NamedNode, fragment: str) -> NamedNode:
        """A thing of a report: `<report>#t05r12c4`."""
        return NamedNode(f"{report.value}#{fragment}")

    def project(self, region_code: str, unit: str, name: str) -> NamedNode:
        """`project/<code>/<unit>/<name without a trailing 项目>`."""
        return self._path("project", region_code, unit, project_name(name))

    def region(self, code: str) -> NamedNode:
        """`region/<GB/T 2260 code>`."""
        return self._path("region", code)

    def year(self, year: int) -> NamedNode:
        """`year/<yyyy>`, the fiscal year (年度)."""
        return self._path("year", str(year))

    def functional(self, year: int, code: str) -> NamedNode:
        """`subject/functional/<year>/<code>` (支出功能分类科目)."""
        return self._path("subject", "functional", str(year), code)

    def economic(self, year: int, code: str) -> NamedNode:
        """`subject/economic/<year>/<code>` (支出经济分类科目)."""
        return self._path("subject", "economic", str(year), code)

    def indicator(self, level2: str, name: str) -> NamedNode:
        """`indicator/<二级指标>/<三级指标>`."""
        return self._path("indicator", level2, name)

    def indicator_level(self, name: str) -> NamedNode:
        """`indicator-level/<一级 or 二级指标>`."""
        return self._path("indicator-level", name)

    def mention(self, kind: str, text: str) -> NamedNode:
        """`mention/<type>/<text>`: something that a narrative names."""
        return self._path("mention", kind, text)

    def link(self, relation: str, digest: str) -> NamedNode:
        """`link/<relation>/<digest of its ends>`: a link derived for a release."""
        return self._path("link", relation, digest)

    def software(self, version: str) -> NamedNode:
        """`software/juesuan/<version>`: the program that derived a graph."""
        return self._path("software", "juesuan", version)

    @property
    def reference_graph(self) -> NamedNode:
        """`graph/reference`: code lists, regions, the ontology."""
        return self._path("graph", "reference")

    @property
    def published_graph(self) -> NamedNode:
        """`graph/published`: in a store elsewhere, what was written there."""
        return self._path("graph", "published")

    @property
    def derived_graph(self) -> NamedNode:
        """`graph/derived`: all that needs other reports or rules."""
        return self._path("graph", "derived")

    @property
    def dataset(self) -> NamedNode:
        """`dataset`: all that a release holds, as VoID and DCAT describe it."""
        return self._path("dataset")
