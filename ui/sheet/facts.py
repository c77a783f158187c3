"""What a profile lets a sheet say: figures of the grids, and who works where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.edits.duties import HEAD, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.model import Plan
from layers.export_fields import grid_frame
from layers.export_options import ExportOptions, Profile, Summary
from layers.notes import Note
from layers.privacy import WORK_PHONES, mark_of, people_shown
from layers.titles import title_of


@dataclass(frozen=True)
class Worker:
    """Somebody on duty in a grid, as the profile shows them."""

    name: str
    phone: str
    head: bool


@dataclass(frozen=True, eq=False)
class Facts:
    """A plan with everything that may be printed of it.

    Attributes
    ----------
    plan : Plan
    options : ExportOptions
    frame : GeoDataFrame
        Grids in force, index uid; figures that the profile withholds are NaN.
    figures : DataFrame
        :attr:`Summary.grids` without the grids of which a figure is withheld.
    workers : mapping of int to tuple of Worker
        By leaf, heads first.
    notes : tuple of Note
    """

    plan: Plan
    options: ExportOptions
    frame: gpd.GeoDataFrame
    figures: pd.DataFrame
    workers: Mapping[int, tuple[Worker, ...]]
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, plan: Plan, summary: Summary, options: ExportOptions) -> Facts:
        """Gather them for the profile of the options."""
        frame, notes = grid_frame(plan, summary, options)
        shown = frame.index[frame["households"].notna().to_numpy()]
        figures = summary.grids.loc[summary.grids.index.intersection(shown)]
        workers = workers_of(plan, options.profile)
        notes += _phone_notes(plan, options, workers)
        return cls(plan, options, frame, figures, workers, tuple(notes))

    @property
    def title(self) -> str:
        """Title of the sheet: the one asked for, else the project's."""
        return title_of(self.plan, self.options)

    @property
    def mark(self) -> str:
        """Mark on the sheet, such as 内部使用; empty for none."""
        given = self.options.mark
        return mark_of(self.options.profile, self.options.language) if given is None else given

    @property
    def source(self) -> str:
        """Where the data are from, in the project's own words; empty where it says nothing."""
        note = self.plan.settings.get("note_zh" if self.options.language == "zh" else "note_en")
        return str(note or "")

    def names(self, uid: int, *, phones: bool = False) -> str:
        """Say who works in a leaf, with their numbers where they are asked for."""
        join = "、" if self.options.language == "zh" else ", "
        return join.join(
            f"{worker.name} {worker.phone}" if phones and worker.phone else worker.name
            for worker in self.workers.get(uid, ())
        )

    def text(self, uid: int, column: str) -> str:
        """Give a text of a grid."""
        return str(self.frame.loc[uid, column])

    def level(self, uid: int) -> int:
        """Give the level of a grid; 1 is the top."""
        return int(self.frame.loc[uid, "level"])

    def count(self, uid: int, column: str) -> str:
        """Say a figure of a grid; a dash where it is withheld or unknown."""
        value = float(self.frame.loc[uid, column])
        return "–" if np.isnan(value) else f"{value:,.0f}"


def _phone_notes(
    plan: Plan, options: ExportOptions, workers: Mapping[int, tuple[Worker, ...]]
) -> list[Note]:
    """Say that a public sheet leaves phones blank, and which column would fill them."""
    wish = options.sheet
    if options.profile != "public" or wish.kind not in ("poster", "grid"):
        return []
    uids = [plan.uid_of(code) for code in wish.codes] if wish.codes else list(workers)
    blank = sum(not worker.phone for uid in uids for worker in workers.get(uid, ()))
    if not blank:
        return []
    known = any(column in plan.tables["persons"].columns for column in WORK_PHONES)
    return [Note("sheet.work_phones_blank" if known else "sheet.no_work_phones", {"count": blank})]


def workers_of(plan: Plan, profile: Profile) -> dict[int, tuple[Worker, ...]]:
    """Give the workers of each leaf as a profile shows them, heads of grid first."""
    people = people_shown(plan, profile)
    duties = plan.frame("duties")
    duties = duties[
        running(duties).to_numpy()
        & (duties["target_table"] == "grids").to_numpy()
        & duties["kind"].isin((WORKER, HEAD)).to_numpy()
    ]
    heads = set(
        zip(
            duties["person"][duties["kind"] == HEAD],
            duties["target_id"][duties["kind"] == HEAD],
            strict=True,
        )
    )
    found: dict[int, list[Worker]] = {}
    pairs = dict.fromkeys(zip(duties["person"], duties["target_id"], strict=True))
    for person, target in sorted(pairs, key=lambda pair: (pair not in heads, pair)):
        if person in people and target.isdigit():
            name, phone = people[person]
            found.setdefault(int(target), []).append(Worker(name, phone, (person, target) in heads))
    return {uid: tuple(workers) for uid, workers in found.items()}
