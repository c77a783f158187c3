"""The work list as a workbook that can be corrected in Excel and imported again.

A sheet for each kind of row, a row for each row of the file: where it stands, what is wrong,
a proposal where there is one, and then the row's own cells under our names, to be corrected.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gridplanner.address import Directory, candidates
from gridplanner.model import Plan
from gridplanner.tables import TABLES
from gridplanner.wording import Language, say
from layers.atomic import write_bytes
from layers.mending import MENDABLE
from layers.text_workbook import lay_out, text_workbook

#: What stands before the row's own cells: (Chinese, English, width in characters).
_WHERE = (
    ("清单号", "Worklist line", 9), ("文件", "File", 18), ("工作表", "Sheet", 14),
    ("行", "Row", 7), ("列", "Column", 12), ("值", "Value", 26), ("原因", "Reason", 34),
    ("建议", "Proposal", 26),
)  # fmt: skip
_KEYS = ["kind", "file", "sheet", "row"]
#: Our columns in the order of the sheet, with a title that the reader knows again.
CELLS: Mapping[str, tuple[tuple[str, str, int], ...]] = {
    "households": (
        ("id", "户编号", 13), ("compound", "小区", 14), ("building", "楼栋", 9),
        ("unit", "单元", 7), ("floor", "楼层", 7), ("room", "房号", 8), ("address", "门牌地址", 34),
        ("entrance", "单元门编号", 11), ("persons", "人口数", 8), ("status", "居住状态", 9),
        ("care", "特殊人群", 10), ("registered", "户籍户", 8),
        ("lon", "经度", 12), ("lat", "纬度", 11), ("x", "X坐标", 12),
        ("y", "Y坐标", 12),
    ),
    "persons": (
        ("id", "人员编号", 13), ("name", "姓名", 10), ("phone", "联系电话", 16),
        ("role", "人员类型", 10), ("fte", "工时", 7), ("home", "住址", 34),
        ("home_entrance", "居住单元门", 11), ("compound", "小区", 14), ("building", "楼栋", 9),
        ("unit", "单元", 7), ("room", "房号", 8), ("capacity", "可管户数", 9),
        ("doors", "所管楼门", 26), ("grid", "所属网格", 18),
        ("party", "政治面貌", 10), ("skills", "特长", 16),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """How much was written."""

    rows: int
    lines: int


def write_worklist(plan: Plan, out: Path, language: Language = "zh") -> Written:
    """Write the work list of a plan.

    Parameters
    ----------
    plan : Plan
    out : Path
        Workbook to be written; nothing is where the list is empty.
    language : {"zh", "en"}
        Of reasons and of the titles in front; the cells keep titles that are read again.

    Returns
    -------
    Written

    Raises
    ------
    StoreError
        The file cannot be written.
    """
    lines = plan.tables["worklist"]
    if not len(lines):
        return Written(0, 0)
    buffer = io.BytesIO()
    book = text_workbook(buffer)
    rows = 0
    for kind in dict.fromkeys(lines["kind"]):
        rows += _sheet(book, plan, str(kind), lines[lines["kind"] == kind], language)
    book.close()
    write_bytes(out, buffer.getvalue())
    return Written(rows, len(lines))


def _sheet(book: Any, plan: Plan, kind: str, lines: pd.DataFrame, language: Language) -> int:
    table = TABLES[kind]
    sheet = book.add_worksheet((table.zh if language == "zh" else table.en)[:31])
    bold = book.add_format({"bold": True, "bg_color": "#EFEDE7", "border": 1, "text_wrap": True})
    edit = book.add_format({"bold": True, "bg_color": "#FFF3C4", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    cells = [json.loads(cell) for cell in lines["cells"]]
    used = {name for row in cells for name in row}
    shown = [c for c in CELLS.get(kind, ()) if c[0] in used or c[0] in ("id", "address", "name")]
    titles = [zh if language == "zh" else en for zh, en, _ in _WHERE]
    titles[0] = _WHERE[0][0] if kind in MENDABLE else titles[0]
    for column, (title, (_, _, width)) in enumerate(zip(titles, _WHERE, strict=True)):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, width, text)
    for column, (_, title, width) in enumerate(shown, start=len(_WHERE)):
        sheet.write_string(0, column, title, edit)
        sheet.set_column(column, column, width, text)
    sheet.freeze_panes(1, 4)
    sheet.repeat_rows(0)
    lay_out(sheet, [width for *_, width in (*_WHERE, *shown)])
    proposals = _proposals(plan, kind, lines)
    groups = lines.assign(cells=cells).groupby(_KEYS, sort=False)
    at = 0
    for _, group in groups:
        at += 1
        first = group.iloc[0]
        reasons = "；".join(dict.fromkeys(say(reason, {}, language) for reason in group["reason"]))
        values: list[str] = [
            str(first["id"]), str(first["file"]), str(first["sheet"]), str(first["row"]),
            "、".join(dict.fromkeys(group["column"])), "、".join(dict.fromkeys(group["value"])),
            reasons, proposals.get(str(first["target"]), ""),
        ]  # fmt: skip
        own = {**first["cells"]}
        if first["target"]:
            own["id"] = str(first["target"])
        values += [str(own.get(name, "")) for name, _, _ in shown]
        for column, value in enumerate(values):
            # write_string, never write: that one guesses formulas and links.
            sheet.write_string(at, column, value[:32_767], text)
    sheet.autofilter(0, 0, max(at, 1), len(titles) + len(shown) - 1)
    return at


def _proposals(plan: Plan, kind: str, lines: pd.DataFrame) -> dict[str, str]:
    """Say what may be meant by addresses that lead nowhere, by the id of the household."""
    if kind != "households":
        return {}
    households = plan.tables["households"]
    mine = households[households["id"].isin(set(lines["target"]) - {""})]
    texts, ids = mine["address"].tolist(), mine["id"].tolist()
    found: dict[str, list[str]] = {}
    for candidate in candidates(Directory.of(plan), texts):
        for row in candidate.rows:
            found.setdefault(str(ids[row]), []).append(f"{candidate.written}→{candidate.proposed}")
    return {ident: "；".join(words) for ident, words in found.items()}
