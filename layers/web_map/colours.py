"""Colours of the grids by parent: of one plan, or of two so that one grid has one colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layers import style


@dataclass(frozen=True)
class Family:
    """Grids by place in their table: parents come first.

    Attributes
    ----------
    parents : sequence of int
        Place of each grid's parent; −1 for none.
    neighbours : set of pairs of int
        Grids of one level that share a border.
    """

    parents: Sequence[int]
    neighbours: Iterable[tuple[int, int]]


def colours_of(family: Family) -> list[str]:
    """Give each grid of a plan its colour by parent."""
    colours = style.colour_by_parent(
        {n: (parent if parent >= 0 else None) for n, parent in enumerate(family.parents)},
        family.neighbours,
    )
    return [colours[n] for n in range(len(family.parents))]


def colours_of_two(
    old: Family, new: Family, partner_of_old: Sequence[int]
) -> tuple[list[str], list[str]]:
    """Colour two plans as one: no grid that went looks like one that it bordered on.

    A grid that has a hue or a tint of its own has it in both plans; one that takes its
    parent's looks like its parent of today, and like that of the proposal.

    Parameters
    ----------
    partner_of_old : sequence of int
        Place in the new plan of each grid of the old one; −1 where it went.

    Returns
    -------
    old, new : lists of str
        Colours by place.
    """
    count = len(new.parents)
    gone = [n for n, partner in enumerate(partner_of_old) if partner < 0]
    both = list(partner_of_old)
    for place, n in enumerate(gone):
        both[n] = count + place
    parents = [*new.parents, *(_joint(old.parents[n], both) for n in gone)]
    pairs = {*new.neighbours, *((both[a], both[b]) for a, b in old.neighbours)}
    colours = colours_of(Family(parents, pairs))
    before: list[str] = []
    for n, parent in enumerate(old.parents):
        own = colours[both[n]]
        above = parents[both[n]]
        takes_after = above >= 0 and own == colours[above]
        before.append(before[parent] if takes_after and 0 <= parent < n else own)
    return before, colours[:count]


def _joint(parent: int, both: Sequence[int]) -> int:
    return both[parent] if parent >= 0 else -1
