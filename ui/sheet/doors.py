"""The doors of one grid on its sheet: where they are, how many live there, who cares for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gridplanner.edits.duties import CAPTAIN
from gridplanner.edits.duty_rows import running
from gridplanner.locate import locate
from gridplanner.wording import say
from layers.privacy import people_shown, withheld
from ui.sheet.facts import Facts
from ui.sheet.ink import Ink
from ui.sheet.page import Room
from ui.sheet.table import HEAD_MM, ROW_MM, Column, draw_table, rows_that_fit

#: What the table of the grid itself takes above the doors, and the air below it.
_ABOVE_MM = HEAD_MM + ROW_MM + 3.0


def door_rows(facts: Facts, uid: int) -> list[tuple[str, str, str]]:
    """List the inhabited doors of a leaf: place, households, captain as the profile shows them.

    Returns
    -------
    list of (str, str, str)
        By place; empty for a grid that is no leaf.
    """
    plan = facts.plan
    entrances = plan.tables["entrances"]
    mine = entrances[locate(plan).entrances == uid]
    names = dict(zip(plan.tables["buildings"]["id"], plan.tables["buildings"]["name"], strict=True))
    counts = plan.tables["households"].groupby("entrance").size()
    people = people_shown(plan, facts.options.profile)
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    captain = dict(zip(now["target_id"], now["person"], strict=True))
    rows = []
    for door, building, label in zip(mine["id"], mine["building"], mine["label"], strict=True):
        count = int(counts.get(door, 0))
        if not count:
            continue
        place = f"{names.get(building) or building} {label}".strip()
        name = people.get(captain.get(door, ""), ("", ""))[0]
        rows.append((place, count, name))
    rows.sort()
    hidden = [False] * len(rows)
    if facts.options.profile == "public":
        # The doors add up to the grid's own figure: a lone dash would be no secret, and where
        # that figure is withheld they would give it.
        unknown = bool(np.isnan(float(facts.frame.loc[uid, "households"])))
        hidden = [
            unknown or bool(one) for one in withheld([row[1] for row in rows], [0] * len(rows))
        ]
    return [
        (place, "–" if is_hidden else f"{count:,}", name)
        for (place, count, name), is_hidden in zip(rows, hidden, strict=True)
    ]


def draw_doors(ink: Ink, facts: Facts, uid: int, boxes: Sequence[Room]) -> None:
    """Draw the doors below the grid's own table, as many columns of them as there is room for."""
    rows = door_rows(facts, uid)
    if not rows:
        return
    language = facts.options.language
    columns = [
        Column(say("sheet.column_door", language=language), 30),
        Column(say("sheet.column_households", language=language), 9, "right"),
        Column(say("sheet.column_captain", language=language), 16),
    ]
    first, last = boxes[0], boxes[-1]
    top, height = first.y + _ABOVE_MM, first.height - _ABOVE_MM
    width = last.x + last.width - first.x
    across = max(int(np.floor(width / 58)), 1)
    deep = rows_that_fit(height)
    if deep < 2:
        return
    shown = list(rows)
    if len(rows) > across * deep:
        left = len(rows) - across * deep + 1
        shown = [
            *rows[: across * deep - 1],
            (say("sheet.more_doors", {"count": left}, language), "", ""),
        ]
    tall = min(len(shown), deep)
    across = min(across, -(-len(shown) // tall))
    wide = (width - 4 * (across - 1)) / across
    for place in range(across):
        part = shown[place * tall : (place + 1) * tall]
        if part:
            draw_table(ink, columns, part, first.x + place * (wide + 4), top, wide)
