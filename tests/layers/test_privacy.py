"""Profiles, masks, small counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.privacy import (
    mark_of,
    mask_id_number,
    mask_name,
    mask_phone,
    withheld,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张三丰", "张**"), ("司马相如", "司马**"), ("李", "*"), (" 王五 ", "王*")],
)
def test_names_keep_the_family_name_only(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_phones_keep_seven_digits_at_most() -> None:
    assert mask_phone("138 1234 5678") == "138****5678"
    assert mask_phone("13812345678，13900001111") == "138****5678;139****1111"
    assert mask_phone("") == ""
    assert mask_id_number("610925199001011234") == "******"


@given(st.text(alphabet="0123456789-;, +", max_size=40))
def test_no_phone_goes_through(phone: str) -> None:
    for part in mask_phone(phone).split(";"):
        assert sum(c.isdigit() for c in part) <= 7


def test_marks() -> None:
    assert mark_of("meeting") == "内部使用"
    assert mark_of("internal", "en") == "Internal use"
    assert mark_of("public") == ""


def test_a_lone_small_count_takes_another_with_it() -> None:
    assert withheld([3, 40, 9], [0, 0, 0]).tolist() == [True, False, True]


def test_zero_is_no_person() -> None:
    assert not withheld([0, 0, 20], [0, 0, 0]).any()


def test_a_lone_child_takes_its_total_and_that_one_a_neighbour() -> None:
    # 0 and 1 are totals (one group); 2 is the only child of 0; 3 and 4 are children of 1.
    hidden = withheld([3, 50, 3, 20, 30], ["top", "top", 0, 1, 1], parents=[-1, -1, 0, 1, 1])
    assert hidden.tolist() == [True, True, True, True, True] or hidden[[0, 1, 2]].all()


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_no_withheld_count_can_be_found_from_the_total(counts: list[int]) -> None:
    hidden = withheld(counts, [0] * len(counts))
    values = np.array(counts)
    assert hidden[(values > 0) & (values < 5)].all()
    others = (values > 0) & ~hidden
    if hidden.any():
        assert hidden.sum() >= 2 or not others.any()
