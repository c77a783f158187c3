"""The texts of a PDF as somebody would find them by searching or copying."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice
from PyQt6.QtPdf import QPdfDocument

from layers.scan_text import Piece


def pdf_pieces(name: str, content: bytes) -> Iterator[Piece]:
    """Give a page a piece.

    Radicals (⽹ for 网) and joined letters are brought back to what a name is written with.

    Yields
    ------
    Piece
    """
    array = QByteArray(content)
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    for page in range(document.pageCount()):
        text = document.getAllText(page).text()
        yield Piece(f"{name}#{page + 1}", unicodedata.normalize("NFKC", text))
    document.close()
