"""Edits: every change that somebody wants, as a value that makes a new plan."""

from gridplanner.edits.base import Edit
from gridplanner.edits.duties import AssignAll, AssignDuty, EndDuty
from gridplanner.edits.exports import LogExport
from gridplanner.edits.grids import DeleteGrid, DrawGrid, MergeGrids, SplitGrid
from gridplanner.edits.proposal import Proposal
from gridplanner.edits.rows import AdoptUnits, ChangeSettings, ImportRows

__all__ = [
    "AdoptUnits",
    "AssignAll",
    "AssignDuty",
    "ChangeSettings",
    "DeleteGrid",
    "DrawGrid",
    "Edit",
    "EndDuty",
    "ImportRows",
    "LogExport",
    "MergeGrids",
    "Proposal",
    "SplitGrid",
]
