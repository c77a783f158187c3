"""The same ground painted by QGIS: layers, colours and widths as the map has them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import cKDTree

from gridplanner.geometry import shapes_of
from layers import style

#: Run by the interpreter that QGIS was packaged for; this one needs no QGIS.
SCRIPT = Path(__file__).with_name("canvas_qgis.py")


def interpreter() -> str | None:
    """Find a Python that can import QGIS; ``None`` where there is none."""
    for name in ("/usr/bin/python3", "python3"):
        path = shutil.which(name)
        if path is None:
            continue
        asked = subprocess.run([path, "-c", "import qgis.core"], capture_output=True, check=False)
        if asked.returncode == 0:
            return path
    return None


def layers_of(scene: Any, camera: Any) -> list[dict[str, Any]]:
    """List what the map paints in a view, bottom up, as one would lay it out in QGIS.

    Returns
    -------
    list of dict
        ``name``, ``shapes``, ``looks`` (each a list of strokes: fill, line, width in px, dot)
        and ``look``, the position in ``looks`` of each shape. A layer costs QGIS a picture of
        its own, so what differs by colour or width alone is one layer with classes.
    """
    from ui.canvas.dots import is_far
    from ui.canvas.render import OUTLINES_UP_TO

    n, surface, plan = camera.denominator, scene.surface, scene.plan
    colours, net = scene.fills(), scene.net
    uids = net.shown(scene.level)
    shades = sorted({colours[uid] for uid in uids})
    rows: list[dict[str, Any]] = [
        {
            "name": "grids",
            "shapes": [net.cells[uid].shape for uid in uids],
            "look": [shades.index(colours[uid]) for uid in uids],
            "looks": [[{"fill": shade}] for shade in shades],
        }
    ]

    def table(name: str, **look: Any) -> None:
        if scene.layering.drawn(name, n):
            shapes = plan.tables[name]["geometry"]
            rows.append(
                {"name": name, "shapes": shapes, "look": [0] * len(shapes), "looks": [[look]]}
            )

    table("mask", fill=surface.mask)
    table("water", fill=surface.water, line=surface.water, width=1.0)
    table("compounds", line=surface.muted, width=1.0)
    rows.append(_streets(scene, camera))
    outlined = n <= OUTLINES_UP_TO
    look = {"line": surface.building_line, "width": 0.7} if outlined else {}
    table("buildings", fill=surface.building if outlined else surface.building_line, **look)
    for name, radius in (("households", 3.0), ("entrances", 2.0)):
        if scene.layering.drawn(name, n) and is_far(name, n):
            rows.append(_far_dots(scene, name))
        else:
            table(name, dot=radius, fill=surface.accent)
    for level in range(plan.scheme.depth, 0, -1):
        shapes = plan.level(level)["geometry"]
        width = style.level_width_px(level, plan.scheme.depth)
        rows.append(
            {
                "name": f"border {level}", "shapes": shapes, "look": [0] * len(shapes),
                "looks": [[{"line": surface.border, "width": width}]],
            }
        )  # fmt: skip
    return rows


def _far_dots(scene: Any, name: str) -> dict[str, Any]:
    """Give every row of a layer of points as a dot of the size that the map gives its place."""
    from ui.canvas.dots import far_dots

    xy, radius, colour = far_dots(scene, name)
    points = shapes_of(scene.plan.tables[name]["geometry"])
    points = points[~(shapely.is_missing(points) | shapely.is_empty(points))]
    rows = shapely.get_coordinates(points) - np.asarray(scene.origin)
    _, place = cKDTree(xy).query(rows)
    sizes, look = np.unique(radius[place], return_inverse=True)
    return {
        "name": name, "shapes": points, "look": look,
        "looks": [[{"dot": float(size), "fill": colour}] for size in sizes],
    }  # fmt: skip


def _streets(scene: Any, camera: Any) -> dict[str, Any]:
    """Give the streets by width, each with the casing that lies under all of them."""
    from ui.canvas.ground import STREET_WIDTHS_M
    from ui.canvas.render import LANES_UP_TO

    surface, streets = scene.surface, scene.plan.tables["streets"]
    usual = streets["kind"].map(STREET_WIDTHS_M).fillna(6.0)
    width_m = streets["width_m"].where(streets["width_m"] > 0, usual).round()
    if camera.denominator > LANES_UP_TO:
        streets, width_m = streets[width_m >= 6], width_m[width_m >= 6]
    steps = sorted(width_m.unique())
    looks = []
    for metres in steps:
        least = 2.4 if metres >= 14 else 1.7 if metres >= 8 else 1.0
        width = max(metres / camera.m_per_px * 0.8, least)
        casing = {"line": surface.street_case, "width": width + 1.6}
        street = {"line": surface.street, "width": width}
        looks.append([casing, street] if width >= 1.6 else [street])
    return {
        "name": "streets", "shapes": streets["geometry"],
        "look": [steps.index(metres) for metres in width_m], "looks": looks,
    }  # fmt: skip


def qgis_times(scene: Any, camera: Any, folder: Path) -> dict[str, float] | str:
    """Let QGIS paint a view; gives median, best and 95th percentile in ms, or why not.

    Once from a GeoPackage with spatial indexes, once from memory: the faster one counts.
    """
    python = interpreter()
    if python is None:
        return "left out: no Python with QGIS here (Debian: python3-qgis)"
    data = folder / "peer.gpkg"
    data.unlink(missing_ok=True)
    looks = []
    for number, row in enumerate(layers_of(scene, camera)):
        shapes, look = shapes_of(row.pop("shapes")), np.array(row.pop("look"), dtype=np.int64)
        real = np.array([s is not None and not s.is_empty for s in shapes], dtype=bool)
        if not real.any():
            continue
        table = f"t{number}"
        frame = gpd.GeoDataFrame({"look": look[real]}, geometry=shapes[real], crs=scene.plan.crs)
        frame.to_file(data, layer=table, driver="GPKG", SPATIAL_INDEX="YES")
        looks.append({**row, "table": table})
    asked = {
        "data": str(data), "layers": looks, "bounds": camera.bounds, "crs": scene.plan.crs,
        "width": camera.width, "height": camera.height, "ground": scene.surface.ground,
        "picture": str(folder / "peer.png"),
    }  # fmt: skip
    said = subprocess.run(
        [python, str(SCRIPT)], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if said.returncode:
        words = [row for row in said.stderr.splitlines() if row and not row.startswith("Warning")]
        return "left out: " + (words or [f"QGIS ended with {said.returncode}"])[-1]
    found: dict[str, float] = json.loads(said.stdout.strip().splitlines()[-1])
    return found
