"""A layer under a forgotten datum is noticed by what it then stands on."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.edits.rows import ImportRows
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.samples import sample_of
from gridplanner.scheme import Scheme
from layers.datum import Datum
from layers.datum_check import check_datum, misfit, reread
from layers.importing import prepare
from tests.core.towns import CRS, X0, Y0


@functools.cache
def langao() -> Plan:
    """Make the ground of the sample town."""
    sample = sample_of("langao")
    plan = Plan.new(Scheme.parse(sample.scheme), sample.crs)
    for layer in sample.about["layers"]:
        if layer["kind"] in ("boundary", "streets", "compounds", "buildings", "entrances"):
            rows = prepare(plan, layer["kind"], sample.folder / layer["file"])
            assert "datum.layer" not in {note.code for note in rows.notes}
            plan = ImportRows(dict(rows.tables)).apply(plan)
    return plan


@pytest.mark.parametrize("kind", ["buildings", "streets", "compounds", "entrances"])
@pytest.mark.parametrize(("datum", "metres"), [("gcj02", 496), ("bd09", 1101)])
def test_a_forgotten_datum_is_named(kind: str, datum: Datum, metres: int) -> None:
    plan = langao()
    shapes = shapes_of(plan.tables[kind]["geometry"])
    assert check_datum(kind, shapes, plan, "cgcs2000") is None
    # What a file in that datum looks like when it is read as CGCS2000.
    seen = reread(shapes, plan.crs, datum, "cgcs2000")
    note = check_datum(kind, seen, plan, "cgcs2000")
    assert note is not None
    assert note.facts["datum"] == datum
    # The shift at this place, as the field knows it.
    assert note.facts["metres"] == pytest.approx(metres, abs=10)


def test_a_datum_declared_though_it_is_none() -> None:
    plan = langao()
    shapes = shapes_of(plan.tables["entrances"]["geometry"])
    wrong = reread(shapes, plan.crs, "cgcs2000", "gcj02")
    note = check_datum("entrances", wrong, plan, "gcj02")
    assert note is not None
    assert note.facts["datum"] == "wgs84"


def test_an_empty_map_says_nothing() -> None:
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    points: Any = shapely.points(np.full((30, 2), (X0, Y0)))
    assert misfit("entrances", points, plan) is None
    assert check_datum("entrances", points, plan, "cgcs2000") is None


@pytest.mark.parametrize("datum", ["cgcs2000", "wgs84", "gcj02", "bd09"])
def test_reading_again_by_the_same_datum_moves_nothing(datum: Datum) -> None:
    points = np.array([shapely.Point(X0, Y0)], dtype=object)
    assert shapely.distance(reread(points, CRS, datum, datum)[0], points[0]) < 0.002
