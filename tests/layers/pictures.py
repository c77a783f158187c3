"""Pictures and tile files for tests, made byte by byte."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import zlib
from pathlib import Path


def png(width: int, height: int, colour: tuple[int, int, int] = (200, 40, 40)) -> bytes:
    """Make a PNG of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def mbtiles(
    path: Path,
    tiles: dict[tuple[int, int, int], bytes],
    *,
    from_north: bool = False,
    **meta: str,
) -> Path:
    """Make an MBTiles file of tiles by (zoom, column, row from the north)."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)"
        )
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", list(meta.items()))
        for (zoom, x, y), content in tiles.items():
            row = y if from_north else 2**zoom - 1 - y
            connection.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, row, content))
    return path
