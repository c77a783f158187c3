"""Look through a finished file for what its profile forbids, before it is put in place.

The writers leave persons out by construction; this is the second lock. It goes by what the
plan holds (names, numbers, addresses) and by form (identity numbers, mobile numbers), and
allows the map's own texts, so that a person named like a street blocks nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gridplanner.errors import InputError
from gridplanner.model import Plan
from gridplanner.tables import TABLES
from layers.atomic import write_bytes
from layers.export_fields import BOUNDARY_FIELDS, GRID_FIELDS
from layers.export_options import ExportOptions, Profile
from layers.privacy import SMALL_COUNT, people_shown, profile_title
from layers.scan_text import Piece, pieces
from layers.titles import own_title

#: Columns whose values are the map's own texts: they may stand in any file.
_OWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("boundary", ("name",)),
    ("areas", ("code", "name")),
    ("grids", ("code", "name", "kind")),
    ("buildings", ("id", "name", "compound", "use")),
    ("compounds", ("id", "name", "firm")),
    ("streets", ("id", "name", "kind")),
    ("water", ("id", "name")),
    ("mask", ("id", "kind")),
    ("places", ("id", "name", "kind")),
    ("scheme", ("name", "name_en")),
)
#: Columns of a person that name nobody.
_PLAIN_COLUMNS = frozenset({"role", "fte", "capacity", "geometry"})
#: Keys into other tables: they say nothing outside the plan.
_KEYS = frozenset({"id", "home_entrance"})
#: A mobile number, and digits that may be written in groups.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DIGITS = re.compile(r"(\.?)(\d(?:[ \t\u00a0\-]?\d){6,}[XxＸｘ]?)")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff][^\"<>\n\r]*")
#: Weights and check letters of GB 11643-1999.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: Titles of columns that only an internal file may have, whatever is in them.
_FORBIDDEN_FIELDS = frozenset(
    {"身份证号", "身份证号码", "身份证", "公民身份号码", "id_number", "id_card", "idcard"}
    | {"户籍地址", "特殊人群", "care", "出生日期", "birth_date"}
)
_SHORTEST_NUMBER = 7
#: From this length on a number is not met by chance inside a longer one.
_LONG_NUMBER = 10
_SHORTEST_ADDRESS = 5


@dataclass(frozen=True)
class Leak:
    """Something a file must not hold: what kind it is and where it stands; never the text."""

    kind: str
    where: str


class Secrets:
    """What a plan knows of persons and dwellings, made ready for a search.

    Parameters
    ----------
    plan : Plan
    profile : {"public", "meeting", "internal"}
        In a public file names and work phones of those on duty are no secrets.
    """

    def __init__(self, plan: Plan, profile: Profile = "meeting") -> None:
        names: set[str] = set()
        self._numbers: set[str] = set()
        self._allowed_numbers: set[str] = set()
        persons = plan.frame("persons")
        for column in persons.columns:
            if column in _PLAIN_COLUMNS:
                continue
            for value in _texts(persons[column]):
                digits = re.sub(r"\D", "", value)
                if column == "name":
                    names.add(value)
                for part in _parts(value) if column not in _KEYS else ():
                    number = re.sub(r"[^\dXx]", "", part).upper()
                    if len(number) >= _SHORTEST_NUMBER:
                        self._numbers.add(number)
                if column not in {"name", "phone", *_KEYS} and not digits:
                    names.add(value)
        if profile == "public":
            for name, phone in people_shown(plan, profile).values():
                names.discard(name)
                self._numbers -= {re.sub(r"[^\dXx]", "", part) for part in _parts(phone)}
                self._allowed_numbers |= {re.sub(r"[^\dXx]", "", part) for part in _parts(phone)}
        self._long = {len(n) for n in self._numbers if len(n) >= _LONG_NUMBER}
        self._own = _own_texts(plan)
        if profile == "public":
            # Somebody's short name may stand inside that of one on duty.
            self._own |= {name for name, _ in people_shown(plan, profile).values()}
        self._names: dict[str, list[str]] = {}
        for name in sorted(names):
            # One character alone says nothing and is everywhere.
            if len(name) >= 2:
                self._names.setdefault(name[:2], []).append(name)
        addresses = {
            text
            for text in _texts(plan.frame("households")["address"])
            if len(text) >= _SHORTEST_ADDRESS and text not in self._own
        }
        self._addresses: dict[int, set[str]] = {}
        for address in addresses:
            self._addresses.setdefault(len(address), set()).add(address)
        self._covering: dict[str, tuple[str, ...]] = {}

    def found_in(self, piece: Piece) -> Iterator[Leak]:
        """List what the profile forbids in one piece of a file."""
        yield from (Leak("number", piece.where) for _ in self._number_hits(piece.text))
        yield from (Leak("name", piece.where) for _ in self._name_hits(piece.text))
        yield from (Leak("address", piece.where) for _ in self._address_hits(piece.text))

    def _number_hits(self, text: str) -> Iterator[str]:
        for match in _DIGITS.finditer(text):
            # Full-width digits are digits too.
            plain = unicodedata.normalize("NFKC", match.group(2))
            number = re.sub(r"[\s\-]", "", plain).upper()
            if number in self._own or number in self._allowed_numbers:
                continue
            if match.group(1):
                # Behind a point: decimals, among which any number turns up by chance.
                continue
            # In the raw pages of a database a stray digit or two may stand right before it.
            last = [number[at:] for at in range(min(3, len(number) - 17))] or [number]
            if (
                _MOBILE.fullmatch(number)
                or number in self._numbers
                or any(is_id_number(part[:18]) for part in last)
                or any(
                    number[at : at + length] in self._numbers
                    for length in self._long
                    for at in range(len(number) - length + 1)
                )
            ):
                yield number

    def _name_hits(self, text: str) -> Iterator[str]:
        if not self._names:
            return
        for at in range(len(text) - 1):
            for name in self._names.get(text[at : at + 2], ()):
                if text.startswith(name, at) and not self._allowed(text, at, name):
                    yield name

    def _allowed(self, text: str, at: int, name: str) -> bool:
        """Tell whether a hit is part of one of the map's own texts, or of a longer word."""
        if name.isascii():
            before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
            if (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()):
                return True
        if name not in self._covering:
            self._covering[name] = tuple(own for own in self._own if name in own)
        for own in self._covering[name]:
            start = own.find(name)
            while start >= 0:
                if text.startswith(own, at - start) and at >= start:
                    return True
                start = own.find(name, start + 1)
        return False

    def _address_hits(self, text: str) -> Iterator[str]:
        if not self._addresses:
            return
        for segment in _HAN.findall(text):
            for length, addresses in self._addresses.items():
                for at in range(len(segment) - length + 1):
                    if segment[at : at + length] in addresses:
                        yield segment[at : at + length]


