"""Workbooks in which a text is a text, whatever it looks like."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterable
from typing import Any

import xlsxwriter

#: Characters over which a sheet is printed on A3: on A4 they would be under .8 of their size.
WIDE = 180
_A3, _A4 = 8, 9


def text_workbook(buffer: io.BytesIO) -> xlsxwriter.Workbook:
    """Begin a workbook in memory that turns no text into a formula, a link or a number.

    ``=cmd|…`` from a household sheet stays harmless, and a code keeps its leading zeros.

    Examples
    --------
    >>> buffer = io.BytesIO()
    >>> book = text_workbook(buffer)
    >>> book.add_worksheet("网格").write("A1", "=1+1")
    0
    >>> book.close()
    >>> import openpyxl
    >>> openpyxl.load_workbook(buffer)["网格"]["A1"].data_type
    's'
    """
    return xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )


def lines_of(text: str, width: float) -> int:
    """Count the lines that a text takes in a column; Chinese characters count twice.

    Examples
    --------
    >>> lines_of("网格 12", 10), lines_of("网格 12", 6), lines_of("", 10)
    (1, 2, 1)
    """
    size = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return max(math.ceil(size / width), 1)


def lay_out(sheet: Any, widths: Iterable[float]) -> None:
    """Let a sheet be printed across, one page wide, on A4 or, where it is wide, on A3.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
    widths : iterable of float
        Of its columns, in characters.
    """
    sheet.set_landscape()
    sheet.set_paper(_A3 if sum(widths) > WIDE else _A4)
    sheet.fit_to_pages(1, 0)
