"""Chinese postal addresses: taken apart, and matched to compounds, buildings and doors."""

from __future__ import annotations

from gridplanner.address.match import REASONS, Directory, match, match_parts
from gridplanner.address.parse import Address, parse, parse_many
from gridplanner.address.similar import Candidate, candidates, renamed, same_names
from gridplanner.address.spots import spots_of

__all__ = [
    "REASONS",
    "Address",
    "Candidate",
    "Directory",
    "candidates",
    "match",
    "match_parts",
    "parse",
    "parse_many",
    "renamed",
    "same_names",
    "spots_of",
]
