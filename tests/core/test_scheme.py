"""Schemes are data: any nested counts, codes by pattern."""

from __future__ import annotations

import pytest

from gridplanner.errors import UsageError
from gridplanner.scheme import Scheme, code_pattern_ok, fields_of


@pytest.mark.parametrize("text", ["7/35/253", "1/53", "15/254/2082", "12", "1/2/3/4/5/6"])
def test_counts_are_read_as_written(text: str) -> None:
    scheme = Scheme.parse(text)
    assert str(scheme) == text
    assert scheme.depth == len(text.split("/"))
    assert [level.level for level in scheme.levels] == list(range(1, scheme.depth + 1))


@pytest.mark.parametrize(
    "text", ["", "7/", "7/x", "7/3.5", "-7/35", "1/2/3/4/5/6/7", "٣/٥", "7//9"]
)
def test_what_is_no_scheme_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Scheme.parse(text)
    assert caught.value.code == "scheme.syntax"


@pytest.mark.parametrize("text", ["35/7", "0/1", "7/35/34", "1/2000000"])
def test_a_level_has_no_fewer_grids_than_the_one_above(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Scheme.parse(text)
    assert caught.value.code == "scheme.counts"


def test_patterns_leave_room_for_uneven_parents() -> None:
    assert [level.pattern for level in Scheme.parse("7/35/253").levels] == [
        "{area}", "{1}{n:02}", "{1}{n:03}",
    ]  # fmt: skip
    # 2,082 villages in 15 counties: four times 139 still has three digits.
    assert Scheme.parse("15/254/2082").levels[2].pattern == "{1}{n:03}"
    assert Scheme.parse("1/2500").levels[1].pattern == "{1}{n:05}"
    for level in Scheme.parse("1/2/3/4/5/6").levels:
        assert code_pattern_ok(level.pattern)


def test_fields_of_a_pattern() -> None:
    assert fields_of("{area}-{parent}-{2}-{n}-{n:04}") == ["area", "parent", "2", "n", "n:04"]
    assert not code_pattern_ok("no field")
    assert not code_pattern_ok("{n")