def scan(name: str, content: bytes, plan: Plan, options: ExportOptions) -> list[Leak]:
    """Look through a file.

    Parameters
    ----------
    name : str
        File name; the suffix decides how the content is read.
    content : bytes
    plan : Plan
        What must not be found.
    options : ExportOptions
        The profile; an internal file may hold everything.

    Returns
    -------
    list of Leak
        Empty where the file keeps to its profile.
    """
    if options.profile == "internal":
        return []
    profile = options.profile
    secrets = plan.derived(f"privacy.secrets.{profile}", lambda plan: Secrets(plan, profile))
    leaks: list[Leak] = []
    for piece in pieces(name, content):
        leaks += secrets.found_in(piece)
        leaks += [
            Leak("field", piece.where)
            for title in piece.fields
            if title.strip().lower() in _FORBIDDEN_FIELDS
        ]
        if options.profile == "public":
            leaks += [
                Leak("small_count", piece.where)
                for _, value in piece.counts
                if 0 < value < SMALL_COUNT
            ]
    return leaks


def hand_over(
    out: Path, content: bytes, plan: Plan, options: ExportOptions, drawn: Iterable[str] = ()
) -> None:
    """Put a finished file in place if it keeps to its profile.

    Parameters
    ----------
    drawn : iterable of str
        Texts that the file shows and that cannot be read back from it, as in a picture.

    Raises
    ------
    InputError
        ``export.leak``, ``file.unwritable``; nothing is written.
    StoreError
        ``file.disk_full``.
    """
    refuse_leaks(out, content, plan, options, drawn)
    write_bytes(out, content)


def refuse_leaks(
    out: Path, content: bytes, plan: Plan, options: ExportOptions, drawn: Iterable[str] = ()
) -> None:
    """Stop where a finished file does not keep to its profile.

    Raises
    ------
    InputError
        ``export.leak``, naming kind, number and place but never the secret.
    """
    leaks = scan(Path(out).name, content, plan, options)
    for text in drawn:
        leaks += scan("drawn.txt", text.encode(), plan, options)
    if leaks:
        (kind, where), count = Counter((leak.kind, leak.where) for leak in leaks).most_common(1)[0]
        raise InputError(
            "export.leak",
            {
                "file": str(out),
                "profile": profile_title(options.profile, options.language),
                "kind": _KINDS[kind][0 if options.language == "zh" else 1],
                "count": count,
                "where": where,
            },
        )


_KINDS: dict[str, tuple[str, str]] = {
    "number": ("电话或身份证号", "phone or identity number"),
    "name": ("姓名", "name"),
    "address": ("住户地址", "household address"),
    "field": ("不允许的字段", "forbidden field"),
    "small_count": ("小于 5 的数", "count under 5"),
}


def is_id_number(number: str) -> bool:
    """Tell whether 18 characters are a citizen's identity number by date and check letter.

    Source: GB 11643-1999.

    Examples
    --------
    >>> is_id_number("11010519491231002X"), is_id_number("110105194912310021")
    (True, False)
    """
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    year, month = int(number[6:10]), int(number[10:12])
    if not 1900 <= year <= 2100 or not 1 <= month <= 12:
        return False
    pairs = zip(number[:17], _WEIGHTS, strict=True)
    rest = sum(int(digit) * weight for digit, weight in pairs) % 11
    return _CHECKS[rest] == number[17]


def _parts(value: str) -> list[str]:
    """Split a cell with several numbers."""
    return re.split(r"[;；,，、/]", value)


def _texts(column: pd.Series[Any]) -> Iterable[str]:
    return {text for value in column if isinstance(value, str) and (text := value.strip())}


def _own_texts(plan: Plan) -> frozenset[str]:
    own: set[str] = set()
    for table, columns in _OWN:
        frame = plan.frame(table)
        for column in columns:
            own |= set(_texts(frame[column]))
    own |= {own_title(plan, "zh"), own_title(plan, "en")}
    own |= {text for table in TABLES.values() for text in (table.zh, table.en)}
    own |= {text for field in (*GRID_FIELDS, *BOUNDARY_FIELDS) for text in (field.zh, field.en)}
    return frozenset(own - {""})
