"""The ledger as a workbook, alone or with the lists of whom to tell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gridplanner.errors import UsageError
from gridplanner.ledger import LedgerRow, Story, story_of_plans
from gridplanner.model import Plan
from gridplanner.wording import say
from layers import style
from layers.change_pack.lists import Listing, counts_shown, listings, moves_of, names_of
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.notes import Note
from layers.privacy import mark_of, people_shown, profile_title
from layers.privacy_scan import hand_over
from layers.text_workbook import text_workbook

#: Column of the ledger → its key, width in characters, and the group that it is under.
_COLUMNS: tuple[tuple[str, float, str], ...] = (
    ("number", 6, ""), ("kind", 10, ""), ("old", 30, ""), ("new", 30, ""), ("reason", 28, ""),
    ("before", 9, "households"), ("after", 9, "households"), ("before", 9, "persons"),
    ("after", 9, "persons"), ("before", 18, "workers"), ("after", 18, "workers"),
    ("area", 12, ""), ("document", 18, ""), ("changed", 12, ""), ("effective", 12, ""),
    ("by", 12, ""),
)  # fmt: skip
_CELL = 32_767


@dataclass(frozen=True)
class _Formats:
    """Cell formats of the workbook."""

    big: Any
    quiet: Any
    head: Any
    text: Any
    centred: Any
    whole: Any

    @classmethod
    def of(cls, book: Any) -> _Formats:
        """Make them."""
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        line = {"border": 1, "border_color": style.LIGHT.panel_line}
        cell = {**base, **line}
        return cls(
            book.add_format({**base, "font_size": 14, "bold": True}),
            book.add_format({**base, "font_color": style.LIGHT.muted}),
            book.add_format(
                {**cell, "bold": True, "bg_color": "#EFEDE7", "align": "center", "text_wrap": True}
            ),
            book.add_format({**cell, "num_format": "@", "text_wrap": True}),
            book.add_format({**cell, "num_format": "@", "align": "center"}),
            book.add_format({**cell, "num_format": "#,##0"}),
        )


def story_for(plan: Plan, options: ExportOptions) -> Story:
    """Give the story to be told: the one handed in, else what differs from the other plan.

    Raises
    ------
    UsageError
        ``ledger.no_story``.
    """
    if options.story is not None:
        return options.story
    if options.against is not None:
        return story_of_plans(options.against[0], plan)
    raise UsageError("ledger.no_story")


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the ledger as a workbook of its own.

    Raises
    ------
    UsageError
        ``ledger.no_story``: there is nothing to compare with.
    InputError, StoreError
        The file cannot be written, or holds what its profile forbids.
    """
    del summary
    options = options.checked(plan)
    story = story_for(plan, options)
    content = workbook(story, options, ())
    hand_over(out, content, plan, options)
    notes = () if story.rows else (Note("ledger.empty"),)
    return WriteResult(out, notes, {"ledger": len(story.rows)})


def workbook(story: Story, options: ExportOptions, lists: Sequence[Listing] | None = None) -> bytes:
    """Make the workbook: the ledger, then a sheet a list.

    Parameters
    ----------
    lists : sequence of Listing, optional
        All of :func:`layers.change_pack.lists.listings` where absent.
    """
    buffer = io.BytesIO()
    book = text_workbook(buffer)
    book.set_properties(
        {
            "title": say("ledger.title", language=options.language),
            "created": pd.Timestamp(options.day),
        }
    )
    formats = _Formats.of(book)
    _ledger(book, formats, story, options)
    if lists is None:
        lists = listings(story, moves_of(story), options.profile, options.language)
    for listing in lists:
        _list(book, formats, listing, options)
    book.close()
    return buffer.getvalue()


