"""What a question leaves out of what it ranks: 除教育支出外, 不算社会保障支出."""

from __future__ import annotations

from collections.abc import Sequence

from search_app.ask.spans import Span

_NAMES = ("subject", "measure", "project", "code", "row")


def without_excluded(spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The words of the question without those that name what is left out, and these: between 除 and 外, or directly after 不算."""
    out: list[Span] = []
    begins = next((number for number, span in enumerate(spans) if span.says("except_of")), None)
    if begins is None:
        return list(spans), out
    end = spans[begins].end
    for span in spans[begins + 1 :]:
        if span.start != end or not (span.of(*_NAMES) or span.says("and")):
            break
        out.append(span)
        end = span.end
    return [span for span in spans if span not in out], [span for span in out if span.of(*_NAMES)]
