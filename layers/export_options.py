"""What a writer is told, what it gives back, and the numbers it is handed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import pandas as pd

from gridplanner.errors import UsageError
from gridplanner.imported import ImportedFile
from gridplanner.jobs import OnProgress
from gridplanner.ledger import Story
from gridplanner.model import Plan
from gridplanner.wording import Language
from layers.basemap import Redraw
from layers.field_mapping import FieldMapping
from layers.notes import Note
from layers.sheet_wish import SheetWish
from layers.target_crs import target_crs

Profile = Literal["public", "meeting", "internal"]
Encoding = Literal["utf8", "gbk"]


class Summary(Protocol):
    """The numbers of a plan, as ``gridplanner.report.summary`` gives them."""

    @property
    def grids(self) -> pd.DataFrame:
        """A row a grid in force, index uid."""
        ...

    @property
    def totals(self) -> Mapping[str, Any]:
        """Figures of the whole plan by name."""
        ...

    @property
    def factors(self) -> Mapping[str, float]:
        """Weights of the load's factors."""
        ...


@dataclass(frozen=True)
class ExportOptions:
    """What a writer may be told; each takes what concerns it.

    Attributes
    ----------
    profile : {"public", "meeting", "internal"}
        Who may read the file. ``"meeting"`` has counts and no persons.
    language : {"zh", "en"}
        Language of titles and labels.
    encoding : {"utf8", "gbk"}
        Of a shapefile's texts.
    crs : str or None
        CRS of the coordinates; ``None`` takes the format's own or the plan's.
    level : int or None
        One level only (1 is the top); ``None`` all.
    title : str or None
        ``None`` takes the plan's setting ``title``.
    date : str or None
        ISO date on the product; ``None`` is today.
    mark : str or None
        ``None`` takes 内部使用 (public: none).
    dark : bool
        Dark surface, where the format has one.
    people : bool
        Tables of doors, persons and duties too, masked as the profile asks.
    against : tuple of (Plan, Summary) or None
        The plan of today, for the web map and sheets to compare with.
    basemap : Path or None
        MBTiles, GeoTIFF, or a picture with a world file, to lie under the web map.
    redraw : callable or None
        Makes a basemap smaller that is over the budget or no picture for a browser; the
        window's imaging, as :data:`layers.basemap.Redraw`.
    mapping : FieldMapping or None
        What a receiving system calls the fields of a shapefile.
    beside : bool
        A GeoPackage with the same layers beside a shapefile pack.
    budget_bytes : int or None
        A web map over this size is split by total grid; ``None`` never splits.
    sheet : SheetWish
        What a printed sheet shows.
    on_progress : callable or None
        Told by writers that take long; its ``False`` ends them.
    story : Story or None
        What the ledger and the change pack tell; by default what differs from ``against``.
    imports : tuple of ImportedFile
        Files that the data came from, for the quality report.
    """

    profile: Profile = "meeting"
    language: Language = "zh"
    encoding: Encoding = "utf8"
    crs: str | None = None
    level: int | None = None
    title: str | None = None
    date: str | None = None
    mark: str | None = None
    dark: bool = False
    people: bool = False
    against: tuple[Plan, Summary] | None = None
    basemap: Path | None = None
    redraw: Redraw | None = None
    mapping: FieldMapping | None = None
    beside: bool = False
    budget_bytes: int | None = None
    sheet: SheetWish = field(default_factory=SheetWish)
    on_progress: OnProgress | None = None
    story: Story | None = None
    imports: tuple[ImportedFile, ...] = ()

    def checked(self, plan: Plan) -> ExportOptions:
        """Give the options back, or say what is wrong with them.

        Raises
        ------
        UsageError
            ``export.profile``, ``export.encoding``, ``export.level``, ``crs.unknown`` or
            what :meth:`SheetWish.checked` says.
        """
        if self.profile not in get_args(Profile):
            raise UsageError("export.profile", {"value": self.profile})
        if self.encoding not in get_args(Encoding):
            raise UsageError("export.encoding", {"value": self.encoding})
        if self.level is not None and not 1 <= self.level <= plan.scheme.depth:
            raise UsageError("export.level", {"value": self.level, "depth": plan.scheme.depth})
        if self.crs is not None:
            target_crs(self.crs)
        self.sheet.checked()
        return self

    @property
    def day(self) -> str:
        """ISO date to be shown."""
        return self.date or dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()


@dataclass(frozen=True)
class WriteResult:
    """What was written.

    Attributes
    ----------
    path : Path
    notes : tuple of Note
        Everything that was cut, replaced, left out or withheld.
    rows : mapping of str to int
        Rows by table or layer.
    """

    path: Path
    notes: tuple[Note, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


class Writer(Protocol):
    """Writes one format."""

    def __call__(
        self, plan: Plan, summary: Summary, out: Path, options: ExportOptions
    ) -> WriteResult:
        """Write the plan and its numbers to ``out``, whole or not at all."""
        ...
