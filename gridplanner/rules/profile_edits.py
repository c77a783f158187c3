"""Choosing a profile and changing it: pure functions on profiles, and the edit that stores one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from gridplanner.edits.grid_rows import GENERAL
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.rules.profile import FIGURES, PROFILES, Limits, Profile, profile_data

Chosen = Literal["planner", "data"]
#: Setting ``profile_from`` of a profile that nobody chose: the data did.
SUGGESTED: Chosen = "data"
OWN = "own"
#: Least and highest values of the tolerances.
RANGES: Mapping[str, tuple[float, float]] = {
    "sliver_width_m": (0.0, 50.0),
    "sliver_area_m2": (0.0, 10_000.0),
    "cut_m2": (0.0, 1_000.0),
    "load_warn": (0.01, 10.0),
    "load_error": (0.01, 10.0),
    "branch_households": (1, 100_000),
}
_ENDS = ("error_low", "low", "high", "error_high")
_LIMIT = re.compile(
    r"(?:(?P<level>\d+)/)?(?:(?P<kind>综合|专属)/)?(?P<figure>households|persons|area|workers)="
    r"(?P<ends>[\d.]*:[\d.]*:[\d.]*:[\d.]*)"
)
_NUMBER = re.compile(r"(?P<name>\w+)=(?P<value>[\d.]+)")


@dataclass(frozen=True)
class SetProfile:
    """Let a profile be in force from now on; it is stored in the project.

    Attributes
    ----------
    profile : Profile
    chosen : {"planner", "data"}
        What the data suggest is checked against, and sets the solver no limits.
    """

    profile: Profile
    chosen: Chosen = "planner"
    label = "edit.profile"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Name: a word that each language says."""
        profile = self.profile
        if profile.base:
            return {"name": f"profile_{profile.base}, profile_changed"}
        return {"name": f"profile_{profile.name}" if profile.name in PROFILES else profile.zh}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan; limits of deviation that were settings of their own give way.

        Raises
        ------
        UsageError
            As :func:`checked`.
        """
        values = {"profile": profile_data(checked(self.profile)), "profile_from": self.chosen}
        return plan.with_settings(**values, load_warn=None, load_error=None)


def checked(profile: Profile) -> Profile:
    """Give a profile back whose figures make sense.

    Raises
    ------
    UsageError
        ``profile.order``, ``profile.number``, ``profile.load_order``.
    """
    for limits in profile.limits:
        ends = [end for end in map(limits.__getattribute__, _ENDS) if end is not None]
        if ends != sorted(ends) or any(end < 0 for end in ends):
            raise UsageError("profile.order", {"figure": f"limit_{limits.figure}"})
    for name, (low, high) in RANGES.items():
        value = getattr(profile, name)
        if not low <= value <= high:
            facts = {"name": name, "value": value, "low": low, "high": high}
            raise UsageError("profile.number", facts)
    if profile.load_warn > profile.load_error:
        raise UsageError("profile.load_order")
    return profile


def own(profile: Profile, **values: Any) -> Profile:
    """Change a profile: it becomes the planner's own and remembers what it was made of.

    Where nothing is left that differs from the shipped one, that one is given.

    >>> changed = own(PROFILES["city"], cut_m2=2.0)
    >>> (changed.name, changed.base, changed.zh)
    ('own', 'city', '城市社区（300–500 户），有改动')
    >>> own(changed, cut_m2=1.0) == PROFILES["city"]
    True
    """
    base = PROFILES.get(profile.base or profile.name)
    changed = replace(profile, **values)
    if base is None:
        return changed
    same = replace(
        changed, name=base.name, zh=base.zh, en=base.en, base=base.base, source=base.source
    )
    if profile_data(same) == profile_data(base):
        return base
    return replace(
        changed, name=OWN, base=base.name, zh=f"{base.zh}，有改动", en=f"{base.en}, changed"
    )


def with_limits(profile: Profile, limits: Limits, depth: int) -> Profile:
    """Set the limits of one figure on one level and kind; without any end they go.

    Parameters
    ----------
    profile : Profile
    limits : Limits
    depth : int
        Levels of the scheme; the deepest is stored as ``None``, so that a profile fits
        other schemes.
    """
    key = (limits.figure, limits.level or depth, limits.kind)
    level = None if key[1] == depth else limits.level
    kept = list(profile.limits)
    at = next(
        (n for n, each in enumerate(kept)
         if (each.figure, each.level or depth, each.kind) == key), len(kept),
    )  # fmt: skip
    empty = all(getattr(limits, end) is None for end in _ENDS)
    kept[at : at + 1] = [] if empty else [replace(limits, level=level)]
    return own(profile, limits=tuple(kept))


def with_setting(profile: Profile, text: str, depth: int) -> Profile:
    """Change a profile by a text.

    Parameters
    ----------
    profile : Profile
    text : str
        ``[level/][kind/]figure=error_low:low:high:error_high`` with open ends left empty,
        or ``name=value`` of a tolerance.
    depth : int

    Raises
    ------
    UsageError
        ``profile.setting``: it cannot be read.

    Examples
    --------
    >>> changed = with_setting(PROFILES["city"], "households=:250:450:", 3)
    >>> changed.limit("households", 3, 3, "综合").span
    '250–450'
    >>> with_setting(PROFILES["city"], "load_warn=0.15", 3).load_warn
    0.15
    """
    if found := _LIMIT.fullmatch(text.strip()):
        ends = [float(end) if end else None for end in _floats(found["ends"], text)]
        level = int(found["level"] or depth)
        if not 1 <= level <= depth:
            raise UsageError("profile.setting", {"value": text})
        figure = next(each for each in FIGURES if each == found["figure"])
        named = dict(zip(_ENDS, ends, strict=True))
        return with_limits(
            profile, Limits(figure, **named, kind=found["kind"] or GENERAL, level=level), depth
        )
    found = _NUMBER.fullmatch(text.strip())
    if found is None or found["name"] not in RANGES:
        raise UsageError("profile.setting", {"value": text})
    number = float(_floats(found["value"], text)[0])
    whole = found["name"] == "branch_households"
    return own(profile, **{found["name"]: int(number) if whole else number})


def shipped_of(profile: Profile) -> Profile:
    """Give the shipped profile that one was made of.

    Raises
    ------
    UsageError
        ``profile.no_base``.
    """
    base = PROFILES.get(profile.base or profile.name)
    if base is None:
        raise UsageError("profile.no_base")
    return base


def _floats(text: str, whole: str) -> list[str]:
    """Split at colons; refuse what is no number."""
    parts = text.split(":")
    try:
        [float(part) for part in parts if part]
    except ValueError as error:
        raise UsageError("profile.setting", {"value": whole}) from error
    return parts
