"""Edits of whole tables: rows from a file, settings, derived units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.address.similar import SAME_NAMES, same_names
from gridplanner.edits.mending import (
    answered_rows,
    mendable,
    mended,
    new_duties,
    relisted,
)
from gridplanner.errors import EditError, Fault, FaultyInput
from gridplanner.geometry import dissolve, inner_points, owners, shapes_of
from gridplanner.model import Plan
from gridplanner.tables import TABLES


@dataclass(frozen=True, eq=False)
class ImportRows:
    """Put rows into tables: after those that are there, or in their place.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        Frames that conform to their table.
    file : str
        Name of the file, for the journal.
    replace : bool
        Whether the rows that are there go.
    listed : DataFrame, optional
        Lines for the plan's work list.
    answered : tuple of str
        Ids of work list lines that these rows answer: the lines go, and rows that are in
        the plan already take the new values.
    same : mapping of str to str
        Names in addresses that a person has confirmed; kept in the plan.
    """

    tables: Mapping[str, pd.DataFrame]
    file: str = ""
    replace: bool = False
    listed: pd.DataFrame | None = None
    answered: tuple[str, ...] = ()
    same: Mapping[str, str] = field(default_factory=dict)
    label = "edit.import"

    @property
    def facts(self) -> Mapping[str, Any]:
        """File and rows by table."""
        rows = ", ".join(f"{name} {len(frame)}" for name, frame in self.tables.items())
        return {"file": self.file, "rows": rows}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the rows.

        Raises
        ------
        FaultyInput
            An id is in the table already.
        """
        frames: dict[str, pd.DataFrame] = {}
        if self.same:
            plan = plan.with_settings(**{SAME_NAMES: {**same_names(plan), **self.same}})
        answered = answered_rows(plan, self.answered)
        for name, rows in self.tables.items():
            current = plan.tables[name]
            if name == "grids":
                # A grid's row number is its uid: parents and duties find it by that.
                rows = rows.set_axis(pd.Index(rows["uid"].to_numpy("int64"), name="fid"))
            if self.replace or len(current) == 0:
                frames[name] = rows
                continue
            if name in mendable(plan):
                current, rows = mended(plan, name, rows, answered)
                if len(rows) == 0:
                    frames[name] = current
                    continue
            if name == "duties":
                rows = new_duties(current, rows)
            if "id" in current.columns:
                twice = rows["id"].isin(set(current["id"])).to_numpy()
                if twice.any():
                    ids = rows["id"].to_numpy()[twice]
                    raise FaultyInput(
                        [Fault("table.id_taken", self.file, None, "id", str(i)) for i in ids[:20]]
                    )
            first = int(current.index.max()) + 1
            if name != "grids":
                rows = rows.set_axis(pd.RangeIndex(first, first + len(rows), name="fid"))
            both = pd.concat([current, rows]).rename_axis("fid")
            frames[name] = (
                gpd.GeoDataFrame(both, geometry="geometry", crs=plan.crs)
                if TABLES[name].spatial
                else both
            )
        listed = relisted(plan, self.listed, answered, set(self.tables) if self.replace else set())
        return plan.with_tables(**frames, worklist=listed)


@dataclass(frozen=True)
class ChangeSettings:
    """Set settings; ``None`` removes one."""

    values: Mapping[str, Any] = field(default_factory=dict)
    label = "edit.settings"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Names of the settings."""
        return {"names": ", ".join(self.values)}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the settings."""
        return plan.with_settings(**self.values)


@dataclass(frozen=True, eq=False)
class AdoptUnits:
    """Take units into the plan, and node boundary and areas with them.

    The vertices at which streets and walls meet the boundary must be in the boundary too,
    on the grid of 1 mm: it is put together from the units, which moves it by less than a
    millimetre, once.

    Attributes
    ----------
    units : GeoDataFrame
        Table ``units``, a coverage of the boundary.
    """

    units: gpd.GeoDataFrame
    label = "edit.units"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Number of units."""
        return {"count": len(self.units)}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the units.

        Raises
        ------
        EditError
            There are none.
        """
        if len(self.units) == 0:
            raise EditError("plan.no_units")
        shapes = shapes_of(self.units.geometry)
        points = inner_points(shapes)
        frames: dict[str, pd.DataFrame] = {"units": self.units}
        for name in ("boundary", "areas"):
            frame = plan.layer(name)
            keys = frame["level"].to_numpy() if name == "areas" else np.ones(len(frame), dtype=int)
            renoded = shapes_of(frame.geometry).copy()
            for key in np.unique(keys):
                rows = np.flatnonzero(keys == key)
                label = owners(points, renoded[rows])
                made = dissolve(shapes, label, len(rows))
                for row, shape in zip(rows, made, strict=True):
                    if not shape.is_empty:
                        renoded[row] = shape
            frames[name] = frame.set_geometry(
                gpd.GeoSeries(renoded, index=frame.index, crs=plan.crs)
            )
        return plan.with_tables(**frames)
