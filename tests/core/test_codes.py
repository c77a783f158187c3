"""First numbering, and the next free number."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.codes import code_regex, make_code, next_free, reading_order
from gridplanner.scheme import Level, Scheme

LEAF = Scheme.parse("7/35/253").levels[2]
TOP = Scheme.parse("7/35/253").levels[0]
CHAIN = ["610925100001", "61092510000102"]


@pytest.mark.parametrize(("wide", "high"), [(1, 1), (2, 2), (5, 1), (1, 5), (10, 2), (7, 4)])
def test_a_lattice_is_numbered_in_rows_from_the_north_west(wide: int, high: int) -> None:
    y, x = np.divmod(np.arange(wide * high), wide)
    # Places as they come, the northern row first and west before east.
    xy = np.stack([x, high - 1 - y], axis=1) * 100.0
    shuffled = np.random.default_rng(1).permutation(len(xy))
    order = reading_order(xy[shuffled], np.zeros(len(xy), dtype=np.int64))
    assert shuffled[order].tolist() == list(range(wide * high))


def test_a_street_of_grids_is_numbered_from_west_to_east_also_when_it_bends() -> None:
    x = np.arange(8) * 100.0
    xy = np.stack([x, np.array([0, 3, 1, 4, 2, 0, 5, 1.0])], axis=1)
    assert reading_order(xy, np.zeros(8, dtype=np.int64)).tolist() == list(range(8))


def test_groups_are_numbered_one_after_the_other() -> None:
    xy = np.array([[5.0, 0.0], [1.0, 0.0], [4.0, 0.0], [0.0, 0.0]])
    assert reading_order(xy, np.array([1, 1, 0, 0])).tolist() == [3, 2, 1, 0]


def test_codes_of_the_three_levels() -> None:
    assert make_code(TOP, 3, [], "610925100003", "") == "610925100003"
    assert make_code(TOP, 3, [], "", "610925100") == "610925100003"
    assert make_code(Scheme.parse("7/35/253").levels[1], 4, CHAIN[:1], "", "") == f"{CHAIN[0]}04"
    assert make_code(LEAF, 12, CHAIN, "", "") == "610925100001012"


def test_a_grid_without_parent_gets_the_prefix_and_no_brace() -> None:
    assert make_code(LEAF, 7, [], "", "X") == "X007"
    assert not code_regex(LEAF, []).fullmatch("X007")


def test_the_number_after_the_highest_is_next_also_when_lower_ones_are_free() -> None:
    used = ["610925100001001", "610925100001009", "610925100002050", "610925100001"]
    assert next_free(LEAF, CHAIN, "", used) == "610925100001010"
    assert next_free(LEAF, CHAIN, "", []) == "610925100001001"


def test_numbers_outgrow_their_width() -> None:
    assert next_free(LEAF, CHAIN, "", ["610925100001999"]) == "6109251000011000"
    assert next_free(LEAF, CHAIN, "", ["6109251000011000"]) == "6109251000011001"


def test_an_ancestor_that_ends_in_zeros_is_no_part_of_the_number() -> None:
    used = ["110108019010007", "110108019011950", "11010801901000"]
    assert next_free(LEAF, ["110108019010"], "", used) == "110108019010008"


def test_odd_codes_are_no_numbers() -> None:
    assert next_free(LEAF, ["G"], "", ["G²", "G٣٣٣", "G-04", "Gx", "G"]) == "G001"


def test_a_number_may_stand_in_the_middle() -> None:
    level = Level(2, 10, "", "", "{1}-{n:02}号")
    assert next_free(level, ["A0"], "", ["A0-03号", "A0-1号"]) == "A0-04号"


def test_a_pattern_without_number_still_gives_a_new_code() -> None:
    level = Level(2, 10, "", "", "{parent}A")
    assert next_free(level, ["X"], "", ["X001"]) == "X002"


def test_what_a_code_must_look_like() -> None:
    assert code_regex(LEAF, CHAIN).fullmatch("610925100001001")
    assert code_regex(LEAF, CHAIN).fullmatch("6109251000011000")
    for wrong in ("610925100002001", "61092510000101", "610925100001", "610925100001x01"):
        assert not code_regex(LEAF, CHAIN).fullmatch(wrong)
    assert code_regex(TOP, []).fullmatch("anything that the office gave")
