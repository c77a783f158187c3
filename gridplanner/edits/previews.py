"""What an edit would do to loads and households, cheap enough for every move of the mouse."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gridplanner.edits.base import Edit
from gridplanner.edits.moved import GroundEdit
from gridplanner.edits.tally import Carried, carried, homes_of
from gridplanner.geometry import Floats
from gridplanner.loads import SPECIAL, Loads, loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.served import served_tree


@dataclass(frozen=True)
class GridPreview:
    """One leaf before and after.

    Attributes
    ----------
    code : str
    load_before, load_after : float
        Workers' worth.
    target : float
        What it should bear afterwards; 0 where it has none.
    deviation_before, deviation_after : float
        load / target − 1; 0 where there is no target.
    households_before, households_after : int
        In it, pinned ones too.
    households_in, households_out : int
        That come and that go.
    persons_before, persons_after : int
    area_m2 : float
        Ground gained, less than 0 for ground lost.
    """

    code: str
    load_before: float
    load_after: float
    target: float
    deviation_before: float
    deviation_after: float
    households_before: int
    households_after: int
    households_in: int
    households_out: int
    persons_before: int
    persons_after: int
    area_m2: float


@dataclass(frozen=True)
class Preview:
    """What an edit would do.

    Attributes
    ----------
    grids : tuple of GridPreview
        The leaves touched, by code; a leaf that would be new or gone too.
    moved_households : int
        Households that would change their leaf, to or from none included.
    """

    grids: tuple[GridPreview, ...] = field(default=())
    moved_households: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the leaves touched."""
        return tuple(grid.code for grid in self.grids)


def preview(plan: Plan, edit: Edit) -> Preview:
    """Tell what an edit would do, without keeping anything.

    For edits that move ground between leaves that stay (paint, fill, reshape, vertices)
    the cost goes with the ground that moves. For all others (split, merge, draw, delete,
    pins) the plan is made and counted.

    Raises
    ------
    EditError
        What applying it would raise.
    """
    if isinstance(edit, GroundEdit):
        return preview_of(plan, carried(plan, edit.moved(plan)))
    return counted(plan, edit.apply(plan))


def make_ready(plan: Plan) -> None:
    """Work out ahead what previews of moved ground rest on; kept with the plan.

    Without it the first step of the first gesture takes some 40 ms at 2,000 leaves. Loads
    should be known by now, else this works them out too.
    """
    homes_of(plan)
    standing_of(plan)
    served_tree(plan)


@dataclass(frozen=True, eq=False)
class Standing:
    """Leaves as they are, and what a preview needs of them.

    Attributes
    ----------
    loads : Loads
    row : dict of int to int
        Row in ``loads`` by uid.
    codes : dict of int to str
    counted : dict of int to bool
        Whether a leaf counts for the totals, as 专属 leaves do not.
    households, persons : dict of int to int
        In each leaf, by uid.
    whole : float array, shape (f,)
        Totals of the factors.
    total : float
        What all loads sum to.
    """

    loads: Loads
    row: dict[int, int]
    codes: dict[int, str]
    counted: dict[int, bool]
    households: dict[int, int]
    persons: dict[int, int]
    whole: Floats
    total: float


def standing_of(plan: Plan) -> Standing:
    """Give the standing of a plan; kept with it."""
    return plan.derived("standing", _standing)


def _standing(plan: Plan) -> Standing:
    found = loads(plan)
    leaves = plan.leaves
    counts = (leaves["kind"] != SPECIAL).to_numpy(dtype=bool)
    where = locate(plan).households
    persons = plan.tables["households"]["persons"].to_numpy()
    uids, at = np.unique(where, return_inverse=True)
    count = np.bincount(at, minlength=len(uids))
    souls = np.bincount(at, persons, minlength=len(uids))
    uid = leaves["uid"].tolist()
    counted_by = dict(zip(uid, counts.tolist(), strict=True))
    mask = np.array([counted_by[int(one)] for one in found.uids], dtype=bool)
    return Standing(
        loads=found,
        row={int(one): row for row, one in enumerate(found.uids)},
        codes=dict(zip(uid, leaves["code"].tolist(), strict=True)),
        counted=counted_by,
        households=dict(zip(uids.tolist(), count.tolist(), strict=True)),
        persons=dict(zip(uids.tolist(), souls.astype(int).tolist(), strict=True)),
        whole=found.blend.values[mask].sum(axis=0),
        total=float(found.blend.loads.sum()),
    )


