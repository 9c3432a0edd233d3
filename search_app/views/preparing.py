"""What visitors are told while the vectors of semantic search are not there."""

from __future__ import annotations

from search_app.search.background import FAILED, NONE, WORKING, VectorProgress

_MEANWHILE = "现在按字词查找，结果可能少一些。"


def preparing(now: VectorProgress) -> tuple[str, str] | None:
    """How far they are, and what that means for the reader; None where this data folder is to have none."""
    if now.state == NONE:
        return None
    if now.state == WORKING:
        return f"语义检索正在准备（{now.percent}%）", _MEANWHILE
    if now.state == FAILED:
        return "语义检索没有做成，原因已记入日志", _MEANWHILE
    return "语义检索还没有备好", _MEANWHILE
