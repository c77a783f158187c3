"""The plan's work list: its lines as an import makes them, and as a corrected sheet answers.

A line keeps the cells of its row under our own names, so that the row can be written to a
sheet, corrected there and read again. Only columns that the import understands are kept:
what a sheet holds beside them, such as identity numbers, does not get into the project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from gridplanner.tables import conform
from layers.loading import Loaded

#: Kinds whose rows can be corrected in a sheet: the others are drawn.
MENDABLE = ("households", "persons")


def lines_of(
    loaded: Loaded, worklist: pd.DataFrame, rows: pd.DataFrame, unplaced: pd.DataFrame | None
) -> pd.DataFrame:
    """Put the work list of an import into the shape of the plan's table.

    Parameters
    ----------
    loaded : Loaded
        After the import.
    worklist : DataFrame
        Columns ``row sheet column value reason kept``.
    rows : DataFrame
        Rows of the table.
    unplaced : DataFrame or None
        Households without a place.

    Returns
    -------
    DataFrame
        Table ``worklist``, index from 1; lines are numbered when they get into a plan.
    """
    targets = _targets(loaded, rows, unplaced)
    keys = list(zip(map(str, worklist["sheet"]), map(int, worklist["row"]), strict=True))
    mendable = loaded.request.kind in MENDABLE
    cells = {key: loaded.line_cells(*key) if mendable else {} for key in dict.fromkeys(keys)}
    frame = pd.DataFrame(
        {
            "id": [f"W{number}" for number in range(1, len(worklist) + 1)],
            "kind": loaded.request.kind,
            "file": loaded.file,
            "sheet": worklist["sheet"],
            "row": worklist["row"],
            "column": worklist["column"],
            "value": worklist["value"],
            "reason": worklist["reason"],
            "kept": worklist["kept"],
            "target": [targets.get(key, "") for key in keys],
            "cells": [json.dumps(cells[key], ensure_ascii=False) for key in keys],
        }
    )
    return conform("worklist", frame, crs=loaded.request.plan.crs)


def _targets(
    loaded: Loaded, rows: pd.DataFrame, unplaced: pd.DataFrame | None
) -> Mapping[tuple[str, int], str]:
    """Tell the id of each row of the file that is in the table, placed or not."""
    found: dict[tuple[str, int], str] = {}
    if "id" not in rows.columns:
        return found
    pairs = [(loaded.origin, rows)]
    if unplaced is not None and loaded.unplaced_origin is not None:
        pairs.append((loaded.unplaced_origin, unplaced))
    for origin, frame in pairs:
        if len(origin) == len(frame):
            for place, ident in zip(origin, frame["id"], strict=True):
                found[loaded.key_of(int(place))] = str(ident)
    return found


def taken_ids(loaded: Loaded) -> set[str]:
    """Give ids that a corrected work list must not use: those of rows it does not answer.

    Empty for a file that is no work list.
    """
    if not loaded.has("line"):
        return set()
    plan = loaded.request.plan
    lines = plan.tables["worklist"]
    answered = lines[lines["id"].isin(set(loaded.line_ids)).to_numpy()]
    kept = set(answered["target"])
    return {ident for ident in plan.tables[loaded.request.kind]["id"] if ident not in kept}
