"""育新花园社区: a synthetic Beijing estate of slabs and towers built in 1996."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, affinity

from . import compounds as made
from .frame import largest, snapped, steps
from .ground import Ground, rectangle
from .names import Names, phone
from .parts import Building, Compound, Person, Place, Street, Town
from .people import settle
from .streets import node_streets

MIDDLE = (444542.4, 4436393.6)
TURN_DEG = -3.0
HALF_X, HALF_Y = 258.0, 240.0
CODE, TITLE, ESTATE = "110108019018", "育新花园社区", "育新花园"
PERSONS, WORKERS, CAPTAINS = 15000, 53, 69
SLABS = (
    made.Slab(3, 6, 2, 15.0, 12.0),
    made.Slab(4, 6, 2, 14.0, 12.0),
    made.Slab(2, 7, 3, 19.0, 13.0),
    made.Slab(3, 5, 3, 17.0, 12.5),
    made.Slab(3, 6, 3, 17.0, 12.5),
)
TOWERS = (
    made.Slab(1, 18, 5, 27.0, 21.0),
    made.Slab(1, 14, 6, 30.0, 19.0),
    made.Slab(1, 22, 4, 25.0, 22.0),
)
# west edge, south edge, east edge, north edge as shares of the estate, and the towers' share
SECTORS = (
    ((-1.0, 0.36, -0.02, 1.0), 0.0),
    ((0.02, 0.36, 0.62, 1.0), 0.0),
    ((-1.0, -0.34, -0.40, 0.32), 0.45),
    ((0.30, -0.34, 1.0, 0.32), 0.45),
    ((-1.0, -1.0, -0.02, -0.38), 0.55),
    ((0.02, -1.0, 1.0, -0.38), 0.55),
)
SCHOOL = (0.64, 0.36, 1.0, 1.0)
GARDEN = (-0.36, -0.34, 0.26, 0.32)


def _place(x: float, y: float) -> tuple[float, float]:
    turn = np.deg2rad(TURN_DEG)
    east = MIDDLE[0] + x * HALF_X * np.cos(turn) - y * HALF_Y * np.sin(turn)
    north = MIDDLE[1] + x * HALF_X * np.sin(turn) + y * HALF_Y * np.cos(turn)
    return round(float(east), 3), round(float(north), 3)


def _box(edges: tuple[float, float, float, float], inset_m: float) -> Polygon:
    x0, y0, x1, y1 = edges
    ring = Polygon([_place(x0, y0), _place(x1, y0), _place(x1, y1), _place(x0, y1)])
    return largest(shapely.buffer(ring, -inset_m, join_style="mitre"))


def _streets() -> list[Street]:
    def path(
        name: str, kind: str, width: float, where: Callable[[float], tuple[float, float]]
    ) -> Street:
        return Street(name, kind, width, LineString([where(t) for t in steps(-1.0, 1.0, 0.1)]))

    def bow(t: float) -> float:
        return 0.018 * float(np.sin(2.2 * t))

    return [
        path("育新花园北路", "路", 16.0, lambda t: _place(t, 1.0)),
        path("育新花园南路", "路", 16.0, lambda t: _place(t, -1.0)),
        path("西三旗东路", "主街", 24.0, lambda t: _place(1.0, t)),
        path("育新花园西路", "路", 16.0, lambda t: _place(-1.0, t)),
        path("中心路", "路", 9.0, lambda t: _place(0.0, 0.67 + 0.33 * t)),
        path("知春园路", "路", 9.0, lambda t: _place(t, 0.34 + bow(t) - bow(1.0) * t)),
        path("文化路", "路", 9.0, lambda t: _place(t, -0.36)),
        path("南门路", "路", 9.0, lambda t: _place(0.0, -0.68 + 0.32 * t)),
        path("湖西路", "巷", 6.0, lambda t: _place(-0.38, -0.01 + 0.35 * t)),
        path("湖东路", "巷", 6.0, lambda t: _place(0.28, -0.01 + 0.35 * t)),
        path("学校路", "巷", 7.0, lambda t: _place(0.63, 0.67 + 0.33 * t)),
    ]


def draw_yuxin(seed: int) -> Town:
    """Draw the community.

    Parameters
    ----------
    seed
        Same seed, same community.
    """
    rng = np.random.default_rng([seed, 1])
    streets = node_streets(_streets())
    outer = shapely.union_all([street.line for street in streets[:4]], grid_size=0.001)
    boundary = snapped(largest(shapely.polygonize([outer])))
    wide = [shapely.buffer(street.line, street.width_m / 2 + 2.0) for street in streets]
    ground = Ground(list(wide))
    placed: list[tuple[Polygon, made.Slab]] = []
    for edges, towers in SECTORS:
        core = largest(_box(edges, 6.0).difference(shapely.union_all(wide)))
        core = largest(core.intersection(shapely.buffer(boundary, -19.0)))
        placed += made.mixed_rows(
            core, TURN_DEG, towers, rng, (TOWERS, SLABS), pitches_m=(46.0, 29.0)
        )
    school, school_buildings = _school(ground, rng)
    estate, buildings = _estate(boundary, school, placed, ground, rng)
    pond = _pond()
    buildings += school_buildings + _services(estate.shape, ground, rng)
    taken = [shapely.buffer(item.shape, 3.0, join_style="mitre") for item in buildings]
    taken.append(shapely.buffer(pond, 3.0))
    garden = snapped(largest(_box(GARDEN, 14.0).difference(shapely.union_all(taken))))
    town = Town(
        TITLE, [(CODE, TITLE, boundary)], streets, [("育新湖", pond)], [("公园", garden)],
        [estate, school], _places(buildings, school), buildings,
    )  # fmt: skip
    settle(town, PERSONS, {"网格员": WORKERS}, rng)
    _captains(town, rng)
    return town


def _estate(
    boundary: Polygon,
    school: Compound,
    placed: list[tuple[Polygon, made.Slab]],
    ground: Ground,
    rng: np.random.Generator,
) -> tuple[Compound, list[Building]]:
    """Wall in all but the school's corner and number the buildings from north to south."""
    placed = sorted(placed, key=lambda item: (-round(item[0].centroid.y / 25), item[0].centroid.x))
    inner = shapely.buffer(boundary, -13.0, join_style="mitre")
    shape = largest(inner.difference(shapely.buffer(school.shape, 8.0, join_style="mitre")))
    estate, buildings = made.build_compound(
        ESTATE, shape, placed, 1996, "育新物业", Ground([]), rng, "号楼", "门"
    )
    for building in buildings:
        ground.add(building.shape)
    ways = ((0.0, 1.0), (0.0, -1.0), (-1.0, 0.34), (-1.0, -0.36), (1.0, -0.36))
    ring = estate.shape.exterior
    estate.gates = [snapped(ring.interpolate(ring.project(Point(_place(*way))))) for way in ways]
    return estate, buildings


