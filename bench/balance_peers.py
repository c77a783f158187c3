"""Public tools on the instances: METIS by way of pymetis, and balanced k-means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from bench.balance import Instance

Labels = NDArray[Any]


def _rows(town: Instance) -> tuple[list[list[int]], list[list[int]]]:
    """Return the neighbours of each unit and the metres to each, made once a town."""
    if "rows" not in town.data:
        near: list[list[int]] = [[] for _ in town.loads]
        metres: list[list[int]] = [[] for _ in town.loads]
        for (a, b), long in zip(
            town.data["edges"].tolist(), town.data["shared_m"].tolist(), strict=True
        ):
            for one, other in ((a, b), (b, a)):
                near[one].append(other)
                metres[one].append(max(1, round(long)))
        town.data["rows"] = (near, metres)
    rows: tuple[list[list[int]], list[list[int]]] = town.data["rows"]
    return rows


def _metis(
    town: Instance, units: Labels, shares: list[int], seed: int, recursive: bool, slack: int
) -> Labels:
    """Divide some units by METIS, edges weighted by metres and contiguity asked for."""
    import pymetis

    near, metres = _rows(town)
    place = dict(zip(units.tolist(), range(len(units)), strict=True))
    start, ends, weights = [0], [], []
    for u in units.tolist():
        for v, long in zip(near[u], metres[u], strict=True):
            if v in place:
                ends.append(place[v])
                weights.append(long)
        start.append(len(ends))
    options = pymetis.Options(seed=seed, ufactor=slack)
    if not recursive:
        options.contig = 1
    _, part = pymetis.part_graph(
        len(shares),
        xadj=start,
        adjncy=ends,
        eweights=weights,
        vweights=np.maximum(1, np.round(town.loads[units] * 10_000)).astype(int).tolist(),
        recursive=recursive,
        tpwgts=[share / sum(shares) for share in shares],
        options=options,
    )
    return np.array(part)


def _nested(town: Instance, seed: int, recursive: bool, slack: int = 30) -> Labels:
    """Divide level by level, each grid into its even part of the next level."""
    labels = np.zeros((len(town.loads), len(town.counts)), dtype=int)
    above = np.zeros(len(town.loads), dtype=int)
    leaves = [town.counts[-1]]
    for level, count in enumerate(town.counts):
        last = level == len(town.counts) - 1
        below: list[int] = []
        new = np.zeros_like(above)
        for label, own in enumerate(leaves):
            units = np.flatnonzero(above == label)
            kids = own if last else _shares(count, leaves)[label]
            shares = [own // kids + (i < own % kids) for i in range(kids)]
            part = np.zeros(len(units), dtype=int)
            if kids > 1:
                # upper levels are held tighter: their error falls on all their leaves
                part = _metis(town, units, shares, seed, recursive, slack if last else 3)
            new[units] = part + len(below)
            below += shares
        labels[:, level] = above = new
        leaves = below
    return labels


def _shares(count: int, leaves: list[int]) -> list[int]:
    """Divide children among parents by their leaves (largest remainder)."""
    quota = np.array(leaves) * count / sum(leaves)
    seats = np.maximum(1, np.floor(quota)).astype(int)
    for at in np.argsort(seats - quota, kind="stable")[: count - int(seats.sum())]:
        seats[at] += 1
    return [int(seat) for seat in seats]


def balanced_k_means(town: Instance, seed: int, parts: int) -> Labels:
    """Divide by centres that move and are weighed until loads are near, then join pieces."""
    rng = np.random.default_rng(seed)
    xy = town.data["xy"].astype(float)
    loads = town.loads
    centres = xy[rng.choice(len(xy), parts, replace=False)]
    bias = np.zeros(parts)
    goal = loads.sum() / parts
    scale = float(xy.std()) ** 2 / parts
    part = np.zeros(len(xy), dtype=int)
    for _ in range(60):
        away = ((xy[:, None, :] - centres[None]) ** 2).sum(axis=2) + bias
        part = away.argmin(axis=1)
        load = np.bincount(part, weights=loads, minlength=parts)
        bias += 0.3 * scale * (load / goal - 1.0)
        for k in range(parts):
            own = part == k
            if loads[own].sum() > 0:
                centres[k] = np.average(xy[own], axis=0, weights=loads[own] + 1e-9)
    return _joined(town, part, parts)


def _joined(town: Instance, part: Labels, parts: int) -> Labels:
    """Give pieces cut off from the largest to a neighbour."""
    edges = town.data["edges"]
    for _ in range(200):
        graph = nx.Graph()
        graph.add_nodes_from(range(len(part)))
        graph.add_edges_from(edges[part[edges[:, 0]] == part[edges[:, 1]]].tolist())
        pieces = sorted(nx.connected_components(graph), key=len, reverse=True)
        if len(pieces) == parts:
            break
        kept: set[int] = set()
        for piece in pieces:
            units = np.array(sorted(piece))
            label = int(part[units[0]])
            if label not in kept:
                kept.add(label)
                continue
            touch = edges[np.isin(edges, units).sum(axis=1) == 1]
            others = touch[~np.isin(touch, units)]
            if len(others):
                part[units] = np.bincount(part[others]).argmax()
                break
    return part


def _k_means_nested(town: Instance, seed: int) -> Labels:
    """Return leaves by balanced k-means, joined to parents in the order of a sweep."""
    leaf = balanced_k_means(town, seed, town.counts[-1])
    labels = [leaf]
    for count in reversed(town.counts[:-1]):
        old = labels[0]
        size = int(old.max()) + 1
        middle = np.stack(
            [np.bincount(old, weights=line, minlength=size) for line in town.data["xy"].T]
        ) / np.maximum(np.bincount(old, minlength=size), 1)
        parent = np.empty(size, dtype=int)
        parent[np.argsort(middle[0])] = np.arange(size) * count // size
        labels.insert(0, parent[old])
    return np.stack(labels, axis=1)


PEERS: dict[str, Callable[[Instance, int], Labels]] = {
    "METIS k-way nested, ufactor 30": lambda town, seed: _nested(town, seed, False),
    "METIS k-way nested, ufactor 5": lambda town, seed: _nested(town, seed, False, 5),
    "METIS recursive nested": lambda town, seed: _nested(town, seed, True),
    "balanced k-means": _k_means_nested,
}
