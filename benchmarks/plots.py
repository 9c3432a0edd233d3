"""Curves of growth from a run of `juesuan bench --out FILE`: `python -m benchmarks.plots FILE.json… [--to docs/images]`.

One picture a group of figures, reports on the one axis and what they cost on the other, both logarithmic: a straight line of slope 1
is linear growth, a level line none. Several files are drawn together. The same figures give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from benchmarks.rows import Row, from_json

_SIZE = (5.6, 3.4)
# Paths instead of letters would be larger; a viewer without the font takes its own.
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "juesuan",
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_MARKERS = "osD^vP*X"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, what the other axis counts, and the rows of each line by their names."""

    name: str
    axis: str
    lines: Mapping[str, str]


PICTURES = (
    Picture("growth-load", "seconds", {"loading, by the clock": "load, clock", "loading, processor": "load, processor"}),
    Picture("growth-memory", "MiB", {"loading, all processes": "load, memory"}),
    Picture(
        "growth-queries",
        "ms",
        {name: name for name in ("look-up", "describe", "path", "join", "count", "top-n", "group-by", "regex")},
    ),
    Picture(
        "growth-tables",
        "ms",
        {
            "totals of a unit": "page: totals_of, a unit",
            "totals of a place": "page: totals_of, a place",
            "money of a report": "page: report_money",
            "findings of a unit": "page: findings",
            "users of a subject": "page: subject_uses",
        },
    ),
    Picture(
        "growth-pages",
        "ms",
        {"question (p50)": "ask"}
        | {f"{kind} (p95)": f"page {kind}" for kind in ("unit", "report", "region", "subject", "project", "answer")},
    ),
)


def points(rows: Iterable[Row], name: str) -> list[tuple[int, float]]:
    """Reports and what they cost, for the rows of a name; of several of a size the last."""
    found = {row.reports: row.ours for row in rows if row.name == name and row.reports and row.ours}
    return sorted((reports, ours) for reports, ours in found.items() if ours is not None)


def draw(rows: Sequence[Row], picture: Picture, folder: Path) -> Path | None:
    """Write the picture; None where no line has two points."""
    lines = {label: found for label, name in picture.lines.items() if len(found := points(rows, name)) > 1}
    if not lines:
        return None
    with mpl.rc_context(_STYLE):
        figure = Figure(_SIZE, layout="constrained")
        axes = figure.add_subplot(xscale="log", yscale="log", xlabel="reports", ylabel=picture.axis)
        for marker, (label, found) in zip(_MARKERS, lines.items(), strict=False):
            axes.plot(*zip(*found, strict=True), marker=marker, markersize=4, linewidth=1.2, label=label)
        sizes = sorted({reports for found in lines.values() for reports, _ in found})
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter("{x:g}")
        axes.minorticks_off()
        axes.grid(visible=True, linewidth=0.3)
        axes.legend(fontsize=7, frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
        target = folder / f"{picture.name}.svg"
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    return target


def main(arguments: Sequence[str]) -> int:
    """Draw all pictures that the files have the figures for, and name them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[1] / "docs" / "images")
    given = parser.parse_args(arguments)
    rows = [row for file in given.files for row in from_json(file.read_text(encoding="utf-8"))]
    given.to.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        target = draw(rows, picture, given.to)
        if target:
            print(f"{target.name}: {', '.join(label for label, name in picture.lines.items() if len(points(rows, name)) > 1)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
