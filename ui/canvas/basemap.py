"""The picture under the map: tiles or one image, laid into the plan's CRS.

Tiles and images are bent into place by their corners. Over one tile, or an image of a
town, a projective mapping of the corners is off by less than a pixel.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from pathlib import Path
from typing import Protocol

import pyproj
import shapely
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QImage, QPainter, QPolygonF, QTransform

from gridplanner.crs import WGS84, crs_of
from gridplanner.errors import InputError
from layers.basemap import Picture, picture_of
from layers.geotiff import geotiff_of
from layers.tile_source import HALF_M, TileSource, corner
from ui.canvas.camera import Bounds, Camera

WEB_MERCATOR = "EPSG:3857"
#: Pictures kept decoded; 256 px squared and four bytes each.
KEPT = 400
#: A zoom is taken whose pixels are at most so many screen pixels wide.
MOST_STRETCH = 1.4
TILES = (".mbtiles",)
TileKey = tuple[int, int, int]
IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")


class Basemap(Protocol):
    """Something that paints itself under the map."""

    path: Path

    def paint(self, painter: QPainter, camera: Camera, bounds: Bounds) -> None:
        """Paint what lies in bounds (map coordinates), in window coordinates."""

    def close(self) -> None:
        """Let the file go."""


def open_basemap(path: Path, crs: str, bounds: Bounds) -> Basemap:
    """Open an MBTiles file, a GeoTIFF, or an image with a world file.

    Parameters
    ----------
    path : Path
    crs : str
        The plan's CRS.
    bounds : Bounds
        The plan's extent in it.

    Raises
    ------
    InputError
        The file cannot be read, is no picture, or does not say where it lies.
    """
    if path.suffix.lower() in TILES:
        to_degrees = pyproj.Transformer.from_crs(crs_of(crs), crs_of(WGS84), always_xy=True)
        box = to_degrees.transform_bounds(*bounds)
        return Tiles(TileSource(path, box), crs)
    picture = geotiff_of(path) if path.suffix.lower() in (".tif", ".tiff") else picture_of(path)
    return Image(path, picture, crs)


def _bent(size: tuple[float, float], corners: list[QPointF]) -> QTransform:
    """Map an image of a size to its four corners, clockwise from the upper left."""
    width, height = size
    flat = QPolygonF([QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)])
    found = QTransform()
    QTransform.quadToQuad(flat, QPolygonF(corners), found)
    return found


class Image:
    """One picture with its four corners."""

    def __init__(self, path: Path, picture: Picture, crs: str) -> None:
        self.path = path
        self._image = QImage()
        if not self._image.loadFromData(picture.content):
            raise InputError("basemap.not_a_picture", {"file": str(path)})
        upper_left, upper_right, lower_left = picture.corners
        lower_right = (
            upper_right[0] + lower_left[0] - upper_left[0],
            upper_right[1] + lower_left[1] - upper_left[1],
        )
        corners = [upper_left, upper_right, lower_right, lower_left]
        if picture.crs:
            change = pyproj.Transformer.from_crs(crs_of(picture.crs), crs_of(crs), always_xy=True)
            corners = [change.transform(x, y) for x, y in corners]
        self.corners = corners

    def paint(self, painter: QPainter, camera: Camera, bounds: Bounds) -> None:
        """Paint the picture where it is in sight."""
        if not shapely.box(*bounds).intersects(shapely.Polygon(self.corners)):
            return
        size = float(self._image.width()), float(self._image.height())
        painter.save()
        placed = [camera.to_screen(x, y) for x, y in self.corners]
        painter.setTransform(_bent(size, placed))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(0, 0, self._image)
        painter.restore()

    def close(self) -> None:
        """Nothing is held open."""


class MercatorTiles:
    """Tiles of the zoom that fits the scale, wherever they come from.

    Parameters
    ----------
    path : Path
        Of the file; what stands for it where there is none.
    zooms : tuple of int
        Those that there are, the coarsest first.
    crs : str
        The plan's CRS.
    """

    def __init__(self, path: Path, zooms: tuple[int, ...], crs: str) -> None:
        self.path = path
        self._zooms = zooms
        mercator = crs_of(WEB_MERCATOR)
        self._out = pyproj.Transformer.from_crs(mercator, crs_of(crs), always_xy=True)
        self._back = pyproj.Transformer.from_crs(crs_of(crs), mercator, always_xy=True)
        self._places: dict[tuple[int, int, int], tuple[float, float]] = {}

    def zoom_for(self, camera: Camera) -> int:
        """Choose the coarsest zoom whose pixels are fine enough, else the finest there is."""
        x, _ = self._back.transform(camera.x, camera.y)
        beside, _ = self._back.transform(camera.x + 100.0, camera.y)
        stretch = abs(beside - x) / 100.0  # metres of Web Mercator a metre of ground
        for zoom in self._zooms:
            pixel = 2 * HALF_M / 2**zoom / 256 / stretch
            if pixel <= camera.m_per_px * MOST_STRETCH:
                return zoom
        return self._zooms[-1]

    def paint(self, painter: QPainter, camera: Camera, bounds: Bounds) -> None:
        """Paint the tiles in sight."""
        zoom = self.zoom_for(camera)
        west, south, east, north = self._back.transform_bounds(*bounds)
        side = 2 * HALF_M / 2**zoom
        columns = range(math.floor((west + HALF_M) / side), math.floor((east + HALF_M) / side) + 1)
        rows = range(math.floor((HALF_M - north) / side), math.floor((HALF_M - south) / side) + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for x in columns:
            for y in rows:
                image = self.image((zoom, x, y))
                if image is None:
                    continue
                at = [
                    self._place(zoom, x + dx, y + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))
                ]
                size = float(image.width()), float(image.height())
                painter.setTransform(_bent(size, [camera.to_screen(*place) for place in at]))
                painter.drawImage(0, 0, image)
        painter.restore()

    def image(self, key: TileKey) -> QImage | None:
        """Give a tile by zoom, column and row from the north; ``None`` where none is there."""
        raise NotImplementedError

    def _place(self, zoom: int, x: int, y: int) -> tuple[float, float]:
        key = (zoom, x, y)
        if key not in self._places:
            self._places[key] = self._out.transform(*corner(zoom, x, y))
        return self._places[key]

    def close(self) -> None:
        """Let go of where they come from."""


class Tiles(MercatorTiles):
    """Tiles of an MBTiles file."""

    def __init__(self, source: TileSource, crs: str) -> None:
        super().__init__(source.path, source.zooms, crs)
        self._source = source
        self._images: OrderedDict[TileKey, QImage | None] = OrderedDict()

    def image(self, key: TileKey) -> QImage | None:
        """Give a tile, read once as long as it is looked at."""
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        content = self._source.tile(*key)
        image = QImage.fromData(content) if content is not None else None
        if image is not None and image.isNull():
            image = None
        self._images[key] = image
        if len(self._images) > KEPT:
            self._images.popitem(last=False)
        return image

    def close(self) -> None:
        """Let the file go."""
        self._source.close()
