"""Texts in CSV files, which people open in a spreadsheet."""

from __future__ import annotations

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: object) -> str:
    """Make a cell that no spreadsheet computes: an apostrophe goes before a formula's sign.

    Examples
    --------
    >>> inert("=1+1"), inert("-3.5"), inert("四坪社区")
    ("'=1+1", '-3.5', '四坪社区')
    """
    plain = str(text)
    if not plain.startswith(_FORMULA) or plain.removeprefix("-").replace(".", "", 1).isdigit():
        return plain
    return f"'{plain}"
