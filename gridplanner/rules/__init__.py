"""Rules: what a plan must keep, each with an id, found by name with place and figures."""

from gridplanner.rules.checking import RULES, check
from gridplanner.rules.finding import Family, Finding, Severity
from gridplanner.rules.fixing import Fixed, OfferedFix, fix_all, fix_kind, offers

__all__ = [
    "RULES",
    "Family",
    "Finding",
    "Fixed",
    "OfferedFix",
    "Severity",
    "check",
    "fix_all",
    "fix_kind",
    "offers",
]
