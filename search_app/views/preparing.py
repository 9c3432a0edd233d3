"""What visitors are told while the vectors of semantic search are not there."""

from __future__ import annotations

from search_app.search.background import FAILED, NONE, WORKING, VectorProgress

_MEANWHILE = "现在按字词查找，结果可能少一些。"
_MINUTE = 60


def preparing(now: VectorProgress) -> tuple[str, str] | None:
    """How far they are, and what that means for the reader; None where this data folder is to have none."""
    if now.state == NONE:
        return None
    if now.state == WORKING:
        return _working(now), _MEANWHILE
    if now.state == FAILED:
        return "语义检索没有做成，原因已记入日志", _MEANWHILE
    return "语义检索还没有备好", _MEANWHILE


def _working(now: VectorProgress) -> str:
    """How far they are, and about how long it still takes where that is known."""
    if now.seconds is None:
        return f"语义检索正在准备（{now.percent}%）"
    if now.seconds < _MINUTE:
        return f"语义检索正在准备（{now.percent}%，还要不到一分钟）"
    return f"语义检索正在准备（{now.percent}%，还要约{-(-now.seconds // _MINUTE)}分钟）"
