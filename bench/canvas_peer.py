"""The same ground painted by QGIS: layers, colours and widths as the map has them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

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
    """List what the map paints in a view, bottom up: table, rows, fill, line, width in px."""
    from ui.canvas.ground import STREET_WIDTHS_M
    from ui.canvas.render import LANES_UP_TO, OUTLINES_UP_TO

    n, surface, plan = camera.denominator, scene.surface, scene.plan
    colours = scene.fills()
    net = scene.net
    rows: list[dict[str, Any]] = []
    uids = net.shown(scene.level)
    for colour in sorted({colours[uid] for uid in uids}):
        shapes = [net.cells[uid].shape for uid in uids if colours[uid] == colour]
        rows.append({"name": f"fill {colour}", "shapes": shapes, "fill": colour})

    def table(name: str, **look: Any) -> None:
        if scene.layering.drawn(name, n):
            rows.append({"name": name, "shapes": plan.tables[name]["geometry"], **look})

    table("mask", fill=surface.mask)
    table("water", fill=surface.water, line=surface.water, width=1.0)
    table("compounds", line=surface.muted, width=1.0)
    streets = plan.tables["streets"]
    usual = streets["kind"].map(STREET_WIDTHS_M).fillna(6.0)
    width_m = streets["width_m"].where(streets["width_m"] > 0, usual).round()
    for casing in (True, False):
        for metres in sorted(width_m.unique()):
            if metres < 6 and n > LANES_UP_TO:
                continue
            least = 2.4 if metres >= 14 else 1.7 if metres >= 8 else 1.0
            width = max(metres / camera.m_per_px * 0.8, least)
            if not casing or width >= 1.6:
                rows.append(
                    {
                        "name": f"street {metres} {casing}",
                        "shapes": streets["geometry"][width_m == metres],
                        "line": surface.street_case if casing else surface.street,
                        "width": width + 1.6 * casing,
                    }
                )
    outlined = n <= OUTLINES_UP_TO
    look = {"line": surface.building_line, "width": 0.7} if outlined else {}
    table("buildings", fill=surface.building if outlined else surface.building_line, **look)
    for name, radius in (("households", 3.0), ("entrances", 2.0)):
        table(name, dot=radius, fill=surface.accent)
    rows += [
        {
            "name": f"border {level}",
            "shapes": plan.level(level)["geometry"],
            "line": surface.border,
            "width": style.level_width_px(level, plan.scheme.depth),
        }
        for level in range(plan.scheme.depth, 0, -1)
    ]
    return rows


def qgis_times(scene: Any, camera: Any, folder: Path) -> dict[str, float] | str:
    """Let QGIS paint a view; gives median and 95th percentile in ms, or why not."""
    python = interpreter()
    if python is None:
        return "left out: no Python with QGIS here (Debian: python3-qgis)"
    data = folder / "peer.gpkg"
    data.unlink(missing_ok=True)
    looks = []
    for number, row in enumerate(layers_of(scene, camera)):
        shapes = shapes_of(row.pop("shapes"))
        shapes = shapes[np.array([s is not None and not s.is_empty for s in shapes], dtype=bool)]
        if len(shapes) == 0:
            continue
        table = f"t{number}"
        gpd.GeoSeries(shapes, crs=scene.plan.crs).to_file(data, layer=table, driver="GPKG")
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
        return "left out: " + (said.stderr.strip().splitlines() or ["QGIS failed"])[-1]
    found: dict[str, float] = json.loads(said.stdout.strip().splitlines()[-1])
    return found
