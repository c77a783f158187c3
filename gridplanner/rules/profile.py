"""Profiles: the limits of one place. Size rules differ by place, so they are never constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal

from gridplanner.errors import UsageError
from gridplanner.sentences.terms import PROFILE_SOURCES, PROFILE_TITLES

Figure = Literal["households", "persons", "area", "workers"]
FIGURES: tuple[Figure, ...] = ("households", "persons", "area", "workers")
#: Severities a profile may give a rule; ``off`` silences it.
SEVERITIES = ("error", "warning", "info", "off")


@dataclass(frozen=True)
class Limits:
    """Limits of one figure on the grids of one level and kind.

    Attributes
    ----------
    figure : {"households", "persons", "area", "workers"}
        ``area`` is served area, m²; ``workers`` are those on duty in the grid.
    kind : str
        综合 or 专属.
    level : int or None
        1 is the top; ``None`` is the deepest level.
    low, high : float or None
        Outside of these is a warning.
    error_low, error_high : float or None
        Outside of these is an error.
    """

    figure: Figure
    low: float | None = None
    high: float | None = None
    error_low: float | None = None
    error_high: float | None = None
    kind: str = "综合"
    level: int | None = None

    @property
    def span(self) -> str:
        """The wanted range as text: ``300–500``, ``≤ 500``, ``≥ 300``."""
        if self.low is None and self.high is None:
            return ""
        if self.low is None:
            return f"≤ {self.high:,.0f}"
        if self.high is None:
            return f"≥ {self.low:,.0f}"
        return f"{self.low:,.0f}–{self.high:,.0f}"


@dataclass(frozen=True)
class Profile:
    """Limits and tolerances of one place.

    Attributes
    ----------
    name : str
        Key; ``own`` once a planner has changed something.
    zh, en, source : str
        Title in two languages, and where the figures come from.
    limits : tuple of Limits
    severity : mapping of str to str
        Rule → severity in place of the rule's own; ``off`` silences the rule.
    sliver_width_m, sliver_area_m2 : float
        A part that is narrower or smaller is a sliver.
    cut_m2 : float
        A border may shave this much off a building: what drawing by hand does.
    load_warn, load_error : float
        Deviation of load that is warned of, and that is an error.
    branch_households : int
        A compound of so many households has a party branch of its own.
    base : str
        Name of the shipped profile that an own one was made of.
    """

    name: str
    zh: str
    en: str
    source: str
    limits: tuple[Limits, ...]
    severity: Mapping[str, str] = field(default_factory=dict)
    sliver_width_m: float = 1.0
    sliver_area_m2: float = 20.0
    cut_m2: float = 1.0
    load_warn: float = 0.10
    load_error: float = 0.20
    branch_households: int = 500
    base: str = ""

    def said_source(self, *, zh: bool) -> str:
        """Say where the figures come from; a planner's own words are given as they are."""
        both = PROFILE_SOURCES.get(self.base or self.name)
        return both[0] if zh and both is not None and both[1] == self.source else self.source

    def limit(self, figure: str, level: int, depth: int, kind: str) -> Limits | None:
        """Find the limits of a figure on a level; ``None`` where there are none."""
        for each in self.limits:
            if (each.figure, each.level or depth, each.kind) == (figure, level, kind):
                return each
        return None


#: Every grid has a worker, wherever it lies; how many are too many is a matter of the place.
_ONE_WORKER = Limits("workers", 1)
_NO_BRANCH = {"party.branch": "off"}


def _shipped(*profiles: Profile) -> Mapping[str, Profile]:
    return MappingProxyType({profile.name: profile for profile in profiles})


#: Profiles that come with the program, by name.
PROFILES: Mapping[str, Profile] = _shipped(
    Profile(
        "city", *PROFILE_TITLES["city"], PROFILE_SOURCES["city"][1],
        (
            Limits("households", 300, 500, 100, 800),
            Limits("persons", None, 2000, None, 2500),
            _ONE_WORKER,
        ),
        _NO_BRANCH,
    ),
    Profile(
        "old", *PROFILE_TITLES["old"], PROFILE_SOURCES["old"][1],
        (
            Limits("households", 100, 300, 40, 500),
            Limits("persons", None, 1200, None, 2000),
            _ONE_WORKER,
        ),
        _NO_BRANCH,
    ),
    Profile(
        "micro", *PROFILE_TITLES["micro"], PROFILE_SOURCES["micro"][1],
        (
            Limits("households", 30, 50, 10, 100),
            Limits("persons", None, 200, None, 400),
            _ONE_WORKER,
        ),
        _NO_BRANCH,
    ),
    Profile(
        "village", *PROFILE_TITLES["village"], PROFILE_SOURCES["village"][1],
        (
            Limits("households", None, 350, None, 600),
            Limits("persons", None, 1400, None, 2500),
            _ONE_WORKER,
        ),
        _NO_BRANCH,
    ),
    Profile(
        "county", *PROFILE_TITLES["county"], PROFILE_SOURCES["county"][1],
        (
            Limits("households", 15, 110, None, 300),
            Limits("persons", 45, 380, None, 1000),
            _ONE_WORKER,
        ),
    ),
    Profile(
        "courtyard", *PROFILE_TITLES["courtyard"], PROFILE_SOURCES["courtyard"][1],
        (
            Limits("households", 35, 140, None, 300),
            Limits("persons", 110, 460, None, 1000),
            _ONE_WORKER,
        ),
        _NO_BRANCH,
    ),
)  # fmt: skip

_TEXTS = ("name", "zh", "en", "source", "base")
_NUMBERS = tuple(f.name for f in fields(Profile) if f.type in ("float", "int"))


def profile_data(profile: Profile) -> dict[str, Any]:
    """Turn a profile into what the setting ``profile`` keeps (JSON)."""
    return {
        **{name: getattr(profile, name) for name in (*_TEXTS, *_NUMBERS)},
        "limits": [asdict(limits) for limits in profile.limits],
        "severity": dict(profile.severity),
    }


def profile_from(data: Any) -> Profile:
    """Read a profile: the name of a shipped one, or what :func:`profile_data` made.

    Raises
    ------
    UsageError
        ``profile.unknown`` or ``profile.bad``.

    Examples
    --------
    >>> profile_from("city").limits[0].span
    '300–500'
    >>> profile_from(profile_data(PROFILES["old"])) == PROFILES["old"]
    True
    """
    if isinstance(data, str):
        if data not in PROFILES:
            raise UsageError("profile.unknown", {"name": data, "known": ", ".join(PROFILES)})
        return PROFILES[data]
    try:
        numbers = {name: float(data[name]) for name in _NUMBERS if name in data}
        if "branch_households" in numbers:
            numbers["branch_households"] = int(numbers["branch_households"])
        severity = {str(k): str(v) for k, v in data.get("severity", {}).items()}
        for value in severity.values():
            SEVERITIES.index(value)
        texts = {key: str(data.get(key, "")) for key in ("zh", "en", "source", "base")}
        limits = tuple(_limits(row) for row in data["limits"])
        return Profile(str(data["name"]), limits=limits, severity=severity, **texts, **numbers)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError("profile.bad", {"value": str(error)}) from error


def _limits(row: Mapping[str, Any]) -> Limits:
    if row["figure"] not in FIGURES:
        raise ValueError(row["figure"])
    ends = {
        key: None if row.get(key) is None else float(row[key])
        for key in ("low", "high", "error_low", "error_high")
    }
    level = row.get("level")
    return Limits(
        row["figure"],
        **ends,
        kind=str(row.get("kind", "综合")),
        level=None if level is None else int(level),
    )
