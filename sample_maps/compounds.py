"""Compounds: rows of parallel slabs that face south, towers, walls and gates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, affinity, box

from .frame import FloatArray, largest, snapped
from .ground import Ground
from .parts import Building, Compound, Door


@dataclass(frozen=True)
class Slab:
    """A residential building by its make: doors side by side, floors, flats on a floor."""

    units: int
    floors: int
    flats: int
    unit_m: float
    depth_m: float

    @property
    def length_m(self) -> float:
        """Length of the facade."""
        return self.units * self.unit_m

    @property
    def homes(self) -> int:
        """Number of flats."""
        return self.units * self.floors * self.flats


SLABS = (
    Slab(2, 6, 2, 14.5, 11.5),
    Slab(3, 6, 2, 14.0, 11.5),
    Slab(3, 6, 2, 13.5, 12.0),
    Slab(3, 5, 2, 14.0, 11.5),
    Slab(2, 7, 2, 15.0, 12.0),
    Slab(4, 6, 2, 13.5, 11.5),
)
LONG_SLABS = (*SLABS, Slab(5, 6, 2, 13.0, 11.5))
TOWERS = (
    Slab(1, 18, 2, 21.0, 14.0),
    Slab(1, 11, 4, 25.0, 17.0),
    Slab(1, 16, 4, 26.0, 18.0),
    Slab(1, 17, 4, 26.0, 18.0),
    Slab(2, 11, 3, 19.0, 13.5),
)


def doors_of(
    shape: Polygon, slab: Slab, shop_floor: bool = False, mark: str = "单元"
) -> list[Door]:
    """Give a slab's doors on its north side, 1单元 in the west.

    Parameters
    ----------
    shape
        A rectangle as :func:`rows` makes it: south-west corner first, anticlockwise.
    slab
        Its make.
    shop_floor
        Whether the ground floor holds one shop a door instead of flats.
    mark
        How doors are counted: 单元 or 门.
    """
    north_east, north_west = shapely.get_coordinates(shape)[2:4]
    doors = []
    for unit in range(slab.units):
        share = (unit + 0.5) / slab.units
        at = north_west + (north_east - north_west) * share
        rooms = [
            f"{floor}{flat:02d}"
            for floor in range(1, slab.floors + 1)
            for flat in range(1, (1 if shop_floor and floor == 1 else slab.flats) + 1)
        ]
        doors.append(Door(f"{unit + 1}{mark}", Point(np.round(at, 3)), rooms))
    return doors


def rows(
    ground: Polygon,
    angle_deg: float,
    makes: tuple[Slab, ...],
    pitch_m: float,
    rng: np.random.Generator,
    gap_m: float = 8.0,
) -> list[tuple[Polygon, Slab]]:
    """Fill a ground with rows of slabs, from north to south and west to east.

    Parameters
    ----------
    ground
        Where buildings may stand.
    angle_deg
        Direction of the rows, anticlockwise from east.
    makes
        What may be built; one row mixes them.
    pitch_m
        Distance from row to row, so that the sun reaches the ground floors.
    rng
        Source of chance.
    gap_m
        Distance of slabs in a row.
    """
    centre = ground.centroid
    turned = affinity.rotate(ground, -angle_deg, origin=centre)
    x0, y0, x1, y1 = turned.bounds
    depth = max(make.depth_m for make in makes)
    found: list[tuple[Polygon, Slab]] = []
    count = max(1, int((y1 - y0 - depth) // pitch_m) + 1)
    top = y1 - max(0.0, (y1 - y0 - depth - (count - 1) * pitch_m) / 2)
    for row in range(count):
        y = top - row * pitch_m
        left, right = _free_run(turned, (x0, x1), y - depth, y)
        chosen = _fill(right - left, makes, rng, gap_m)
        used = sum(make.length_m for make in chosen) + gap_m * (len(chosen) - 1)
        x = left + max(0.0, (right - left - used) / 2)
        for make in chosen:
            slab = Polygon(
                [
                    (x, y - make.depth_m),
                    (x + make.length_m, y - make.depth_m),
                    (x + make.length_m, y),
                    (x, y),
                ]
            )
            shape = affinity.rotate(slab, angle_deg, origin=centre)
            found.append((Polygon(np.round(shapely.get_coordinates(shape)[:4], 3)), make))
            x += make.length_m + gap_m
    return found


def mixed_rows(
    ground: Polygon,
    angle_deg: float,
    towers: float,
    rng: np.random.Generator,
    makes: tuple[tuple[Slab, ...], tuple[Slab, ...]] | None = None,
    pitches_m: tuple[float, float] = (43.0, 32.0),
) -> list[tuple[Polygon, Slab]]:
    """Fill a large ground with towers in its north and slabs in its south.

    Parameters
    ----------
    ground, angle_deg, rng
        As for :func:`rows`.
    towers
        Share of the depth that towers take.
    makes, pitches_m
        What the two parts are built of, and the distance of their rows.
    """
    tall, low_rise = makes or (TOWERS, LONG_SLABS)
    centre = ground.centroid
    turned = affinity.rotate(ground, -angle_deg, origin=centre)
    x0, y0, x1, y1 = turned.bounds
    line = y1 - towers * (y1 - y0)
    found = []
    for low, high, kinds, pitch, gap in (
        (line, y1, tall, pitches_m[0], 17.0),
        (y0, line - 9.0 * (towers > 0), low_rise, pitches_m[1], 8.5),
    ):
        part = largest(turned.intersection(box(x0, low, x1, high)))
        if high - low > 22.0 and not part.is_empty:
            back = affinity.rotate(part, angle_deg, origin=centre)
            found += rows(back, angle_deg, kinds, pitch, rng, gap)
    return found


def _free_run(
    shape: Polygon, across: tuple[float, float], low: float, high: float
) -> tuple[float, float]:
    left, right = across
    for y in (low, (low + high) / 2, high):
        cut = shape.intersection(LineString([(across[0] - 1, y), (across[1] + 1, y)]))
        runs = [part for part in shapely.get_parts(cut) if part.length > 1.0]
        if not runs:
            return 0.0, 0.0
        run = max(runs, key=lambda part: part.length)
        left, right = max(left, run.bounds[0]), min(right, run.bounds[2])
    return left, right


def _fill(
    room_m: float, makes: tuple[Slab, ...], rng: np.random.Generator, gap_m: float
) -> list[Slab]:
    chosen: list[Slab] = []
    while True:
        fitting = [make for make in makes if make.length_m <= room_m]
        if not fitting:
            return chosen
        make = fitting[int(rng.integers(len(fitting)))]
        chosen.append(make)
        room_m -= make.length_m + gap_m


def row_angle(block: Polygon) -> float:
    """Give the direction in degrees of the block's side that runs nearest to east and west."""
    coords = shapely.get_coordinates(shapely.minimum_rotated_rectangle(block))
    best = 90.0
    for (ax, ay), (bx, by) in pairwise(coords[:3]):
        angle = (np.degrees(np.arctan2(by - ay, bx - ax)) + 90.0) % 180.0 - 90.0
        if abs(angle) < abs(best):
            best = float(angle)
    return float(np.clip(best, -28.0, 28.0))


