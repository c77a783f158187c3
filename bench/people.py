"""What becomes of a careless household sheet: rows placed right, wrong, or on the work list.

    python -m bench.people

Draws langao, writes a dirty twin of its household sheet (``bench.dirty_twin``), imports that
as a user would, and compares every row with the door it was made from.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from rich.console import Console
from rich.table import Table

from bench.dirty_twin import Row, twin_rows, write_twin
from gridplanner.address import Candidate
from gridplanner.edits.rows import ImportRows
from gridplanner.model import Plan
from gridplanner.samples import sample_of
from gridplanner.scheme import Scheme
from layers.importing import Prepared, prepare
from sample_maps.langao import draw_langao
from sample_maps.make import SEEDS

EPSG = 4545
#: A home without a door is placed right within this of its door: five times the stray.
NEAR_M = 15.0


def ground(name: str = "langao") -> Plan:
    """Make the plan of a sample without its people."""
    sample = sample_of(name)
    plan = Plan.new(Scheme.parse(sample.scheme), sample.crs)
    for layer in sample.about["layers"]:
        if layer["kind"] in ("households", "persons"):
            continue
        rows = prepare(plan, layer["kind"], sample.folder / layer["file"])
        plan = ImportRows(dict(rows.tables), file=layer["file"]).apply(plan)
    return plan


def outcome(prepared: Prepared, rows: dict[tuple[str, int], Row]) -> pd.DataFrame:
    """Tell of every row whether it is ``right``, ``wrong`` or on the ``list``."""
    refused = {
        (str(sheet), int(row)): str(reason)
        for sheet, row, reason in zip(
            prepared.refused["sheet"], prepared.refused["row"], prepared.refused["reason"],
            strict=True,
        )
    }  # fmt: skip
    placed = prepared.tables["households"]
    homes = zip(
        placed["building"], placed["entrance"], placed["persons"],
        shapely.get_coordinates(np.array(placed["geometry"])), strict=True,
    )  # fmt: skip
    named = set(zip(prepared.worklist["sheet"], prepared.worklist["row"], strict=True))
    lines = []
    for key, row in rows.items():
        if key in refused:
            where, why, persons = "list", refused[key], 0
        else:
            building, door, persons, xy = next(homes)
            near = float(np.hypot(*(xy - row.xy))) <= NEAR_M
            same = (building, door) == (row.building, row.door)
            bare = door == "" and building in ("", row.building) and near
            right = row.first and (same or bare)
            where, why = ("right" if right else "wrong"), f"{building} {door}"
        lines.append((*key, row.done, row.sure, row.cells[4], row.cells[5], where, why, persons,
                      key in named))  # fmt: skip
    columns = ["sheet", "row", "done", "sure", "compound", "address", "where", "why", "persons",
               "named"]  # fmt: skip
    return pd.DataFrame(lines, columns=columns)


def confirmed(prepared: Prepared, names: set[str]) -> tuple[dict[str, str], int]:
    """Confirm as a person would: a name is taken that is no other name of the town.

    Where two names are as near, and one places more rows, that one is asked about; a person
    cannot know better from the sheet alone.
    """
    offered: dict[str, list[Candidate]] = {}
    for candidate in prepared.candidates:
        offered.setdefault(candidate.written, []).append(candidate)
    clear = {w: c[0].proposed for w, c in offered.items() if len(c) == 1 and w not in names}
    return clear, len(prepared.candidates)


def show(frame: pd.DataFrame, prepared: Prepared, console: Console) -> None:
    """Print the score."""
    total, sure = len(frame), frame[frame["sure"]]
    count = Counter(frame["where"])
    right = int((sure["where"] == "right").sum())
    console.print(
        f"rows {total:,} = placed {prepared.rows_ok:,} + work list {len(prepared.refused):,}"
        f"   persons {prepared.sums['persons_in']:,} in, {prepared.sums['persons_ok']:,} placed"
    )
    console.print(f"unambiguous rows placed right: {right:,} of {len(sure):,} = "
                  f"{right / len(sure):.3%} (aim 99 %)")  # fmt: skip
    console.print(f"placed wrong: {count['wrong']} of {total:,} = "
                  f"{count['wrong'] / total:.3%} (aim at most 0.1 %), "
                  f"of these {int((frame['named'] & (frame['where'] == 'wrong')).sum())} "
                  "with a line on the work list")  # fmt: skip
    table = Table("what was done", "rows", "right", "wrong", "work list")
    for done, part in frame.groupby("done"):
        where = Counter(part["where"])
        table.add_row(str(done), *(f"{n:,}" for n in (len(part), where["right"], where["wrong"],
                                                      where["list"])))  # fmt: skip
    console.print(table)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="examples of rows not placed right")
    asked = parser.parse_args()
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "twin.xlsx"
        town = draw_langao(SEEDS["langao"], 1)
        rows = write_twin(twin_rows(town, EPSG, asked.seed), path)
        names = {item.name for item in town.compounds} | {item.name for item in town.streets}
        plan = ground()
        prepared = prepare(plan, "households", path)
        frame = outcome(prepared, rows)
        show(frame, prepared, console)
        same, offered = confirmed(prepared, names)
        console.rule(f"{offered} names offered, a person who knows the town confirms {len(same)}")
        show(outcome(again := prepare(plan, "households", path, same=same), rows), again, console)
    for note in prepared.notes:
        console.print(f"  {note.code} {dict(note.facts)}")
    if asked.show:
        console.print(frame[frame["where"] == "wrong"].head(asked.show).to_string())
        missed = frame[frame["sure"] & (frame["where"] != "right")]
        console.print(missed.head(asked.show).to_string())


if __name__ == "__main__":
    main()
