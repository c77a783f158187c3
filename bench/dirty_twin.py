"""A dirty twin of a town's household sheet: the same homes, written as carelessly as people do.

Every row keeps the door it truly belongs to, what was done to it, and whether its own words
still name that one door. Nothing here is known to the program's readers; they get the workbook.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import xlsxwriter

from layers.datum import gcj02_to_bd09, wgs84_to_gcj02
from sample_maps.parts import Building, Household, Town

TITLES = (
    "序号", "户编号", "户主姓名", "联系电话", "现住小区", "门牌地址", "人口数", "居住状态",
    "特殊人群", "备注", "经度", "纬度",
)  # fmt: skip
TYPO, NO_UNIT, SWAPPED, TWICE = 0.03, 0.02, 0.02, 0.01
#: Share of homes with coordinates, and how far those stray, metres (one standard deviation).
WITH_COORDINATES, NOISE_M = 0.6, 3.0
#: Datum of each community's coordinates, none of them declared.
DATUMS = ("cgcs2000", "gcj02", "cgcs2000", "bd09", "cgcs2000", "gcj02", "cgcs2000")

_HANZI = "零一二三四五六七八九"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_IN_COMPOUND = (
    "{n}{mark}{u}单元{r}室", "{n}幢{u}单元{r}", "{n}栋{u}单元{r}", "{n}号楼{u}单元{r}室",
    "{n}#楼{u}单元{r}", "{n}#{u}-{r}", "{n}-{u}-{r}", "{n}号楼{u}门{r}", "{n} 幢 {u} 单元 {r} 室",
    "第{n}幢第{u}单元{r}室", "{hn}号楼{hu}单元{r}", "{n}幢{u}单元{f}楼{r}室", "{n}栋{u}-{r}",
    "{n}、{u}、{r}", "{n}/{u}/{r}", "{c}{n}幢{u}单元{r}室", "{c}{n}-{u}-{r}", "{n}＃{u}单元{r}",
    "城关镇{c}{n}号楼{u}单元{r}室", "{n}号楼{u}单元{r}（租户）", "0{n}幢0{u}单元{r}",
)  # fmt: skip
_ON_STREET = (
    "{s}{n}号{d}{room}", "{s}{n}号{d}{room}", "城关镇{s}{n}号{d}{room}", "{s} {n} 号{d}{room}",
    "岚皋县城关镇{s}{n}号{d}{room}", "{s}{hn}号{d}{room}", "{s}{n}#{d}{room}",
    "{s}{n}号{d}{room}（自建房）",
)  # fmt: skip
#: Characters taken for each other, by sound or by shape.
_ALIKE = {
    "苑": "院宛", "园": "圆元", "坡": "波披", "坪": "平评", "滨": "宾缤", "江": "姜", "明": "鸣",
    "珠": "株", "长": "常", "青": "清", "安": "按", "永": "咏", "石": "实", "榴": "溜", "杏": "性",
    "锦": "绵", "绣": "秀", "华": "化", "庭": "廷", "林": "淋", "春": "椿", "晓": "小", "河": "何",
    "惠": "慧", "民": "名", "龙": "陇", "泉": "全", "朝": "潮", "阳": "杨", "星": "惺", "居": "具",
    "紫": "紧", "薇": "微", "富": "副", "香": "乡", "樟": "障", "芙": "扶", "蓉": "容", "凤": "风",
    "凰": "皇", "佳": "加", "水": "木", "岸": "案", "城": "成", "巴": "把", "茗": "名", "康": "糠",
    "乐": "东", "和": "合", "谐": "偕", "盛": "胜", "豪": "毫", "路": "露", "街": "接", "巷": "港",
    "正": "证", "新": "辛", "环": "还", "光": "先", "劳": "唠", "教": "校", "育": "有", "湾": "弯",
    "家": "加", "关": "美", "帝": "蒂", "庙": "苗", "松": "颂", "柏": "拍", "果": "裹", "兰": "蓝",
    "建": "健", "设": "没", "文": "丈", "兴": "兵", "南": "男", "北": "比", "东": "冻", "大": "太",
}  # fmt: skip
_WORDS = (("单元", "单园"), ("单元", "单无"), ("单元", "但元"), ("幢", "憧"), ("栋", "拣"),
          ("号楼", "好楼"), ("号", "浩"), ("单元", "单"))  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of the twin.

    ``door``, ``building`` and ``xy`` are the truth; ``sure`` says that the words of the row
    still name that one door, so that a reader has to place it; ``first`` is off in a row that
    repeats another one.
    """

    cells: tuple[Any, ...]
    sheet: str
    building: str
    door: str
    xy: tuple[float, float]
    persons: int
    sure: bool = True
    first: bool = True
    done: str = "style"


