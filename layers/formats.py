"""Suffix → reader and writer: what dialogs, drag and drop and the command line all ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridplanner.errors import InputError
from layers.read_table import TABLE_SUFFIXES, read_table, sheet_names
from layers.read_vector import VECTOR_SUFFIXES, list_layers, read_vector

Reader = Callable[..., Any]
Writer = Callable[..., Any]

#: Suffix in small letters → reader.
READERS: dict[str, Reader] = {
    **dict.fromkeys(VECTOR_SUFFIXES, read_vector),
    **dict.fromkeys(TABLE_SUFFIXES, read_table),
}
#: Format or suffix → writer; :mod:`layers.writers` and the print sheet register theirs.
WRITERS: dict[str, Writer] = {}


def is_table(path: Path | str) -> bool:
    """Whether a file is read as a sheet rather than as a map layer.

    Raises
    ------
    InputError
        ``file.suffix_unknown``.
    """
    return reader_of(path) is read_table


def reader_of(path: Path | str) -> Reader:
    """Find the reader of a file by its suffix.

    Raises
    ------
    InputError
        ``file.suffix_unknown``.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in READERS:
        raise InputError(
            "file.suffix_unknown",
            {"file": str(path), "suffix": suffix, "known": " ".join(sorted(READERS))},
        )
    return READERS[suffix]


def parts_of(path: Path | str) -> list[str]:
    """List what a user may pick in a file: layers of a map, sheets of a workbook."""
    return sheet_names(path) if is_table(path) else list_layers(path)


def dialog_filter() -> str:
    """Give the suffixes that can be opened, as file dialogs want them.

    Examples
    --------
    >>> dialog_filter().split()[:2]
    ['*.csv', '*.dbf']
    """
    return " ".join(f"*{suffix}" for suffix in sorted(READERS))
