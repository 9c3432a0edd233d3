"""Years in questions: 2019年, 22年度, 二〇二四年, 2022年到2024年."""

from __future__ import annotations

import re

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ONE = (
    r"(?:(?:19|20)\d{2}|[二〇○零一三四五六七八九]{4}(?=年)|(?<!\d)\d{2}(?=年)"
    r"|(?<![近前后的过])(?:二[〇○零一二三四五六七八九]|一[三四五六七八九])(?=年))"
)
_END = r"(?:年(?![初末底])度?)?"  # 2022年底 is the year 2022 and its end
YEARS = re.compile(rf"(?<!\d){_ONE}{_END}(?:(?:到|至|-|–|—|~|～){_ONE}{_END})?(?!\d)")
_NUMBER = re.compile(_ONE)
_FIRST, _LAST = 1990, 2099


def years_in(text: str) -> tuple[int, ...]:
    """The years that a match of `YEARS` means; a span gives every year in it, in order."""
    found = [_number(year) for year in _NUMBER.findall(text)]
    if not found or not all(_FIRST <= year <= _LAST for year in found):
        return ()
    return tuple(range(min(found), max(found) + 1))


def _number(text: str) -> int:
    year = int(text.translate(_CHINESE))
    return 2000 + year if year < 100 else year
