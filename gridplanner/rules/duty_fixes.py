"""Who may take a post that nobody holds: candidates, the nearest first."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from gridplanner.captains import CANDIDATE_ROLES, DEFAULT_CAPACITY
from gridplanner.edits.base import Edit
from gridplanner.edits.duties import CAPTAIN, WORKER, AssignDuty, EndDuty
from gridplanner.geometry import Ints
from gridplanner.loads import workers_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.repair.row_edits import Steps

#: So many candidates are thought of.
MOST = 3


class Posts:
    """Idle workers and captains with room, looked up once for all findings of a plan."""

    def __init__(self, plan: Plan, now: pd.DataFrame, weight: Ints) -> None:
        entrances, persons = plan.tables["entrances"], plan.tables["persons"]
        door_ids = entrances["id"].to_numpy()
        leaf = dict(zip(door_ids, locate(plan).entrances.tolist(), strict=True))
        serving = set(now.loc[now["kind"] == WORKER, "person"])
        workers = workers_of(plan)
        idle = workers[~workers["id"].isin(serving)].sort_values("id")
        self.idle_everywhere: list[str] = idle["id"].tolist()[:MOST]
        self.idle_in: dict[int, list[str]] = defaultdict(list)
        for person, home in zip(idle["id"], idle["home_entrance"], strict=True):
            self.idle_in[leaf.get(home, 0)].append(str(person))
        self.home: dict[str, str] = dict(zip(persons["id"], persons["home_entrance"], strict=True))
        self._building = dict(zip(door_ids, entrances["building"], strict=True))
        self._leaf = leaf
        self._room = self._rooms(plan, now, dict(zip(door_ids, weight.tolist(), strict=True)))
        self._at_door: dict[str, list[str]] = defaultdict(list)
        self._in_building: dict[str, list[str]] = defaultdict(list)
        self._in_leaf: dict[int, list[str]] = defaultdict(list)
        for person in self._room:
            home = self.home.get(person, "")
            if home:
                self._at_door[home].append(person)
                self._in_building[str(self._building.get(home, ""))].append(person)
                self._in_leaf[leaf.get(home, 0)].append(person)

    def _rooms(self, plan: Plan, now: pd.DataFrame, weight: dict[str, int]) -> dict[str, int]:
        """Tell the households that each candidate for captain could take on."""
        persons = plan.tables["persons"]
        able = persons[persons["role"].isin(CANDIDATE_ROLES)].sort_values("id")
        room = dict(
            zip(able["id"], able["capacity"].fillna(DEFAULT_CAPACITY).astype(int), strict=True)
        )
        serving = now[now["kind"] == CAPTAIN]
        for person, door in zip(serving["person"], serving["target_id"], strict=True):
            if person in room:
                room[person] -= weight.get(door, 0)
        return {str(person): int(left) for person, left in room.items()}

    def for_grid(self, uid: int, code: str) -> list[Edit]:
        """Workers without a grid: those who live there first."""
        names = dict.fromkeys([*self.idle_in.get(uid, [])[:MOST], *self.idle_everywhere])
        return [AssignDuty(name, WORKER, ("grids", code)) for name in list(names)[:MOST]]

    def for_door(self, door: str, households: int) -> list[Edit]:
        """Candidates with room: those behind the door first, then those of the building."""
        building = str(self._building.get(door, ""))
        near = [*self._at_door.get(door, []), *(self._in_building.get(building, []) if building
                                               else [])]  # fmt: skip
        fit = [name for name in dict.fromkeys(near) if self._room[name] >= households]
        return [AssignDuty(name, CAPTAIN, ("entrances", door)) for name in fit[:MOST]]

    def one_only(self, door: str, captains: list[str]) -> list[Edit]:
        """Let one captain stay: the one who lives behind the door, else each in turn."""
        order = sorted(captains, key=lambda name: self.home.get(name, "") != door)
        fixes: list[Edit] = []
        for stays in order[:MOST]:
            ends = tuple(
                EndDuty(name, CAPTAIN, ("entrances", door)) for name in captains if name != stays
            )
            fixes.append(ends[0] if len(ends) == 1 else Steps(ends))
        return fixes

    def relieve(self, person: str, doors: dict[str, int], room: int) -> list[Edit]:
        """Hand doors of a captain on to others with room, until what is left fits.

        Parameters
        ----------
        person : str
        doors : mapping of str to int
            Households behind each of the captain's doors.
        room : int
            Households the captain can care for.
        """
        excess = sum(doors.values()) - room
        home = self.home.get(person, "")
        # The own door last; one door that does it before several, small ones before large.
        order = sorted(doors, key=lambda door: (door == home, doors[door] < excess, doors[door]))
        single = [[door] for door in order if doors[door] >= excess]
        several: list[str] = []
        for door in sorted(doors, key=lambda door: (door == home, -doors[door])):
            several.append(door)
            if sum(doors[each] for each in several) >= excess:
                break
        return self._handed([*single, several], person, doors)

    def gather(self, person: str, doors: dict[str, int]) -> list[Edit]:
        """Hand on the doors of a captain that lie outside the leaf with most households."""
        held: dict[int, int] = defaultdict(int)
        for door, households in doors.items():
            held[self._leaf.get(door, 0)] += households
        order = sorted(held, key=lambda leaf: (-held[leaf], leaf))
        sets = [[door for door in doors if self._leaf.get(door, 0) != leaf] for leaf in order]
        return self._handed(sets, person, doors)

    def at_home(self, person: str, doors: dict[str, int]) -> list[Edit]:
        """Let somebody who lives behind one of a captain's doors take them all over."""
        total = sum(doors.values())
        fit = [
            name
            for door in doors
            for name in self._at_door.get(door, [])
            if name != person and self._room[name] >= total
        ]
        return [
            _steps([AssignDuty(name, CAPTAIN, ("entrances", door)) for door in doors])
            for name in list(dict.fromkeys(fit))[:MOST]
        ]

    def _handed(self, sets: list[list[str]], person: str, doors: dict[str, int]) -> list[Edit]:
        """Give each set of doors to others; sets for which nobody has room are left out."""
        result: list[Edit] = []
        for chosen in sets:
            room, steps = dict(self._room), []
            for door in chosen:
                near = (
                    *self._at_door.get(door, []),
                    *self._in_building.get(str(self._building.get(door, "")), []),
                    *self._in_leaf.get(self._leaf.get(door, 0), []),
                )
                names = [n for n in near if n != person and room[n] >= doors[door]]
                if not names:
                    break
                room[names[0]] -= doors[door]
                steps.append(AssignDuty(names[0], CAPTAIN, ("entrances", door)))
            if chosen and len(steps) == len(chosen):
                edit = _steps(steps)
                if all(edit != other for other in result):
                    result.append(edit)
            if len(result) == MOST:
                break
        return result


def _steps(edits: list[AssignDuty]) -> Edit:
    return edits[0] if len(edits) == 1 else Steps(tuple(edits))
