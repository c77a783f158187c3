"""Grids chosen by conditions, on a table made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from gridplanner.choosing import Conditions, beside_unassigned, chosen, deviation_class
from gridplanner.edits import DeleteGrid
from tests.layers.plans import small_plan


@pytest.fixture
def grids() -> pd.DataFrame:
    """Two levels; deviations at and beside the limits of the classes."""
    rows = [
        # uid level code   name      kind   lock     hh  pers  target deviation posts workers
        (1, 1, "A", "西坡社区", "", "open", 90, 270, 3.0, 0.0, 0, 3),
        (11, 2, "A001", "第一网格", "综合", "", 10, 30, 1.0, -0.201, 1, 1),
        (12, 2, "A002", "第二网格", "综合", "frozen", 20, 60, 1.0, -0.20, 2, 1),
        (13, 2, "A003", "第三网格", "综合", "no_loss", 30, 90, 1.0, 0.10, 1, 2),
        (14, 2, "a004", "东区", "综合", "open", 30, 91, 1.0, 0.101, 0, 0),
        (15, 2, "A005", "东区园", "专属", "open", 0, 0, 0.0, 0.0, 0, 1),
        (16, 2, "A006", "南区", "综合", "open", 40, 120, 1.0, 0.35, 1, 0),
    ]
    names = "uid level code name kind lock households persons target deviation posts workers"
    return pd.DataFrame(rows, columns=names.split()).set_index("uid")


def test_all_of_a_level_and_only_that(grids: pd.DataFrame) -> None:
    assert chosen(grids, Conditions(1)) == [1]
    assert chosen(grids, Conditions(2)) == [11, 12, 13, 14, 15, 16]
    assert chosen(grids.iloc[:0], Conditions(2)) == []


def test_kind_lock_and_text(grids: pd.DataFrame) -> None:
    assert chosen(grids, Conditions(2, kind="专属")) == [15]
    assert chosen(grids, Conditions(2, lock="frozen")) == [12]
    assert chosen(grids, Conditions(2, text=" 东区 ")) == [14, 15]
    assert chosen(grids, Conditions(2, text="A00")) == [11, 12, 13, 14, 15, 16]
    assert chosen(grids, Conditions(2, text=".")) == []  # no pattern, just text


def test_limits_belong_to_the_range(grids: pd.DataFrame) -> None:
    assert chosen(grids, Conditions(2, households=(20, 30))) == [12, 13, 14]
    assert chosen(grids, Conditions(2, households=(31, None))) == [16]
    assert chosen(grids, Conditions(2, persons=(None, 60))) == [11, 12, 15]


def test_classes_of_deviation(grids: pd.DataFrame) -> None:
    assert list(deviation_class(grids)) == [
        "near", "far_below", "below", "near", "above", "", "far_above",
    ]  # fmt: skip
    assert chosen(grids, Conditions(2, deviation=("far_below", "far_above"))) == [11, 16]
    assert chosen(grids, Conditions(2, deviation=("near",))) == [13]


def test_fewer_workers_than_posts_or_none(grids: pd.DataFrame) -> None:
    assert chosen(grids, Conditions(2, vacant=True)) == [12, 14, 16]


def test_all_conditions_together(grids: pd.DataFrame) -> None:
    asked = Conditions(2, kind="综合", lock="open", vacant=True, among=(11, 14))
    assert chosen(grids, asked) == [14]
    assert chosen(grids, Conditions(2, among=())) == []


def test_beside_ground_that_nobody_holds() -> None:
    plan = small_plan()
    assert beside_unassigned(plan) == []
    first = str(plan.leaves["code"].iloc[0])
    # Leaves lie in columns of three: the first has one above it and one east of it, which
    # is the fourth; the fifth touches it at a corner. Its own parents touch it too.
    found = set(beside_unassigned(DeleteGrid(first).apply(plan)))
    leaves = list(plan.leaves["uid"])
    assert found & set(leaves) == {leaves[1], leaves[3], leaves[4]}
