"""GeoTIFFs that GDAL wrote lie where GDAL says."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from gridplanner.errors import InputError
from layers.geotiff import geotiff_of

from .pictures import png

needs_gdal = pytest.mark.skipif(
    shutil.which("gdal_translate") is None, reason="GDAL's tools are not installed"
)
CORNERS = ("584000", "3576600", "584900", "3576000")


def translated(folder: Path, *options: str) -> Path:
    source, made = folder / "a.png", folder / "a.tif"
    source.write_bytes(png(90, 60))
    command = ["gdal_translate", "-q", "-of", "GTiff", *options, str(source), str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made


@needs_gdal
@pytest.mark.parametrize("order", ["LITTLE", "BIG"])
def test_corners_and_crs(order: str, tmp_path: Path) -> None:
    path = translated(
        tmp_path, "-a_srs", "EPSG:4545", "-a_ullr", *CORNERS, "-co", f"ENDIANNESS={order}"
    )
    found = geotiff_of(path)
    placed = [value for corner in found.corners for value in corner]
    assert placed == pytest.approx([584000, 3576600, 584900, 3576600, 584000, 3576000])
    assert found.crs == "EPSG:4545"


@needs_gdal
def test_degrees_and_pixels_that_are_points(tmp_path: Path) -> None:
    corners = ("108.89", "32.31", "108.98", "32.25")
    path = translated(
        tmp_path, "-a_srs", "EPSG:4326", "-a_ullr", *corners, "-mo", "AREA_OR_POINT=Point"
    )
    found = geotiff_of(path)
    # Outer corners, whichever way the pixels are meant.
    assert found.corners[0] == pytest.approx((108.89, 32.31), abs=1e-9)
    assert found.corners[1] == pytest.approx((108.98, 32.31), abs=1e-9)
    assert found.crs == "EPSG:4326"


@needs_gdal
def test_a_plain_tiff_has_no_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        geotiff_of(translated(tmp_path))
    assert caught.value.code == "basemap.no_place"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"II*",
        b"MZ no picture at all",
        b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 0),
        b"II*\0" + struct.pack("<I", 9_999),
    ],
)
def test_broken_files_are_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        geotiff_of(path)
    assert caught.value.code in ("basemap.not_a_picture", "basemap.unreadable")
