"""Public tools on the instances: METIS (pymetis), KaHIP, GerryChain, and balanced k-means.

Tools that are not installed are left out: :func:`missing` names them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from bench.instance import Instance

Labels = NDArray[Any]
# divide(town, units, shares, seed, slack in thousandths) -> part of each unit
Divide = Callable[[Instance, Labels, list[int], int, int], Labels]


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


def _graph(town: Instance, units: Labels) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return rows, neighbours, metres to them, and loads of some units, numbered anew."""
    near, metres = _rows(town)
    place = dict(zip(units.tolist(), range(len(units)), strict=True))
    start, ends, weights = [0], [], []
    for u in units.tolist():
        for v, long in zip(near[u], metres[u], strict=True):
            if v in place:
                ends.append(place[v])
                weights.append(long)
        start.append(len(ends))
    loads = np.maximum(1, np.round(town.loads[units] * 10_000)).astype(int).tolist()
    return start, ends, weights, loads


def _metis(
    town: Instance, units: Labels, shares: list[int], seed: int, slack: int, recursive: bool
) -> Labels:
    """Divide some units by METIS, edges weighted by metres and contiguity asked for."""
    import pymetis

    start, ends, weights, loads = _graph(town, units)
    options = pymetis.Options(seed=seed, ufactor=slack)
    if not recursive:
        options.contig = 1
    _, part = pymetis.part_graph(
        len(shares),
        xadj=start,
        adjncy=ends,
        eweights=weights,
        vweights=loads,
        recursive=recursive,
        tpwgts=[share / sum(shares) for share in shares],
        options=options,
    )
    return np.array(part)


def _kahip(town: Instance, units: Labels, shares: list[int], seed: int, slack: int) -> Labels:
    """Divide some units by KaHIP into equal parts (it knows no others), and join pieces."""
    import kahip

    start, ends, weights, loads = _graph(town, units)
    _, part = kahip.kaffpa(
        loads, start, weights, ends, len(shares), slack / 1000, True, seed, kahip.STRONG
    )
    place = np.full(len(town.loads), -1)
    place[units] = np.arange(len(units))
    edges = place[town.data["edges"]]
    return _joined(edges[(edges >= 0).all(axis=1)], np.array(part), len(shares))


def _tree_cuts(town: Instance, units: Labels, shares: list[int], seed: int, slack: int) -> Labels:
    """Cut parts off by GerryChain's spanning trees, one after the other.

    No cut may be within the slack: it is doubled until one is, or ``AssertionError`` says
    that there is none.
    """
    from gerrychain import Graph
    from gerrychain.tree import bipartition_tree

    whole = nx.Graph()
    whole.add_nodes_from((int(u), {"load": float(town.loads[u])}) for u in units)
    inside = np.isin(town.data["edges"], units).all(axis=1)
    whole.add_edges_from(town.data["edges"][inside].tolist())
    part = dict.fromkeys(units.tolist(), len(shares) - 1)
    left = set(part)
    for number, share in enumerate(shares[:-1]):
        rest = Graph.from_networkx(whole.subgraph(left).copy())
        goal = sum(town.loads[u] for u in left) * share / sum(shares[number:])
        width = slack / 1000
        while True:
            try:
                cut = bipartition_tree(
                    rest, "load", goal, width, max_attempts=20, single_district_cut=True,
                    rng=seed + number,
                )  # fmt: skip
                break
            except RuntimeError:
                width *= 2.0
                assert width < 10.0, "no tree can be cut"
        # nodes are numbered anew
        original: Callable[[Any], Any] = rest.original_nx_node_id_for_internal_node_id
        taken = {int(original(node)) for node in cut}
        part.update(dict.fromkeys(taken, number))
        left -= taken
    return np.array([part[u] for u in units.tolist()])


def _nested(town: Instance, seed: int, divide: Divide, slack: int = 30) -> Labels:
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
                part = divide(town, units, shares, seed, slack if last else 3)
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
    return _joined(town.data["edges"], part, parts)


def _joined(edges: Labels, part: Labels, parts: int) -> Labels:
    """Give pieces cut off from the largest to a neighbour."""
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


_METIS = partial(_metis, recursive=False)
PEERS: dict[str, Callable[[Instance, int], Labels]] = {
    "METIS k-way nested, ufactor 30": lambda town, seed: _nested(town, seed, _METIS),
    "METIS k-way nested, ufactor 5": lambda town, seed: _nested(town, seed, _METIS, 5),
    "METIS recursive nested": lambda town, seed: _nested(
        town, seed, partial(_metis, recursive=True)
    ),
    "KaHIP strong nested": lambda town, seed: _nested(town, seed, _kahip),
    "GerryChain tree cuts nested": lambda town, seed: _nested(town, seed, _tree_cuts),
    "balanced k-means": _k_means_nested,
}
_NEEDS = {"METIS": "pymetis", "KaHIP": "kahip", "GerryChain": "gerrychain"}


def missing(method: str) -> str | None:
    """Return the package that a peer needs and that is not installed."""
    package = _NEEDS.get(method.split(maxsplit=1)[0])
    return package if package is not None and find_spec(package) is None else None
