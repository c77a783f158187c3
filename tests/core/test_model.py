"""A plan is frozen: nothing that is handed out leads back into it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.errors import EditError, UsageError
from gridplanner.model import Plan, scheme_frame, scheme_of
from gridplanner.scheme import Scheme
from tests.core.towns import CRS, box, lattice, with_rows

TOWN = lattice(2, 2)


def test_a_new_plan_is_empty_and_knows_its_scheme() -> None:
    plan = Plan.new(Scheme.parse("7/35/253"), "epsg:4545")
    assert plan.scheme == Scheme.parse("7/35/253")
    assert plan.crs == "EPSG:4545"
    assert all(len(frame) == 0 for name, frame in plan.tables.items() if name != "scheme")
    assert scheme_of(scheme_frame(plan.scheme)) == plan.scheme


def test_frames_that_are_handed_out_are_copies() -> None:
    handed = TOWN.frame("households")
    handed["persons"] = 0
    handed.loc[handed.index[0], "room"] = "changed"
    assert TOWN.households["persons"].sum() > 0
    assert "changed" not in set(TOWN.households["room"])


def test_geometry_cannot_be_written_into() -> None:
    before = shapely.to_wkb(TOWN.grids.geometry.to_numpy()).tolist()
    with pytest.raises(ValueError, match="read-only"):
        TOWN.grids.geometry.values[0] = box(0, 0, 1, 1)  # noqa: PD011
    later = TOWN.with_tables(boundary=TOWN.tables["boundary"])
    with pytest.raises(ValueError, match="read-only"):
        later.grids.geometry.values[0] = box(0, 0, 1, 1)  # noqa: PD011
    assert shapely.to_wkb(TOWN.grids.geometry.to_numpy()).tolist() == before


def test_columns_cannot_be_written_into() -> None:
    persons = TOWN.frame("households")["persons"].to_numpy()
    with pytest.raises(ValueError, match="read-only"):
        persons[0] = 99


def test_numbers_only_go_up() -> None:
    assert TOWN.next_uid == 105
    fewer = TOWN.with_tables(grids=TOWN.tables["grids"].iloc[:2])
    assert fewer.next_uid == 105
    assert TOWN.counted(7, 3).next_uid == 105
    assert TOWN.counted(7, 300).counted(2, 1).seq == 7


def test_levels_and_leaves() -> None:
    assert TOWN.leaves["code"].tolist() == ["T001", "T002", "T003", "T004"]
    assert TOWN.level(1)["code"].tolist() == ["T"]
    grids = TOWN.frame("grids")
    grids["valid_to"] = grids["valid_to"].where(grids["code"] != "T002", "2026-01-01")
    later = TOWN.with_tables(grids=grids)
    assert later.leaves["code"].tolist() == ["T001", "T003", "T004"]
    assert later.uid_of("T003") == 103
    for code in ("T002", "nothing"):
        with pytest.raises(EditError) as caught:
            later.uid_of(code)
        assert caught.value.code == "grid.unknown"


def test_settings_are_json() -> None:
    plan = TOWN.with_settings(list=[1, "二"], weights=None)
    assert dict(plan.settings) == {"code_prefix": "T", "list": [1, "二"]}
    assert plan.tables["settings"]["value"].tolist() == [chr(34) + "T" + chr(34), '[1, "二"]']


def test_derived_results_live_as_long_as_their_tables() -> None:
    made: list[str] = []

    def count(plan: Plan) -> int:
        made.append("again")
        return len(plan.tables["households"])

    plan = lattice(2, 1)
    assert plan.derived("n", count, ["households"]) == plan.derived("n", count, ["households"]) == 3
    plan.with_settings(x=1).derived("n", count, ["households"])
    assert len(made) == 1
    fewer = plan.with_tables(households=plan.tables["households"].iloc[:1])
    assert fewer.derived("n", count, ["households"]) == 1
    assert plan.derived("n", count, ["households"]) == 3


def test_what_rests_on_one_setting_outlives_the_others() -> None:
    made: list[str] = []

    def weights(plan: Plan) -> object:
        made.append("again")
        return plan.settings.get("weights")

    def asked(plan: Plan) -> object:
        return plan.derived("weights of a test", weights, ["settings.weights"])

    plan = lattice(2, 1)
    assert asked(plan) == {"persons": 1.0}
    titled = plan.with_settings(title="x")
    assert asked(titled) == {"persons": 1.0}
    assert len(made) == 1
    assert asked(titled.with_settings(weights={"area": 1.0})) == {"area": 1.0}
    assert asked(titled.with_settings(weights=None)) is None
    assert asked(titled.with_tables(settings=plan.tables["settings"].iloc[:0])) is None
    assert len(made) == 4


def test_what_rests_on_the_pieces_of_ground_outlives_a_lock() -> None:
    units = [{"id": f"U{n}", "locked": False, "geometry": box(n, 0, n + 1, 1)} for n in (0, 1)]
    plan = with_rows(lattice(2, 1), units=units)

    def count(plan: Plan) -> int:
        return plan.derived("n of a test", lambda p: len(p.tables["units"]), ["pieces"])

    frame = plan.layer("units")
    frame["locked"] = True
    assert count(plan) == 2
    assert "n of a test" in plan.with_tables(units=frame)._memo
    assert count(plan.with_tables(units=frame.iloc[:1])) == 1


def test_unknown_tables_are_refused() -> None:
    with pytest.raises(UsageError):
        TOWN.with_tables(nothing=pd.DataFrame())
    with pytest.raises(UsageError):
        TOWN.frame("nothing")
    with pytest.raises(AttributeError):
        _ = TOWN.nothing


def test_a_loose_frame_is_made_to_conform() -> None:
    plan = Plan.new(Scheme.parse("1"), CRS).with_tables(
        persons=pd.DataFrame({"id": ["a"], "fte": ["0.5"]})
    )
    assert plan.persons["fte"].tolist() == [0.5]
    assert np.array_equal(plan.persons.index, [1])


def test_what_rests_on_homes_outlives_a_pin_and_nothing_else() -> None:
    made: list[str] = []

    def make(plan: Plan) -> int:
        made.append("again")
        return int(plan.tables["households"]["persons"].sum())

    def homes(plan: Plan) -> int:
        return plan.derived("homes of a test", make, ["homes"])

    plan = lattice(2, 1)
    before = homes(plan)
    frame = plan.frame("households")
    frame["pinned"] = frame["pinned"].mask(frame.index == 1, 101)
    pinned = plan.with_tables(households=frame)
    assert homes(pinned) == before
    assert len(made) == 1
    frame = pinned.frame("households")
    frame["persons"] += 1
    assert homes(pinned.with_tables(households=frame)) == before + 3
    frame = pinned.frame("households")
    frame["note"] = "new"
    homes(pinned.with_tables(households=frame))
    homes(pinned.with_tables(households=pinned.tables["households"].iloc[::-1]))
    homes(pinned.with_tables(households=pinned.tables["households"].copy(deep=True)))
    assert len(made) == 5
    assert homes(pinned) == before
    assert len(made) == 5
