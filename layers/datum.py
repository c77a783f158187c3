"""Datums of coordinates: GCJ-02 (AMap, Tencent) and BD-09 (Baidu) back to WGS84.

GCJ-02 shifts a place by some 500 m, BD-09 by some 1,100 m. The shift is a function of
the true place, so the inverse is found by iteration; the usual one step errs by up to
2.5 m. CGCS2000 and WGS84 are taken for the same here: they differ by less than 1 m.

Source: the published GCJ-02 polynomial on the Krasovsky 1940 ellipsoid
(a = 6,378,245 m, e² = 0.00669342162296594323) and Baidu's polar offset.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np

from gridplanner.errors import UsageError

Datum = Literal["cgcs2000", "wgs84", "gcj02", "bd09"]
Degrees = np.ndarray[Any, np.dtype[np.float64]]

_A_M = 6_378_245.0
_E2 = 0.00669342162296594323
_X_PI = np.pi * 3000.0 / 180.0
#: Iteration ends below this; a tenth of a millimetre is 1e-9 degree.
_TOLERANCE_DEG = 1e-11
_MAX_STEPS = 50
#: Outside this box GCJ-02 shifts nothing.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


def datum_of(text: str) -> Datum:
    """Read the name of a datum.

    Raises
    ------
    UsageError
        ``datum.unknown``.

    Examples
    --------
    >>> datum_of("GCJ-02"), datum_of("wgs84")
    ('gcj02', 'wgs84')
    """
    word = text.strip().lower().replace("-", "").replace("_", "")
    for name in get_args(Datum):
        if word == name:
            return name  # type: ignore[no-any-return]
    raise UsageError("datum.unknown", {"value": text, "known": " ".join(get_args(Datum))})


def in_reach(lon_deg: Degrees, lat_deg: Degrees) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which places GCJ-02 shifts."""
    inside = (lon_deg > _WEST) & (lon_deg < _EAST) & (lat_deg > _SOUTH) & (lat_deg < _NORTH)
    return np.asarray(inside, dtype=bool)


def to_wgs84(lon_deg: Any, lat_deg: Any, datum: Datum) -> tuple[Degrees, Degrees]:
    """Turn coordinates of a datum into WGS84 (= CGCS2000 here).

    Parameters
    ----------
    lon_deg, lat_deg : array-like of float
        Same shape; NaN stays NaN.
    datum : str
        ``cgcs2000``, ``wgs84``, ``gcj02`` or ``bd09``.

    Returns
    -------
    (lon, lat) : arrays of float
        Good to 1e-9° from GCJ-02, 1e-8° from BD-09.
    """
    lon, lat = np.array(lon_deg, dtype="float64"), np.array(lat_deg, dtype="float64")
    if datum == "bd09":
        lon, lat = bd09_to_gcj02(lon, lat)
    if datum in ("gcj02", "bd09"):
        lon, lat = gcj02_to_wgs84(lon, lat)
    return lon, lat


def wgs84_to_gcj02(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS84 to GCJ-02; places outside China stay.

    Examples
    --------
    >>> lon, lat = wgs84_to_gcj02(np.array([108.9]), np.array([32.31]))
    >>> round(float(lon[0]), 4), round(float(lat[0]), 4)
    (108.9044, 32.3076)
    """
    lon, lat = np.asarray(lon_deg, dtype="float64"), np.asarray(lat_deg, dtype="float64")
    east, north = _shift_deg(lon, lat)
    shifted = in_reach(lon, lat)
    return np.where(shifted, lon + east, lon), np.where(shifted, lat + north, lat)


def gcj02_to_wgs84(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Undo the shift of GCJ-02 by fixed-point iteration to 1e-11°."""
    lon, lat = np.asarray(lon_deg, dtype="float64"), np.asarray(lat_deg, dtype="float64")
    guess_lon, guess_lat = lon.copy(), lat.copy()
    for _ in range(_MAX_STEPS):
        east, north = _shift_deg(guess_lon, guess_lat)
        next_lon, next_lat = lon - east, lat - north
        step = np.maximum(np.abs(next_lon - guess_lon), np.abs(next_lat - guess_lat))
        guess_lon, guess_lat = next_lon, next_lat
        if not step.size or not (step > _TOLERANCE_DEG).any():
            break
    # By the place found, not the one given: at the rim of the box they differ.
    shifted = in_reach(guess_lon, guess_lat)
    return np.where(shifted, guess_lon, lon), np.where(shifted, guess_lat, lat)


def gcj02_to_bd09(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Shift GCJ-02 to BD-09."""
    x, y = np.asarray(lon_deg, dtype="float64"), np.asarray(lat_deg, dtype="float64")
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _X_PI)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _X_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon_deg: Degrees, lat_deg: Degrees) -> tuple[Degrees, Degrees]:
    """Undo the shift of BD-09 by fixed-point iteration to 1e-11°."""
    lon, lat = np.asarray(lon_deg, dtype="float64"), np.asarray(lat_deg, dtype="float64")
    guess_lon, guess_lat = lon - 0.0065, lat - 0.006
    for _ in range(_MAX_STEPS):
        there_lon, there_lat = gcj02_to_bd09(guess_lon, guess_lat)
        off_lon, off_lat = lon - there_lon, lat - there_lat
        guess_lon, guess_lat = guess_lon + off_lon, guess_lat + off_lat
        off = np.maximum(np.abs(off_lon), np.abs(off_lat))
        if not off.size or not (off > _TOLERANCE_DEG).any():
            break
    return guess_lon, guess_lat


def _shift_deg(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Give the shift of GCJ-02 at true places, in degrees east and north."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi / 3.0 * y)) * 2.0 / 3.0
    north += (160.0 * np.sin(np.pi / 12.0 * y) + 320.0 * np.sin(np.pi / 30.0 * y)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi / 3.0 * x)) * 2.0 / 3.0
    east += (150.0 * np.sin(np.pi / 12.0 * x) + 300.0 * np.sin(np.pi / 30.0 * x)) * 2.0 / 3.0
    phi = np.radians(lat)
    bulge = 1.0 - _E2 * np.sin(phi) ** 2
    meridian_m = _A_M * (1.0 - _E2) / bulge**1.5
    parallel_m = _A_M / np.sqrt(bulge) * np.cos(phi)
    return np.degrees(east / parallel_m), np.degrees(north / meridian_m)
