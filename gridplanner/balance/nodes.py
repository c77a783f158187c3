"""Grids of one level while a division is made from the top down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplanner.balance.apportion import apportion
from gridplanner.balance.case import Case
from gridplanner.balance.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Node:
    """A grid that is known, with the leaves that will lie in it, zone by zone."""

    leaves: dict[int, Ints]

    @property
    def count(self) -> int:
        """Number of leaves."""
        return sum(len(leaves) for leaves in self.leaves.values())

    @property
    def all_leaves(self) -> Ints:
        """Leaves of all zones."""
        return np.concatenate([self.leaves[zone] for zone in sorted(self.leaves)])


def roots(case: Case) -> list[Node]:
    """Return the grids of the deepest given level, or the town."""
    problem, zones = case.problem, case.zones
    groups = problem.counts[problem.kept - 1] if problem.kept else 1
    nodes = []
    for label in range(groups):
        own = np.flatnonzero(zones.area == label)
        nodes.append(Node({int(z): np.flatnonzero(case.zone_of_leaf == z) for z in own}))
    return nodes


def children_counts(nodes: list[Node], count: int) -> Ints:
    """Return how many children each grid gets: by leaves, one a zone where that can be."""
    leaves = np.array([node.count for node in nodes])
    zones = np.array([len(node.leaves) for node in nodes])
    least = zones if zones.sum() <= count else np.ones_like(zones)
    return apportion(count, leaves.astype(np.float64), least=least, most=leaves)


def divide(node: Node, count: int, case: Case) -> list[list[Node]]:
    """Divide the leaves of a grid among its children, on paper.

    Returns
    -------
    list of list of Node
        Groups of children. A group of one takes all the ground of its zones; a group of
        several shares one zone and is still to be divided on the ground.
    """
    zones = sorted(node.leaves)
    if count < len(zones):
        return [[child] for child in _join_zones(node, count, case)]
    sizes = np.array([len(node.leaves[zone]) for zone in zones])
    seats = apportion(count, sizes.astype(np.float64), most=sizes)
    return [
        [Node({zone: leaves}) for leaves in deal(node.leaves[zone], int(seat), case.share)]
        for zone, seat in zip(zones, seats, strict=True)
    ]


def deal(leaves: Ints, count: int, share: Floats) -> list[Ints]:
    """Deal leaves into `count` hands of nearly equal number and nearly equal share."""
    room = np.full(count, len(leaves) // count)
    room[: len(leaves) % count] += 1
    want = room / room.sum() * share[leaves].sum()
    hands: list[list[int]] = [[] for _ in range(count)]
    for leaf in leaves[np.argsort(-share[leaves], kind="stable")]:
        open_hand = np.where(room > 0, want / np.maximum(room, 1), -np.inf)
        hand = int(np.argmax(open_hand))
        hands[hand].append(int(leaf))
        room[hand] -= 1
        want[hand] -= share[leaf]
    return [np.array(sorted(hand)) for hand in hands]


def _join_zones(node: Node, count: int, case: Case) -> list[Node]:
    """Join zones into fewer grids: the largest are seeds, others go to the nearest."""
    zones = sorted(node.leaves, key=lambda zone: (-len(node.leaves[zone]), zone))
    groups = [[zone] for zone in zones[:count]]
    xy = case.problem.xy
    middle = {
        zone: (xy[case.zones.of == zone].mean(axis=0) if xy is not None else np.zeros(2))
        for zone in zones
    }
    for zone in zones[count:]:
        away = [float(np.hypot(*(middle[zone] - middle[group[0]]))) for group in groups]
        groups[int(np.argmin(away))].append(zone)
    return [Node({zone: node.leaves[zone] for zone in sorted(group)}) for group in groups]
