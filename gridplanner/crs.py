"""Coordinate reference systems: recognising them and picking the project's zone.

Source of the zone figures: the CGCS2000 3-degree Gauss-Kruger family, EPSG 4513–4533
(zone prefix in the easting) and 4534–4554 (no prefix), central meridians 75°E–135°E.
"""

from __future__ import annotations

from functools import lru_cache

import pyproj
from pyproj.exceptions import CRSError

from gridplanner.errors import UsageError

CGCS2000 = "EPSG:4490"
WGS84 = "EPSG:4326"
#: Degrees between central meridians, the first of them, and the EPSG code that goes with it.
_STEP, _FIRST, _LAST, _EPSG_FIRST = 3, 75, 135, 4534


@lru_cache(maxsize=64)
def crs_of(text: str) -> pyproj.CRS:
    """Read a CRS from its name.

    Raises
    ------
    UsageError
        PROJ does not know it.
    """
    try:
        return pyproj.CRS.from_user_input(text)
    except CRSError as error:
        raise UsageError("crs.unknown", {"value": text}) from error


def crs_text(text: str) -> str:
    """Normalise the name of a project CRS.

    Raises
    ------
    UsageError
        It is unknown, not projected, not in metres, or Web Mercator, in which areas and
        lengths are wrong (area ×1.40 at 32°N).

    Examples
    --------
    >>> crs_text("epsg:4545")
    'EPSG:4545'
    """
    crs = crs_of(text)
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info[:2]):
        raise UsageError("crs.not_metric", {"value": text})
    if crs.to_epsg() == 3857:
        raise UsageError("crs.web_mercator", {"value": text})
    epsg = crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else crs.to_wkt()


def zone_for(longitude_deg: float, latitude_deg: float = 32.0) -> str:
    """Pick the metric CRS for a place.

    Inside China the CGCS2000 3-degree zone without prefix, elsewhere the UTM zone.

    Examples
    --------
    >>> zone_for(108.9)
    'EPSG:4545'
    >>> zone_for(116.35, 40.06)
    'EPSG:4548'
    >>> zone_for(9.55, 47.15)
    'EPSG:32632'
    """
    if 73.0 <= longitude_deg <= 136.0 and 3.0 <= latitude_deg <= 54.0:
        zone = round((longitude_deg - _FIRST) / _STEP)
        zone = min(max(zone, 0), (_LAST - _FIRST) // _STEP)
        return f"EPSG:{_EPSG_FIRST + zone}"
    number = min(int((longitude_deg + 180.0) // 6.0) + 1, 60)
    return f"EPSG:{(32600 if latitude_deg >= 0 else 32700) + number}"


def guess_crs(bounds: tuple[float, float, float, float]) -> str | None:
    """Guess the CRS of coordinates by their size.

    Parameters
    ----------
    bounds : tuple
        minx, miny, maxx, maxy with x = east.

    Returns
    -------
    str or None
        CGCS2000 degrees for longitudes and latitudes; the 3-degree zone for an easting
        with zone prefix (8 digits). A 6-digit easting has no prefix and could be of any
        zone: ``None``, to be asked.

    Examples
    --------
    >>> guess_crs((108.8, 32.2, 109.0, 32.4))
    'EPSG:4490'
    >>> guess_crs((36584757, 3576584, 36585757, 3577584))
    'EPSG:4524'
    >>> guess_crs((584757, 3576584, 585757, 3577584)) is None
    True
    """
    minx, miny, maxx, maxy = bounds
    if -180 <= minx <= maxx <= 180 and -90 <= miny <= maxy <= 90:
        return CGCS2000
    zone = int(minx // 1_000_000)
    if 25 <= zone <= 45 and int(maxx // 1_000_000) == zone:
        return f"EPSG:{4513 + zone - 25}"
    return None
