"""Makes sheets, ledger and change pack known to everything that exports."""

from __future__ import annotations

from collections.abc import Iterator

from gridplanner.sentences.ledger import LEDGER
from gridplanner.sentences.sheet import SHEET
from layers import scan_text
from layers.export_options import Writer
from layers.writers import Format, register


def register_sheets() -> None:
    """Add the formats that need Qt or a history; may be called again."""
    for name, load in (("pdf", _pdf), ("png", _png)):
        zh, en = SHEET[f"sheet.format_{name}"]
        register(Format(name, f".{name}", zh, en, load))
    register(Format("ledger", ".xlsx", *LEDGER["ledger.format"], _ledger))
    register(Format("pack", ".zip", *LEDGER["pack.format"], _pack))
    scan_text.register(".pdf", _pdf_pieces)


def _pdf() -> Writer:
    from ui.sheet.printing import write_pdf

    return write_pdf


def _png() -> Writer:
    from ui.sheet.printing import write_png

    return write_png


def _ledger() -> Writer:
    from layers.change_pack.workbook import write

    return write


def _pack() -> Writer:
    from ui.sheet.pack import write_pack

    return write_pack


def _pdf_pieces(name: str, content: bytes) -> Iterator[scan_text.Piece]:
    from ui.sheet.pdf_text import pdf_pieces

    yield from pdf_pieces(name, content)
