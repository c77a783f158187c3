"""What is wrong at doors, and what is not."""

from __future__ import annotations

from gridplanner.rules import check
from tests.core.towns import lattice


def test_a_plan_without_doors_has_nothing_wrong_at_them() -> None:
    town = lattice(3, 1)
    bare = town.with_tables(entrances=town.layer("entrances").iloc[:0])
    rules = {finding.rule for finding in check(bare)}
    assert "duty.grid_without_worker" in rules
    assert not {rule for rule in rules if "entrance" in rule or "captain" in rule}
    # With its doors, those where somebody lives have no captain.
    vacant = [f for f in check(town) if f.rule == "duty.entrance_without_captain"]
    assert len(vacant) == len(town.layer("entrances"))
