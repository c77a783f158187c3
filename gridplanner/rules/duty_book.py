"""Who holds which door and who could: what is known of duties as long as no leaf matters.

An edit of a border asks for the same again; it is kept with the plan until somebody moves
in or out, or is given a duty. What an edit leaves alone is not read again: people and doors
(:class:`Street`), who cares for which door (:class:`Cares`), households behind the doors.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from gridplanner.captains import CANDIDATE_ROLES, CAPACITY, door_households, wish_of
from gridplanner.edits.duties import CAPTAIN, WORKER
from gridplanner.geometry import Ints, Shapes, shapes_of
from gridplanner.in_force import Texts, texts
from gridplanner.loads import workers_of
from gridplanner.model import Plan
from gridplanner.rules.finding import Finding

STREET = ("persons", "entrances", f"settings.{CAPACITY}")
TABLES = ("duties", "homes", *STREET)
#: Sets of captains that are kept: the one in force, and what it was before an edit.
MOST = 4


def duty_book(plan: Plan) -> DutyBook:
    """Give the book of a plan; kept with it."""
    return plan.derived("duty_book", DutyBook, TABLES)


class Street:
    """What is known of doors and people, whoever has a duty and lives there."""

    def __init__(self, plan: Plan) -> None:
        entrances, persons = plan.tables["entrances"], plan.tables["persons"]
        self.doors: Texts = texts(entrances["id"])
        self.points: Shapes = shapes_of(entrances["geometry"])
        self.row = {str(door): at for at, door in enumerate(self.doors)}
        self.built = dict(zip(self.doors, texts(entrances["building"]), strict=True))
        workers = workers_of(plan).sort_values("id")
        self.workers = list(
            zip(workers["id"].tolist(), workers["home_entrance"].tolist(), strict=True)
        )
        ids = persons["id"].tolist()
        self.home: dict[str, str] = dict(zip(ids, persons["home_entrance"].tolist(), strict=True))
        usual = wish_of(plan)[1]
        once = persons.drop_duplicates("id")
        room = once["capacity"].fillna(usual).astype(int).tolist()
        self.capacity: dict[str, int] = dict(zip(once["id"].tolist(), room, strict=True))
        self.first_home: dict[str, str] = dict(
            zip(once["id"].tolist(), once["home_entrance"].tolist(), strict=True)
        )
        able = persons[persons["role"].isin(CANDIDATE_ROLES)].sort_values("id")
        most = able["capacity"].fillna(usual).astype(int).tolist()
        self.most = {str(p): int(n) for p, n in zip(able["id"].tolist(), most, strict=True)}
        self.at_door: dict[str, list[str]] = {}
        self.in_building: dict[str, list[str]] = {}
        for person in self.most:
            if door := self.home.get(person, ""):
                self.at_door.setdefault(door, []).append(person)
                building = str(self.built.get(door, ""))
                self.in_building.setdefault(building, []).append(person)
        self._near: dict[str, list[str]] = {}

    def near(self, door: str) -> list[str]:
        """Name the candidates behind a door, then those of its building."""
        if door not in self._near:
            building = str(self.built.get(door, ""))
            others = self.in_building.get(building, []) if building else []
            self._near[door] = list(dict.fromkeys([*self.at_door.get(door, []), *others]))
        return self._near[door]


class Cares:
    """Who cares for which door; kept as long as no captain changes."""

    def __init__(self, street: Street, captains: tuple[tuple[str, str], ...]) -> None:
        self.captains = captains
        position = {person: at for at, person in enumerate(street.most)}
        known = [
            (position[person], street.row[door])
            for person, door in captains
            if person in position and door in street.row
        ]
        self._most = np.fromiter(street.most.values(), np.int64, len(street.most))
        self._names = list(street.most)
        self._who, self._door = np.array(known, dtype=np.int64).reshape(-1, 2).T
        served: dict[str, list[int]] = {}
        for person, door in captains:
            if door in street.row and person in street.first_home:
                served.setdefault(person, []).append(street.row[door])
        self.served = dict(sorted(served.items()))
        count = [len(doors) for doors in self.served.values()]
        rows = [row for doors in self.served.values() for row in doors]
        #: Position among ``served``, and row of the door, of each door that a captain has.
        self.posts: tuple[Ints, Ints] = (
            np.repeat(np.arange(len(count)), count), np.array(rows, dtype=np.int64)
        )  # fmt: skip
        self.of_door: dict[str, list[str]] = {}
        for person, door in captains:
            self.of_door.setdefault(door, []).append(person)
        self.free = np.array([door not in self.of_door for door in street.doors], dtype=bool)
        #: What was found at the doors, and the households behind them then.
        self.told: tuple[Ints, list[Finding]] | None = None

    def room(self, weight: Ints) -> dict[str, int]:
        """Give the households that each candidate can still care for."""
        borne = np.zeros(len(self._most), dtype=np.int64)
        np.add.at(borne, self._who, weight[self._door])
        return dict(zip(self._names, (self._most - borne).tolist(), strict=True))


class DutyBook:
    """Doors, those on duty, and those who could be.

    Parameters
    ----------
    plan : Plan
        Duties, persons, entrances and households are read.

    Attributes
    ----------
    street : Street
    cares : Cares
    doors : array of str, shape (d,)
        Ids.
    points : array of Point, shape (d,)
    weight : int array, shape (d,)
        Inhabited households behind each door.
    row : dict of str to int
        Position of each door.
    served : dict of str to list of int
        Rows of the doors of each captain who is in the table, by person.
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
        self.street = street = plan.derived("street", Street, STREET)
        self.doors, self.points = street.doors, street.points
        self.row, self.home, self.capacity = street.row, street.home, street.capacity
        self.at_door, self.in_building = street.at_door, street.in_building
        behind = ["homes", "entrances"]
        self.weight: Ints = plan.derived("door_households", door_households, behind)
        duties = plan.tables["duties"]
        now, kinds = texts(duties["valid_to"]) == "", texts(duties["kind"])
        person, target = texts(duties["person"]), texts(duties["target_id"])
        at_work, cares = now & (kinds == WORKER), now & (kinds == CAPTAIN)
        captains = tuple(zip(person[cares].tolist(), target[cares].tolist(), strict=True))
        # Most edits of duties are of workers, who come and go with their grids.
        kept = plan.derived("cares", lambda _: dict[object, Cares](), STREET)
        self.cares = kept.get(captains) or Cares(street, captains)
        kept.pop(captains, None)
        kept[captains] = self.cares
        for old in list(kept)[:-MOST]:
            del kept[old]
        self.served = self.cares.served
        self.staffed = set(target[at_work].tolist())
        busy = set(person[at_work].tolist())
        self.idle = [each for each in street.workers if each[0] not in busy]

    @cached_property
    def room(self) -> dict[str, int]:
        """Households that each candidate can still care for."""
        return self.cares.room(self.weight)

    def building(self, door: str) -> str:
        """Give the building of a door, ``""`` where it is unknown."""
        return str(self.street.built.get(door, ""))

    def lives_at(self, person: str) -> str:
        """Give the door that a person lives behind, ``""`` where it is unknown."""
        return str(self.street.first_home.get(person, ""))

    def households(self, rows: list[int]) -> dict[str, int]:
        """Give the households behind some doors."""
        return {str(self.doors[at]): int(self.weight[at]) for at in rows}
