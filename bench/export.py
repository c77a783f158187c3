"""What leaves the office: our web map beside folium's default map, and all exports together.

    python -m bench.export PROJECT.gpkg

Both maps show the same layers: boundary, mask, water, streets, buildings, three levels of
grids. folium's default asks ten files of four hosts for its scripts and styles; ours has them
inside. CPU seconds of one process in one run, figures worked out beforehand for both. Each map is
written twice from a plan opened afresh, and the lesser time counts: the first pays for imports too.
Where Chromium is installed it opens ours with the network off; another request or a complaint on
its console ends the run.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import folium
from rich.console import Console
from rich.table import Table

from gridplanner.model import Plan
from gridplanner.report import summary
from gridplanner.store import open_project
from layers.export_options import ExportOptions
from layers.writers import write
from tests.layers.chromium import BROWSER, tab
from ui.sheet.register import register_sheets

#: The aims: all exports together, the web map with buildings, and its first paint.
ALL_S, MAP_MB, PAINT_S = 30.0, 2.0, 1.5
#: The map is opened so many times; the first pays for starting the browser.
OPENED = 6
EXPORTS = (
    ("html", "map.html", ExportOptions()),
    ("shp", "utf8.zip", ExportOptions(beside=True)),
    ("shp", "gbk.zip", ExportOptions(encoding="gbk", crs="EPSG:4524")),
    ("gpkg", "grids.gpkg", ExportOptions()),
    ("geojson", "grids.geojson", ExportOptions()),
    ("kml", "grids.kml", ExportOptions()),
    ("dxf", "grids.dxf", ExportOptions()),
    ("xlsx", "registers.xlsx", ExportOptions()),
    ("pdf", "sheet.pdf", ExportOptions()),
)


def default_map(plan: Plan, out: Path) -> None:
    """Write the same layers as folium does it when nothing is said."""
    bounds = plan.layer("boundary").to_crs("EPSG:4326").total_bounds
    chart = folium.Map(location=[(bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2])
    for name in ("boundary", "mask", "water", "streets", "buildings"):
        frame = plan.layer(name)
        columns = [column for column in ("name",) if column in frame.columns]
        folium.GeoJson(frame[[*columns, "geometry"]].to_crs("EPSG:4326"), name=name).add_to(chart)
    figures = summary(plan).grids
    columns = ["code", "name", "kind", "households", "persons", "load", "deviation"]
    for level in plan.scheme.levels:
        grids = plan.level(level.level).set_index("uid")[["geometry"]]
        grids = grids.join(figures[columns]).to_crs("EPSG:4326")
        tip = folium.GeoJsonTooltip(columns)
        folium.GeoJson(grids, name=level.name, tooltip=tip).add_to(chart)
    folium.LayerControl().add_to(chart)
    chart.save(str(out))


def seconds_of(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def best(path: Path, work: Callable[[Plan], object], times: int = 2) -> float:
    """Least CPU seconds of a few runs, each on a plan that remembers nothing but its figures."""
    found = []
    for _ in range(times):
        plan = fresh(path)
        summary(plan)
        found.append(seconds_of(lambda plan=plan: work(plan)))  # type: ignore[misc]
    return min(found)


def fresh(path: Path) -> Plan:
    """Open the project's plan."""
    with open_project(path, read_only=True) as opened:
        return opened.plan


def paint_s(page: Path) -> float | None:
    """Median seconds until a browser without a network has painted; None where there is none."""
    if BROWSER is None:
        return None
    script = "Math.max(...performance.getEntriesByType('paint').map(one => one.startTime))"
    found = []
    with tab() as browser:
        for _ in range(OPENED):
            browser.requests.clear()
            browser.open(page)
            browser.wait(0.5)
            found.append(float(browser.run(script)) / 1000)
            if browser.requests != [page.resolve().as_uri()] or browser.console:
                raise SystemExit(f"{browser.requests} {browser.console}")
    return statistics.median(found[1:])


def main() -> None:
    """Measure one project and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    path = parser.parse_args().project
    register_sheets()
    table = Table("figure", "ours", "other or limit", "ratio", title=path.stem)

    def row(name: str, ours: float, other: float, unit: str) -> None:
        table.add_row(name, f"{ours:.2f} {unit}", f"{other:.2f} {unit}", f"{ours / other:.2f}")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = folder / "ours.html", folder / "folium.html"
        our_s = best(path, lambda plan: write("html", plan, summary(plan), ours))
        their_s = best(path, lambda plan: default_map(plan, theirs))
        row("web map against folium's default, CPU", our_s, their_s, "s")
        row("the same, size", ours.stat().st_size / 1e6, theirs.stat().st_size / 1e6, "MB")
        row("web map against its budget", ours.stat().st_size / 1e6, MAP_MB, "MB")
        painted_s = paint_s(ours)
        if painted_s is not None:
            row("web map's first paint, network off, clock", painted_s, PAINT_S, "s")
        total_s = 0.0
        plan = fresh(path)
        for kind, file, options in EXPORTS:
            began = time.perf_counter()
            write(kind, plan, summary(plan), folder / file, options)
            taken = time.perf_counter() - began
            total_s += taken
            size_mb = (folder / file).stat().st_size / 1e6
            table.add_row(f"  {file}", f"{taken:.2f} s", f"{size_mb:.2f} MB", "")
        row("all exports together, clock", total_s, ALL_S, "s")
    Console().print(table)


if __name__ == "__main__":
    main()
