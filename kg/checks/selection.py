"""Which cells and figures a name of an identity means: conditions by attribute, as a rule file writes them.

`row`, `column`, `what`, `section` are patterns that must be found; `not_row` … patterns that must not; every other key is a value
or a list of values (`""`: not stated).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

_PATTERNS = ("row", "column", "what", "section")


class Attributed(Protocol):
    """Has attributes by name."""

    def __getitem__(self, name: str) -> str: ...


Item = TypeVar("Item", bound=Attributed)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def select(items: Iterable[Item], conditions: Mapping[str, Any]) -> list[Item]:
    """The items that fit all conditions, in order."""
    found = list(items)
    for key, wanted in sorted(conditions.items(), key=lambda pair: pair[0] in _PATTERNS or pair[0].startswith("not_")):
        found = _fitting(found, key, wanted)
    return found


def _fitting(items: Sequence[Item], key: str, wanted: Any) -> list[Item]:
    if key.startswith("not_"):
        unwanted, name = _pattern(str(wanted)), key.removeprefix("not_")
        return [item for item in items if not unwanted.search(item[name])]
    if key in _PATTERNS:
        pattern = _pattern(str(wanted))
        return [item for item in items if pattern.search(item[key])]
    values = {str(value) for value in wanted} if isinstance(wanted, list) else {str(wanted)}
    return [item for item in items if item[key] in values]
