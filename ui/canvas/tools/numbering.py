"""A grid chosen by typing its number: what was typed so far, and the leaves it may mean."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, Qt

from ui.canvas.gridnet import Cell
from ui.canvas.tools.base import Host
from ui.canvas.tracing import Place
from ui.canvas.words import word

_DIGITS = {getattr(Qt.Key, f"Key_{n}").value: str(n) for n in range(10)}
_FINISH = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NEXT = Qt.Key.Key_N
#: Longer than any code.
MOST_DIGITS = 24


class Numbering:
    """Figures typed over the map.

    Numbers begin anew under each total grid, so one may mean several leaves: the one
    nearest to the pointer comes first, N goes to the next.

    Parameters
    ----------
    host : Host
        The map.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self.text = ""
        self._found: list[Cell] = []
        self._at = 0

    @property
    def busy(self) -> bool:
        """Whether a number is being typed."""
        return bool(self.text)

    @property
    def cell(self) -> Cell | None:
        """The leaf that is meant now."""
        return self._found[self._at] if self._found else None

    def wants(self, key: int) -> bool:
        """Tell whether a key is part of the number, or ends it."""
        if key in _DIGITS:
            return True
        return self.busy and (key in (*_FINISH, _NEXT, Qt.Key.Key_Backspace, Qt.Key.Key_Escape))

    def key(self, key: int, near: QPointF | None) -> int:
        """Take a key that :meth:`wants` has claimed; uid of a leaf once one is chosen, else 0."""
        chosen = 0
        if key in _DIGITS and len(self.text) < MOST_DIGITS:
            self._look_up(self.text + _DIGITS[key], near)
        elif key == Qt.Key.Key_Backspace:
            self._look_up(self.text[:-1], near)
        elif key == _NEXT and self._found:
            self._at = (self._at + 1) % len(self._found)
        elif key in _FINISH and self.cell is not None:
            chosen = self.cell.uid
            self.clear()
        elif key == Qt.Key.Key_Escape:
            self.clear()
        self._host.refresh()
        return chosen

    def clear(self) -> None:
        """Forget what was typed."""
        self._look_up("", None)

    def _look_up(self, text: str, near: QPointF | None) -> None:
        self.text, self._at = text, 0
        net = self._host.scene.net
        if net is None or not text:
            self._found = []
            return
        leaves = [net.cells[uid] for uid in net.level(net.depth)]
        same = [cell for cell in leaves if cell.short.lstrip("0") == text.lstrip("0")]
        found = same or [cell for cell in leaves if cell.code.endswith(text)]
        camera = self._host.camera
        x, y = camera.to_map(near) if near is not None else (camera.x, camera.y)
        self._found = sorted(found, key=lambda cell: (_distance(cell, (x, y)), cell.code))

    def lines(self) -> list[str]:
        """Say what was typed and which leaf it means."""
        language, cell = self._host.scene.language, self.cell
        if cell is None:
            return [word("word.number_none", language, number=self.text)]
        said = word("word.number_is", language, number=self.text, grid=cell.short, name=cell.name)
        count = len(self._found)
        more = word("word.number_of", language, at=self._at + 1, count=count)
        return [said, more] if count > 1 else [said]


def _distance(cell: Cell, place: Place) -> float:
    middle = cell.shape.centroid
    return float((middle.x - place[0]) ** 2 + (middle.y - place[1]) ** 2)
