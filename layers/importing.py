"""Import a file into a plan: read, recognised, placed, and never more than proposed.

:func:`prepare` gives frames that conform to the plan's tables and a work list of what
did not fit. It changes nothing, so it is its own dry run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj.exceptions import ProjError

from gridplanner.address import Candidate
from gridplanner.crs import WGS84, crs_of, zone_for
from gridplanner.errors import InputError, UsageError
from gridplanner.geometry import shapes_of
from gridplanner.jobs import OnProgress
from gridplanner.model import Plan
from gridplanner.tables import TABLES, conform
from layers.columns import Match
from layers.datum_check import check_datum
from layers.file_kinds import read_layer
from layers.import_buildings import buildings, entrances
from layers.import_grids import areas, grids
from layers.import_ground import boundary, compounds, gates, mask, places, streets, water
from layers.import_households import households
from layers.import_persons import persons
from layers.loading import Loaded, Request, load
from layers.mending import lines_of
from layers.notes import Note
from layers.placing import transformer

Frames = dict[str, pd.DataFrame]

#: Kind → what turns loaded rows into frames of tables.
IMPORTERS: Mapping[str, Callable[[Loaded], Frames]] = MappingProxyType(
    {
        "boundary": boundary,
        "areas": areas,
        "grids": grids,
        "buildings": buildings,
        "entrances": entrances,
        "households": households,
        "compounds": compounds,
        "gates": gates,
        "streets": streets,
        "water": water,
        "mask": mask,
        "persons": persons,
        "places": places,
    }
)
KINDS = tuple(IMPORTERS)
#: Rows of the file that a preview shows.
_HEAD = 20


@dataclass(frozen=True)
class Prepared:
    """What an import would bring.

    Attributes
    ----------
    kind : str
    file : str
        Name of the file.
    tables : mapping of str to DataFrame
        Frames that conform to :mod:`gridplanner.tables`, index ``fid`` from 1; persons may
        bring ``duties`` beside ``persons``.
    rows_in : int
        Data rows of the file.
    rows_ok : int
        Rows that are in the tables; the other ``rows_in − rows_ok`` are on the work list.
    worklist : DataFrame
        ``row sheet column value reason kept``; ``kept`` rows were taken without that value.
    notes : tuple of Note
        What was understood, assumed or left out.
    mapping : mapping of str to Match
        Our column → the file's, with confidence.
    encoding, crs, datum : str
        What the file was read by.
    sums : mapping of str to int
        ``persons_in`` and ``persons_ok`` for households.
    head : DataFrame
        The first rows with the file's own columns, for a preview.
    refused : DataFrame
        ``sheet row reason`` and the file's own columns of rows that are not in the tables.
    unplaced : DataFrame or None
        For households: rows whose address leads nowhere, in the shape of the table but
        without geometry, index from 1; to be kept in the plan or not, as the caller likes.
    candidates : tuple of Candidate
        Names that may be meant by addresses that lead nowhere; a person confirms them by
        ``same`` of another :func:`prepare`.
    same : mapping of str to str
        Names confirmed for this import.
    listed : DataFrame
        The work list in the shape of the plan's table ``worklist``.
    answered : tuple of str
        Lines of the plan's work list that the file answers.
    """

    kind: str
    file: str
    tables: Mapping[str, pd.DataFrame]
    rows_in: int
    rows_ok: int
    worklist: pd.DataFrame
    notes: tuple[Note, ...]
    mapping: Mapping[str, Match]
    encoding: str
    crs: str
    datum: str
    sums: Mapping[str, int] = field(default_factory=dict)
    head: pd.DataFrame = field(default_factory=pd.DataFrame)
    refused: pd.DataFrame = field(default_factory=pd.DataFrame)
    unplaced: pd.DataFrame | None = None
    candidates: tuple[Candidate, ...] = ()
    same: Mapping[str, str] = field(default_factory=dict)
    listed: pd.DataFrame = field(default_factory=pd.DataFrame)
    answered: tuple[str, ...] = ()

    @property
    def every_row(self) -> Mapping[str, pd.DataFrame]:
        """The tables with the unplaced rows at their end: in the plan nobody is lost.

        A household without a place counts nowhere until its address is mended, and the
        rule ``household.unmatched_address`` names it.
        """
        if self.unplaced is None or len(self.unplaced) == 0:
            return self.tables
        placed = self.tables[self.kind]
        both = pd.concat([placed, self.unplaced]) if len(placed) else self.unplaced
        both = both.set_axis(pd.RangeIndex(1, len(both) + 1, name="fid"))
        frame = gpd.GeoDataFrame(both, geometry="geometry", crs=self.unplaced.crs)
        return MappingProxyType({**self.tables, self.kind: frame})


def prepare(
    plan: Plan,
    kind: str,
    path: Path | str,
    *,
    layer: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    datum: str | None = None,
    crs: str | None = None,
    same: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
) -> Prepared:
    """Read a file for a plan, and say what it would bring.

    Parameters
    ----------
    plan : Plan
        Gives the CRS, and the buildings, doors, grids … that rows are matched to.
    kind : str
        One of :data:`KINDS`.
    path : Path or str
        A map file or a sheet.
    layer : str, optional
        Layer of a map file, or sheet of a workbook.
    columns : mapping, optional
        Ours → theirs, as the user says; an empty text means *none*.
    encoding, datum, crs : str, optional
        As the user declares them; told from the file where absent (datum: CGCS2000).
    same : mapping, optional
        Names a person has confirmed: as written → as the plan has it.
    on_progress : callable, optional
        Gets ``job.import``; may end the work.

    Returns
    -------
    Prepared

    Raises
    ------
    UsageError
        An unknown kind, column, encoding, datum or CRS.
    InputError
        The file cannot be used at all.
    Cancelled
        The listener said stop.
    """
    if kind not in IMPORTERS:
        raise UsageError("import.kind_unknown", {"kind": kind, "known": " ".join(KINDS)})
    request = Request(
        plan, kind, Path(path), layer, dict(columns or {}), encoding, datum, crs,
        dict(same or {}), on_progress,
    )  # fmt: skip
    loaded = load(request)
    frames = IMPORTERS[kind](loaded)
    tables = {
        name: conform(
            name,
            frame,
            crs=plan.crs,
            file=request.file,
            rows=loaded.rows.tolist() if len(frame) == len(loaded) else None,
        )
        for name, frame in frames.items()
    }
    if kind != "households" and TABLES[kind].spatial:
        note = check_datum(kind, shapes_of(tables[kind]["geometry"]), plan, loaded.datum)
        loaded.notes.extend([note] if note is not None else [])
    unplaced = None
    if loaded.unplaced is not None:
        unplaced = conform(kind, loaded.unplaced, crs=plan.crs, file=request.file)
    worklist = loaded.worklist.frame()
    request.tell(1.0)
    dropped = worklist.loc[~worklist["kept"], ["sheet", "row"]].drop_duplicates()
    return Prepared(
        kind,
        request.file,
        MappingProxyType(tables),
        loaded.rows_in,
        loaded.rows_in - len(dropped),
        worklist,
        tuple(dict.fromkeys(_hashable(note) for note in loaded.notes)),
        MappingProxyType(loaded.mapping),
        loaded.encoding,
        loaded.crs,
        loaded.datum,
        MappingProxyType(dict(loaded.sums)),
        loaded.raw.head(_HEAD),
        loaded.refused_rows(),
        unplaced,
        loaded.candidates,
        MappingProxyType(dict(same or {})),
        lines_of(loaded, worklist, tables[kind], unplaced),
        tuple(text for text in loaded.line_ids if text),
    )


def _hashable(note: Note) -> Note:
    """Make equal notes of several sheets one."""
    return Note(note.code, _Facts(note.facts))


class _Facts(dict[str, object]):
    """Facts that can be compared and counted."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((key, str(value)) for key, value in self.items())))


