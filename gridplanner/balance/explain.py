"""What keeps a division from being better, and the limit that no division goes under."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.case import Case, tally
from gridplanner.balance.problem import FROZEN, Floats, Ints
from gridplanner.errors import Reason


def bound_of(case: Case) -> tuple[float, list[Reason]]:
    """Return a proven lower limit of the leaves' highest deviation, and its reasons.

    Two things force a deviation: a unit heavier than the largest leaf, and ground (a
    given area, or a piece of it) whose load is no whole number of leaves' worth. By staff
    the number of leaves and workers of each zone was chosen by the solver itself; then a
    zone counts only with the best number of equal shares.
    """
    problem, zones = case.problem, case.zones
    one = float(problem.loads.sum()) / float(case.share.sum())
    limits: list[tuple[float, Reason]] = []
    largest = largest_share(case) * one
    heavy = np.flatnonzero(problem.loads > largest * (1.0 + 1e-9))
    if len(heavy):
        unit = int(heavy[np.argmax(problem.loads[heavy])])
        over = float(problem.loads[unit] / largest - 1.0)
        facts = {"unit": unit, "count": len(heavy), "deviation": over}
        limits.append((over, Reason("balance.unit_too_heavy", facts)))
    load = np.bincount(zones.of, weights=problem.loads, minlength=zones.count) / one
    grain = grain_of(case)
    for zone in range(zones.count):
        limit = _off_by_count(float(load[zone]), grain, case.share.min())
        if limit > 1e-9:
            facts = {
                "area": int(zones.area[zone]),
                "load": float(load[zone]),
                "deviation": limit,
            }
            limits.append((limit, Reason("balance.area_no_whole_number", facts)))
    limits += _locked(case, one)
    if problem.targets is not None:
        # with set targets a zone may hold any of them; only a single leaf's is sure
        limits = [pair for pair in limits if pair[1].code != "balance.area_no_whole_number"]
    bound = max((limit for limit, _ in limits), default=0.0)
    reasons = [reason for limit, reason in limits if limit > 0.0]
    if zones.count > 1 and len(reasons) > 6:
        reasons = [
            reason
            for limit, reason in sorted(
                ((limit, reason) for limit, reason in limits if limit > 0.0),
                key=lambda pair: -pair[0],
            )
        ][:6]
    return bound, reasons


def largest_share(case: Case) -> float:
    """Return the largest share that any leaf could have."""
    staff, leaves = case.problem.staff, case.problem.leaves
    if staff is None or case.problem.start is not None:
        return float(case.share.max())
    # all workers but one for each of the other leaves
    most = np.sort(staff)[::-1][: len(staff) - leaves + 1].sum()
    return float(most * leaves / staff.sum())


def _locked(case: Case, one: float) -> list[tuple[float, Reason]]:
    """Return what locked leaves force: frozen ones as they are, others by what they keep."""
    problem = case.problem
    if problem.start is None or problem.leaf_lock is None:
        return []
    load = np.bincount(problem.start[:, -1], weights=problem.loads, minlength=problem.leaves)
    off = load / (case.share * one) - 1.0
    forced = np.where(problem.leaf_lock == FROZEN, np.abs(off), np.maximum(off, 0.0))
    forced[problem.leaf_lock == 0] = 0.0
    worst = int(np.argmax(forced))
    if forced[worst] <= 1e-9:
        return []
    facts = {
        "label": worst,
        "count": int((forced > 1e-9).sum()),
        "deviation": float(forced[worst]),
    }
    return [(float(forced[worst]), Reason("balance.leaf_locked", facts))]


def grain_of(case: Case) -> float:
    """Return the share that all leaf targets are whole multiples of; 0 if there is none."""
    staff = case.problem.staff
    if staff is None:
        return 1.0
    if np.ptp(staff) > 1e-9:
        return 0.0
    return float(case.problem.leaves / len(staff))


def _off_by_count(load: float, grain: float, smallest: float) -> float:
    """Return the least highest deviation of a zone divided into whole grains."""
    if load <= 0.0:
        return 0.0
    if grain <= 0.0:
        return max(0.0, 1.0 - load / smallest)
    count = load / grain
    fewer, more = max(1.0, np.floor(count)), np.ceil(count)
    return float(min(abs(count / fewer - 1.0), abs(count / more - 1.0)))


# a leaf off by less needs no explanation
WORTH_SAYING = 0.02


def explain(case: Case, labels: Ints, share: Floats, max_deviation: float | None) -> list[Reason]:
    """Return what was left over: leaves beyond the limit, leaves nobody lives in."""
    problem = case.problem
    load, goal, heavy = leaf_sums(case, labels, share)
    excess = np.abs(load - np.maximum(goal, heavy)) / goal
    reasons = []
    empty = np.flatnonzero(load <= 0.0)
    if len(empty):
        reasons.append(
            Reason("balance.leaf_without_load", {"count": len(empty), "label": int(empty[0])})
        )
    if max_deviation is not None:
        over = np.flatnonzero(excess > max_deviation + 1e-9)
        if len(over):
            worst = int(over[np.argmax(excess[over])])
            facts: dict[str, float] = {
                "count": len(over),
                "label": worst,
                "deviation": float(excess[worst]),
            }
            reasons.append(Reason("balance.leaves_over", facts))
    reasons += _outside(case, labels)
    if max_deviation is None and problem.start is None:
        reasons += _whole_units(case, labels, share)
    return reasons


def _outside(case: Case, labels: Ints) -> list[Reason]:
    """Name leaves whose households are beyond what is allowed."""
    limits, houses = case.problem.limits, case.problem.households
    if limits is None or houses is None:
        return []
    held = tally(labels[:, -1], houses.astype(np.float64), case.problem.leaves)
    off = np.maximum(held - limits[3], limits[2] - held)
    out = np.flatnonzero(off > 0.0)
    if not len(out):
        return []
    worst = int(out[np.argmax(off[out])])
    facts = {
        "count": len(out), "label": worst, "households": int(held[worst]),
        "least": limits[2], "most": limits[3],
    }  # fmt: skip
    return [Reason("balance.leaves_outside_households", facts)]


def freed(case: Case, labels: Ints, share: Floats, reasons: list[Reason]) -> list[Reason]:
    """Say of each rule what highest deviation the answer would have without it.

    A rule is freed alone: leaves that it does not touch keep their deviation, so the
    figure (fact ``freed``) is what this very answer gives, not a promise of a new search.

    Parameters
    ----------
    labels : int array (n, levels)
    share : float array (leaves,)
    reasons : list of Reason
        As :func:`bound_of` gives them.
    """
    problem = case.problem
    load, goal, heavy = leaf_sums(case, labels, share)
    off = np.abs(load / goal - 1.0)
    lock = problem.leaf_lock if problem.leaf_lock is not None else np.zeros(problem.leaves)
    within = {
        "balance.unit_too_heavy": np.where(heavy > goal * (1.0 + 1e-9), 0.0, off),
        "balance.area_no_whole_number": np.abs(load / _own_goal(case, labels, load, goal) - 1.0),
        "balance.leaf_locked": np.where(lock > 0, 0.0, off),
    }
    return [
        Reason(r.code, {**r.facts, "freed": float(min(within[r.code].max(), off.max()))})
        if r.code in within
        else r
        for r in reasons
    ]


def _whole_units(case: Case, labels: Ints, share: Floats) -> list[Reason]:
    """Name the worst place where only whole units keep leaves apart, and what cutting gives."""
    problem = case.problem
    load, goal, heavy = leaf_sums(case, labels, share)
    # what a heavy unit has beyond its leaf is no fault of the leaves around
    forced = heavy > goal
    own = _own_goal(case, labels, np.where(forced, 0.0, load), np.where(forced, 0.0, goal))
    own = np.where(forced, load, own)
    off = np.abs(load / np.maximum(own, 1e-300) - 1.0)
    worst = int(np.argmax(off))
    if off[worst] <= WORTH_SAYING:
        return []
    leaf = labels[:, -1]
    pairs = leaf[problem.edges[case.zones.walk]]
    region = np.arange(problem.leaves) == worst
    for _ in range(2):
        region[pairs[region[pairs].any(axis=1)].ravel()] = True
    together = float(abs(load[region].sum() / own[region].sum() - 1.0))
    if together > 0.5 * off[worst]:
        return []
    units = np.flatnonzero(leaf == worst)
    facts = {
        "unit": int(units[np.argmax(problem.loads[units])]),
        "leaves": int(region.sum()),
        "deviation": float(off[worst]),
        "freed": together,
    }
    return [Reason("balance.whole_units", facts)]


def leaf_sums(case: Case, labels: Ints, share: Floats) -> tuple[Floats, Floats, Floats]:
    """Return load, target and heaviest unit of each leaf, in the unit of the loads."""
    problem = case.problem
    load = tally(labels[:, -1], problem.loads, problem.leaves)
    goal = share * (float(problem.loads.sum()) / float(share.sum()))
    heavy = np.zeros(problem.leaves)
    np.maximum.at(heavy, labels[:, -1], problem.loads)
    return load, goal, heavy


def _own_goal(case: Case, labels: Ints, load: Floats, goal: Floats) -> Floats:
    """Return the targets scaled so that those of each zone sum to the load of its leaves."""
    zone = np.zeros(case.problem.leaves, dtype=np.int64)
    zone[labels[:, -1]] = case.zones.of
    held = np.bincount(zone, weights=load, minlength=case.zones.count)
    due = np.bincount(zone, weights=goal, minlength=case.zones.count)
    scale = np.where((due > 0.0) & (held > 0.0), held / np.maximum(due, 1e-300), 1.0)
    return np.asarray(goal * scale[zone], dtype=np.float64)
