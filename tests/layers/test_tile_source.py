"""Tiles read one by one, from files whose rows are counted either way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gridplanner.errors import InputError
from layers.basemap import tile_at
from layers.tile_source import HALF_M, TileSource, corner

from .pictures import mbtiles, png

#: Around the test town, which lies at 108.89 E, 32.30 N.
BOX = (108.891, 32.302, 108.901, 32.309)
X, Y = tile_at(BOX[0], BOX[3], 15)


@pytest.mark.parametrize("from_north", [False, True])
def test_rows_counted_either_way(from_north: bool, tmp_path: Path) -> None:
    picture = png(4, 4, (1, 2, 3))
    path = mbtiles(tmp_path / "a.mbtiles", {(15, X, Y): picture}, from_north=from_north)
    with TileSource(path, BOX) as source:
        assert source.zooms == (15,)
        assert source.tile(15, X, Y) == picture
        assert source.tile(15, X + 1, Y) is None
        assert source.tile(14, X, Y) is None


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda p: p.write_bytes(b"no database"), "basemap.unreadable"),
        (lambda p: mbtiles(p, {(15, X, Y): png(2, 2)}, format="pbf"), "basemap.vector_tiles"),
        (lambda p: mbtiles(p, {(5, 0, 0): png(2, 2)}), "basemap.elsewhere"),
    ],
)
def test_what_cannot_be_used_is_said(
    make: Callable[[Path], Any], code: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.mbtiles"
    make(path)
    with pytest.raises(InputError) as caught:
        TileSource(path, BOX)
    assert caught.value.code == code


def test_corners_of_the_world() -> None:
    assert corner(0, 0, 0) == (-HALF_M, HALF_M)
    assert corner(0, 1, 1) == (HALF_M, -HALF_M)
    # A quarter of the equator, 6378137 × π / 2, from the definition of Web Mercator.
    assert corner(2, 3, 2) == pytest.approx((6378137 * 3.141592653589793 / 2, 0.0))
