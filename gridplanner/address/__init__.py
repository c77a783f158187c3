"""Chinese postal addresses: taken apart, and matched to compounds, buildings and doors."""

from __future__ import annotations

from gridplanner.address.match import REASONS, Directory, match, match_parts
from gridplanner.address.parse import Address, parse, parse_many

__all__ = ["REASONS", "Address", "Directory", "match", "match_parts", "parse", "parse_many"]
