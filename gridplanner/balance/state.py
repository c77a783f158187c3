"""The state of a search: labels with their chains, made ready for the annealing kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.kernel import (
    BUNDLE,
    KEEP,
    LEAST,
    LIMITED,
    ROUND,
    STIFF,
    TARGET,
    Ground,
    Parts,
    settle,
)
from gridplanner.balance.problem import Floats, Ints

# weight of the load term and of the shape term of a grid, by its height above the leaves
LOAD_WEIGHT = (1.0, 1.0, 0.5)
SHAPE_WEIGHT = (1.0, 1.5, 2.0)
SLACK_OF_LOAD = 0.01
NO_LIMITS = (0.0, np.inf, 0.0, np.inf)

# weights of load and of shape of a grid, by its height above the leaves
Weights = tuple[tuple[float, ...], tuple[float, ...]]

# children a grid for which weights by height are given
CHILDREN = 7.0


def make_parts(
    ground: Ground,
    label: Ints,
    chain: Ints,
    share: Floats,
    *,
    least: Ints | None = None,
    keep: NDArray[np.uint8] | None = None,
    shape: float = 1.0,
    hinge: float = 0.0,
    stiff: float = 1.0,
    limits: tuple[float, float, float, float] | None = None,
    by_height: Weights | None = None,
) -> Parts:
    """Lay out all sums and lists for these labels.

    Parameters
    ----------
    label : int array (n,)
        Leaf of each unit.
    chain : int array (levels, leaves)
        Label of each leaf at each level; the last row is 0…leaves−1.
    share : float array (leaves,)
        Target load of each leaf.
    least : int array (leaves,), optional
        Fewest units of each leaf, 1 by default.
    shape, hinge, stiff : float
        Weights of shape, of |d| beyond the slack, and of d².
    limits : tuple of float, optional
        Households of a leaf: least and most wanted, least and most allowed.
    by_height : Weights
        Weights of load and of shape of a grid, by its height above the leaves, where each
        grid has seven children; fewer weigh less in shape. By default those for a plan in
        force, the same for any number of children.
    """
    n, leaves = len(label), len(share)
    counts = [int(row.max()) + 1 for row in chain]
    offset = np.concatenate(([0], np.cumsum(counts)))
    nodes = int(offset[-1])
    node = (chain + offset[:-1, None]).astype(np.int32)
    m = max(len(ground.ends), 1)
    nodes_of = np.zeros((nodes, 10))
    nodes_of[offset[-2] :, LIMITED] = limits is not None
    leaf = np.zeros((leaves, 5), dtype=np.int32)
    leaf[:, LEAST] = 1 if least is None else least
    leaf[:, KEEP] = 0 if keep is None else keep
    leaf[:, BUNDLE] = np.arange(leaves)
    parts = Parts(
        label=label.astype(np.int32),
        chain=node,
        node=nodes_of,
        leaf=leaf,
        share=share.astype(np.float64),
        knob=np.array([stiff, hinge, SLACK_OF_LOAD, 0.0, np.inf, *(limits or NO_LIMITS)]),
        slip=np.zeros((2, len(counts), 12)),
        **lists(n, m),
    )
    weigh(parts, shape, by_height)
    settle(ground, parts, True)
    return parts


def weigh(parts: Parts, shape: float, by_height: Weights | None) -> None:
    """Set targets and weights of all nodes from the chains and shares of the leaves."""
    by_load, by_shape = by_height or (LOAD_WEIGHT, SHAPE_WEIGHT)
    nodes, levels = len(parts.node), len(parts.chain)
    target = np.zeros(nodes)
    for level, row in enumerate(parts.chain):
        height = levels - 1 - level
        target += np.bincount(row, weights=parts.share, minlength=nodes)
        held = np.bincount(row, minlength=nodes)
        here = held > 0
        # a grid of many leaves is off by less when each is: its d² counts for all of them
        parts.node[here, STIFF] = by_load[min(height, len(by_load) - 1)] * held[here]
        round_ = shape * by_shape[min(height, len(by_shape) - 1)]
        parts.node[here, ROUND] = round_
        if by_height is not None:
            # a parent of few leaves shares most of its border with them
            parts.node[here, ROUND] *= np.minimum(1.0, held[here] / CHILDREN**height)
    parts.node[:, TARGET] = np.maximum(target, 1e-9)


def lists(n: int, m: int) -> dict[str, Any]:
    """Return the empty lists of a state of `n` units and `m` borders."""
    return {
        "ring": np.zeros((n, 2), dtype=np.int32),
        "cut": np.zeros(m, dtype=np.int32),
        "place": np.zeros(m, dtype=np.int32),
        "tally": np.zeros(2, dtype=np.int64),
        "mark": np.full(n, -1, dtype=np.int64),
        "queue": np.zeros(n, dtype=np.int32),
    }
