"""The project file: one GeoPackage, touched by one SQLite library alone."""

from gridplanner.store.project import (
    Note,
    Project,
    closed_copy,
    is_project,
    new_project,
    open_project,
)

__all__ = ["Note", "Project", "closed_copy", "is_project", "new_project", "open_project"]