def _school(ground: Ground, rng: np.random.Generator) -> tuple[Compound, list[Building]]:
    shape = _box(SCHOOL, 11.0)
    core = largest(shapely.buffer(shape, -6.0))
    halls = made.rows(core, TURN_DEG, (made.Slab(1, 4, 0, 46.0, 13.0),), 32.0, rng)[:3]
    compound, buildings = made.build_compound(
        "育新学校", shape, halls, 1996, "单位自管", ground, rng, "号楼"
    )
    for building in buildings:
        building.use, building.doors = "学校", []
    return compound, buildings


def _services(estate: Polygon, ground: Ground, rng: np.random.Generator) -> list[Building]:
    """Put shops along the south road, a centre by the garden and bicycle sheds."""
    turn = np.deg2rad(TURN_DEG)
    along = np.array([np.cos(turn), np.sin(turn)])
    wanted = [("办公", 2, (-0.06, 0.24), 34.0, 12.0), ("商业", 2, (0.10, -0.26), 40.0, 13.0)]
    wanted += [("附属", 1, (float(x), -0.30), 18.0, 9.0) for x in (-0.30,)]
    found: list[Building] = []
    for use, storeys, where, width, depth in wanted:
        shape = rectangle(np.array(_place(*where)), along, width, depth)
        if ground.take(shape, 3.0):
            found.append(Building(shape, storeys, use, ESTATE, f"配套{len(found) + 1}号楼"))
    for _ in range(160):
        x, y = rng.uniform(-0.95, 0.95, 2)
        shape = rectangle(np.array(_place(float(x), float(y))), along, 16.0, 4.0)
        in_garden = GARDEN[0] < x < GARDEN[2] and GARDEN[1] < y < GARDEN[3]
        inside = estate.contains(shape) and estate.exterior.distance(shape) > 2.0
        if inside and not in_garden and ground.take(shape, 4.0):
            found.append(Building(shape, 1, "附属", ESTATE))
    return found


