"""Units: the smallest pieces of ground that change hands whole."""

from gridplanner.units.derive import derive_units

__all__ = ["derive_units"]
