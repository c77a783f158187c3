"""How people are counted is an edit: it is kept, said and undone."""

from __future__ import annotations

import pytest

from gridplanner.captains import DEFAULT_CAPACITY, assign_captains, wish_of
from gridplanner.edits.counting import ChangeCounting
from gridplanner.errors import UsageError
from gridplanner.history import History
from gridplanner.households import rule_of
from gridplanner.wording import say
from tests.core.towns import captain, lattice, with_rows


def test_values_are_kept_and_undone() -> None:
    history = History(lattice(2, 2))
    assert (rule_of(history.plan), wish_of(history.plan)) == ("all", ("fewest", DEFAULT_CAPACITY))
    history.do(ChangeCounting("occupied", "nearest", 20))
    assert (rule_of(history.plan), wish_of(history.plan)) == ("occupied", ("nearest", 20))
    history.do(ChangeCounting(household_rule="registered"))
    assert (rule_of(history.plan), wish_of(history.plan)) == ("registered", ("nearest", 20))
    history.undo()
    history.undo()
    assert (rule_of(history.plan), wish_of(history.plan)) == ("all", ("fewest", DEFAULT_CAPACITY))


def test_the_history_says_it_in_words() -> None:
    edit = ChangeCounting("occupied", "nearest", 20)
    assert say(edit.label, edit.facts) == (
        "更改人员口径：有人居住的户、楼门长就近、每位楼门长可管户数 20"
    )
    said = say(edit.label, edit.facts, "en")
    assert said.endswith(
        "households that are lived in, the nearest captains, households a captain 20"
    )


@pytest.mark.parametrize(
    "edit", [{"household_rule": "none"}, {"prefer": "tallest"}, {"capacity": 0}]
)
def test_what_is_no_value_is_refused(edit: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        ChangeCounting(**edit).apply(lattice(2, 2))  # type: ignore[arg-type]


def test_captains_are_chosen_by_the_plans_wish_unless_asked_otherwise() -> None:
    town = lattice(2, 2)
    homes = town.entrances["id"].tolist()
    plan = with_rows(town, persons=[captain(1, homes[2], 60), captain(2, homes[2], 60)])
    assert assign_captains(plan).prefer == "fewest"
    wished = ChangeCounting(prefer="nearest", capacity=7).apply(plan)
    found = assign_captains(wished)
    assert (found.prefer, found.capacity) == ("nearest", 7)
    assert assign_captains(wished, prefer="fewest", capacity=9).capacity == 9


def test_a_captain_without_a_figure_has_the_plans_room() -> None:
    # The second leaf of the lattice: one door with two households.
    town = lattice(2, 2)
    plan = with_rows(town, persons=[captain(1, town.entrances["id"].iloc[1])])
    doors = [{**town.entrances.iloc[1].to_dict(), "id": f"D{n}"} for n in range(3)]
    homes = [
        {
            "id": f"h{n}",
            "entrance": f"D{n}",
            "building": doors[0]["building"],
            "persons": 1,
            "geometry": doors[0]["geometry"],
        }
        for n in range(3)
    ]
    plan = with_rows(plan, entrances=[*doors, town.entrances.iloc[1].to_dict()], households=homes)
    assert len(assign_captains(plan).vacant) == 0
    assert len(assign_captains(ChangeCounting(capacity=2).apply(plan)).vacant) == 1
