"""Datums: the iterated inverse, over all of China."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridplanner.errors import UsageError
from layers.datum import (
    bd09_to_gcj02,
    datum_of,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_gcj02,
)

longitudes = st.floats(73.5, 135.0)
latitudes = st.floats(3.9, 53.5)


@given(longitudes, latitudes)
def test_gcj02_round_trip(lon: float, lat: float) -> None:
    back = gcj02_to_wgs84(*wgs84_to_gcj02(np.array([lon]), np.array([lat])))
    assert abs(back[0][0] - lon) < 1e-9
    assert abs(back[1][0] - lat) < 1e-9


@given(longitudes, latitudes)
def test_bd09_round_trip(lon: float, lat: float) -> None:
    shifted = gcj02_to_bd09(*wgs84_to_gcj02(np.array([lon]), np.array([lat])))
    back = to_wgs84(*shifted, "bd09")
    assert abs(back[0][0] - lon) < 1e-8
    assert abs(back[1][0] - lat) < 1e-8


def test_many_random_points_at_once() -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(73.5, 135, 50_000), rng.uniform(3.9, 53.5, 50_000)
    back = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert max(np.abs(back[0] - lon).max(), np.abs(back[1] - lat).max()) < 1e-9


def test_the_shift_at_langao_has_the_known_length() -> None:
    geod = pyproj.Geod(ellps="WGS84")
    lon, lat = np.array([108.9]), np.array([32.31])
    gcj = wgs84_to_gcj02(lon, lat)
    bd = gcj02_to_bd09(*gcj)
    assert geod.inv(lon, lat, *gcj)[2][0] == pytest.approx(496, abs=1)
    assert geod.inv(lon, lat, *bd)[2][0] == pytest.approx(1101, abs=1.5)


def test_published_points_to_their_last_digits() -> None:
    # The vectors of coordtransform (github.com/wandergis/coordtransform), which most other
    # libraries repeat; its inverses are one-step, so only the shifts are held against it.
    lon, lat = np.array([116.404]), np.array([39.915])
    gcj, bd = wgs84_to_gcj02(lon, lat), gcj02_to_bd09(lon, lat)
    assert (gcj[0][0], gcj[1][0]) == pytest.approx((116.41024449916938, 39.91640428150164), 1e-15)
    assert (bd[0][0], bd[1][0]) == pytest.approx((116.41036949371029, 39.92133699351021), 1e-15)


def test_outside_china_nothing_moves() -> None:
    lon, lat = np.array([9.55, -74.0]), np.array([47.15, 40.7])
    there = wgs84_to_gcj02(lon, lat)
    assert np.array_equal(there[0], lon)
    assert np.array_equal(to_wgs84(lon, lat, "gcj02")[1], lat)


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000"])
def test_wgs84_and_cgcs2000_are_taken_for_the_same(datum: str) -> None:
    lon, lat = to_wgs84([108.9], [32.31], datum_of(datum))
    assert (lon[0], lat[0]) == (108.9, 32.31)


def test_missing_and_empty_input() -> None:
    lon, _ = to_wgs84([np.nan, 108.9], [np.nan, 32.3], "gcj02")
    assert np.isnan(lon[0])
    assert np.isfinite(lon[1])
    assert to_wgs84([], [], "bd09")[0].size == 0
    assert bd09_to_gcj02(np.array([]), np.array([]))[0].size == 0


def test_unknown_datum_is_refused() -> None:
    with pytest.raises(UsageError, match=r"datum\.unknown"):
        datum_of("beijing54")
