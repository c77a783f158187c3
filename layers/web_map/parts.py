"""A map over its budget, split: an overview without buildings and a page a total grid."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import shapely

from gridplanner.model import Plan

_UNSAFE = re.compile(r"[^0-9A-Za-z\u3400-\u9fff_-]+")
_LONGEST = 40


def overview_of(plan: Plan) -> Plan:
    """Leave out what takes most room: buildings, and streets without a name."""
    streets = plan.layer("streets")
    return plan.with_tables(
        buildings=plan.layer("buildings").iloc[:0],
        streets=streets[(streets["name"] != "").to_numpy()],
    )


def part_of(plan: Plan, uid: int) -> Plan:
    """Keep one top grid with all grids inside of it, and the ground it touches.

    Parameters
    ----------
    plan : Plan
    uid : int
        Of the top grid.
    """
    grids = plan.valid_grids
    kept = {uid}
    while True:
        inside = set(grids["uid"][grids["parent"].isin(kept).to_numpy()].astype(int))
        if inside <= kept:
            break
        kept |= inside
    own = grids[grids["uid"].isin(kept).to_numpy()]
    shape = own[(own["uid"] == uid).to_numpy()].geometry.iloc[0]
    tables: dict[str, pd.DataFrame] = {"grids": own}
    for name in ("buildings", "streets", "water", "mask"):
        frame = plan.layer(name)
        shapes = np.asarray(frame.geometry.values, dtype=object)
        tables[name] = frame[shapely.intersects(shapes, shape)]
    boundary = plan.layer("boundary").iloc[:1]
    if len(boundary):
        tables["boundary"] = boundary.set_geometry([shape], crs=plan.crs)
    return plan.with_tables(**tables)


def file_names(stem: str, codes: list[str], names: list[str]) -> list[str]:
    """Make a file name for each part that no code or name can lead astray.

    Examples
    --------
    >>> file_names("图", ["001", "002", "../../x"], ["东坡社区", "", "a/b"])
    ['图-001-东坡社区.html', '图-002.html', '图-x-ab.html']
    >>> file_names("图", ["1", "1"], ["", ""])
    ['图-1.html', '图-1-2.html']
    """
    made: list[str] = []
    for code, name in zip(codes, names, strict=True):
        words = [_UNSAFE.sub("", text)[:_LONGEST] for text in (code, name)]
        base = "-".join([stem, *filter(None, words)])
        file, number = f"{base}.html", 1
        while file.lower() in (other.lower() for other in made):
            number += 1
            file = f"{base}-{number}.html"
        made.append(file)
    return made
