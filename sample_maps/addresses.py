"""Addresses as people write them: one flat, many spellings."""

from __future__ import annotations

import numpy as np

from .parts import Building, Household, Town

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
STYLES = (
    (0.36, "{n}{mark}{u}单元{r}室"),
    (0.20, "{n}栋{u}单元{r}"),
    (0.14, "{n}#{u}-{r}"),
    (0.09, "{n}号楼{u}单元{r}室"),
    (0.07, "{n}号楼{u}门{r}"),
    (0.05, "{n}-{u}-{r}"),
    (0.05, "{compound}{n}{mark}{u}单元{r}室"),
    (0.04, "{n}{mark} {u}单元 {r}室"),
)
_ENDS = np.cumsum([share for share, _ in STYLES])


def _parts(building: Building, household: Household) -> dict[str, str]:
    mark = "号楼" if building.name.endswith("号楼") else "幢"
    label = building.doors[household.door].label
    return {
        "compound": building.compound,
        "n": building.name.removesuffix(mark),
        "mark": mark,
        "u": label.removesuffix("单元").removesuffix("门"),
        "r": household.room,
    }


def _street_address(building: Building, household: Household) -> str:
    label = building.doors[household.door].label
    return building.name + label + (f"{household.room}室" if household.room else "")


def written_address(town: Town, household: Household, rng: np.random.Generator) -> str:
    """Write where a household lives the way one of many clerks would.

    Parameters
    ----------
    town
        Holds the household's building.
    household
        Whose address.
    rng
        Source of chance.

    Returns
    -------
    str
        In a compound the building, unit and room; on a street its name and house number.
    """
    building = town.buildings[household.building]
    draw = rng.random()
    if not building.compound:
        text = _street_address(building, household)
        return text.translate(FULL_WIDTH) if draw < 0.06 else text
    style = STYLES[min(int(np.searchsorted(_ENDS, draw)), len(STYLES) - 1)][1]
    text = style.format(**_parts(building, household))
    return text.translate(FULL_WIDTH) if rng.random() < 0.08 else text


def plain_address(town: Town, household: Household) -> str:
    """Write a household's address in full, with the compound's name."""
    building = town.buildings[household.building]
    if not building.compound:
        return _street_address(building, household)
    parts = _parts(building, household)
    label = building.doors[household.door].label
    return f"{building.compound}{building.name}{label}{parts['r']}室"
