"""Where a map and what explains it lie on a paper, and at which scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.canvas.camera import Bounds
from ui.sheet.facts import Facts
from ui.sheet.frame import Box, MapFrame, centre_of
from ui.sheet.index import Index
from ui.sheet.ink import Ink
from ui.sheet.legend import corner_boxes, draw_corners, draw_legend, draw_scale, legend_of
from ui.sheet.mapframe import GUTTER_MM, draw_map
from ui.sheet.page import DENSITY, Room
from ui.sheet.paper import Paper, check_fits, paper, round_scale
from ui.sheet.scene import PrintScene
from ui.sheet.table import draw_table, rows_that_fit

#: The column beside a map, and the strip below one.
_SIDE_MM, _STRIP_MM = 88.0, 58.0
_GAP_MM = 5.0
#: A table is not set narrower than this.
_TABLE_MM = 66.0
#: Air between the ground and the frame, on each side.
_AIR_MM = 3.0
#: Room that scale and legend take in a column, when the index is laid out.
_EXPLAINS_MM = 100.0


@dataclass(frozen=True)
class Layout:
    """One sheet: the paper, the frame of the map, and the room beside or below it."""

    sheet: Paper
    frame: MapFrame
    side: Room

    @property
    def below(self) -> bool:
        """Whether the room lies below the map."""
        return self.side.y > self.frame.y + self.frame.height

    @property
    def index_boxes(self) -> list[Room]:
        """Give the columns in which the index has room."""
        side = self.side
        if self.below:
            left = side.x + self._explains_mm + _GAP_MM
            width = side.x + side.width - left
            count = max(int(width // _TABLE_MM), 1)
            return _columns(left, side.y, width, side.height, count)
        if side.width < 2 * _TABLE_MM:
            top = side.y + _EXPLAINS_MM
            return [Room(side.x, top, side.width, side.y + side.height - top)]
        count = int((side.width + _GAP_MM) // (_TABLE_MM + _GAP_MM))
        boxes = _columns(side.x, side.y, side.width, side.height, count)
        first = boxes[0]
        top = first.y + _EXPLAINS_MM
        boxes[0] = Room(first.x, top, first.width, first.y + first.height - top)
        return boxes

    @property
    def _explains_mm(self) -> float:
        return min(_SIDE_MM, self.side.width * 0.4)

    @property
    def index_rows(self) -> int:
        """Count the rows of an index for which there is room."""
        return sum(rows_that_fit(box.height) for box in self.index_boxes)


def _columns(x: float, y: float, width: float, height: float, count: int) -> list[Room]:
    each = (width - _GAP_MM * (count - 1)) / count
    return [Room(x + place * (each + _GAP_MM), y, each, height) for place in range(count)]


def layout_of(
    sheet: Paper,
    bounds: Bounds,
    scale: int | None,
    focus: tuple[int, ...] = (),
) -> Layout:
    """Lay a map of bounds out on a paper: what explains it beside it, or below if upright.

    Raises
    ------
    UsageError
        ``sheet.too_large``: the ground does not fit at the scale.
    """
    room = Room.of(sheet)
    west, south, east, north = bounds
    if sheet.landscape:
        width = room.width - min(_SIDE_MM, room.width * 0.32) - _GAP_MM - 2 * GUTTER_MM
        height = room.height - 2 * GUTTER_MM
    else:
        width = room.width - 2 * GUTTER_MM
        height = room.height - _STRIP_MM - _GAP_MM - 2 * GUTTER_MM
    inside = width - 2 * _AIR_MM, height - 2 * _AIR_MM
    if scale is None:
        scale = round_scale(east - west, north - south, *inside)
    else:
        scale = check_fits(scale, east - west, north - south, *inside, sheet.name)
    if sheet.landscape:
        # A narrow ground leaves its room to the index.
        width = min(width, max((east - west) / scale * 1000 + 30, width * 0.45))
    frame = MapFrame(
        room.x + GUTTER_MM, room.y + GUTTER_MM, width, height, centre_of(bounds), scale, focus
    )
    if sheet.landscape:
        left = room.x + width + 2 * GUTTER_MM + _GAP_MM
        side = Room(left, room.y + GUTTER_MM, room.x + room.width - left, height)
    else:
        top = room.y + height + 2 * GUTTER_MM + _GAP_MM
        side = Room(room.x, top, room.width, _STRIP_MM)
    return Layout(sheet, frame, side)


def best_layout(
    name: str, bounds: Bounds, scale: int | None, focus: tuple[int, ...] = ()
) -> Layout:
    """Lay out across or upright, whichever shows the ground larger.

    Raises
    ------
    UsageError
        ``sheet.too_large``: it fits at the scale in neither way.
    """
    wide, tall = (
        layout_of(paper(name, landscape=across), bounds, None, focus) for across in (True, False)
    )
    best = wide if wide.frame.scale <= tall.frame.scale else tall
    if scale is None:
        return best
    return layout_of(best.sheet, bounds, scale, focus)


def draw_explained_map(
    ink: Ink,
    facts: Facts,
    scene: PrintScene,
    layout: Layout,
    index: Index,
    covered: Sequence[Box] = (),
) -> None:
    """Draw the map, its scale, its legend and the index of its grids.

    Parameters
    ----------
    covered : sequence of boxes
        What will be drawn over the map, in mm; no label goes there.
    """
    language, side, frame = facts.options.language, layout.side, layout.frame
    corners = corner_boxes(ink, frame, facts.plan.crs)
    camera = draw_map(ink, scene, frame, DENSITY, (*corners, *covered))
    draw_corners(ink, frame, facts.plan.crs)
    rows = legend_of(scene, camera)
    boxes = layout.index_boxes
    width = side.width if not layout.below and len(boxes) == 1 else boxes[0].width
    if layout.below:
        width = boxes[0].x - side.x - _GAP_MM
    y = draw_scale(ink, frame.scale, language, side.x, side.y, width)
    draw_legend(ink, rows, language, side.x, y + 2, width, 2 if layout.below else 1)
    draw_index(ink, index, boxes)


def draw_index(ink: Ink, index: Index, boxes: list[Room]) -> None:
    """Draw the rows of an index into its columns, each filled before the next.

    A few rows stretch over all of the room.
    """
    first, last = boxes[0], boxes[-1]
    if first.y == last.y and len(index.rows) <= rows_that_fit(first.height):
        boxes = [Room(first.x, first.y, last.x + last.width - first.x, first.height)]
    at = 0
    for box in boxes:
        part = index.rows[at : at + rows_that_fit(box.height)]
        if part:
            draw_table(ink, index.columns, part, box.x, box.y, box.width)
        at += len(part)
