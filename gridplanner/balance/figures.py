"""What a division is worth: deviation, excess, connection and shape, level by level."""

from __future__ import annotations

from typing import Any

import numpy as np

from gridplanner.balance.ground import Zones, components
from gridplanner.balance.problem import Floats, Ints, Problem


def leaf_targets(problem: Problem, shares: Floats) -> Floats:
    """Return the wanted load of each leaf in the unit of the loads."""
    return shares * (float(problem.loads.sum()) / float(shares.sum()))


def figures_of(
    problem: Problem, zones: Zones, labels: Ints, shares: Floats, posts: Ints
) -> dict[str, Any]:
    """Return all figures of nested labels.

    Parameters
    ----------
    problem : Problem
    zones : Zones
        `connected` is asked within zones.
    labels : int array (n, levels)
    shares : float array (leaves,)
        Share of each leaf, any unit.
    posts : int array (leaves,)
        Workers on each leaf, for the mean over workers.
    """
    goals = leaf_targets(problem, shares)
    leaf = labels[:, -1]
    parents = parent_table(labels, problem.counts)
    levels = []
    for level, count in enumerate(problem.counts):
        label = labels[:, level]
        load = np.bincount(label, weights=problem.loads, minlength=count)
        goal = np.bincount(parents[level], weights=goals, minlength=count)
        heavy = np.zeros(count)
        np.maximum.at(heavy, label, problem.loads)
        off = np.abs(load / goal - 1.0)
        excess = np.abs(load - np.maximum(goal, heavy)) / goal
        levels.append(
            {
                "level": level + 1,
                "count": count,
                "max_deviation": float(off.max()),
                "mean_deviation": float(off.mean()),
                "max_excess": float(excess.max()),
                "connected": is_connected(problem, zones, label),
                "polsby_popper": shape_of(problem, label, count),
            }
        )
    load = np.bincount(leaf, weights=problem.loads, minlength=problem.leaves)
    off = np.abs(load / goals - 1.0)
    figures: dict[str, Any] = {
        "levels": levels,
        "per_worker": {
            "max_deviation": float(off.max()),
            "mean_deviation": float(np.average(off, weights=np.maximum(posts, 1))),
        },
        "factors": factor_figures(problem, leaf, goals),
    }
    if problem.street_m is not None:
        cut = leaf[problem.edges[:, 0]] != leaf[problem.edges[:, 1]]
        along = np.minimum(problem.street_m, problem.shared_m)[cut].sum()
        figures["on_street"] = float(along / max(float(problem.shared_m[cut].sum()), 1e-9))
    if problem.start is not None:
        moved = leaf != problem.start[:, -1]
        figures["moved_units"] = int(moved.sum())
        figures["moved_households"] = (
            int(problem.households[moved].sum()) if problem.households is not None else 0
        )
    return figures


def parent_table(labels: Ints, counts: tuple[int, ...]) -> Ints:
    """Return the label of each leaf at each level, int (levels, leaves)."""
    table = np.zeros((len(counts), counts[-1]), dtype=np.int64)
    table[:, labels[:, -1]] = labels.T
    return table


def factor_figures(problem: Problem, leaf: Ints, goals: Floats) -> dict[str, Any]:
    """Return the highest and mean deviation of each factor taken alone."""
    if problem.factors is None:
        return {}
    names = problem.factor_names or tuple(str(i) for i in range(problem.factors.shape[1]))
    result: dict[str, Any] = {}
    for name, column in zip(names, problem.factors.T, strict=True):
        total = float(column.sum())
        if total <= 0.0:
            continue
        held = np.bincount(leaf, weights=column, minlength=len(goals))
        off = np.abs(held / (goals * (total / goals.sum())) - 1.0)
        result[name] = {"max_deviation": float(off.max()), "mean_deviation": float(off.mean())}
    return result


def is_connected(problem: Problem, zones: Zones, label: Ints) -> bool:
    """Whether each grid is in one piece within each zone."""
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    inside = zones.walk & (label[a] == label[b])
    pieces = int(components(problem.size, problem.edges[inside]).max()) + 1
    return pieces == len(np.unique(label * zones.count + zones.of))


def shape_of(problem: Problem, label: Ints, count: int) -> float | None:
    """Return the mean Polsby–Popper of grids, 4π·area / perimeter²; None without areas."""
    values = polsby_popper(problem, label, count)
    return None if values is None else float(values.mean())


def polsby_popper(problem: Problem, label: Ints, count: int) -> Floats | None:
    """Return the Polsby–Popper of each grid, or None where areas are not known."""
    if problem.areas_m2 is None or problem.perimeters_m is None:
        return None
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    inside = label[a] == label[b]
    area = np.bincount(label, weights=problem.areas_m2, minlength=count)
    around = np.bincount(label, weights=problem.perimeters_m, minlength=count)
    around = around - 2.0 * np.bincount(
        label[a[inside]], weights=problem.shared_m[inside], minlength=count
    )
    safe: Floats = 4.0 * np.pi * area / np.maximum(around, 1e-9) ** 2
    return np.minimum(safe, 1.0)
