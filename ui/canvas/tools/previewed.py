"""A line that shows what it would do before it is asked for: drawing, splitting, reshaping."""

from __future__ import annotations

from PyQt6.QtGui import QPainter

from ui.canvas.tools.base import Host
from ui.canvas.tools.preview import Preview
from ui.canvas.tools.sketch import Sketch


class PreviewedSketch(Sketch):
    """A sketch with the preview of the edit that it stands for.

    Attributes
    ----------
    refusal : str
        What is said of a vertex whose edge would cross the line drawn so far.
    """

    refusal = "canvas.split_crosses"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._preview = Preview(host)

    def accepts(self, point: tuple[float, float]) -> bool:
        """Refuse a line that crosses itself."""
        if self.crosses(point):
            self.host.tell(self.refusal)
            return False
        return True

    def cancel(self) -> None:
        """Drop the line, and what it would do."""
        self._preview.show(None)
        super().cancel()

    def plan_changed(self) -> None:
        """Work out the preview anew."""
        self._preview.renew()

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the figures at the pointer."""
        self._preview.paint_tag(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint what it would do, and the line on top."""
        self._preview.paint(painter)
        super().paint(painter)
