"""The plan: a frozen set of tables. An edit makes a new one; undo is the older one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar, cast

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.crs import crs_text
from gridplanner.errors import EditError, UsageError
from gridplanner.scheme import Level, Scheme
from gridplanner.tables import TABLES, conform, empty

T = TypeVar("T")
#: Parts of tables by name: the table, and the columns that the part leaves out. ``homes`` is
#: who lives where, without what a planner pinned: most results read no more of households.
#: ``pieces`` are units whatever is locked. A single setting is a part too: ``settings.KEY``.
PARTS: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "homes": ("households", frozenset({"pinned"})),
        "pieces": ("units", frozenset({"locked"})),
    }
)


@dataclass(frozen=True, eq=False)
class Plan:
    """Boundary, areas, grids, households, people and the rest, at one moment.

    A plan never changes: workers may hold one without a lock. Frames are handed out as
    shallow copies, and geometry arrays refuse to be written to.

    Attributes
    ----------
    crs : str
        Metric CRS of all geometry, such as ``"EPSG:4545"``.
    tables : mapping of str to DataFrame
        All tables of :data:`gridplanner.tables.TABLES`, indexed by ``fid``.
    seq : int
        Number of the last journal entry; only goes up, also when an edit is undone.
    next_uid : int
        First grid uid never used; only goes up, so that a uid is never reused.
    """

    crs: str
    tables: Mapping[str, pd.DataFrame]
    seq: int = 0
    next_uid: int = 1
    _memo: dict[str, tuple[frozenset[str], Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def new(cls, scheme: Scheme, crs: str) -> Plan:
        """Make a plan without rows.

        Parameters
        ----------
        scheme : Scheme
            Levels to be planned.
        crs : str
            A projected CRS in metres.

        Raises
        ------
        UsageError
            The CRS is unknown or not metric.
        """
        text = crs_text(crs)
        tables = {name: empty(name, text) for name in TABLES}
        tables["scheme"] = scheme_frame(scheme)
        return cls(text, MappingProxyType({k: _frozen(v) for k, v in tables.items()}))

    def with_tables(self, **frames: pd.DataFrame) -> Plan:
        """Make a plan in which the named tables are replaced; the others are shared.

        Frames must already conform to their table. ``next_uid`` rises above every uid.

        Raises
        ------
        UsageError
            A name is no table.
        """
        unknown = sorted(set(frames) - set(TABLES))
        if unknown:
            raise UsageError("table.unknown", {"table": unknown[0]})
        tables = dict(self.tables)
        for name, frame in frames.items():
            missing = [c.name for c in TABLES[name].columns if c.name not in frame.columns]
            if missing or frame.index.name != "fid":
                frame = conform(name, frame, crs=self.crs)
            tables[name] = _frozen(frame)
        next_uid = self.next_uid
        if "grids" in frames and len(tables["grids"]):
            next_uid = max(next_uid, int(tables["grids"]["uid"].max()) + 1)
        # What was derived from other tables still holds: an edited border costs no new
        # street buffers.
        touched = set(frames)
        for part, (name, without) in PARTS.items():
            if name in frames and not _shared(self.tables[name], tables[name], without):
                touched.add(part)
        if "settings" in frames:
            touched |= _settings_changed(self.tables["settings"], tables["settings"])
        kept = {key: memo for key, memo in self._memo.items() if memo[0].isdisjoint(touched)}
        return replace(self, tables=MappingProxyType(tables), next_uid=next_uid, _memo=kept)

    def counted(self, seq: int, next_uid: int) -> Plan:
        """Make the same plan with its two counters moved up; they never go down."""
        return replace(
            self, seq=max(seq, self.seq), next_uid=max(next_uid, self.next_uid), _memo=self._memo
        )

    def frame(self, name: str) -> pd.DataFrame:
        """Hand out a table as a shallow copy, index ``fid``.

        Raises
        ------
        UsageError
            The name is no table.
        """
        if name not in self.tables:
            raise UsageError("table.unknown", {"table": name})
        return self.tables[name].copy(deep=False)

    def layer(self, name: str) -> gpd.GeoDataFrame:
        """Hand out a spatial table as a shallow copy, index ``fid``."""
        return cast("gpd.GeoDataFrame", self.frame(name))

    def __getattr__(self, name: str) -> Any:
        """Give ``plan.households`` and so on for every table."""
        if name in TABLES:
            return self.frame(name)
        raise AttributeError(name)

    def derived(
        self, key: str, make: Callable[[Plan], T], tables: Iterable[str] = tuple(TABLES)
    ) -> T:
        """Compute something once and keep it as long as the tables it rests on stay.

        Parameters
        ----------
        key : str
            Name of the result.
        make : callable
            Must depend on nothing but ``tables``; what it gives must not be changed.
        tables : iterable of str
            Tables that ``make`` reads, or parts of them (:data:`PARTS`, and ``settings.KEY``
            for one setting); all, where none are named.
        """
        if key not in self._memo:
            self._memo[key] = (frozenset(tables), make(self))
        return cast("T", self._memo[key][1])

    @property
    def scheme(self) -> Scheme:
        """Levels of the plan."""
        return self.derived("scheme", lambda plan: scheme_of(plan.tables["scheme"]), ["scheme"])

    @property
    def settings(self) -> Mapping[str, Any]:
        """Settings by key, values decoded from JSON."""

        def read(plan: Plan) -> Mapping[str, Any]:
            frame = plan.tables["settings"]
            return MappingProxyType(
                {k: json.loads(v) for k, v in zip(frame["key"], frame["value"], strict=True)}
            )

        return self.derived("settings", read, ["settings"])

    def with_settings(self, **values: Any) -> Plan:
        """Make a plan in which the named settings have new values (``None`` removes one)."""
        merged = {**self.settings, **values}
        kept = {key: value for key, value in merged.items() if value is not None}
        frame = pd.DataFrame(
            {
                "key": pd.Series(list(kept), dtype="str"),
                "value": pd.Series(
                    [json.dumps(v, ensure_ascii=False) for v in kept.values()], dtype="str"
                ),
            }
        ).set_axis(pd.Index(range(1, len(kept) + 1), dtype="int64", name="fid"))
        return self.with_tables(settings=frame)

    @property
    def valid_grids(self) -> gpd.GeoDataFrame:
        """Grids in force, all levels; a shallow copy."""

        def pick(plan: Plan) -> pd.DataFrame:
            grids = plan.tables["grids"]
            return _frozen(grids[(grids["valid_to"] == "").to_numpy()])

        return cast(
            "gpd.GeoDataFrame", self.derived("valid_grids", pick, ["grids"]).copy(deep=False)
        )

    def level(self, number: int) -> gpd.GeoDataFrame:
        """Grids in force on one level (1 is the top); a shallow copy."""

        def pick(plan: Plan) -> pd.DataFrame:
            grids = plan.tables["grids"]
            wanted = (grids["valid_to"] == "") & (grids["level"] == number)
            return _frozen(grids[wanted.to_numpy()])

        kept = self.derived(f"level.{number}", pick, ["grids"])
        return cast("gpd.GeoDataFrame", kept.copy(deep=False))

    @property
    def leaves(self) -> gpd.GeoDataFrame:
        """Grids in force on the deepest level; a shallow copy."""
        return self.level(self.scheme.depth)

    def uid_of(self, code: str) -> int:
        """Find the grid in force that has this code.

        Raises
        ------
        EditError
            No grid in force has it.
        """
        grids = self.tables["grids"]
        found = grids.index[(grids["code"] == code) & (grids["valid_to"] == "")]
        if len(found) == 0:
            raise EditError("grid.unknown", {"code": code})
        return int(found[0])


def scheme_frame(scheme: Scheme) -> pd.DataFrame:
    """Turn a scheme into its table, a row a level."""
    levels = scheme.levels
    return pd.DataFrame(
        {
            "level": pd.Series([x.level for x in levels], dtype="int64"),
            "count": pd.Series([x.count for x in levels], dtype="int64"),
            "name": pd.Series([x.name for x in levels], dtype="str"),
            "name_en": pd.Series([x.name_en for x in levels], dtype="str"),
            "pattern": pd.Series([x.pattern for x in levels], dtype="str"),
        }
    ).set_axis(pd.Index(range(1, len(levels) + 1), dtype="int64", name="fid"))


def scheme_of(frame: pd.DataFrame) -> Scheme:
    """Read a scheme from its table."""
    rows = frame.sort_values("level").to_dict("records")
    return Scheme(
        tuple(
            Level(int(r["level"]), int(r["count"]), r["name"], r["name_en"], r["pattern"])
            for r in rows
        )
    )


def _settings_changed(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """Name the settings whose texts differ, as parts: ``settings.KEY``."""
    old, new = (set(zip(frame["key"], frame["value"], strict=True)) for frame in (before, after))
    return {f"settings.{key}" for key, _ in old ^ new}


def _shared(before: pd.DataFrame, after: pd.DataFrame, without: frozenset[str]) -> bool:
    """Tell whether two frames share the memory of all columns but some, and the rows.

    Nobody writes into a frame of a plan, so what is shared is the same. Columns that are
    equal but lie elsewhere count as changed: comparing them would cost more than it saves.
    """
    if not (before.index.equals(after.index) and before.columns.equals(after.columns)):
        return False
    names = [name for name in after.columns if name not in without]
    # Both are held while they are compared: a copy made for it lies where no other can.
    return all(_same_memory(_values(before[name]), _values(after[name])) for name in names)


def _values(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    if column.dtype == "geometry":
        return np.asarray(column.array._data)  # noqa: SLF001
    return np.asarray(column.to_numpy())


def _same_memory(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    def place(values: np.ndarray[Any, Any]) -> tuple[Any, ...]:
        return (values.ctypes.data, values.shape, values.strides, values.dtype)

    return place(a) == place(b)


def _frozen(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep a shallow copy whose geometry array cannot be written to.

    Without this ``frame.geometry.values[i] = g`` writes through into older plans.
    """
    kept = frame.copy(deep=False)
    if isinstance(kept, gpd.GeoDataFrame):
        shapes = np.asarray(kept.geometry.values._data, dtype=object)  # noqa: PD011, SLF001
        if shapes.flags.writeable:
            shapes = shapes.copy()
            shapes.flags.writeable = False
            kept = kept.set_geometry(
                gpd.GeoSeries(
                    gpd.array.GeometryArray(shapes, crs=kept.crs), index=kept.index, name="geometry"
                )
            )
            kept.geometry.values._data.flags.writeable = False  # noqa: PD011, SLF001
    return kept
