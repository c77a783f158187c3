"""Duties: one person on one post, and all posts of a kind at once."""

from __future__ import annotations

import pytest

from gridplanner.edits.duties import AssignAll, AssignDuty, EndDuty
from gridplanner.errors import EditError
from gridplanner.model import Plan
from tests.core.towns import captain, lattice, with_rows, workers

TOWN = with_rows(lattice(2, 2), persons=[*workers(3), captain(1, "E1")])


def now(plan: Plan) -> set[tuple[str, str, str]]:
    table = plan.duties
    table = table[table["valid_to"] == ""]
    return set(zip(table["person"], table["kind"], table["target_id"], strict=True))


def test_a_head_is_a_worker_too_and_follows_the_one_before() -> None:
    plan = AssignDuty("P01", "网格长", ("grids", "T001"), "2026-01-01").apply(TOWN)
    assert now(plan) == {("P01", "网格员", "101"), ("P01", "网格长", "101")}
    plan = AssignDuty("P02", "网格长", ("grids", "T001"), "2026-02-01").apply(plan)
    assert now(plan) == {
        ("P01", "网格员", "101"), ("P02", "网格员", "101"), ("P02", "网格长", "101"),
    }  # fmt: skip
    ended = plan.duties[plan.duties["valid_to"] != ""]
    assert ended["valid_to"].tolist() == ["2026-02-01"]
    assert plan.duties.index.is_unique


def test_a_door_has_one_captain() -> None:
    plan = AssignDuty("C01", "楼门长", ("entrances", "E2")).apply(TOWN)
    plan = AssignDuty("P01", "楼门长", ("entrances", "E2")).apply(plan)
    assert now(plan) == {("P01", "楼门长", "E2")}
    assert len(plan.duties) == 1, "a draft leaves no history"


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (AssignDuty("P01", "网格员", ("entrances", "E1")), "duty.kind"),
        (AssignDuty("P01", "楼门长", ("grids", "T001")), "duty.kind"),
        (AssignDuty("P01", "队长", ("grids", "T001")), "duty.kind"),
        (AssignDuty("P99", "网格员", ("grids", "T001")), "duty.person"),
        (AssignDuty("P01", "楼门长", ("entrances", "E99")), "duty.entrance"),
        (AssignDuty("P01", "网格员", ("grids", "T099")), "grid.unknown"),
        (EndDuty("P01", "网格员", ("grids", "T001")), "duty.not_held"),
    ],
)
def test_refusals(edit: AssignDuty | EndDuty, code: str) -> None:
    with pytest.raises(EditError) as caught:
        edit.apply(TOWN)
    assert caught.value.code == code


def test_the_same_duty_is_not_given_twice_and_may_end() -> None:
    give = AssignDuty("P01", "网格员", ("grids", "T001"), "2026-01-01")
    plan = give.apply(TOWN)
    with pytest.raises(EditError) as caught:
        give.apply(plan)
    assert caught.value.code == "duty.held"
    with pytest.raises(EditError) as caught:
        EndDuty("P01", "网格员", ("grids", "T001")).apply(plan)
    assert caught.value.code == "duty.no_date"
    over = EndDuty("P01", "网格员", ("grids", "T001"), "2026-02-01").apply(plan)
    assert now(over) == set()
    assert len(over.duties) == 1


def test_all_anew_keeps_what_stays() -> None:
    plan = AssignDuty("P01", "网格员", ("grids", "T001"), "2026-01-01").apply(TOWN)
    plan = AssignDuty("P02", "网格员", ("grids", "T002"), "2026-01-01").apply(plan)
    plan = AssignDuty("C01", "楼门长", ("entrances", "E1"), "2026-01-01").apply(plan)
    one = ("P01", "网格员", "grids", "101")
    edit = AssignAll(
        (one, ("P03", "网格员", "grids", "102"), one), ("网格员", "网格长"), "2026-02-01"
    )
    after = edit.apply(plan)
    assert now(after) == {
        ("P01", "网格员", "101"), ("P03", "网格员", "102"), ("C01", "楼门长", "E1"),
    }  # fmt: skip
    since = after.duties.set_index("person")["valid_from"]
    assert since.to_dict() == {
        "P01": "2026-01-01", "P02": "2026-01-01", "C01": "2026-01-01", "P03": "2026-02-01",
    }  # fmt: skip
    assert after.duties.set_index("person")["valid_to"]["P02"] == "2026-02-01"
    assert edit.apply(TOWN).duties["person"].tolist() == ["P01", "P03"]


def test_all_anew_on_nothing_is_nothing() -> None:
    assert len(AssignAll((), ("楼门长",)).apply(TOWN).duties) == 0
