"""Small counts: withheld alike in every format, in parts, and beside another plan."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.export_options import ExportOptions
from layers.small_counts import COUNTS, hidden_uids
from layers.web_map import write
from tests.effort import rounds

from .plans import Numbers, numbers, small_plan

PLAN = small_plan()
PARENT = {
    int(uid): 0 if pd.isna(above) else int(above)
    for uid, above in zip(PLAN.grids["uid"], PLAN.grids["parent"], strict=True)
}
FIGURES = numbers(PLAN).grids
PUBLIC = ExportOptions(profile="public", date="2026-11-24")


def with_counts(changes: dict[int, int]) -> Numbers:
    """Set a leaf's persons and households, and put its parents right."""
    frame = FIGURES.copy()
    for uid, value in changes.items():
        frame.loc[uid, list(COUNTS)] = value
    for level in (2, 1):
        for uid in frame.index[frame["level"] == level]:
            below = [u for u, p in PARENT.items() if p == uid]
            for name in COUNTS:
                frame.loc[uid, name] = frame.loc[below, name].sum()
    return Numbers(frame)


@settings(max_examples=rounds(40), deadline=None)
@given(st.dictionaries(st.integers(7, 18), st.sampled_from([0, 0, 3, 40, 55]), max_size=12))
def test_no_small_count_can_be_worked_out(changes: dict[int, int]) -> None:
    """All that is published is sums; a count is safe if two of a sum's terms are unknown."""
    figures = with_counts(changes)
    hidden = hidden_uids(PLAN, figures, PUBLIC)
    for uid, value in figures.grids["persons"].items():
        assert not 0 < value < 5 or uid in hidden
    # Solve the sums for what is unknown: a unique solution would give a count away.
    unknown = sorted(hidden)
    rows, place = [], {uid: n for n, uid in enumerate(unknown)}
    for above in set(PARENT.values()) - {0}:
        row = np.zeros(len(unknown))
        for uid, p in PARENT.items():
            if p == above and uid in place:
                row[place[uid]] = 1
        if above in place:
            row[place[above]] = -1
        rows.append(row)
    matrix = np.array(rows)
    small = [uid for uid in unknown if 0 < figures.grids["persons"][uid] < 5]
    for uid in small:
        target = np.zeros(len(unknown))
        target[place[uid]] = 1
        together = np.vstack([matrix, target])
        assert np.linalg.matrix_rank(together) > np.linalg.matrix_rank(matrix)


# Worked out by hand: leaves 7, 8, 9 add up to grid 3, all others have 300 or more.
@pytest.mark.parametrize(
    ("changes", "hidden"),
    [
        ({7: 52, 8: 60, 9: 70}, set()),
        # total − 52 − 60 would give the 3: the smaller of the two goes with it.
        ({7: 3, 8: 52, 9: 60}, {7, 8}),
        # total − 52 gives 3 + 4 = 7 together, neither of them.
        ({7: 3, 8: 4, 9: 52}, {7, 8}),
        # An empty leaf is seen to be empty; it hides nothing.
        ({7: 3, 8: 0, 9: 52}, {7, 9}),
        # Grid 3 is all leaf 7, so it goes too, and grid 4 as the rest of grid 1 without it; the
        # leaves 40 + 50 + 60 would give grid 4 back: the smallest of them.
        ({7: 3, 8: 0, 9: 0, 10: 40, 11: 50, 12: 60}, {3, 4, 7, 10}),
    ],
)
def test_no_more_is_hidden_than_a_reader_could_work_out(
    changes: dict[int, int], hidden: set[int]
) -> None:
    assert hidden_uids(PLAN, with_counts(changes), PUBLIC) == hidden


def test_few_doors_betray_nobody() -> None:
    frame = with_counts({7: 52, 8: 60, 9: 70}).grids.copy()
    frame.loc[[7, 8], "doors"] = [1, 4]
    assert hidden_uids(PLAN, Numbers(frame), PUBLIC) == frozenset()
    frame.loc[7, "households"] = 4
    assert 7 in hidden_uids(PLAN, Numbers(frame), PUBLIC)


def test_persons_go_with_what_households_have_hidden_already() -> None:
    frame = with_counts({7: 4, 8: 60, 9: 70}).grids.copy()
    # By persons alone the partner of leaf 7 would be 9; 8 is blank already.
    frame.loc[[7, 8, 9], "persons"] = [4, 90, 80]
    assert hidden_uids(PLAN, Numbers(frame), PUBLIC) == {7, 8}


def test_nothing_is_hidden_from_a_meeting() -> None:
    assert hidden_uids(small_plan(), with_counts({7: 2}), ExportOptions()) == frozenset()


def data_in(file: Path) -> dict[str, Any]:
    found = re.search(r'id="gp-data">(.*?)</script>', file.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def test_a_part_hides_what_the_whole_hides(tmp_path: Path) -> None:
    # All persons of the first total grid are three: the other one is hidden with it.
    figures = with_counts({7: 3, **dict.fromkeys(range(8, 13), 0)})
    plan = small_plan()
    options = ExportOptions(profile="public", date="2026-11-24", budget_bytes=1000)
    write(plan, figures, tmp_path / "a.html", options)
    hidden = hidden_uids(plan, figures, PUBLIC)
    assert {1, 2, 7} <= hidden
    for file in tmp_path.glob("*.html"):
        data = data_in(file)
        of = dict(zip(plan.grids["code"], plan.grids["uid"], strict=True))
        for code, level, persons in zip(
            data["grids"]["code"], data["grids"]["level"], data["grids"]["persons"], strict=True
        ):
            uid = int(of[code])
            assert level
            assert (persons is None) == (uid in hidden)


def test_a_small_difference_between_two_plans_is_a_small_count() -> None:
    plan, before = small_plan(), small_plan().with_settings(title="现状")
    now, then = with_counts({7: 103}), with_counts({7: 100})
    options = ExportOptions(profile="public", against=(before, then))
    assert 7 in hidden_uids(plan, now, options)
    assert hidden_uids(plan, now, PUBLIC) == frozenset()
