"""Pages into files: a PDF of lines and letters, or a picture; looked through before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize, QSizeF, Qt
from PyQt6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PyQt6.QtPdf import QPdfDocument

from gridplanner.errors import StoreError, UsageError
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.privacy_scan import hand_over
from ui.sheet.application import ensure_application
from ui.sheet.facts import Facts
from ui.sheet.ink import Ink
from ui.sheet.letters import with_true_letters
from ui.sheet.page import DENSITY, Page
from ui.sheet.paper import MM_PER_INCH, Paper
from ui.sheet.sheets import pages_of


def write_pdf(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the sheets that :attr:`ExportOptions.sheet` asks for as one PDF.

    Raises
    ------
    UsageError
        The sheet cannot be: a scale too large for the paper, a grid that is not there.
    Cancelled
        ``on_progress`` said so; nothing is written.
    InputError, StoreError
        The file cannot be written, or holds what its profile forbids.
    """
    ensure_application()
    options = options.checked(plan)
    facts = Facts.of(plan, summary, options)
    pages = pages_of(facts)
    content, texts = pdf_bytes(pages, facts.title, options.on_progress)
    hand_over(out, content, plan, options, ["\n".join(texts)])
    return WriteResult(out, facts.notes, {"pages": len(pages)})


def write_png(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write one sheet as a picture; the pages of an index that follow a map are left out.

    Raises
    ------
    UsageError
        ``sheet.one_page``: several maps are asked for; else as :func:`write_pdf`.
    InputError, StoreError
        The file cannot be written, or holds what its profile forbids.
    """
    ensure_application()
    options = options.checked(plan)
    facts = Facts.of(plan, summary, options)
    pages = pages_of(facts)
    if options.sheet.kind in ("atlas", "grid", "poster") and len(pages) > 1:
        raise UsageError("sheet.one_page", {"count": len(pages)}, "sheet.one_page.hint")
    tell(options.on_progress, Progress("job.sheet", 0.0, {"page": 1, "pages": 1}))
    image, texts = page_image(pages[0], options.sheet.dpi)
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise StoreError("file.write_failed", {"file": str(out), "reason": "PNG"})
    hand_over(out, bytes(array.data()), plan, options, ["\n".join(texts)])
    return WriteResult(out, facts.notes, {"pages": 1})


def pdf_bytes(
    pages: Sequence[Page], title: str, on_progress: OnProgress | None = None
) -> tuple[bytes, list[str]]:
    """Draw pages into a PDF with its fonts embedded.

    Returns
    -------
    content : bytes
    texts : list of str
        Every text on the pages.
    """
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("gridplanner")
    writer.setResolution(int(DENSITY))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    texts: list[str] = []
    painter = QPainter()
    try:
        for number, page in enumerate(pages):
            tell(
                on_progress,
                Progress(
                    "job.sheet", number / len(pages), {"page": number + 1, "pages": len(pages)}
                ),
            )
            writer.setPageSize(page_size(page.paper))
            if number == 0:
                painter.begin(writer)
            else:
                writer.newPage()
            texts += draw_page(page, painter)
    finally:
        painter.end()
    return with_true_letters(bytes(array.data()), texts), texts


def page_size(sheet: Paper) -> QPageSize:
    """Give a paper as Qt has it, lying as it does."""
    return QPageSize(
        QSizeF(sheet.width_mm, sheet.height_mm),
        QPageSize.Unit.Millimeter,
        sheet.name,
        QPageSize.SizeMatchPolicy.ExactMatch,
    )


def page_image(page: Page, dpi: float) -> tuple[QImage, list[str]]:
    """Draw a page as a picture.

    It is made from the page's PDF, so that both look alike: lines of the map have their
    width in pixels of the device, and a picture painted at once would thin them out with
    every dpi.

    Returns
    -------
    image : QImage
    texts : list of str
        Every text on it.

    Raises
    ------
    StoreError
        ``sheet.no_memory``.
    """
    content, texts = pdf_bytes([page], page.name)
    return pdf_image(content, page.paper, dpi), texts


def pdf_image(content: bytes, sheet: Paper, dpi: float, page: int = 0) -> QImage:
    """Turn a page of a finished PDF into a picture on white ground.

    Raises
    ------
    StoreError
        ``sheet.no_memory``.
    """
    array = QByteArray(content)
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    size = QSize(
        round(sheet.width_mm / MM_PER_INCH * dpi), round(sheet.height_mm / MM_PER_INCH * dpi)
    )
    drawn = document.render(page, size)
    image = QImage(size, QImage.Format.Format_RGB32)
    document.close()
    if drawn.isNull() or image.isNull():
        raise StoreError("sheet.no_memory", {"dpi": dpi, "paper": sheet.name})
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    image.setDotsPerMeterX(round(dpi / MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(dpi / MM_PER_INCH * 1000))
    return image


def draw_page(page: Page, painter: QPainter) -> list[str]:
    """Draw a page with a painter whose unit is a pixel of :data:`DENSITY`; give its texts."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    ink = Ink(painter, DENSITY)
    page.draw(ink)
    return ink.texts
