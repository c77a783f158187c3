"""The mountain town's street net: riverside, main and foot roads, cross streets, slope lanes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from shapely import Polygon

from .frame import FloatArray, steps
from .names import Names
from .parts import Street
from .river import Valley

PART_M = 3400.0
CROSSES = 12
BRIDGES = {1: "罗景坪大桥", 3: "南门桥", 5: "岚河大桥", 8: "四坪大桥", 10: "城北大桥"}
EAST_SPLITS, WEST_SPLITS = (3, 8), (4, 8)
STREAM_AT = 5


@dataclass(frozen=True)
class Cell:
    """A block in the valley's frame: between two stations and two shares of a band.

    ``side`` is 1 east, -1 west of the river; band 0 lies by the river, band 1 by the slope.
    """

    side: int
    band: int
    s0: float
    s1: float
    t0: float = 0.0
    t1: float = 1.0
    community: int = 0

    def d(self, valley: Valley, s: FloatArray, t: float) -> FloatArray:
        """Give the offset from the axis at share ``t`` of the band."""
        main = valley.main(self.side, s)
        if self.band == 0:
            low, high = valley.bank(self.side, s), main
        else:
            low, high = main, valley.foot(self.side, s)
        return low + t * (high - low)

    def depth_m(self, valley: Valley) -> float:
        """Give the mean depth across the valley."""
        s = steps(self.s0, self.s1, 40.0)
        return float(np.abs(self.d(valley, s, self.t1) - self.d(valley, s, self.t0)).mean())

    def area_m2(self, valley: Valley) -> float:
        """Give the area, near enough to choose a use by."""
        return self.depth_m(valley) * (self.s1 - self.s0)

    def polygon(self, valley: Valley) -> Polygon:
        """Draw the block up to its streets' centre lines."""
        s = steps(self.s0, self.s1, 10.0)
        ring = np.concatenate([s, s[::-1]])
        d = np.concatenate([self.d(valley, s, self.t0), self.d(valley, s, self.t1)[::-1]])
        return valley.frame.polygon(ring, d)


@dataclass
class Net:
    """Streets, the blocks between them and the stations that the communities' lines follow."""

    streets: list[Street] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    estates: list[Cell] = field(default_factory=list)
    majors: dict[int, list[float]] = field(default_factory=dict)

    def split(self, side: int, which: int) -> float:
        """Give the station of a cross street by its number along the town."""
        return self.majors[side][which]


def community_of(side: int, band: int, cross: int) -> int:
    """Tell which of the seven communities (0 to 6) the cells after a cross street belong to.

    Examples
    --------
    >>> [community_of(-1, 0, cross) for cross in (0, 5, 11)]
    [5, 0, 3]
    >>> community_of(1, 0, 5), community_of(1, 1, 5)
    (2, 1)
    """
    part, within = divmod(cross, CROSSES)
    if side < 0:
        low, high = WEST_SPLITS
        name = 5 if within < low else 0 if within < high else 3
    else:
        low, high = EAST_SPLITS
        name = 4 if within < low else 6 if within >= high else (2, 1)[band]
    return 7 * part + name


def lay_net(valley: Valley, parts: int, names: Names, rng: np.random.Generator) -> Net:
    """Lay the streets of a valley ``parts`` towns long.

    Parameters
    ----------
    valley
        The lines to follow.
    parts
        How many times seven communities come after each other.
    names
        Where street names come from.
    rng
        Source of chance.
    """
    net = Net()
    stations = _stations(parts, rng)
    for side in (1, -1):
        own = list(stations)
        if side < 0:
            for i in range(1, len(own) - 1):
                if i % CROSSES not in {*BRIDGES, *WEST_SPLITS, 0}:
                    own[i] += float(rng.uniform(-45, 45))
        net.majors[side] = own
    _long_streets(valley, net, parts)
    _bridges(valley, net, parts)
    for side in (1, -1):
        _cross_streets(valley, net, side, names)
    for side in (1, -1):
        _slope_lanes(valley, net, side, names, rng)
    _blocks(valley, net, names, rng)
    return net