@dataclass(frozen=True)
class Words:
    """The words of one address before they are joined."""

    compound: str
    street: str
    number: str
    unit: str
    room: str
    mark: str
    style: str
    door: str = ""

    def address(self) -> str:
        """Join the words."""
        room = f"{self.room}室" if self.room and self.street else self.room
        return self.style.format(
            c=self.compound, s=self.street, n=self.number, u=self.unit, r=self.room,
            mark=self.mark, hn=_hanzi(self.number), hu=_hanzi(self.unit), d=self.door, room=room,
            f=self.room[:-2] or "1",
        )  # fmt: skip


def _hanzi(number: str) -> str:
    """Write a number under 100 in hanzi, as clerks do: 十二."""
    if not number.isdigit() or not 0 < int(number) < 100:
        return number
    tens, ones = divmod(int(number), 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_HANZI[tens]}十"
    return lead + (_HANZI[ones] if ones else "")


def door_ids(town: Town) -> dict[tuple[int, int], str]:
    """Give each door, by building and place in it, the id of the sample's own layer."""
    places = [(b, d) for b, item in enumerate(town.buildings) for d in range(len(item.doors))]
    return {place: f"E{number:05d}" for number, place in enumerate(places, start=1)}


def twin_rows(town: Town, epsg: int, seed: int) -> list[Row]:
    """Write every household of a town once, carelessly, and some of them twice."""
    rng = np.random.default_rng(seed)
    doors = door_ids(town)
    places = _coordinates(town, epsg, rng)
    names = {item.name for item in town.compounds}
    rows: list[Row] = []
    order = sorted(range(len(town.households)), key=lambda i: town.buildings[
        town.households[i].building].area)  # fmt: skip
    for serial, i in enumerate(order, start=1):
        home = town.households[i]
        building = town.buildings[home.building]
        words = _words(building, home, rng)
        row = Row(
            _cells(serial, home, words, words.address(), places[i]),
            town.areas[building.area][1],
            building.id,
            doors[home.building, home.door],
            (building.doors[home.door].point.x, building.doors[home.door].point.y),
            home.persons,
        )
        row = _damaged(row, words, home, len(building.doors), names, serial, places[i], rng)
        rows.append(row)
        if rng.random() < TWICE:
            again = _words(building, home, rng)
            cells = _cells(serial, home, again, again.address(), places[i])
            copy = row.cells if rng.random() < 0.5 else cells
            rows.append(replace(row, cells=copy, first=False, sure=False, done="twice"))
    return rows


def _words(building: Building, home: Household, rng: np.random.Generator) -> Words:
    label = building.doors[home.door].label
    if building.compound:
        mark = "号楼" if building.name.endswith("号楼") else "幢"
        return Words(
            building.compound, "", building.name.removesuffix(mark),
            label.removesuffix("单元").removesuffix("门"), home.room, mark,
            str(rng.choice(_IN_COMPOUND)),
        )  # fmt: skip
    street = building.name.rstrip("号").rstrip("0123456789-附")
    number = building.name.removeprefix(street).removesuffix("号")
    return Words("", street, number, "", home.room, "", str(rng.choice(_ON_STREET)), label)


def _cells(
    serial: int, home: Household, words: Words, address: str, place: tuple[Any, Any]
) -> tuple[Any, ...]:
    return (
        serial, home.id, home.head, home.phone, words.compound, address, home.persons,
        home.status, home.care, home.note, *place,
    )  # fmt: skip


def _coordinates(
    town: Town, epsg: int, rng: np.random.Generator
) -> list[tuple[float | None, float | None]]:
    """Give some homes the coordinates of their door, in the datum of their community."""
    of = [town.buildings[home.building] for home in town.households]
    points = [b.doors[home.door].point for b, home in zip(of, town.households, strict=True)]
    xy = np.array([(p.x, p.y) for p in points]) + rng.normal(0.0, NOISE_M, (len(points), 2))
    turn = pyproj.Transformer.from_crs(f"EPSG:{epsg}", "EPSG:4490", always_xy=True)
    lon, lat = turn.transform(xy[:, 0], xy[:, 1])
    datum = np.array([DATUMS[b.area % len(DATUMS)] for b in of])
    shifted = wgs84_to_gcj02(lon, lat)
    twice = gcj02_to_bd09(*shifted)
    found = []
    for axis, true in enumerate((lon, lat)):
        moved = np.where(datum == "gcj02", shifted[axis], true)
        found.append(np.where(datum == "bd09", twice[axis], moved).round(6))
    has = rng.random(len(points)) < WITH_COORDINATES
    return [
        (float(x), float(y)) if given else (None, None)
        for x, y, given in zip(*found, has, strict=True)
    ]