def _pond() -> Polygon:
    angle = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
    size = 1.0 + 0.14 * np.sin(2 * angle + 0.5) + 0.08 * np.sin(3 * angle)
    middle = np.array(_place(-0.06, 0.02))
    ring = np.column_stack([44.0 * size * np.cos(angle), 27.0 * size * np.sin(angle)])
    pond = affinity.rotate(Polygon(ring + middle), TURN_DEG)
    return snapped(pond)


def _places(buildings: list[Building], school: Compound) -> list[Place]:
    places = [Place("育新学校", "学校", snapped(school.shape.representative_point()))]
    for building in buildings:
        at = snapped(building.shape.representative_point())
        if building.use == "办公":
            east = affinity.translate(at, 9.0)
            west = affinity.translate(at, -9.0)
            places.append(Place("育新花园社区服务中心", "社区服务中心", at))
            places.append(Place("育新花园老年人日间照料中心", "养老", east))
            places.append(Place("育新花园睦邻调解室", "社区服务中心", west))
        elif building.use == "商业":
            places.append(Place("育新花园便民市场", "市场", at))
            places.append(Place("育新花园儿童活动中心", "儿童", affinity.translate(at, 8.0)))
    return places


def _captains(town: Town, rng: np.random.Generator) -> None:
    """Give each tower's door a captain and share the slabs' doors among the others."""
    names = Names(rng)
    order = [
        (index, place)
        for index, building in enumerate(town.buildings)
        for place in range(len(building.doors))
    ]
    order.sort(key=lambda item: (_number(town.buildings[item[0]]), item[1]))

    def homes(item: tuple[int, int]) -> int:
        return len(town.buildings[item[0]].doors[item[1]].rooms)

    groups = [[door] for door in order if homes(door) > 60]
    slabs = [item for item in order if homes(item) <= 60]
    left = CAPTAINS - len(groups)
    shares = np.cumsum([homes(item) for item in slabs])
    which = np.minimum((shares - 1) * left // int(shares[-1]), left - 1)
    groups += [
        [door for door, own in zip(slabs, which, strict=True) if own == number]
        for number in range(left)
    ]
    behind: dict[tuple[int, int], list[int]] = {}
    for number, household in enumerate(town.households):
        if household.status == "自住":
            behind.setdefault((household.building, household.door), []).append(number)
    taken = {person.home for person in town.persons}
    for group in groups:
        at = [number for item in group for number in behind[item] if number not in taken]
        home = at[int(rng.integers(len(at)))]
        taken.add(home)
        keeps = "、".join(
            town.buildings[index].name + town.buildings[index].doors[place].label
            for index, place in group
        )
        head = town.households[home].head if rng.random() < 0.6 else names.person()
        line = phone(int(rng.integers(100_000_000)))
        capacity = 10 * -(-sum(homes(item) for item in group) // 10)
        town.persons.append(Person(head, "楼门长", 0.0, line, home, capacity, keeps))


def _number(building: Building) -> int:
    return int(building.name.removesuffix("号楼")) if building.doors else 0
