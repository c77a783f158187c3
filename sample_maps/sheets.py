"""The household and people sheets, as untidy as they come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from .addresses import plain_address, written_address
from .names import words
from .parts import Household, Town

CREATED = datetime(2024, 3, 1, tzinfo=UTC)
HOUSEHOLD_COLUMNS = words(
    "序号 户编号 户主姓名 联系电话 现住小区 门牌地址 人口数 居住状态 特殊人群 备注"
)
HINTS = (
    "", "必填", "必填", "多个号码用;隔开", "散户不填", "必填，例：3幢2单元501室", "必填，填数字",
    "自住/租/空/底商", "没有不填", "",
)  # fmt: skip
PERSON_COLUMNS = words("姓名 人员类型 工时 联系电话 住址 可管户数")
NOTES = ("常年在外务工", "户主在外地", "门锁换过", "周末在家", "已签约家庭医生", "养犬", "")
SYNTHETIC = "合成示例数据：人名、电话、地址均为虚构"


@dataclass(frozen=True)
class Looks:
    """The cell formats of one workbook."""

    title: Any
    head: Any
    hint: Any
    merged: Any


def _workbook(path: Path) -> tuple[Any, Looks]:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    book.set_properties({"title": SYNTHETIC, "author": "gridplanner", "created": CREATED})
    return book, Looks(
        book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        book.add_format({"bold": True, "bg_color": "#DDE8F5", "border": 1}),
        book.add_format({"italic": True, "font_color": "#888888"}),
        book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True}),
    )


def write_households(path: Path, town: Town, rng: np.random.Generator) -> None:
    """Write one sheet a community, with titles, hints, merged cells and blank rows.

    Parameters
    ----------
    path
        The workbook to write.
    town
        Whose households.
    rng
        Source of the untidiness.
    """
    book, looks = _workbook(path)
    about = book.add_worksheet("说明")
    about.set_column(0, 0, 80)
    lines = (
        "居民户信息采集表 填表说明", SYNTHETIC, "1. 每个社区一张表，一户一行，户编号不得重复。",
        "2. 小区住户填写现住小区和幢、单元、室；沿街散户只填街巷名和门牌号。",
        "3. 空户人口数填0；底商按常住人口填写。",
    )  # fmt: skip
    for row, line in enumerate(lines):
        about.write_string(row, 0, line, looks.title if row == 0 else None)
    for index, (_, title, _) in enumerate(town.areas):
        own = [item for item in town.households if town.buildings[item.building].area == index]
        own.sort(key=lambda item: _sheet_order(town, item))
        _community(book.add_worksheet(title), looks, town, own, (index, title), rng)
    book.close()


def _sheet_order(town: Town, household: Household) -> tuple[Any, ...]:
    building = town.buildings[household.building]
    street = re.match(r"(\D+)(\d+)", building.name)
    name, number = (street[1], int(street[2])) if street else (building.name, 0)
    if building.compound:
        name, number = building.compound, int(re.sub(r"\D", "", building.name))
    room = int(household.room or 0)
    return not building.compound, name, number, household.door, room


def _community(
    sheet: Any,
    looks: Looks,
    town: Town,
    own: list[Household],
    which: tuple[int, str],
    rng: np.random.Generator,
) -> None:
    index, title = which
    last = len(HOUSEHOLD_COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, f"{title}居民户信息采集表（{SYNTHETIC}）", looks.title)
    row = 1
    if index % 2:
        sheet.write_string(row, 0, f"填报单位：{title}居委会    填报日期：2024年3月")
        row += 1
    sheet.write_row(row, 0, HOUSEHOLD_COLUMNS, looks.head)
    sheet.write_row(row + 1, 0, HINTS, looks.hint)
    sheet.set_column(1, 6, 14)
    sheet.set_column(5, 5, 28)
    row += 2
    start, compound = row, ""
    for serial, household in enumerate(own, start=1):
        here = town.buildings[household.building].compound
        blank = here != compound or (not here and rng.random() < 0.012)
        if serial > 1 and blank:
            _merge(sheet, looks, start, row - 1, compound)
            row += 1 + int(rng.random() < 0.2)
            start = row
        compound = here
        _household(sheet, row, serial, household, town, rng)
        row += 1
    _merge(sheet, looks, start, row - 1, compound)


def _merge(sheet: Any, looks: Looks, first: int, last: int, compound: str) -> None:
    if compound and last > first:
        sheet.merge_range(first, 4, last, 4, compound, looks.merged)
    elif compound:
        sheet.write_string(first, 4, compound)


def _household(
    sheet: Any, row: int, serial: int, household: Household, town: Town, rng: np.random.Generator
) -> None:
    draw = rng.random()
    sheet.write_number(row, 0, serial)
    sheet.write_string(row, 1, household.id + (" " if draw < 0.02 else ""))
    sheet.write_string(row, 2, household.head)
    if household.phone:
        sheet.write_string(row, 3, household.phone)
    sheet.write_string(row, 5, written_address(town, household, rng))
    if draw < 0.86:
        sheet.write_number(row, 6, household.persons)
    else:
        sheet.write_string(
            row, 6, f"{household.persons}" if draw < 0.95 else f" {household.persons} "
        )
    sheet.write_string(row, 7, household.status)
    if household.care:
        sheet.write_string(row, 8, household.care)
    note = NOTES[int(rng.integers(len(NOTES)))] if rng.random() < 0.03 else household.note
    if note:
        sheet.write_string(row, 9, note)


def write_persons(path: Path, town: Town) -> None:
    """Write the workers and captains, or those who could be, with their homes.

    Parameters
    ----------
    path
        The workbook to write.
    town
        Whose people; where some keep doors now there is a column 现管楼门.
    """
    book, looks = _workbook(path)
    sheet = book.add_worksheet("人员")
    columns = list(PERSON_COLUMNS)
    if any(person.keeps for person in town.persons):
        columns.append("现管楼门")
    title = f"{town.boundary_name}网格员、楼门长花名册（{SYNTHETIC}）"
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, looks.title)
    sheet.write_row(1, 0, columns, looks.head)
    sheet.set_column(3, 4, 30)
    for row, person in enumerate(town.persons, start=2):
        sheet.write_string(row, 0, person.name)
        sheet.write_string(row, 1, person.role)
        if person.fte:
            sheet.write_number(row, 2, person.fte)
        sheet.write_string(row, 3, person.phone)
        sheet.write_string(row, 4, plain_address(town, town.households[person.home]))
        if person.capacity:
            sheet.write_number(row, 5, person.capacity)
        if person.keeps:
            sheet.write_string(row, 6, person.keeps)
    book.close()
