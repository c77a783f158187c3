"""Edits of scenarios: copy the plan into one, change over, accept, rename, drop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from gridplanner.edits.grid_rows import lineage_added
from gridplanner.edits.locks import said
from gridplanner.errors import EditError
from gridplanner.model import Plan
from gridplanner.scenarios import (
    IN_FORCE,
    active_scenario,
    packed,
    row_of,
    scenario_plan,
    scenarios_of,
    unpacked,
)


@dataclass(frozen=True)
class CopyScenario:
    """Copy the plan as it stands into a new scenario, and go on with the copy.

    Attributes
    ----------
    name : str
        Not empty, and not the name of another.
    note, date : str
    activate : bool
        Whether to go on with the copy; otherwise it is laid aside.
    """

    name: str
    note: str = ""
    date: str = ""
    activate: bool = True
    label = "edit.scenario_copy"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Name."""
        return {"name": self.name.strip()}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the scenario.

        Raises
        ------
        EditError
            The name is empty or taken.
        """
        name = _free_name(plan, self.name)
        rows = plan.tables["scenarios"]
        new: list[dict[str, Any]] = []
        if len(rows) == 0:
            new.append({"name": IN_FORCE, "note": "", "date": "", "active": True, "content": ""})
        content = packed(plan)
        new.append(
            {"name": name, "note": self.note, "date": self.date, "active": False,
             "content": content}
        )  # fmt: skip
        first = int(rows.index.max()) + 1 if len(rows) else 1
        made = pd.DataFrame(new, index=pd.RangeIndex(first, first + len(new), name="fid"))
        both = pd.concat([rows, made]) if len(rows) else made
        if self.activate:
            both = _changed_over(both, active_scenario(plan), name, content)
        return plan.with_tables(scenarios=both.rename_axis("fid"))


@dataclass(frozen=True)
class SwitchScenario:
    """Lay the plan aside as it stands and take up another scenario.

    Attributes
    ----------
    name : str
        ``""`` for the plan in force.
    """

    name: str
    label = "edit.scenario_switch"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Name."""
        return {"name": self.name}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the other scenario in its tables.

        Raises
        ------
        EditError
            There is no such scenario, or its row cannot be read.
        """
        now = active_scenario(plan)
        if self.name == now:
            return plan
        rows = plan.frame("scenarios")
        taken = unpacked(plan, str(rows["content"].loc[row_of(plan, self.name)]))
        return taken.with_tables(scenarios=_changed_over(rows, now, self.name, packed(plan)))


@dataclass(frozen=True)
class AcceptScenario:
    """Make a scenario the plan in force; the plan that was is kept under a name, or dropped.

    Attributes
    ----------
    name : str
        The scenario; it has no row of its own afterwards.
    keep_as : str
        Name under which the plan that was in force is kept; ``""`` drops it. Undo brings
        it back in either case.
    date : str
        End of grids that are in force and that the scenario does not know, ISO: they keep
        their rows, so that their codes are never issued again.
    reason : str
        Kept in the journal.
    """

    name: str
    keep_as: str = ""
    date: str = ""
    reason: str = ""
    label = "edit.scenario_accept"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both names."""
        return {"name": self.name, "keep_as": self.keep_as.strip(), "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan in which the scenario is in force.

        Raises
        ------
        EditError
            There is no such scenario, it is in force already, the name under which to keep
            the old plan is taken, a code that is in force means another grid in the
            scenario, or a grid in force would end and no date is given.
        """
        if self.name == IN_FORCE:
            raise EditError("scenario.in_force")
        row_of(plan, self.name)
        old = scenario_plan(plan, IN_FORCE)
        plan = self._with_ended(old, SwitchScenario(self.name).apply(plan))
        kept = _free_name(plan, self.keep_as) if self.keep_as.strip() else ""
        rows = plan.frame("scenarios")
        was = rows["name"] == IN_FORCE
        mine = rows["name"] == self.name
        rows["name"] = rows["name"].mask(was, kept).mask(mine, IN_FORCE)
        if not kept:
            rows = rows[~was]
        return plan.with_tables(scenarios=rows)

    def _with_ended(self, old: Plan, plan: Plan) -> Plan:
        """Keep the rows of grids in force that the scenario does not know, as ended ones."""
        before, grids = old.tables["grids"], plan.layer("grids")
        lost = before[(before["valid_from"] != "") & ~before["uid"].isin(grids["uid"])]
        clash = sorted(set(lost["code"]) & set(grids["code"]))
        if clash:
            raise EditError("scenario.code_clash", {"codes": said(clash)})
        if len(lost) == 0:
            return plan
        running = lost["valid_to"] == ""
        if running.any() and not self.date:
            raise EditError("edit.no_date", {"code": str(lost["code"][running].iloc[0])})
        lost = lost.assign(valid_to=lost["valid_to"].mask(running, self.date))
        both = gpd.GeoDataFrame(pd.concat([grids, lost]).rename_axis("fid"), crs=plan.crs)
        ended = [(int(uid), None, 0) for uid in lost["uid"][running]]
        return plan.with_tables(grids=both, lineage=lineage_added(plan, ended))


@dataclass(frozen=True)
class ChangeScenario:
    """Rename a scenario or change its note; ``None`` leaves a value as it is."""

    name: str
    new_name: str | None = None
    note: str | None = None
    label = "edit.scenario_change"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Names."""
        return {"name": self.name, "new_name": self.new_name or self.name}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new name or note.

        Raises
        ------
        EditError
            There is no such scenario, it is the plan in force, or the name is taken.
        """
        if self.name == IN_FORCE:
            raise EditError("scenario.in_force")
        at = row_of(plan, self.name)
        rows = plan.frame("scenarios")
        mine = rows.index == at
        if self.note is not None:
            rows["note"] = rows["note"].mask(mine, self.note)
        if self.new_name is not None and self.new_name.strip() != self.name:
            rows["name"] = rows["name"].mask(mine, _free_name(plan, self.new_name))
        return plan.with_tables(scenarios=rows)


@dataclass(frozen=True)
class DropScenario:
    """Drop a scenario that lies aside."""

    name: str
    label = "edit.scenario_drop"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Name."""
        return {"name": self.name}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without the scenario.

        Raises
        ------
        EditError
            There is no such scenario, it is the plan in force, or it is being worked on.
        """
        if self.name == IN_FORCE:
            raise EditError("scenario.in_force")
        at = row_of(plan, self.name)
        if self.name == active_scenario(plan):
            raise EditError("scenario.active", {"name": self.name})
        return plan.with_tables(scenarios=plan.frame("scenarios").drop(index=at))


def _free_name(plan: Plan, name: str) -> str:
    name = name.strip()
    if not name or name in {scenario.name for scenario in scenarios_of(plan)}:
        raise EditError("scenario.name", {"name": name})
    return name


def _changed_over(rows: pd.DataFrame, now: str, then: str, content: str) -> pd.DataFrame:
    """Lay one scenario aside with its content, and mark another as the one in the tables."""
    rows = rows.copy(deep=False)
    aside, taken = rows["name"] == now, rows["name"] == then
    rows["content"] = rows["content"].mask(aside, content).mask(taken, "")
    rows["active"] = taken.to_numpy(dtype=bool)
    return rows
