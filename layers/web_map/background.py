"""The background picture inside the page, within the bytes that are left for it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
from pyproj import CRS

from gridplanner.crs import WGS84, crs_of
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.basemap import Picture, picture_of, tiles_of
from layers.export_options import ExportOptions
from layers.geotiff import geotiff_of
from layers.notes import Note
from layers.web_map.encode import STEPS_PER_DEGREE, to_steps

#: Kinds of pictures that every browser shows.
_SHOWN = ("image/png", "image/jpeg", "image/webp")
#: Ground shown beyond the town's box, as a share of it.
_MARGIN = 0.1


def background_of(
    plan: Plan, data: dict[str, Any], options: ExportOptions, room_bytes: int
) -> tuple[dict[str, Any] | None, list[Note]]:
    """Embed the basemap asked for.

    Parameters
    ----------
    plan : Plan
        Its CRS is taken for an image that says none.
    data : dict
        The page's data so far: where it lies.
    options : ExportOptions
    room_bytes : int
        Bytes that the file may still grow by.

    Returns
    -------
    dict or None
        ``tiles`` (zoom, column, row, picture) and ``images`` (picture, three corners in
        steps); ``None`` where none is asked for or it is too large.
    notes : list of Note

    Raises
    ------
    InputError
        The file cannot be read, or shows another place.
    """
    if options.basemap is None:
        return None, []
    path = Path(options.basemap)
    # Base64 makes four characters of three bytes.
    room = max(0, room_bytes) * 3 // 4
    if path.suffix.lower() == ".mbtiles":
        tiles = tiles_of(path, _box_deg(data), room)
        if tiles is not None:
            return {
                "tiles": [[t.zoom, t.x, t.y, _uri(t.kind, t.content)] for t in tiles],
                "images": [],
            }, []
        size = None
    else:
        raster = path.suffix.lower() in (".tif", ".tiff")
        picture = geotiff_of(path) if raster else picture_of(path)
        size = len(picture.content)
        there = crs_of(picture.crs or plan.crs)
        notes: list[Note] = []
        if raster or size > room:
            picture, notes = _redrawn(picture, there, data, options, room)
        if len(picture.content) <= room and picture.kind in _SHOWN:
            move = pyproj.Transformer.from_crs(there, crs_of(WGS84), always_xy=True)
            degrees = np.column_stack(move.transform(*np.array(picture.corners).T))
            origin = (data["origin"][0], data["origin"][1])
            corners = to_steps(degrees, origin).tolist()
            uri = _uri(picture.kind, picture.content)
            return {"tiles": [], "images": [{"uri": uri, "corners": corners}]}, notes
    facts = {
        "file": path.name,
        "size_mb": "" if size is None else round(size / 1e6, 2),
        "room_mb": round(room / 1e6, 2),
    }
    return None, [Note("export.basemap_too_large", facts)]


def _redrawn(
    picture: Picture, there: CRS, data: dict[str, Any], options: ExportOptions, room_bytes: int
) -> tuple[Picture, list[Note]]:
    """Draw the part that the map shows anew, within the room; as it was where that is not to be."""
    name = Path(str(options.basemap)).name
    part = _shown_part(picture, there, data)
    if part is None:
        raise InputError("basemap.elsewhere", {"file": name})
    made = None if options.redraw is None else options.redraw(picture.content, part, room_bytes)
    if made is None:
        return picture, []
    corners = np.array(picture.corners)
    across, down = corners[1] - corners[0], corners[2] - corners[0]
    left, top, right, bottom = part

    def at(u: float, v: float) -> tuple[float, float]:
        x, y = corners[0] + u * across + v * down
        return float(x), float(y)

    facts = {"file": name, "width": made.width, "height": made.height}
    placed = (at(left, top), at(right, top), at(left, bottom))
    return Picture(made.content, made.kind, placed, picture.crs), [
        Note("export.basemap_redrawn", facts)
    ]


def _shown_part(
    picture: Picture, there: CRS, data: dict[str, Any]
) -> tuple[float, float, float, float] | None:
    """Give left, top, right, bottom of what the map shows, in shares of the picture."""
    move = pyproj.Transformer.from_crs(crs_of(WGS84), there, always_xy=True)
    west, south, east, north = move.transform_bounds(*_box_deg(data))
    corners = np.array(picture.corners)
    across, down = corners[1] - corners[0], corners[2] - corners[0]
    box = np.array([[west, south], [west, north], [east, south], [east, north]]) - corners[0]
    shares = np.linalg.solve(np.column_stack([across, down]), box.T)
    margin = _MARGIN * np.ptp(shares, axis=1)
    low = np.clip(shares.min(axis=1) - margin, 0, 1)
    high = np.clip(shares.max(axis=1) + margin, 0, 1)
    if (high <= low).any():
        return None
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _box_deg(data: dict[str, Any]) -> tuple[float, float, float, float]:
    west, south, east, north = (
        (data["origin"][n % 2] + step) / STEPS_PER_DEGREE for n, step in enumerate(data["bounds"])
    )
    return west, south, east, north


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
