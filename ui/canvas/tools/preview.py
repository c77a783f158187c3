"""An edit in the making: what it would do is worked out at most once a frame."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPainter

from ui.canvas.effect import Effect
from ui.canvas.tag import draw_effect, draw_ground
from ui.canvas.tools.base import Host


class Preview:
    """Keeps the edit that a gesture stands for now, with its effect.

    Parameters
    ----------
    host : Host
        The map.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._edit: Any = None
        self._effect: Effect | str | None = None
        self._known = True
        self.pos = QPointF()

    @property
    def edit(self) -> Any:
        """The edit; ``None`` where there is none."""
        return self._edit

    def show(self, edit: Any, pos: QPointF | None = None) -> None:
        """Take another edit, or none, and the place in the window for its tag."""
        if edit != self._edit:
            self._edit, self._effect, self._known = edit, None, edit is None
        if pos is not None:
            self.pos = pos
        self._host.refresh()

    def know(self, edit: Any, effect: Effect, pos: QPointF) -> None:
        """Take an edit whose effect is known already."""
        self._edit, self._effect, self._known, self.pos = edit, effect, True, pos
        self._host.refresh()

    def renew(self) -> None:
        """Forget the effect: the plan is another."""
        self._effect, self._known = None, self._edit is None

    def effect(self) -> Effect | str | None:
        """Give what the edit would do, or why it cannot be done."""
        if not self._known:
            self._effect, self._known = self._host.effect(self._edit), True
        return self._effect

    def paint(self, painter: QPainter) -> None:
        """Paint the ground that changes hands."""
        effect = self.effect()
        if isinstance(effect, Effect):
            draw_ground(painter, effect.ground, self._host.scene, self._host.camera)

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the tag with the figures, or with why it cannot be done."""
        draw_effect(painter, self.effect(), self._host.scene, self._host.camera, self.pos)
