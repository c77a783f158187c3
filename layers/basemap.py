"""Background pictures that a planner has as a file: MBTiles, or an image with a world file.

Nothing is fetched. Sources: MBTiles 1.3 (Web Mercator tiles, rows counted from the south);
world files as ESRI describes them (six numbers, the middle of the upper left pixel).
"""

from __future__ import annotations

import contextlib
import math
import sqlite3
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gridplanner.errors import InputError

#: Suffix of an image → those its world file may have.
_WORLD_SUFFIXES = {
    ".png": (".pgw", ".pngw", ".wld"),
    ".jpg": (".jgw", ".jpgw", ".wld"),
    ".jpeg": (".jgw", ".jpegw", ".wld"),
}
_MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


#: Draws a part of a picture anew within a number of bytes: ``(content, part, room_bytes)``,
#: the part as left, top, right and bottom in shares of the whole. ``None`` if it cannot.
Redraw = Callable[[bytes, tuple[float, float, float, float], int], "Redrawn | None"]


@dataclass(frozen=True)
class Redrawn:
    """A picture drawn anew: its bytes, their type and its size in pixels."""

    content: bytes
    kind: str
    width: int
    height: int


@dataclass(frozen=True)
class Tile:
    """One tile: zoom, column, row from the north, its picture and the picture's type."""

    zoom: int
    x: int
    y: int
    content: bytes
    kind: str


@dataclass(frozen=True)
class Picture:
    """An image with the places of its outer corners, upper left, upper right, lower left.

    ``crs`` is that of the corners, ``""`` where no ``.prj`` says it.
    """

    content: bytes
    kind: str
    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    crs: str


def tiles_of(
    path: Path, box_deg: tuple[float, float, float, float], room_bytes: int
) -> list[Tile] | None:
    """Read the finest zoom of an MBTiles file that fits into a number of bytes.

    Rows are counted from the south as the standard has it; where that gives no tile over
    the box but counting from the north does, the file was written that way.

    Parameters
    ----------
    path : Path
    box_deg : tuple
        West, south, east, north in degrees (WGS84).
    room_bytes : int
        Sum of the pictures' bytes.

    Returns
    -------
    list of Tile or None
        ``None`` where even the coarsest zoom is too large.

    Raises
    ------
    InputError
        ``basemap.unreadable``, ``basemap.vector_tiles``, ``basemap.elsewhere``.
    """
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        ) as connection:
            meta = dict(connection.execute("SELECT name, value FROM metadata"))
            if str(meta.get("format", "")).lower() == "pbf":
                raise InputError("basemap.vector_tiles", {"file": str(path)})
            zooms = [
                int(row[0])
                for row in connection.execute(
                    "SELECT DISTINCT zoom_level FROM tiles ORDER BY zoom_level DESC"
                )
            ]
            flips = [False] if str(meta.get("scheme", "")).lower() == "xyz" else [True, False]
            found_any = False
            for zoom in zooms:
                for south in flips:
                    sizes = _in_box(connection, zoom, box_deg, south=south)
                    if sizes:
                        break
                else:
                    continue
                found_any = True
                if sum(size for _, _, size in sizes) <= room_bytes:
                    return _pictures(connection, path, zoom, sizes, south=south)
    except sqlite3.Error as error:
        raise InputError("basemap.unreadable", {"file": str(path), "reason": str(error)}) from error
    if not found_any:
        raise InputError("basemap.elsewhere", {"file": str(path)})
    return None


def _in_box(
    connection: sqlite3.Connection,
    zoom: int,
    box_deg: tuple[float, float, float, float],
    *,
    south: bool,
) -> list[tuple[int, int, int]]:
    """List column, row from the north and bytes of the tiles over a box."""
    west, low, east, high = box_deg
    x0, y0 = tile_at(west, high, zoom)
    x1, y1 = tile_at(east, low, zoom)
    last = 2**zoom - 1
    rows = (last - y1, last - y0) if south else (y0, y1)
    found = connection.execute(
        "SELECT tile_column, tile_row, length(tile_data) FROM tiles WHERE zoom_level = ?"
        " AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ?"
        " ORDER BY tile_column, tile_row",
        (zoom, x0, x1, *rows),
    )
    return [(int(x), last - int(y) if south else int(y), int(size)) for x, y, size in found]


def tile_at(lon_deg: float, lat_deg: float, zoom: int) -> tuple[int, int]:
    """Give column and row (from the north) of the tile at a place.

    Examples
    --------
    >>> tile_at(0.0, 0.0, 1), tile_at(-180.0, 85.0, 3)
    ((1, 1), (0, 0))
    """
    count = 2**zoom
    sine = math.sin(math.radians(max(-85.05, min(85.05, lat_deg))))
    x = (lon_deg + 180) / 360 * count
    y = (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * count
    return min(max(int(x), 0), count - 1), min(max(int(y), 0), count - 1)


def _pictures(
    connection: sqlite3.Connection,
    path: Path,
    zoom: int,
    places: list[tuple[int, int, int]],
    *,
    south: bool,
) -> list[Tile]:
    tiles = []
    for x, y, _ in places:
        row = 2**zoom - 1 - y if south else y
        content = connection.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, x, row),
        ).fetchone()[0]
        tiles.append(Tile(zoom, x, y, bytes(content), _kind_of(bytes(content), path)))
    return tiles


def picture_of(path: Path) -> Picture:
    """Read an image with its world file.

    Raises
    ------
    InputError
        ``basemap.unreadable``, ``basemap.not_a_picture``, ``basemap.no_world_file``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            "basemap.unreadable", {"file": str(path), "reason": error.strerror or str(error)}
        ) from error
    kind = _kind_of(content, path)
    suffixes = _WORLD_SUFFIXES.get(path.suffix.lower(), (".wld",))
    world = next((path.with_suffix(s) for s in suffixes if path.with_suffix(s).exists()), None)
    numbers: list[float] = []
    if world is not None:
        with contextlib.suppress(ValueError):
            numbers = [float(text) for text in world.read_text("ascii", "ignore").split()]
    if len(numbers) != 6:
        raise InputError("basemap.no_world_file", {"file": str(path), "wanted": " ".join(suffixes)})
    a, d, b, e, c, f = numbers
    width, height = _size_of(content, path)

    def at(column: float, row: float) -> tuple[float, float]:
        # World files speak of pixels' middles, an image is placed by its corners.
        return (
            a * (column - 0.5) + b * (row - 0.5) + c,
            d * (column - 0.5) + e * (row - 0.5) + f,
        )

    prj = path.with_suffix(".prj")
    crs = prj.read_text("utf-8", "replace") if prj.exists() else ""
    return Picture(content, kind, (at(0, 0), at(width, 0), at(0, height)), crs)


def _kind_of(content: bytes, path: Path) -> str:
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            return kind
    raise InputError("basemap.not_a_picture", {"file": str(path)})


def _size_of(content: bytes, path: Path) -> tuple[int, int]:
    """Read width and height of a PNG or JPEG from its head."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 < len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise InputError("basemap.not_a_picture", {"file": str(path)})
