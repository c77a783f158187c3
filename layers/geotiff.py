"""Where a GeoTIFF lies: its tags, without its pixels.

Source: OGC GeoTIFF 1.1 (19-008r4): ModelPixelScaleTag 33550, ModelTiepointTag 33922,
ModelTransformationTag 34264, GeoKeyDirectoryTag 34735 with keys 1024 (model type),
1025 (raster type), 2048 and 3072 (EPSG codes).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from gridplanner.errors import InputError
from layers.basemap import Picture

_WIDTH, _HEIGHT, _SCALE, _TIE, _MATRIX, _KEYS = 256, 257, 33550, 33922, 34264, 34735
#: TIFF field type → struct letter.
_LETTERS = {1: "B", 3: "H", 4: "I", 11: "f", 12: "d"}
_RASTER_TYPE, _GEOGRAPHIC, _PROJECTED = 1025, 2048, 3072
_PIXEL_IS_POINT, _OWN = 2, 32767


def geotiff_of(path: Path) -> Picture:
    """Read a GeoTIFF with the places of its outer corners.

    Raises
    ------
    InputError
        ``basemap.unreadable``, ``basemap.not_a_picture`` where it is no classic TIFF,
        ``basemap.no_place`` where its tags do not say where it lies.
    """
    try:
        with path.open("rb") as file:
            tags = _tags(file, path)
        content = path.read_bytes()
    except (OSError, struct.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("basemap.unreadable", {"file": str(path), "reason": reason}) from error
    width, height = (int(tags[tag][0]) for tag in (_WIDTH, _HEIGHT))
    keys = _geo_keys(tags.get(_KEYS, ()))
    # A pixel that stands for a point is placed by its middle.
    half = 0.5 if keys.get(_RASTER_TYPE) == _PIXEL_IS_POINT else 0.0
    if _MATRIX in tags and len(tags[_MATRIX]) == 16:
        a, b, _, c, d, e, _, f = tags[_MATRIX][:8]
    elif _SCALE in tags and len(tags.get(_TIE, ())) >= 6:
        across, down = tags[_SCALE][:2]
        column, row, _, x, y, _ = tags[_TIE][:6]
        a, b, c = across, 0.0, x - column * across
        d, e, f = 0.0, -down, y + row * down
    else:
        raise InputError("basemap.no_place", {"file": str(path)})

    def at(column: float, row: float) -> tuple[float, float]:
        column, row = column - half, row - half
        return a * column + b * row + c, d * column + e * row + f

    epsg = keys.get(_PROJECTED) or keys.get(_GEOGRAPHIC) or 0
    crs = f"EPSG:{epsg}" if 0 < epsg < _OWN else ""
    return Picture(content, "image/tiff", (at(0, 0), at(width, 0), at(0, height)), crs)


def _tags(file: BinaryIO, path: Path) -> dict[int, tuple[float, ...]]:
    """Read the first directory: tag → values, of the types that matter here."""
    head = file.read(8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
    if not order or len(head) < 8 or struct.unpack(order + "H", head[2:4])[0] != 42:
        raise InputError("basemap.not_a_picture", {"file": str(path)})
    file.seek(struct.unpack(order + "I", head[4:8])[0])
    count = struct.unpack(order + "H", file.read(2))[0]
    entries = [file.read(12) for _ in range(count)]
    found: dict[int, tuple[float, ...]] = {}
    for entry in entries:
        tag, kind, number = struct.unpack(order + "HHI", entry[:8])
        letter = _LETTERS.get(kind)
        if letter is None or tag not in (_WIDTH, _HEIGHT, _SCALE, _TIE, _MATRIX, _KEYS):
            continue
        layout = f"{order}{number}{letter}"
        size = struct.calcsize(layout)
        if size <= 4:
            raw = entry[8 : 8 + size]
        else:
            file.seek(struct.unpack(order + "I", entry[8:12])[0])
            raw = file.read(size)
        found[tag] = struct.unpack(layout, raw)
    if _WIDTH not in found or _HEIGHT not in found:
        raise InputError("basemap.not_a_picture", {"file": str(path)})
    return found


def _geo_keys(values: tuple[float, ...]) -> dict[int, int]:
    """Read the keys whose value stands in the directory itself."""
    rows = [values[at : at + 4] for at in range(4, len(values) - 3, 4)]
    return {int(key): int(value) for key, place, _, value in rows if place == 0}
