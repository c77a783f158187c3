"""四至 in a planner's own words: kept with the grid, and with the outline it was written for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely

from gridplanner.edits.grid_rows import set_values
from gridplanner.errors import EditError
from gridplanner.model import Plan

#: Longer texts are no 四至: a board has no room for them.
LONGEST = 200
#: An outline is the same as long as its area (m²), length and centre (m) stay this near.
#: New vertices on a border that stands move none of them by a millimetre.
_SAME = (0.5, 0.5, 0.05, 0.05)


@dataclass(frozen=True)
class SetSides:
    """Write the four sides of a grid in one's own words.

    Attributes
    ----------
    code : str
    text : str
        Such as ``东至滨河路，南至岚河，西至围墙，北至新春路``; ``""`` lets the program say
        them again.
    reason : str
        Kept in the journal.
    """

    code: str
    text: str
    reason: str = ""
    label = "edit.sides"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code and text."""
        return {"code": self.code, "text": self.text.strip() or "—", "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan; blanks and line ends in the text become single blanks.

        Raises
        ------
        EditError
            The grid is unknown, or the text is longer than :data:`LONGEST` signs.
        """
        uid = plan.uid_of(self.code)
        text = " ".join(self.text.split())
        if len(text) > LONGEST:
            raise EditError("edit.sides_long", {"count": len(text), "limit": LONGEST})
        grids = plan.layer("grids")
        mark = outline_mark(grids.geometry.loc[uid]) if text else ""
        now = (str(grids.loc[uid, "sides"]), str(grids.loc[uid, "sides_at"]))
        if now == (text, mark):
            return plan
        return plan.with_tables(grids=set_values(grids, uid, sides=text, sides_at=mark))


def outline_mark(shape: shapely.Geometry) -> str:
    """Write area, length and centre of an outline as text.

    >>> outline_mark(shapely.box(0, 0, 30, 10))
    '300.00 80.00 15.000 5.000'
    """
    centre = shapely.get_coordinates(shapely.centroid(shape))[0]
    area, length = float(shapely.area(shape)), float(shapely.length(shape))
    return f"{area:.2f} {length:.2f} {centre[0]:.3f} {centre[1]:.3f}"


def outline_moved(shape: shapely.Geometry, mark: str) -> bool:
    """Whether an outline is another than the one a mark was made of.

    A mark that cannot be read, as after an edit elsewhere, counts as moved: somebody
    should look. Vertices added on a straight border move nothing:

    >>> outline_moved(shapely.segmentize(shapely.box(0, 0, 30, 10), 1.0), "300 80 15 5")
    False
    >>> outline_moved(shapely.box(0, 0, 31, 10), "300 80 15 5")
    True
    """
    try:
        before = [float(part) for part in mark.split()]
    except ValueError:
        return True
    now = [float(part) for part in outline_mark(shape).split()]
    if len(before) != len(now):
        return True
    return any(abs(a - b) > most for a, b, most in zip(before, now, _SAME, strict=True))


def sides_moved(grids: pd.DataFrame) -> list[int]:
    """List the grids whose border moved since somebody wrote their four sides, by uid."""
    written = grids[(grids["sides"] != "").to_numpy()]
    return [
        int(uid)
        for uid, shape, mark in zip(
            written["uid"], written["geometry"], written["sides_at"], strict=True
        )
        if outline_moved(shape, str(mark))
    ]
