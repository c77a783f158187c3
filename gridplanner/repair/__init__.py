"""Repair: edits that mend what the rules find, and the repair of a whole coverage."""

from gridplanner.repair.coverage import (
    TOLERANCE_M,
    MovedBuilding,
    MovedGrid,
    RepairGrids,
    RepairReport,
    repair,
)
from gridplanner.repair.ground_edits import GiveGround, MakeValid, YieldGround
from gridplanner.repair.row_edits import (
    DropDouble,
    FollowChildren,
    Recode,
    Renumber,
    SetParent,
    Steps,
)
from gridplanner.repair.waivers import DropWaiver, Waive

__all__ = [
    "TOLERANCE_M",
    "DropDouble",
    "DropWaiver",
    "FollowChildren",
    "GiveGround",
    "MakeValid",
    "MovedBuilding",
    "MovedGrid",
    "Recode",
    "Renumber",
    "RepairGrids",
    "RepairReport",
    "SetParent",
    "Steps",
    "Waive",
    "YieldGround",
    "repair",
]
