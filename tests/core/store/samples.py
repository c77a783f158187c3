"""Rows, edits and comparisons that several tests of the store use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.errors import GridPlannerError
from gridplanner.model import Plan
from gridplanner.sentences.store import STORE
from gridplanner.tables import TABLES, conform

CRS = "EPSG:4545"
SHAPES = {
    "Point": shapely.Point(500_000.125, 3_570_000.001),
    "LineString": shapely.LineString([(0, 0), (1.5, 2.25), (3, 3)]),
    "MultiLineString": shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 7)]]),
    "Polygon": shapely.Polygon(
        [(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 4), (4, 4), (4, 2)]]
    ),
    "MultiPolygon": shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 3, 4, 4)]),
}
_VALUES: dict[str, list[Any]] = {
    "text": ["", "岚皋县城关镇", 'O\'Neil "x"', "𠮷🏠"],
    "int": [0, 7, -3, 2**53],
    "maybe_int": [None, 0, 12, -1],
    "float": [float("nan"), 0.1, -2.5, 1e300],
    "bool": [True, False, True, False],
}


@dataclass(frozen=True)
class Put:
    """Replaces whole tables."""

    frames: Mapping[str, pd.DataFrame]
    label: str = "edit.import"
    facts: Mapping[str, Any] = field(default_factory=lambda: {"by": "test"})

    def apply(self, plan: Plan) -> Plan:
        return plan.with_tables(**self.frames)


@dataclass(frozen=True)
class Name:
    """Renames one place, or adds it."""

    fid: int
    name: str
    label: str = "edit.rename"

    @property
    def facts(self) -> Mapping[str, Any]:
        return {"name": self.name}

    def apply(self, plan: Plan) -> Plan:
        rest = plan.places[plan.places.index != self.fid]
        row = table_rows("places", [self.fid], id=f"P{self.fid}", name=self.name)
        return plan.with_tables(places=pd.concat([rest, row]) if len(rest) else row)


def table_rows(table: str, fids: list[int], **values: Any) -> pd.DataFrame:
    """Make rows with every kind of value that each column may hold."""
    count = len(fids)
    data: dict[str, Any] = {}
    for column in TABLES[table].columns:
        kinds = _VALUES[column.dtype]
        data[column.name] = [kinds[(i + len(column.name)) % len(kinds)] for i in range(count)]
        if column.name in ("id", "uid"):
            data[column.name] = [f"{table}-{i}" if column.name == "id" else i for i in fids]
    data.update({name: [value] * count for name, value in values.items()})
    index = pd.Index(fids, dtype="int64", name="fid")
    frame = pd.DataFrame(data, index=index)
    if TABLES[table].spatial:
        kinds_of_shape = TABLES[table].geometry
        shapes: list[Any] = [SHAPES[kinds_of_shape[i % len(kinds_of_shape)]] for i in range(count)]
        if table == "households" and count > 1:
            shapes[0], shapes[1] = None, shapely.Point()
        frame = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=index, crs=CRS))
    return conform(table, frame, crs=CRS)


def all_rows(count: int = 5) -> dict[str, pd.DataFrame]:
    """Make rows for every table but the scheme and the settings, whose values have a form."""
    fids = [3 * i + 1 for i in range(count)]
    return {name: table_rows(name, fids) for name in TABLES if name not in ("scheme", "settings")}


def assert_same_tables(left: Plan, right: Plan) -> None:
    """Hold two plans to the same rows, dtypes, order and bytes of geometry."""
    for name, a in left.tables.items():
        assert_same_frame(a, right.tables[name])


def assert_same_frame(a: pd.DataFrame, b: pd.DataFrame) -> None:
    """Hold two frames to the same rows, dtypes, order and bytes of geometry."""
    assert list(a.columns) == list(b.columns)
    plain = [title for title in a.columns if title != "geometry"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(a[plain]), pd.DataFrame(b[plain]), check_exact=True, check_index_type=False
    )
    assert a.index.name == b.index.name == "fid"
    if "geometry" in a.columns:
        assert str(a.crs) == str(b.crs)
        wkb_a = shapely.to_wkb(np.asarray(a["geometry"], dtype=object))
        wkb_b = shapely.to_wkb(np.asarray(b["geometry"], dtype=object))
        assert list(wkb_a) == list(wkb_b)


def code_of(error: pytest.ExceptionInfo[GridPlannerError]) -> str:
    """Give the code of an error, once its sentences are known to say the file."""
    raised = error.value
    for sentence in STORE[raised.code]:
        assert "?" not in sentence.format_map(raised.facts)
        assert "{file}" in sentence
    assert raised.hint is None or raised.hint in STORE
    return raised.code
