"""Who lives where: households, their persons and states, workers and captains with homes."""

from __future__ import annotations

import numpy as np
import shapely

from .names import Names, phone
from .parts import Household, Person, Town

SIZES = np.array([1, 2, 3, 4, 5, 6])
SIZE_SHARES = np.array([0.11, 0.21, 0.27, 0.21, 0.13, 0.07])
CARES = ("独居老人", "残疾", "低保", "留守儿童", "孤寡", "精神障碍", "刑满释放")
CARE_SHARES = np.array([0.34, 0.22, 0.2, 0.12, 0.05, 0.04, 0.03])


def settle(town: Town, persons: int, people: dict[str, int], rng: np.random.Generator) -> None:
    """Give buildings and compounds their ids, and fill the flats with exactly ``persons`` persons.

    Parameters
    ----------
    town
        Gets its ids, households and persons.
    persons
        Sum over all households.
    people
        Number of workers and captains by role.
    rng
        Source of chance.
    """
    _place_in_areas(town)
    names = Names(rng)
    counts = dict.fromkeys(range(len(town.areas)), 0)
    for index, building in enumerate(town.buildings):
        for place, door in enumerate(building.doors):
            for room in door.rooms:
                counts[building.area] += 1
                town.households.append(
                    Household(
                        id=f"{town.areas[building.area][0][-3:]}-{counts[building.area]:05d}",
                        building=index,
                        door=place,
                        room=room,
                        head=names.person(),
                        phone=_phone(rng),
                        persons=0,
                        status="自住",
                        care="",
                    )
                )
    _states(town, rng)
    _sizes(town, persons, rng)
    for role, count in people.items():
        _enlist(town, role, count, names, rng)


def _place_in_areas(town: Town) -> None:
    """Tell each building's area, order buildings by it and give out ids."""
    points = shapely.point_on_surface([building.shape for building in town.buildings])
    for index, (_, _, area) in enumerate(town.areas):
        shapely.prepare(area)
        for building, inside in zip(town.buildings, shapely.contains(area, points), strict=True):
            if inside:
                building.area = index
    town.buildings.sort(key=lambda building: (building.area, not building.compound))
    for number, building in enumerate(town.buildings, start=1):
        building.id = f"B{number:05d}"
    for number, compound in enumerate(town.compounds, start=1):
        compound.id = f"C{number:03d}"


def _phone(rng: np.random.Generator) -> str:
    draw = rng.random()
    first = phone(int(rng.integers(100_000_000)))
    if draw < 0.06:
        return ""
    if draw < 0.10:
        return f"{first};{phone(int(rng.integers(100_000_000)))}"
    return first


def _states(town: Town, rng: np.random.Generator) -> None:
    draws = rng.random(len(town.households))
    for household, draw in zip(town.households, draws, strict=True):
        building = town.buildings[household.building]
        door = building.doors[household.door]
        shop_floor = (
            len(door.rooms) > 2
            and household.room.startswith("1")
            and (len(household.room) == 3)
            and not any(room == "102" for room in door.rooms)
        )
        if shop_floor:
            household.status = "底商"
        elif draw < 0.055:
            household.status = "空"
        elif draw < 0.055 + (0.13 if building.compound else 0.07):
            household.status = "租"


def _sizes(town: Town, persons: int, rng: np.random.Generator) -> None:
    lived = []
    for household in town.households:
        if household.status == "空":
            continue
        if household.status == "底商":
            household.persons = int(rng.integers(0, 3))
            continue
        household.persons = int(rng.choice(SIZES, p=SIZE_SHARES))
        lived.append(household)
    missing = persons - sum(household.persons for household in town.households)
    step = 1 if missing > 0 else -1
    while missing:
        household = lived[int(rng.integers(len(lived)))]
        if 1 <= household.persons + step <= (7 if step > 0 else 6):
            household.persons += step
            missing -= step
    for household in lived:
        if rng.random() < 0.042:
            household.care = str(rng.choice(CARES, p=CARE_SHARES))
            if household.care == "独居老人":
                missing += household.persons - 1
                household.persons = 1
    while missing:
        household = lived[int(rng.integers(len(lived)))]
        if household.care != "独居老人" and household.persons < 6:
            household.persons += 1
            missing -= 1


def _enlist(town: Town, role: str, count: int, names: Names, rng: np.random.Generator) -> None:
    """Give ``count`` persons of a role a home, spread as the population is."""
    weights = np.array(
        [household.persons if household.status == "自住" else 0 for household in town.households],
        dtype=np.float64,
    )
    taken = [person.home for person in town.persons]
    weights[taken] = 0.0
    homes = rng.choice(len(weights), size=count, replace=False, p=weights / weights.sum())
    for home in sorted(int(home) for home in homes):
        half = role == "网格员" and rng.random() < 0.18
        capacity = 0 if role == "网格员" else int(rng.choice([20, 24, 30, 36, 40, 48, 60]))
        number = phone(int(rng.integers(100_000_000)))
        fte = 0.0 if role != "网格员" else 0.5 if half else 1.0
        name = town.households[home].head if rng.random() < 0.5 else names.person()
        town.persons.append(Person(name, role, fte, number, home, capacity))
