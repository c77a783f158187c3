"""The edit that puts a solver's answer into the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gridplanner.codes import make_code, reading_order
from gridplanner.edits.duty_rows import ended, running
from gridplanner.edits.grid_rows import added, lineage_added
from gridplanner.errors import EditError
from gridplanner.geometry import Floats, Ints, Shapes, dissolve, shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.scheme import fields_of

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Proposal:
    """Nested labels of the units, with posts: a plan that is not in force yet.

    Attributes
    ----------
    labels : int array, shape (units, levels)
        Nested labels 0 … count-1 of each unit.
    posts : int array, shape (leaves,), or None
        Workers planned on each leaf.
    fte : float array, shape (leaves,), or None
        Their full-time shares.
    kept : tuple of tuple of int
        For each level that is given: the ``fid`` of the area behind each label.
    date : str
        End of the grids that were in force, ISO; ``""`` where all are a draft.
    solver : mapping
        What the solver said of its work (seed, work, bound …), for the journal.
    """

    labels: Ints
    posts: Ints | None
    fte: Floats | None
    kept: tuple[tuple[int, ...], ...]
    date: str
    solver: Mapping[str, Any]

    label = "edit.plan"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Grids on each level, and the solver's seed and work."""
        counts = "/".join(str(len(np.unique(column))) for column in self.labels.T)
        return {"counts": counts, **self.solver}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with new grids on every level.

        Grids in force end; a draft's rows are dropped, so that planning a draft anew does
        not use up codes. Parents are the unions of their leaves.

        Raises
        ------
        EditError
            The labels are not those of the plan's units, or grids are in force and no date
            is given.
        """
        units = shapes_of(plan.tables["units"]["geometry"])
        if len(units) != len(self.labels) or self.labels.shape[1] != plan.scheme.depth:
            raise EditError("plan.stale_proposal", {"units": len(units), "rows": len(self.labels)})
        shapes = _dissolved(units, self.labels)
        rows: list[list[Row]] = []
        uid = plan.next_uid
        for depth in range(plan.scheme.depth):
            made = self._level_rows(plan, depth, shapes[depth], rows)
            for row in made:
                row["uid"] = uid
                uid += 1
            rows.append(made)
        flat = [self._final(row) for level in rows for row in level]
        grids, duties = self._ended(plan)
        grids = added(plan, grids, sorted(flat, key=lambda row: (row["level"], row["code"])))
        planned = plan.with_tables(grids=gpd.GeoDataFrame(grids), duties=duties)
        lineage = _lineage(plan, planned)
        return planned.with_tables(lineage=lineage_added(plan, lineage)) if lineage else planned

    def _level_rows(
        self, plan: Plan, depth: int, shapes: Shapes, above: Sequence[Sequence[Row]]
    ) -> list[Row]:
        """Make the rows of one level by label, with codes."""
        level = plan.scheme.levels[depth]
        every = plan.tables["grids"]
        used = set(every.loc[(every["valid_from"] != "") | (every["valid_to"] != ""), "code"])
        column = self.labels[:, depth]
        labels, first = np.unique(column, return_index=True)
        parents = self.labels[first, depth - 1] if depth else np.zeros(len(labels), dtype=int)
        chains = [_chain(above, int(p)) for p in parents] if depth else [[] for _ in labels]
        rows: list[Row] = [
            {"level": level.level, "label": int(label), "chain": chain, "geometry": shape}
            for label, chain, shape in zip(labels, chains, shapes[labels], strict=True)
        ]
        if depth < len(self.kept):
            areas = plan.tables["areas"]
            for row in rows:
                area = areas.loc[self.kept[depth][row["label"]]]
                row |= {"area": str(area["code"]), "name": str(area["name"])}
        stem = _stem_depth(plan, depth)
        group = np.array([c[stem]["label"] if c and stem >= 0 else 0 for c in chains])
        xy = shapely.get_coordinates(shapely.centroid(shapes[labels]))
        number: dict[int, int] = {}
        prefix = str(plan.settings.get("code_prefix", ""))
        for at in reading_order(xy, group):
            row, key = rows[at], int(group[at])
            ancestors = [link["code"] for link in chains[at]]
            while True:
                number[key] = number.get(key, 0) + 1
                code = make_code(level, number[key], ancestors, row.get("area", ""), prefix)
                if code not in used or "{n" not in level.pattern:
                    break
            row["code"] = code
            row.setdefault("name", f"第{number[key]}{level.name}")
        return rows

    def _final(self, row: Row) -> Row:
        chain = row["chain"]
        result = {key: row[key] for key in ("uid", "level", "code", "name", "geometry")}
        result["parent"] = chain[-1]["uid"] if chain else None
        if row["level"] == self.labels.shape[1] and self.posts is not None:
            result["posts"] = int(self.posts[row["label"]])
            result["fte"] = float(self.fte[row["label"]]) if self.fte is not None else np.nan
        return result

    def _ended(self, plan: Plan) -> tuple[gpd.GeoDataFrame, Any]:
        """End the grids in force and the duties in them."""
        grids = plan.layer("grids")
        valid = grids["valid_to"] == ""
        draft = valid & (grids["valid_from"] == "")
        gone = set(grids.loc[valid, "uid"].astype(str))
        if not self.date and (valid & ~draft).any():
            raise EditError("edit.no_date", {"code": grids.loc[valid & ~draft, "code"].iloc[0]})
        if self.date:
            grids["valid_to"] = grids["valid_to"].where(~(valid & ~draft), self.date)
            grids = grids[~draft.to_numpy()]
        else:
            grids = grids[~valid.to_numpy()]
        duties = plan.frame("duties")
        which = (
            running(duties) & (duties["target_table"] == "grids") & duties["target_id"].isin(gone)
        )
        return grids, ended(duties, which, self.date)


def _dissolved(units: Shapes, labels: Ints) -> list[Shapes]:
    """Polygons of every level by label; each level from the one below."""
    depth = labels.shape[1]
    result: list[Shapes] = [shapes_of([])] * depth
    result[-1] = dissolve(units, labels[:, -1], int(labels[:, -1].max()) + 1)
    for level in range(depth - 2, -1, -1):
        child, first = np.unique(labels[:, level + 1], return_index=True)
        parent = labels[first, level]
        result[level] = dissolve(result[level + 1][child], parent, int(labels[:, level].max()) + 1)
    return result


def _chain(above: Sequence[Sequence[Row]], parent: int) -> list[Row]:
    row = next(row for row in above[-1] if row["label"] == parent)
    return [*row["chain"], row]


def _stem_depth(plan: Plan, depth: int) -> int:
    """Depth of the ancestor within which a level is numbered, -1 for the whole plan."""
    for field in fields_of(plan.scheme.levels[depth].pattern):
        if field == "parent":
            return depth - 1
        if field.isdigit():
            return int(field) - 1
    return -1


def _lineage(plan: Plan, planned: Plan) -> list[tuple[int | None, int | None, int]]:
    """Tell where the households of grids in force go; a draft leaves no lineage."""
    old = plan.leaves
    in_force = old[(old["valid_from"] != "").to_numpy()]
    if len(in_force) == 0:
        return []
    before, after = locate(plan).households, locate(planned).households
    both = np.isin(before, in_force["uid"].to_numpy()) & (after > 0)
    pairs, count = np.unique(
        np.stack([before[both], after[both]], axis=1), axis=0, return_counts=True
    )
    return [(int(a), int(b), int(n)) for (a, b), n in zip(pairs, count, strict=True)]
