"""The work list of an import: rows, or values of rows, that a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

COLUMNS = ("row", "sheet", "column", "value", "reason", "kept")


@dataclass
class Worklist:
    """Collects lines while an import runs."""

    _lines: list[tuple[int, str, str, str, str, bool]] = field(default_factory=list)

    def add(
        self, row: int, sheet: str, column: str, value: str, reason: str, *, kept: bool
    ) -> None:
        """Add a line.

        Parameters
        ----------
        row : int
            Number of the row in its file or sheet, from 1.
        sheet, column, value : str
            Where it is and what stands there.
        reason : str
            A key of :mod:`gridplanner.wording`.
        kept : bool
            Whether the row was imported all the same, without this value.
        """
        self._lines.append((row, sheet, column, value, reason, kept))

    def frame(self) -> pd.DataFrame:
        """Give the lines in the order of sheet and row; index 0 … n − 1."""
        frame = pd.DataFrame(self._lines, columns=list(COLUMNS))
        frame = frame.astype({"row": "int64", "kept": "bool"} | dict.fromkeys(COLUMNS[1:5], "str"))
        frame = frame.drop_duplicates()
        return frame.sort_values(["sheet", "row"], kind="stable").reset_index(drop=True)
