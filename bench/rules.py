"""Rules measured: faults planted and found, and the time of a check against plain GEOS.

    python -m bench.rules PROJECT.gpkg --faults 200
    python -m bench.rules PROJECT.gpkg --time

``--faults N`` plants each kind of fault N times, at random places and sizes from 2 mm to
50 m, one at a time, and prints recall (planted and found) and precision (found and
planted) by rule. A fault under the limits of its rule must not be found: that counts as
precision. ``--time`` prints CPU time of the full check, of the check after one edit, and of
GEOS's own coverage check of the same polygons; only the ratios mean something elsewhere.
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
import shapely
from rich.console import Console
from rich.table import Table

from bench.faults import KINDS, plant, size
from bench.planted import NoPlaceError, Planted
from gridplanner.edits import Paint
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours, unit_owners
from gridplanner.rules import Finding, check
from gridplanner.rules.suggesting import profile_of
from gridplanner.store import open_project

T = TypeVar("T")
#: What a fault of one rule brings along at the same place is no false alarm.
FAMILIES = ("geometry", "coverage", "hierarchy", "code", "whole")


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
    new = [f for f in check(planted.plan, rules=FAMILIES)
           if keys([f]) - clean or f.rule.startswith(planted.rule)]  # fmt: skip
    new = [f for f in new if (f.rule, f.target) not in clean]
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
        if near.isdisjoint(finding.codes) and not parents and finding.codes:
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


def one_edit(plan: Plan) -> Paint:
    """Give a border unit of one leaf to the leaf beside it."""
    leaves = plan.leaves
    owner = unit_owners(plan, shapes_of(leaves.geometry))
    graph = neighbours(plan)
    for at in np.flatnonzero(graph.passable):
        a, b = graph.edges[at]
        if owner[a] != owner[b] and min(owner[a], owner[b]) >= 0 and (owner == owner[a]).sum() > 6:
            name = str(plan.tables["units"]["id"].iloc[a])
            return Paint((name,), str(leaves["code"].iloc[owner[b]]))
    raise SystemExit("no two leaves side by side")


def _first_owner(plan: Plan, edit: Paint) -> int:
    """Find the leaf that held the unit before."""
    units = plan.tables["units"]
    at = int(np.flatnonzero((units["id"] == edit.area[0]).to_numpy())[0])
    return int(unit_owners(plan, shapes_of(plan.leaves.geometry))[at])


def clocked(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """Give the least CPU time of some runs in seconds, and the last result."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        result = work()
        best = min(best, time.process_time() - began)
    return best, result


def show_times(path: Path) -> None:
    """Print the times of a check beside plain GEOS."""
    with open_project(path, read_only=True) as project:
        plan = project.plan
    leaves = shapes_of(plan.leaves.geometry)
    cold, findings = clocked(lambda: check(plan))
    geos, _ = clocked(lambda: shapely.coverage_invalid_edges(leaves), 5)
    full, _ = clocked(lambda: check(plan.with_tables(grids=plan.frame("grids"))), 1)
    ground, _ = clocked(
        lambda: check(
            plan.with_tables(grids=plan.frame("grids")), rules=["geometry", "coverage"]
        ), 3,
    )  # fmt: skip
    edit = one_edit(plan)
    after = edit.apply(plan)
    once, _ = clocked(lambda: check(after))
    back = Paint(edit.area, str(plan.leaves["code"].iloc[_first_owner(plan, edit)])).apply(after)
    again, _ = clocked(lambda: check(back))
    again = min(once, again)
    table = Table(title=f"{len(leaves)} leaves, {len(findings)} findings; CPU time")
    for title in ("what", "ms", "limit, ms", "× GEOS coverage check"):
        table.add_column(title, justify="left" if title == "what" else "right")
    for what, seconds, limit in (
        ("GEOS coverage_invalid_edges of the leaves", geos, ""),
        ("geometry and coverage rules", ground, ""),
        ("full check, project just opened", cold, ""),
        ("full check, all grids anew", full, "1,000"),
        ("check after one edit", again, "30"),
    ):
        table.add_row(what, f"{1000 * seconds:.1f}", limit, f"{seconds / geos:.1f}")
    Console(width=130).print(table)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--faults", type=int, default=0)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if asked.faults:
        with open_project(asked.project, read_only=True) as project:
            plan = project.plan
        show_faults(inject(plan, asked.faults, asked.seed))
    if asked.time or not asked.faults:
        show_times(asked.project)


if __name__ == "__main__":
    main()
