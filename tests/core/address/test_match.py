"""Addresses lead to one door, or to a reason."""

from __future__ import annotations

import pandas as pd
import pytest

from gridplanner.address import REASONS, Directory, match
from gridplanner.address.directory import door_key
from gridplanner.sentences.reading import READING


@pytest.fixture(scope="module")
def directory() -> Directory:
    compounds = pd.DataFrame({"id": ["C1", "C2"], "name": ["阳光小区", "御景苑"]})
    buildings = pd.DataFrame(
        [
            ("B1", "3号楼", "C1"),
            ("B2", "4号楼", "C1"),
            ("B3", "3号楼", "御景苑"),
            ("B4", "新正街12号", ""),
            ("B5", "县医院", ""),
            ("B6", "2", "C2"),
            ("B7", "配套3号楼", "C1"),
            ("B8", "综合楼", "C1"),
        ],
        columns=["id", "name", "compound"],
    )
    entrances = pd.DataFrame(
        [
            ("E1", "B1", "1单元"),
            ("E2", "B1", "2单元"),
            ("E3", "B2", "1"),
            ("E4", "B6", "东单元"),
            ("E5", "B6", "西单元"),
        ],
        columns=["id", "building", "label"],
    )
    return Directory.make(compounds, buildings, entrances, ["新正街"])


@pytest.mark.parametrize(
    ("text", "building", "entrance"),
    [
        ("阳光小区3号楼2单元501室", "B1", "E2"),
        ("阳光3-2-501", "B1", "E2"),
        ("岚皋县城关镇西坡社区阳光小区3号楼2单元501室", "B1", "E2"),
        ("阳光小区4号楼501", "B2", "E3"),  # its only entrance
        ("4号楼1单元", "B2", "E3"),  # the only number 4 of the plan
        ("御景苑3号楼2单元201", "B3", ""),  # a building without entrances
        ("岚皋县城关镇新正街12号", "B4", ""),
        ("县医院", "B5", ""),
        ("阳光小区配套3号楼", "B7", ""),
        ("阳光小区综合楼", "B8", ""),
    ],
)
def test_a_clear_address_finds_its_door(
    directory: Directory, text: str, building: str, entrance: str
) -> None:
    found = match(directory, [text]).iloc[0]
    assert (found["building"], found["entrance"], found["reason"]) == (building, entrance, "")
    assert found["confidence"] > 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "address.empty"),
        ("---", "address.unread"),
        ("阳光小区3号楼501", "address.no_unit"),
        ("阳光小区3号楼7单元101", "address.unknown_unit"),
        ("阳光小区9号楼1单元101", "address.unknown_building"),
        ("阳光小区", "address.no_building"),
        ("新正街13号", "address.unknown_building"),
        ("月光小区3号楼1单元", "address.unknown_compound"),
        ("3号楼1单元", "address.no_compound"),
        ("1单元101", "address.no_building"),
        ("99号楼", "address.unknown_building"),
    ],
)
def test_an_unclear_address_gets_its_reason(directory: Directory, text: str, reason: str) -> None:
    found = match(directory, [text]).iloc[0]
    assert found["reason"] == reason
    assert found["entrance"] == ""
    assert found["confidence"] == 0.0


def test_two_compounds_of_one_name_are_ambiguous_where_both_have_the_building() -> None:
    compounds = pd.DataFrame({"id": ["C1", "C2"], "name": ["阳光小区", "阳光小区"]})
    buildings = pd.DataFrame(
        {
            "id": ["B1", "B2", "B3"],
            "name": ["1号楼", "1栋", "2号楼"],
            "compound": ["C1", "C2", "C1"],
        }
    )
    entrances = pd.DataFrame({"id": [], "building": [], "label": []})
    directory = Directory.make(compounds, buildings, entrances)
    found = match(directory, ["阳光小区1号楼", "阳光小区2号楼"])
    assert found["reason"].tolist() == ["address.ambiguous", ""]


def test_labels_fold_to_what_addresses_say() -> None:
    assert [door_key(label) for label in ("2单元", "二单元", "２", "02门", "B门", "东单元")] == [
        "2",
        "2",
        "2",
        "2",
        "B",
        "东",
    ]


def test_every_reason_has_its_sentences() -> None:
    assert set(REASONS) <= set(READING)


def test_index_is_kept(directory: Directory) -> None:
    texts = pd.Series(["阳光小区3号楼2单元501室", ""], index=[5, 2])
    assert match(directory, texts).index.tolist() == [5, 2]
