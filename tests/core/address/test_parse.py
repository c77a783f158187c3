"""Addresses in all the ways people write them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridplanner.address import parse, parse_many
from gridplanner.address.fold import fold_key, numeral

CASES = [
    ("阳光小区3栋2单元501", "阳光小区", "3", "2", "501"),
    ("阳光小区3幢2单元5层501室", "阳光小区", "3", "2", "501"),
    ("阳光小区3幢2单元5层01室", "阳光小区", "3", "2", "501"),
    ("阳光小区3#2单元501", "阳光小区", "3", "2", "501"),
    ("阳光小区3号2单元501号", "阳光小区", "3", "2", "501"),
    ("阳光小区３－２－５０１", "阳光小区", "3", "2", "501"),
    ("3-2-501", "", "3", "2", "501"),
    ("3-2单元501", "", "3", "2", "501"),
    ("3号楼2-501", "", "3", "2", "501"),
    ("3号楼2门501", "", "3", "2", "501"),
    ("3号楼501", "", "3", "", "501"),
    ("3号楼3-2-501", "", "3", "2", "501"),
    ("阳光小区第十二号楼三单元二〇一室", "阳光小区", "12", "3", "201"),
    ("新正街12号", "新正街", "12", "", ""),
    ("新正街12-1号", "新正街", "12-1", "", ""),
    ("新正街12号附3号", "新正街", "12附3", "", ""),
    ("新正街12号阳光小区3号楼2单元501", "新正街12号阳光小区", "3", "2", "501"),
    ("新正街12号院3号楼2单元501室", "新正街12号院", "3", "2", "501"),
    ("1单元101室", "", "", "1", "101"),
    ("12号楼3门", "", "12", "3", ""),
    ("阳光二期A座1203", "阳光二期", "A", "", "1203"),
    ("阳光小区B3栋1单元1203室", "阳光小区", "B3", "1", "1203"),
    ("阳光小区03栋02单元0501室（租）", "阳光小区", "3", "2", "501"),
    ("号房湾小区3-501", "号房湾小区", "3", "", "501"),
    ("五一路一号", "五一路", "1", "", ""),
    ("阳光小区", "阳光小区", "", "", ""),
    ("", "", "", "", ""),
]


@pytest.mark.parametrize(("text", "place", "building", "unit", "room"), CASES)
def test_address_is_taken_apart(text: str, place: str, building: str, unit: str, room: str) -> None:
    found = parse(text)
    assert (found.place, found.building, found.unit, found.room) == (place, building, unit, room)
    assert found.raw == text


def test_confidence_falls_with_what_is_read_into_the_text() -> None:
    texts = ("3号楼2单元501室", "3-2-501", "3-2", "阳光小区", "")
    found = [parse(text).confidence for text in texts]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)
    assert (found[0], found[-1]) == (1.0, 0.0)


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789#-" else c for c in text)


numbers = st.integers(1, 99)


@given(
    place=st.sampled_from(["阳光小区", "秦巴明珠", "岚河新城二期", "新正街8号院"]),
    building=numbers,
    unit=st.integers(1, 12),
    floor=st.integers(1, 33),
    door=st.integers(1, 12),
    style=st.integers(0, 9),
    spaces=st.booleans(),
    wide=st.booleans(),
)
def test_every_style_leads_back_to_its_parts(
    place: str,
    building: int,
    unit: int,
    floor: int,
    door: int,
    style: int,
    spaces: bool,
    wide: bool,
) -> None:
    room = f"{floor}{door:02d}"
    text = [
        f"{building}号楼{unit}单元{room}室",
        f"{building}栋{unit}单元{room}",
        f"{building}幢{unit}单元{floor}层{door:02d}室",
        f"{building}#{unit}单元{room}",
        f"{building}-{unit}-{room}",
        f"{building}号楼{unit}门{room}号",
        f"{_chinese(building)}号楼{_chinese(unit)}单元{room}室",
        f"{building}#{unit}-{room}",
        f"第{building}幢第{unit}单元{room}房",
        f"{building}号楼—{unit}—{room}",
    ][style]
    text = f"{place} {text}" if spaces else place + text
    found = parse(_wide(text) if wide else text)
    assert found.place == place
    assert (found.building, found.unit, found.room) == (str(building), str(unit), room)
    assert found.confidence >= 0.9


@given(st.text(max_size=40))
def test_any_text_is_kept_and_never_an_error(text: str) -> None:
    found = parse(text)
    assert found.raw == text
    assert 0.0 <= found.confidence <= 1.0


@given(st.integers(1, 99))
def test_numerals_are_read(number: int) -> None:
    assert numeral(_chinese(number)) == number


def test_a_key_is_the_same_for_all_widths_and_marks() -> None:
    assert fold_key("Ａ区 3－2 号楼") == fold_key("a区3-2号楼")


def test_many_keep_their_index() -> None:
    frame = parse_many(pd.Series(["3-2-501", ""], index=[7, 9]))
    assert frame.index.tolist() == [7, 9]
    assert frame["unit"].tolist() == ["2", ""]
    assert parse_many([]).empty
