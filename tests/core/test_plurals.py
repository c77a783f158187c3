"""English nouns follow the number before them."""

from __future__ import annotations

import pytest

from gridplanner.plurals import agree
from gridplanner.wording import say


@pytest.mark.parametrize(
    ("many", "said"),
    [
        ("1 leaves are empty", "1 leaf is empty"),
        ("moves 1 pieces, 1 vertices", "moves 1 piece, 1 vertex"),
        ("11 doors, 2.1 persons, 1,001 rows", "11 doors, 2.1 persons, 1,001 rows"),
        ("1/1 doors, B1 units, −1 households", "1/1 doors, B1 units, −1 households"),
        ("1 doorsteps", "1 doorsteps"),
    ],
)
def test_only_one_of_a_thing_is_one(many: str, said: str) -> None:
    """Ends of larger numbers, fractions and codes are not the number 1."""
    assert agree(many) == said


def test_what_was_left_open_is_told_by_the_number() -> None:
    """Also with words between, and not where no number stands before it."""
    assert agree("1 change(s), 2 new parent grid(s), 0 row(s)") == (
        "1 change, 2 new parent grids, 0 rows"
    )
    assert agree("1 of 3 grid(s)") == "1 of 3 grids"
    assert agree("the grid(s) of 12,000 household(s)") == "the grid(s) of 12,000 households"


def test_sentences_agree_in_english_and_are_left_alone_in_chinese() -> None:
    """One change that one door and two households follow."""
    facts = {"rows": 1, "households": 2, "doors": 1}
    assert say("pack.said", facts, "en") == "1 change; 2 households and 1 door change grid."
    assert say("pack.said", facts) == "1 项调整，2 户、1 个单元门换网格。"
