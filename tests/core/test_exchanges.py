"""Single units over the borders of one leaf, on a town that fits on paper."""

from __future__ import annotations

import pytest

from gridplanner.edits import Paint
from gridplanner.errors import EditError
from gridplanner.exchanges import exchanges
from gridplanner.loads import loads
from tests.core.blocks import four_square_town, locked

# 9 leaves, 115 persons, 12.78 each: T001 bears 10 + 3 + 3 + 3 = 19, the others 12.
CROWDED = four_square_town(crowd=10)
TARGET = 115 / 9


def test_leaf_gives_and_takes_within_its_parent_the_best_first() -> None:
    found = exchanges(CROWDED, "T001")
    # Squares of the second and third row of the first column of leaves.
    assert [(one.place, one.source, one.to) for one in found] == [
        ("B6", "T001", "T004"),
        ("B7", "T001", "T004"),
        ("B12", "T004", "T001"),
        ("B13", "T004", "T001"),
    ]
    best, worst = found[0], found[-1]
    assert best.households == 3
    assert best.before == pytest.approx((19 / TARGET - 1, 12 / TARGET - 1))
    assert best.after == pytest.approx((16 / TARGET - 1, 15 / TARGET - 1))
    assert best.gain == pytest.approx(3 / TARGET)
    assert worst.after == pytest.approx((9 / TARGET - 1, 22 / TARGET - 1))
    assert worst.gain == pytest.approx(-3 / TARGET)


def test_edit_hands_the_unit_over() -> None:
    best = exchanges(CROWDED, "T001")[0]
    after = best.edit().apply(CROWDED)
    figures = loads(after)
    load = dict(zip(figures.uids, figures.deviation, strict=True))
    seen = (load[after.uid_of("T001")], load[after.uid_of("T004")])
    assert seen == pytest.approx(best.after)


def test_locked_leaves_keep_what_they_have() -> None:
    gains = locked(CROWDED, "no_loss", "T001")
    assert {one.to for one in exchanges(gains, "T001")} == {"T001"}
    assert exchanges(locked(CROWDED, "frozen", "T001"), "T001") == []
    assert exchanges(locked(CROWDED, "frozen", "T004"), "T001") == []


def test_bridge_of_a_leaf_is_not_given_away() -> None:
    """With B12 and B18 above B6, T001 hangs together through B12, which T004 borders on."""
    plan = CROWDED
    for unit in ("U12", "U18"):
        plan = Paint((unit,), "T001").apply(plan)
    given = {one.place for one in exchanges(plan, "T001") if one.source == "T001"}
    assert given >= {"B7", "B18"}
    assert "B12" not in given


def test_unknown_and_upper_grids_are_refused() -> None:
    for code in ("T01", "X"):
        with pytest.raises(EditError):
            exchanges(CROWDED, code)
