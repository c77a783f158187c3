"""The instances of the data folder, with loads as its README defines them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance import Problem


class Instance:
    """One instance with loads as its README defines them."""

    def __init__(self, name: str) -> None:
        self.name = name
        folder = Path(os.environ["GRIDPLANNER_DATA"]) / "balance"
        with np.load(folder / f"{name}.npz") as data:
            self.data = {key: data[key] for key in data.files}
        self.counts = tuple(int(count) for count in self.data["counts"])
        self.loads = self.loads_of(self.data["persons"])

    def loads_of(self, persons: NDArray[Any]) -> NDArray[np.float64]:
        """Return 0.7 persons + 0.3 area, in leaves' worth."""
        area = self.data["area_m2"].astype(float)
        shares = 0.7 * persons / persons.sum() + 0.3 * area / area.sum()
        return np.asarray(shares * self.counts[-1], dtype=np.float64)

    def problem(self, **more: Any) -> Problem:
        """Return the instance as a problem."""
        values: dict[str, Any] = {
            "edges": self.data["edges"],
            "shared_m": self.data["shared_m"],
            "loads": self.loads,
            "counts": self.counts,
            "areas_m2": self.data["area_m2"],
            "perimeters_m": self.data["perimeter_m"],
            "xy": self.data["xy"],
        }
        return Problem(**{**values, **more})
