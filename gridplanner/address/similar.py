"""Names that are almost those of the plan: offered for a person to confirm, never taken.

A misspelt name (永按苑) or word (3幢2单园) is compared with the plan's own; what a person
has confirmed is kept in the plan's setting ``same_names`` and read alike from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gridplanner.address.directory import ABOVE, Directory
from gridplanner.address.fold import fold_address, fold_key
from gridplanner.address.match import match
from gridplanner.address.parse import parse
from gridplanner.model import Plan

#: Name of the setting that holds confirmed names: as written → as the plan has it.
SAME_NAMES = "same_names"
#: Names of this length and more may differ in two characters, shorter ones in one.
_LONG = 6
#: More names than this are no help to who has to choose.
_FEW = 5
#: What stands where a word of the chain belongs, and the word.
_SPOILED = (
    (re.compile(r"(?<=[0-9A-Z])(单[^\d元]|[^\d单幢栋号楼]元|单)(?=\d)"), "单元"),
    (re.compile(r"(?<=\d)([^\d号#]楼|号[^\d楼院附])(?=\d)"), "号楼"),
    (re.compile(r"(?<=\d)([^\d\-#幢栋号座单])(?=\d+单元)"), "幢"),
    (re.compile(r"(?<=[街路巷湾道]\d)([^\d号#\-])$|(?<=[街路巷湾道]\d\d)([^\d号#\-])$"), "号"),
)


@dataclass(frozen=True)
class Candidate:
    """A name or word that may be meant.

    Attributes
    ----------
    written : str
        What the addresses have.
    proposed : str
        What the plan has.
    score : float
        1 less the share of characters that differ.
    rows : tuple of int
        Positions of the texts that lead to one door if it is so.
    example : str
        The first of these texts.
    """

    written: str
    proposed: str
    score: float
    rows: tuple[int, ...]
    example: str


def same_names(plan: Plan) -> dict[str, str]:
    """Give the names that were confirmed: as written → as the plan has it."""
    found = plan.settings.get(SAME_NAMES) or {}
    return {str(written): str(name) for written, name in dict(found).items()}


def renamed(text: str, same: Mapping[str, str]) -> str:
    """Write a text with confirmed names in place of those written.

    Examples
    --------
    >>> renamed("永按苑3－2单园", {"永按苑": "永安苑", "单园": "单元"})
    '永安苑3-2单元'
    >>> renamed("3幢2单元5单1", {"单": "单元"})
    '3幢2单元5单元1'
    """
    folded = fold_address(text)
    for written in sorted(same, key=len, reverse=True):
        name = same[written]
        # What is right already stays, though the wrong word may be a part of it.
        folded = name.join(part.replace(written, name) for part in folded.split(name))
    return folded


def distance(first: str, second: str, limit: int) -> int:
    """Count the characters to change, insert, drop or exchange with their neighbour.

    Gives ``limit + 1`` as soon as it is more than the limit.

    Source: optimal string alignment, after Damerau (1964) and Levenshtein (1966).

    Examples
    --------
    >>> distance("永按苑", "永安苑", 2), distance("小惠民", "惠民小区", 1)
    (1, 2)
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(second, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if older and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def candidates(directory: Directory, texts: Sequence[str]) -> list[Candidate]:
    """Find names that may be meant by addresses that lead nowhere.

    Parameters
    ----------
    directory : Directory
    texts : sequence of str
        Addresses in full that were not matched.

    Returns
    -------
    list of Candidate
        Those that place most rows first; only names with which an address leads to one door.
    """
    pairs: dict[tuple[str, str], list[int]] = {}
    near: dict[str, list[str]] = {}
    for i, text in enumerate(texts):
        folded = fold_address(text)
        for pair in _words(folded):
            pairs.setdefault(pair, []).append(i)
        place = parse(text).place
        if not place or directory.compound(place).ids or directory.street_known(place):
            continue
        for tail in _tails(place):
            if tail not in near:
                like = _like(tail, directory.names())
                # What is like half the town says nothing.
                near[tail] = like if len(like) <= _FEW else []
            for name in near[tail]:
                pairs.setdefault((tail, name), []).append(i)
    result = []
    for (written, name), rows in pairs.items():
        fixed = [renamed(texts[i], {written: name}) for i in rows]
        found = (match(directory, fixed)["reason"] == "").to_numpy()
        placed = tuple(i for i, good in zip(rows, found, strict=True) if good)
        if placed:
            score = 1 - distance(written, name, 2) / max(len(written), len(name))
            result.append(Candidate(written, name, score, placed, texts[placed[0]]))
    return sorted(result, key=lambda c: (-len(c.rows), -c.score, c.written, c.proposed))


def _words(folded: str) -> Iterable[tuple[str, str]]:
    for pattern, word in _SPOILED:
        for found in pattern.finditer(folded):
            written = next(filter(None, found.groups()))
            if written != word:
                yield written, word


def _tails(place: str) -> list[str]:
    """Give the place and what is left of it without its administrative address."""
    key = fold_key(place)
    cuts = [i for i in range(1, len(key) - 1) if key[i - 1] in ABOVE]
    return [key, *(key[i:] for i in cuts)]


def _like(place: str, names: Iterable[str]) -> list[str]:
    if len(place) < 2:
        return []
    found = []
    for name in names:
        # Of two characters one is half the name: 东路 is as near to 西路 as to anything.
        limit = 2 if min(len(place), len(name)) >= _LONG else 1
        if max(len(place), len(name)) > 2 and 0 < distance(place, name, limit) <= limit:
            found.append(name)
    return found
