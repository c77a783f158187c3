"""An MBTiles file that is read tile by tile while somebody looks at the map.

Source: MBTiles 1.3; Web Mercator tiles, rows counted from the south, or from the north in
files that say ``scheme`` xyz or that a downloader wrote so without saying it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from gridplanner.errors import InputError
from layers.basemap import tile_at

#: Half of the equator's length in Web Mercator, in metres.
HALF_M = 20_037_508.342789244


class TileSource:
    """Tiles by zoom, column and row from the north.

    Parameters
    ----------
    path : Path
        Opened read-only.
    box_deg : tuple
        West, south, east, north of what is looked at, in degrees; tells which way the rows
        of a file are counted that does not say it.

    Raises
    ------
    InputError
        ``basemap.unreadable``, ``basemap.vector_tiles``, ``basemap.elsewhere``.
    """

    def __init__(self, path: Path, box_deg: tuple[float, float, float, float]) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            meta = dict(self._connection.execute("SELECT name, value FROM metadata"))
            zooms = self._connection.execute(
                "SELECT DISTINCT zoom_level FROM tiles ORDER BY zoom_level"
            ).fetchall()
        except sqlite3.Error as error:
            facts = {"file": str(path), "reason": str(error)}
            raise InputError("basemap.unreadable", facts) from error
        self.zooms = tuple(int(row[0]) for row in zooms)
        if str(meta.get("format", "")).lower() == "pbf":
            self.close()
            raise InputError("basemap.vector_tiles", {"file": str(path)})
        ways = (False,) if str(meta.get("scheme", "")).lower() == "xyz" else (True, False)
        way = next((way for way in ways if self._any(box_deg, south=way)), None)
        if way is None:
            self.close()
            raise InputError("basemap.elsewhere", {"file": str(path)})
        self._south = way

    def _any(self, box_deg: tuple[float, float, float, float], *, south: bool) -> bool:
        west, low, east, high = box_deg
        for zoom in self.zooms:
            x0, y0 = tile_at(west, high, zoom)
            x1, y1 = tile_at(east, low, zoom)
            last = 2**zoom - 1
            rows = (last - y1, last - y0) if south else (y0, y1)
            found = self._connection.execute(
                "SELECT 1 FROM tiles WHERE zoom_level = ? AND tile_column BETWEEN ? AND ?"
                " AND tile_row BETWEEN ? AND ? LIMIT 1",
                (zoom, x0, x1, *rows),
            ).fetchone()
            if found is not None:
                return True
        return False

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Read one picture; ``None`` where the file has none or cannot be read there."""
        row = 2**zoom - 1 - y if self._south else y
        try:
            found = self._connection.execute(
                "SELECT tile_data FROM tiles"
                " WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (zoom, x, row),
            ).fetchone()
        except sqlite3.Error:
            # A background that has gone (a drive pulled out) leaves a gap, not a broken map.
            return None
        return bytes(found[0]) if found is not None else None

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def corner(zoom: int, x: float, y: float) -> tuple[float, float]:
    """Give the upper left corner of a tile in Web Mercator, in metres.

    Examples
    --------
    >>> corner(1, 1, 1)
    (0.0, 0.0)
    """
    side = 2 * HALF_M / 2**zoom
    return x * side - HALF_M, HALF_M - y * side
