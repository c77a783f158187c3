"""Today and proposed side by side: the same ground at the same scale, and what differs."""

from __future__ import annotations

from gridplanner.wording import say
from layers import style
from ui.canvas.camera import Bounds
from ui.sheet.facts import Facts
from ui.sheet.frame import MapFrame, centre_of
from ui.sheet.ink import Ink
from ui.sheet.legend import corner_boxes, draw_corners, draw_legend, draw_scale, legend_of
from ui.sheet.mapframe import GUTTER_MM, draw_map
from ui.sheet.page import DENSITY, Page, Room, draw_foot, draw_head
from ui.sheet.paired import Pair
from ui.sheet.paper import Paper, check_fits, names_for, paper, round_scale
from ui.sheet.scene import PrintScene, scene_of
from ui.sheet.table import Column, draw_table, rows_that_fit

_STRIP_MM, _GAP_MM, _LABEL_MM = 62.0, 8.0, 7.0


def pair_pages(facts: Facts) -> list[Page]:
    """Make the sheet of two plans.

    Raises
    ------
    UsageError
        ``sheet.no_against``, ``sheet.too_large``.
    """
    return [pair_page(Pair.of(facts))]


def pair_page(
    pair: Pair,
    bounds: Bounds | None = None,
    title: str = "",
    codes: frozenset[str] | None = None,
) -> Page:
    """Lay two maps out side by side, with a strip of changes below them.

    Parameters
    ----------
    bounds : bounds, optional
        Ground to be shown; that of all changes where absent.
    title : str
        The usual one where empty.
    codes : frozenset of str, optional
        Grids whose changes are listed; all where absent.

    Raises
    ------
    UsageError
        ``sheet.too_large``.
    """
    facts = pair.after
    wish, language = facts.options.sheet, facts.options.language
    sheet = paper(names_for(wish.paper, ("A3",))[0], landscape=True)
    frames = _frames(sheet, bounds or pair.bounds(), wish.scale)
    scenes = [scene_of(one, "parent", pair.fills(one)) for one in (pair.before, pair.after)]
    title = title or facts.options.title or say("sheet.pair_title", language=language)

    def draw(ink: Ink) -> None:
        draw_head(ink, sheet, facts, title, facts.title)
        room = Room.of(sheet)
        for frame, scene, key in zip(frames, scenes, ("today", "proposed"), strict=True):
            middle = frame.x + frame.width / 2
            ink.text(
                middle, room.y + 2.4, say(f"sheet.{key}", language=language), 11, bold=True,
                align="centre",
            )  # fmt: skip
            corners = corner_boxes(ink, frame, facts.plan.crs)
            draw_map(ink, scene, frame, DENSITY, corners)
            draw_corners(ink, frame, facts.plan.crs)
        _draw_strip(ink, pair, scenes[1], frames[1], room, codes)
        draw_foot(ink, sheet, facts)

    return Page(title, sheet, draw)


def _frames(sheet: Paper, bounds: Bounds, scale: int | None) -> list[MapFrame]:
    room = Room.of(sheet)
    width = (room.width - _GAP_MM) / 2 - 2 * GUTTER_MM
    height = room.height - _STRIP_MM - _LABEL_MM - 2 * GUTTER_MM
    size = bounds[2] - bounds[0], bounds[3] - bounds[1]
    inside = width - 6, height - 6
    if scale is None:
        scale = round_scale(*size, *inside)
    else:
        scale = check_fits(scale, *size, *inside, sheet.name)
    top = room.y + _LABEL_MM + GUTTER_MM - 2
    return [
        MapFrame(
            room.x + GUTTER_MM + side * (width + 2 * GUTTER_MM + _GAP_MM), top, width, height,
            centre_of(bounds), scale,
        )
        for side in (0, 1)
    ]  # fmt: skip


def _draw_strip(
    ink: Ink,
    pair: Pair,
    scene: PrintScene,
    frame: MapFrame,
    room: Room,
    codes: frozenset[str] | None,
) -> None:
    """Draw scale, legend, counts and the table of what differs below the maps."""
    language = pair.after.options.language
    top = room.y + room.height - _STRIP_MM + 5
    y = draw_scale(ink, frame.scale, language, room.x, top, 80)
    rows = legend_of(scene, frame.camera(DENSITY), style.legend_of("change"))
    draw_legend(ink, rows, language, room.x, y + 1, 92, 2)
    left = room.x + 100
    width = room.width - 100
    if not pair.differences:
        said = say("sheet.pair_none", language=language)
        ink.text(left, top + 3, said, 9)
        return
    if codes is not None:
        _draw_changes(ink, pair, left, top, width, _STRIP_MM - 10, codes)
        return
    facts = {**pair.counts(), "moved": f"{pair.moved_households:,}"}
    said = say("sheet.pair_counts", facts, language)
    ink.text(left, top + 2, said, 9, bold=True, room=width)
    _draw_changes(ink, pair, left, top + 6, width, _STRIP_MM - 16, None)


def _draw_changes(
    ink: Ink,
    pair: Pair,
    left: float,
    top: float,
    width: float,
    height: float,
    codes: frozenset[str] | None,
) -> None:
    language = pair.after.options.language
    across = 3
    deep = rows_that_fit(height)
    all_rows = pair.rows(codes)
    rows = all_rows[: across * deep]
    columns = [
        Column(say(f"sheet.column_{key}", language=language), share)
        for key, share in (("code", 20), ("change", 12))
    ] + [
        Column(say(f"sheet.column_{key}", language=language), share, "right")
        for key, share in (("before_after", 14), ("moved", 14))
    ]
    wide = (width - 4 * (across - 1)) / across
    for place in range(across):
        part = rows[place * deep : (place + 1) * deep]
        if part:
            draw_table(ink, columns, part, left + place * (wide + 4), top, wide)
    if len(all_rows) > len(rows):
        said = say("sheet.more_rows", {"count": len(all_rows) - len(rows)}, language)
        ink.text(left + width, top - 4, said, 7, align="right", colour=ink.surface.muted)
