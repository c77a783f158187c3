"""Pages of the change pack: maps of each change, the ledger, and the page to be signed."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from gridplanner.geometry import shapes_of
from gridplanner.ledger import LedgerRow, Story
from gridplanner.wording import say
from layers.change_pack.workbook import ledger_cells, ledger_titles
from layers.export_options import ExportOptions
from ui.canvas.camera import Bounds
from ui.sheet.facts import Facts
from ui.sheet.ink import Ink
from ui.sheet.page import MARGIN_MM, Page, Room, draw_foot, draw_head
from ui.sheet.pair import pair_page
from ui.sheet.paired import Pair
from ui.sheet.paper import Paper, paper
from ui.sheet.table import Column, draw_table, rows_that_fit

#: Changes beyond this have no map of their own; the first page shows them all.
MOST_MAPS = 40
_WIDTHS = (5, 8, 20, 20, 16, 8, 8, 8, 8, 14, 14, 10, 12, 11, 11, 9)


def change_pages(pair: Pair, story: Story) -> list[Page]:
    """Make the overview, a map for each change of ground, the ledger, and the approval."""
    facts = pair.after
    pages = [pair_page(pair)]
    mapped = [
        (number, row)
        for number, row in enumerate(story.rows, start=1)
        if row.kind not in ("renamed", "people")
    ]
    if len(mapped) > 1:
        for number, row in mapped[:MOST_MAPS]:
            codes = frozenset(grid.code for grid in (*row.old, *row.new))
            title = _title(facts, number, row)
            pages.append(pair_page(pair, _bounds(story, row), title, codes))
    return [*pages, *_ledger_pages(facts, story), _sign_page(facts, story)]


def _bounds(story: Story, row: LedgerRow) -> Bounds:
    shapes = [
        plan.tables["grids"].loc[grid.uid, "geometry"]
        for plan, grids in ((story.before, row.old), (story.after, row.new))
        for grid in grids
    ]
    west, south, east, north = shapely.total_bounds(shapes_of(shapes))
    air = 0.2 * max(east - west, north - south)
    return float(west - air), float(south - air), float(east + air), float(north + air)


def _title(facts: Facts, number: int, row: LedgerRow) -> str:
    language = facts.options.language
    kind = say(f"ledger.kind_{row.kind}", language=language)
    grids = " → ".join(
        "、".join(grid.code for grid in side)
        if language == "zh"
        else ", ".join(grid.code for grid in side)
        for side in (row.old, row.new)
        if side
    )
    return say("pack.row_title", {"number": number, "kind": kind, "grids": grids}, language)


def _ledger_pages(facts: Facts, story: Story) -> list[Page]:
    """Set the ledger as tables; a grid a line, so that no cell is cut."""
    sheet = paper("A3", landscape=True)
    room = Room.of(sheet)
    title = say("ledger.title", language=facts.options.language)
    columns = [
        Column(text, share, "right" if 5 <= place <= 8 or place == 11 else "left")
        for place, (text, share) in enumerate(
            zip(ledger_titles(facts.options), _WIDTHS, strict=True)
        )
    ]
    lines = [line for number, row in enumerate(story.rows, start=1)
             for line in ledger_lines(row, number, story, facts.options)]  # fmt: skip
    deep = max(rows_that_fit(room.height - 2), 1)
    count = -(-len(lines) // deep)
    pages = []
    for number in range(count):
        part = lines[number * deep : (number + 1) * deep]

        def draw(ink: Ink, part: Sequence[Sequence[str]] = part, number: int = number) -> None:
            draw_head(ink, sheet, facts, title, facts.title)
            draw_table(ink, columns, part, room.x, room.y, room.width)
            draw_foot(ink, sheet, facts, f"{number + 1} / {count}")

        pages.append(Page(title, sheet, draw))
    return pages


def ledger_lines(
    row: LedgerRow, number: int, story: Story, options: ExportOptions
) -> list[list[str]]:
    """Give a row of the ledger as lines: the cells, and further grids on lines of their own."""
    cells = ledger_cells(row, number, story, options)
    columns = [cell.split("\n") if isinstance(cell, str) else [f"{cell:,}"] for cell in cells]
    deep = max(len(column) for column in columns)
    return [
        [column[line] if line < len(column) else "" for column in columns] for line in range(deep)
    ]


def _sign_page(facts: Facts, story: Story) -> Page:
    """Make the page on which the offices say what they think and sign."""
    sheet = paper("A4", landscape=False)
    language = facts.options.language
    title = say("pack.sign_title", language=language)

    def draw(ink: Ink) -> None:
        draw_head(ink, sheet, facts, title, facts.title)
        room = Room.of(sheet)
        y = _draw_facts(ink, facts, story, room)
        _draw_boxes(ink, sheet, facts, y + 6, room)
        draw_foot(ink, sheet, facts)

    return Page(title, sheet, draw)


def _draw_facts(ink: Ink, facts: Facts, story: Story, room: Room) -> float:
    """Count the changes by kind, and name document, dates and reason where they are one."""
    language = facts.options.language
    kinds: dict[str, int] = {}
    for row in story.rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
    join = "，" if language == "zh" else ", "
    said = join.join(
        f"{say(f'ledger.kind_{kind}', language=language)} {count}" for kind, count in kinds.items()
    ) or say("ledger.empty", language=language)
    lines = [(say("ledger.kind", language=language), said)]
    for key in ("document", "effective", "reason"):
        values = sorted({getattr(row.remark, key) for row in story.rows} - {""})
        lines.append((say(f"ledger.{key}", language=language), "；".join(values)))
    y = room.y + 2
    for title, text in lines:
        ink.box(room.x, y, 32, 9, line=ink.surface.muted, line_mm=0.15, fill="#EFEDE7")
        ink.box(room.x + 32, y, room.width - 32, 9, line=ink.surface.muted, line_mm=0.15)
        ink.text(room.x + 16, y + 4.5, title, 9, align="centre", room=30)
        ink.text(room.x + 34, y + 4.5, text, 9, room=room.width - 36)
        y += 9
    return y


def _draw_boxes(ink: Ink, sheet: Paper, facts: Facts, top: float, room: Room) -> None:
    """Draw a box an office: opinion above, signature and date below."""
    language = facts.options.language
    high = min((room.y + room.height - top) / 3, 62.0)
    for number in (1, 2, 3):
        y = top + (number - 1) * high
        ink.box(room.x, y, room.width, high, line=ink.surface.muted, line_mm=0.2)
        ink.line(room.x + 32, y, room.x + 32, y + high, 0.15, ink.surface.muted)
        ink.text(
            room.x + 16, y + high / 2, say(f"pack.sign_{number}", language=language), 11,
            bold=True, align="centre", room=29,
        )  # fmt: skip
        ink.text(room.x + 35, y + 6, say("pack.sign_opinion", language=language), 9)
        foot = y + high - 7
        ink.text(room.x + 35, foot, say("pack.sign_name", language=language), 9)
        ink.text(sheet.width_mm - MARGIN_MM - 50, foot, say("pack.sign_date", language=language), 9)
