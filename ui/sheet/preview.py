"""What the print preview works out beside the window: pages, and one of them as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtPrintSupport import QPrinter

from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.report import summary
from layers.export_options import ExportOptions
from layers.notes import Note
from ui.sheet.facts import Facts
from ui.sheet.page import DENSITY, Page
from ui.sheet.printing import draw_page, page_image, page_size
from ui.sheet.sheets import pages_of


@dataclass(frozen=True)
class Preview:
    """Pages of a wish, and the picture of one.

    Attributes
    ----------
    options : ExportOptions
        What was asked for.
    pages : tuple of Page
    number : int
        Which page the picture shows, from 0.
    image : QImage
    notes : tuple of Note
        What was withheld or left blank on them.
    """

    options: ExportOptions
    pages: tuple[Page, ...]
    number: int
    image: QImage
    notes: tuple[Note, ...] = ()


def previewing(
    plan: Plan,
    options: ExportOptions,
    number: int,
    dpi: float,
    known: Preview | None = None,
) -> Callable[[OnProgress], Preview]:
    """Make the job that draws one page for the screen.

    Parameters
    ----------
    number : int
        Page from 0; the last one where there are fewer.
    known : Preview, optional
        Its pages are taken where they are of the same wish.
    """

    def work(on_progress: OnProgress) -> Preview:
        tell(on_progress, Progress("job.preview"))
        if known is not None and known.options == options:
            pages, notes = known.pages, known.notes
        else:
            facts = Facts.of(plan, summary(plan), options.checked(plan))
            pages, notes = tuple(pages_of(facts)), facts.notes
        shown = min(number, len(pages) - 1)
        tell(on_progress, Progress("job.preview"))
        image, _ = page_image(pages[shown], dpi)
        return Preview(options, pages, shown, image, notes)

    return work


def print_pages(
    pages: Sequence[Page], printer: QPrinter, on_progress: OnProgress | None = None
) -> None:
    """Send pages to a printer, each on its own paper.

    Raises
    ------
    Cancelled
        ``on_progress`` said so; what was sent is printed.
    """
    printer.setResolution(int(DENSITY))
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for number, page in enumerate(pages):
            facts = {"page": number + 1, "pages": len(pages)}
            tell(on_progress, Progress("job.sheet", number / len(pages), facts))
            printer.setPageSize(page_size(page.paper))
            if number == 0:
                painter.begin(printer)
            else:
                printer.newPage()
            draw_page(page, painter)
    finally:
        painter.end()
