"""Basemaps drawn anew: the part that is needed, as fine as the room allows."""

from __future__ import annotations

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PyQt6.QtGui import QImage, QImageReader, QPainter

from layers.basemap import Redrawn

#: Longest side that a browser on a phone still holds, and the shortest worth looking at.
_LONGEST_PX, _SHORTEST_PX = 4096, 240
#: From one try to the next the sides shrink by this; JPEG quality.
_STEP, _QUALITY = 0.85, 82
#: Memory that one picture may take once unpacked: an aerial photograph of a town.
_MOST_MB = 2048


def redraw(
    content: bytes, part: tuple[float, float, float, float], room_bytes: int
) -> Redrawn | None:
    """Draw a part of a picture as JPEG within a number of bytes.

    Needs no Qt application. What is transparent becomes white.

    Parameters
    ----------
    content : bytes
        PNG, JPEG or TIFF.
    part : tuple of float
        Left, top, right, bottom, in shares of the picture from its upper left corner.
    room_bytes : int

    Returns
    -------
    Redrawn or None
        ``None`` where Qt cannot read it, or where no useful size fits.
    """
    image = _read(content)
    if image.isNull():
        return None
    left, top, right, bottom = part
    width, height = image.width(), image.height()
    x, y = int(left * width), int(top * height)
    # To whole pixels: at most one more at each side, less than what is seen as shifted.
    cut = QRect(x, y, max(1, round(right * width) - x), max(1, round(bottom * height) - y))
    image = image.copy(cut)
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.white)
    _over(plain, image)
    longest = max(plain.width(), plain.height())
    side = float(min(longest, _LONGEST_PX))
    while side >= min(_SHORTEST_PX, longest):
        made = plain
        if side < longest:
            made = plain.scaled(
                round(plain.width() * side / longest) or 1,
                round(plain.height() * side / longest) or 1,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        written = _jpeg(made)
        if len(written) <= room_bytes:
            return Redrawn(written, "image/jpeg", made.width(), made.height())
        side *= _STEP
    return None


def _read(content: bytes) -> QImage:
    limit = QImageReader.allocationLimit()
    QImageReader.setAllocationLimit(_MOST_MB)
    try:
        return QImage.fromData(content)
    finally:
        QImageReader.setAllocationLimit(limit)


def _over(below: QImage, above: QImage) -> None:
    """Paint one image over another of the same size."""
    painter = QPainter(below)
    painter.drawImage(0, 0, above)
    painter.end()


def _jpeg(image: QImage) -> bytes:
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", _QUALITY)
    buffer.close()
    return bytes(array.data())
