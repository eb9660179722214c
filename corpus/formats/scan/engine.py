"""Recognise the text of a picture with RapidOCR and the models bundled in its wheel.

The detector returns a quadrilateral for each line of text.  It cuts off thin strokes at the ends
(一、 at the start of a heading), so lines are cropped with extra width.  A line with a digit is
recognised twice, from two crops: a digit that differs between them is unreliable, whatever its
confidence.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import cv2
    import numpy as np
    import rapidocr
else:  # the extra is optional and takes a second to import
    cv2 = LazyModule("cv2")
    np = LazyModule("numpy")
    rapidocr = LazyModule("rapidocr")

Corner = tuple[float, float]
"""x and y in pixels from the top left."""
_SETTINGS = {"Global.use_cls": False, "Global.log_level": "critical", "Global.text_score": 0.0}
_FIRST, _SECOND = (1.5, 0.5, 0.0), (0.8, 0.3, 0.06)
"""Margins of the two crops: left, right, and above and below, in line heights."""
_ROOM = 0.2
"""Line heights kept free between a crop and the next text on its left and right."""
_UPSIDE_DOWN = 0.75
"""Mean confidence below which a page is also tried rotated by 180°; upright pages have 0.95."""


class Picture(Struct, frozen=True):
    """A greyscale page: one byte per pixel, rows from the top without padding."""

    width: int
    height: int
    pixels: bytes
    points: float
    """Points (1/72 inch) per pixel."""


class ReadLine(Struct, frozen=True):
    """The recognised text of one line or table cell of a page."""

    text: str
    confidences: tuple[float, ...]
    """Confidence of each character, from 0 to 1."""
    corners: tuple[Corner, Corner, Corner, Corner]
    """Corners of the line: top left, top right, bottom right, bottom left."""
    again: str | None = None
    """Text recognised from the second crop; None if there was none."""


class Recognition(Struct, frozen=True):
    """The lines of a page, and its size in upright orientation."""

    lines: tuple[ReadLine, ...]
    width: int
    height: int


Engine = Callable[[Picture], Recognition]


def rapid_engine() -> Engine:
    """Create the engine; raises ImportError without the extra, OSError without its models."""
    folder = Path(rapidocr.__file__).parent / "models"
    models = {kind: _model(folder, kind) for kind in ("det", "rec")}
    recogniser = rapidocr.RapidOCR(
        params=_SETTINGS
        | {"Det.model_path": str(models["det"]), "Rec.model_path": str(models["rec"])}
    )
    return lambda picture: _recognise(recogniser, picture)


def _model(folder: Path, kind: str) -> Path:
    """Path of a model in the wheel; an explicit path prevents any download."""
    found = sorted(folder.glob(f"*_{kind}_*.onnx"))
    if not found:
        raise FileNotFoundError(str(folder))
    return found[-1]


def _recognise(recogniser: Any, picture: Picture) -> Recognition:  # noqa: ANN401 - no types
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width)
    image = cv2.cvtColor(rows, cv2.COLOR_GRAY2BGR)
    boxes = _boxes(recogniser, image)
    if sum(_is_tall(box) for box in boxes) > len(boxes) / 2:  # the page lies on its side
        image = np.ascontiguousarray(np.rot90(image))
        boxes = _boxes(recogniser, image)
    lines = list(_read_lines(recogniser, image, boxes))
    if lines and _certainty(lines) < _UPSIDE_DOWN:
        turned = np.ascontiguousarray(np.rot90(image, 2))
        others = list(_read_lines(recogniser, turned, _boxes(recogniser, turned)))
        if others and _certainty(others) > _certainty(lines):
            lines = others
    height, width = image.shape[:2]
    return Recognition(tuple(lines), width, height)


def _boxes(recogniser: Any, image: Any) -> list[Any]:  # noqa: ANN401 - as above
    """The quadrilaterals of all lines, as arrays of four corners."""
    found = recogniser(image, use_det=True, use_rec=False).boxes
    return [] if found is None else list(found)


def _is_tall(box: Any) -> bool:  # noqa: ANN401 - as above
    return math.dist(box[0], box[3]) > 1.5 * math.dist(box[0], box[1])


def _certainty(lines: Sequence[ReadLine]) -> float:
    return fmean(c for line in lines for c in line.confidences or (0.0,))


def _read_lines(recogniser: Any, image: Any, boxes: list[Any]) -> Iterator[ReadLine]:  # noqa: ANN401 - as above
    for box in boxes:
        room = _room_beside(box, boxes)
        text, confidences = _read(recogniser, _cutting(image, box, _FIRST, room))
        if not text.strip():
            continue
        again = None
        if any(character.isdigit() for character in text):
            again, _ = _read(recogniser, _cutting(image, box, _SECOND, room))
        corners = tuple((float(x), float(y)) for x, y in box)
        yield ReadLine(text, confidences, (corners[0], corners[1], corners[2], corners[3]), again)


def _read(recogniser: Any, cutting: Any) -> tuple[str, tuple[float, ...]]:  # noqa: ANN401 - as above
    found = recogniser(cutting, use_det=False, use_rec=True, return_word_box=True)
    text = found.txts[0] if found.txts else ""
    return text, tuple(map(float, found.word_results[0].confs)) if text else ()


def _room_beside(box: Any, boxes: list[Any]) -> tuple[float, float]:  # noqa: ANN401 - as above
    """Distance in pixels to the next text left and right of a line at the same height."""
    middle, height = median(y for _, y in box), math.dist(box[0], box[3])
    left, right = min(x for x, _ in box), max(x for x, _ in box)
    level = [
        other
        for other in boxes
        if other is not box and abs(median(y for _, y in other) - middle) < 0.6 * height
    ]
    before = [left - max(x for x, _ in other) for other in level]
    behind = [min(x for x, _ in other) - right for other in level]
    return (
        max(min((gap for gap in before if gap > -height), default=left), 0.0),
        max(min((gap for gap in behind if gap > -height), default=math.inf), 0.0),
    )


def _cutting(
    image: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401 - as above
    more: tuple[float, float, float],
    room: tuple[float, float],
) -> Any:  # noqa: ANN401 - as above
    """Crop the line, rotated to horizontal, with the margins ``more`` limited by ``room``."""
    corners = box.astype("float32")
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = max(float(np.hypot(*along)), 1.0), max(float(np.hypot(*down)), 1.0)
    along, down = along / width, down / height
    left, right = (
        max(min(share * height, free - _ROOM * height), 0.0)
        for share, free in zip(more[:2], room, strict=True)
    )
    edge = more[2] * height
    source = np.array(
        [
            corners[0] - along * left - down * edge,
            corners[1] + along * right - down * edge,
            corners[2] + along * right + down * edge,
            corners[3] - along * left + down * edge,
        ],
        "float32",
    )
    wide, high = max(int(width + left + right), 1), max(int(height + 2 * edge), 1)
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], "float32")
    turn = cv2.getPerspectiveTransform(source, target)
    return cv2.warpPerspective(
        image, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
