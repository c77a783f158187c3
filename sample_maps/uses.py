"""What each block of the mountain town is used for, and how it is filled."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from . import compounds as made
from . import houses
from .frame import largest, steps
from .ground import Ground
from .names import FIRMS, Names
from .net import Cell, Net
from .parts import Building, Compound, Place
from .river import Valley

SMALL_COMPOUNDS = (3, 4, 5, 7, 4, 4, 1)
SMALLEST = 78
TOWERS_SHARE = (0.1, 0.2, 0.3, 0.2, 0.15, 0.15, 0.1)
OPEN_SHARE = (0.30, 0.12, 0.02, 0.08, 0.14, 0.12, 0.88)
FIELDS_SHARE = 0.34
LARGE = 512
INSTITUTIONS: dict[int, tuple[tuple[str, str, str], ...]] = {
    0: (("岚皋中学", "学校", "学校"), ("西坡小学", "学校", "学校")),
    1: (("岚皋县医院", "医院", "医院"), ("县委党校", "机关", "办公")),
    2: (("岚皋县政务中心", "机关", "办公"), ("中心农贸市场", "市场", "市场")),
    3: (("四坪小学", "学校", "学校"), ("富硒食品厂", "企业", "厂房")),
    4: (("职业教育中心", "学校", "学校"), ("建材市场", "市场", "市场")),
    5: (("肖家坝小学", "学校", "学校"), ("中医医院", "医院", "医院")),
    6: (("城北小学", "学校", "学校"), ("魔芋加工厂", "企业", "厂房")),
}
HALLS = {
    "学校": (made.Slab(1, 5, 0, 52.0, 12.0), 34.0, 3),
    "医院": (made.Slab(1, 8, 0, 46.0, 17.0), 36.0, 4),
    "办公": (made.Slab(1, 6, 0, 42.0, 14.0), 38.0, 4),
    "市场": (made.Slab(1, 2, 0, 38.0, 24.0), 34.0, 4),
    "厂房": (made.Slab(1, 1, 0, 44.0, 20.0), 30.0, 6),
}


def _homes(placed: list[tuple[Polygon, made.Slab]]) -> int:
    return sum(make.homes for _, make in placed)


def _within(shape: Polygon) -> Point:
    return Point(np.round(shape.representative_point().coords[0], 3))


class Builder:
    """Fills blocks one after another and keeps what it has built.

    Parameters
    ----------
    valley, net
        The lines and the blocks between them.
    streets_wide
        Streets, water and communities' lines with the width that stays free.
    ground, names, rng
        What is taken, names not given yet, source of chance.
    """

    def __init__(
        self,
        valley: Valley,
        net: Net,
        streets_wide: list[shapely.Geometry],
        ground: Ground,
        names: Names,
        rng: np.random.Generator,
    ) -> None:
        self.valley, self.net, self.ground, self.names, self.rng = valley, net, ground, names, rng
        self._wide = np.array(streets_wide, dtype=object)
        self._tree = shapely.STRtree(self._wide)
        self.buildings: list[Building] = []
        self.compounds: list[Compound] = []
        self.places: list[Place] = []

    def inside(self, cell: Cell) -> Polygon:
        """Give the block's ground inside its streets, empty where too little is left."""
        shape = cell.polygon(self.valley)
        near = self._wide[self._tree.query(shape, predicate="intersects")]
        left = largest(shapely.difference(shape, shapely.union_all(near)))
        return largest(shapely.buffer(shapely.buffer(left, -4.0), 3.0, join_style="mitre"))

    def estate(self, cell: Cell) -> None:
        """Build a large walled compound of rows of slabs and some towers."""
        block = self.inside(cell)
        core = largest(shapely.buffer(block, -7.0, join_style="mitre"))
        angle = made.row_angle(block)
        best: list[tuple[Polygon, made.Slab]] = []
        for towers in (0.0, 0.3, 0.4, 0.5, 0.6, 0.75, 1.0):
            placed = made.mixed_rows(core, angle, towers, self.rng)
            if _homes(placed) > _homes(best):
                best = placed
            if _homes(best) >= LARGE:
                break
        self._compound(next(self.names.compounds), block, best, int(self.rng.integers(2006, 2020)))

    def small_compound(self, cell: Cell) -> bool:
        """Build a compound of a few slabs or towers, and tell whether there was room for it."""
        block = self.inside(cell)
        core = largest(shapely.buffer(block, -5.0, join_style="mitre"))
        if core.is_empty:
            return False
        angle = made.row_angle(block)
        if self.rng.random() < TOWERS_SHARE[cell.community % 7]:
            placed = made.rows(core, angle, made.TOWERS, 46.0, self.rng, gap_m=18.0)
            year = int(self.rng.integers(2011, 2021))
        else:
            placed = made.rows(core, angle, made.SLABS, 31.0, self.rng)
            year = int(self.rng.integers(1988, 2014))
        if _homes(placed) < SMALLEST:
            return False
        self._compound(next(self.names.compounds), block, placed, year)
        return True

    def _compound(
        self, name: str, block: Polygon, placed: list[tuple[Polygon, made.Slab]], year: int
    ) -> None:
        firm = FIRMS[int(self.rng.integers(len(FIRMS)))]
        compound, buildings = made.build_compound(
            name, block, placed, year, firm, self.ground, self.rng
        )
        self.compounds.append(compound)
        self.buildings += buildings
        self.buildings += made.sheds(block, placed, name, self.rng)

    def institution(self, cell: Cell, name: str, kind: str, use: str) -> None:
        """Build a walled ground without households, such as a school."""
        block = self.inside(cell)
        core = largest(shapely.buffer(block, -6.0, join_style="mitre"))
        make, pitch, most = HALLS[use]
        placed = made.rows(core, made.row_angle(block), (make,), pitch, self.rng, 10.0)[:most]
        compound, buildings = made.build_compound(
            name, block, placed, int(self.rng.integers(1985, 2019)), "单位自管", self.ground,
            self.rng, mark="号楼",
        )  # fmt: skip
        for building in buildings:
            building.use, building.doors = use, []
        self.compounds.append(compound)
        self.buildings += buildings
        self.places.append(Place(name, kind, _within(block)))

    def old(self, cell: Cell, lots: houses.Lots = houses.OLD, rings: int = 3) -> None:
        """Fill a block with old houses, with shop houses where it lies on the main street."""
        block = self.inside(cell)
        if block.is_empty:
            return
        edge = self._main_edge(cell)
        if edge is not None and lots is houses.OLD:
            self.buildings += houses.shops(edge, self.ground, self.rng)
        self.buildings += houses.old_block(block, self.ground, lots, self.rng, rings)

    def _main_edge(self, cell: Cell) -> LineString | None:
        if cell.s1 - cell.s0 < 50 or (cell.t1 < 1.0 if cell.band == 0 else cell.t0 > 0.0):
            return None
        s = steps(cell.s0 + 14.0, cell.s1 - 14.0)
        inner = cell.side * (1 if cell.band else -1)
        d = self.valley.main(cell.side, s) + inner * 13.0
        return self.valley.frame.line(s[::-inner], d[::-inner])

    def fill(self, parts: int) -> None:
        """Give every block a use and build on it, community by community."""
        for cell in self.net.estates:
            self.estate(cell)
        own: dict[int, list[Cell]] = defaultdict(list)
        for cell in self.net.cells:
            own[cell.community].append(cell)
        for community in range(7 * parts):
            cells = own[community]
            order = [cells[i] for i in self.rng.permutation(len(cells))]
            self._institutions(community, order)
            self._small_compounds(community, order)
            for cell in order:
                self._rest(cell)

    def _institutions(self, community: int, order: list[Cell]) -> None:
        mark = "" if community < 7 else "东西南北中上下前后"[(community // 7 - 1) % 9]
        for name, kind, use in INSTITUTIONS[community % 7]:
            cell = min(order, key=lambda item: abs(item.area_m2(self.valley) - 15000.0))
            order.remove(cell)
            self.institution(cell, mark + name, kind, use)

    def _small_compounds(self, community: int, order: list[Cell]) -> None:
        fit = [
            cell
            for cell in order
            if 6800 < cell.area_m2(self.valley) < 16000 and cell.depth_m(self.valley) > 58
        ]
        wanted = SMALL_COMPOUNDS[community % 7]
        for cell in fit:
            if wanted and self.small_compound(cell):
                order.remove(cell)
                wanted -= 1

    def _rest(self, cell: Cell) -> None:
        at_end = cell.s0 < 250 or cell.s1 > self.valley.length_m - 250
        draw = self.rng.random() / OPEN_SHARE[cell.community % 7]
        if draw < FIELDS_SHARE:
            return
        if at_end or draw < 1.0:
            self.old(cell, houses.SPARSE, rings=2)
        else:
            self.old(cell)

    def services(self, areas: list[tuple[str, str, Polygon]]) -> None:
        """Choose buildings for the community centre, day care and children's place of each."""
        fit = [item for item in self.buildings if item.use in {"商业", "住宅"}]
        tree = shapely.STRtree([building.shape for building in fit])
        for _, title, area in areas:
            inside = [fit[i] for i in sorted(tree.query(area, predicate="contains"))]
            shops = [building for building in inside if building.use == "商业"]
            homes = [building for building in inside if building.use == "住宅"]
            short = title.removesuffix("社区")
            for kind, what in (
                ("社区服务中心", "社区服务中心"),
                ("养老", "老年人日间照料中心"),
                ("儿童", "儿童活动中心"),
            ):
                among = shops or homes
                chosen = among.pop(int(self.rng.integers(len(among))))
                self.places.append(Place(f"{short}{what}", kind, _within(chosen.shape)))
