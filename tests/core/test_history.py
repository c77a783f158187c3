"""The history in memory: doing, undoing, redoing, jumping, listening."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.changes import Change
from gridplanner.errors import EditError, StoreError
from gridplanner.history import Entry, History
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from tests.core.store.samples import CRS, Name, Put, all_rows, assert_same_tables, table_rows
from tests.effort import rounds


def fresh() -> Plan:
    return Plan.new(Scheme.parse("1/3"), CRS)


class Deaf:
    """A journal on a full disk."""

    def write(self, entry: Entry, change: Change, plan: Plan) -> None:
        raise StoreError("store.full", {"file": "x"})

    def read(self, seq: int) -> Change:
        raise KeyError(seq)


def test_undo_and_redo_give_the_same_bytes() -> None:
    history = History(fresh())
    plans = [history.plan]
    for edit in (Put(all_rows()), Name(1, "一"), Name(2, "二"), Put(all_rows(2))):
        assert history.do(edit)
        plans.append(history.plan)
    for plan in reversed(plans[:-1]):
        history.undo()
        assert_same_tables(plan, history.plan)
    for plan in plans[1:]:
        history.redo()
        assert_same_tables(plan, history.plan)
    assert not history.can_redo


def test_numbers_only_go_up() -> None:
    history = History(fresh())
    history.do(Put({"grids": table_rows("grids", [1, 2, 3])}))
    assert (history.plan.seq, history.plan.next_uid) == (1, 4)
    history.undo()
    assert (history.plan.seq, history.plan.next_uid) == (2, 4)
    history.redo()
    assert history.plan.seq == 3


def test_edit_knows_its_number() -> None:
    seen = []

    class Ask(Name):
        def apply(self, plan: Plan) -> Plan:
            seen.append(plan.seq + 1)
            return super().apply(plan)

    history = History(fresh())
    history.do(Ask(1, "a"))
    history.undo()
    history.do(Ask(1, "b"))
    assert seen == [entry.seq for entry in history.entries] == [1, 3]


def test_empty_edit_is_not_stacked() -> None:
    history = History(fresh())
    history.do(Name(1, "a"))
    plan = history.plan
    assert not history.do(Name(1, "a"))
    assert history.plan is plan
    assert len(history.entries) == 1


def test_new_edit_drops_what_was_undone() -> None:
    history = History(fresh())
    for name in "abc":
        history.do(Name(1, name))
    history.undo()
    history.undo()
    assert [(e.seq, e.undone, e.dropped) for e in history.entries] == [
        (1, False, False), (2, True, False), (3, True, False)
    ]  # fmt: skip
    history.do(Name(1, "d"))
    assert not history.can_redo
    assert [(e.undone, e.dropped) for e in history.entries] == [
        (False, False), (True, True), (True, True), (False, False)
    ]  # fmt: skip
    with pytest.raises(EditError, match=r"history\.unreachable"):
        history.jump(2)


def test_jump() -> None:
    history = History(fresh())
    plans = {0: history.plan}
    for name in "abcd":
        history.do(Name(1, name))
        plans[history.plan.seq] = history.plan
    for seq in (2, 4, 0, 3, 3, 1):
        history.jump(seq)
        assert_same_tables(plans[seq], history.plan)
    change = history.jump(4)
    assert list(change.tables["places"].old["name"]) == ["a"]
    assert list(change.tables["places"].new["name"]) == ["d"]
    with pytest.raises(EditError, match=r"history\.unreachable"):
        history.jump(99)


def test_nothing_to_undo() -> None:
    history = History(fresh())
    with pytest.raises(EditError, match=r"history\.nothing_to_undo"):
        history.undo()
    with pytest.raises(EditError, match=r"history\.nothing_to_redo"):
        history.redo()


def test_what_cannot_be_kept_changes_nothing() -> None:
    history = History(fresh(), Deaf())
    plan = history.plan
    heard: list[Any] = []
    history.subscribe(lambda change, plan: heard.append(change))
    with pytest.raises(StoreError, match=r"store\.full"):
        history.do(Name(1, "a"))
    assert history.plan is plan
    assert not history.can_undo
    assert history.entries == heard == []


def test_failed_edit_changes_nothing() -> None:
    class Refuse(Name):
        def apply(self, plan: Plan) -> Plan:
            raise EditError("grid.unknown", {"code": "1"})

    history = History(fresh())
    plan = history.plan
    with pytest.raises(EditError):
        history.do(Refuse(1, ""))
    assert history.plan is plan


def test_listeners() -> None:
    history = History(fresh())
    heard: list[tuple[Change, Plan]] = []
    end = history.subscribe(lambda change, plan: heard.append((change, plan)))
    changes = [history.do(Name(1, "a")), history.undo(), history.redo()]
    assert [change for change, _ in heard] == changes
    assert heard[-1][1] is history.plan
    end()
    end()
    history.undo()
    assert len(heard) == 3


def test_entries_say_who_when_what() -> None:
    moment = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
    history = History(fresh(), user="王", clock=lambda: moment)
    history.do(Put({"places": table_rows("places", [1])}, facts={"codes": ("a",), "n": 2}))
    (entry,) = history.entries
    assert entry == Entry(
        1, "2026-11-24T01:02:03.000Z", "王", "edit", "edit.import", {"codes": ["a"], "n": 2}
    )


def test_careless_frames_are_settled() -> None:
    rows = table_rows("places", [5, 2, 9])
    careless = gpd.GeoDataFrame(
        {
            "geometry": rows.geometry,
            "kind": pd.Series([None, "x", "y"], index=rows.index, dtype="object"),
            "own": pd.Series([1, "a", None], index=rows.index, dtype="object"),
            "half": pd.Series([1, 2, 3], index=rows.index, dtype="int8"),
            "id": rows["id"],
            "name": rows["name"],
        },
        crs=CRS,
    )
    history = History(fresh())
    history.do(Put({"places": careless}))
    places = history.plan.places
    assert list(places.columns) == ["id", "name", "kind", "own", "half", "geometry"]
    assert list(places.index) == [2, 5, 9]
    assert list(places["kind"]) == ["x", "", "y"]
    assert places["own"].tolist()[:2] == ["a", "1"]
    assert [str(places[title].dtype) for title in ("own", "half")] == ["str", "Int64"]


def test_row_number_used_twice_is_refused() -> None:
    history = History(fresh())
    twice = table_rows("places", [1, 2])
    twice = pd.concat([twice, twice.iloc[:1].assign(id="other")])
    with pytest.raises(EditError, match=r"history\.fid_twice"):
        history.do(Put({"places": twice}))


def test_edit_cannot_change_the_crs() -> None:
    class Move(Name):
        def apply(self, plan: Plan) -> Plan:
            return Plan.new(plan.scheme, "EPSG:4546")

    with pytest.raises(EditError, match=r"history\.crs"):
        History(fresh()).do(Move(1, ""))


ROWS = {table: table_rows(table, list(range(1, 7))) for table in ("places", "persons")}


class Step:
    """Adds, replaces or removes rows of two tables."""

    label = "edit.step"

    def __init__(self, put: Mapping[int, str], gone: set[int]) -> None:
        self.put, self.gone = put, gone
        self.facts: Mapping[str, Any] = {}

    def apply(self, plan: Plan) -> Plan:
        frames = {}
        for table in ("places", "persons"):
            rows = plan.tables[table]
            rest = rows[~rows.index.isin([*self.put, *self.gone])]
            new = ROWS[table].loc[list(self.put)].assign(name=list(self.put.values()))
            parts = [part for part in (rest, new) if len(part)]
            frames[table] = pd.concat(parts) if parts else rows.iloc[:0]
        return plan.with_tables(**frames)


steps = st.builds(
    Step,
    st.dictionaries(st.integers(1, 6), st.text(max_size=3), max_size=3),
    st.sets(st.integers(1, 6), max_size=3),
)


@settings(max_examples=rounds(15), deadline=None)
@given(st.lists(st.one_of(steps, st.sampled_from(["undo", "redo"])), max_size=8))
def test_any_sequence_can_be_walked_back_and_forth(actions: list[Any]) -> None:
    history = History(fresh())
    past, future = [history.plan], []
    for action in actions:
        if action == "undo":
            if history.can_undo:
                history.undo()
                future.append(past.pop())
        elif action == "redo":
            if history.can_redo:
                history.redo()
                past.append(future.pop())
        elif history.do(action):
            past.append(history.plan)
            future.clear()
        assert_same_tables(past[-1], history.plan)
    assert history.plan.tables["places"].index.is_monotonic_increasing
    assert all(isinstance(shape, shapely.Point) for shape in history.plan.places.geometry)
