"""Columns are recognised by title and by content; the user's word wins."""

from __future__ import annotations

import pandas as pd
import pytest

from gridplanner.errors import InputError, UsageError
from gridplanner.tables import TABLES
from layers.column_names import COLUMN_NAMES
from layers.columns import fold_title, recognise


def titles(*names: str) -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in names})


def theirs(kind: str, *names: str) -> dict[str, str]:
    return {ours: match.theirs for ours, match in recognise(kind, titles(*names)).items()}


def test_chinese_household_sheet() -> None:
    found = theirs(
        "households",
        "序号",
        "户编号",
        "户主姓名",
        "现住小区",
        "门牌地址",
        "家庭人口（人）",
        "居住状态",
    )
    assert found == {
        "id": "户编号",
        "address": "门牌地址",
        "compound": "现住小区",
        "persons": "家庭人口（人）",
        "status": "居住状态",
    }


def test_english_and_osm_titles() -> None:
    assert theirs("households", "HH_ID", "Address", "Persons", "lon", "lat") == {
        "id": "HH_ID",
        "address": "Address",
        "persons": "Persons",
        "lon": "lon",
        "lat": "lat",
    }
    found = theirs("buildings", "osm_id", "building", "name:zh", "building:levels", "addr_street")
    assert found["use"] == "building"
    assert found["storeys"] == "building:levels"
    assert found["street"] == "addr_street"


def test_registered_address_is_not_where_people_live() -> None:
    assert theirs("households", "户籍地址", "现居住地址（详细）")["address"] == "现居住地址（详细）"
    assert "address" not in theirs("households", "户籍地址", "人口数")


def test_content_tells_unnamed_columns() -> None:
    frame = pd.DataFrame(
        {
            "甲": ["阳光小区3号楼2单元501", "阳光小区4-1-101", "御景苑1栋1单元201室"],
            "乙": ["13812345678", "13912345678;13712345678", "15012345678"],
        }
    )
    found = recognise("households", frame)
    assert (found["address"].theirs, found["address"].how) == ("甲", "content")
    assert recognise("persons", frame)["phone"].theirs == "乙"
    points = pd.DataFrame({"a": [108.901, 108.902], "b": [32.301, 32.302]})
    found = recognise("households", points)
    assert (found["lon"].theirs, found["lat"].theirs) == ("a", "b")


def test_the_users_word_wins() -> None:
    frame = titles("地址", "备用地址", "人口数")
    found = recognise("households", frame, {"address": "备用地址", "persons": ""})
    assert (found["address"].theirs, found["address"].how) == ("备用地址", "given")
    assert "persons" not in found


def test_wrong_words_of_the_user_are_refused() -> None:
    with pytest.raises(InputError, match=r"column\.not_in_file"):
        recognise("households", titles("地址"), {"address": "住址"})
    with pytest.raises(UsageError, match=r"column\.ours_unknown"):
        recognise("households", titles("地址"), {"adress": "地址"})
    with pytest.raises(UsageError, match=r"import\.kind_unknown"):
        recognise("cats", titles("地址"))


@pytest.mark.parametrize("kind", sorted(COLUMN_NAMES))
def test_every_own_title_is_recognised(kind: str) -> None:
    own = [c.name for c in TABLES[kind].columns if c.name in COLUMN_NAMES[kind]]
    found = theirs(kind, *own)
    assert {ours: found.get(ours) for ours in own} == {name: name for name in own}


@pytest.mark.parametrize("kind", sorted(COLUMN_NAMES))
def test_titles_are_stored_folded(kind: str) -> None:
    for known in COLUMN_NAMES[kind].values():
        assert [fold_title(title) for title in known] == list(known)
