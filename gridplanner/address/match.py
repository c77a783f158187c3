"""Match parsed addresses to the compounds, buildings and entrances of a plan.

Only equality counts, of the text as it is or as it folds; there is no similarity here
and no silent guess. An address that does not lead to one place gets a reason instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from gridplanner.address.directory import Directory, Place
from gridplanner.address.parse import parse_many

__all__ = ["REASONS", "Directory", "match", "match_parts"]

#: Why an address found no place; keys of :mod:`gridplanner.wording`.
REASONS = (
    "address.empty",
    "address.unread",
    "address.no_compound",
    "address.unknown_compound",
    "address.no_building",
    "address.unknown_building",
    "address.no_unit",
    "address.unknown_unit",
    "address.ambiguous",
)

_COLUMNS = ("compound", "building", "entrance", "reason")


@dataclass(frozen=True, slots=True)
class _Hit:
    """Where an address leads, or why it leads nowhere."""

    compound: str = ""
    building: str = ""
    entrance: str = ""
    reason: str = ""
    certainty: float = 0.0


def match(directory: Directory, texts: Iterable[str]) -> pd.DataFrame:
    """Match addresses as they are written.

    Parameters
    ----------
    directory : Directory
        Names of the plan's compounds, buildings and entrances.
    texts : iterable of str
        A Series keeps its index.

    Returns
    -------
    DataFrame
        The columns of :func:`match_parts`.
    """
    return match_parts(directory, parse_many(texts))


def match_parts(directory: Directory, parts: pd.DataFrame) -> pd.DataFrame:
    """Match parsed addresses.

    Parameters
    ----------
    directory : Directory
        Names of the plan's compounds, buildings and entrances.
    parts : DataFrame
        As :func:`gridplanner.address.parse.parse_many` gives it; any index.

    Returns
    -------
    DataFrame
        Same index; ``raw place unit floor room`` as given, ``compound building entrance``
        ids (``""`` where not reached), ``confidence`` 0–1, and ``reason``, ``""`` for a
        row that is placed. A building with one entrance takes it when no unit is named;
        for a building without entrances ``entrance`` is ``""``.
    """
    known: dict[tuple[str, str, str, str], _Hit] = {}
    hits = []
    for key in zip(
        parts["place"],
        parts["building"],
        parts["unit"],
        parts["raw"].where(parts["building"] == "", ""),
        strict=True,
    ):
        hit = known.get(key)
        if hit is None:
            hit = known[key] = _find(directory, *key)
        hits.append(hit)
    data: dict[str, object] = {
        name: parts[name] for name in ("raw", "place", "unit", "floor", "room")
    }
    for name in _COLUMNS:
        data[name] = pd.Series([getattr(h, name) for h in hits], dtype="str", index=parts.index)
    certainty = pd.Series([h.certainty for h in hits], dtype="float64", index=parts.index)
    data["confidence"] = certainty * parts["confidence"].clip(lower=0.2)
    return pd.DataFrame(data)


def _find(directory: Directory, place: str, building: str, unit: str, raw: str) -> _Hit:
    if not place and not building and not unit:
        return _Hit(reason="address.unread" if raw.strip() else "address.empty")
    found = _buildings(directory, place, building)
    if isinstance(found, _Hit):
        return found
    if len(found.ids) > 1:
        return _Hit(found.compound, reason="address.ambiguous")
    return _door(directory, found, unit)


def _buildings(directory: Directory, place: str, building: str) -> Place | _Hit:
    """Find the building, or say what hinders."""
    if not place:
        ids = directory.numbered(building) if building else ()
        if not building:
            return _Hit(reason="address.no_building")
        if not ids:
            return _Hit(reason="address.unknown_building")
        return Place("", ids, 0.9) if len(ids) == 1 else _Hit(reason="address.no_compound")
    named = directory.named(place, building)
    if named is not None and len(named.ids) == 1:
        return named
    houses = directory.house(place, building) if building else None
    compounds = directory.compound(place)
    if houses is not None and not compounds.ids:
        return houses
    if not compounds.ids:
        # A known street or compound whose number is unknown is told apart from an unknown name.
        if directory.street_known(place):
            return _Hit(reason="address.unknown_building" if building else "address.no_building")
        return _Hit(reason="address.unknown_compound")
    if len(compounds.ids) > 1:
        return _Hit(reason="address.ambiguous")
    compound = compounds.ids[0]
    if not building:
        return _Hit(compound, reason="address.no_building")
    ids = directory.in_compound(compound, building)
    if not ids:
        return houses or _Hit(compound, reason="address.unknown_building")
    return Place(compound, ids, compounds.certainty)


def _door(directory: Directory, found: Place, unit: str) -> _Hit:
    building = found.ids[0]
    compound = found.compound or directory.compound_of(building)
    doors: Mapping[str, tuple[str, ...]] = directory.doors(building)
    every = [door for ids in doors.values() for door in ids]
    if not every:
        return _Hit(compound, building, "", "", found.certainty * (0.9 if unit else 1.0))
    if not unit:
        if len(every) == 1:
            return _Hit(compound, building, every[0], "", found.certainty)
        return _Hit(compound, building, "", "address.no_unit")
    ids = doors.get(unit, ())
    if len(ids) == 1:
        return _Hit(compound, building, ids[0], "", found.certainty)
    if len(ids) > 1:
        return _Hit(compound, building, "", "address.ambiguous")
    if len(every) == 1 and "" in doors:
        # The only door has no label, so it answers to any.
        return _Hit(compound, building, every[0], "", found.certainty * 0.9)
    return _Hit(compound, building, "", "address.unknown_unit")