def build_compound(
    name: str,
    block: Polygon,
    placed: list[tuple[Polygon, Slab]],
    year: int,
    firm: str,
    ground: Ground,
    rng: np.random.Generator,
    mark: str = "幢",
    door_mark: str = "单元",
) -> tuple[Compound, list[Building]]:
    """Wall a block in and number its slabs.

    Parameters
    ----------
    name, year, firm
        What the compound is called, when it was built, who keeps it.
    block
        Its ground.
    placed
        Slabs inside it.
    ground
        Remembers the walled ground.
    rng
        Source of chance.
    mark, door_mark
        How buildings are counted (幢 or 号楼) and their doors (单元 or 门).
    """
    shape = snapped(block)
    ground.add(shape)
    wall = "围墙" if year > 1995 or rng.random() < 0.6 else "开放"
    compound = Compound(name, shape, wall, year, firm)
    compound.gates = gates_of(shape, 1 if len(placed) < 9 else 3)
    buildings = []
    for number, (slab_shape, make) in enumerate(placed, start=1):
        shops = make.floors > 7 and bool(rng.random() < 0.3)
        buildings.append(
            Building(
                slab_shape,
                make.floors,
                "住宅",
                name,
                f"{number}{mark}",
                doors_of(slab_shape, make, shops, door_mark),
            )
        )
    return compound, buildings


def sheds(
    block: Polygon, placed: list[tuple[Polygon, Slab]], name: str, rng: np.random.Generator
) -> list[Building]:
    """Put a bicycle shed on the north side of some slabs, past the path to the doors."""
    found = []
    for shape, make in placed:
        south_west, south_east, _, north_west = shapely.get_coordinates(shape)[:4]
        up = (north_west - south_west) / np.hypot(*(north_west - south_west))
        along = (south_east - south_west) / np.hypot(*(south_east - south_west))
        ends = north_west + up * 6.0 + along * 4.0, north_west + up * 6.0 + along * 19.0
        ring = np.array([*ends, ends[1] + up * 3.6, ends[0] + up * 3.6])
        shed = Polygon(np.round(ring, 3))
        others = [other for other, _ in placed if other.distance(shed) < 3.0]
        inside = block.contains(shed) and block.exterior.distance(shed) > 2.0
        if make.floors < 9 and inside and not others and rng.random() < 0.5:
            found.append(Building(shed, 1, "附属", name))
    return found


def gates_of(shape: Polygon, count: int, towards: FloatArray | None = None) -> list[Point]:
    """Give gates in the middle of a wall's longest sides."""
    coords = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    sides = list(pairwise(coords))
    sides.sort(key=lambda pair: -float(np.hypot(*(pair[1] - pair[0]))))
    if towards is not None:
        sides.sort(key=lambda pair: float(np.hypot(*((pair[0] + pair[1]) / 2 - towards))))
    gates = []
    ring = shape.exterior
    for a, b in sides[:count]:
        gates.append(snapped(ring.interpolate(ring.project(Point((a + b) / 2)))))
    return gates
