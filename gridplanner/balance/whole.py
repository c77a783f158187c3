"""Which grids stay whole: what a move of some units would cut or empty, at every level."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.problem import Ints, Problem


class Whole:
    """Who can be walked to from each unit, and which grids a leaf lies in.

    Parameters
    ----------
    problem : Problem
    chain : int array (levels, leaves)
        Label of each leaf at each level, from the top down; the last row is 0…leaves−1.
    """

    def __init__(self, problem: Problem, chain: Ints) -> None:
        pairs = problem.edges[problem.walkable]
        both = np.concatenate([pairs, pairs[:, ::-1]])
        both = both[np.argsort(both[:, 0], kind="stable")]
        self.first = np.searchsorted(both[:, 0], np.arange(problem.size + 1))
        self.other = both[:, 1]
        self.chain = chain

    def changed(self, source: int, target: int) -> set[tuple[int, int]]:
        """Return level and label of the grids whose ground a move between two leaves changes."""
        return {
            (level, int(row[leaf]))
            for level, row in enumerate(self.chain)
            if row[source] != row[target]
            for leaf in (source, target)
        }

    def keeps(self, label: Ints, units: Ints, target: int) -> bool:
        """Whether a move leaves all grids whole and none empty.

        Leaves must be in one piece afterwards, grids above them in no more pieces than
        before.

        Parameters
        ----------
        label : int array (n,)
            Leaf of each unit before the move.
        units : int array
            Units that move, of one leaf.
        target : int
            The leaf they go to.
        """
        moved = set(units.tolist())
        source = int(label[units[0]])
        last = len(self.chain) - 1
        for level in range(last, -1, -1):
            row = self.chain[level]
            if row[source] == row[target]:
                # what lies above is the same for both, and stays as it is
                return True
            of = row[label]
            giver = set(np.flatnonzero(of == row[source]).tolist())
            taker = set(np.flatnonzero(of == row[target]).tolist())
            for before, after in ((giver, giver - moved), (taker, taker | moved)):
                most = 1 if level == last else max(1, self._pieces(before))
                if not 1 <= self._pieces(after) <= most:
                    return False
        return True

    def _pieces(self, members: set[int]) -> int:
        left, count = set(members), 0
        while left:
            count += 1
            queue = [left.pop()]
            while queue:
                unit = queue.pop()
                for other in self.other[self.first[unit] : self.first[unit + 1]].tolist():
                    if other in left:
                        left.remove(other)
                        queue.append(other)
        return count