def preview_of(plan: Plan, goes: Carried) -> Preview:
    """Tell what ground that carries something would do to the leaves."""
    standing = standing_of(plan)
    found, row = standing.loads, standing.row
    columns = [goes.names.index(name) for name in found.blend.names]
    values = goes.values[:, columns]
    whole = standing.whole.copy()
    for uids, sign in ((goes.after, 1.0), (goes.before, -1.0)):
        counts = np.array([standing.counted.get(int(uid), False) for uid in uids], dtype=bool)
        whole += sign * values[counts].sum(axis=0)
    touched = sorted(
        {int(uid) for uid in (*goes.before, *goes.after)} & set(row),
        key=lambda uid: standing.codes[uid],
    )
    person = goes.names.index("persons")
    grids = []
    for uid in touched:
        comes, leaves_ = goes.after == uid, goes.before == uid
        mine = found.blend.values[row[uid]]
        fresh = mine + values[comes].sum(axis=0) - values[leaves_].sum(axis=0)
        counted = standing.counted[uid]
        before = float(found.blend.loads[row[uid]])
        after = _load(standing.total, fresh, whole, found.blend.weights) if counted else 0.0
        target = float(found.target[row[uid]])
        inside, persons = standing.households.get(uid, 0), standing.persons.get(uid, 0)
        n_in, n_out = int(goes.households[comes].sum()), int(goes.households[leaves_].sum())
        more = int(goes.values[comes, person].sum() - goes.values[leaves_, person].sum())
        grids.append(
            GridPreview(
                standing.codes[uid], before, after, target,
                _deviation(before, target), _deviation(after, target),
                inside, inside + n_in - n_out, n_in, n_out, persons, persons + more,
                round(float(goes.area_m2[comes].sum() - goes.area_m2[leaves_].sum()), 3),
            )
        )  # fmt: skip
    return Preview(tuple(grids), int(goes.households.sum()))


def _load(total: float, mine: Floats, whole: Floats, weights: Floats) -> float:
    share = np.divide(mine, whole, out=np.zeros_like(mine), where=whole > 0)
    return total * float(share @ weights)


def _deviation(load: float, target: float) -> float:
    return load / target - 1.0 if target > 0 else 0.0


def counted(plan: Plan, after: Plan) -> Preview:
    """Tell what an edit has done: the leaves that differ between two plans."""
    old, new = standing_of(plan), standing_of(after)
    a, b = locate(plan).households, locate(after).households
    moved = a != b
    uids = set(map(int, a[moved])) | set(map(int, b[moved])) | (set(old.codes) ^ set(new.codes))
    before, now = plan.leaves.geometry, after.leaves.geometry
    same = {uid for uid in set(before.index) & set(now.index) if before[uid] is now[uid]}
    areas = {}
    for uid in (set(before.index) | set(now.index)) - same:
        area = (now[uid].area if uid in now.index else 0.0) - (
            before[uid].area if uid in before.index else 0.0
        )
        if abs(area) > 0.01:
            areas[int(uid)] = area
    uids = (uids | set(areas)) - {0}
    grids = []
    for uid in sorted(uids, key=lambda u: new.codes.get(u, old.codes.get(u, ""))):
        one, two = _figures(old, uid), _figures(new, uid)
        grids.append(
            GridPreview(
                new.codes.get(uid, old.codes.get(uid, "")), one[0], two[0], two[1],
                _deviation(*one), _deviation(*two),
                old.households.get(uid, 0), new.households.get(uid, 0),
                int((moved & (b == uid)).sum()), int((moved & (a == uid)).sum()),
                old.persons.get(uid, 0), new.persons.get(uid, 0), round(areas.get(uid, 0.0), 3),
            )
        )  # fmt: skip
    return Preview(tuple(grids), int(moved.sum()))


def _figures(standing: Standing, uid: int) -> tuple[float, float]:
    """Load and target of a leaf; nothing of one that is not there."""
    if uid not in standing.row:
        return 0.0, 0.0
    at = standing.row[uid]
    return float(standing.loads.blend.loads[at]), float(standing.loads.target[at])
