"""Characters in a picture of one line, read by rapidocr (extra `ocr`; its models are in the package, nothing is downloaded)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import cv2
import numpy as np

from ingest.document import DOUBT
from ingest.formats.scan.raster import Picture

_SURE = 0.93  # mean confidence of a line's characters; below it its numbers are doubtful
_NUMBER = re.compile(r"\d[\d,.，．]*+(?!\s*[年月日表、])")  # no years, dates, numbers of tables and ordinals


def texts(pictures: Sequence[Picture]) -> list[str]:
    """What the pictures of lines say, "" for nothing; a number read with low confidence, or as another one in a second look, has a mark."""
    read = _recognised(pictures)
    again = [i for i, (text, _) in enumerate(read) if _NUMBER.search(text)]
    second = dict(zip(again, _recognised([_altered(pictures[i]) for i in again]), strict=True))
    return [_marked(text, sure, second.get(i)) for i, (text, sure) in enumerate(read)]


def _marked(text: str, sure: float, second: tuple[str, float] | None) -> str:
    if second is None:
        return text
    same = _NUMBER.findall(text) == _NUMBER.findall(second[0])
    return text if same and sure >= _SURE else _NUMBER.sub(rf"\g<0>{DOUBT}", text)


def _altered(picture: Picture) -> Picture:
    """The same line, larger and with more paper around it: a sure reading doesn't change."""
    rim = max(2, picture.shape[0] // 8)
    wider = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(cv2.resize(wider, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _recognised(pictures: Sequence[Picture]) -> list[tuple[str, float]]:
    if not pictures:
        return []
    found, _ = _engine()([cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) for picture in pictures])
    return [(str(text), float(score)) for text, score in found]


@cache
def _engine() -> Any:  # noqa: ANN401
    from rapidocr_onnxruntime import RapidOCR  # slow to import

    # One thread, so that the same page gives the same text; short lines are not padded to long ones.
    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1, rec_img_shape=[3, 48, 96])
    return cast(Any, engine.text_rec)
