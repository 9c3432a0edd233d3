"""Words and numbers as the pages print them."""

from __future__ import annotations

# Status: code for programs, what is missing, the next step.
STATUS_TEXT: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求有误", "检查网址和参数"),
    404: ("not_found", "没有这个页面", "从首页看已载入的单位和年度"),
    405: ("method_not_allowed", "这个地址不接受这种请求方法", "用GET，SPARQL也可以用POST"),
    406: ("not_acceptable", "没有你要的格式", "网页用text/html，数据用text/turtle或application/json"),
    413: ("too_large", "请求太大", "缩短查询，或分几次发"),
    414: ("uri_too_long", "网址太长", "改用POST"),
    415: ("unknown_content_type", "不认识这种请求正文", "用表单，或application/sparql-query"),
    500: ("internal", "服务器出错，已记入日志", "稍后再试；一直这样就告诉管理员"),
}


def grouped(printed: str) -> str:
    """A printed number with thousands separators and a true minus sign; other text as it is."""
    sign, digits = ("−", printed[1:]) if printed[:1] in {"-", "−"} else ("", printed)
    whole, dot, rest = digits.replace(",", "").partition(".")
    if not whole.isdigit():
        return printed
    return f"{sign}{int(whole):,}{dot}{rest}"


def spans(years: list[int]) -> str:
    """Years in ranges: 2019、2020、2022–2024."""
    groups: list[list[int]] = []
    for year in sorted(set(years)):
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return "、".join(f"{g[0]}–{g[-1]}" if len(g) > 2 else "、".join(map(str, g)) for g in groups)
