"""Print preview: which sheet, on which paper, for whom; then to a printer or into a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtPrintSupport import QPrintDialog, QPrinter
from PyQt6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gridplanner.errors import Cancelled, GridPlannerError
from gridplanner.model import Plan
from gridplanner.wording import explain
from layers.export_options import ExportOptions
from ui.dialogs.page_view import PageView
from ui.dialogs.sheet_form import SheetForm
from ui.jobs import JobRunner
from ui.language import Words, language, mark, tr
from ui.naming import name_fields
from ui.preferences import Preferences
from ui.qt import fit_screen, tight
from ui.sheet.preview import Preview, previewing, print_pages

#: Whoever changes several fields wants one picture, after the last of them.
_SETTLE_MS = 250
_LARGE_DPI = 130.0


class PrintDialog(QDialog):
    """The preview with its form.

    Says ``asked(format, path, options)`` for a file, and ``noted(title)`` when sheets with
    personal data go to a printer.

    Parameters
    ----------
    plan : Plan
    project : Path
        Names the files.
    code : str
        Grid that is selected in the window; empty for none.
    """

    asked = pyqtSignal(str, object, object)
    noted = pyqtSignal(str)

    def __init__(
        self,
        plan: Plan,
        project: Path,
        preferences: Preferences,
        code: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words = Words(self)
        self.words(self.setWindowTitle, mark("打印预览"))
        self._plan, self._stem = plan, project.parent / project.stem
        self._preferences = preferences
        self._shown: Preview | None = None
        self._number = 0
        self._again = False
        self._jobs = JobRunner(self)
        self._jobs.finished.connect(self._job_over)
        self.form = SheetForm(plan, str(preferences.get("export_profile")), code)
        self.view = PageView()
        layout = QHBoxLayout(self)
        tight(layout, 12, 12)
        left = QVBoxLayout()
        tight(left, 0, 0)
        left.addWidget(self.form)
        layout.addLayout(left)
        layout.addWidget(self.view, 1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self.form.changed.connect(self._other_wish)
        self.form.turned.connect(self._turn)
        self.form.enlarged.connect(self._enlarge)
        self.form.to_pdf.connect(lambda: self._save("pdf"))
        self.form.to_png.connect(lambda: self._save("png"))
        self.form.to_printer.connect(self._print)
        self.form.left.connect(self.reject)
        self.view.resized.connect(self._settle.start)
        self.resize(1120, 680)
        self._settle.start()

    def options(self) -> ExportOptions:
        """Give what is asked for."""
        return self.form.options()

    def _other_wish(self) -> None:
        self._number = 0
        self._settle.start()

    def _turn(self, step: int) -> None:
        if self._shown is not None:
            self._number = min(max(self._shown.number + step, 0), len(self._shown.pages) - 1)
            self._draw()

    def _enlarge(self, large: bool) -> None:
        self.view.fitted = not large
        self._draw()

    def _dpi(self) -> float:
        if not self.view.fitted:
            return _LARGE_DPI * self.devicePixelRatioF()
        room = self.view.room() * self.devicePixelRatioF()
        known = self._known()
        sheet = known.pages[self._number].paper if known is not None else None
        # Before the paper is known an A3 is taken; the picture is scaled to fit afterwards.
        width, height = (sheet.width_mm, sheet.height_mm) if sheet else (420.0, 297.0)
        return max(min(room.width() / width, room.height() / height) * 25.4, 20.0)

    def _known(self) -> Preview | None:
        """Give what is shown, where it is what is asked for."""
        shown = self._shown
        if shown is None or shown.options != self.options() or self._number >= len(shown.pages):
            return None
        return shown

    def _draw(self) -> None:
        """Draw the page anew, after what is being drawn."""
        if self._jobs.running is not None:
            self._again = True
            self._jobs.cancel()
            return
        known = self._known()
        self.form.tell(tr("正在绘制预览……"))
        work = previewing(self._plan, self.options(), self._number, self._dpi(), known)
        self._jobs.start("job.preview", work, self._take, self._fail)

    def _job_over(self, _code: str) -> None:
        if self._again:
            self._again = False
            self._draw()

    def _take(self, preview: Preview) -> None:
        first = self._shown is None or self._shown.options != preview.options
        self._shown, self._number = preview, preview.number
        wanted = self.view.room() * self.devicePixelRatioF()
        image = preview.image
        if self.view.fitted and (
            image.width() > wanted.width() + 2 or image.height() > wanted.height() + 2
        ):
            image = image.scaled(
                wanted, Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
        self.view.show_image(image)
        page = preview.pages[preview.number]
        self.form.show_page(preview.number, len(preview.pages), page, preview.notes)
        if first and self.view.fitted and preview.image.size() != image.size():
            self._again = True

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, GridPlannerError):
            raise error
        self._shown = None
        self.view.show_text("\n".join(explain(error, language())))
        self.form.show_page(0, 0, None)

    def _save(self, kind: str) -> None:
        """Ask for a file and hand the wish over."""
        name, _ = QFileDialog.getSaveFileName(
            self, tr("导出"), f"{self._stem}.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if name:
            path = Path(name)
            path = path if path.suffix else path.with_suffix(f".{kind}")
            self._preferences.set("export_profile", self.options().profile)
            self.asked.emit(kind, path, self._for_file(kind))
            self.accept()

    def _for_file(self, kind: str) -> ExportOptions:
        """Give the wish; a picture of one grid takes the page that is shown."""
        options = self.options()
        page = self.form.code_of_page(self._number)
        if kind == "png" and page and options.sheet.kind in ("atlas", "grid", "poster"):
            return replace(options, sheet=replace(options.sheet, codes=(page,)))
        return options

    def _print(self) -> None:
        """Ask for a printer and send all pages there."""
        known = self._known()
        if known is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(known.pages[0].name)
        asked = QPrintDialog(printer, self)
        if asked.exec() == QDialog.DialogCode.Accepted:
            self.send(printer)

    def send(self, printer: Any) -> None:
        """Send the pages shown to a printer."""
        if self._shown is not None:
            if self._shown.options.profile == "internal":
                self.noted.emit(self._shown.pages[0].name)
            print_pages(self._shown.pages, cast("QPrinter", printer))
            self.form.tell(tr("已送往打印机，共 {count} 页。", count=len(self._shown.pages)))

    def showEvent(self, event: QShowEvent | None) -> None:
        """Name the fields once all are there, and stay on the screen."""
        name_fields(self, self.windowTitle())
        fit_screen(self)
        super().showEvent(event)

    def done(self, result: int) -> None:
        """Close, and end what is being drawn."""
        self._settle.stop()
        self._again = False
        self._jobs.finish()
        super().done(result)
