"""An image painted by compiled kernels instead of Qt's painter, where they are loaded.

Both paint the same shapes in the same colours; Qt's painter serves sheets, and the window
until the kernels have come (:func:`load`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from types import ModuleType
from typing import cast

import numpy as np
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter, QTransform

from gridplanner.geometry import Floats, Ints
from ui.canvas.outlines import Outlines

#: Lines up to this width are painted as thin ones: their ends and joints do not show.
THIN_PX = 1.2
#: Rows that are painted together, layer by layer; each strip looks at all shapes.
STRIP_PX = 256


@dataclass(frozen=True)
class Loaded:
    """The kernels, and a thread in which they paint beside the window's own."""

    gather: ModuleType
    lay: ModuleType
    pool: ThreadPoolExecutor


_loaded: list[Loaded] = []


def load() -> None:
    """Load the kernels and call each once, so that none is compiled in a frame."""
    from ui.canvas import kernel_gather, kernel_lay

    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0)
    square = np.array([[8.0, 8.0], [40.0, 8.0], [40.0, 40.0], [8.0, 40.0], [8.0, 8.0]])
    shape = Outlines(
        square, np.array([0, 5]), np.array([[8.0, 8.0, 40.0, 40.0]]), np.zeros(1, dtype=np.int64)
    )
    loaded = Loaded(kernel_gather, kernel_lay, ThreadPoolExecutor(1, thread_name_prefix="map"))
    pixels = Pixels(image, QTransform(), QRectF(0, 0, 64, 64), 1.0, Buffers(), loaded)
    pixels.fill(shape, "#ffffff")
    pixels.lines(shape, 0.5, "#ffffff", 0.5)
    pixels.lines(shape, 2.0, "#ffffff", 0.5)
    pixels.dots(square, np.full(5, 2.0), "#ffffff")
    pixels.patches(shape, np.array([0xFF336699]), 0.5)
    pixels.flush()
    _loaded[:] = [loaded]


def is_loaded() -> bool:
    """Tell whether the kernels have come."""
    return bool(_loaded)


def unload() -> None:
    """Leave the painting to Qt's painter again, and end the thread."""
    for loaded in _loaded:
        loaded.pool.shutdown()
    _loaded.clear()


