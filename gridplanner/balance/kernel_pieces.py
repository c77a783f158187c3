"""Counting the connected pieces that grids are in."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.jit import allocating
from gridplanner.balance.kernel import I4, OTHER, U1, WALK, Ground


@allocating
def pieces(g: Ground, node_of: I4, wanted: U1) -> I4:
    """Return how many pieces each wanted node is in, int (nodes,); others 0."""
    n = len(node_of)
    count = np.zeros(len(wanted), dtype=np.int32)
    seen = np.zeros(n, dtype=np.uint8)
    queue = np.empty(n, dtype=np.int32)
    for start in range(n):
        i = node_of[start]
        if wanted[i] == 0 or seen[start] == 1:
            continue
        count[i] += 1
        seen[start] = 1
        queue[0] = start
        done = 0
        length = 1
        while done < length:
            x = queue[done]
            done += 1
            for e in range(g.first[x], g.first[x + 1]):
                v = g.edge[e, OTHER]
                if g.edge[e, WALK] == 1 and seen[v] == 0 and node_of[v] == i:
                    seen[v] = 1
                    queue[length] = v
                    length += 1
    return count
