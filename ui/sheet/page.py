"""One page: its paper, what draws it, and the lines above and below every sheet."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from gridplanner.wording import say
from ui.sheet.facts import Facts
from ui.sheet.ink import Ink
from ui.sheet.legend import crs_name
from ui.sheet.paper import Paper

MARGIN_MM = 10.0
HEAD_MM, FOOT_MM = 17.0, 9.0
#: Pixels of the canvas an inch of paper: its lines and letters become two thirds of what
#: they are on a screen, as paper is read from nearer.
DENSITY = 144.0


@dataclass(frozen=True)
class Page:
    """A page to be drawn.

    Attributes
    ----------
    name : str
        What it shows, for a list of pages.
    paper : Paper
    draw : callable
        Draws it in millimetres.
    """

    name: str
    paper: Paper
    draw: Callable[[Ink], None]


def growth(sheet: Paper) -> float:
    """Give how much larger head and foot are than on A3; papers below A3 keep its letters.

    >>> growth(Paper("A3", 420, 297)), round(growth(Paper("A1", 594, 841)), 2)
    (1.0, 1.41)
    """
    return math.sqrt(max(min(sheet.width_mm, sheet.height_mm) / 297.0, 1.0))


@dataclass(frozen=True)
class Room:
    """What is left of a page between head and foot, in mm."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, sheet: Paper) -> Room:
        """Give the room of a paper."""
        k = growth(sheet)
        return cls(
            MARGIN_MM,
            MARGIN_MM + HEAD_MM * k,
            sheet.width_mm - 2 * MARGIN_MM,
            sheet.height_mm - 2 * MARGIN_MM - (HEAD_MM + FOOT_MM) * k,
        )


def draw_head(ink: Ink, sheet: Paper, facts: Facts, title: str, subtitle: str = "") -> None:
    """Write title, subtitle and the mark of the profile above a sheet."""
    middle, k = sheet.width_mm / 2, growth(sheet)
    mark_w = 0.0
    if facts.mark:
        mark_w = ink.width(facts.mark, 9 * k, bold=True) + 5
        x = sheet.width_mm - MARGIN_MM - mark_w
        ink.box(x, MARGIN_MM, mark_w, 6.5 * k, line="#B3261E", line_mm=0.35)
        ink.text(
            x + mark_w / 2, MARGIN_MM + 3.25 * k, facts.mark, 9 * k, bold=True, colour="#B3261E",
            align="centre",
        )  # fmt: skip
    room = sheet.width_mm - 2 * (MARGIN_MM + mark_w + 3)
    ink.text(middle, MARGIN_MM + 4.5 * k, title, 20 * k, bold=True, align="centre", room=room)
    ink.text(
        middle, MARGIN_MM + 12.2 * k, subtitle, 9 * k, align="centre", colour=ink.surface.muted,
        room=room,
    )  # fmt: skip


def draw_foot(ink: Ink, sheet: Paper, facts: Facts, number: str = "") -> None:
    """Write source, CRS and date below a sheet."""
    language = facts.options.language
    k = growth(sheet)
    pt = 6.5 * k
    y = sheet.height_mm - MARGIN_MM - 1.5 * k
    width = sheet.width_mm - 2 * MARGIN_MM
    ink.line(MARGIN_MM, y - 4.2 * k, MARGIN_MM + width, y - 4.2 * k, 0.15, ink.surface.panel_line)
    date = say("sheet.made_on", {"date": facts.options.day}, language)
    right = (
        "　".join(filter(None, [date, number]))
        if language == "zh"
        else "   ".join(filter(None, [date, number]))
    )
    ink.text(sheet.width_mm - MARGIN_MM, y, right, pt, align="right", colour=ink.surface.muted)
    parts = [crs_name(facts.plan.crs, language)]
    if facts.source:
        parts.append(say("sheet.source", {"source": facts.source}, language))
    join = "　　" if language == "zh" else "   "
    room = width - ink.width(right, pt) - 6
    ink.text(MARGIN_MM, y, join.join(parts), pt, colour=ink.surface.muted, room=room)
