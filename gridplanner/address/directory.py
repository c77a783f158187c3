"""The directory of a plan: what names and numbers lead to which compound, building, door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar

import pandas as pd

from gridplanner.address.fold import fold_address, fold_key
from gridplanner.address.parse import parse
from gridplanner.model import Plan

#: What may stand before the name proper: 岚皋县城关镇西坡社区|阳光小区, 新正街12号|阳光小区.
ABOVE = "省市县区镇乡处社村组号段"
#: Before these a part of a name is left out in common use: 岚皋县|中医院.
_LEFT_OUT = "省市县镇乡"
#: Words that are written or left out at will.
_OPTIONAL = ("住宅小区", "小区", "家属院", "社区")


@dataclass(frozen=True, slots=True)
class Place:
    """Ids that a text leads to (more than one: ambiguous), and how surely."""

    compound: str
    ids: tuple[str, ...]
    certainty: float


K = TypeVar("K")

_NOWHERE = Place("", (), 0.0)


@dataclass(frozen=True)
class Directory:
    """Keys → ids, made once for a plan."""

    _compounds: Mapping[str, tuple[str, ...]]
    _aliases: Mapping[str, tuple[str, ...]]
    _numbers: Mapping[tuple[str, str], tuple[str, ...]]
    _anywhere: Mapping[str, tuple[str, ...]]
    _names: Mapping[str, tuple[str, ...]]
    _houses: Mapping[tuple[str, str], tuple[str, ...]]
    _streets: frozenset[str]
    _doors: Mapping[str, Mapping[str, tuple[str, ...]]]
    _compound_of: Mapping[str, str]
    _memo: dict[str, Place] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Make the directory of a plan."""
        return cls.make(
            plan.tables["compounds"],
            plan.tables["buildings"],
            plan.tables["entrances"],
            streets=plan.tables["streets"]["name"],
        )

    @classmethod
    def make(
        cls,
        compounds: pd.DataFrame,
        buildings: pd.DataFrame,
        entrances: pd.DataFrame,
        streets: Iterable[str] = (),
    ) -> Self:
        """Make a directory from the frames of a plan; a building's compound is an id or a name."""
        names: dict[str, set[str]] = {}
        aliases: dict[str, set[str]] = {}
        for ident, name in zip(compounds["id"], compounds["name"], strict=True):
            key = fold_key(name)
            if key:
                names.setdefault(key, set()).add(ident)
                for alias in _short_names(key):
                    aliases.setdefault(alias, set()).add(ident)
        known_ids = set(compounds["id"])
        numbers: dict[tuple[str, str], list[str]] = {}
        anywhere: dict[str, list[str]] = {}
        full: dict[str, list[str]] = {}
        houses: dict[tuple[str, str], list[str]] = {}
        compound_of: dict[str, str] = {}
        spelled = dict(zip(compounds["id"], compounds["name"], strict=True))
        for ident, name, compound in zip(
            buildings["id"], buildings["name"], buildings["compound"], strict=True
        ):
            parsed = parse(name)
            if compound in known_ids:
                home = compound
            else:
                found = names.get(fold_key(compound or parsed.place), set())
                # A compound that is only named in the buildings' own column still is one.
                home = next(iter(found)) if len(found) == 1 else compound
                if compound and not found:
                    names.setdefault(fold_key(compound), set()).add(compound)
                    for alias in _short_names(fold_key(compound)):
                        aliases.setdefault(alias, set()).add(compound)
            compound_of[ident] = home
            place, number = fold_key(parsed.place), parsed.building
            called = fold_key(spelled.get(home, home))
            # 配套1号楼 stands beside 1号楼: only a bare number, or one after the compound's own
            # name, is the number of the building in its compound.
            own = not place or (bool(home) and place in (called, *_short_names(called)))
            if name:
                full.setdefault(_name_key(place, number), []).append(ident)
            if home and name:
                full.setdefault(_name_key(called + place, number), []).append(ident)
            if own and number:
                anywhere.setdefault(number, []).append(ident)
                if home:
                    numbers.setdefault((home, number), []).append(ident)
            elif number and not home:
                houses.setdefault((place, number), []).append(ident)
        doors: dict[str, dict[str, list[str]]] = {}
        for ident, building, label in zip(
            entrances["id"], entrances["building"], entrances["label"], strict=True
        ):
            doors.setdefault(building, {}).setdefault(door_key(label), []).append(ident)
        return cls(
            _fixed(names),
            _fixed(aliases),
            _fixed(numbers),
            _fixed(anywhere),
            _fixed(full),
            _fixed(houses),
            frozenset({fold_key(s) for s in streets if s} | {street for street, _ in houses}),
            {building: _fixed(labels) for building, labels in doors.items()},
            compound_of,
        )

    def compound(self, place: str) -> Place:
        """Find the compounds of a name: as it is, shortened, or with its address before it."""
        if place not in self._memo:
            self._memo[place] = self._look_up(fold_key(place))
        return self._memo[place]

    def _look_up(self, key: str) -> Place:
        if key in self._compounds:
            return Place("", self._compounds[key], 1.0)
        if key in self._aliases:
            return Place("", self._aliases[key], 0.9)
        for start in range(1, len(key) - 1):
            if key[start - 1] in ABOVE:
                tail = key[start:]
                if tail in self._compounds:
                    return Place("", self._compounds[tail], 0.95)
                if tail in self._aliases and len(tail) >= 3:
                    return Place("", self._aliases[tail], 0.85)
        for short in _short_names(key):
            if short in self._compounds:
                return Place("", self._compounds[short], 0.9)
        return _NOWHERE

    def names(self) -> tuple[str, ...]:
        """Give the names of all compounds and streets, folded."""
        return tuple(sorted({*self._compounds, *self._streets}))

    def in_compound(self, compound: str, number: str) -> tuple[str, ...]:
        """Find the buildings of a number in a compound."""
        return self._numbers.get((compound, number), ())

    def numbered(self, number: str) -> tuple[str, ...]:
        """Find the buildings of a number in the whole plan."""
        return self._anywhere.get(number, ())

    def named(self, place: str, number: str = "") -> Place | None:
        """Find the buildings of a full name, with or without a number in it."""
        ids = self._names.get(_name_key(fold_key(place), number))
        return None if ids is None else Place("", ids, 1.0)

    def house(self, street: str, number: str) -> Place | None:
        """Find the buildings of a house number, also with the town before the street."""
        key = fold_key(street)
        if (key, number) in self._houses:
            return Place("", self._houses[key, number], 1.0)
        for start in range(1, len(key) - 1):
            if key[start - 1] in ABOVE and (key[start:], number) in self._houses:
                return Place("", self._houses[key[start:], number], 0.95)
        return None

    def street_known(self, street: str) -> bool:
        """Whether a street of this name is in the plan, also with the town before it."""
        key = fold_key(street)
        return key in self._streets or any(
            key[start - 1] in ABOVE and key[start:] in self._streets
            for start in range(1, len(key) - 1)
        )

    def doors(self, building: str) -> Mapping[str, tuple[str, ...]]:
        """Give the entrances of a building by the key of their label."""
        return self._doors.get(building, {})

    def compound_of(self, building: str) -> str:
        """Give the compound of a building, ``""`` for none."""
        return self._compound_of.get(building, "")


def door_key(label: str) -> str:
    """Fold the label of an entrance to what an address calls it.

    Examples
    --------
    >>> [door_key(label) for label in ("1单元", "一单元", "01", "A门", "东单元", "")]
    ['1', '1', '1', 'A', '东', '']
    """
    parsed = parse(label)
    found = parsed.unit or (parsed.building if not parsed.place else "")
    if found:
        return found
    key = fold_address(label)
    for word in ("单元门", "单元", "门", "梯"):
        key = key.removesuffix(word)
    return key.lstrip("0") or key


def _name_key(place: str, number: str) -> str:
    return f"{place}#{number}" if number else place


def _short_names(key: str) -> list[str]:
    names = [key.removesuffix(word) for word in _OPTIONAL if key.endswith(word)]
    names += [key[start:] for start in range(1, len(key) - 2) if key[start - 1] in _LEFT_OUT]
    return [name for name in names if len(name) >= 2]


def _fixed(sets: Mapping[K, Iterable[str]]) -> dict[K, tuple[str, ...]]:
    return {key: tuple(sorted(set(ids))) for key, ids in sets.items()}
