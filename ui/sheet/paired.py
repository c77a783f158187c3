"""Two plans to be printed side by side, and what became of each of their leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import shapely

from gridplanner.compare import compare
from gridplanner.errors import UsageError
from gridplanner.geometry import shapes_of
from layers import style
from layers.web_map.changes import comparison
from ui.canvas.camera import Bounds
from ui.sheet.facts import Facts
from ui.sheet.whole import bounds_of

#: Where more of the leaves than this changed, the whole plan is shown.
_FEW = 1 / 3


@dataclass(frozen=True)
class Difference:
    """What became of one leaf.

    Attributes
    ----------
    before, after : int or None
        Its uid in each plan; None where it is not there.
    codes : tuple of str
        Its code; old and new where they differ.
    key : str
        Key of :data:`layers.style.CHANGES`.
    area_m2 : float
        Ground gained or lost.
    """

    before: int | None
    after: int | None
    codes: tuple[str, ...]
    key: str
    area_m2: float


@dataclass(frozen=True, eq=False)
class Pair:
    """Two plans with what differs between them.

    Attributes
    ----------
    before, after : Facts
    differences : tuple of Difference
        By code; leaves that stayed as they are do not stand in it.
    moved_households : int
    """

    before: Facts
    after: Facts
    differences: tuple[Difference, ...]
    moved_households: int

    @classmethod
    def of(cls, after: Facts) -> Pair:
        """Compare with the plan that the options name.

        Raises
        ------
        UsageError
            ``sheet.no_against``.
        """
        against = after.options.against
        if against is None:
            raise UsageError("sheet.no_against")
        plan, summary = against
        before = Facts.of(plan, summary, after.options)
        found = compare(plan, after.plan)
        # Households that came or went count as a border that moved: they belong elsewhere now.
        people = {change.code for change in found.grids if change.change == "people"}
        return cls(before, after, _differences(before, after, people), found.moved_households)

    def fills(self, facts: Facts) -> dict[int, str]:
        """Give each leaf of one of the two plans the colour of what becomes of it."""
        old = facts is self.before
        kinds = {one.before if old else one.after: one.key for one in self.differences}
        return {
            int(uid): style.CHANGES[kinds.get(int(uid), "same")][0] for uid in facts.frame.index
        }

    def counts(self) -> dict[str, int]:
        """Count the leaves by what became of them."""
        counted = Counter(one.key for one in self.differences)
        return {key: counted[key] for key in style.CHANGES if key != "same"}

    def bounds(self) -> Bounds:
        """Give the ground to be shown: that of the changes where they are few, else all."""
        leaves = max(len(self.after.plan.leaves), 1)
        if not self.differences or len(self.differences) > leaves * _FEW:
            return bounds_of(self.after)
        shapes = [
            facts.plan.tables["grids"].loc[uid, "geometry"]
            for one in self.differences
            for facts, uid in ((self.before, one.before), (self.after, one.after))
            if uid is not None
        ]
        west, south, east, north = shapely.total_bounds(shapes_of(shapes))
        air = 0.06 * max(east - west, north - south)
        return float(west - air), float(south - air), float(east + air), float(north + air)

    def rows(self, codes: frozenset[str] | None = None) -> list[tuple[str, str, str, str]]:
        """List what differs: code, change, households before → after, ground that moved (m²).

        Parameters
        ----------
        codes : frozenset of str, optional
            Leaves that are listed; all where absent.
        """
        place = 1 if self.after.options.language == "zh" else 2
        return [
            (
                " → ".join(one.codes),
                style.CHANGES[one.key][place],
                f"{_households(self.before, one.before)} → {_households(self.after, one.after)}",
                f"{one.area_m2:,.0f}",
            )
            for one in self.differences
            if codes is None or codes & set(one.codes)
        ]


def _differences(before: Facts, after: Facts, people: set[str]) -> tuple[Difference, ...]:
    old, new = _leaves(before), _leaves(after)
    pairs = comparison(old, new)
    found = [
        Difference(int(uid), None, (str(code),), "removed", round(float(shape.area), 2))
        for uid, code, shape, key in zip(
            old["uid"], old["code"], old.geometry, pairs.change_of_old, strict=True
        )
        if key == "removed"
    ]
    for uid, code, shape, key, place in zip(
        new["uid"], new["code"], new.geometry, pairs.change_of_new, pairs.partner_of_new,
        strict=True,
    ):  # fmt: skip
        if key == "same" and code not in people:
            continue
        if place < 0:
            area = float(shape.area)
            found.append(Difference(None, int(uid), (str(code),), key, round(area, 2)))
            continue
        was = old.iloc[place]
        area = float(shapely.area(shapely.symmetric_difference(was.geometry, shape)))
        codes = tuple(dict.fromkeys((str(was["code"]), str(code))))
        key = "reshaped" if key == "same" else key
        found.append(Difference(int(was["uid"]), int(uid), codes, key, round(area, 2)))
    return tuple(sorted(found, key=lambda one: one.codes))


def _leaves(facts: Facts) -> gpd.GeoDataFrame:
    return facts.frame[(facts.frame["level"] == facts.plan.scheme.depth).to_numpy()]


def _households(facts: Facts, uid: int | None) -> str:
    return "–" if uid is None else facts.count(uid, "households")
