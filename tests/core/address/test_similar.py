"""Misspelt names are offered, each with the rows that it would place."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridplanner.address import Directory, candidates
from gridplanner.address.similar import distance


@pytest.fixture(scope="module")
def directory() -> Directory:
    compounds = pd.DataFrame({"id": ["C1", "C2"], "name": ["永安苑", "公路段家属院"]})
    buildings = pd.DataFrame(
        [("B1", "3幢", "C1"), ("B2", "4幢", "C2"), ("B3", "新正街12号", ""), ("B4", "东路5号", "")],
        columns=["id", "name", "compound"],
    )
    entrances = pd.DataFrame(
        [("E1", "B1", "1单元"), ("E2", "B1", "2单元"), ("E3", "B2", "1单元"), ("E4", "B3", "")],
        columns=["id", "building", "label"],
    )
    return Directory.make(compounds, buildings, entrances, ["新正街", "西路"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("永按苑3-2-501", [("永按苑", "永安苑")]),
        ("公路段加属院4幢1单元101", [("公路段加属院", "公路段家属院")]),
        ("城关镇新证街12号", [("新证街", "新正街")]),
        ("永安苑3幢2单园501", [("单园", "单元")]),
        ("永安苑3憧2单元501", [("憧", "幢")]),
        ("永安苑3好楼2单元501", [("好楼", "号楼")]),
        ("新正街12浩", [("浩", "号")]),
        ("永按苑9-2-501", []),  # the plan has no 9幢 there: the name explains nothing
        ("北路5号", []),  # of two characters one is too much
        ("月亮湾花园3幢2单元", []),
    ],
)
def test_what_may_be_meant(
    directory: Directory, text: str, expected: list[tuple[str, str]]
) -> None:
    found = candidates(directory, [text])
    assert [(c.written, c.proposed) for c in found] == expected
    assert all(c.rows == (0,) and c.example == text for c in found)


def test_names_that_place_most_rows_come_first(directory: Directory) -> None:
    texts = ["新证街12号", "永按苑3-1-101", "永按苑3-2-102", "永按苑9-1-1"]
    found = candidates(directory, texts)
    assert [(c.proposed, c.rows) for c in found] == [("永安苑", (1, 2)), ("新正街", (0,))]


def plain_distance(a: str, b: str) -> int:
    """Optimal string alignment by its recursive definition."""
    if not a or not b:
        return max(len(a), len(b))
    best = min(
        plain_distance(a[:-1], b) + 1,
        plain_distance(a, b[:-1]) + 1,
        plain_distance(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    )
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        best = min(best, plain_distance(a[:-2], b[:-2]) + 1)
    return best


@given(st.text("甲乙丙", max_size=5), st.text("甲乙丙", max_size=5), st.integers(0, 3))
def test_distance_is_that_of_the_definition(a: str, b: str, limit: int) -> None:
    assert distance(a, b, limit) == min(plain_distance(a, b), limit + 1)
