"""The attribute table of a shapefile, as bytes: its header and its non-ASCII texts.

Only what the choice of an encoding needs; the values themselves are read by GDAL.

Source: dBase III header as in the xBase description, language byte at offset 29.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

#: Rows looked at for texts; enough to tell an encoding, bounded in time.
_MAX_ROWS = 200_000


@dataclass(frozen=True)
class DbfText:
    """What an encoding is judged by.

    Attributes
    ----------
    language : int
        The language byte (LDID), 0 where absent.
    samples : tuple of (bytes, bool)
        Distinct non-ASCII texts of fields and of column names; true where the text fills its
        field, so that its last character may have been cut.
    """

    language: int
    samples: tuple[tuple[bytes, bool], ...]


def dbf_text(path: Path) -> DbfText:
    """Read the language byte and the distinct non-ASCII texts of a dbf.

    A missing, short or damaged file gives no samples.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        return DbfText(0, ())
    if len(raw) < 33:
        return DbfText(0, ())
    header, width = int.from_bytes(raw[8:10], "little"), int.from_bytes(raw[10:12], "little")
    fields: list[tuple[int, int]] = []
    samples: dict[tuple[bytes, bool], None] = {}
    place, offset = 32, 1
    while place + 32 <= min(header, len(raw)) and raw[place] != 0x0D:
        title = raw[place : place + 11].split(b"\x00", 1)[0].rstrip()
        if not title.isascii():
            samples[title, len(title) >= 10] = None
        length = raw[place + 16]
        if raw[place + 11 : place + 12] == b"C":
            # Long texts keep the high byte of their length in the decimals.
            length += raw[place + 17] << 8
            fields.append((offset, length))
        offset += length
        place += 32
    if width < 1 or offset > width:
        return DbfText(raw[29], tuple(samples))
    rows = min((len(raw) - header) // width, _MAX_ROWS)
    if rows > 0:
        table = np.frombuffer(raw, dtype=np.uint8, count=rows * width, offset=header)
        table = table.reshape(rows, width)
        for start, length in fields:
            block = table[:, start : start + length]
            marked = np.flatnonzero((block >= 0x80).any(axis=1))
            for row in marked:
                text = block[row].tobytes().split(b"\x00", 1)[0]
                full = not text.endswith(b" ")
                samples[text.rstrip(b" "), full] = None
    return DbfText(raw[29], tuple(samples))
