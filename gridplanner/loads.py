"""Load: each leaf's share of the town's work, in workers' worth (人份).

Source: ``load(g) = W · Σ_f w_f · x_f(g) / x_f(town)`` with the weights of the factors
that have a total, renormalised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplanner.errors import UsageError
from gridplanner.geometry import Bools, Floats, Ints, Shapes
from gridplanner.households import households_counted
from gridplanner.in_force import leaves_in_force, texts
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.served import served_area

DEFAULT_WEIGHTS: Mapping[str, float] = {"persons": 0.7, "area": 0.3}
#: Factors that are known; ``area`` means served area.
FACTORS = ("persons", "area", "households", "care")
#: Grid of an institution with its own premises: counts and has a worker, but no target.
SPECIAL = "专属"
#: Tables and settings that loads rest on.
TABLES = (
    "grids", "scheme", "boundary", "buildings", "entrances", "households", "streets", "water",
    "mask", "persons", "duties", "settings.weights", "settings.served_reach_m",
    "settings.household_rule",
)  # fmt: skip
WORKER, CAPTAIN = "网格员", "楼门长"


def parse_weights(text: str) -> dict[str, float]:
    """Read weights such as ``persons=0.7,area=0.3``.

    Raises
    ------
    UsageError
        A factor is unknown, or a weight is no number from 0 up, or all are 0.

    Examples
    --------
    >>> parse_weights("persons=0.7,area=0.3")
    {'persons': 0.7, 'area': 0.3}
    """
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        name = name.strip()
        try:
            weight = float(value)
        except ValueError:
            weight = -1.0
        if name not in FACTORS or not 0 <= weight < float("inf"):
            raise UsageError("weights.syntax", {"value": part, "known": ", ".join(FACTORS)})
        weights[name] = weight
    if sum(weights.values()) <= 0:
        raise UsageError("weights.syntax", {"value": text, "known": ", ".join(FACTORS)})
    return weights


def weights_of(plan: Plan) -> dict[str, float]:
    """Give the weights in force: setting ``weights``, else :data:`DEFAULT_WEIGHTS`."""
    return dict(plan.settings.get("weights", DEFAULT_WEIGHTS))


def workers_of(plan: Plan) -> pd.DataFrame:
    """Give the persons who are grid workers, whose full-time share is above 0."""
    persons = plan.tables["persons"]
    return persons[(persons["role"] == WORKER) & (persons["fte"] > 0)]


def factor_of_households(plan: Plan, name: str) -> Floats:
    """Give what each household adds to a factor (persons, households or care households)."""
    households = plan.tables["households"]
    if name == "persons":
        return households["persons"].to_numpy(dtype=float)
    if name == "households":
        return households_counted(plan).astype(np.float64)
    if name == "care":
        return np.asarray(households["care"].str.strip() != "", dtype=np.float64)
    raise UsageError("weights.syntax", {"value": name, "known": ", ".join(FACTORS)})


@dataclass(frozen=True)
class Blend:
    """Factors of some pieces of ground and how they add up to load.

    Attributes
    ----------
    names : tuple of str
        Factors with a weight and a total.
    values : float array, shape (n, f)
        In their own units (persons, m², households).
    weights : float array, shape (f,)
        They sum to 1.
    loads : float array, shape (n,)
        Shares of the whole; they sum to ``total`` over what is counted.
    """

    names: tuple[str, ...]
    values: Floats
    weights: Floats
    loads: Floats


def blend(
    values: Mapping[str, Floats],
    weights: Mapping[str, float],
    total: float,
    counted: Bools | None = None,
) -> Blend:
    """Blend factors into loads that sum to ``total``.

    Parameters
    ----------
    values : mapping of str to float array, shape (n,)
    weights : mapping of str to float
        A factor that sums to nothing is dropped and the others are renormalised.
    total : float
        What all loads sum to: the full-time shares of the workers, or the leaves.
    counted : bool array, shape (n,), optional
        Pieces that count for the totals (专属 grids do not).

    Examples
    --------
    >>> import numpy as np
    >>> halves = {"persons": np.array([30.0, 10.0]), "area": np.array([0.0, 0.0])}
    >>> blend(halves, {"persons": 0.7, "area": 0.3}, total=2.0).loads.tolist()
    [1.5, 0.5]
    """
    names = tuple(
        name
        for name, weight in weights.items()
        if weight > 0 and float(values[name][counted if counted is not None else ...].sum()) > 0
    )
    count = len(next(iter(values.values()))) if values else 0
    if not names:
        return Blend((), np.zeros((count, 0)), np.zeros(0), np.zeros(count))
    table = np.stack([values[name] for name in names], axis=1).astype(float)
    share = np.array([weights[name] for name in names], dtype=float)
    share /= share.sum()
    whole = table[counted].sum(axis=0) if counted is not None else table.sum(axis=0)
    loads = total * (table / whole) @ share
    if counted is not None:
        loads = np.where(counted, loads, 0.0)
    return Blend(names, table, share, loads)


def factors_on(plan: Plan, polygons: Shapes, household_owner: Ints) -> dict[str, Floats]:
    """Measure every weighted factor on polygons.

    Parameters
    ----------
    plan : Plan
    polygons : array of Polygon, shape (n,)
    household_owner : int array, shape (households,)
        Polygon of each household, -1 for none.

    Notes
    -----
    Where no household table is given, persons are estimated and the plan says so in its
    setting ``persons_estimated`` (see :mod:`gridplanner.estimate`): the estimate stands in
    the household table like any other.
    """
    inside = household_owner >= 0
    found: dict[str, Floats] = {}
    for name in weights_of(plan):
        if name == "area":
            found[name] = served_area(plan, polygons)
        else:
            each = factor_of_households(plan, name)
            found[name] = np.bincount(
                household_owner[inside], each[inside], minlength=len(polygons)
            ).astype(float)
    return found


@dataclass(frozen=True)
class Loads:
    """Loads of the leaves.

    Attributes
    ----------
    uids : int array, shape (n,)
        Leaves by code.
    blend : Blend
    target : float array, shape (n,)
        Workers' worth each leaf should bear; 0 for 专属 grids.
    deviation : float array, shape (n,)
        load / target − 1; 0 where there is no target.
    by_staff : bool
        Whether targets go by posts.
    """

    uids: Ints
    blend: Blend
    target: Floats
    deviation: Floats
    by_staff: bool


def loads(plan: Plan) -> Loads:
    """Work out the load of every leaf and how far it is from its target; kept with the plan."""
    return plan.derived("loads", _build, TABLES)


def _fte_at_large(plan: Plan, special: Ints) -> float:
    """Sum the workers' full-time shares, without those who serve in 专属 grids."""

    def read(plan: Plan) -> tuple[list[tuple[str, float]], dict[str, set[str]]]:
        workers, duties = workers_of(plan), plan.tables["duties"]
        now = (texts(duties["valid_to"]) == "") & (texts(duties["kind"]) == WORKER)
        by_target: dict[str, set[str]] = {}
        targets, persons = (texts(duties[name])[now] for name in ("target_id", "person"))
        for target, person in zip(targets.tolist(), persons.tolist(), strict=True):
            by_target.setdefault(target, set()).add(person)
        return list(zip(workers["id"].tolist(), workers["fte"].tolist(), strict=True)), by_target

    fte, by_target = plan.derived("fte_and_targets", read, ["persons", "duties"])
    there = {person for uid in special.tolist() for person in by_target.get(str(uid), ())}
    return float(np.sum([share for person, share in fte if person not in there]))


def _build(plan: Plan) -> Loads:
    leaves = leaves_in_force(plan)
    leaves = leaves.take(leaves.by_code())
    uids = leaves.uids
    owner = pd.Index(uids).get_indexer(pd.Index(locate(plan).households))
    values = factors_on(plan, leaves.shapes, owner)
    counted = leaves.kinds != SPECIAL
    planned = leaves.posts if np.isnan(leaves.fte[counted]).any() else leaves.fte
    by_staff = bool(len(uids)) and not np.isnan(planned[counted]).any()
    fte = _fte_at_large(plan, uids[~counted])
    total = fte if fte > 0 else float(counted.sum())
    mixed = blend(values, weights_of(plan), total, counted)
    share = np.where(counted, planned if by_staff else 1.0, 0.0)
    share = np.nan_to_num(share)
    target = total * share / share.sum() if share.sum() > 0 else np.zeros(len(uids))
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.where(target > 0, mixed.loads / target - 1.0, 0.0)
    return Loads(uids, mixed, target, deviation, by_staff)
