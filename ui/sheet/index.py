"""The index of grids: as rows of a table beside the map, and on pages of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from gridplanner.wording import say
from ui.canvas.words import signed_percent
from ui.sheet.facts import Facts
from ui.sheet.ink import Align, Ink
from ui.sheet.page import MARGIN_MM, Page, Room, draw_foot, draw_head
from ui.sheet.paper import Paper
from ui.sheet.table import Column, draw_table, rows_that_fit

_COLUMN_MM = 92.0
_GAP_MM = 4.0


@dataclass(frozen=True)
class Index:
    """Rows of an index with their columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def index_of(facts: Facts, uids: Sequence[int], *, names: bool, phones: bool = False) -> Index:
    """Make the index of grids, in the order given.

    Parameters
    ----------
    names : bool
        Who works there, instead of how many.
    phones : bool
        Their numbers beside the names.
    """
    language = facts.options.language

    def title(key: str) -> str:
        return say(f"sheet.column_{key}", language=language)

    columns = (
        Column(title("code"), 27),
        Column(title("name"), 19),
        Column(title("households"), 12, "right"),
        Column(title("persons"), 13, "right"),
        Column(title("workers"), 22 if names else 12, "left" if names else "right"),
    )
    rows = []
    for uid in uids:
        workers = facts.names(uid, phones=phones) if names else facts.count(uid, "workers")
        rows.append(
            (
                facts.text(uid, "code"),
                facts.text(uid, "name"),
                facts.count(uid, "households"),
                facts.count(uid, "persons"),
                workers,
            )
        )
    return Index(columns, tuple(rows))


def wide_index_of(facts: Facts, uids: Sequence[int]) -> Index:
    """Make the index of grids with the figures that a wide table has room for."""
    language = facts.options.language
    titles = (
        ("code", 22, "left"), ("name", 22, "left"), ("leaves", 12, "right"),
        ("households", 11, "right"), ("persons", 11, "right"), ("workers", 11, "right"),
        ("area", 14, "right"), ("load", 13, "right"), ("deviation", 12, "right"),
    )  # fmt: skip
    columns = tuple(
        Column(say(f"sheet.column_{key}", language=language), share, cast("Align", align))
        for key, share, align in titles
    )
    rows = []
    for uid in uids:
        row = facts.frame.loc[uid]
        load, deviation = float(row["load"]), float(row["dev_pct"])
        rows.append(
            (
                str(row["code"]), str(row["name"]), f"{len(leaves_below(facts, uid)):,}",
                facts.count(uid, "households"), facts.count(uid, "persons"),
                facts.count(uid, "workers"), f"{float(row['area_m2']) / 1e6:.3f}",
                "–" if np.isnan(load) else f"{load:.2f}",
                "–" if np.isnan(deviation) else signed_percent(deviation / 100),
            )
        )  # fmt: skip
    return Index(columns, tuple(rows))


def uids_of(facts: Facts, level: int) -> list[int]:
    """List the grids of a level by code."""
    rows = facts.frame[(facts.frame["level"] == level).to_numpy()]
    return [int(uid) for uid in rows.index]


def children_of(facts: Facts, uid: int) -> list[int]:
    """List all grids below one, level by level, by code."""
    found: list[int] = []
    wave = {uid}
    while wave:
        parents = facts.frame["parent"]
        mine = facts.frame.index[
            [not pd.isna(parent) and int(parent) in wave for parent in parents]
        ]
        wave = {int(child) for child in mine}
        found += [int(child) for child in mine]
    return found


def leaves_below(facts: Facts, uid: int) -> list[int]:
    """List the leaves below a grid; the grid itself where it is one."""
    depth = facts.plan.scheme.depth
    if facts.level(uid) == depth:
        return [uid]
    return [u for u in children_of(facts, uid) if facts.level(u) == depth]


def index_pages(facts: Facts, sheet: Paper, index: Index, title: str) -> list[Page]:
    """Make as many pages as an index takes, several columns of rows a page."""
    room = Room.of(sheet)
    across = max(int((room.width + _GAP_MM) // (_COLUMN_MM + _GAP_MM)), 1)
    deep = rows_that_fit(room.height - 2)
    each = across * deep
    pages = []
    count = -(-len(index.rows) // each) if each else 0
    for number in range(count):
        rows = index.rows[number * each : (number + 1) * each]

        def draw(ink: Ink, rows: Sequence[tuple[str, ...]] = rows, number: int = number) -> None:
            draw_head(ink, sheet, facts, title, facts.title)
            width = (room.width - _GAP_MM * (across - 1)) / across
            # The last page is shared out evenly: one full column beside an empty one looks torn.
            tall = deep if len(rows) > each - deep else -(-len(rows) // across)
            for place in range(across):
                part = rows[place * tall : (place + 1) * tall]
                if part:
                    x = MARGIN_MM + place * (width + _GAP_MM)
                    draw_table(ink, index.columns, part, x, room.y, width)
            draw_foot(ink, sheet, facts, f"{number + 1} / {count}")

        pages.append(Page(title, sheet, draw))
    return pages