def _stations(parts: int, rng: np.random.Generator) -> list[float]:
    pitch = PART_M / CROSSES
    stations = []
    for i in range(parts * CROSSES + 1):
        jitter = 0.0 if i % CROSSES == 0 else float(rng.uniform(-38, 38))
        stations.append(i * pitch + jitter)
    return stations


def _long_streets(valley: Valley, net: Net, parts: int) -> None:
    named = {
        (1, "bank"): ("滨河东路", "滨河东路", "滨河东路"),
        (1, "main"): ("罗景大道", "新正街", "城北大道"),
        (1, "foot"): ("罗景环路", "东坡路", "北环路"),
        (-1, "bank"): ("滨河西路", "滨河西路", "滨河西路"),
        (-1, "main"): ("肖家坝路", "建设路", "四坪路"),
        (-1, "foot"): ("肖坝环路", "西坡路", "四坪环路"),
    }
    for part in range(parts):
        mark = "" if part == 0 else "东西南北中上下前后"[(part - 1) % 9]
        for (side, which), titles in named.items():
            first = part * CROSSES
            low, high = EAST_SPLITS if side > 0 else WEST_SPLITS
            cuts = [net.majors[side][first + i] for i in (0, low, high, CROSSES)]
            for title, s0, s1 in zip(titles, cuts[:-1], cuts[1:], strict=True):
                s = steps(s0, s1)
                d = {"bank": valley.bank, "main": valley.main, "foot": valley.foot}[which](side, s)
                kind = "主街" if which == "main" else "路"
                width = {"bank": 14.0, "main": 20.0, "foot": 10.0}[which]
                net.streets.append(Street(mark + title, kind, width, valley.frame.line(s, d)))


def _bridges(valley: Valley, net: Net, parts: int) -> None:
    for part in range(parts):
        mark = "" if part == 0 else "东西南北中上下前后"[(part - 1) % 9]
        for cross, title in BRIDGES.items():
            s = net.majors[1][part * CROSSES + cross]
            d = np.array(
                [float(valley.bank(-1, s)), float(valley.river(s)), float(valley.bank(1, s))]
            )
            line = valley.frame.line(s, d)
            net.streets.append(Street(mark + title, "桥", 14.0, line, bridge=True))


def _cross_streets(valley: Valley, net: Net, side: int, names: Names) -> None:
    for i, s in enumerate(net.majors[side][1:-1], start=1):
        d = np.array([float(line(side, s)) for line in (valley.bank, valley.main, valley.foot)])
        busy = i % CROSSES in BRIDGES
        kind, width = ("街", 14.0) if busy else ("路", 10.0)
        title = next(names.roads)
        net.streets.append(Street(title, kind, width, valley.frame.line(s, d)))
        if side > 0 and i % CROSSES == STREAM_AT:
            up = steps(float(valley.foot(1, s)), float(valley.foot(1, s)) + 330.0, 15.0)
            away = np.minimum((up - up[0]) / 4.0, 12.0)
            bent = s + away + 4.0 * np.sin((up - up[0]) / 40.0)
            gully = title.rstrip("路街") + "沟"
            net.streets.append(Street(gully, "巷", 5.0, valley.frame.line(bent, up)))


def _slope_lanes(
    valley: Valley, net: Net, side: int, names: Names, rng: np.random.Generator
) -> None:
    low, high = EAST_SPLITS if side > 0 else WEST_SPLITS
    cuts = [s for i, s in enumerate(net.majors[side]) if i % CROSSES in {0, low, high}]
    if side > 0:
        streams = [s for i, s in enumerate(net.majors[1]) if i % CROSSES == STREAM_AT]
        cuts += [s + off for s in streams for off in (-40.0, 30.0)]
    cuts.sort()
    for s0, s1 in pairwise(cuts):
        if s1 - s0 > 120:
            _lanes_on_slope(valley, net, side, (s0 + 16.0, s1 - 16.0), names, rng)


