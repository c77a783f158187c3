"""Read sheets (xlsx, xls, csv, dbf) as people fill them in.

Nothing is dropped in silence: what is not data (title lines, hints, totals, sheets of
prose) is named in a note, and every data row keeps the number it has in its sheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import python_calamine

from gridplanner.errors import InputError
from layers.dbf import dbf_text
from layers.encoding import choose, choose_text
from layers.notes import Note
from layers.sheet_rows import Layout, layout
from layers.sniff import expect

TABLE_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".tsv", ".dbf")


@dataclass(frozen=True)
class RawSheet:
    """Rows under one header, from one sheet or from several with the same header.

    Attributes
    ----------
    name : str
        Name of the sheet; several are joined by ``、``.
    frame : DataFrame
        Cells as found (text, numbers, dates, ``None``), columns named by the header,
        index 0 … n − 1.
    header_row : int
        Number of the header row in the (first) sheet, from 1.
    rows : ndarray of int
        Number in its sheet of each row, from 1.
    sheets : ndarray of str
        Sheet of each row; ``""`` for csv.
    notes : list of Note
    """

    name: str
    frame: pd.DataFrame
    header_row: int
    rows: np.ndarray[Any, np.dtype[np.int64]]
    sheets: np.ndarray[Any, np.dtype[np.object_]]
    encoding: str = ""
    notes: list[Note] = field(default_factory=list)


def read_table(
    path: Path | str, sheet: str | None = None, encoding: str | None = None
) -> list[RawSheet]:
    """Read the sheets of a workbook, or a csv.

    Parameters
    ----------
    path : Path or str
        ``.xlsx``, ``.xlsm``, ``.xls``, ``.csv``, ``.txt``, ``.tsv`` or ``.dbf``.
    sheet : str, optional
        Read this sheet only.
    encoding : str, optional
        Encoding of a csv or dbf; told from the bytes where absent.

    Returns
    -------
    list of RawSheet
        At least one, the one with the most rows first; a header without rows gives an
        empty frame.

    Raises
    ------
    InputError
        The file is missing or not what its suffix says, ``sheet.unknown``, or
        ``table.no_header`` where no sheet has a header.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise InputError("file.suffix_unknown", {"file": str(path), "suffix": suffix})
    if suffix == ".dbf":
        return [_read_dbf(path, encoding)]
    if suffix in (".csv", ".txt", ".tsv"):
        expect(path, "file.not_csv", "text", "json")
        return _read_csv(path, encoding)
    # Excel opens an xls that is an xlsx and the other way round, and so does calamine.
    expect(path, "file.not_workbook", "xlsx", "xls")
    return _read_workbook(path, sheet)


def sheet_names(path: Path | str) -> list[str]:
    """List the sheets of a workbook; none for a csv."""
    path = Path(path)
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xls"):
        return []
    expect(path, "file.not_workbook", "xlsx", "xls")
    return list(_workbook(path).sheet_names)


def _workbook(path: Path) -> Any:
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if isinstance(error, python_calamine.PasswordError):
            raise InputError("file.password", {"file": str(path)}) from error
        raise InputError(
            "file.unreadable", {"file": str(path), "reason": str(error)[:200]}
        ) from error


def _read_workbook(path: Path, sheet: str | None) -> list[RawSheet]:
    book = _workbook(path)
    names = list(book.sheet_names)
    if sheet is not None and sheet not in names:
        raise InputError(
            "sheet.unknown", {"file": str(path), "sheet": sheet, "sheets": "、".join(names)}
        )
    found: list[tuple[str, Layout, list[list[Any]]]] = []
    prose: list[str] = []
    for name in names if sheet is None else [sheet]:
        rows = _sheet_rows(book, name)
        shape = layout(rows, name)
        if shape is None:
            if rows:
                prose.append(name)
            continue
        found.append((name, shape, rows))
    # A sheet whose titles nobody knows is prose or a legend where another sheet is known.
    if any(shape.known >= 2 for _, shape, _ in found):
        prose += [name for name, shape, _ in found if shape.known < 2]
        found = [item for item in found if item[1].known >= 2]
    if not found:
        raise InputError("table.no_header", {"file": str(path)})
    left_out = [Note("sheet.left_out", {"sheet": name}) for name in prose]
    sheets = _joined(found)
    sheets[0].notes.extend(left_out)
    return sheets


