"""Edits: every change that somebody wants, as a value that makes a new plan."""

from gridplanner.edits.attributes import ChangeGrid, ChangeParent, SetLock, SetUnitLock
from gridplanner.edits.base import Edit
from gridplanner.edits.compounds import RejoinCompound, SplitCompound
from gridplanner.edits.duties import AssignAll, AssignDuty, EndDuty
from gridplanner.edits.exports import LogExport
from gridplanner.edits.grids import DeleteGrid, DrawGrid, MergeGrids, SplitGrid
from gridplanner.edits.painting import FillHole, Paint
from gridplanner.edits.pins import PinHousehold
from gridplanner.edits.previews import GridPreview, Preview, preview
from gridplanner.edits.proposal import Proposal
from gridplanner.edits.reshaping import Reshape
from gridplanner.edits.rows import AdoptUnits, ChangeSettings, ImportRows
from gridplanner.edits.scenarios import (
    AcceptScenario,
    ChangeScenario,
    CopyScenario,
    DropScenario,
    SwitchScenario,
)
from gridplanner.edits.sides import SetSides
from gridplanner.edits.stroke import Stroke
from gridplanner.edits.vertices import DeleteVertex, InsertVertex, MoveEdge, MoveVertex

__all__ = [
    "AcceptScenario",
    "AdoptUnits",
    "AssignAll",
    "AssignDuty",
    "ChangeGrid",
    "ChangeParent",
    "ChangeScenario",
    "ChangeSettings",
    "CopyScenario",
    "DeleteGrid",
    "DeleteVertex",
    "DrawGrid",
    "DropScenario",
    "Edit",
    "EndDuty",
    "FillHole",
    "GridPreview",
    "ImportRows",
    "InsertVertex",
    "LogExport",
    "MergeGrids",
    "MoveEdge",
    "MoveVertex",
    "Paint",
    "PinHousehold",
    "Preview",
    "Proposal",
    "RejoinCompound",
    "Reshape",
    "SetLock",
    "SetSides",
    "SetUnitLock",
    "SplitCompound",
    "SplitGrid",
    "Stroke",
    "SwitchScenario",
    "preview",
]
