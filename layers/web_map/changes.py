"""Today's grids and the proposed ones: which is which, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from gridplanner.compare import SAME_M2

#: A grid under another code is the same one when it keeps this part of its ground.
_KEEPS = 0.9


@dataclass(frozen=True)
class Pairs:
    """Partners by place in the other table (−1: none), and a key of ``style.CHANGES`` each."""

    partner_of_old: list[int]
    partner_of_new: list[int]
    change_of_old: list[str]
    change_of_new: list[str]


def comparison(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> Pairs:
    """Pair grids by level and code, those left over by the ground they keep.

    Parameters
    ----------
    old, new : GeoDataFrame
        Grids in force in one CRS; empty tables give empty lists.
    """
    keys = {key: n for n, key in enumerate(zip(old["level"].astype(int), old["code"], strict=True))}
    partner = [keys.get(key, -1) for key in zip(new["level"].astype(int), new["code"], strict=True)]
    shapes_old, shapes_new = _shapes(old), _shapes(new)
    taken = set(partner)
    free_old = [n for n in range(len(old)) if n not in taken]
    free_new = [n for n, other in enumerate(partner) if other < 0]
    levels_old, levels_new = old["level"].to_numpy(), new["level"].to_numpy()
    for n in free_new:
        for other in free_old:
            if levels_old[other] != levels_new[n] or not _mostly(shapes_old[other], shapes_new[n]):
                continue
            partner[n] = other
            free_old.remove(other)
            break
    back = [-1] * len(old)
    change_new, change_old = [], ["removed"] * len(old)
    for n, other in enumerate(partner):
        change = "added"
        if other >= 0:
            back[other] = n
            change = "same"
            if not _same(shapes_old[other], shapes_new[n]):
                change = "reshaped"
            elif any(old[c].iloc[other] != new[c].iloc[n] for c in ("code", "name")):
                change = "renamed"
            change_old[other] = change
        change_new.append(change)
    return Pairs(back, partner, change_old, change_new)


def _shapes(frame: gpd.GeoDataFrame) -> npt.NDArray[Any]:
    return np.asarray(frame.geometry.values, dtype=object)


def _same(a: Any, b: Any) -> bool:
    if shapely.equals_exact(a, b) or shapely.equals(a, b):
        return True
    return bool(shapely.area(shapely.symmetric_difference(a, b)) <= SAME_M2)


def _mostly(a: Any, b: Any) -> bool:
    common = shapely.area(shapely.intersection(a, b))
    return bool(common >= _KEEPS * max(shapely.area(a), shapely.area(b)))
