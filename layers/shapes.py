"""Geometry from a file: records read one by one, flattened to two dimensions, axes told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridplanner.crs import crs_of
from gridplanner.errors import Fault
from layers.notes import Note

Shapes = np.ndarray[Any, np.dtype[np.object_]]

#: WKB types that no polygon is made of: polyhedral surface, TIN, triangle.
_PATCHES = {15, 16, 17}
#: China in metres: northings and eastings (6 digits, or 8 with the zone before them).
_NORTHING = (1_900_000.0, 6_200_000.0)
_EASTINGS = ((100_000.0, 999_999.0), (25_000_000.0, 46_000_000.0))


@dataclass(frozen=True)
class Read:
    """Shapes of a layer: all records, which of them can be used, and what became of the rest."""

    shapes: Shapes
    good: np.ndarray[Any, np.dtype[np.bool_]]
    notes: list[Note]
    faults: list[Fault]


def read_shapes(wkb: np.ndarray[Any, Any], rows: np.ndarray[Any, Any], file: str) -> Read:
    """Turn WKB into shapes, one record at a time where one is broken.

    Parameters
    ----------
    wkb : array of bytes or None
    rows : array of int
        Row numbers to name in faults.
    file : str
        File to name in faults.

    Returns
    -------
    Read
        Z and M are dropped, with a note. A record without geometry is ``record.null``, one
        that GEOS cannot hold ``record.broken``, a multipatch ``record.multipatch``.
    """
    values: Shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    notes: list[Note] = []
    faults: list[Fault] = []
    null = np.array([piece is None for piece in wkb], dtype=bool)
    missing = np.array([value is None for value in values], dtype=bool) if len(values) else null
    empty = ~missing & shapely.is_empty(values) if len(values) else null
    for i in np.flatnonzero(missing | empty):
        code = "record.null"
        if not null[i] and missing[i]:
            code = "record.multipatch" if _is_patch(wkb[i]) else "record.broken"
        faults.append(Fault(code, file, int(rows[i]), "geometry"))
    good = ~(missing | empty)
    usable = values[good]
    infinite = np.array([not np.isfinite(b).all() for b in shapely.bounds(usable)], dtype=bool)
    if infinite.any():
        where = np.flatnonzero(good)[infinite]
        faults += [Fault("record.not_finite", file, int(rows[i]), "geometry") for i in where]
        good[where] = False
    if len(usable) and (shapely.has_z(usable).any() or _has_m(usable)):
        values[good] = shapely.force_2d(values[good])
        notes.append(Note("geometry.flattened", {"file": file}))
    kinds = Counter(shapely.get_type_id(values[good]) // 1)
    families = {_family(int(kind)) for kind in kinds}
    if len(families) > 1:
        notes.append(Note("geometry.mixed", {"file": file, "kinds": "、".join(sorted(families))}))
    return Read(values, good, notes, faults)


def _has_m(values: Shapes) -> bool:
    return bool(shapely.has_m(values).any()) if shapely.geos_version >= (3, 12, 0) else False


def _is_patch(piece: bytes) -> bool:
    """Whether a record is a multipatch, which GDAL gives as a TIN or a collection of them."""
    kind = _wkb_type(piece)
    return kind in _PATCHES or (kind == 7 and _wkb_type(piece[9:14]) in _PATCHES)


def _wkb_type(piece: bytes) -> int:
    order = "little" if piece[:1] == b"\x01" else "big"
    number = int.from_bytes(piece[1:5], order)  # type: ignore[arg-type]
    return (number & 0x0FFFFFFF) % 1000


def _family(kind: int) -> str:
    return {
        0: "Point",
        4: "Point",
        1: "Line",
        2: "Line",
        5: "Line",
        3: "Polygon",
        6: "Polygon",
    }.get(kind, "Collection")


def with_axes_swapped(values: Shapes) -> Shapes:
    """Give the shapes with x and y exchanged."""
    flipped = shapely.transform(values, lambda xy: xy[:, ::-1])
    return np.asarray(flipped, dtype=object)


def swapped(values: Shapes, crs: str | None) -> bool:
    """Whether x holds the northing, as in files of survey order.

    Told only where the figures admit no other reading: metres whose x is a northing of
    China and whose y is an easting; degrees whose y is over 90; or a CRS whose area of use
    holds the place only with the axes exchanged.

    Parameters
    ----------
    values : array of shapes
        Empty gives false.
    crs : str or None
        CRS by the file or the user, if any.
    """
    if len(values) == 0:
        return False
    bounds = shapely.bounds(values)
    minx, miny = np.nanmin(bounds[:, :2], axis=0)
    maxx, maxy = np.nanmax(bounds[:, 2:], axis=0)
    in_degrees = max(abs(minx), abs(maxx), abs(miny), abs(maxy)) <= 180.0
    if in_degrees:
        wanted = minx >= 3.0 and maxx <= 54.0 and miny >= 73.0 and maxy <= 136.0
        return bool(wanted if crs is None else wanted and crs_of(crs).is_geographic)
    fits = minx >= _NORTHING[0] and maxx <= _NORTHING[1]
    fits = fits and any(low <= miny and maxy <= high for low, high in _EASTINGS)
    if not fits or crs is None:
        return bool(fits)
    system = crs_of(crs)
    if not system.is_projected or system.area_of_use is None:
        return False
    middle = ((minx + maxx) / 2, (miny + maxy) / 2)
    return not _inside(crs, *middle) and _inside(crs, middle[1], middle[0])


def _inside(crs: str, x: float, y: float) -> bool:
    """Whether a place lies in the area of use of its CRS, give or take three degrees."""
    import pyproj

    system = crs_of(crs)
    area = system.area_of_use
    assert area is not None
    transform = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    lon, lat = transform.transform(x, y)
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return False
    return bool(area.west - 3 <= lon <= area.east + 3 and area.south - 3 <= lat <= area.north + 3)
