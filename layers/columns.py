"""Recognise whose column is whose: by its title in Chinese or English, then by content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from gridplanner.address import parse
from gridplanner.errors import InputError, UsageError
from layers.cells import as_text, numbers_in
from layers.column_names import COLUMN_NAMES

How = Literal["given", "name", "part", "content"]

#: Distinct values looked at where a column is told by its content.
_SAMPLE = 200
_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}(?:[;；,、/ ]+(?:\+?86)?1[3-9]\d{9})*")
_BRACKETS = re.compile(r"[((【\[].*?[))】\]]")
_DROP = re.compile(r"[\s_\-*＊:：.。/、,]+")


@dataclass(frozen=True)
class Match:
    """A column of a file that was taken for one of ours.

    ``confidence`` is 1 for a user's word, 0.95 for a known title, 0.7 for a title that
    holds a known word, 0.6 for content.
    """

    theirs: str
    confidence: float
    how: How


def fold_title(title: str) -> str:
    """Fold a column title: widths, case, blanks, marks, remarks in brackets.

    Examples
    --------
    >>> fold_title(" 联系 电话（必填）* "), fold_title("Building_Levels")
    ('联系电话', 'buildinglevels')
    """
    folded = unicodedata.normalize("NFKC", title).lower()
    # OpenStreetMap's name:zh keeps its colon, a Chinese title does not need one.
    keep = bool(re.fullmatch(r"[a-z]+:[a-z_]+", folded))
    bare = _BRACKETS.sub("", folded)
    return bare.replace("_", "") if keep else _DROP.sub("", bare)


def recognise(
    kind: str, frame: pd.DataFrame, given: Mapping[str, str] | None = None
) -> dict[str, Match]:
    """Find our columns among those of a file.

    Parameters
    ----------
    kind : str
        A key of :data:`layers.column_names.COLUMN_NAMES`.
    frame : DataFrame
        The file's columns; ``geometry`` is passed over.
    given : mapping, optional
        Ours → theirs as the user says; it wins, and an empty text means *none*.

    Returns
    -------
    dict of str to Match
        Ours → theirs; columns that were not found are absent. Each of theirs is used once,
        but for those the user names.

    Raises
    ------
    UsageError
        ``import.kind_unknown``; ``column.ours_unknown``: we have no such column.
    InputError
        ``column.not_in_file``: the user names a column the file does not have.
    """
    if kind not in COLUMN_NAMES:
        raise UsageError("import.kind_unknown", {"kind": kind, "known": " ".join(COLUMN_NAMES)})
    names = COLUMN_NAMES[kind]
    theirs = [str(title) for title in frame.columns if title != "geometry"]
    result: dict[str, Match] = {}
    none: set[str] = set()
    for ours, title in (given or {}).items():
        if ours not in names:
            raise UsageError("column.ours_unknown", {"column": ours, "known": " ".join(names)})
        if not title:
            none.add(ours)
            continue
        if title not in theirs:
            raise InputError("column.not_in_file", {"column": title, "columns": "、".join(theirs)})
        result[ours] = Match(title, 1.0, "given")
    used = {match.theirs for match in result.values()}
    folded = {title: fold_title(title) for title in theirs}
    wanted = [ours for ours in names if ours not in result and ours not in none]
    for ours, title in _by_name(names, wanted, folded, used):
        result[ours] = Match(title, 0.95, "name")
    used |= {match.theirs for match in result.values()}
    wanted = [ours for ours in wanted if ours not in result]
    for ours, title in _by_part(names, wanted, folded, used):
        result[ours] = Match(title, 0.7, "part")
    used |= {match.theirs for match in result.values()}
    wanted = [ours for ours in wanted if ours not in result]
    for ours, title in _by_content(wanted, frame, [t for t in theirs if t not in used], result):
        result[ours] = Match(title, 0.6, "content")
    return {ours: result[ours] for ours in names if ours in result}


def _by_name(
    names: Mapping[str, tuple[str, ...]],
    wanted: list[str],
    folded: Mapping[str, str],
    used: set[str],
) -> list[tuple[str, str]]:
    """Pair by known titles, the more preferred title first whatever column it is of."""
    ranked = sorted(
        (rank, position, ours, title)
        for position, ours in enumerate(names)
        if ours in wanted
        for rank, known in enumerate(names[ours])
        for title, text in folded.items()
        if text == known and title not in used
    )
    return _once((ours, title) for _, _, ours, title in ranked)


def _by_part(
    names: Mapping[str, tuple[str, ...]],
    wanted: list[str],
    folded: Mapping[str, str],
    used: set[str],
) -> list[tuple[str, str]]:
    """Pair by Chinese words inside titles; the longest word wins: 现住小区名称 holds 小区名称."""
    ranked = sorted(
        (-len(known), position, ours, title)
        for position, ours in enumerate(names)
        if ours in wanted
        for known in names[ours]
        if len(known) >= 2 and not known.isascii()
        for title, text in folded.items()
        if known in text and title not in used and not _of_another(text, known)
    )
    return _once((ours, title) for _, _, ours, title in ranked)


def _of_another(text: str, known: str) -> bool:
    """Whether a title only speaks of the thing: 户籍地址 is not where people live."""
    return ("户籍" in text and "户籍" not in known) or (
        text.startswith(("父", "母", "监护人", "房东", "紧急"))
        or text.endswith(("备注", "时间", "日期"))
    )


def _once(pairs: Any) -> list[tuple[str, str]]:
    ours_done: set[str] = set()
    theirs_done: set[str] = set()
    kept = []
    for ours, title in pairs:
        if ours not in ours_done and title not in theirs_done:
            ours_done.add(ours)
            theirs_done.add(title)
            kept.append((ours, title))
    return kept


def _by_content(
    wanted: list[str], frame: pd.DataFrame, free: list[str], found: Mapping[str, Match]
) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    left = list(free)
    placed = {"address", "lon", "x"} & set(found)
    for ours in wanted:
        if ours in {"lon", "lat", "address"} and placed:
            continue
        for title in left:
            if _content_fits(ours, frame[title]):
                kept.append((ours, title))
                left.remove(title)
                break
    pair = {ours for ours, _ in kept} & {"lon", "lat"}
    return [p for p in kept if len(pair) == 2 or p[0] not in pair]


def _content_fits(ours: str, column: pd.Series[Any]) -> bool:
    if ours not in {"phone", "lon", "lat", "address", "home"}:
        return False
    values = column.dropna()
    texts = [text for text in (as_text(v) for v in values.head(_SAMPLE)) if text]
    if len(texts) < 2:
        return False
    if ours == "phone":
        return sum(bool(_PHONE.fullmatch(text)) for text in texts) >= 0.6 * len(texts)
    if ours in {"address", "home"}:
        read = [parse(text) for text in texts]
        full = sum(bool(a.place and a.building and a.confidence >= 0.6) for a in read)
        return full >= 0.6 * len(texts)
    numbers = numbers_in(pd.Series(texts))
    if numbers.isna().any() or (numbers == numbers.round()).all():
        return False
    low, high = (73.0, 136.0) if ours == "lon" else (3.0, 54.0)
    return bool(numbers.between(low, high).all() and numbers.std() < 1.0)