class Buffers:
    """Room in which shapes of one look are gathered; as large as the largest image so far."""

    def __init__(self) -> None:
        self._size = (-1, -1)
        self.fit(0, 0)

    def fit(self, height: int, width: int) -> None:
        """Make room for an image."""
        if height <= self._size[0] and width <= self._size[1]:
            return
        height, width = max(height, self._size[0]), max(width, self._size[1])
        self._size = height, width
        self.area = np.zeros((height, width + 2), dtype=np.float32)
        self.cover = np.zeros((height, width), dtype=np.uint8)
        self.touched = np.zeros((height, (width + 2) // 16 + 1), dtype=np.uint8)
        self.ends = np.zeros(height, dtype=np.int64)


class Pixels:
    """The pixels of an image, and where the ground lies on them.

    Parameters
    ----------
    image : QImage
        ``Format_RGB32``.
    matrix : QTransform
        From local coordinates to logical pixels, without rotation.
    clip : QRectF
        What may be painted, in logical pixels.
    ratio : float
        Device pixels a logical pixel; widths and radii are logical.
    """

    def __init__(
        self,
        image: QImage,
        matrix: QTransform,
        clip: QRectF,
        ratio: float,
        buffers: Buffers,
        loaded: Loaded,
    ) -> None:
        width, height = image.width(), image.height()
        bits = image.bits()
        assert bits is not None
        bits.setsize(image.sizeInBytes())
        # Rows of four bytes a pixel have no padding.
        self._pixels = np.frombuffer(cast("bytearray", bits), dtype=np.uint32).reshape(
            height, width
        )
        self._place = ratio * np.array([matrix.m11(), matrix.dx(), matrix.m22(), matrix.dy()])
        sides = np.round(ratio * np.array([clip.left(), clip.top(), clip.right(), clip.bottom()]))
        most = np.array([width, height, width, height])
        self._part = np.clip(sides.astype(np.int64), 0, most)
        self._ratio, self._loaded = ratio, loaded
        self._asked: list[Callable[[Ints], None]] = []
        buffers.fit(height, width)
        self._room = buffers

    @classmethod
    def of(
        cls, painter: QPainter, matrix: QTransform, clip: QRectF, buffers: Buffers
    ) -> Pixels | None:
        """Take the image that a painter is at work on; ``None`` where kernels cannot paint it."""
        image = painter.device()
        if not _loaded or not isinstance(image, QImage) or painter.viewTransformEnabled():
            return None
        if image.format() != QImage.Format.Format_RGB32:
            return None
        return cls(image, matrix, clip, image.devicePixelRatioF(), buffers, _loaded[0])

    def flush(self) -> None:
        """Paint what was asked for, before something else paints on the image."""
        for _ in self.strips():
            pass

    def strips(self) -> Iterator[str]:
        """Paint what was asked for, some rows at a time, in two threads."""
        asked, self._asked = self._asked, []
        left, top, right, bottom = self._part.tolist()
        if not asked or left >= right or top >= bottom:
            return
        count = max(round((bottom - top) / STRIP_PX), 1)
        edges = np.linspace(top, bottom, count + 1).round().astype(np.int64).tolist()
        parts = [np.array([left, a, right, b]) for a, b in pairwise(edges)]

        def paint(part: Ints) -> None:
            for one in asked:
                one(part)

        for part, beside in zip_longest(parts[::2], parts[1::2]):
            if beside is None:
                paint(part)
            else:
                future = self._loaded.pool.submit(paint, beside)
                paint(part)
                if future.cancel():  # the other processor has not come to it
                    paint(beside)
                else:
                    future.result()
            yield "strip"

    def fill(self, shapes: Outlines, colour: str, alpha: float = 1.0) -> None:
        """Fill polygons in one colour; what lies in several of them is painted once."""
        room, loaded, place, value = self._room, self._loaded, self._place, _value(colour)
        xy, starts, boxes, pixels = shapes.xy, shapes.starts, shapes.boxes, self._pixels

        def paint(part: Ints) -> None:
            loaded.gather.gather_fills(room.area, room.touched, xy, starts, boxes, place, part)
            loaded.lay.lay_fills(pixels, room.area, room.touched, value, alpha, part)

        if len(shapes):
            self._asked.append(paint)

    def lines(
        self, shapes: Outlines, width_px: float | Floats, colour: str, alpha: float = 1.0
    ) -> None:
        """Draw lines in one colour, and in one width or a width each, in device pixels.

        Where they cross they are no darker. Those without a width are left out.
        """
        room, kernels, place = self._room, self._loaded.gather, self._place
        xy, starts, boxes = shapes.xy, shapes.starts, shapes.boxes
        gather, width = kernels.gather_thin, width_px
        if not isinstance(width_px, float) or width_px > THIN_PX:
            gather = kernels.gather_lines
            width = np.broadcast_to(np.asarray(width_px), len(shapes)).copy()

        def paint(part: Ints) -> None:
            gather(room.cover, room.touched, xy, starts, boxes, width, place, part)
            self._lay(_value(colour), alpha, part)

        if len(shapes):
            self._asked.append(paint)

    def dots(self, xy: Floats, radius_px: Floats, colour: str, alpha: float = 1.0) -> None:
        """Draw discs in one colour; radii in logical pixels."""
        radius, gather = radius_px * self._ratio, self._loaded.gather.gather_dots

        def paint(part: Ints) -> None:
            room = self._room
            gather(room.cover, room.touched, xy, radius, self._place, part)
            self._lay(_value(colour), alpha, part)

        if len(xy):
            self._asked.append(paint)

    def _lay(self, colour: int, alpha: float, part: Ints) -> None:
        room = self._room
        self._loaded.lay.lay_cover(self._pixels, room.cover, room.touched, colour, alpha, part)

    def patches(self, shapes: Outlines, colours: Ints, alpha: float = 1.0) -> None:
        """Fill polygons in a colour each, without antialiasing.

        Parameters
        ----------
        colours : int array
            0xffrrggbb of each shape, by :attr:`Outlines.owner`.
        """
        climb_m, corners = shapes.climb
        most = int(climb_m * abs(self._place[2])) + corners + 1

        def paint(part: Ints) -> None:
            self._loaded.lay.fill_plain(
                self._pixels, shapes.xy, shapes.starts, shapes.boxes, shapes.owner, colours,
                alpha, self._place, part, self._room.ends, np.empty(most, dtype=np.int64),
            )  # fmt: skip

        if len(shapes):
            self._asked.append(paint)


def values(colours: Sequence[str]) -> Ints:
    """Give colours as 0xffrrggbb."""
    return np.array([_value(colour) for colour in colours], dtype=np.int64)


@lru_cache(maxsize=1024)
def _value(colour: str) -> int:
    return int(QColor(colour).rgb())
