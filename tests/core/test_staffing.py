"""Workers on leaves, against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.edits.duties import AssignDuty
from gridplanner.errors import EditError
from gridplanner.loads import loads
from gridplanner.staffing import _decomposed, staff
from tests.core.towns import lattice, with_rows, workers
from tests.effort import rounds

#: 2, 5, 9 and 2 persons.
TOWN = lattice(2, 2)


@pytest.mark.parametrize("count", [4, 5, 6, 7])
def test_no_other_headcounts_are_better(count: int) -> None:
    plan = with_rows(TOWN, persons=workers(count))
    found = staff(plan)
    load = loads(plan).blend.loads
    best = min(
        max(load / np.array(posts))
        for posts in itertools.product(range(1, count + 1), repeat=4)
        if sum(posts) == count
    )
    assert found.max_per_worker == pytest.approx(best)
    assert (found.placed, found.leaves_without) == (count, ())


def test_every_leaf_has_one_head_who_works_there() -> None:
    plan = with_rows(TOWN, persons=workers(7))
    duties = staff(plan).edit.apply(plan).duties
    serve = set(
        zip(*(duties.loc[duties["kind"] == "网格员", c] for c in ("person", "target_id")),
            strict=True)
    )  # fmt: skip
    heads = duties[duties["kind"] == "网格长"]
    assert len(serve) == 7
    assert sorted(heads["target_id"]) == ["101", "102", "103", "104"]
    assert set(zip(heads["person"], heads["target_id"], strict=True)) <= serve


def test_those_who_live_near_serve_near() -> None:
    plan = with_rows(TOWN, persons=workers(4))
    duties = staff(plan).edit.apply(plan).duties
    at = duties[duties["kind"] == "网格员"].set_index("person")["target_id"]
    assert at.to_dict() == {"P01": "101", "P02": "102", "P03": "103", "P04": "104"}


def test_who_has_a_post_keeps_it() -> None:
    plan = with_rows(TOWN, persons=workers(4))
    for person, code in (("P01", "T004"), ("P04", "T001")):
        plan = AssignDuty(person, "网格长", ("grids", code), "2026-01-01").apply(plan)
    found = staff(plan, "2026-02-01")
    duties = found.edit.apply(plan).duties
    assert found.kept == 2
    kept = duties[duties["valid_from"] == "2026-01-01"]
    assert (kept["valid_to"] == "").all()
    assert len(kept) == 4
    again = staff(found.edit.apply(plan), "2026-03-01").edit.apply(found.edit.apply(plan))
    assert "2026-03-01" not in set(again.duties["valid_from"])


def test_fewer_workers_than_leaves_go_to_the_heaviest() -> None:
    found = staff(with_rows(TOWN, persons=workers(2)))
    assert found.placed == 2
    assert found.leaves_without == ("T001", "T004")


def test_planned_posts_are_met() -> None:
    plan = with_rows(TOWN, persons=[*workers(3), *({**w, "id": f"Q{w['id']}"}
                                                   for w in workers(4, fte=0.5))])  # fmt: skip
    grids = plan.frame("grids")
    grids["posts"] = grids["posts"].mask(grids["level"] == 3, 1)
    grids.loc[103, "posts"] = 4
    grids.loc[[101, 102, 103, 104], "fte"] = [0.5, 1.0, 3.0, 0.5]
    plan = plan.with_tables(grids=grids)
    found = staff(plan)
    assert found.from_posts
    duties = found.edit.apply(plan).duties
    share = plan.persons.set_index("id")["fte"]
    here = duties[duties["kind"] == "网格员"]
    made = here.groupby("target_id")["person"].apply(lambda p: share[p].sum())
    assert made.to_dict() == {"101": 0.5, "102": 1.0, "103": 3.0, "104": 0.5}


@given(st.data())
@settings(max_examples=rounds(20), deadline=None)
def test_kinds_of_workers_fit_the_wanted_shares_as_well_as_brute_force(
    data: st.DataObject,
) -> None:
    posts = np.array(data.draw(st.lists(st.integers(1, 2), min_size=2, max_size=3)))
    count = int(posts.sum())
    fte = np.array(data.draw(st.lists(st.sampled_from([0.5, 1.0]), min_size=count, max_size=count)))
    wanted = np.array(
        data.draw(st.lists(st.sampled_from([0.5, 1.0, 1.5, 2.0]),
                           min_size=len(posts), max_size=len(posts)))
    )  # fmt: skip
    found = _decomposed(posts, wanted, fte)
    assert found is not None
    leaf, share = found
    assert np.bincount(leaf, minlength=len(posts)).tolist() == posts.tolist()
    assert sorted(share) == sorted(fte)
    places = np.repeat(np.arange(len(posts)), posts)

    def miss(order: tuple[float, ...] | np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float(np.abs(np.bincount(places, order, minlength=len(posts)) - wanted).sum())

    best = min(miss(order) for order in itertools.permutations(fte))
    assert float(
        np.abs(np.bincount(leaf, share, minlength=len(posts)) - wanted).sum()
    ) == pytest.approx(best)


def test_nobody_or_nowhere() -> None:
    with pytest.raises(EditError) as caught:
        staff(TOWN)
    assert caught.value.code == "staff.no_workers"
    bare = with_rows(TOWN, persons=workers(1)).with_tables(grids=TOWN.tables["grids"].iloc[:0])
    with pytest.raises(EditError) as caught:
        staff(bare)
    assert caught.value.code == "plan.no_grids"