def _damaged(
    row: Row,
    words: Words,
    home: Household,
    doors: int,
    names: set[str],
    serial: int,
    place: tuple[Any, Any],
    rng: np.random.Generator,
) -> Row:
    draw = rng.random()
    if draw < TYPO:
        return _with_typo(row, words, home, names, serial, place, rng)
    if draw < TYPO + NO_UNIT:
        if not words.unit:
            return row
        address = f"{words.number}{words.mark}{words.room}室"
        cells = _cells(serial, home, words, address, place)
        return replace(row, cells=cells, sure=doors == 1, done="no unit")
    if draw < TYPO + NO_UNIT + SWAPPED:
        return _swapped(row, rng)
    if rng.random() < 0.08:
        wide = list(row.cells)
        wide[5] = str(wide[5]).translate(_FULL)
        wide[6] = f" {wide[6]} "
        return replace(row, cells=tuple(wide))
    return row


def _swapped(row: Row, rng: np.random.Generator) -> Row:
    pairs = [(6, 7)]
    if row.cells[4]:
        pairs.append((4, 5))
    if row.cells[10] is not None:
        pairs.append((10, 11))
    first, second = pairs[int(rng.integers(len(pairs)))]
    cells = list(row.cells)
    cells[first], cells[second] = cells[second], cells[first]
    return replace(row, cells=tuple(cells), done="swapped")


def _with_typo(
    row: Row,
    words: Words,
    home: Household,
    names: set[str],
    serial: int,
    place: tuple[Any, Any],
    rng: np.random.Generator,
) -> Row:
    """Spoil one word: mostly by another hanzi of the same sound or shape, at times a digit."""
    draw = rng.random()
    wrong, field = words, "name"
    if draw < 0.5:
        name = words.compound or words.street
        spoiled = _other_hanzi(name, rng) if draw < 0.36 else _less_one(name, rng)
        # A name that turns into another one of the town is a lie, not a slip.
        if spoiled in names:
            return row
        wrong = replace(words, **{"compound" if words.compound else "street": spoiled})
    elif draw < 0.72:
        address = words.address()
        good, bad = _WORDS[int(rng.integers(len(_WORDS)))]
        if good not in address:
            return row
        cells = _cells(serial, home, words, address.replace(good, bad, 1), place)
        return replace(row, cells=cells, sure=False, done="typo in word")
    else:
        fields = [name for name in ("number", "unit", "room") if getattr(words, name)]
        field = fields[int(rng.integers(len(fields)))]
        wrong = replace(words, **{field: _other_digits(getattr(words, field), rng)})
    cells = _cells(serial, home, wrong, wrong.address(), place)
    done = f"typo in {field}"
    # A wrong room still stands behind the same door.
    return replace(row, cells=cells, sure=field == "room", done=done)


def _other_hanzi(name: str, rng: np.random.Generator) -> str:
    at = [i for i, c in enumerate(name) if c in _ALIKE]
    if not at:
        return _less_one(name, rng)
    i = at[int(rng.integers(len(at)))]
    like = _ALIKE[name[i]]
    return name[:i] + like[int(rng.integers(len(like)))] + name[i + 1 :]


def _less_one(name: str, rng: np.random.Generator) -> str:
    i = int(rng.integers(len(name)))
    return name[:i] + name[i + 1 :]


def _other_digits(number: str, rng: np.random.Generator) -> str:
    i = int(rng.integers(len(number)))
    draw = rng.random()
    if not number[i].isdigit():
        return number
    if draw < 0.55:
        other = str((int(number[i]) + int(rng.integers(1, 10))) % 10)
        return number[:i] + other + number[i + 1 :]
    if draw < 0.75:
        return number[: i + 1] + number[i:]
    if draw < 0.9 and len(number) > 1:
        return number[:i] + number[i + 1 :]
    return number.translate(str.maketrans("01", "Ol"))


def write_twin(rows: list[Row], path: Path) -> dict[tuple[str, int], Row]:
    """Write the workbook, a sheet a community, and tell which row is where.

    Returns
    -------
    dict
        (sheet, number of the row as Excel counts) → row.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    bold = book.add_format({"bold": True})
    found: dict[tuple[str, int], Row] = {}
    for name in dict.fromkeys(row.sheet for row in rows):
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(TITLES) - 1, f"{name}居民户信息采集表", bold)
        sheet.write_row(1, 0, TITLES, bold)
        sheet.write_row(2, 0, ("", "必填", "必填", "多个号码用;隔开", "散户不填", "必填"))
        at = 3
        for row in (row for row in rows if row.sheet == name):
            if at % 97 == 0:
                at += 1  # a blank row between
            sheet.write_row(at, 0, row.cells)
            at += 1
            found[name, at] = row
    book.close()
    return found
