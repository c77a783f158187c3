"""What happened to a grid or a person, told from journal, lineage and duties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from gridplanner.biography import grid_events, person_events
from gridplanner.edits.attributes import ChangeGrid
from gridplanner.edits.duties import AssignDuty, EndDuty
from gridplanner.edits.grids import MergeGrids, SplitGrid
from gridplanner.errors import EditError
from gridplanner.history import History
from gridplanner.wording import say
from tests.core.test_vacancy import staffed
from tests.core.towns import line


def told() -> History:
    """Split leaf 1 on the 1st, rename it on the 2nd, merge leaf 2 into it on the 3rd."""
    days = (datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in count())
    history = History(staffed(), user="clerk", clock=lambda: next(days))
    history.do(SplitGrid("T001", line((20, -10), (20, 110))))
    history.do(ChangeGrid("T001", name="Court", posts=2))
    history.do(MergeGrids(("T001", "T002"), "T001"))
    history.do(ChangeGrid("T001", name="Yard"))
    history.undo()
    history.do(AssignDuty("W3", "网格员", ("grids", "T001"), "2026-03-09"))
    history.do(EndDuty("W3", "网格员", ("grids", "T001"), "2026-03-20"))
    return history


def test_a_grid_by_day() -> None:
    history = told()
    events = grid_events(history, 101)
    said = [(e.day, e.code, e.edit, e.by) for e in events if e.code.startswith("story.b")]
    assert said == [
        ("2026-03-01", "story.border", "edit.split", "clerk"),
        ("2026-03-03", "story.border", "edit.merge", "clerk"),
    ]
    first = next(e for e in events if e.code == "story.border")
    # Of the square of 100 m a strip of 20 m was cut off.
    assert first.facts["moved_m2"] == pytest.approx(2_000)
    assert (first.facts["before_m2"], first.facts["after_m2"]) == pytest.approx((10_000, 8_000))
    values = [e for e in events if e.day == "2026-03-02"]
    assert [(e.code, e.facts["old"], e.facts["new"]) for e in values] == [
        ("story.name", "–", "Court"), ("story.posts", "–", "2"),
    ]  # fmt: skip
    # What was undone is not told.
    assert "Yard" not in str([e.facts for e in events])
    served = [(e.facts["name"], e.day, e.until) for e in events if e.code == "story.served"]
    assert ("员3", "2026-03-09", "2026-03-20") in served


def test_lineage_is_told_on_both_sides() -> None:
    history = told()
    events = grid_events(history, 101)
    into = [e for e in events if e.code in ("story.into", "story.from")]
    assert {(e.day, e.code) for e in into} == {
        ("2026-03-01", "story.into"), ("2026-03-03", "story.from"),
    }  # fmt: skip
    # The grid that went has no row any more; the journal knows its code.
    assert next(e for e in into if e.code == "story.from").facts["code"] == "T002"
    # Leaf 2 had two households, and went into leaf 1.
    gone = grid_events(history, 102)
    assert [(e.code, e.facts.get("households")) for e in gone if e.code == "story.into"] == [
        ("story.into", 2)
    ]
    assert any(e.code in ("story.gone", "story.ended") for e in gone)


def test_a_person_over_time() -> None:
    events = person_events(told().plan, "W3")
    assert [(e.day, e.until, e.facts["target"]) for e in events] == [
        ("", "", "T003"), ("2026-03-09", "2026-03-20", "T001"),
    ]  # fmt: skip
    assert say(events[1].code, events[1].facts) == "网格员：T001"


def test_who_never_was_is_refused() -> None:
    history = told()
    with pytest.raises(EditError, match=r"grid\.unknown"):
        grid_events(history, 999)
    with pytest.raises(EditError, match=r"duty\.person"):
        person_events(history.plan, "nobody")
