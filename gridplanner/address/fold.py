"""Folding of the many ways to write one thing into one: widths, dashes, numerals.

Folding never guesses: two texts fold to the same only where a reader would call them
the same words.
"""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−－─~～_/\\", "-")
    | dict.fromkeys(",，、;；·•。:：|", "-")
    | {"＃": "#", "♯": "#"}
)
_BRACKETS = re.compile(r"[((【\[〔][^))】\]〕]*[))】\]〕]")
_SPACES = re.compile(r"\s+")

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1}
_UNIT = {"十": 10, "百": 100}
_NUMERAL = "零〇○一二两三四五六七八九十百壹"

#: Words that turn the numeral before them into a number: 十二号楼, 三单元, 二〇一室.
_MARKED_NUMERAL = re.compile(
    rf"第?([{_NUMERAL}]+)(?=号|栋|幢|座|单元|门(?!口|面)|层|楼|室|房(?!湾)|户|#)"
)
_ORDINAL = re.compile(r"第(?=\d)")


def numeral(text: str) -> int | None:
    """Read a Chinese numeral.

    Returns
    -------
    int or None
        ``None`` where the characters form no number.

    Examples
    --------
    >>> numeral("十二"), numeral("二〇一"), numeral("一百零五"), numeral("两")
    (12, 201, 105, 2)
    """
    if not text or any(c not in _DIGIT and c not in _UNIT for c in text):
        return None
    if not any(c in _UNIT for c in text):
        return int("".join(str(_DIGIT[c]) for c in text))
    total, current = 0, None
    for c in text:
        if c in _UNIT:
            total += (1 if current is None else current) * _UNIT[c]
            current = None
        elif _DIGIT[c] == 0:
            current = None
        elif current is not None:
            return None
        else:
            current = _DIGIT[c]
    return total + (current or 0)


def _number(found: re.Match[str]) -> str:
    value = numeral(found[1])
    return found[0] if value is None else str(value)


def fold_text(text: str) -> str:
    """Fold widths, dashes, blanks and case, and drop remarks in brackets.

    Examples
    --------
    >>> fold_text(" 阳光小区　３号楼（租）")
    '阳光小区3号楼'
    >>> fold_text("3－2—501")
    '3-2-501'
    """
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if "(" in folded or "[" in folded or "【" in folded or "〔" in folded:
        folded = _BRACKETS.sub("", folded)
    folded = folded.translate(_DASHES)
    return _SPACES.sub("", folded).upper()


def fold_address(text: str) -> str:
    """Fold an address: as :func:`fold_text`, and numerals before 号, 栋, 单元 … become digits.

    Examples
    --------
    >>> fold_address("阳光小区十二号楼三单元二〇一室")
    '阳光小区12号楼3单元201室'
    >>> fold_address("五一路一号")
    '五一路1号'
    """
    folded = fold_text(text)
    if not folded.isascii():
        folded = _MARKED_NUMERAL.sub(_number, folded)
        folded = _ORDINAL.sub("", folded)
    return folded


def fold_key(text: str) -> str:
    """Fold a name to the key it is looked up by: as an address, without any dash.

    Examples
    --------
    >>> fold_key("新正街 12-1号") == fold_key("新正街１２－１号")
    True
    """
    return fold_address(text).replace("-", "")
