"""Random numbers inside kernels: splitmix64 on a state of one number.

Each start owns its state, so that threads cannot disturb each other.

Source: G. Steele, D. Lea, C. Flood: Fast splittable pseudorandom number generators (2014).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.jit import compiled

Seed = NDArray[np.uint64]


def seeded(*numbers: int) -> Seed:
    """Return a fresh state (1,) from any whole numbers."""
    return np.random.SeedSequence(numbers).generate_state(2, np.uint32).view(np.uint64).copy()


@compiled
def uniform(seed: Seed) -> float:
    """Return the next number, 0 ≤ x < 1."""
    seed[0] += np.uint64(0x9E3779B97F4A7C15)
    z = seed[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(seed: Seed, n: int) -> int:
    """Return a whole number, 0 ≤ x < n."""
    return int(uniform(seed) * n)
