"""What a tool is, and what it may ask of the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter

from ui.canvas.camera import Camera
from ui.canvas.effect import Effect
from ui.canvas.scene import Scene
from ui.canvas.snapping import Snap
from ui.canvas.tracing import Place

NO_KEYS = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Pointer:
    """A mouse event as tools see it.

    Attributes
    ----------
    pos : QPointF
        Place in the window.
    x, y : float
        Map coordinates.
    button : MouseButton
    modifiers : KeyboardModifier
    """

    pos: QPointF
    x: float
    y: float
    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier

    def has(self, modifier: Qt.KeyboardModifier) -> bool:
        """Tell whether a modifier key is held."""
        return bool(self.modifiers & modifier)


class Host(Protocol):
    """What a tool may ask of the map."""

    @property
    def camera(self) -> Camera:
        """Where the map is looked at from."""

    @property
    def scene(self) -> Scene:
        """What is on the map."""

    @property
    def selected(self) -> list[int]:
        """Grids that are selected."""

    @property
    def cross(self) -> bool:
        """Whether ground may leave its parent."""

    @property
    def reach_m(self) -> float:
        """How far on the ground a pointer is drawn to things."""

    def state_changed(self) -> None:
        """Hear that what the tool's strip shows has changed."""

    def snap(self, pointer: Pointer) -> Snap:
        """Give the place under the pointer, drawn to a vertex or edge nearby."""

    def pick(self, uids: list[int], modifiers: Qt.KeyboardModifier) -> None:
        """Select grids; Shift adds, Ctrl toggles."""

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the ground."""

    def zoom_at(self, factor: float, pos: QPointF) -> None:
        """Zoom with the ground under ``pos`` kept in place."""

    def emit_edit(self, edit: Any) -> bool:
        """Ask for an edit; tells whether the plan is another now."""

    def stop_at_line(self, whole: Any, *, part_done: bool) -> None:
        """Say what a stroke would be without the line of the parent that it stopped at.

        ``part_done`` tells whether the last edit was the part of it that stays inside.
        """

    def effect(self, edit: Any) -> Effect | str:
        """Work out what an edit would do; a sentence says why it cannot be done."""

    def rest(self, then: Callable[[], object]) -> None:
        """Call back when the pointer has rested for a moment; a later call replaces this one."""

    def trace(self, start: Place, end: Place, *, longer: bool) -> list[Place] | None:
        """Give the way along existing edges; ``None`` where tracing is off or there is none."""

    def ask_length(self, first: str, then: Callable[[float | None, float | None], None]) -> None:
        """Ask for a length (m) and a bearing (degrees from north) beside the pointer."""

    def notice(self, code: str, **facts: Any) -> None:
        """Say what was done, with a way to undo it."""

    def tell(self, code: str, **facts: Any) -> None:
        """Show a hint."""

    def refresh(self) -> None:
        """Paint the preview anew."""


class Tool:
    """Base of all tools: does nothing.

    Parameters
    ----------
    host : Host
        The map.
    """

    name = "tool"
    cursor = Qt.CursorShape.ArrowCursor
    #: Code of the hint shown when the tool is taken up.
    hint = ""
    #: Whether it carries ground from grid to grid, and says live what goes along.
    carries = False
    #: Whether hovering shows the grid under the pointer with its tip.
    hovers = False

    def __init__(self, host: Host) -> None:
        self.host = host

    @property
    def busy(self) -> bool:
        """Whether a stroke has begun that Esc would cancel."""
        return False

    def press(self, pointer: Pointer) -> None:
        """Take a button that goes down."""

    def move(self, pointer: Pointer) -> None:
        """Take a movement, with or without a button."""

    def release(self, pointer: Pointer) -> None:
        """Take a button that comes up."""

    def double(self, pointer: Pointer) -> None:
        """Take a double click."""

    def wants(self, key: int) -> bool:  # noqa: ARG002
        """Tell whether a key is the tool's now, though a command has it as its own."""
        return False

    def wheel(self, notches: float, modifiers: Qt.KeyboardModifier) -> bool:  # noqa: ARG002
        """Take the wheel; tells whether it was used."""
        return False

    def command(self, name: str) -> bool:  # noqa: ARG002
        """Take a command of the window that is the tool's, such as ``brush_larger``."""
        return False

    def selection_changed(self) -> None:
        """Hear that other grids are selected."""

    def plan_changed(self) -> None:
        """Hear that the map shows another plan."""

    def left(self) -> None:
        """Hear that another tool is taken up, or the map hidden."""
        self.cancel()

    def taken(self) -> None:
        """Hear that the tool is taken up."""

    def key(self, key: int, modifiers: Qt.KeyboardModifier = NO_KEYS) -> bool:  # noqa: ARG002
        """Take a key; tells whether it was used."""
        if key == Qt.Key.Key_Escape and self.busy:
            self.cancel()
            return True
        return False

    def cancel(self) -> None:
        """Drop the stroke that has begun."""

    def paint(self, painter: QPainter) -> None:
        """Paint the preview, in window coordinates."""

    def paint_tag(self, painter: QPainter) -> None:
        """Paint what is to lie over legend and scale bar too: words at the pointer."""
