"""Pictures under the map lie where they belong."""

from __future__ import annotations

from pathlib import Path

import pyproj
import pytest
from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtGui import QColor, QImage

from gridplanner.errors import InputError
from layers.basemap import tile_at
from tests.layers.pictures import mbtiles, png
from tests.layers.plans import CRS, SIDE, X0, Y0
from ui.canvas.basemap import Tiles, open_basemap
from ui.canvas.view import MapView

BOUNDS = (X0, Y0, X0 + 4 * SIDE, Y0 + 4 * SIDE)


def colour_at(view: MapView, east_m: float, north_m: float) -> str:
    """Read the colour of the map at a place."""
    image = QImage(view.width(), view.height(), QImage.Format.Format_RGB32)
    view.render_to(image)
    return image.pixelColor(view.camera.to_screen(X0 + east_m, Y0 + north_m).toPoint()).name()


def bare(view: MapView) -> None:
    """Hide everything but the picture."""
    for name, _, _ in view.layers():
        view.set_layer(name, visible=name == "basemap")


def quarters(folder: Path) -> Path:
    """Write a picture of four colours over the first 100 m square, with its world file."""
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    for x in range(100):
        for y in range(100):
            image.setPixelColor(x, y, QColor(("#ff0000", "#00ff00", "#0000ff", "#ffff00")[
                (x >= 50) + 2 * (y >= 50)]))  # fmt: skip
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(store, "PNG")
    path = folder / "photo.png"
    path.write_bytes(store.data().data())
    # Pixels of 1 m; the middle of the upper left one.
    path.with_suffix(".pgw").write_text(f"1\n0\n0\n-1\n{X0 + 0.5}\n{Y0 + 99.5}\n")
    return path


def test_an_image_lies_by_its_world_file(view: MapView, tmp_path: Path) -> None:
    bare(view)
    before = colour_at(view, 25, 75)
    view.set_basemap(open_basemap(quarters(tmp_path), CRS, BOUNDS))
    assert view.scene.layering.opacity_of("grids") < 0.5
    view.zoom_to((X0 - 20, Y0 - 20, X0 + 120, Y0 + 120))
    seen = [colour_at(view, e, n) for e, n in ((25, 75), (75, 75), (25, 25), (75, 25))]
    assert seen == ["#ff0000", "#00ff00", "#0000ff", "#ffff00"]
    view.set_basemap(None)
    assert colour_at(view, 25, 75) == before


def test_tiles_lie_in_web_mercator(view: MapView, tmp_path: Path) -> None:
    """A tile's middle, worked out in degrees, has the tile's colour; the scale chooses the zoom."""
    bare(view)
    degrees = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    tiles: dict[tuple[int, int, int], bytes] = {}
    for zoom in (14, 17):
        for column in range(4):
            lon, lat = degrees.transform(X0 + 150 + 120 * column, Y0 + 300)
            x, y = tile_at(lon, lat, zoom)
            colour = (40 * column + 20, 90, 255 if zoom == 17 else 0)
            tiles.setdefault((zoom, x, y), png(256, 256, colour))
    path = mbtiles(tmp_path / "a.mbtiles", tiles)
    basemap = open_basemap(path, CRS, BOUNDS)
    assert isinstance(basemap, Tiles)
    view.set_basemap(basemap)
    view.zoom_to(BOUNDS)
    assert basemap.zoom_for(view.camera) == 17
    lon, lat = degrees.transform(X0 + 300, Y0 + 300)
    first = tile_at(lon, lat, 17)
    picture = tiles[(17, *first)]
    image = QImage.fromData(picture)
    assert colour_at(view, 300, 300) == image.pixelColor(9, 9).name()
    far = view.camera.zoomed(1 / 40, view.rect().center().toPointF())
    assert basemap.zoom_for(far) == 14
    view.set_basemap(None)


def test_a_broken_picture_is_said(tmp_path: Path) -> None:
    path = quarters(tmp_path)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(InputError) as caught:
        open_basemap(path, CRS, BOUNDS)
    assert caught.value.code == "basemap.not_a_picture"
