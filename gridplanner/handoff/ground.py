"""Ground that lies elsewhere: what of it is a change, and what is rounding."""

from __future__ import annotations

import shapely

from gridplanner.geometry import as_polygons

#: Ground that may lie elsewhere, and a border that may have moved, before it is a change:
#: coordinates in degrees with nine decimals are good to 0.1 mm, ours are whole millimetres.
SAME_M2 = 0.01
SAME_M = 0.002
#: A difference of ground thinner than a hand would draw is not worth an edit of its own.
THIN_M = 0.005


def moved(a: shapely.Geometry, b: shapely.Geometry) -> tuple[float, float]:
    """Give the ground that lies elsewhere (m²) and how far the outline moved (m).

    The distance is Hausdorff's; 0 where no ground lies elsewhere.

    >>> moved(shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 13))
    (30.0, 3.0)
    """
    area = float(shapely.area(shapely.symmetric_difference(a, b)))
    if area <= SAME_M2:
        return area, 0.0
    away = float(shapely.hausdorff_distance(shapely.boundary(a), shapely.boundary(b), densify=0.1))
    return round(area, 2), round(away, 3)


def thick(a: shapely.Geometry, b: shapely.Geometry) -> shapely.Geometry:
    """Give what of a is not in b, without slivers thinner than some millimetres."""
    return clean(shapely.difference(a, b))


def clean(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep the parts of a shape that are ground: larger than rounding, thicker than a line.

    >>> clean(shapely.box(0, 0, 100, 0.001)).is_empty
    True
    """
    parts = [
        part
        for part in shapely.get_parts(as_polygons(shape))
        if shapely.area(part) > SAME_M2 and not shapely.is_empty(shapely.buffer(part, -THIN_M / 2))
    ]
    return as_polygons(shapely.union_all(parts)) if parts else shapely.Polygon()
