"""The sample towns that come with the program, opened as a user's own files would be."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from gridplanner.edits.rows import ChangeSettings, ImportRows
from gridplanner.errors import UsageError
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.rules.profile_edits import SUGGESTED, SetProfile
from gridplanner.rules.suggesting import suggestion
from gridplanner.store import Project, new_project

_HERE = Path(__file__).resolve().parent


class Rows(Protocol):
    """What an importer brings: frames by table (see ``layers.importing.Prepared``)."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Frames that conform to their table."""
        ...


Importer = Callable[..., Rows]


@dataclass(frozen=True)
class Sample:
    """A sample's own description: folder and the content of its ``sample.json``."""

    name: str
    folder: Path
    about: Mapping[str, Any]

    @property
    def scheme(self) -> str:
        """Counts of the levels, such as ``7/35/253``."""
        return str(self.about["scheme"])

    @property
    def crs(self) -> str:
        """The sample's CRS."""
        return str(self.about["crs"])


def sample_folder() -> Path:
    """Give the folder of the samples: inside the installed package, or beside it."""
    inside = _HERE / "sample_maps"
    return inside if inside.is_dir() else _HERE.parent / "sample_maps"


def sample_names() -> list[str]:
    """Name the samples that are there."""
    return sorted(path.parent.name for path in sample_folder().glob("*/sample.json"))


def sample_of(name: str) -> Sample:
    """Find a sample.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    if name not in sample_names():
        raise UsageError("sample.unknown", {"name": name, "known": ", ".join(sample_names())})
    folder = sample_folder() / name
    return Sample(name, folder, json.loads((folder / "sample.json").read_text("utf-8")))


def settings_of(sample: Sample) -> dict[str, Any]:
    """Give the settings of a sample's project: what it is, and that it is invented."""
    about = sample.about
    return {
        "title": about["title_zh"],
        "title_en": about["title_en"],
        "sample": sample.name,
        "sample_synthetic": bool(about["synthetic"]),
        "note_zh": about["note_zh"],
        "note_en": about["note_en"],
        "sources": list(about["sources"]),
        "sources_zh": list(about["sources_zh"]),
        "code_prefix": about["code"],
    }


def make_sample(
    name: str,
    path: Path | str,
    importer: Importer,
    on_progress: OnProgress | None = None,
    *,
    overwrite: bool = False,
) -> Project:
    """Make a project from a sample's files, by the same importer as any user's files.

    The limits that its data suggest are stored with it.

    Parameters
    ----------
    name : str
        One of :func:`sample_names`.
    path : Path or str
        Project file to be made.
    importer : callable
        ``layers.importing.prepare``: (plan, kind, path, crs=…, datum=…) → rows. It is
        handed in, because the core knows no file formats.
    on_progress : callable, optional
        Gets ``job.sample``.
    overwrite : bool
        Whether a project that is there is replaced.

    Returns
    -------
    Project
        Open for writing; the caller closes it.

    Raises
    ------
    UsageError, StoreError
        As :func:`sample_of` and :func:`gridplanner.store.new_project`.
    """
    sample = sample_of(name)
    project = new_project(path, sample.scheme, sample.crs, overwrite=overwrite)
    try:
        project.history.do(ChangeSettings(settings_of(sample)))
        layers = sample.about["layers"]
        for number, layer in enumerate(layers):
            tell(on_progress, Progress("job.sample", number / len(layers), {"file": layer["file"]}))
            import_layer(project, layer["kind"], sample.folder / layer["file"], importer)
        project.history.do(SetProfile(suggestion(project.plan).profile, SUGGESTED))
    except BaseException:
        project.close()
        Path(path).unlink(missing_ok=True)
        raise
    return project


def import_layer(project: Project, kind: str, path: Path, importer: Importer) -> Plan:
    """Import one file of a sample and give the plan after it."""
    rows = importer(project.plan, kind, path)
    project.history.do(ImportRows(dict(rows.tables), file=path.name))
    return project.plan
