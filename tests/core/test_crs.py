"""Zones by longitude and by the size of figures."""

from __future__ import annotations

from typing import Any

import pyproj
import pytest

from gridplanner.crs import crs_of, crs_text, guess_crs, zone_for
from gridplanner.errors import UsageError


@pytest.mark.parametrize("meridian", range(75, 136, 3))
def test_a_place_on_a_meridian_gets_its_zone(meridian: int) -> None:
    crs = pyproj.CRS(zone_for(float(meridian), 35.0))
    assert crs.coordinate_operation is not None
    parameters: dict[str, Any] = {p.name: p.value for p in crs.coordinate_operation.params}
    assert parameters["Longitude of natural origin"] == meridian
    # Without zone prefix, in CGCS2000.
    assert parameters["False easting"] == 500_000
    assert "CGCS2000" in crs.name


def test_outside_china_it_is_utm() -> None:
    assert zone_for(-0.1, 51.5) == "EPSG:32630"
    assert zone_for(180.0, -10.0) == "EPSG:32760"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EPSG:999999", "crs.unknown"),
        ("no system", "crs.unknown"),
        ("EPSG:4490", "crs.not_metric"),
        ("EPSG:2222", "crs.not_metric"),
        ("EPSG:3857", "crs.web_mercator"),
    ],
)
def test_what_cannot_be_a_projects_crs(text: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        crs_text(text)
    assert caught.value.code == code


def test_names_are_made_alike() -> None:
    assert crs_text("epsg:4545") == "EPSG:4545"
    assert crs_text(crs_of("EPSG:4545").to_wkt()) == "EPSG:4545"


@pytest.mark.parametrize("zone", range(25, 46))
def test_the_zone_prefix_of_an_easting_names_the_system(zone: int) -> None:
    found = guess_crs((zone * 1e6 + 4e5, 3.5e6, zone * 1e6 + 6e5, 3.6e6))
    assert found is not None
    assert f"zone {zone}" in pyproj.CRS(found).name


def test_the_published_point() -> None:
    to = pyproj.Transformer.from_crs("EPSG:4490", zone_for(108.9), always_xy=True)
    assert to.transform(108.9, 32.31) == pytest.approx((584757.95, 3576584.02), abs=0.01)


def test_figures_that_say_nothing() -> None:
    assert guess_crs((3.5e6, 36.4e6, 3.6e6, 36.5e6)) is None
    assert guess_crs((36.4e6, 3.5e6, 37.5e6, 3.6e6)) is None
    assert guess_crs((-181, 0, 0, 1)) is None