def ledger_cells(row: LedgerRow, number: int, story: Story, options: ExportOptions) -> list[Any]:
    """Give the cells of one line, in the order of the columns."""
    language, profile = options.language, options.profile
    people = {**people_shown(story.before, profile), **people_shown(story.after, profile)}
    households = counts_shown(row.households, profile)
    persons = counts_shown(row.persons, profile)
    if "" in (*households, *persons):
        households, persons = ("", ""), ("", "")
    remark = row.remark
    return [
        number,
        say(f"ledger.kind_{row.kind}", language=language),
        _grids(row.old),
        _grids(row.new),
        remark.reason,
        *households,
        *persons,
        *(names_of(ids, people, language) for ids in row.workers),
        round(row.area_m2),
        remark.document,
        remark.changed,
        remark.effective,
        # Who works the program is nobody's to publish.
        "" if profile == "public" else remark.by,
    ]


def ledger_titles(options: ExportOptions) -> list[str]:
    """Give the titles of the columns in one line each, such as 户（调整前）."""
    language = options.language
    titles = []
    for key, _, group in _COLUMNS:
        said = say(f"ledger.{key}", language=language)
        if group:
            over = say(f"ledger.{group}", language=language)
            said = f"{over}（{said}）" if language == "zh" else f"{over} ({said.lower()})"
        titles.append(said)
    return titles


def _grids(grids: Sequence[Any]) -> str:
    return "\n".join(f"{grid.code} {grid.name}".strip() for grid in grids)


def _start(book: Any, formats: _Formats, title: str, options: ExportOptions) -> Any:
    sheet = book.add_worksheet(title[:31])
    sheet.set_row(0, 26)
    head = options.title or title
    sheet.write_string(0, 0, head if head == title else f"{head} · {title}", formats.big)
    mark = mark_of(options.profile, options.language) if options.mark is None else options.mark
    sheet.write_string(1, 0, "   ".join(filter(None, [options.day, mark])), formats.quiet)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L" + mark.replace("&", "&&") + "&C&P / &N&R" + options.day)
    return sheet


def _ledger(book: Any, formats: _Formats, story: Story, options: ExportOptions) -> None:
    language = options.language
    sheet = _start(book, formats, say("ledger.title", language=language), options)
    sheet.set_row(2, 20)
    sheet.set_row(3, 20)
    for column, (key, width, group) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        said = say(f"ledger.{key}", language=language)
        if not group:
            sheet.merge_range(2, column, 3, column, said, formats.head)
            continue
        sheet.write_string(3, column, said, formats.head)
        if key == "before":
            over = say(f"ledger.{group}", language=language)
            sheet.merge_range(2, column, 2, column + 1, over, formats.head)
    for number, row in enumerate(story.rows, start=1):
        cells = ledger_cells(row, number, story, options)
        lines = max(len(row.old), len(row.new), 1)
        sheet.set_row(3 + number, max(18, 15 * lines))
        for column, cell in enumerate(cells):
            _write(sheet, formats, 3 + number, column, cell, centred=column == 1)
    if not story.rows:
        sheet.write_string(4, 0, say("ledger.empty", language=language), formats.quiet)
    else:
        sheet.autofilter(3, 0, 3 + len(story.rows), len(_COLUMNS) - 1)
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(2, 3)


def _list(book: Any, formats: _Formats, listing: Listing, options: ExportOptions) -> None:
    language = options.language
    sheet = _start(book, formats, say(f"pack.{listing.key}", language=language), options)
    number = say("ledger.number", language=language)
    sheet.set_row(2, 24)
    for column, (title, width) in enumerate(
        zip((number, *listing.titles), (6.0, *listing.widths), strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, title, formats.head)
    for place, row in enumerate(listing.rows, start=1):
        for column, cell in enumerate((place, *row)):
            _write(sheet, formats, 2 + place, column, cell)
    if listing.withheld:
        facts = {"profile": profile_title(options.profile, language)}
        sheet.write_string(3, 0, say("pack.withheld", facts, language), formats.quiet)
    elif listing.rows:
        sheet.autofilter(2, 0, 2 + len(listing.rows), len(listing.titles))
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)


def _write(
    sheet: Any, formats: _Formats, row: int, column: int, cell: Any, *, centred: bool = False
) -> None:
    """Write one value: a number as a number, everything else as text, never a formula."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell, formats.whole)
    else:
        sheet.write_string(
            row, column, str(cell)[:_CELL], formats.centred if centred else formats.text
        )
