"""Who may take a post that nobody holds: candidates, the nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from gridplanner.edits.base import Edit
from gridplanner.edits.duties import CAPTAIN, WORKER, AssignDuty, EndDuty
from gridplanner.geometry import Ints
from gridplanner.repair.row_edits import Steps
from gridplanner.rules.duty_book import DutyBook

#: So many candidates are thought of.
MOST = 3


class Posts:
    """Idle workers and captains with room, looked up once for all findings of a plan.

    Parameters
    ----------
    book : DutyBook
    leaf_of_door : int array, shape (d,), optional
        Uid of the leaf of each door, 0 for none; left out where no leaf matters.
    """

    def __init__(self, book: DutyBook, leaf_of_door: Ints | None = None) -> None:
        self._book, self._leaves = book, leaf_of_door

    def _leaf(self, door: str) -> int:
        row = self._book.row.get(door, -1)
        return 0 if row < 0 or self._leaves is None else int(self._leaves[row])

    @cached_property
    def _idle_in(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for person, home in self._book.idle:
            found[self._leaf(home)].append(person)
        return found

    @cached_property
    def _in_leaf(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for person in self._book.room:
            if home := self._book.home.get(person, ""):
                found[self._leaf(home)].append(person)
        return found

    def for_grid(self, uid: int, code: str) -> list[Edit]:
        """Workers without a grid: those who live there first."""
        everywhere = [person for person, _ in self._book.idle[:MOST]]
        names = dict.fromkeys([*self._idle_in.get(uid, [])[:MOST], *everywhere])
        return [AssignDuty(name, WORKER, ("grids", code)) for name in list(names)[:MOST]]

    def fit(self, door: str, households: int) -> list[str]:
        """Candidates with room: those behind the door first, then those of the building."""
        room = self._book.room
        return [name for name in self._book.street.near(door) if room[name] >= households][:MOST]

    def for_door(self, door: str, fit: Iterable[str]) -> list[Edit]:
        """Give a door to one or another."""
        return [AssignDuty(name, CAPTAIN, ("entrances", door)) for name in fit]

    def one_only(self, door: str, captains: list[str]) -> list[Edit]:
        """Let one captain stay: the one who lives behind the door, else each in turn."""
        order = sorted(captains, key=lambda name: self._book.home.get(name, "") != door)
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
        home = self._book.home.get(person, "")
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
            held[self._leaf(door)] += households
        order = sorted(held, key=lambda leaf: (-held[leaf], leaf))
        sets = [[door for door in doors if self._leaf(door) != leaf] for leaf in order]
        return self._handed(sets, person, doors)

    def at_home(self, person: str, doors: dict[str, int]) -> list[Edit]:
        """Let somebody who lives behind one of a captain's doors take them all over."""
        total = sum(doors.values())
        fit = [
            name
            for door in doors
            for name in self._book.at_door.get(door, [])
            if name != person and self._book.room[name] >= total
        ]
        return [
            _steps([AssignDuty(name, CAPTAIN, ("entrances", door)) for door in doors])
            for name in list(dict.fromkeys(fit))[:MOST]
        ]

    def _handed(self, sets: list[list[str]], person: str, doors: dict[str, int]) -> list[Edit]:
        """Give each set of doors to others; sets for which nobody has room are left out."""
        result: list[Edit] = []
        for chosen in sets:
            room, steps = dict(self._book.room), []
            for door in chosen:
                near = (
                    *self._book.at_door.get(door, []),
                    *self._book.in_building.get(self._book.building(door), []),
                    *self._in_leaf.get(self._leaf(door), []),
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
