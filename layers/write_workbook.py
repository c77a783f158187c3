"""The registers as a workbook: 各级汇总, 网格一览表, 网格员名册, 楼门长名册, 公示牌, 未落户清单.

What a profile must not show is not in the file: names are masked for a meeting, a public file
has of people only the notice boards.

Every text is written as text: a name that begins with ``=`` never becomes a formula, a code
never a number, an address never a link.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from gridplanner.model import Plan
from gridplanner.wording import Language
from layers import style
from layers.export_fields import GRID_FIELDS, Field, grid_frame
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.notes import Note
from layers.privacy import ROW_TABLES, mark_of
from layers.privacy_scan import hand_over
from layers.rosters import Register, registers
from layers.text_workbook import lay_out, text_workbook
from layers.titles import title_of

_ROWS = 1_048_576
_TITLES: dict[str, tuple[str, str]] = {
    "grids": ("网格一览表", "Grids"),
    "levels": ("各级汇总", "Levels"),
    "unlocated": ("未落户清单", "Households without a place"),
    "number": ("序号", "No."),
    "count": ("数量", "Count"),
    "expected": ("方案数量", "In the scheme"),
    "least": ("最小", "Least"),
    "mean": ("平均", "Mean"),
    "most": ("最大", "Most"),
    "max_dev": ("最大偏差（%）", "Largest deviation (%)"),
    "over": ("偏差超过 10 % 的网格", "Grids over 10 %"),
    "total": ("合计", "Total"),
    "title": ("网格登记表", "Grid registers"),
}
#: Columns of the register and their widths in characters.
_GRID_COLUMNS: tuple[tuple[str, float], ...] = (
    ("code", 20), ("name", 22), ("level_name", 11), ("parent_code", 16), ("kind", 9),
    ("households", 9), ("persons", 9), ("doors", 9), ("area_m2", 14), ("served_m2", 14),
    ("load", 10), ("target", 10), ("dev_pct", 10), ("posts", 8), ("workers", 9), ("captains", 9),
    ("sides", 60),
)  # fmt: skip


@dataclass
class _Book:
    """A workbook under construction with its cell formats."""

    book: Any
    language: Language
    options: ExportOptions
    title: str

    def __post_init__(self) -> None:
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        line = {"border": 1, "border_color": style.LIGHT.panel_line}
        make = self.book.add_format
        self.big = make({**base, "font_size": 14, "bold": True})
        self.quiet = make({**base, "font_color": style.LIGHT.muted})
        self.head = make(
            {**base, **line, "bold": True, "bg_color": "#EFEDE7", "align": "center",
             "text_wrap": True}
        )  # fmt: skip
        # Indented: a figure on the right of its cell would touch the text beside it.
        self.text = make({**base, **line, "num_format": "@", "indent": 1})
        self.whole = make({**base, **line, "num_format": "#,##0"})
        self.metres = make({**base, **line, "num_format": "#,##0"})
        self.load = make({**base, **line, "num_format": "0.00"})
        self.percent = make({**base, **line, "num_format": "+0.0;-0.0;0.0"})
        ends = (0, len(style.DEVIATION_COLOURS) - 1)
        self.shades = [
            make(
                {**base, **line, "num_format": "+0.0;-0.0;0.0", "bg_color": colour,
                 "font_color": "#FFFFFF" if at in ends else "#000000"}
            )
            for at, colour in enumerate(style.DEVIATION_COLOURS)
        ]  # fmt: skip
        self.sum_text = make({**base, **line, "bold": True, "num_format": "@"})
        self.sum_whole = make({**base, **line, "bold": True, "num_format": "#,##0"})

    def say(self, key: str) -> str:
        """Give one of the workbook's own words."""
        return _TITLES[key][0 if self.language == "zh" else 1]

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[float]) -> Any:
        """Start a sheet: title line, source line, header in row 3, frozen and repeated."""
        sheet = self.book.add_worksheet(name)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, f"{self.title} · {name}", self.big)
        mark = (
            mark_of(self.options.profile, self.language)
            if self.options.mark is None
            else self.options.mark
        )
        sheet.write_string(1, 0, "   ".join(filter(None, [self.options.day, mark])), self.quiet)
        sheet.set_row(2, 32)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(2, column, head, self.head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(2)
        lay_out(sheet, widths)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L" + mark.replace("&", "&&") + "&C&P / &N&R" + self.options.day)
        return sheet


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the registers.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    frame, notes = grid_frame(plan, summary, options)
    if not len(frame):
        notes.append(Note("export.no_grids"))
    buffer = io.BytesIO()
    book = text_workbook(buffer)
    book.set_properties({"title": _title(plan, options), "created": pd.Timestamp(options.day)})
    made = _Book(book, options.language, options, _title(plan, options))
    _levels(made, plan, frame)
    rows = {"grids": _grids(made, frame, options)}
    for register in registers(plan, summary, options.profile, options.language):
        rows[register.key] = _register(made, register)
    lost = _unlocated(plan)
    if len(lost) and "households" in ROW_TABLES[options.profile]:
        limit = _ROWS - 4
        if len(lost) > limit:
            notes.append(
                Note(
                    "export.sheet_rows",
                    {"table": made.say("unlocated"), "count": len(lost), "limit": limit},
                )
            )
        rows["unlocated"] = _lost(made, lost.head(limit))
    elif len(lost):
        place = 0 if options.language == "zh" else 1
        notes.append(
            Note(
                "export.left_out",
                {"profile": options.profile, "tables": _TITLES["unlocated"][place]},
            )
        )
    book.close()
    hand_over(out, buffer.getvalue(), plan, options)
    return WriteResult(out, tuple(notes), rows)


def _title(plan: Plan, options: ExportOptions) -> str:
    place = 0 if options.language == "zh" else 1
    return title_of(plan, options) or _TITLES["title"][place]


def _grids(made: _Book, frame: gpd.GeoDataFrame, options: ExportOptions) -> int:
    fields = {field.column: field for field in GRID_FIELDS}
    if options.level is not None:
        frame = frame[(frame["level"] == options.level).to_numpy()]
    titles = [made.say("number")]
    titles += [_head(fields[column], made.language) for column, _ in _GRID_COLUMNS]
    sheet = made.sheet(made.say("grids"), titles, [6, *(width for _, width in _GRID_COLUMNS)])
    for number, record in enumerate(frame.drop(columns="geometry").to_dict("records")):
        row = 3 + number
        sheet.write_number(row, 0, number + 1, made.whole)
        for column, (name, _) in enumerate(_GRID_COLUMNS, start=1):
            _cell(made, sheet, row, column, fields[name], record[name])
    if len(frame):
        sheet.autofilter(2, 0, 2 + len(frame), len(_GRID_COLUMNS))
    return len(frame)


def _head(field: Field, language: Language) -> str:
    return field.zh if language == "zh" else field.en


def _cell(made: _Book, sheet: Any, row: int, column: int, field: Field, value: Any) -> None:
    """Write one value in the form of its field; no figure is an empty cell."""
    if field.kind == "text":
        # write_string, never write: that one guesses formulas and links.
        sheet.write_string(row, column, "" if pd.isna(value) else str(value)[:32_767], made.text)
        return
    if pd.isna(value):
        sheet.write_blank(row, column, None, made.text)
        return
    if field.column == "dev_pct":
        number = style.class_of_deviation(float(value) / 100)
        shape = made.percent if number is None or number == 3 else made.shades[number]
        sheet.write_number(row, column, float(value), shape)
    elif field.column in ("load", "target"):
        sheet.write_number(row, column, float(value), made.load)
    else:
        sheet.write_number(row, column, float(value), made.whole)


def _register(made: _Book, register: Register) -> int:
    """Write a register of people, every text as text."""
    zh = made.language == "zh"
    heads = [made.say("number"), *(c.zh if zh else c.en for c in register.columns)]
    widths = [6, *(column.width for column in register.columns)]
    sheet = made.sheet(register.zh if zh else register.en, heads, widths)
    for number, values in enumerate(register.rows):
        sheet.write_number(3 + number, 0, number + 1, made.whole)
        for at, (column, value) in enumerate(zip(register.columns, values, strict=True), start=1):
            if column.kind == "text":
                sheet.write_string(3 + number, at, str(value)[:32_767], made.text)
            elif pd.isna(value):
                sheet.write_blank(3 + number, at, None, made.text)
            else:
                form = made.load if column.kind == "load" else made.whole
                sheet.write_number(3 + number, at, float(value), form)
    sheet.autofilter(2, 0, 2 + len(register.rows), len(register.columns))
    return len(register.rows)


def _levels(made: _Book, plan: Plan, frame: gpd.GeoDataFrame) -> None:
    """Write the summary of the levels: counts, people, ground, and how even the loads are."""
    fields = {field.column: field for field in GRID_FIELDS}
    sums = ("households", "persons", "doors", "area_m2", "workers", "captains")
    titles = [fields["level_name"], *(fields[column] for column in sums)]
    load = _head(fields["load"], made.language)
    heads = [
        _head(titles[0], made.language), made.say("count"), made.say("expected"),
        *(_head(field, made.language) for field in titles[1:]),
        *(f"{load} {made.say(key)}" for key in ("least", "mean", "most")),
        made.say("max_dev"), made.say("over"),
    ]  # fmt: skip
    sheet = made.sheet(
        made.say("levels"), heads, [16, 9, 9, 11, 11, 10, 16, 10, 10, 12, 12, 12, 12, 14]
    )
    for row, level in enumerate(plan.scheme.levels, start=3):
        grids = frame[(frame["level"] == level.level).to_numpy()]
        name = level.name if made.language == "zh" else level.name_en
        sheet.write_string(row, 0, name, made.text)
        sheet.write_number(row, 1, len(grids), made.whole)
        sheet.write_number(row, 2, level.count, made.whole)
        for column, key in enumerate(sums, start=3):
            # Counts that are withheld must not come out of a sum.
            total = grids[key].sum(min_count=1) if grids[key].notna().all() else float("nan")
            _cell(made, sheet, row, column, fields[key], total)
        loads = grids["load"]
        for column, value in enumerate((loads.min(), loads.mean(), loads.max()), start=9):
            _cell(made, sheet, row, column, fields["load"], value)
        size = grids["dev_pct"].abs()
        if size.notna().any():
            worst = float(grids["dev_pct"].loc[size.idxmax()])
            _cell(made, sheet, row, 12, fields["dev_pct"], worst)
            sheet.write_number(row, 13, int((size > 10 + 1e-9).sum()), made.whole)


def _unlocated(plan: Plan) -> pd.DataFrame:
    """Give the households that have neither a place nor a grid they are pinned to."""
    households = plan.layer("households")
    without = households.geometry.isna() | households.geometry.is_empty
    lost: pd.DataFrame = households[(without & households["pinned"].isna()).to_numpy()]
    return lost


def _lost(made: _Book, lost: pd.DataFrame) -> int:
    zh = made.language == "zh"
    columns = [
        ("id", "户编号" if zh else "Id", 16),
        ("address", "地址" if zh else "Address", 48),
        ("room", "室" if zh else "Room", 10),
        ("status", "居住状态" if zh else "Status", 10),
    ]
    heads = [made.say("number"), *(title for _, title, _ in columns), "人口数" if zh else "Persons"]
    sheet = made.sheet(made.say("unlocated"), heads, [6, *(width for _, _, width in columns), 9])
    for number, record in enumerate(lost.drop(columns="geometry").to_dict("records")):
        sheet.write_number(3 + number, 0, number + 1, made.whole)
        for column, (name, _, _) in enumerate(columns, start=1):
            sheet.write_string(3 + number, column, str(record[name])[:32_767], made.text)
        sheet.write_number(3 + number, len(columns) + 1, int(record["persons"]), made.whole)
    return len(lost)
