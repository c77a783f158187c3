"""The names and signatures that other programs rely on."""

from __future__ import annotations

import inspect

import pytest

import gridplanner
from gridplanner import balance, edits, rules


@pytest.mark.parametrize("name", ["Plan", "Scheme", "open_project", "new_project"])
def test_the_package_gives_plans_and_projects(name: str) -> None:
    assert hasattr(gridplanner, name)


@pytest.mark.parametrize("name", ["Problem", "Solution", "solve", "partition", "rebalance"])
def test_balance_works_on_bare_arrays(name: str) -> None:
    assert hasattr(balance, name)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("DrawGrid", ["polygon", "level", "parent"]),
        ("DeleteGrid", ["code", "into"]),
        ("SplitGrid", ["code", "line"]),
        ("MergeGrids", ["codes", "keep"]),
        ("Reshape", ["codes", "line"]),
        ("MoveVertex", ["at", "to"]),
        ("Paint", ["area", "to"]),
        ("PinHousehold", ["id", "code"]),
        ("AssignDuty", ["person", "kind", "target"]),
    ],
)
def test_edits_take_what_the_contract_says(name: str, arguments: list[str]) -> None:
    signature = inspect.signature(getattr(edits, name))
    assert list(signature.parameters)[: len(arguments)] == arguments


def test_rules_are_named_and_checked() -> None:
    assert "coverage.overlap" in rules.RULES
    assert {"rule", "severity", "codes", "where", "facts", "fixes"} <= set(
        inspect.signature(rules.Finding).parameters
    )
    check = inspect.signature(rules.check).parameters
    assert next(iter(check)) == "plan"
    # Room for the second argument of the contract, the rows touched.
    assert check["rules"].kind is inspect.Parameter.KEYWORD_ONLY
