"""What comes back from a receiver: its differences, and each of them as an edit."""

from gridplanner.handoff.differences import Difference, Found, differences, sentence_of
from gridplanner.handoff.taking import TakeDifference, edit_of, take

__all__ = [
    "Difference",
    "Found",
    "TakeDifference",
    "differences",
    "edit_of",
    "sentence_of",
    "take",
]
