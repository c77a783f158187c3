"""The CRS of what is handed over: any that PROJ knows, or GCJ-02 where it is asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from gridplanner.crs import WGS84, crs_of
from layers.datum import gcj02_to_wgs84, wgs84_to_gcj02

#: How the shifted coordinates of AMap and Tencent are asked for.
GCJ02 = "GCJ02"
#: Not registered anywhere; the name tells a reader that these are no true places.
_GCJ02_WKT = (
    'GEOGCRS["GCJ-02",DATUM["GCJ-02",ELLIPSOID["Krassowsky 1940",6378245,298.3]],'
    'PRIMEM["Greenwich",0],CS[ellipsoidal,2],AXIS["longitude",east],AXIS["latitude",north],'
    'ANGLEUNIT["degree",0.0174532925199433]]'
)


def is_gcj02(text: str) -> bool:
    """Tell whether GCJ-02 is meant.

    >>> is_gcj02("gcj-02"), is_gcj02("EPSG:4490")
    (True, False)
    """
    return text.strip().upper().replace("-", "").replace("_", "") == GCJ02


@lru_cache(maxsize=1)
def _gcj02() -> pyproj.CRS:
    return pyproj.CRS.from_wkt(_GCJ02_WKT)


def target_crs(text: str) -> pyproj.CRS:
    """Read the name of a CRS to write in.

    Raises
    ------
    UsageError
        ``crs.unknown``.
    """
    return _gcj02() if is_gcj02(text) else crs_of(text)


def placed(frame: gpd.GeoDataFrame, text: str) -> gpd.GeoDataFrame:
    """Give a frame in the CRS asked for; a shift of datum only where GCJ-02 is named."""
    if not is_gcj02(text):
        return frame.to_crs(crs_of(text))
    degrees = frame.to_crs(crs_of(WGS84))
    return _moved(degrees, wgs84_to_gcj02).set_crs(_gcj02(), allow_override=True)


def unshifted(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a frame that says it is in GCJ-02 back to true places (WGS84)."""
    # Esri's form of the name has GCS_ before it.
    if frame.crs is None or not frame.crs.name.endswith("GCJ-02"):
        return frame
    return _moved(frame, gcj02_to_wgs84).set_crs(crs_of(WGS84), allow_override=True)


def _moved(frame: gpd.GeoDataFrame, shift: Any) -> gpd.GeoDataFrame:
    shapes = shapely.transform(
        np.asarray(frame.geometry.values, dtype=object),
        lambda xy: np.column_stack(shift(xy[:, 0], xy[:, 1])),
    )
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
