"""岚皋县城关镇: a synthetic county town at its true place, with real codes and names."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Point

from . import houses
from .areas import grow_woods, tile_communities
from .frame import largest, snapped
from .ground import Ground
from .names import Names
from .net import PART_M, lay_net
from .parts import Building, Street, Town
from .people import settle
from .river import lay_valley, river_polygon, stream_line, stream_polygon
from .streets import cut_bridges, node_streets, number_fronts
from .uses import Builder

MIDDLE = (584107.94, 3575469.52)
PERSONS, WORKERS, CAPTAINS = 35348, 326, 600


def draw_langao(seed: int, scale: int = 1) -> Town:
    """Draw the town.

    Parameters
    ----------
    seed
        Same seed, same town.
    scale
        How many times as long the valley is, with as many times the people.
    """
    rng = np.random.default_rng([seed, scale])
    names = Names(rng)
    valley = lay_valley(rng, PART_M * scale, MIDDLE)
    net = lay_net(valley, scale, names, rng)
    streets = node_streets(net.streets)
    areas = tile_communities(valley, net, scale, streets)
    boundary = largest(shapely.union_all([area for _, _, area in areas], grid_size=0.001))
    river = largest(shapely.intersection(river_polygon(valley), boundary, grid_size=0.001))
    water = [("岚河", snapped(river))]
    for part in range(scale):
        line = stream_line(valley, net.majors[1][part * 12 + 5])
        water.append(("石板沟", stream_polygon(line, river, boundary)))
    wide: list[shapely.Geometry] = [
        shapely.buffer(street.line, street.width_m / 2 + 1.5, quad_segs=4) for street in streets
    ]
    wide += [shapely.buffer(shape, 5.0, quad_segs=3) for _, shape in water]
    wide += [shapely.buffer(area.exterior, 2.0, quad_segs=2) for _, _, area in areas]
    builder = Builder(valley, net, wide, Ground(wide), names, rng)
    builder.fill(scale)
    lanes = [street for street in streets if street.width_m <= 5.0]
    for lane in lanes:
        builder.buildings += houses.lane_sides(lane.line, 5.0, builder.ground, houses.SLOPE, rng)
    for street in streets:
        if street.width_m == 10.0 and street.line.length > 600:
            builder.buildings += houses.lane_sides(
                street.line, 8.0, builder.ground, houses.SLOPE, rng
            )
    builder.services(areas)
    streets = cut_bridges(streets, [shape for _, shape in water])
    _name_houses(builder.buildings, streets)
    lived: list[shapely.Geometry] = [street.line for street in lanes]
    lived += [building.shape for building in builder.buildings]
    lived += [shape for _, shape in water]
    woods = grow_woods(valley, boundary, areas, lived, rng)
    town = Town(
        "岚皋县城关镇城区", areas, streets, water, woods, builder.compounds, builder.places,
        builder.buildings,
    )  # fmt: skip
    settle(town, PERSONS * scale, {"网格员": WORKERS * scale, "楼门长候选": CAPTAINS * scale}, rng)
    return town


def _name_houses(buildings: list[Building], streets: list[Street]) -> None:
    """Give houses outside compounds their street and number, and sheds an empty name."""
    named = [building for building in buildings if not building.compound and building.front]
    fronts = [building.front or Point() for building in named]
    for building, (street, number) in zip(named, number_fronts(streets, fronts), strict=True):
        building.name = f"{street}{number}号"
