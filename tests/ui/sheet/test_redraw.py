"""Basemaps drawn anew by Qt: the right part, within the room."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QBuffer, QByteArray, QIODevice
from PyQt6.QtGui import QColor, QImage

from ui.sheet.redraw import redraw


def quarters(kind: str, side: int = 600) -> bytes:
    """Make a picture: red, green, blue and white quarters, row by row."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    half = side // 2
    for row, pair in enumerate((("red", "green"), ("blue", "white"))):
        for column, name in enumerate(pair):
            for y in range(row * half, (row + 1) * half):
                for x in range(column * half, (column + 1) * half):
                    # A little unrest, so that a smaller file means fewer pixels.
                    colour = QColor(name).darker(100 + (x * 31 + y * 17) % 23)
                    image.setPixelColor(x, y, colour)
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(array.data())


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_the_part_asked_for_is_drawn(kind: str) -> None:
    made = redraw(quarters(kind), (0.5, 0.0, 1.0, 0.5), 1_000_000)
    assert made is not None
    assert (made.kind, made.width, made.height) == ("image/jpeg", 300, 300)
    image = QImage.fromData(made.content)
    middle = image.pixelColor(150, 150)
    assert middle.green() > 80
    assert max(middle.red(), middle.blue()) < 30


def test_it_gets_smaller_until_it_fits() -> None:
    content = quarters("PNG")
    whole = redraw(content, (0.0, 0.0, 1.0, 1.0), 10_000_000)
    assert whole is not None
    room = len(whole.content) // 2
    made = redraw(content, (0.0, 0.0, 1.0, 1.0), room)
    assert made is not None
    assert len(made.content) <= room
    assert 240 <= made.width < 600
    assert made.width == made.height


def test_what_cannot_be_read_or_does_not_fit_is_none() -> None:
    assert redraw(b"no picture", (0.0, 0.0, 1.0, 1.0), 1_000_000) is None
    assert redraw(quarters("PNG"), (0.0, 0.0, 1.0, 1.0), 500) is None