def _sheet_rows(book: Any, name: str) -> list[list[Any]]:
    """Give all rows of a sheet from its first line on, merged cells filled.

    A row that has nothing but its part of a merged cell is blank to who looks at it.
    """
    page = book.get_sheet_by_name(name)
    rows: list[list[Any]] = page.to_python(skip_empty_area=False)
    blank = [all(cell in ("", None) for cell in row) for row in rows]
    for (top, left), (bottom, right) in page.merged_cell_ranges or []:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in range(top, min(bottom + 1, len(rows))):
            if blank[row]:
                continue
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = value
    return rows


def _joined(found: Sequence[tuple[str, Layout, list[list[Any]]]]) -> list[RawSheet]:
    """Join sheets that have the same titles, in whatever order they stand."""
    groups: dict[frozenset[str], list[tuple[str, Layout, list[list[Any]]]]] = {}
    for item in found:
        groups.setdefault(frozenset(item[1].titles), []).append(item)
    result = []
    for items in groups.values():
        frames = [_frame(shape, rows) for _, shape, rows in items]
        counts = [len(frame) for frame in frames]
        notes = [note for _, shape, _ in items for note in shape.notes]
        result.append(
            RawSheet(
                "、".join(name for name, _, _ in items),
                frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True),
                items[0][1].header + 1,
                np.concatenate([np.array(shape.data, dtype="int64") + 1 for _, shape, _ in items]),
                np.repeat(np.array([name for name, _, _ in items], dtype=object), counts),
                notes=notes,
            )
        )
    return sorted(result, key=lambda sheet: -len(sheet.frame))


def _frame(shape: Layout, rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    picked = [rows[at] for at in shape.data]
    columns: dict[str, Any] = {}
    for at, title in enumerate(shape.titles):
        cells = [row[at] if at < len(row) else None for row in picked]
        cells = [None if cell == "" else cell for cell in cells]
        column = pd.Series(cells, dtype="object")
        # A column without title and without any cell is only the sheet's margin.
        if title.startswith("列") and column.isna().all():
            continue
        columns[title] = column
    return pd.DataFrame(columns, index=pd.RangeIndex(len(picked)))


def _read_csv(path: Path, encoding: str | None) -> list[RawSheet]:
    raw = path.read_bytes()
    chosen = choose_text(raw, encoding)
    try:
        text = raw.decode(chosen.name)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise InputError(
            "file.encoding", {"file": str(path), "encoding": chosen.name, "row": row}
        ) from error
    if "\x00" in text:
        raise InputError("file.not_csv", {"file": str(path), "found": "damaged data"})
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[Any]] = []
    lines: list[int] = []
    begin = 1
    try:
        for record in reader:
            rows.append([cell.strip() for cell in record])
            lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            "file.unreadable", {"file": str(path), "reason": f"{reader.line_num}: {error}"}
        ) from error
    shape = layout(rows, path.name)
    if shape is None:
        raise InputError("table.no_header", {"file": str(path)})
    return [
        RawSheet(
            "",
            _frame(shape, rows),
            lines[shape.header],
            np.array([lines[at] for at in shape.data], dtype="int64"),
            np.full(len(shape.data), "", dtype=object),
            chosen.name,
            [*chosen.notes, *shape.notes],
        )
    ]


def _delimiter(text: str) -> str:
    """Take the separator that the first lines have most of; a comma where none is."""
    head = "\n".join(text.splitlines()[:20])
    counts = {mark: head.count(mark) for mark in (",", "\t", ";", "|")}
    best = max(counts, key=lambda mark: counts[mark])
    # Phones joined by ; must not win over commas.
    return best if counts[best] > counts[","] * 2 else ","


def _read_dbf(path: Path, encoding: str | None) -> RawSheet:
    import pyogrio

    from layers.read_vector import decoded_columns

    expect(path, "file.not_dbf", "binary", "text")
    text = dbf_text(path)
    cpg = path.with_suffix(".cpg")
    tag = cpg.read_text("latin-1")[:200] if cpg.exists() else None
    chosen = choose(text.samples, cpg=tag, language=text.language, given=encoding)
    try:
        meta, fids, _, fields = pyogrio.raw.read(
            path, return_fids=True, read_geometry=False, encoding="ISO-8859-1"
        )
    except Exception as error:
        if not isinstance(error, pyogrio.errors.DataSourceError):
            raise
        raise InputError("file.not_dbf", {"file": str(path), "found": "damaged data"}) from error
    rows = np.asarray(fids, dtype="int64") + 1
    columns, _ = decoded_columns(meta["fields"], fields, chosen, rows, path.name)
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
    return RawSheet(
        "", frame, 0, rows, np.full(len(rows), "", dtype=object), chosen.name, list(chosen.notes)
    )
