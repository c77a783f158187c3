"""Workbooks in which a text is a text, whatever it looks like."""

from __future__ import annotations

import io

import xlsxwriter


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
