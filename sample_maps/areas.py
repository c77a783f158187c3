"""The communities' lines (along river, streets and spurs) and the woods nobody serves."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, Polygon

from .frame import largest, snapped, steps
from .names import words
from .net import CROSSES, EAST_SPLITS, WEST_SPLITS, Net, community_of
from .parts import Street
from .river import Valley, boundary_lines
from .streets import between

COMMUNITIES = words("西坡社区 东坡社区 号房湾社区 四坪社区 罗景坪社区 肖家坝社区 城北社区")
TOWN_CODE = "610925100"


def tile_communities(
    valley: Valley, net: Net, parts: int, streets: list[Street]
) -> list[tuple[str, str, Polygon]]:
    """Divide the town's ground among its communities.

    Returns
    -------
    list of (str, str, Polygon)
        Code, name and polygon in the order of the codes; neighbours share their vertices.

    Raises
    ------
    ValueError
        When the lines do not close around each community.
    """
    lines = [*boundary_lines(valley), _river(valley, net)]
    seeds: dict[int, list[shapely.Point]] = {}
    for side in (1, -1):
        low, high = EAST_SPLITS if side > 0 else WEST_SPLITS
        for part in range(parts):
            first = part * CROSSES
            for within in (0, low, high):
                if first + within:
                    lines += _across(valley, side, net.majors[side][first + within], streets)
            for within in (1, low + 1, high + 1):
                s0, s1 = net.majors[side][first + within - 1 : first + within + 1]
                s = (s0 + s1) / 2
                for band in (0, 1):
                    d = float(valley.main(side, s)) + side * (40.0 if band else -40.0)
                    name = community_of(side, band, first + within - 1)
                    seeds.setdefault(name, []).append(valley.frame.point(s, d))
            if side > 0:
                ends = [
                    valley.frame.point(s, float(valley.main(1, s)))
                    for s in (net.majors[1][first + low], net.majors[1][first + high])
                ]
                main = min(streets, key=lambda street: _miss(street.line, ends))
                lines.append(between(main.line, ends[0], ends[1]))
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=0.001)
    faces = [face for face in shapely.get_parts(shapely.polygonize([noded])) if face.area > 100.0]
    result = []
    for index, points in sorted(seeds.items()):
        own = [face for face in faces if all(face.contains(point) for point in points)]
        if len(own) != 1:
            raise ValueError(f"community {index} is {len(own)} faces")
        faces.remove(own[0])
        part, place = divmod(index, len(COMMUNITIES))
        title = COMMUNITIES[place] if part == 0 else COMMUNITIES[place][:-2] + f"{part + 1}社区"
        result.append((f"{TOWN_CODE}{index + 1:03d}", title, snapped(own[0])))
    return result


def _river(valley: Valley, net: Net) -> LineString:
    """Draw the river's middle with a vertex where each cross street meets it."""
    s = np.unique(np.concatenate([steps(0.0, valley.length_m, 14.0), *net.majors.values()]))
    return valley.frame.line(s, valley.river(s))


def _miss(line: LineString, points: list[shapely.Point]) -> float:
    return sum(float(line.distance(point)) for point in points)


def _across(valley: Valley, side: int, s: float, streets: list[Street]) -> list[LineString]:
    """Draw a line from the river along a cross street and up a spur to the ridge."""
    marks = [valley.frame.point(s, float(line(side, s))) for line in (valley.bank, valley.foot)]
    street = min(streets, key=lambda item: _miss(item.line, marks))
    to_bank = LineString([valley.frame.point(s, float(valley.river(s))), marks[0]])
    foot = float(valley.foot(side, s))
    rise = steps(0.0, abs(float(valley.ridge(side, s)) - foot) + 150.0, 25.0)
    bend = 24.0 * np.sin(np.maximum(rise - 170.0, 0.0) / 60.0)
    spur = valley.frame.line(s + bend, foot + side * rise)
    return [to_bank, between(street.line, marks[0], marks[1]), spur]


def grow_woods(
    valley: Valley,
    boundary: Polygon,
    areas: list[tuple[str, str, Polygon]],
    lived: list[shapely.Geometry],
    rng: np.random.Generator,
) -> list[tuple[str, Polygon]]:
    """Cover the steep sides with woods, away from all that is lived in.

    Parameters
    ----------
    valley, boundary, areas
        The ground; woods are cut at the communities' lines.
    lived
        Slope lanes, houses and water that the woods keep away from.
    rng
        Source of the edges' irregularity.
    """
    keep_out = shapely.buffer(
        shapely.union_all([shapely.buffer(item, 46.0, quad_segs=3) for item in lived]),
        -18.0,
        quad_segs=3,
    )
    woods = []
    for side in (1, -1):
        s = steps(-60.0, valley.length_m + 60.0, 22.0)
        edge = valley.slope(side, s) * 0.55 + 42.0 + rng.uniform(-9, 9, len(s))
        lower = valley.foot(side, s) + side * edge
        upper = valley.ridge(side, s) + side * 150.0
        band = valley.frame.polygon(
            np.concatenate([s, s[::-1]]), np.concatenate([lower, upper[::-1]])
        )
        shape = shapely.difference(shapely.buffer(band, 0), keep_out)
        for _, _, area in areas:
            piece = shapely.intersection(shape, area)
            for part in shapely.get_parts(piece):
                if isinstance(part, Polygon) and part.area > 4000.0:
                    smooth = largest(shapely.simplify(shapely.buffer(part, -2.0), 1.5))
                    woods.append(("林地", snapped(smooth)))
    inside = [(kind, shape) for kind, shape in woods if boundary.intersects(shape)]
    return [(kind, largest(shapely.intersection(shape, boundary))) for kind, shape in inside]
