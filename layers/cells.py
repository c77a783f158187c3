"""Cells of sheets and files: one value as text, or as a number."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd

_SCIENTIFIC = re.compile(r"\d(?:\.(\d+))?[eE]\+?(\d{2,})")
_WHOLE = re.compile(r"(-?\d+)\.0+")


def as_text(value: Any) -> str:
    """Write a cell as text: whole numbers without point or exponent, absent as ``""``.

    Examples
    --------
    >>> as_text(610925100001.0), as_text("3.0"), as_text("１２ "), as_text(None)
    ('610925100001', '3.0', '１２', '')
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "是" if value else "否"
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        if math.isnan(value):
            return ""
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e18 else repr(number)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if value is pd.NA or value is pd.NaT:
        return ""
    return str(value).strip()


def texts_in(column: pd.Series[Any]) -> pd.Series[Any]:
    """Write a column as text; same index."""
    return pd.Series([as_text(v) for v in column.tolist()], index=column.index, dtype="str")


def as_code(value: Any) -> str:
    """Write a code or an id: as text, digits in half width, ``3.0`` as ``3``.

    Examples
    --------
    >>> as_code("610925100001.0"), as_code("６１０９"), as_code(3.0), as_code("A-1")
    ('610925100001', '6109', '3', 'A-1')
    """
    text = as_text(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    whole = _WHOLE.fullmatch(text)
    if whole:
        return whole[1]
    power = _SCIENTIFIC.fullmatch(text)
    if power and int(power[2]) <= 18 and len(power[1] or "") >= int(power[2]):
        # Only where no digit was lost: 1.23E+14 is a number that Excel rounded.
        return str(int(float(text)))
    return text


def is_rounded(text: str) -> bool:
    """Whether a long code lost digits to Excel's scientific notation.

    Examples
    --------
    >>> is_rounded("1.23E+14"), is_rounded("610925100001")
    (True, False)
    """
    power = _SCIENTIFIC.fullmatch(text)
    return bool(power) and len(power[1] or "") < int(power[2])  # type: ignore[index]


def numbers_in(column: pd.Series[Any]) -> pd.Series[Any]:
    """Read a column as numbers; what is none becomes NaN; same index.

    Full-width digits, thousands separators and a unit behind the number are understood.

    Examples
    --------
    >>> numbers_in(pd.Series(["３", "3.0", "4人", "1,200", "", "x"])).tolist()
    [3.0, 3.0, 4.0, 1200.0, nan, nan]
    """
    direct = pd.to_numeric(column, errors="coerce").astype("float64")
    left = direct.isna() & column.notna()
    if left.any():
        direct = direct.copy()
        direct[left] = np.array([_number(as_text(v)) for v in column[left]], dtype="float64")
    return direct


_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:人|层|户|米|m|年|个|口|楼|F)?")


def _number(text: str) -> float:
    folded = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    found = _NUMBER.fullmatch(folded)
    return float(found[1]) if found else math.nan
