"""What a town is made of before it is written: streets, compounds, buildings, people."""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely import LineString, Point, Polygon


@dataclass
class Street:
    """A street's centre line; ``kind`` is its class (主街, 街, 路, 巷, 桥 …)."""

    name: str
    kind: str
    width_m: float
    line: LineString
    bridge: bool = False
    barrier: bool = False


@dataclass
class Door:
    """An entrance on a facade and the rooms behind it (an empty room: the whole house)."""

    label: str
    point: Point
    rooms: list[str] = field(default_factory=list)


@dataclass
class Building:
    """A footprint with its use and doors; ``compound`` is a compound's name or empty."""

    shape: Polygon
    storeys: int
    use: str
    compound: str = ""
    name: str = ""
    doors: list[Door] = field(default_factory=list)
    front: Point | None = None
    area: int = -1
    id: str = ""

    @property
    def homes(self) -> int:
        """Number of households behind the doors."""
        return sum(len(door.rooms) for door in self.doors)


@dataclass
class Compound:
    """A piece of ground with one name, walled or open, and its gates."""

    name: str
    shape: Polygon
    wall: str
    year: int
    firm: str
    gates: list[Point] = field(default_factory=list)
    id: str = ""


@dataclass
class Place:
    """A point that people go to, such as a school or a day-care place."""

    name: str
    kind: str
    point: Point


@dataclass
class Household:
    """A 户: where it lives, who it is and what of it counts."""

    id: str
    building: int
    door: int
    room: str
    head: str
    phone: str
    persons: int
    status: str
    care: str
    note: str = ""


@dataclass
class Person:
    """A worker or captain, present or possible, and the household they live in."""

    name: str
    role: str
    fte: float
    phone: str
    home: int
    capacity: int
    keeps: str = ""


@dataclass
class Town:
    """Everything one sample holds; areas are ``(code, name, polygon)``."""

    boundary_name: str
    areas: list[tuple[str, str, Polygon]]
    streets: list[Street]
    water: list[tuple[str, Polygon]]
    mask: list[tuple[str, Polygon]]
    compounds: list[Compound]
    places: list[Place]
    buildings: list[Building]
    households: list[Household] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
