"""After loading the kernels no solve has to compile or load one more."""

from __future__ import annotations

import json
import subprocess
import sys

_ASK = """
import json, sys
from gridplanner.balance.preload import preload
from gridplanner.balance import solve
from tests.core.balance.towns import grid_town
import numpy as np

def loaded():
    return sorted(
        f"{name}.{key}"
        for name, module in list(sys.modules.items())
        if name.startswith("gridplanner.balance")
        for key, value in vars(module).items()
        if getattr(value, "signatures", None)
    )

if sys.argv[1] == "preload":
    preload()
before = loaded()
town = grid_town(24, 20, (3, 9, 27))
found = solve(town, work=200_000)
solve(grid_town(24, 20, (3, 9, 27), staff=np.ones(34)), work=200_000)
grown = np.linspace(1.0, 3.0, 480)
solve(
    grid_town(24, 20, (3, 9, 27), loads=grown, start=found.labels), work=20_000, max_deviation=0.1
)
print(json.dumps([before, loaded()]))
"""


def kernels(first: str) -> tuple[list[str], list[str]]:
    """Give the kernels loaded before and after three solves, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", _ASK, first], capture_output=True, text=True, check=True, timeout=300
    )
    before, after = json.loads(done.stdout)
    return before, after


def test_solves_load_no_kernel_that_was_not_preloaded() -> None:
    """By counts, by staff and from a plan in force."""
    before, after = kernels("preload")
    assert after == before
    assert any(name.endswith("match") for name in before)
    assert any(name.endswith("flow") for name in before)
    assert any(name.endswith("least_off") for name in before)


def test_without_preloading_they_do() -> None:
    """The test above can tell."""
    before, after = kernels("nothing")
    assert not before
    assert after
