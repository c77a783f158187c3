"""The attribute table of a shapefile, written byte by byte.

GDAL lets neither field widths nor the language byte be chosen and cuts long texts without a
word; receiving systems ask for all three.

Source: dBase III+ table format as used by the ESRI Shapefile Technical Description (1998);
language byte 0x4D is *GBK (cp936)* in the list that ArcGIS goes by.
"""

from __future__ import annotations

import datetime as dt
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from layers.export_fields import NO_FIGURE, Field
from layers.export_options import Encoding
from layers.notes import Note

#: Bytes a text field may have.
TEXT_BYTES = 254
#: Printers' mark for a missing hanzi (〓, in GBK as A1FE).
MISSING = "〓"


@dataclass(frozen=True)
class Preset:
    """How texts are written: Python's codec, language byte, content of the ``.cpg``."""

    codec: str
    language: int
    cpg: str
    title: str


PRESETS: dict[Encoding, Preset] = {
    "utf8": Preset("utf-8", 0x00, "UTF-8", "UTF-8"),
    "gbk": Preset("gbk", 0x4D, "936", "GBK"),
}


@dataclass(frozen=True)
class Remark:
    """A text that could not be written as it is."""

    code: str
    row: int
    field: Field
    facts: dict[str, Any]

    def note(self, table: str) -> Note:
        """Say it with the table and field named."""
        return Note(
            self.code,
            {"table": table, "row": self.row, "column": self.field.name, **self.facts},
        )


def dbf_bytes(
    frame: pd.DataFrame, fields: Sequence[Field], encoding: Encoding, day: str
) -> tuple[bytes, list[Remark]]:
    """Write a table as dbf.

    Parameters
    ----------
    frame : DataFrame
        Columns named as in ``Field.column``.
    fields : sequence of Field
        Names of at most ten bytes in the encoding.
    encoding : {"utf8", "gbk"}
    day : str
        ISO date that goes into the header.

    Returns
    -------
    content : bytes
    remarks : list of Remark
        Texts that were cut, and those with characters that the encoding lacks. Rows are
        counted from 1.
    """
    preset = PRESETS[encoding]
    columns, widths, remarks = [], [], []
    for field in fields:
        values = frame[field.column].tolist()
        if field.kind == "text":
            texts, said = _texts(values, field, preset)
            remarks += said
            width = max(field.width, *(len(t) for t in texts)) if texts else field.width
            columns.append([text.ljust(width) for text in texts])
        else:
            figures = [_figure(value, field) for value in values]
            width = max(field.width, *(len(f) for f in figures)) if figures else field.width
            columns.append([figure.rjust(width) for figure in figures])
        widths.append(width)
    record = 1 + sum(widths)
    date = dt.date.fromisoformat(day)
    head = struct.pack(
        "<4BIHH16xBB2x",
        0x03, date.year - 1900, date.month, date.day,
        len(frame), 33 + 32 * len(fields), record,
        0, preset.language,
    )  # fmt: skip
    parts = [head]
    for field, width in zip(fields, widths, strict=True):
        letter = b"C" if field.kind == "text" else b"N"
        parts.append(
            struct.pack(
                "<11sc4xBB14x", field.name.encode(preset.codec), letter, width, field.decimals
            )
        )
    parts.append(b"\r")
    parts += [b" " + b"".join(row) for row in zip(*columns, strict=True)]
    parts.append(b"\x1a")
    return b"".join(parts), remarks


def _figure(value: Any, field: Field) -> bytes:
    """Write a number; there are no nulls: no figure is −1, of a percentage 0."""
    absent = 0 if field.column == "dev_pct" else NO_FIGURE
    number = absent if pd.isna(value) else value
    if isinstance(number, float) and not math.isfinite(number):
        number = absent
    if field.kind == "whole":
        return str(round(number)).encode("ascii")
    return f"{number:.{field.decimals}f}".encode("ascii")


def _texts(values: Sequence[Any], field: Field, preset: Preset) -> tuple[list[bytes], list[Remark]]:
    texts, remarks = [], []
    for row, value in enumerate(values, start=1):
        text = "" if value is None or value is pd.NA else str(value)
        lacking = "".join(dict.fromkeys(c for c in text if not _can(c, preset.codec)))
        if lacking:
            stand_in = MISSING if _can(MISSING, preset.codec) else "?"
            text = "".join(stand_in if c in lacking else c for c in text)
            remarks.append(
                Remark(
                    "export.unencodable",
                    row,
                    field,
                    {"encoding": preset.title, "characters": lacking},
                )
            )
        # A line break or a null inside a fixed-width record upsets readers.
        raw = " ".join(text.replace("\x00", "").split("\n")).rstrip().encode(preset.codec)
        cut = cut_bytes(raw, TEXT_BYTES, preset.codec)
        if len(cut) < len(raw):
            remarks.append(
                Remark("export.text_cut", row, field, {"limit": TEXT_BYTES, "bytes": len(raw)})
            )
        texts.append(cut)
    return texts, remarks


def _can(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def cut_bytes(raw: bytes, limit: int, codec: str) -> bytes:
    """Cut encoded text to a number of bytes, never inside a character.

    Examples
    --------
    >>> cut_bytes("网格".encode(), 5, "utf-8").decode()
    '网'
    >>> cut_bytes("网格".encode("gbk"), 3, "gbk").decode("gbk")
    '网'
    """
    if len(raw) <= limit:
        return raw
    # Whole characters only: decoding drops what the cut has torn at the end.
    return raw[:limit].decode(codec, "ignore").encode(codec)
