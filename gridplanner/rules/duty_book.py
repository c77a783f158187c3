"""Who holds which door and who could: what is known of duties as long as no leaf matters.

An edit of a border asks for the same again; it is kept with the plan until somebody moves
in or out, or is given a duty.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import pandas as pd

from gridplanner.captains import CANDIDATE_ROLES, DEFAULT_CAPACITY, door_households
from gridplanner.edits.duties import CAPTAIN, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.geometry import Ints, Shapes, shapes_of
from gridplanner.in_force import Texts, texts
from gridplanner.loads import workers_of
from gridplanner.model import Plan

TABLES = ("duties", "persons", "entrances", "households")


def duty_book(plan: Plan) -> DutyBook:
    """Give the book of a plan; kept with it."""
    return plan.derived("duty_book", DutyBook, TABLES)


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
    captains : DataFrame
        Running duties of captains.
    staffed : set of str
        Targets of running duties of workers.
    idle : list of (str, str)
        Workers without a grid and the doors they live behind, by id.
    home : dict of str to str
        Person to the door of the home.
    capacity : dict of str to int
    """

    def __init__(self, plan: Plan) -> None:
        entrances, persons = plan.tables["entrances"], plan.tables["persons"]
        duties = plan.tables["duties"]
        now = duties[running(duties)]
        self.doors: Texts = texts(entrances["id"])
        self.points: Shapes = shapes_of(entrances["geometry"])
        homes = ["households", "entrances"]
        self.weight: Ints = plan.derived("door_households", door_households, homes)
        self.row = {str(door): at for at, door in enumerate(self.doors)}
        self.captains: pd.DataFrame = now[now["kind"] == CAPTAIN]
        at_work = now[now["kind"] == WORKER]
        self.staffed = set(at_work["target_id"].tolist())
        workers = workers_of(plan)
        idle = workers[~workers["id"].isin(set(at_work["person"]))].sort_values("id")
        self.idle = list(zip(idle["id"].tolist(), idle["home_entrance"].tolist(), strict=True))
        ids = persons["id"].tolist()
        self.home: dict[str, str] = dict(zip(ids, persons["home_entrance"].tolist(), strict=True))
        once = persons.drop_duplicates("id")
        room = once["capacity"].fillna(DEFAULT_CAPACITY).astype(int).tolist()
        self.capacity: dict[str, int] = dict(zip(once["id"].tolist(), room, strict=True))
        self._first_home: dict[str, str] = dict(
            zip(once["id"].tolist(), once["home_entrance"].tolist(), strict=True)
        )
        self._building = dict(zip(self.doors, texts(entrances["building"]), strict=True))
        able = persons[persons["role"].isin(CANDIDATE_ROLES)].sort_values("id")
        most = able["capacity"].fillna(DEFAULT_CAPACITY).astype(int).tolist()
        self.room = {str(p): int(n) for p, n in zip(able["id"].tolist(), most, strict=True)}
        for person, door in self._served():
            if person in self.room and door in self.row:
                self.room[person] -= int(self.weight[self.row[door]])

    def _served(self) -> list[tuple[str, str]]:
        pairs = zip(
            self.captains["person"].tolist(), self.captains["target_id"].tolist(), strict=True
        )
        return [(str(person), str(door)) for person, door in pairs]

    @cached_property
    def served(self) -> dict[str, list[int]]:
        """Rows of the doors of each captain who is in the table, by person."""
        found: dict[str, list[int]] = {}
        for person, door in self._served():
            if door in self.row and person in self._first_home:
                found.setdefault(person, []).append(self.row[door])
        return dict(sorted(found.items()))

    @cached_property
    def at_door(self) -> dict[str, list[str]]:
        """Candidates who live behind each door."""
        found: dict[str, list[str]] = defaultdict(list)
        for person in self.room:
            if self.home.get(person, ""):
                found[self.home[person]].append(person)
        return dict(found)

    @cached_property
    def in_building(self) -> dict[str, list[str]]:
        """Candidates who live in each building."""
        found: dict[str, list[str]] = defaultdict(list)
        for person in self.room:
            if self.home.get(person, ""):
                found[self.building(self.home[person])].append(person)
        return dict(found)

    def building(self, door: str) -> str:
        """Give the building of a door, ``""`` where it is unknown."""
        return str(self._building.get(door, ""))

    def lives_at(self, person: str) -> str:
        """Give the door that a person lives behind, ``""`` where it is unknown."""
        return str(self._first_home.get(person, ""))

    def households(self, rows: list[int]) -> dict[str, int]:
        """Give the households behind some doors."""
        return {str(self.doors[at]): int(self.weight[at]) for at in rows}
