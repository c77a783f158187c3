"""Tables on a page: a header, rows, and as many columns of them as the room holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.sheet.ink import Align, Ink

ROW_MM = 4.4
HEAD_MM = 5.6
_HEAD_FILL = "#EFEDE7"


@dataclass(frozen=True)
class Column:
    """One column: its title, its share of the width, and where its texts stand."""

    title: str
    share: float
    align: Align = "left"


def rows_that_fit(height: float) -> int:
    """Count the rows for which a height (mm) has room, below the header.

    >>> rows_that_fit(49.7)
    10
    """
    return max(int((height - HEAD_MM + 1e-6) // ROW_MM), 0)


def draw_table(
    ink: Ink,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    x: float,
    y: float,
    width: float,
    *,
    pt: float = 6.0,
    strong: Sequence[int] = (),
) -> float:
    """Draw a table.

    Parameters
    ----------
    rows : sequence of sequences of str
        A text a column.
    strong : sequence of int
        Places of the rows that are bold.

    Returns
    -------
    float
        Where it ends, in mm from the top.
    """
    total = sum(column.share for column in columns)
    lefts, at = [], x
    for column in columns:
        lefts.append(at)
        at += width * column.share / total
    lefts.append(x + width)
    line = ink.surface.panel_line
    ink.box(x, y, width, HEAD_MM, fill=_HEAD_FILL)
    for number, column in enumerate(columns):
        room = lefts[number + 1] - lefts[number] - 1.6
        ink.text(
            *_spot(lefts[number], lefts[number + 1], y + HEAD_MM / 2, "centre"),
            column.title, pt, bold=True, align="centre", room=room,
        )  # fmt: skip
    end = y + HEAD_MM
    for place, row in enumerate(rows):
        middle = end + ROW_MM / 2
        for number, (column, text) in enumerate(zip(columns, row, strict=True)):
            room = lefts[number + 1] - lefts[number] - 1.6
            ink.text(
                *_spot(lefts[number], lefts[number + 1], middle, column.align),
                text, pt, align=column.align, room=room, bold=place in strong,
            )  # fmt: skip
        end += ROW_MM
        ink.line(x, end, x + width, end, 0.1, line)
    for left in lefts:
        ink.line(left, y, left, end, 0.1, line)
    ink.line(x, y, x + width, y, 0.2, ink.surface.muted)
    ink.line(x, y + HEAD_MM, x + width, y + HEAD_MM, 0.2, ink.surface.muted)
    return end


def _spot(left: float, right: float, y: float, align: Align) -> tuple[float, float]:
    return {"left": left + 0.8, "centre": (left + right) / 2, "right": right - 0.8}[align], y
