"""How files are to be read, and the dry run of several in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gridplanner.edits.rows import ImportRows
from gridplanner.errors import GridPlannerError
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.rules.suggesting import NOTHING_KNOWN, Suggestion, suggestion
from gridplanner.scheme import Scheme
from layers.formats import is_table
from layers.importing import Prepared, prepare, suggest_crs
from layers.taking import import_edit

#: Kinds in the order in which they are read: what others are matched to comes first.
ORDER = (
    "boundary", "areas", "compounds", "buildings", "entrances", "gates", "streets", "water",
    "mask", "places", "grids", "households", "persons",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A file and what the user said about it; ``None`` leaves it to the file."""

    path: Path
    kind: str
    layer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    datum: str | None = None
    crs: str | None = None
    same: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name of the file, and of the layer where one was chosen."""
        return self.path.name if self.layer is None else f"{self.path.name} · {self.layer}"

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one reading from another."""
        columns = tuple(sorted(self.columns.items()))
        same = tuple(sorted(self.same.items()))
        how = (self.encoding, self.datum, self.crs, same)
        return (self.path, self.kind, self.layer, columns, *how)


Outcome = Prepared | GridPlannerError
Known = MutableMapping[tuple[object, ...], Outcome]


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Put readings into the order in which they can be read."""
    return sorted(readings, key=lambda reading: ORDER.index(reading.kind))


def as_edit(prepared: Prepared, *, replace: bool = False) -> ImportRows:
    """Make the edit that takes what was read into a plan, nobody left out."""
    return import_edit(prepared, replace=replace)


@dataclass(frozen=True)
class Tried:
    """A file read for an open project, and what adding its rows would come to.

    Attributes
    ----------
    outcome : Prepared
    added : int or GridPlannerError
        Rows of its table once the file's are put after those that are there, or why they
        cannot be.
    """

    outcome: Prepared
    added: int | GridPlannerError


def try_one(plan: Plan, reading: Reading, on_progress: OnProgress | None = None) -> Tried:
    """Read a file for an open project, and try to add its rows; changes nothing.

    Raises
    ------
    GridPlannerError
        As :func:`read_one`.
    """
    outcome = read_one(plan, reading, on_progress)
    try:
        return Tried(outcome, len(as_edit(outcome).apply(plan).tables[reading.kind]))
    except GridPlannerError as error:
        return Tried(outcome, error)


def read_one(plan: Plan, reading: Reading, on_progress: OnProgress | None = None) -> Prepared:
    """Read a file for a plan; changes nothing.

    Raises
    ------
    GridPlannerError
        As :func:`layers.importing.prepare`.
    """
    return prepare(
        plan,
        reading.kind,
        reading.path,
        layer=reading.layer,
        columns=reading.columns,
        encoding=reading.encoding,
        datum=reading.datum,
        crs=reading.crs,
        same=reading.same,
        on_progress=on_progress,
    )


@dataclass(frozen=True)
class DryRun:
    """What a new project would get: its CRS, the outcome of each reading in order, a profile."""

    crs: str
    readings: tuple[Reading, ...]
    outcomes: tuple[Outcome, ...]
    suggestion: Suggestion = NOTHING_KNOWN

    @property
    def prepared(self) -> list[Prepared]:
        """Outcomes that can be taken in."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Prepared)]


def dry_run(
    scheme: str, crs: str | None, readings: Sequence[Reading], known: Known
) -> Callable[[OnProgress], DryRun]:
    """Make the job that reads all files as a new project would.

    Parameters
    ----------
    scheme : str
    crs : str or None
        Of the project; ``None`` takes what suits the boundary.
    readings : sequence of Reading
    known : mapping
        Outcomes of earlier runs, kept for the next one.
    """
    ordered = tuple(in_order(readings))

    def work(on_progress: OnProgress) -> DryRun:
        chosen = crs or _crs_for(ordered)
        plan = Plan.new(Scheme.parse(scheme), chosen)
        key: tuple[object, ...] = (scheme, chosen)
        outcomes: list[Outcome] = []
        for number, reading in enumerate(ordered):
            facts = {"file": reading.path.name}
            tell(on_progress, Progress("job.import", number / len(ordered), facts))
            key = (*key, reading.key)
            if key not in known:
                known[key] = _tried(plan, reading)
            outcome = known[key]
            if isinstance(outcome, Prepared):
                try:
                    plan = as_edit(outcome).apply(plan)
                except GridPlannerError as error:
                    outcome = error
            outcomes.append(outcome)
        return DryRun(chosen, ordered, tuple(outcomes), suggestion(plan))

    return work


def _tried(plan: Plan, reading: Reading) -> Outcome:
    try:
        return read_one(plan, reading)
    except GridPlannerError as error:
        return error


def _crs_for(readings: Sequence[Reading]) -> str:
    """Take the CRS that suits the first map file, the boundary before others."""
    last: GridPlannerError | None = None
    for reading in readings:
        if is_table(reading.path):
            continue
        try:
            return suggest_crs(
                reading.path, layer=reading.layer, encoding=reading.encoding, crs=reading.crs
            )
        except GridPlannerError as error:
            last = error
    if last is not None:
        raise last
    return "EPSG:4545"