def suggest_crs(
    path: Path | str,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
) -> str:
    """Suggest the CRS of a new project by the place of its boundary.

    Parameters
    ----------
    path : Path or str
        A map file, usually the boundary.
    layer, encoding, crs : str, optional
        As in :func:`prepare`; of several layers the one called a boundary is taken.

    Returns
    -------
    str
        The layer's own CRS where that is a 3-degree zone without prefix; else the zone of
        the layer's middle.

    Raises
    ------
    InputError
        The file cannot be read, is empty (``layer.empty``), or its CRS is unknown
        (``crs.needed``).
    """
    raw, _ = read_layer(Path(path), "boundary", layer, encoding, crs)
    if not len(raw.frame):
        raise InputError("layer.empty", {"file": str(path)})
    minx, miny, maxx, maxy = raw.frame.total_bounds
    if raw.crs is None:
        raise InputError("crs.needed", {"file": Path(path).name, "x": minx, "y": miny})
    found = crs_of(raw.crs)
    epsg = found.to_epsg()
    if epsg is not None and 4534 <= epsg <= 4554:
        return f"EPSG:{epsg}"
    try:
        transform = transformer(found, crs_of(WGS84))
        lon, lat = transform.transform((minx + maxx) / 2, (miny + maxy) / 2)
    except ProjError as error:
        raise InputError("crs.does_not_fit", {"file": Path(path).name, "crs": WGS84}) from error
    if not (np.isfinite(lon) and np.isfinite(lat)):
        raise InputError("crs.does_not_fit", {"file": Path(path).name, "crs": raw.crs})
    return zone_for(float(lon), float(lat))


__all__ = ["IMPORTERS", "KINDS", "Prepared", "prepare", "suggest_crs"]
