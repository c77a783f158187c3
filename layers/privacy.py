"""Who may read what: profiles, masks, and small counts.

What a profile hides is absent from the file, never merely out of sight. Source: PIPL
articles 6 and 28 (least data for a clear purpose).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridplanner.edits.duty_rows import running
from gridplanner.model import Plan
from layers.export_options import Profile

#: A public file shows no count of people or households from 1 to this limit, exclusive.
SMALL_COUNT = 5

#: Tables of people and dwellings that a profile may hand over row by row.
ROW_TABLES: Mapping[Profile, tuple[str, ...]] = MappingProxyType(
    {"public": (), "meeting": (), "internal": ("households", "entrances", "persons", "duties")}
)
#: Tables that may go along, masked, where they are asked for; households never.
ASKED_TABLES: tuple[str, ...] = ("entrances", "persons", "duties")
#: Columns of those that any profile may have; a planner's own columns are not among them.
_PLAIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "entrances": ("id", "building", "label", "geometry"),
        "persons": ("id", "name", "phone", "role", "fte"),
        "duties": ("person", "kind", "target_table", "target_id", "valid_from", "valid_to"),
    }
)
#: The tables that are left out unless the profile names them.
GUARDED: tuple[str, ...] = ("households", "entrances", "persons", "duties")

_TITLES: Mapping[Profile, tuple[str, str]] = MappingProxyType(
    {
        "public": ("公开", "public"),
        "meeting": ("会议", "meeting"),
        "internal": ("内部", "internal"),
    }
)


def profile_title(profile: Profile, language: str = "zh") -> str:
    """Name a profile.

    >>> profile_title("meeting"), profile_title("meeting", "en")
    ('会议', 'meeting')
    """
    return _TITLES[profile][0 if language == "zh" else 1]


def mark_of(profile: Profile, language: str = "zh") -> str:
    """Give the mark that a product of this profile bears; none when it is public.

    >>> mark_of("meeting"), mark_of("public")
    ('内部使用', '')
    """
    if profile == "public":
        return ""
    return "内部使用" if language == "zh" else "Internal use"


def mask_name(name: str) -> str:
    """Keep the family name only.

    Two-character family names are kept whole when they are among the common ones.

    Examples
    --------
    >>> mask_name("张三丰"), mask_name("欧阳修"), mask_name("Anna Frick"), mask_name("")
    ('张**', '欧阳*', 'A. F.', '')
    """
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return " ".join(f"{part[0]}." for part in name.split())
    family = 2 if len(name) > 2 and name[:2] in _LONG_FAMILY_NAMES else 1
    # A name of one character would otherwise stand in full.
    return name[:family] + "*" * max(1, len(name) - family) if len(name) > 1 else "*"


#: Titles of the column with a number that may be called by everybody.
WORK_PHONES: tuple[str, ...] = ("work_phone", "工作电话", "办公电话", "值班电话", "公开电话")


def people_shown(plan: Plan, profile: Profile) -> dict[str, tuple[str, str]]:
    """Give name and phone of persons, as a profile has them.

    Public: those who hold a duty, by name, with the work phone where the table has a column
    for it; a private number is nobody's to publish. Meeting: masked. Internal: in full.

    Returns
    -------
    dict
        Id of the person → (name, phone); persons who may not be shown are not in it.
    """
    persons = plan.frame("persons")
    work = next((column for column in WORK_PHONES if column in persons.columns), None)
    duties = plan.frame("duties")
    on_duty = set(duties["person"][running(duties).to_numpy()])
    shown: dict[str, tuple[str, str]] = {}
    for row in persons.to_dict("records"):
        name, phone = str(row["name"]), str(row["phone"])
        if profile == "public":
            if row["id"] not in on_duty:
                continue
            number = row[work] if work else ""
            phone = number if isinstance(number, str) else ""
        elif profile == "meeting":
            name, phone = mask_name(name), mask_phone(phone)
        shown[str(row["id"])] = (name, phone)
    return shown


_LONG_FAMILY_NAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙"}
    | {"宇文", "司徒", "夏侯", "端木", "百里", "南宫", "淳于", "单于", "申屠", "钟离", "闻人"}
)
_DIGITS = re.compile(r"\d")


def mask_phone(phone: str) -> str:
    """Keep the first three and last four digits of each number.

    Examples
    --------
    >>> mask_phone("13812345678;0915-2522222")
    '138****5678;091****2222'
    >>> mask_phone("110")
    '***'
    """
    return ";".join(_mask_number(part) for part in re.split(r"[;；,，、/]\s*", phone) if part)


def _mask_number(number: str) -> str:
    digits = _DIGITS.findall(number)
    if len(digits) < 8:
        return "*" * len(digits)
    text = "".join(digits)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def mask_id_number(number: str) -> str:
    """Keep nothing of an identity number but that there is one.

    >>> mask_id_number("610925199001011234"), mask_id_number("")
    ('******', '')
    """
    return "******" if number.strip() else ""


def withheld(
    counts: npt.ArrayLike,
    groups: Sequence[Hashable],
    *,
    parents: Sequence[int] | None = None,
    limit: int = SMALL_COUNT,
    also: npt.ArrayLike | None = None,
) -> npt.NDArray[np.bool_]:
    """Tell which counts a public file must not show.

    Counts from 1 to ``limit`` − 1 are withheld. Where just one count of a group would be,
    it could be found from the group's total: the next smallest is withheld with it, or the
    total itself where there is no other.

    Parameters
    ----------
    counts : (n,) array
        NaN counts as absent.
    groups : sequence
        The group of each count: those that add up to one published total.
    parents : sequence of int, optional
        Position of each count's total in ``counts``, −1 where it has none there.
    limit : int
    also : (n,) bool array, optional
        Counts that are withheld for another reason.

    Returns
    -------
    (n,) bool array

    Examples
    --------
    >>> withheld([3, 40, 9, 0], "aaaa").tolist()
    [True, False, True, False]
    >>> withheld([3, 4, 40], "aaa").tolist()
    [True, True, False]
    """
    values = np.nan_to_num(np.asarray(counts, dtype=np.float64), nan=0.0)
    hidden = (values > 0) & (values < limit)
    if also is not None:
        hidden |= np.asarray(also, dtype=bool)
    members: dict[Hashable, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    # Each group with its total is a sum; nobody can solve it if none or two of its terms are
    # unknown. What is added is a term of another sum as well: repeat until nothing is.
    # A hidden total whose terms are all shown is one unknown too: they would add up to it.
    while True:
        before = int(hidden.sum())
        for places in members.values():
            total = parents[places[0]] if parents is not None else -1
            unknown = [place for place in (*places, total) if place >= 0 and hidden[place]]
            if len(unknown) != 1:
                continue
            others = [place for place in places if not hidden[place] and values[place] > 0]
            if others:
                hidden[min(others, key=lambda place: (values[place], place))] = True
            elif total >= 0:
                hidden[total] = True
        if int(hidden.sum()) == before:
            return hidden


def tables_shown(profile: Profile, *, people: bool = False) -> tuple[str, ...]:
    """List the guarded tables that may go along row by row.

    >>> tables_shown("meeting"), tables_shown("meeting", people=True)
    ((), ('entrances', 'persons', 'duties'))
    """
    return ROW_TABLES[profile] or (ASKED_TABLES if people else ())


def rows_shown(plan: Plan, name: str, profile: Profile) -> pd.DataFrame:
    """Give the rows of a guarded table as a profile may have them.

    Internal: as they are. Else without columns of the planner's own, persons under numbers
    instead of their ids (some offices take the identity number for one), names and phones
    as :func:`people_shown` has them.
    """
    frame = plan.frame(name)
    if profile == "internal":
        return frame
    frame = frame[[column for column in _PLAIN[name] if column in frame.columns]]
    if name == "entrances":
        return frame
    shown = people_shown(plan, profile)
    number = {person: str(n) for n, person in enumerate(sorted(shown), start=1)}
    key = "id" if name == "persons" else "person"
    frame = frame[frame[key].isin(set(shown)).to_numpy()]
    if name == "persons":
        pairs = [shown[person] for person in frame["id"]]
        frame = frame.assign(
            name=pd.Series([pair[0] for pair in pairs], index=frame.index, dtype="str"),
            phone=pd.Series([pair[1] for pair in pairs], index=frame.index, dtype="str"),
        )
    return frame.assign(**{key: frame[key].map(number)})


def left_out(profile: Profile, present: Iterable[str], *, people: bool = False) -> tuple[str, ...]:
    """List the guarded tables that have rows and stay out of a file of this profile.

    >>> left_out("meeting", ["grids", "households"])
    ('households',)
    """
    allowed = tables_shown(profile, people=people)
    names = set(present)
    return tuple(name for name in GUARDED if name in names and name not in allowed)