def _lanes_on_slope(
    valley: Valley,
    net: Net,
    side: int,
    span: tuple[float, float],
    names: Names,
    rng: np.random.Generator,
) -> None:
    below: list[tuple[float, float, float]] = []
    for level, rise in enumerate((46.0, 96.0, 148.0)):
        here: list[tuple[float, float, float]] = []
        at = span[0] + float(rng.uniform(0, 25)) + 24.0 * level
        while at < span[1] - 90:
            end = min(span[1], at + float(rng.uniform(230, 420)))
            s = steps(at, end, 10.0)
            good = valley.slope(side, s) > rise + 14.0
            if not good[0]:
                at += 20.0
                continue
            stop = int(np.argmin(good)) if not good.all() else len(good)
            s = s[: max(stop, 1)]
            if s[-1] - s[0] > 85.0:
                up = rise + 6.0 * np.sin(s / 47.0 + level)
                ramp = _ramp(valley, side, float(s[0]), below)
                here.append((float(s[0]), float(s[-1]), rise))
                d = valley.foot(side, s) + side * up
                line_s = np.concatenate([[ramp[0]], s + 9.0])
                line_d = np.concatenate([[ramp[1]], np.asarray(d)])
                line = valley.frame.line(line_s, line_d)
                net.streets.append(Street(next(names.slopes), "巷", 5.0, line))
            at = float(s[-1]) + float(rng.uniform(34, 60))
        below = here


def _ramp(
    valley: Valley, side: int, s: float, below: list[tuple[float, float, float]]
) -> tuple[float, float]:
    """Give the point where a lane leaves the lane below it, or else the foot road."""
    start = s - 8.0
    for s0, s1, rise in below:
        if s0 + 30 < start < s1 - 10:
            level = 0 if rise < 50 else 1
            on = start - 9.0
            return start, float(
                valley.foot(side, on) + side * (rise + 6.0 * np.sin(on / 47.0 + level))
            )
    return start, float(valley.foot(side, start))


def _blocks(valley: Valley, net: Net, names: Names, rng: np.random.Generator) -> None:
    roots = []
    for side in (1, -1):
        own = net.majors[side]
        for i, (s0, s1) in enumerate(pairwise(own)):
            for band in (0, 1):
                community = community_of(side, band, i)
                roots.append(Cell(side, band, s0, s1, community=community))
    estates = _choose_estates(valley, roots)
    for root in roots:
        if root in estates:
            net.estates.append(root)
        else:
            _split(valley, net, root, names, rng)


def _choose_estates(valley: Valley, roots: list[Cell]) -> set[Cell]:
    """Choose the ground of the large compounds: six a town, none in narrow 四坪."""
    chosen = set()
    for community in sorted({cell.community for cell in roots}):
        if community % 7 == 3:
            continue
        own = [cell for cell in roots if cell.community == community]
        own = [cell for cell in own if cell.s0 > 100 and cell.s1 < valley.length_m - 100]
        chosen.add(min(own, key=lambda cell: abs(cell.area_m2(valley) - 40000.0)))
    return chosen


def _split(valley: Valley, net: Net, cell: Cell, names: Names, rng: np.random.Generator) -> None:
    """Divide a block by lanes until it is of a size one walks around."""
    depth, width = cell.depth_m(valley), cell.s1 - cell.s0
    share = 0.5 + float(rng.uniform(-0.09, 0.09))
    if width > 170.0 and width > depth * 0.9:
        at = cell.s0 + share * width
        d = np.array([float(cell.d(valley, np.array([at]), t)[0]) for t in (cell.t0, cell.t1)])
        line = valley.frame.line(at, d)
        pieces = replace(cell, s1=at), replace(cell, s0=at)
        wide = 7.0
    elif depth > 150.0:
        t = cell.t0 + share * (cell.t1 - cell.t0)
        s = steps(cell.s0, cell.s1)
        line = valley.frame.line(s, cell.d(valley, s, t))
        pieces = replace(cell, t1=t), replace(cell, t0=t)
        wide = 6.0
    else:
        net.cells.append(cell)
        return
    net.streets.append(Street(next(names.lanes), "巷", wide, line))
    for piece in pieces:
        _split(valley, net, piece, names, rng)
