"""Who works in a grid, as far as the profile lets it be known."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from gridplanner.edits.duty_rows import running
from gridplanner.locate import locate
from gridplanner.model import Plan
from layers.export_options import ExportOptions
from layers.privacy import people_shown
from layers.web_map.texts import texts

_GROUPS = {"网格员": "workers", "网格长": "workers", "楼门长": "captains"}


def staff_of(
    plan: Plan, grids: gpd.GeoDataFrame, options: ExportOptions
) -> dict[str, list[list[str]]]:
    """List workers and captains of leaf grids.

    Returns
    -------
    dict
        Place of the grid in ``grids`` (as text, for JSON) → rows of group (``"workers"`` or
        ``"captains"``), name, phone, remark; names and phones as the profile has them.
    """
    duties = plan.frame("duties")
    now = duties[running(duties).to_numpy()]
    if not len(now):
        return {}
    shown = people_shown(plan, options.profile)
    place_of = {int(uid): n for n, uid in enumerate(grids["uid"])}
    entrances = plan.frame("entrances")
    leaf_of_door = dict(zip(entrances["id"], locate(plan).entrances, strict=True))
    heads = set(now["person"][(now["kind"] == "网格长").to_numpy()])
    words = texts(options.language)
    rows: dict[int, dict[tuple[str, str], int]] = {}
    for person, kind, table, target in zip(
        now["person"], now["kind"], now["target_table"], now["target_id"], strict=True
    ):
        group = _GROUPS.get(kind)
        uid = int(target) if table == "grids" else int(leaf_of_door.get(target, -1))
        if group is None or uid not in place_of:
            continue
        found = rows.setdefault(place_of[uid], {})
        found[group, person] = found.get((group, person), 0) + (table != "grids")
    made: dict[str, list[list[str]]] = {}
    for n, found in sorted(rows.items()):
        people: list[list[Any]] = []
        for (group, person), doors in found.items():
            if person not in shown:
                continue
            name, phone = shown[person]
            remark = words["person_doors"].replace("{0}", str(doors)) if doors else ""
            if group == "workers" and person in heads:
                remark = words["head"]
            people.append([group, name, phone, remark])
        # Workers first, the head of the grid before the others.
        people.sort(key=lambda row: (row[0] != "workers", row[3] != words["head"]))
        made[str(n)] = people
    return made
