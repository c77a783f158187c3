"""Rules measured: faults planted and found, and the time of a check against plain GEOS.

    python -m bench.rules PROJECT.gpkg --faults 200
    python -m bench.rules PROJECT.gpkg --time
    python -m bench.rules --scale 8

``--faults N`` plants each kind of fault N times, at random places and sizes from 2 mm to
50 m, one at a time, and prints recall (planted and found) and precision (found and
planted) by rule. A fault under the limits of its rule must not be found: that counts as
precision. ``--time`` prints CPU time of the full check, of the check after one edit of each
kind, of GEOS's own coverage check and of QGIS's geometry checks (where ``libqgis-dev`` and
``g++`` are installed) of the same polygons; only the ratios mean something elsewhere.
``--scale N`` prints these times for the sample of 岚皋 drawn N times over and planned.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import shapely
from rich.console import Console
from rich.table import Table

from bench.each_kind import ONE, each_kind, rechecked
from bench.faults import KINDS, plant, size
from bench.planted import NoPlaceError, Planted
from bench.qgis_checks import qgis_checks
from bench.scaled import scaled_plan
from gridplanner.geometry import Shapes, shapes_of
from gridplanner.model import Plan
from gridplanner.rules import Finding, check
from gridplanner.rules.suggesting import profile_of
from gridplanner.store import open_project

T = TypeVar("T")
#: What a fault of one rule brings along at the same place is no false alarm.
FAMILIES = ("geometry", "coverage", "hierarchy", "code", "whole")
#: A town of more leaves is one drawn several times over; some kinds of edits are timed there.
LARGE = 1_000
IN_LARGE = (
    "units painted", "a border bent", "a leaf split", "leaves merged", "a leaf named",
    "a household pinned", "a household added", "a captain chosen", "a worker given",
)  # fmt: skip


@dataclass
class Score:
    """What became of the faults of one rule."""

    planted: int = 0
    found: int = 0
    silent: int = 0
    kept_silent: int = 0
    alarms: int = 0
    missed: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the planted faults that were found."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that had been planted."""
        wrong = self.alarms + self.silent - self.kept_silent
        return self.found / (self.found + wrong) if self.found + wrong else 1.0


def must_be_found(planted: Planted, plan: Plan) -> bool:
    """Tell whether a fault is over the limits of its rule."""
    profile = profile_of(plan)
    if planted.rule == "whole.building":
        return planted.area_m2 > profile.cut_m2
    if planted.hangs:
        return planted.width_m < profile.sliver_width_m
    if planted.rule == "coverage.sliver":
        # A strip of 30 m: its mean width is 2 · area / outline.
        width = planted.area_m2 / (30.0 + planted.width_m)
        thin = width < profile.sliver_width_m
        return thin or planted.area_m2 < profile.sliver_area_m2
    return True


def keys(findings: list[Finding]) -> Counter[tuple[str, str]]:
    """Count findings by rule and target."""
    return Counter((finding.rule, finding.target) for finding in findings)


def inject(plan: Plan, times: int, seed: int = 0) -> dict[str, Score]:
    """Plant each kind so often and look for it; scores by rule."""
    clean = keys(check(plan, rules=FAMILIES))
    scores: dict[str, Score] = {}
    for kind in KINDS:
        rng = np.random.default_rng([seed, len(kind), *kind.encode()])
        for _ in range(times):
            try:
                planted = plant(plan, kind, rng, size(rng))
            except NoPlaceError:
                # A size that no leaf or house of this town can bear: a smaller one then.
                planted = plant(plan, kind, rng, size(rng, high_m=2.0))
            _judge(planted, plan, clean, scores)
    return scores


def _judge(
    planted: Planted, plan: Plan, clean: Counter[tuple[str, str]], scores: dict[str, Score]
) -> None:
    now = check(planted.plan, rules=FAMILIES)
    # What the clean plan has once and this one twice is new as well.
    more = keys(now) - clean
    new = [f for f in now if (f.rule, f.target) in more]
    hits = [f for f in new if f.rule.startswith(planted.rule) and planted.codes & {*f.codes}]
    score = scores.setdefault(planted.rule, Score())
    if must_be_found(planted, plan):
        score.planted += 1
        score.found += bool(hits)
        if not hits:
            score.missed.append((planted.rule, planted.width_m, planted.area_m2))
    else:
        score.silent += 1
        score.kept_silent += not hits
    for finding in new:
        # Elsewhere than at the planted fault: nobody has touched anything there.
        near = {*planted.codes, *planted.others}
        parents = {code for code in finding.codes if any(n.startswith(code) for n in near)}
        # A leaf that shrinks to a strip lies elsewhere, and codes after it run out of order.
        about = {*finding.codes, str(finding.facts.get("before", ""))}
        if near.isdisjoint(about) and not parents and finding.codes:
            scores.setdefault(finding.rule, Score()).alarms += 1


