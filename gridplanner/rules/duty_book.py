"""Who holds which door and who could: what is known of duties as long as no leaf matters.

An edit of a border asks for the same again; it is kept with the plan until somebody moves
in or out, or is given a duty.
"""

from __future__ import annotations

from functools import cached_property

from gridplanner.captains import CANDIDATE_ROLES, DEFAULT_CAPACITY, door_households
from gridplanner.edits.duties import CAPTAIN, WORKER
from gridplanner.geometry import Ints, Shapes, shapes_of
from gridplanner.in_force import Texts, texts
from gridplanner.loads import workers_of
from gridplanner.model import Plan

STREET = ("persons", "entrances", "homes")
TABLES = ("duties", *STREET)


def duty_book(plan: Plan) -> DutyBook:
    """Give the book of a plan; kept with it."""
    return plan.derived("duty_book", DutyBook, TABLES)


class Street:
    """What is known of doors and people whoever has a duty: the larger part of the book."""

    def __init__(self, plan: Plan) -> None:
        entrances, persons = plan.tables["entrances"], plan.tables["persons"]
        self.doors: Texts = texts(entrances["id"])
        self.points: Shapes = shapes_of(entrances["geometry"])
        behind = ["homes", "entrances"]
        self.weight: Ints = plan.derived("door_households", door_households, behind)
        self.row = {str(door): at for at, door in enumerate(self.doors)}
        self.built = dict(zip(self.doors, texts(entrances["building"]), strict=True))
        workers = workers_of(plan).sort_values("id")
        self.workers = list(
            zip(workers["id"].tolist(), workers["home_entrance"].tolist(), strict=True)
        )
        ids = persons["id"].tolist()
        self.home: dict[str, str] = dict(zip(ids, persons["home_entrance"].tolist(), strict=True))
        once = persons.drop_duplicates("id")
        room = once["capacity"].fillna(DEFAULT_CAPACITY).astype(int).tolist()
        self.capacity: dict[str, int] = dict(zip(once["id"].tolist(), room, strict=True))
        self.first_home: dict[str, str] = dict(
            zip(once["id"].tolist(), once["home_entrance"].tolist(), strict=True)
        )
        able = persons[persons["role"].isin(CANDIDATE_ROLES)].sort_values("id")
        most = able["capacity"].fillna(DEFAULT_CAPACITY).astype(int).tolist()
        self.most = {str(p): int(n) for p, n in zip(able["id"].tolist(), most, strict=True)}
        self.at_door: dict[str, list[str]] = {}
        self.in_building: dict[str, list[str]] = {}
        for person in self.most:
            if door := self.home.get(person, ""):
                self.at_door.setdefault(door, []).append(person)
                building = str(self.built.get(door, ""))
                self.in_building.setdefault(building, []).append(person)


class DutyBook:
    """Doors, those on duty, and those who could be.

    Parameters
    ----------
    plan : Plan
        Duties, persons, entrances and households are read.

    Attributes
    ----------
    doors : array of str, shape (d,)
        Ids.
    points : array of Point, shape (d,)
    weight : int array, shape (d,)
        Inhabited households behind each door.
    row : dict of str to int
        Position of each door.
    captains : list of (str, str)
        Person and door of the running duties of captains.
    staffed : set of str
        Targets of running duties of workers.
    idle : list of (str, str)
        Workers without a grid and the doors they live behind, by id.
    home : dict of str to str
        Person to the door of the home.
    capacity : dict of str to int
    room : dict of str to int
        Households that each candidate can still care for.
    at_door, in_building : dict of str to list of str
        Candidates who live behind each door and in each building.
    """

    def __init__(self, plan: Plan) -> None:
        self._street = street = plan.derived("street", Street, STREET)
        self.doors, self.points, self.weight = street.doors, street.points, street.weight
        self.row, self.home, self.capacity = street.row, street.home, street.capacity
        self.at_door, self.in_building = street.at_door, street.in_building
        duties = plan.tables["duties"]
        now, kinds = texts(duties["valid_to"]) == "", texts(duties["kind"])
        person, target = texts(duties["person"]), texts(duties["target_id"])
        at_work, cares = now & (kinds == WORKER), now & (kinds == CAPTAIN)
        self.captains: list[tuple[str, str]] = list(
            zip(person[cares].tolist(), target[cares].tolist(), strict=True)
        )
        self.staffed = set(target[at_work].tolist())
        busy = set(person[at_work].tolist())
        self.idle = [each for each in street.workers if each[0] not in busy]
        self.room = dict(street.most)
        for name, door in self.captains:
            if name in self.room and door in self.row:
                self.room[name] -= int(self.weight[self.row[door]])

    @cached_property
    def served(self) -> dict[str, list[int]]:
        """Rows of the doors of each captain who is in the table, by person."""
        found: dict[str, list[int]] = {}
        for person, door in self.captains:
            if door in self.row and person in self._street.first_home:
                found.setdefault(person, []).append(self.row[door])
        return dict(sorted(found.items()))

    def building(self, door: str) -> str:
        """Give the building of a door, ``""`` where it is unknown."""
        return str(self._street.built.get(door, ""))

    def lives_at(self, person: str) -> str:
        """Give the door that a person lives behind, ``""`` where it is unknown."""
        return str(self._street.first_home.get(person, ""))

    def households(self, rows: list[int]) -> dict[str, int]:
        """Give the households behind some doors."""
        return {str(self.doors[at]): int(self.weight[at]) for at in rows}
