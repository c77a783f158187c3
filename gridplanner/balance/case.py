"""The case to be solved: zones, which leaf lies where, and what each should bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplanner.balance.apportion import apportion
from gridplanner.balance.feasible import check_feasible
from gridplanner.balance.ground import Zones, capped, find_zones, make_ground
from gridplanner.balance.kernel import Ground
from gridplanner.balance.problem import FROZEN, Floats, Ints, Problem
from gridplanner.balance.restaff import restaff
from gridplanner.balance.staffing import bundles, staff_leaves


@dataclass(frozen=True, eq=False)
class Case:
    """A problem made ready.

    Attributes
    ----------
    problem : Problem
    zones : Zones
    zone_of_leaf : int array (leaves,)
    share : float array (leaves,)
        Share of each leaf; a mean leaf has 1.
    posts : int array (leaves,)
    ground : Ground
        With loads in shares: in each zone they sum to the shares of its leaves.
    swaps : bool
        Whether two leaves of a zone may exchange their shares.
    bundles : tuple of float array (leaves,)
        Shares of the workers dealt to each leaf; empty where no staff is dealt.
    """

    problem: Problem
    zones: Zones
    zone_of_leaf: Ints
    share: Floats
    posts: Ints
    ground: Ground
    swaps: bool
    bundles: tuple[Floats, ...] = ()

    def restaffed(self, labels: Ints, share: Floats, posts: Ints) -> tuple[Floats, Ints]:
        """Settle who works where on borders that stand; as given where no staff is dealt.

        Parameters
        ----------
        labels : int array (n, levels)
        share, posts : array (leaves,)
            As the search left them: the bundles of each zone, in some order.

        Returns
        -------
        share, posts
            Never with a higher deviation than before.
        """
        if not self.bundles:
            return share, posts
        problem = self.problem
        whole = float(sum(bundle.sum() for bundle in self.bundles))
        load = tally(labels[:, -1], problem.loads, problem.leaves)
        load *= whole / max(float(load.sum()), 1e-300)
        parent = np.zeros(problem.leaves, dtype=np.int64)
        if problem.levels > 1:
            parent[labels[:, -1]] = labels[:, -2]
        worked = share * (whole / float(share.sum()))
        posts = posts.copy()
        for zone in range(self.zones.count):
            here = np.flatnonzero(self.zone_of_leaf == zone)
            if len(here) < 2 or load[here].min() <= 0.0:
                continue
            # The bundle a leaf has is one of its zone with the same sum and number.
            own = here[np.lexsort((posts[here], np.round(worked[here], 6)))]
            mine = sorted(
                (self.bundles[leaf] for leaf in here),
                key=lambda bundle: (round(float(bundle.sum()), 6), len(bundle)),
            )
            staff = np.concatenate(mine)
            at = np.repeat(np.arange(len(own)), [len(bundle) for bundle in mine])
            _, family = np.unique(parent[own], return_inverse=True)
            found = restaff(load[own], staff, at, family)
            after = tally(found, staff, len(own))
            if _worst(load[own], after) <= _worst(load[own], worked[own]):
                worked[own] = after
                posts[own] = np.bincount(found, minlength=len(own))
        return worked * (problem.leaves / whole), posts


def _worst(load: Floats, share: Floats) -> float:
    return float(np.abs(load / share - 1.0).max())


def make_case(problem: Problem) -> Case:
    """Check that the problem can be solved and decide what needs no search.

    Leaves are dealt to zones, and workers to leaves, so that the load of a share differs
    least between zones.

    Raises
    ------
    Infeasible
        With all the reasons.
    """
    zones = find_zones(problem)
    check_feasible(problem, zones)
    if problem.start is not None:
        zone_of_leaf = _zones_in_force(problem, zones)
    else:
        zone_of_leaf = np.repeat(np.arange(zones.count), leaves_by_zone(problem, zones))
    posts: Ints = np.ones(problem.leaves, dtype=np.int64)
    share: Floats = np.ones(problem.leaves)
    dealt: tuple[Floats, ...] = ()
    if problem.targets is not None:
        if problem.start is None and zones.count > 1:
            zone_of_leaf = _deal_leaves(problem, zones, zone_of_leaf)
        share = problem.targets / problem.targets.mean()
    elif problem.staff is not None:
        share, posts, dealt = _deal_staff(problem, zones, zone_of_leaf)
    loads = np.zeros(problem.size)
    for zone in range(zones.count):
        units = np.flatnonzero(zones.of == zone)
        own = share[zone_of_leaf == zone]
        if own.size and problem.loads[units].sum() > 0:
            cut, one = capped(problem.loads[units], own)
            loads[units] = cut / one
        if problem.start is not None:
            # a plan in force is measured against the town's mean, as its report does
            one = float(problem.loads.sum()) / problem.leaves
            largest = float(own.max()) if own.size else 1.0
            loads[units] = np.minimum(problem.loads[units] / one, largest)
    fixed = np.zeros(problem.size, dtype=bool)
    if problem.unit_locked is not None:
        fixed |= problem.unit_locked
    if problem.leaf_lock is not None and problem.start is not None:
        fixed |= problem.leaf_lock[problem.start[:, -1]] == FROZEN
    ground = make_ground(problem, zones.walk, loads, fixed)
    return Case(
        problem,
        zones,
        zone_of_leaf,
        share,
        posts,
        ground,
        problem.staff is not None and problem.start is None,
        dealt,
    )


def tally(labels: Ints, weights: Floats, minlength: int) -> Floats:
    """Return the sum of the weights of each label."""
    return np.asarray(np.bincount(labels, weights=weights, minlength=minlength), dtype=float)


def leaves_by_zone(problem: Problem, zones: Zones) -> Ints:
    """Return how many leaves each zone gets: by load, at least one, no more than units."""
    cut, _ = capped(problem.loads, np.ones(problem.leaves))
    load = tally(zones.of, weights=cut, minlength=zones.count)
    units = np.bincount(zones.of, minlength=zones.count)
    inhabited = np.bincount(zones.of[problem.loads > 0], minlength=zones.count)
    most = np.maximum(inhabited, 1)
    if most.sum() < problem.leaves:
        most = units
    return apportion(problem.leaves, load, most=most)


def _zones_in_force(problem: Problem, zones: Zones) -> Ints:
    """Return the zone of each leaf in force; a leaf to be opened goes where load is most."""
    assert problem.start is not None
    leaf = problem.start[:, -1]
    zone = np.full(problem.leaves, -1, dtype=np.int64)
    load = np.zeros((problem.leaves,))
    # a leaf in several zones counts where its load is
    key = leaf * zones.count + zones.of
    weight = np.bincount(key, weights=problem.loads + 1e-9)
    for at in np.flatnonzero(weight):
        if weight[at] > load[at // zones.count]:
            load[at // zones.count] = weight[at]
            zone[at // zones.count] = at % zones.count
    total = np.bincount(zones.of, weights=problem.loads, minlength=zones.count)
    for new in np.flatnonzero(zone < 0):
        have = np.bincount(zone[zone >= 0], minlength=zones.count)
        zone[new] = int(np.argmax(total / np.maximum(have, 0.5)))
    return zone


def _deal_leaves(problem: Problem, zones: Zones, zone_of_leaf: Ints) -> Ints:
    """Choose which of the leaves with set targets lie in which zone."""
    assert problem.targets is not None
    room = np.bincount(zone_of_leaf, minlength=zones.count)
    load = tally(zones.of, weights=problem.loads, minlength=zones.count)
    need = load / load.sum() * problem.targets.sum()
    result = np.empty(problem.leaves, dtype=np.int64)
    for leaf in np.argsort(-problem.targets, kind="stable"):
        free = np.where(room > 0, need / np.maximum(room, 1), -np.inf)
        zone = int(np.argmax(free))
        result[leaf] = zone
        room[zone] -= 1
        need[zone] -= problem.targets[leaf]
    return result


def _deal_staff(
    problem: Problem, zones: Zones, zone_of_leaf: Ints
) -> tuple[Floats, Ints, tuple[Floats, ...]]:
    """Deal workers to zones by load, and to bundles of a leaf inside each.

    Returns shares and posts of the leaves, and the bundles; none for a plan in force,
    whose leaves are staffed as they are loaded now.
    """
    assert problem.staff is not None
    staff = problem.staff
    if problem.start is not None:
        # the plan in force: workers go to the leaves as they are loaded now
        held = tally(problem.start[:, -1], weights=problem.loads, minlength=problem.leaves)
        held[held <= 0.0] = held.sum() / problem.leaves
        placed = staff_leaves(held, staff)
        return placed.shares * (problem.leaves / placed.shares.sum()), placed.posts, ()
    leaves = np.bincount(zone_of_leaf, minlength=zones.count)
    load = tally(zones.of, weights=problem.loads, minlength=zones.count)
    seats = np.zeros(zones.count, dtype=np.int64)
    used = leaves > 0
    seats[used] = apportion(len(staff), load[used], least=leaves[used])
    need = load / max(float(load.sum()), 1e-300) * float(staff.sum())
    own: list[list[float]] = [[] for _ in range(zones.count)]
    room = seats.copy()
    for share in np.sort(staff)[::-1]:
        want = np.where(room > 0, need / np.maximum(room, 1), -np.inf)
        zone = int(np.argmax(want))
        own[zone].append(float(share))
        room[zone] -= 1
        need[zone] -= share
    share_of = np.ones(problem.leaves)
    posts = np.ones(problem.leaves, dtype=np.int64)
    dealt: list[Floats] = [np.ones(1)] * problem.leaves
    one = float(problem.loads.sum()) / float(staff.sum())
    for index in np.flatnonzero(used):
        zone = int(index)
        mine = np.array(own[zone])
        heavy = problem.loads[zones.of == zone]
        local = max(float(load[zone]) / float(mine.sum()), 1e-300) if load[zone] > 0 else one
        made = bundles(mine, int(leaves[zone]), heavy[heavy > local] / local)
        for leaf, bundle in zip(np.flatnonzero(zone_of_leaf == zone), made, strict=True):
            share_of[leaf] = bundle.sum()
            posts[leaf] = len(bundle)
            dealt[leaf] = bundle
    return share_of * (problem.leaves / share_of.sum()), posts, tuple(dealt)
