"""QGIS's own geometry checks of the same polygons, where its development files are installed.

Those of QGIS's geometry checker are reached from C++ alone (in its Python nothing makes the
pool of features that they ask for), so a small program, ``qgis_checks.cpp``, is compiled
for the run. Needs ``g++`` and Debian's ``libqgis-dev``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import geopandas as gpd

from gridplanner.geometry import Shapes

HEADERS = Path("/usr/include/qgis")
SOURCE = Path(__file__).with_suffix(".cpp")
MODULES = ("Qt5Core", "Qt5Gui", "Qt5Xml", "Qt5Widgets")
#: Checks with their settings: overlaps of any size, gaps up to a square kilometre.
CHECKS = {
    "validity": "QgsIsValidCheck",
    "self-intersections": "QgsGeometrySelfIntersectionCheck",
    "overlaps": "QgsGeometryOverlapCheck:maxOverlapArea=0",
    "gaps": "QgsGeometryGapCheck:gapThreshold=1000000",
    "missing vertices": "QgsGeometryMissingVertexCheck",
}
#: Coordinates are told apart to so many decimals of a metre.
PRECISION = 8


def qgis_checks(shapes: Shapes, crs: str) -> dict[str, tuple[int, float]]:
    """Run the checks on some polygons.

    Returns
    -------
    dict
        Check → faults found, and processor seconds; empty where QGIS cannot be compiled
        against.
    """
    if not shutil.which("g++") or not (HEADERS / "qgsgeometrychecker.h").exists():
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = _compiled(folder)
        layer = folder / "leaves.gpkg"
        gpd.GeoDataFrame(geometry=shapes, crs=crs).to_file(layer, layer="leaves")
        ran = subprocess.run(
            [program, layer, str(PRECISION), *CHECKS.values()], check=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": name},
        )  # fmt: skip
    lines = [line.split() for line in ran.stdout.splitlines()]
    return {
        check: (int(faults), float(took) / 1000)
        for check, (_, faults, took) in zip(CHECKS, lines, strict=True)
    }


def _compiled(folder: Path) -> Path:
    # A header of Debian's package names others by the folder that they have in the source.
    (folder / "geometry").symlink_to(HEADERS)
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *MODULES], check=True, text=True, capture_output=True
    ).stdout.split()
    program = folder / "qgis_checks"
    subprocess.run(
        ["g++", "-O2", "-std=c++17", "-fPIC", "-w", f"-I{folder}", f"-I{HEADERS}", SOURCE,
         "-o", program, "-lqgis_core", "-lqgis_analysis", *flags],
        check=True,
    )  # fmt: skip
    return program