def show_faults(scores: dict[str, Score]) -> None:
    """Print recall and precision by rule."""
    table = Table(title="faults planted and found")
    for title in ("rule", "planted", "found", "recall", "under the limit", "silent", "elsewhere",
                  "precision"):  # fmt: skip
        table.add_column(title, justify="left" if title == "rule" else "right")
    for rule, score in scores.items():
        table.add_row(
            rule, f"{score.planted}", f"{score.found}", f"{score.recall:.3f}",
            f"{score.silent}", f"{score.kept_silent}", f"{score.alarms}", f"{score.precision:.3f}",
        )  # fmt: skip
    Console(width=130).print(table)
    for rule, width, area in [m for score in scores.values() for m in score.missed][:10]:
        Console().print(f"missed: {rule}, planted {width} m wide, {area:.4f} m²")


def clocked(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """Give the least CPU time of some runs in seconds, and the last result."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        result = work()
        best = min(best, time.process_time() - began)
    return best, result


def show_times(plan: Plan) -> None:
    """Print the times of a check beside plain GEOS, and beside QGIS where it is installed."""
    leaves = shapes_of(plan.leaves.geometry)
    large = len(leaves) > LARGE
    cold, findings = clocked(lambda: check(plan))
    geos, _ = clocked(lambda: shapely.coverage_invalid_edges(leaves), 5)
    copies = shapely.from_wkb(shapely.to_wkb(shapes_of(plan.tables["grids"]["geometry"])))
    full, _ = clocked(lambda: check(plan.with_tables(grids=_outlined(plan, copies))))
    others = shapely.from_wkb(shapely.to_wkb(copies))
    ground, _ = clocked(
        lambda: check(
            plan.with_tables(grids=_outlined(plan, others)), rules=["geometry", "coverage"]
        )
    )  # fmt: skip
    table = Table(title=f"{len(leaves)} leaves, {len(findings)} findings; CPU time")
    for title in ("what", "ms", "limit, ms", "× GEOS coverage check"):
        table.add_column(title, justify="left" if title == "what" else "right")
    most = "10,000" if large else "1,000"
    rows = [
        ("GEOS coverage_invalid_edges of the leaves", geos, ""),
        ("geometry and coverage rules, all grids anew", ground, ""),
        ("full check, project just opened", cold, most),
        ("full check, all grids anew", full, most),
    ]
    beside = qgis_checks(leaves, plan.crs)
    rows += [(f"QGIS: {name} ({n} found)", took, "") for name, (n, took) in beside.items()]
    if beside:
        rows.append(("QGIS: all of these", sum(took for _, took in beside.values()), ""))
    for what, seconds, limit in rows:
        table.add_row(what, f"{1000 * seconds:.1f}", limit, f"{seconds / geos:.1f}")
    Console(width=130).print(table)
    show_kinds(plan, geos, large=large)


def show_kinds(plan: Plan, geos: float, *, large: bool) -> None:
    """Print the time of a check after one edit of each kind; of some kinds in a large town.

    Limits are those of the town as it is, and of edits about one thing: one of a whole
    table looks at all that rests on it.
    """
    table = Table(title="check after one edit; CPU time, median of several")
    for title in ("edit", "about", "ms", "limit, ms", "× GEOS coverage check"):
        table.add_column(title, justify="left" if title in ("edit", "about") else "right")
    for case in each_kind(plan):
        if large and case.name not in IN_LARGE:
            continue
        took = float(np.median([rechecked(case) for _ in range(1 if large else 3)]))
        limit = "30" if case.scope == ONE and not large else ""
        about = "one thing" if case.scope == ONE else "a table"
        table.add_row(case.name, about, f"{1000 * took:.1f}", limit, f"{took / geos:.1f}")
    Console(width=130).print(table)


def _outlined(plan: Plan, shapes: Shapes) -> pd.DataFrame:
    """Give the grids with other geometry objects, for which nothing is kept."""
    grids = plan.frame("grids")
    grids["geometry"] = shapes
    return grids


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path, nargs="?")
    parser.add_argument("--faults", type=int, default=0)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--scale", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if asked.scale:
        show_times(scaled_plan(asked.scale))
    if asked.project is None:
        return
    with open_project(asked.project, read_only=True) as project:
        plan = project.plan
    if asked.faults:
        show_faults(inject(plan, asked.faults, asked.seed))
    if asked.time or not asked.faults:
        # As it was opened: nothing is kept with it yet.
        show_times(Plan(plan.crs, plan.tables, plan.seq, plan.next_uid))


if __name__ == "__main__":
    main()
