"""Which profile is in force: the one chosen for the project, else what the data suggest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gridplanner.edits.grid_rows import GENERAL
from gridplanner.in_force import texts
from gridplanner.model import Plan
from gridplanner.rules.profile import PROFILES, Profile, profile_from

#: In force while nobody has chosen and nothing is known of the households.
USUAL = "city"
#: Tables and settings that :func:`profile_of` reads.
TABLES = (
    "settings.profile", "settings.load_warn", "settings.load_error",
    "scheme", "homes", "buildings",
)  # fmt: skip
#: Up to so many households a building the place is one of own houses: a village, or the
#: older part of a county town; above it is one of staircases.
OWN_HOUSES = 2.0
#: Profiles that make no sense among own houses, and among staircases.
_NOT_AMONG = {True: ("city", "old"), False: ("village",)}


@dataclass(frozen=True)
class Suggestion:
    """A profile that fits the data, and why.

    Attributes
    ----------
    profile : Profile
    facts : mapping
        Figures of the reason; empty where nothing is known of the households.
    """

    profile: Profile
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Key of the sentence that gives the reason."""
        if not self.facts:
            return "profile.reason_none"
        return "profile.reason_built" if "per_building" in self.facts else "profile.reason"

    @property
    def words(self) -> dict[str, Any]:
        """Facts of the sentence."""
        return {**self.facts, "name": f"profile_{self.profile.name}"}


NOTHING_KNOWN = Suggestion(PROFILES[USUAL])


def suggest(households: int, persons: int, leaves: int, buildings: int = 0) -> Suggestion:
    """Choose the shipped profile that fits best.

    The mean number of households that a leaf of the scheme bears is held against the
    middle (geometric mean) of each profile's range; what kind of place it is, own houses
    or staircases, rules some profiles out.

    Parameters
    ----------
    households, persons : int
        Of the whole plan.
    leaves : int
        That the scheme asks for.
    buildings : int
        With households; 0 where none are known.

    Examples
    --------
    >>> suggest(400, 1200, 1).profile.name
    'city'
    >>> suggest(400, 1200, 1, buildings=400).profile.name
    'village'
    >>> suggest(0, 0, 253).code
    'profile.reason_none'
    """
    if households == 0 or leaves == 0:
        return NOTHING_KNOWN
    mean = households / leaves
    facts: dict[str, Any] = {
        "households": households, "leaves": leaves, "mean": round(mean, 1),
        "mean_persons": round(persons / leaves, 1),
    }  # fmt: skip
    fit = list(PROFILES.values())
    if buildings:
        facts["per_building"] = round(households / buildings, 1)
        wrong = _NOT_AMONG[households / buildings <= OWN_HOUSES]
        fit = [profile for profile in fit if profile.name not in wrong]

    def distance(profile: Profile) -> float:
        limits = profile.limit("households", 1, 1, GENERAL)
        assert limits is not None
        assert limits.high is not None
        middle = math.sqrt((limits.low or limits.high / 4) * limits.high)
        return abs(math.log(mean / middle))

    return Suggestion(min(fit, key=distance), facts)


def suggestion(plan: Plan) -> Suggestion:
    """Choose the shipped profile that fits a plan's households, buildings and scheme."""

    def make(plan: Plan) -> Suggestion:
        households = plan.tables["households"]
        built = set(texts(households["building"])) & set(texts(plan.tables["buildings"]["id"]))
        return suggest(
            len(households),
            int(households["persons"].sum()),
            plan.scheme.counts[-1],
            len(built - {""}),
        )

    return plan.derived("rules.suggestion", make, ["scheme", "homes", "buildings"])


def profile_of(plan: Plan) -> Profile:
    """Give the profile in force: the one stored in the project, else the suggested one.

    Older settings ``load_warn`` and ``load_error`` speak before the profile.

    Raises
    ------
    UsageError
        ``profile.bad``: what is stored cannot be read.
    """

    def make(plan: Plan) -> Profile:
        stored = plan.settings.get("profile")
        profile = suggestion(plan).profile if stored is None else profile_from(stored)
        return replace(
            profile,
            load_warn=float(plan.settings.get("load_warn", profile.load_warn)),
            load_error=float(plan.settings.get("load_error", profile.load_error)),
        )

    return plan.derived("rules.profile", make, TABLES)
