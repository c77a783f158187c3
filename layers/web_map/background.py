"""The background picture inside the page, within the bytes that are left for it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pyproj

from gridplanner.crs import WGS84, crs_of
from gridplanner.model import Plan
from layers.basemap import picture_of, tiles_of
from layers.notes import Note
from layers.web_map.encode import STEPS_PER_DEGREE, to_steps
from layers.writers import ExportOptions


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
        picture = picture_of(path)
        size = len(picture.content)
        if size <= room:
            there = crs_of(picture.crs or plan.crs)
            move = pyproj.Transformer.from_crs(there, crs_of(WGS84), always_xy=True)
            degrees = np.column_stack(move.transform(*np.array(picture.corners).T))
            origin = (data["origin"][0], data["origin"][1])
            corners = to_steps(degrees, origin).tolist()
            uri = _uri(picture.kind, picture.content)
            return {"tiles": [], "images": [{"uri": uri, "corners": corners}]}, []
    facts = {
        "file": path.name,
        "size_mb": "" if size is None else round(size / 1e6, 2),
        "room_mb": round(room / 1e6, 2),
    }
    return None, [Note("export.basemap_too_large", facts)]


def _box_deg(data: dict[str, Any]) -> tuple[float, float, float, float]:
    west, south, east, north = (
        (data["origin"][n % 2] + step) / STEPS_PER_DEGREE for n, step in enumerate(data["bounds"])
    )
    return west, south, east, north


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
