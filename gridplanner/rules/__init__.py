"""Rules: what a plan must keep, each with an id, found by name with place and figures."""

from gridplanner.rules.checking import RULES, check
from gridplanner.rules.finding import Family, Finding, Severity

__all__ = ["RULES", "Family", "Finding", "Severity", "check"]
