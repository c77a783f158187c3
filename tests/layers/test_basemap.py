"""Background pictures: tiles within a number of bytes, images in their place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gridplanner.errors import InputError
from layers.basemap import Redrawn, picture_of, tile_at, tiles_of
from layers.export_options import ExportOptions
from layers.web_map import write
from layers.web_map.background import background_of
from layers.web_map.payload import payload

from .pictures import mbtiles, png
from .plans import CRS, SIDE, X0, Y0, numbers, small_plan

#: Around the test town, which lies at 108.89 E, 32.30 N.
BOX = (108.891, 32.302, 108.901, 32.309)


def town(zooms: tuple[int, ...]) -> dict[tuple[int, int, int], bytes]:
    found = {}
    for zoom in zooms:
        west, north = tile_at(BOX[0], BOX[3], zoom)
        east, south = tile_at(BOX[2], BOX[1], zoom)
        for x in range(west, east + 1):
            for y in range(north, south + 1):
                found[zoom, x, y] = png(256, 256, (x % 256, y % 256, zoom))
    return found


def test_tile_of_a_known_place() -> None:
    # Tiananmen, worked out by the formula of the OpenStreetMap wiki by hand: 39.9042 N.
    assert tile_at(116.3974, 39.9042, 0) == (0, 0)
    assert tile_at(116.3974, 39.9042, 1) == (1, 0)
    assert tile_at(116.3974, 39.9042, 2) == (3, 1)


@pytest.mark.parametrize("from_north", [False, True])
def test_the_finest_zoom_that_fits_is_taken(from_north: bool, tmp_path: Path) -> None:
    tiles = town((13, 15, 17))
    path = mbtiles(tmp_path / "a.mbtiles", tiles, from_north=from_north)
    sizes = {z: sum(len(c) for (zoom, _, _), c in tiles.items() if zoom == z) for z in (13, 15, 17)}
    found = tiles_of(path, BOX, sizes[17])
    assert found is not None
    assert {(t.zoom, t.x, t.y): t.content for t in found} == {
        key: content for key, content in tiles.items() if key[0] == 17
    }
    less = tiles_of(path, BOX, sizes[17] - 1)
    assert less is not None
    assert {t.zoom for t in less} == {15}
    assert tiles_of(path, BOX, sizes[13] - 1) is None


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda p: p.write_bytes(b"no database"), "basemap.unreadable"),
        (lambda p: mbtiles(p, {}, format="pbf"), "basemap.vector_tiles"),
        (lambda p: mbtiles(p, {(5, 0, 0): png(2, 2)}), "basemap.elsewhere"),
        (lambda p: mbtiles(p, {(0, 0, 0): b"<svg/>"}), "basemap.not_a_picture"),
    ],
)
def test_what_cannot_be_used_is_said(make: Any, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    make(path)
    with pytest.raises(InputError) as caught:
        tiles_of(path, BOX, 10**6)
    assert caught.value.code == code


def test_an_image_is_placed_by_its_world_file(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(png(400, 300))
    with pytest.raises(InputError) as caught:
        picture_of(path)
    assert caught.value.code == "basemap.no_world_file"
    # Two metres a pixel: the middle of the upper left one is a metre inside the corner.
    (tmp_path / "photo.pgw").write_text(f"2\n0\n0\n-2\n{X0 + 1}\n{Y0 + 599}\n")
    picture = picture_of(path)
    assert picture.corners == ((X0, Y0 + 600), (X0 + 800, Y0 + 600), (X0, Y0))
    assert picture.crs == ""
    path.write_bytes(b"II*\0 a tiff")
    with pytest.raises(InputError) as caught:
        picture_of(path)
    assert caught.value.code == "basemap.not_a_picture"


def exported(tmp_path: Path, basemap: Path, budget: int | None = None) -> tuple[Any, list[str]]:
    plan = small_plan()
    out = tmp_path / "map.html"
    options = ExportOptions(basemap=basemap, budget_bytes=budget, date="2026-11-24")
    result = write(plan, numbers(plan), out, options)
    found = re.search(r'id="gp-data">(.*?)</script>', out.read_text("utf-8"), re.DOTALL)
    assert found
    return json.loads(found.group(1)), [note.code for note in result.notes]


def test_the_page_holds_the_image_in_the_towns_corners(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(png(40, 30))
    (tmp_path / "photo.pgw").write_text(f"20\n0\n0\n-20\n{X0 + 10}\n{Y0 + 590}\n")
    data, notes = exported(tmp_path, path)
    assert notes == []
    (image,) = data["basemap"]["images"]
    assert image["uri"].startswith("data:image/png;base64,")
    west, south, east, north = data["bounds"]
    # The town's box is turned a little against the meridian: a few steps of 0.1 m.
    for (x, y), wanted in zip(
        image["corners"], [(west, north), (east, north), (west, south)], strict=True
    ):
        assert abs(x - wanted[0]) < 80
        assert abs(y - wanted[1]) < 80
    assert CRS == "EPSG:4545"
    assert SIDE == 200


def test_a_picture_that_is_redrawn_lies_where_its_part_lies(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(png(400, 300))
    # Ten times the town: 8,000 by 6,000 m, the town's corner 2,000 m from the left and below.
    (tmp_path / "photo.pgw").write_text(f"20\n0\n0\n-20\n{X0 - 1990}\n{Y0 + 3990}\n")
    asked: list[Any] = []

    def redraw(content: bytes, part: tuple[float, ...], room: int) -> Redrawn:
        asked.append(part)
        assert content == path.read_bytes()
        assert room == 0
        return Redrawn(b"", "image/jpeg", 48, 36)

    options = ExportOptions(basemap=path, budget_bytes=1000, redraw=redraw, date="2026-11-24")
    plan = small_plan()
    data = payload(plan, numbers(plan), options)
    found, notes = background_of(plan, data, options, 0)
    assert [note.code for note in notes] == ["export.basemap_redrawn"]
    left, top, right, bottom = asked[0]
    # The town's 800 × 600 m and a tenth of it on each side: 2,000 − 80 of 8,000 m, and so on.
    assert left == pytest.approx(1920 / 8000, abs=0.002)
    assert right == pytest.approx(2880 / 8000, abs=0.002)
    assert top == pytest.approx(3340 / 6000, abs=0.003)
    assert bottom == pytest.approx(4060 / 6000, abs=0.003)
    assert found is not None
    (image,) = found["images"]
    west, south, east, north = data["bounds"]
    wide, high = east - west, north - south
    (x0, y0), (x1, _), (_, y2) = image["corners"]
    assert abs(x0 - (west - 0.1 * wide)) < 0.02 * wide
    assert abs(x1 - (east + 0.1 * wide)) < 0.02 * wide
    assert abs(y0 - (north + 0.1 * high)) < 0.02 * high
    assert abs(y2 - (south - 0.1 * high)) < 0.02 * high


def test_a_picture_of_another_town_is_said(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(png(40, 30))
    (tmp_path / "photo.pgw").write_text(f"20\n0\n0\n-20\n{X0 + 5000}\n{Y0 + 590}\n")
    with pytest.raises(InputError) as caught:
        exported(tmp_path, path, budget=100_000)
    assert caught.value.code == "basemap.elsewhere"


def test_a_picture_over_the_budget_is_left_out_and_said(tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "a.mbtiles", town((16,)))
    data, notes = exported(tmp_path, path)
    assert len(data["basemap"]["tiles"]) == len(town((16,)))
    data, notes = exported(tmp_path, path, budget=100_000)
    assert "basemap" not in data
    assert "export.basemap_too_large" in notes
