"""A small town on paper, and files to import into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gridplanner.sentences.reading import READING
from gridplanner.tables import TABLES
from layers.importing import Prepared

CRS = "EPSG:4545"
X0, Y0 = 584_000.0, 3_576_000.0


def write(
    folder: Path, name: str, frame: dict[str, Any], shapes: list[Any], crs: str = CRS
) -> Path:
    path = folder / f"{name}.geojson" if crs == "EPSG:4326" else folder / f"{name}.gpkg"
    layer = gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS).to_crs(crs)
    layer.to_file(path, engine="pyogrio")
    return path


def sheet(folder: Path, rows: Sequence[Mapping[Any, Any]], name: str = "户.csv") -> Path:
    path = folder / name
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def box(x: float, y: float, w: float = 20.0, h: float = 10.0) -> Any:
    return shapely.box(X0 + x, Y0 + y, X0 + x + w, Y0 + y + h)


def point(x: float, y: float) -> Any:
    return shapely.Point(X0 + x, Y0 + y)


def assert_sound(prepared: Prepared) -> None:
    lost = prepared.worklist.loc[~prepared.worklist["kept"], ["sheet", "row"]].drop_duplicates()
    assert prepared.rows_in == prepared.rows_ok + len(lost)
    if prepared.kind != "boundary":
        assert len(prepared.tables[prepared.kind]) == prepared.rows_ok
    assert set(prepared.worklist["reason"]) <= set(READING)
    assert {note.code for note in prepared.notes} <= set(READING)
    for name, frame in prepared.tables.items():
        assert frame.index.tolist() == list(range(1, len(frame) + 1))
        assert set(frame.columns) >= {column.name for column in TABLES[name].columns}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
