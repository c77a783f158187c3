"""Captains of the two sample towns: seconds of the processor, proof, who stays.

    python -m bench.captains LANGAO.gpkg YUXIN.gpkg

Takes projects that have grids; each is solved with the fewest captains and with the nearest,
beside the limit of five seconds. Every choice is held against brute force in the tests.
"""

from __future__ import annotations

import argparse
import time
from itertools import product
from pathlib import Path

from gridplanner.captains import Prefer, assign_captains
from gridplanner.edits.duties import CAPTAIN
from gridplanner.store import open_project

LIMIT_S = 5.0
PREFERENCES: tuple[Prefer, ...] = ("fewest", "nearest")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", nargs="+", type=Path)
    for path in parser.parse_args().projects:
        with open_project(path, read_only=True) as opened:
            plan = opened.plan
        duties = plan.frame("duties")
        afresh = plan.with_tables(duties=duties[duties["kind"] != CAPTAIN])
        for prefer, which in product(PREFERENCES, ("as they are", "afresh")):
            began = time.process_time()
            found = assign_captains(plan if which == "as they are" else afresh, prefer=prefer)
            used_s = time.process_time() - began
            print(
                f"{path.stem} {prefer}, {which}: {used_s:.2f} s of {LIMIT_S:.0f} s, "
                f"{'proven optimal' if found.optimal else 'NOT proven'}; {found.doors:,} doors, "
                f"{len(found.vacant):,} vacant, {found.captains_used} captains; "
                f"{found.stay} of {found.present} present captains stay, "
                f"{found.kept_doors} of {found.held_doors} doors keep theirs"
            )


if __name__ == "__main__":
    main()
