"""Temporary duties: written as the drill says, in force on their days, ended when one is back."""

from __future__ import annotations

import pandas as pd
import pytest

from gridplanner.edits.cover import CoverVacancy, PutBack
from gridplanner.edits.duties import AssignDuty
from gridplanner.edits.grids import MergeGrids
from gridplanner.errors import EditError
from gridplanner.history import History
from gridplanner.loads import loads
from gridplanner.model import Plan
from gridplanner.vacancy import away, borne_by, covering, drill
from tests.core.test_vacancy import staffed


def temporary(plan: Plan) -> list[tuple[str, str, str]]:
    rows = covering(plan)
    return sorted(zip(rows["person"], rows["kind"], rows["target_id"], strict=True))


def load_of(plan: Plan) -> pd.Series[float]:
    figures = loads(plan)
    return pd.Series(figures.blend.loads, index=figures.uids)


def test_the_neighbours_cover_and_are_released_and_all_of_it_is_undone() -> None:
    history = History(staffed())
    before = history.plan.duties
    history.do(CoverVacancy("W1"))
    # W2 and W3 are next to it; with 5 and 9 persons, W2 can take all 2 and still bears less.
    assert temporary(history.plan) == [("W1", "缺岗", "101"), ("W2", "代管", "101")]
    assert away(history.plan) == {"W1"}
    history.do(PutBack("W1"))
    assert history.plan.duties.equals(before)
    history.undo()
    history.undo()
    assert history.plan.duties.equals(before)


def test_loads_while_one_is_away_are_those_of_the_drill() -> None:
    plan = staffed()
    found = drill(plan, "W1")
    then = borne_by(CoverVacancy("W1").apply(plan), load_of(plan))
    assert then["W1"] == 0.0
    for share in found.shares:
        assert then[share.workers[0]] == pytest.approx(share.after)
    assert sum(then.values()) == pytest.approx(sum(borne_by(plan, load_of(plan)).values()))


def test_a_colleague_takes_over_without_a_duty() -> None:
    plan = staffed(extra=1)
    after = CoverVacancy("W1").apply(plan)
    assert temporary(after) == [("W1", "缺岗", "101")]
    assert borne_by(after, load_of(plan))["W5"] == pytest.approx(float(load_of(plan)[101]))


def test_days() -> None:
    plan = CoverVacancy("W1", "2026-03-01", "2026-03-14").apply(staffed())
    seen = {day: bool(away(plan, day)) for day in ("2026-02-28", "2026-03-01", "2026-03-14")}
    assert seen == {"2026-02-28": False, "2026-03-01": True, "2026-03-14": True}
    assert not away(plan, "2026-03-15")
    early = PutBack("W1", "2026-03-05").apply(plan)
    assert not away(early, "2026-03-06")
    assert set(early.duties.loc[early.duties["kind"] == "代管", "valid_to"]) == {"2026-03-05"}


def test_who_covers_for_two_stays_until_both_are_back() -> None:
    plan = staffed(extra=1)
    plan = CoverVacancy("W5").apply(CoverVacancy("W1").apply(plan))
    back = PutBack("W1").apply(plan)
    assert away(back) == {"W5"}


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([PutBack("W1")], "cover.not_away"),
        ([CoverVacancy("W1"), CoverVacancy("W1")], "cover.away"),
        ([CoverVacancy("W1", "2026-03-02", "2026-03-01")], "cover.dates"),
        ([CoverVacancy("W9")], "vacancy.no_post"),
        ([CoverVacancy("W1", "2026-03-02"), PutBack("W1")], "duty.no_date"),
    ],
)
def test_what_does_not_fit_is_refused(edits: list[CoverVacancy | PutBack], code: str) -> None:
    plan = staffed()
    for edit in edits[:-1]:
        plan = edit.apply(plan)
    with pytest.raises(EditError) as caught:
        edits[-1].apply(plan)
    assert caught.value.code == code


def test_a_merged_grid_takes_the_absence_along_and_makes_nobody_a_worker() -> None:
    plan = CoverVacancy("W1").apply(staffed())
    merged = MergeGrids(("T001", "T002"), "T002").apply(plan)
    duties = merged.duties
    workers = duties[duties["kind"] == "网格员"]
    assert set(workers.loc[workers["target_id"] == "102", "person"]) == {"W1", "W2"}
    assert "W3" not in set(workers.loc[workers["target_id"] == "102", "person"])
    assert away(merged) == {"W1"}
    moved = AssignDuty("W3", "网格员", ("grids", "T002")).apply(merged)
    assert away(moved) == {"W1"}
