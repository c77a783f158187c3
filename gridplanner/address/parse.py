"""Take an address apart: place, building, unit, floor, room.

The tail of an address is a chain of numbers, each with a word behind it (号楼, 单元,
室) or with none (3-2-501). What stands before the chain is the place: a compound or a
street. Nothing is thrown away: the raw text is kept, and a confidence says how much
had to be read into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from gridplanner.address.fold import fold_address

_NUMBER = r"(?:\d+[A-Z]?|[A-Z]\d*|[甲乙丙丁戊])"
_MARK = (
    r"(?:号楼|号栋|号幢|号院|号附|栋楼?|幢楼?|座|#楼|#栋|#院|#"
    r"|单元|门(?!面|市)|梯|层|楼|室|房(?!湾)|户|号|附|F)"
)
_FILL = r"(?:-|底商|商铺|门面房?|门市房?|铺面)*"
_SIDE = r"(?:[东西南北中左右前后]{1,2}[户侧边]?)?"
_TOKEN = re.compile(rf"({_NUMBER})({_MARK})?({_FILL})")
# From the leftmost place where nothing but numbers, their words and dashes follow.
_CHAIN = re.compile(rf"(?<![A-Z0-9]){_FILL}(?:{_NUMBER}{_MARK}?{_FILL})+({_SIDE})$")

_BUILDING = frozenset({"号楼", "号栋", "号幢", "栋", "栋楼", "幢", "幢楼", "座", "#楼", "#栋", "#"})
_UNIT = frozenset({"单元", "门", "梯"})
_FLOOR = frozenset({"层", "F"})
_ROOM = frozenset({"室", "房", "户"})
_COURT = frozenset({"号院", "#院"})
_SUB = frozenset({"号附", "附"})
_STREET_END = tuple("街路巷道弄里胡同大道")


@dataclass(frozen=True, slots=True)
class Address:
    """An address and its parts; absent parts are ``""``, numbers have no leading zero.

    Attributes
    ----------
    raw : str
        The text as it was written.
    place : str
        What stands before the building: a compound, or a street of a house address.
    building, unit, floor, room : str
        Numbers without their words: ``"3"``, ``"2"``, ``"5"``, ``"501"``.
    confidence : float
        1 where each part has its word, less the more was read into the text; 0 where
        nothing was understood.
    """

    raw: str
    place: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    confidence: float = 0.0

    @property
    def is_house(self) -> bool:
        """Whether the place is a street, so that the building is a house number."""
        return self.place.endswith(_STREET_END)


def parse(text: str) -> Address:
    """Take one address apart.

    Parameters
    ----------
    text : str
        As written; empty gives an address without parts and confidence 0.

    Examples
    --------
    >>> a = parse("阳光小区3号楼2单元501室")
    >>> a.place, a.building, a.unit, a.room, a.confidence
    ('阳光小区', '3', '2', '501', 1.0)
    >>> b = parse("阳光小区３－２－５０１")
    >>> b.place, b.building, b.unit, b.room
    ('阳光小区', '3', '2', '501')
    >>> c = parse("新正街十二号")
    >>> c.place, c.building, c.is_house
    ('新正街', '12', True)
    """
    return _parse(text)


@lru_cache(maxsize=200_000)
def _parse(text: str) -> Address:
    folded = fold_address(text)
    if not folded:
        return Address(text)
    chain = _CHAIN.search(folded)
    if chain is None:
        return Address(text, place=folded.strip("-"), confidence=0.2)
    tokens = _TOKEN.findall(folded[chain.start() :])
    place = folded[: chain.start()].strip("-")
    while len(tokens) > 1 and _is_court(tokens):
        number, mark, _ = tokens.pop(0)
        place += number + mark
    parts, confidence = _roles(tokens)
    side = chain[1].rstrip("户侧边")
    if side:
        parts["room"] += side
    building = parts["building"]
    return Address(text, place, building, parts["unit"], parts["floor"], _room(parts), confidence)


def _is_court(tokens: list[tuple[str, str, str]]) -> bool:
    """Whether the first number belongs to the place: 12号院3号楼, 新正街12号3号楼."""
    mark, later = tokens[0][1], tokens[1][1]
    return mark in _COURT or (mark == "号" and later in _BUILDING)


def _roles(tokens: list[tuple[str, str, str]]) -> tuple[dict[str, str], float]:
    parts = {"building": "", "unit": "", "floor": "", "room": ""}
    confidence = 1.0
    bare: list[str] = []
    order = 0  # 1 building, 2 unit, 3 floor and 4 room are behind us
    for position, (number, mark, fill) in enumerate(tokens):
        value = number.lstrip("0") or "0"
        if mark in _SUB and order == 0 and position + 1 < len(tokens):
            # 12号附3号 is one house number, its second half comes as the next token.
            following = tokens[position + 1]
            tokens[position + 1] = (f"{value}附{following[0]}", following[1], following[2])
            continue
        role = _role(mark, order, last=position == len(tokens) - 1)
        if role is None:
            bare.append(number)
            continue
        if bare and role == "building" and order == 0:
            # 新正街12-1号: the dash belongs to the house number.
            value = "-".join([*(n.lstrip("0") or "0" for n in bare), value])
            confidence, bare = min(confidence, 0.9), []
        elif bare:
            confidence = min(confidence, _place_bare(parts, bare, order, role))
            bare = []
        if mark in {"号", "楼"}:
            confidence = min(confidence, 0.95)
        if parts[role]:
            confidence = min(confidence, 0.4)
        parts[role] = value if role != "room" else number
        order = max(order, 1 + list(parts).index(role))
        if fill.strip("-"):
            order = max(order, 3)
    if bare:
        confidence = min(confidence, _place_bare(parts, bare, order, None))
    return parts, confidence


def _role(mark: str, order: int, *, last: bool) -> str | None:
    if mark in _BUILDING:
        return "building" if order < 1 else "room" if last and mark == "#" else "building"
    if mark in _UNIT:
        return "unit"
    if mark in _FLOOR:
        return "floor"
    if mark in _ROOM:
        return "room"
    if mark == "号":
        return "room" if order >= 1 else "building"
    if mark == "楼":
        return "floor" if order >= 1 else "building"
    return None


def _place_bare(parts: dict[str, str], bare: list[str], order: int, before: str | None) -> float:
    """Give numbers without a word their roles by position; the confidence of that."""
    slots = list(parts)
    if order == 1 and len(bare) >= 3 and bare[0].lstrip("0") == parts["building"]:
        bare = bare[1:]  # 3号楼3-2-501 says the building twice
    upper = slots.index(before) if before is not None else len(slots)
    free = slots[order:upper]
    count = len(bare)
    long_tail = len(bare[-1].rstrip("ABCDEFGH")) >= 3
    confidence = 0.9
    if before is not None:
        # What stands before a word fills the slots next above it: 3-2单元 is building 3.
        roles = free[:count] if "building" in free[:1] else free[-count:]
        if before == "room" and count == 2 and order == 0:
            roles = ["building", "unit"]
    elif order == 0:
        pattern = {
            1: ["room"] if long_tail else ["building"],
            2: ["building", "room"] if long_tail else ["building", "unit"],
            3: ["building", "unit", "room"],
        }
        roles = pattern.get(count, free[:count])
        if count == 1 or (count == 2 and not long_tail):
            confidence = 0.6
    elif order == 1:
        roles = {1: ["room"] if long_tail else ["unit"], 2: ["unit", "room"]}.get(
            count, free[:count]
        )
        if count == 1 and not long_tail:
            confidence = 0.6
    else:
        roles = ["room"] if count == 1 else free[-count:]
    if len(roles) < count:
        return 0.2
    for role, number in zip(roles, bare, strict=False):
        parts[role] = number if role == "room" else number.lstrip("0") or "0"
    return confidence


def _room(parts: dict[str, str]) -> str:
    """Write a room with its floor: floor 5, room 01 is 501."""
    room, floor = parts["room"], parts["floor"]
    if room.isdigit() and floor.isdigit() and len(room) <= 2:
        return f"{floor}{int(room):02d}"
    return (room.lstrip("0") or "0") if room.isdigit() else room


def parse_many(texts: Iterable[str]) -> pd.DataFrame:
    """Take many addresses apart.

    Parameters
    ----------
    texts : iterable of str
        A Series keeps its index.

    Returns
    -------
    DataFrame
        Columns ``raw place building unit floor room confidence``; empty input gives no rows.
    """
    index = texts.index if isinstance(texts, pd.Series) else None
    rows = [_parse(text) for text in texts]
    columns = ("raw", "place", "building", "unit", "floor", "room")
    data: dict[str, object] = {
        name: pd.Series([getattr(row, name) for row in rows], dtype="str", index=index)
        for name in columns
    }
    data["confidence"] = pd.Series([row.confidence for row in rows], dtype="float64", index=index)
    return pd.DataFrame(data)
