"""Persons estimated from floor area, figures by hand."""

from __future__ import annotations

import pytest

from gridplanner.errors import EditError
from gridplanner.estimate import estimate_persons
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from tests.core.towns import CRS, box, with_rows

ALL = box(0, 0, 1000, 1000)


def town(*buildings: dict[str, object]) -> Plan:
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    return with_rows(plan, boundary=[{"geometry": ALL}], buildings=list(buildings))


def test_floor_area_gives_persons_and_households() -> None:
    # 20 m × 21 m × 2 storeys = 840 m² = 20 persons in round(20 / 2.62) = 8 households.
    plan = town({"id": "B1", "storeys": 2, "geometry": box(0, 0, 20, 21)})
    rows, said = estimate_persons(plan)
    households = rows.tables["households"]
    assert sorted(households["persons"], reverse=True) == [3, 3, 3, 3, 2, 2, 2, 2]
    assert set(households["building"]) == {"B1"}
    assert set(households["status"]) == {"估算"}
    assert households["id"].is_unique
    assert said.values["persons_estimated"]["persons"] == 20
    assert said.values["persons_estimated"]["storeys_unknown"] == 0


def test_unknown_storeys_count_as_two_and_are_told() -> None:
    plan = town({"id": "B1", "geometry": box(0, 0, 20, 21)})
    facts = estimate_persons(plan)[1].values["persons_estimated"]
    assert (facts["persons"], facts["storeys_unknown"]) == (20, 1)


def test_nobody_lives_in_schools_sheds_or_outside() -> None:
    plan = town(
        {"id": "B1", "storeys": 1, "geometry": box(0, 0, 42, 10)},
        {"id": "B2", "use": "学校", "geometry": box(100, 0, 200, 100)},
        {"id": "B3", "use": "Garage", "geometry": box(300, 0, 400, 100)},
        {"id": "B4", "geometry": box(500, 0, 505, 5)},
        {"id": "B5", "geometry": box(2000, 0, 2100, 100)},
    )
    rows, _ = estimate_persons(plan)
    assert set(rows.tables["households"]["building"]) == {"B1"}
    assert rows.tables["households"]["persons"].sum() == 10


def test_a_count_by_area_is_shared_out_by_floor_area_to_the_person() -> None:
    plan = town(
        {"id": "B1", "storeys": 1, "geometry": box(0, 0, 10, 10)},
        {"id": "B2", "storeys": 1, "geometry": box(100, 0, 110, 10)},
        {"id": "B3", "storeys": 1, "geometry": box(200, 0, 210, 10)},
    )
    plan = with_rows(plan, areas=[{"level": 1, "code": "A", "population": 100, "geometry": ALL}])
    rows, said = estimate_persons(plan)
    # 100 over three equal houses: 34, 33, 33; the first takes the one left over.
    assert rows.tables["households"].groupby("building")["persons"].sum().to_dict() == {
        "B1": 34, "B2": 33, "B3": 33,
    }  # fmt: skip
    assert said.values["persons_estimated"]["from_areas"] is True


def test_a_town_of_schools_cannot_be_estimated() -> None:
    with pytest.raises(EditError, match=r"estimate\.nothing"):
        estimate_persons(town({"id": "B1", "use": "school", "geometry": box(0, 0, 50, 50)}))
