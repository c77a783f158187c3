"""Letters that a PDF gives back when it is searched: those that were written.

A font draws some hanzi and their radicals with one glyph (网 and ⽹, 户 and 戶). The table
from glyphs to letters that Qt puts into a PDF names one of the two, and often not the one
that was written: a search for 网格 would find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PyQt6.QtGui import QFontDatabase, QRawFont

from ui.sheet.ink import face

_TABLES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f]{4})>")
_LISTS = re.compile(rb"\[(.*?)\]", re.DOTALL)


def with_true_letters(content: bytes, texts: Iterable[str]) -> bytes:
    """Let the tables of a PDF name the letters that were written.

    Codes are replaced by codes of the same length, so that nothing else in the file moves.

    Parameters
    ----------
    content : bytes
        A PDF of Qt's.
    texts : iterable of str
        Everything written in it.
    """
    written = sorted({letter for text in texts for letter in text if ord(letter) < 0x10000})
    codes = {
        int(code, 16)
        for table in _TABLES.findall(content)
        for row in _LISTS.findall(table)
        for code in _CODE.findall(row)
    }
    unknown = sorted(codes - {ord(letter) for letter in written})
    twins = _twins(unknown, written)
    if not twins:
        return content

    def code(match: re.Match[bytes]) -> bytes:
        number = int(match.group(1), 16)
        return b"<%04X>" % twins.get(number, number)

    def row(match: re.Match[bytes]) -> bytes:
        return _CODE.sub(code, match.group(0))

    return _TABLES.sub(lambda table: _LISTS.sub(row, table.group(0)), content)


def _twins(unknown: list[int], written: list[str]) -> dict[int, int]:
    """Find for each code the written letter that has its glyph."""
    found: dict[int, int] = {}
    for bold in (False, True):
        font = QRawFont.fromFont(face(10, bold=bold), QFontDatabase.WritingSystem.SimplifiedChinese)
        if not font.isValid():
            continue
        by_glyph = {
            glyph: letter
            for letter in written
            for glyph in font.glyphIndexesForString(letter)[:1]
            if glyph
        }
        for number in unknown:
            for glyph in font.glyphIndexesForString(chr(number))[:1]:
                if glyph in by_glyph:
                    found.setdefault(number, ord(by_glyph[glyph]))
    return found
