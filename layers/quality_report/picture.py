"""A small map of one finding, as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import Shapes, shapes_of, sound_shapes
from gridplanner.model import Plan
from gridplanner.rules import Finding
from layers.style import LIGHT

SIDE_PX = 150
#: Half of the ground shown, in metres: as much as the fault asks for, within these.
NEAR_M, FAR_M = 15.0, 160.0


class Pictures:
    """Draws maps of one plan; the layers are indexed once."""

    def __init__(self, plan: Plan) -> None:
        leaves = plan.leaves
        self._leaves = sound_shapes(shapes_of(leaves.geometry))
        self._row: dict[str, list[int]] = {}
        for at, code in enumerate(leaves["code"].astype(str)):
            self._row.setdefault(code, []).append(at)
        self._layers = [
            (name, shapes, STRtree(shapes))
            for name, shapes in (
                ("w", _usable(plan, "water")),
                ("s", _usable(plan, "streets")),
                ("b", _usable(plan, "buildings")),
            )
            if len(shapes)
        ]
        self._tree = STRtree(self._leaves)

    def of(self, finding: Finding) -> str:
        """Draw a finding; empty text where it has no place."""
        if finding.where is None:
            return ""
        x, y = finding.where
        area = float(finding.facts.get("area_m2", 0.0) or 0.0)
        mine = [at for code in finding.codes for at in self._row.get(code, [])]
        if area:
            room = 2.5 * math.sqrt(area)
        elif mine:
            west, south, east, north = shapely.bounds(self._leaves[mine[0]])
            room = 0.6 * max(east - west, north - south)
            x, y = (west + east) / 2, (south + north) / 2
        else:
            room = 60.0
        room = min(max(room, NEAR_M), FAR_M)
        window = (x - room, y - room, x + room, y + room)
        parts = [f'<rect width="{SIDE_PX}" height="{SIDE_PX}" fill="{LIGHT.ground}"/>']
        box = shapely.box(*window)
        for name, shapes, tree in self._layers:
            parts.append(self._path(name, shapes[tree.query(box)], window))
        near = self._tree.query(box)
        parts.append(self._path("h", self._leaves[[at for at in near if at in mine]], window))
        parts.append(self._path("l", self._leaves[near], window))
        px, py = _to_px(np.array([finding.where]), window)[0]
        parts.append(f'<circle class="p" cx="{px:.0f}" cy="{py:.0f}" r="5"/>')
        metres = f"{2 * room:,.0f} m"
        parts.append(f'<text x="4" y="{SIDE_PX - 5}">{metres}</text>')
        return f'<svg viewBox="0 0 {SIDE_PX} {SIDE_PX}">{"".join(parts)}</svg>'

    def _path(self, kind: str, shapes: Shapes, window: tuple[float, ...]) -> str:
        width = window[2] - window[0]
        cut = shapely.clip_by_rect(shapes, *window) if len(shapes) else shapes
        cut = shapely.simplify(cut, width / SIDE_PX / 2)
        texts = [_d(line, window) for line in _lines(cut)]
        return f'<path class="{kind}" d="{"".join(texts)}"/>' if texts else ""


def _usable(plan: Plan, table: str) -> Shapes:
    shapes = shapes_of(plan.tables[table]["geometry"])
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]


def _lines(shapes: Shapes) -> Iterable[tuple[Any, bool]]:
    """Rings (closed) and lines (open) of some shapes."""
    for part in shapely.get_parts(shapely.get_parts(shapes)):
        if part.geom_type == "Polygon" and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring), True
        elif part.geom_type == "LineString" and not part.is_empty:
            yield shapely.get_coordinates(part), False


def _to_px(xy: Any, window: tuple[float, ...]) -> Any:
    west, south, east, north = window
    return np.stack(
        [(xy[:, 0] - west) / (east - west), (north - xy[:, 1]) / (north - south)], axis=1
    ) * SIDE_PX  # fmt: skip


def _d(line: tuple[Any, bool], window: tuple[float, ...]) -> str:
    xy, closed = line
    points = [f"{x:.0f} {y:.0f}" for x, y in _to_px(xy, window)]
    return "M" + "L".join(points) + ("Z" if closed else "")
