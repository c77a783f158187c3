"""Party members and skills go where a leaf asks for them, when the way is nearly the same."""

from __future__ import annotations

from typing import Any

import pytest

from gridplanner.aptitude import LARGE_COMPOUND, is_member, skills_of, suits
from gridplanner.edits.attributes import ChangeGrid
from gridplanner.model import Plan
from gridplanner.staffing import staff
from tests.core.towns import box, frame, lattice, point, with_rows, workers


def town(**first: Any) -> Plan:
    """Give the lattice four workers without a home; the first has what is said."""
    people = workers(4, homes=False)
    people[0] |= first
    return with_rows(lattice(2, 2), persons=people)


def post_of(plan: Plan, person: str) -> int:
    duties = staff(plan).edit.apply(plan).duties
    mine = duties[(duties["person"] == person) & (duties["kind"] == "网格员")]
    return int(mine["target_id"].iloc[0])


@pytest.mark.parametrize("code", ["T001", "T002", "T003", "T004"])
def test_a_skill_goes_where_the_note_names_it(code: str) -> None:
    plan = ChangeGrid(code, note="聋人多，要会手语").apply(town(skills="手语、电工"))
    assert post_of(plan, "P01") == 100 + int(code[-1])
    assert staff(plan).suited == 1


def test_a_skill_goes_where_households_in_care_need_it() -> None:
    plan = town(skills="失能")
    homes = plan.households.assign(care="")
    homes.loc[homes["building"] == homes["building"].iloc[-1], "care"] = "失能老人"
    assert post_of(plan.with_tables(households=homes), "P01") == 104


def test_a_member_goes_to_the_leaf_of_a_large_compound() -> None:
    for count, wanted in ((LARGE_COMPOUND, 1), (LARGE_COMPOUND - 1, 0)):
        houses = [{"id": "B", "compound": "C", "geometry": box(110, 110, 190, 190)}]
        homes = [
            {"id": f"H{n}", "building": "B", "persons": 1, "geometry": point(150, 150)}
            for n in range(count)
        ]
        plan = with_rows(town(party="中共党员"), buildings=houses, households=homes)
        asked = suits(plan, plan.persons, plan.leaves.sort_values("uid"))
        assert asked.sum() == wanted
        assert asked[0, 3] == wanted
        assert (post_of(plan, "P01") == 104) or not wanted


def test_the_way_and_a_present_post_go_first() -> None:
    # P01 lives in leaf 1, 100 m from leaf 2 and 141 m from leaf 4; a match is worth 200 m.
    people = workers(4)
    people[0] |= {"skills": "手语"}
    plan = with_rows(lattice(2, 2), persons=people)
    plan = ChangeGrid("T004", note="手语").apply(plan)
    kept = with_rows(
        plan,
        duties=[{"person": "P01", "kind": "网格员", "target_table": "grids", "target_id": "101",
                 "valid_from": "", "valid_to": ""}],
    )  # fmt: skip
    assert post_of(kept, "P01") == 101
    assert staff(kept).suited == 0


def test_words() -> None:
    assert not is_member("否")
    assert skills_of(" ") == ()
    people = frame("persons", workers(2))
    plan = lattice(2, 2)
    assert suits(plan, people, plan.leaves).sum() == 0
