"""Rows of a file on their way into a table, and what was asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.address import Candidate, same_names
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from layers.cells import as_code, as_text, is_rounded, numbers_in, texts_in
from layers.columns import Match
from layers.datum import Datum
from layers.notes import Note
from layers.worklist import Worklist

Bools = np.ndarray[Any, np.dtype[np.bool_]]
Shapes = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True)
class Request:
    """What is to be imported, and what the user said about the file."""

    plan: Plan
    kind: str
    path: Path
    layer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    datum: str | None = None
    crs: str | None = None
    same: Mapping[str, str] = field(default_factory=dict)
    on_progress: OnProgress | None = None

    @property
    def file(self) -> str:
        """Name of the file, for messages."""
        return self.path.name

    def tell(self, fraction: float | None) -> None:
        """Report progress; leaves by ``Cancelled`` when the user says stop."""
        tell(self.on_progress, Progress("job.import", fraction, {"file": self.file}))


@dataclass
class Loaded:
    """Rows of a file on their way into a table; all arrays have the same length.

    Attributes
    ----------
    frame : DataFrame
        Our columns with cells as found; columns the file does not have are absent.
    geometry : array of shapes, or None
        In the plan's CRS, snapped to 1 mm; ``None`` items where a row has no place.
    raw : DataFrame
        The rows with the file's own columns, as they were read.
    origin : array of int
        For each row, where it stands in ``raw``.
    refused : dict of int to str
        Places in ``raw`` of rows moved to the work list, and why.
    """

    request: Request
    frame: pd.DataFrame
    geometry: Shapes | None
    rows: np.ndarray[Any, np.dtype[np.int64]]
    sheets: np.ndarray[Any, np.dtype[np.object_]]
    mapping: dict[str, Match]
    rows_in: int
    encoding: str
    crs: str
    datum: Datum
    notes: list[Note]
    worklist: Worklist
    raw: pd.DataFrame
    origin: np.ndarray[Any, np.dtype[np.int64]]
    refused: dict[int, str] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    ids_in_file: frozenset[str] = frozenset()
    unplaced: gpd.GeoDataFrame | None = None
    unplaced_origin: np.ndarray[Any, np.dtype[np.int64]] | None = None
    candidates: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        self._rows_in, self._sheets_in = self.rows, self.sheets
        self._places: dict[tuple[str, int], int] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def file(self) -> str:
        """Name of the file, for messages."""
        return self.request.file

    @property
    def same(self) -> dict[str, str]:
        """Names that a person has confirmed, before or for this import."""
        return {**same_names(self.request.plan), **self.request.same}

    def has(self, column: str) -> bool:
        """Whether the file has this column of ours."""
        return column in self.frame.columns

    def texts(self, column: str) -> pd.Series[Any]:
        """Give a column as text, absent as ``""``; index 0 … n − 1."""
        if not self.has(column):
            return pd.Series([""] * len(self), dtype="str")
        return texts_in(self.frame[column])

    def codes(self, column: str) -> pd.Series[Any]:
        """Give a column as codes: digits in half width, no ``.0``; lost digits are reported."""
        if not self.has(column):
            return pd.Series([""] * len(self), dtype="str")
        found = pd.Series([as_code(v) for v in self.frame[column].tolist()], dtype="str")
        rounded = np.array([is_rounded(text) for text in found.tolist()], dtype=bool)
        self.keep_but_say(rounded, column, "value.rounded")
        return found

    def numbers(self, column: str, *, whole: bool = False) -> pd.Series[Any]:
        """Give a column as numbers; what is none is reported and left empty."""
        if not self.has(column):
            return pd.Series([np.nan] * len(self), dtype="float64")
        values = numbers_in(self.frame[column]).reset_index(drop=True)
        wrong = values.isna() & (self.texts(column) != "")
        if whole:
            wrong |= values.notna() & (values != values.round())
        self.keep_but_say(wrong.to_numpy(dtype=bool), column, "value.not_number")
        return values.mask(wrong)

    def refused_rows(self) -> pd.DataFrame:
        """Give the rows on the work list as the file has them, to be corrected and read again.

        Columns ``sheet row reason`` come first; index 0 … n − 1.
        """
        places = sorted(self.refused)
        return pd.concat(
            [
                pd.DataFrame(
                    {
                        "sheet": pd.Series([str(self._sheets_in[i]) for i in places], dtype="str"),
                        "row": pd.Series([int(self._rows_in[i]) for i in places], dtype="int64"),
                        "reason": pd.Series([self.refused[i] for i in places], dtype="str"),
                    }
                ),
                self.raw.iloc[places].reset_index(drop=True),
            ],
            axis=1,
        )

    @property
    def line_ids(self) -> list[str]:
        """Lines of the plan's work list that the file answers; empty for another file."""
        title = self.mapping["line"].theirs if "line" in self.mapping else None
        if title is None or title not in self.raw.columns:
            return []
        return [as_code(cell) for cell in self.raw[title]]

    def key_of(self, place: int) -> tuple[str, int]:
        """Give sheet and number of a row by its place in ``raw``."""
        return str(self._sheets_in[place]), int(self._rows_in[place])

    def line_cells(self, sheet: str, row: int) -> dict[str, str]:
        """Give a row's cells by our own columns, as texts; empty ones are left out."""
        if not self._places:
            keys = zip(map(str, self._sheets_in), map(int, self._rows_in), strict=True)
            self._places.update({key: place for place, key in enumerate(keys)})
        place = self._places.get((sheet, row))
        if place is None:
            return {}
        cells = {
            ours: as_text(self.raw[match.theirs].iloc[place])
            for ours, match in self.mapping.items()
            if match.theirs in self.raw.columns
        }
        return {ours: text for ours, text in cells.items() if text}

    def theirs(self, column: str) -> str:
        """Give the file's own title of one of our columns."""
        return self.mapping[column].theirs if column in self.mapping else column

    def keep_but_say(self, where: Bools, column: str, reason: str) -> None:
        """Put rows on the work list that stay in the table, less the value named."""
        self._list(where, column, reason, kept=True)

    def drop(self, where: Bools, column: str | Sequence[str], reason: str | Sequence[str]) -> None:
        """Move rows to the work list; ``column`` and ``reason`` may differ by row."""
        if not where.any():
            return
        self._list(where, column, reason, kept=False)
        for i in np.flatnonzero(where):
            self.refused[int(self.origin[i])] = (
                reason if isinstance(reason, str) else reason[int(i)]
            )
        self.hold_back(where)

    def refuse_place(self, place: int, column: str, reason: str) -> None:
        """Put a row that was held back on the work list, by its place in ``raw``."""
        self.refused[place] = reason
        title = self.theirs(column)
        self.worklist.add(
            int(self._rows_in[place]),
            str(self._sheets_in[place]),
            title,
            as_text(self.raw[title].iloc[place]) if title in self.raw.columns else "",
            reason,
            kept=False,
        )

    def hold_back(self, where: Bools) -> None:
        """Take rows out without a line: others stand for them."""
        stay = ~where
        self.origin = self.origin[stay]
        self.frame = self.frame[stay].reset_index(drop=True)
        self.rows, self.sheets = self.rows[stay], self.sheets[stay]
        if self.geometry is not None:
            self.geometry = self.geometry[stay]

    def _list(
        self,
        where: Bools,
        column: str | Sequence[str],
        reason: str | Sequence[str],
        *,
        kept: bool,
    ) -> None:
        for i in np.flatnonzero(where):
            name = column if isinstance(column, str) else column[int(i)]
            self.worklist.add(
                int(self.rows[i]),
                str(self.sheets[i]),
                self.theirs(name),
                as_text(self.frame[name].iloc[i]) if self.has(name) else "",
                reason if isinstance(reason, str) else reason[int(i)],
                kept=kept,
            )
