"""Addresses of a sheet, in one column or in several, matched to the doors of the plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplanner.address import Directory, match, match_parts, parse, parse_many, renamed
from gridplanner.address.directory import door_key
from gridplanner.address.fold import fold_address
from layers.loading import Loaded

#: Certainty of a match by a name that a person has confirmed.
_CONFIRMED = 0.8
#: Words in a compound column that name no compound.
_NO_COMPOUND = frozenset(("", "无", "自建房", "散户", "无小区", "其他", "/", "-", "单体楼", "平房"))


def written(loaded: Loaded, column: str = "address") -> pd.Series[Any]:
    """Give the address of each row as one text, put together where it stands in several columns."""
    text = loaded.texts(column)
    if not any(loaded.has(name) for name in ("compound", "building", "unit", "room")):
        return text
    columns = [loaded.codes(name).tolist() for name in ("compound", "building", "unit", "room")]
    result = []
    for address, compound, building, unit, room in zip(text.tolist(), *columns, strict=True):
        if not address:
            building = f"{building}号楼" if building.isdigit() else building
            unit = f"{unit}单元" if unit.isdigit() else unit
            address = building + unit + room
        shown = compound in _NO_COMPOUND or address.startswith(compound)
        result.append(address if shown else compound + address)
    return pd.Series(result, dtype="str")


def matched(loaded: Loaded, directory: Directory, column: str = "address") -> pd.DataFrame:
    """Match the rows to compound, building and entrance.

    A column of its own for compound, building, unit or room goes before what the address
    says; where the compound's column leads nowhere, the place in the address is tried.

    Returns
    -------
    DataFrame
        As :func:`gridplanner.address.match_parts`, index 0 … n − 1.
    """
    parts = parse_many(loaded.texts(column))
    inside = parts["place"].copy()
    # A compound may stand before the place as well as in a column: 新正街12号 阳光小区.
    if loaded.has("compound"):
        named = loaded.texts("compound")
        own = ~named.isin(_NO_COMPOUND)
        parts["place"] = named.map(fold_address).where(own, parts["place"])
    if loaded.has("building"):
        _put_buildings(parts, loaded.codes("building"))
    if loaded.has("unit"):
        units = loaded.codes("unit").map(door_key)
        parts["unit"] = units.where(units != "", parts["unit"])
    for name in ("floor", "room"):
        if loaded.has(name):
            values = loaded.codes(name).map(_bare_room)
            parts[name] = values.where(values != "", parts[name])
    split = any(loaded.has(name) for name in ("building", "unit"))
    if split:
        parts["confidence"] = parts["confidence"].where(parts["building"] == "", 0.95)
    if loaded.has("compound"):
        _exchange(parts, loaded)
    found = match_parts(directory, parts)
    _second_try(found, directory, parts, inside)
    _confirmed_names(found, directory, loaded, column)
    return found


def _second_try(
    found: pd.DataFrame, directory: Directory, parts: pd.DataFrame, inside: pd.Series[Any]
) -> None:
    """Try the place inside the address where the one in its own column leads nowhere."""
    again = (found["reason"] != "") & (inside != parts["place"]) & (inside != "")
    if again.any():
        second = parts[again].copy()
        second["place"] = inside[again]
        other = match_parts(directory, second)
        better = other.index[(other["reason"] == "").to_numpy()]
        found.loc[better] = other.loc[better]


def _confirmed_names(
    found: pd.DataFrame, directory: Directory, loaded: Loaded, column: str
) -> None:
    """Try names that a person has confirmed on the rows that lead nowhere."""
    same = loaded.same
    lost = np.flatnonzero((found["reason"] != "").to_numpy())
    if not same or not len(lost):
        return
    texts = written(loaded, column).iloc[lost]
    other = match(directory, [renamed(text, same) for text in texts])
    good = (other["reason"] == "").to_numpy()
    better = other[good].set_axis(pd.Index(lost[good]))
    better["raw"] = found["raw"].loc[better.index]
    # Somebody has read the name into the text.
    better["confidence"] = better["confidence"] * _CONFIRMED
    found.loc[better.index] = better


def _exchange(parts: pd.DataFrame, loaded: Loaded) -> None:
    """Right rows whose compound and address stand in each other's column."""
    numberless = ((parts["building"] == "") & (parts["unit"] == "")).to_numpy(dtype=bool)
    compounds, places = loaded.texts("compound"), loaded.texts(_address_column(loaded))
    for i in np.flatnonzero(numberless):
        turned = parse(str(compounds.iloc[i]))
        if turned.building and (turned.unit or turned.room) and places.iloc[i]:
            whole = parse(str(places.iloc[i]) + str(compounds.iloc[i]))
            for name in ("place", "building", "unit", "floor", "room", "confidence"):
                parts.loc[i, name] = getattr(whole, name)


def _address_column(loaded: Loaded) -> str:
    return "address" if loaded.has("address") else "home"


def _put_buildings(parts: pd.DataFrame, buildings: pd.Series[Any]) -> None:
    """Let a column of buildings win over what the addresses say."""
    columns = {name: parts[name].tolist() for name in ("place", "building", "unit")}
    for i, text in enumerate(buildings.tolist()):
        if not text:
            continue
        parsed = parse(text)
        if parsed.building:
            columns["building"][i] = parsed.building
            columns["place"][i] = columns["place"][i] or parsed.place
            columns["unit"][i] = columns["unit"][i] or parsed.unit
        else:
            # A building that has a name instead of a number: 阳光小区 综合楼.
            columns["place"][i] += parsed.place
    for name, values in columns.items():
        parts[name] = pd.Series(values, index=parts.index, dtype="str")


def _bare_room(text: str) -> str:
    for word in ("室", "号", "房", "户", "层", "楼"):
        text = text.removesuffix(word)
    return (text.lstrip("0") or "0") if text.isdigit() else text
