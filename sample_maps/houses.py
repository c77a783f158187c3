"""Low houses: lots around old blocks and along lanes, sheds behind them, shop houses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon

from .frame import FloatArray, largest
from .ground import Ground, ell, facade, rectangle
from .parts import Building, Door


@dataclass(frozen=True)
class Lots:
    """How densely and how large houses stand along a line."""

    front_m: tuple[float, float]
    depth_m: tuple[float, float]
    gap_m: tuple[float, float]
    built: float
    shed: float
    two_homes: float
    storeys: tuple[int, ...]
    use: str = "自建房"


OLD = Lots((7.0, 11.5), (8.5, 12.5), (0.6, 1.6), 0.95, 0.64, 0.10, (1, 2, 2, 3, 3))
SLOPE = Lots((8.0, 12.5), (7.5, 10.5), (1.5, 8.5), 0.90, 0.74, 0.05, (1, 1, 2, 2, 3))
SPARSE = Lots((8.0, 12.0), (8.0, 11.0), (5.0, 26.0), 0.80, 0.80, 0.08, (1, 1, 2))
SHOPS = Lots((16.0, 28.0), (11.0, 13.0), (1.0, 5.0), 0.94, 0.10, 0.0, (4, 5, 5, 6, 6))


def line_with(
    line: LineString, ground: Ground, lots: Lots, rng: np.random.Generator, set_back_m: float = 0.3
) -> list[Building]:
    """Put houses to the left of a line, fronts towards it.

    Parameters
    ----------
    line
        The front line, in metres.
    ground
        What is taken; new footprints are added to it.
    lots
        Sizes and density.
    rng
        Source of chance.
    set_back_m
        Distance of the front walls from the line.
    """
    built: list[Building] = []
    at = float(rng.uniform(0.5, 4.0))
    while True:
        width = float(rng.uniform(*lots.front_m))
        if at + width > line.length:
            return built
        a, b = (np.array(line.interpolate(pos).coords[0]) for pos in (at, at + width))
        chord = float(np.hypot(*(b - a)))
        if chord < 0.95 * width or rng.random() > lots.built:
            at += width * 0.5
            continue
        along = (b - a) / chord
        depth = float(rng.uniform(*lots.depth_m))
        back = set_back_m + float(rng.uniform(0.0, 1.2))
        house = rectangle((a + b) / 2, along, width, depth, back)
        if lots.use == "自建房" and rng.random() < 0.2:
            house = ell(house, depth * 0.45, bool(rng.random() < 0.5))
        if not ground.take(house):
            at += width * 0.4
            continue
        built.append(_house(house, (a + b) / 2, lots, rng))
        at += width + float(rng.uniform(*lots.gap_m))
        if rng.random() < lots.shed:
            behind = depth + back + float(rng.uniform(1.5, 5.0))
            shed = rectangle(
                (a + b) / 2, along, float(rng.uniform(3.5, 6.5)), float(rng.uniform(3, 4.5)), behind
            )
            if ground.take(shed):
                built.append(Building(shed, 1, "附属"))


def _house(shape: Polygon, front: FloatArray, lots: Lots, rng: np.random.Generator) -> Building:
    door = facade(shape, front)
    storeys = int(rng.choice(lots.storeys))
    if lots.use == "商业":
        return _shop_house(shape, door, storeys, rng)
    homes = 2 if rng.random() < lots.two_homes else 1
    if homes == 2:
        storeys = max(2, storeys)
        rooms = ["101", "201"]
    else:
        rooms = [""]
    return Building(shape, storeys, lots.use, doors=[Door("", door, rooms)], front=door)


def _shop_house(
    shape: Polygon, door: shapely.Point, storeys: int, rng: np.random.Generator
) -> Building:
    """Build a house of four to six storeys on a street: a shop below, flats above it."""
    if rng.random() < 0.35:
        return Building(shape, min(storeys, 4), "商业", front=door)
    rooms = ["101"]
    rooms += [f"{floor}{room:02d}" for floor in range(2, storeys + 1) for room in (1, 2)]
    return Building(shape, storeys, "住宅", doors=[Door("1单元", door, rooms)], front=door)


def shops(line: LineString, ground: Ground, rng: np.random.Generator) -> list[Building]:
    """Put mixed houses with shops along a busy street."""
    lots = Lots(
        SHOPS.front_m, SHOPS.depth_m, SHOPS.gap_m, SHOPS.built, SHOPS.shed, 0.0, SHOPS.storeys,
        "商业",
    )  # fmt: skip
    return line_with(line, ground, lots, rng)


def old_block(
    block: Polygon, ground: Ground, lots: Lots, rng: np.random.Generator, rings: int = 3
) -> list[Building]:
    """Fill a block with houses around its edge and around alleys inside it.

    Parameters
    ----------
    block
        The ground inside the streets.
    ground, lots, rng
        As for :func:`line_with`.
    rings
        How many rows of houses lie behind each other.
    """
    built: list[Building] = []
    inside = block
    for ring in range(rings):
        if inside.is_empty or inside.area < 350.0:
            break
        edge = LineString(shapely.get_coordinates(shapely.orient_polygons(inside).exterior))
        built += line_with(edge, ground, lots, rng)
        inside = largest(shapely.buffer(inside, -(19.0 if ring == 0 else 17.0), join_style="mitre"))
        inside = largest(shapely.simplify(inside, 0.8))
    return built


def lane_sides(
    line: LineString, half_m: float, ground: Ground, lots: Lots, rng: np.random.Generator
) -> list[Building]:
    """Put houses along both sides of a lane that is ``2 * half_m`` wide."""
    built: list[Building] = []
    for way in (half_m, -half_m):
        edge = shapely.offset_curve(line, way, quad_segs=3)
        for part in shapely.get_parts(edge):
            if isinstance(part, LineString) and part.length > 15.0:
                # the curve keeps the line's direction: its right side is walked backwards
                front = part if way > 0 else part.reverse()
                built += line_with(front, ground, lots, rng)
    return built
