"""A count as an ordinal of a list prints it: 一, ①, 甲, iv …."""

from __future__ import annotations

_HAN = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_RUNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}


def shaped(count: int, shape: str) -> str:
    """The number in the format of ISO 29500-1 17.18.59 (chineseCounting, decimalEnclosedCircle, …); a plain number for others."""
    if shape in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"):
        return han(count)
    if shape in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_HAN[int(digit)] for digit in str(count))
    if shape == "chineseLegalSimplified":
        return "".join(_FORMAL[int(digit)] for digit in str(count)) if count > 10 else (*_FORMAL, "拾")[count]
    if shape in _RUNS and 1 <= count <= len(_RUNS[shape]):
        return _RUNS[shape][count - 1]
    if shape in ("lowerRoman", "upperRoman"):
        return roman(count) if shape == "lowerRoman" else roman(count).upper()
    if shape in ("decimalZero",):
        return f"{count:02d}"
    return str(count)


def han(count: int) -> str:
    """一, 十, 十一, 二十, 一百零一; a plain number from 1000 on."""
    if not 0 < count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    out = f"{_HAN[hundreds]}百" if hundreds else ""
    if hundreds and rest and not tens:
        out += "零"
    if tens:
        out += "十" if tens == 1 and not hundreds else f"{_HAN[tens]}十"
    return out + (_HAN[ones] if ones else "")


def roman(count: int) -> str:
    """i, ii, iv …; a plain number beyond 3999."""
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for worth, letters in _ROMAN:
        out += letters * (count // worth)
        count %= worth
    return out
