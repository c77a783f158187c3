"""The map with a tool in its hand: what tools may ask, and the events they are handed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from gridplanner.edits.previews import make_ready
from gridplanner.rules.suggesting import profile_of
from ui.canvas.effect import Effect, effect_of
from ui.canvas.furniture import legend_title
from ui.canvas.length_entry import LengthEntry
from ui.canvas.snapping import REACH_PX, Snap, Snapper
from ui.canvas.surface import MapSurface
from ui.canvas.tools.base import Pointer, Tool
from ui.canvas.tools.table import TOOLS
from ui.canvas.tracer import Tracer
from ui.canvas.tracing import Place

#: The tip comes when the pointer has rested for so long.
TIP_MS = 350
#: What is too dear for every step of the pointer waits for it to rest for so long.
REST_MS = 60


class ToolHost(MapSurface):
    """Hands events to the tool in hand and answers what tools ask."""

    picked = pyqtSignal(object)
    hovered = pyqtSignal(int)
    pointer_moved = pyqtSignal(float, float)
    gesture = pyqtSignal(object)
    #: A stroke has left out what lies beyond the line of a parent: the edit that would not,
    #: and whether the part inside was done.
    stopped_at_line = pyqtSignal(object, bool)
    tool_changed = pyqtSignal(str)
    message = pyqtSignal(str, object)
    #: Something was done that wants a word and a way back: code and facts.
    noticed = pyqtSignal(str, object)
    #: Snapping or tracing was switched, or the legend folded.
    switched = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selected: list[int] = []
        self._snapper = Snapper()
        self._snapper.reach_px = REACH_PX * max(self.logicalDpiX() / 96, 1.0)
        self.tracing = False
        #: Whether the tools may carry ground over the line of a parent.
        self.cross = False
        self._tracer = Tracer()
        self._then: Callable[[], object] | None = None
        self._hover = 0
        self._pointer = QPointF()
        self._tip_shown = False
        self._entry = LengthEntry(self)
        self._tools: dict[str, Tool] = {kind.name: kind(self) for kind in TOOLS}
        self._tool = self._tools["select"]
        self._tip = self.timer(TIP_MS, self._show_tip)
        self._rest = self.timer(REST_MS, self._rested)

    # Tools -------------------------------------------------------------------------------

    def set_tool(self, name: str) -> None:
        """Take up a tool; a stroke that has begun is dropped.

        Raises
        ------
        KeyError
            There is no such tool.
        """
        tool = self._tools[name]
        if tool is not self._tool:
            self._entry.hide()
            self._rest.stop()
            self._tool.left()
            self._tool = tool
            self._set_hover(0)
            tool.taken()
            if tool.carries:
                self.rest(self._make_ready)
            self.tool_changed.emit(name)
        self.show_cursor()
        self.tell(tool.hint)
        self.update()

    def tool(self) -> str:
        """Name the tool in hand."""
        return self._tool.name

    def tools(self) -> list[str]:
        """List the names of all tools."""
        return list(self._tools)

    def tool_cursor(self) -> Qt.CursorShape:
        """Give the cursor of the tool in hand."""
        return self._tool.cursor

    def command(self, name: str) -> None:
        """Give the tool in hand a command of its own, such as a larger brush."""
        if self._tool.command(name):
            self.update()

    # What tools ask ----------------------------------------------------------------------

    def snap(self, pointer: Pointer) -> Snap:
        """Draw a pointer to what is near; Alt suspends that."""
        if pointer.has(Qt.KeyboardModifier.AltModifier):
            return Snap(pointer.x, pointer.y)
        return self._snapper.snap(self.scene, pointer.x, pointer.y, self.camera)

    @property
    def reach_m(self) -> float:
        """How far on the ground a pointer is drawn."""
        return self._snapper.reach_px * self.camera.m_per_px

    @property
    def snapping(self) -> bool:
        """Whether the pointer is drawn to what is near."""
        return self._snapper.on

    def state_changed(self) -> None:
        """Hear that what the tool's strip shows has changed."""
        self.switched.emit()
        self.update()

    def toggle_crossing(self) -> None:
        """Switch whether ground may leave its parent."""
        self.cross = not self.cross
        self._tool.plan_changed()
        self.tell("canvas.cross_on" if self.cross else "canvas.cross_off")
        self.state_changed()

    def toggle_snapping(self) -> None:
        """Switch snapping on or off."""
        self._snapper.on = not self._snapper.on
        self.tell("canvas.snap_on" if self._snapper.on else "canvas.snap_off")
        self.switched.emit()
        self.update()

    def toggle_tracing(self) -> None:
        """Switch tracing along existing edges on or off."""
        self.tracing = not self.tracing
        self.tell("canvas.trace_on" if self.tracing else "canvas.trace_off")
        self.switched.emit()
        self.update()

    def trace(self, start: Place, end: Place, *, longer: bool) -> list[Place] | None:
        """Give the way along the edges of the shown layers; ``None`` where there is none."""
        if not self.tracing or self.scene.plan is None:
            return None
        names = self._snapper.sources(self.scene, self.camera)
        lines = [self._snapper.lines(self.scene, name) for name in names]
        return self._tracer.way(lines, start, end, longer=longer)

    def ask_length(self, first: str, then: Callable[[float | None, float | None], None]) -> None:
        """Ask for a length and a bearing beside the pointer."""
        at = QPoint(round(self._pointer.x()), round(self._pointer.y()))
        self._entry.ask(at, first, self.scene.language, then)

    def effect(self, edit: Any) -> Effect | str:
        """Work out what an edit would do; a sentence says why it cannot be done."""
        assert self.scene.plan is not None
        return effect_of(self.scene.plan, edit, self.scene.language)

    def rest(self, then: Callable[[], object]) -> None:
        """Call back when the pointer has rested; a later call replaces this one."""
        self._then = then
        self._rest.start()

    def _rested(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _make_ready(self) -> None:
        """Work out, while nothing is dragged yet, what the first step would wait for."""
        scene = self.scene
        if scene.plan is None or scene.figures is None:
            return  # loads are being worked out beside the window
        make_ready(scene.plan)
        profile_of(scene.plan)
        for name in self._snapper.sources(scene, self.camera):
            self._snapper.lines(scene, name)

    def emit_edit(self, edit: Any) -> bool:
        """Ask for an edit; tells whether the plan is another now."""
        before = self.scene.plan
        self.gesture.emit(edit)
        return self.scene.plan is not before

    def stop_at_line(self, whole: Any, *, part_done: bool) -> None:
        """Say what a stroke would be without the line of the parent that it stopped at.

        ``part_done`` tells whether the last edit was the part of it that stays inside.
        """
        self.stopped_at_line.emit(whole, part_done)

    def tell(self, code: str, **facts: Any) -> None:
        """Show a hint in the status bar."""
        self.message.emit(code, facts)

    def notice(self, code: str, **facts: Any) -> None:
        """Say what was done, with a way to undo it."""
        self.noticed.emit(code, facts)

    def refresh(self) -> None:
        """Paint the tools' previews anew."""
        self.update()

    # Events ------------------------------------------------------------------------------

    def _pointer_of(self, event: QMouseEvent) -> Pointer:
        pos = event.position()
        x, y = self.camera.to_map(pos)
        return Pointer(pos, x, y, event.button(), event.modifiers())

    def fold_legend(self, folded: bool) -> None:
        """Leave only the title of the legend on the map, or show its rows again."""
        self.scene.legend_folded = folded
        self.repaint_all()
        self.switched.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Pan, or hand the button to the tool."""
        assert event is not None
        self._hide_tip()
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if (
            plain
            and not self._space
            and legend_title(self.scene, self.camera).contains(event.position())
        ):
            self.fold_legend(not self.scene.legend_folded)
            return
        if not self.drag_press(event):
            self._tool.press(self._pointer_of(event))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Pan, or let tool and hover follow the pointer."""
        assert event is not None
        pointer = self._pointer_of(event)
        self._pointer = pointer.pos
        self.pointer_moved.emit(pointer.x, pointer.y)
        if self.drag_move(event):
            return
        self._tool.move(pointer)
        net = self.scene.net
        if self._tool.hovers and not self._tool.busy and net is not None:
            self._set_hover(net.at(self.scene.level, pointer.x, pointer.y))
            self._hide_tip()
            if self._hover:
                self._tip.start()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """End a pan, or hand the button to the tool."""
        assert event is not None
        if not self.drag_release(event):
            self._tool.release(self._pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Hand a double click to the tool."""
        assert event is not None
        if not self.drag_press(event):
            self._tool.double(self._pointer_of(event))

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Hand the wheel to the tool, or zoom at the cursor."""
        assert event is not None
        if self._tool.wheel(event.angleDelta().y() / 120, event.modifiers()):
            event.accept()
            self.update()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Hand a key to the tool, then to the map; Esc puts the selection aside."""
        assert event is not None
        if self._tool.key(event.key(), event.modifiers()) or self.move_key(event):
            return
        if event.key() == Qt.Key.Key_Escape and self.selected:
            self.pick([], Qt.KeyboardModifier.NoModifier)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Keep from the window's commands the keys that are the tool's now."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._tool.wants(event.key())
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent | None) -> None:
        """Nothing is pointed at any more."""
        self._set_hover(0)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Let no timer run for a map that nobody sees."""
        self._hide_tip()
        self._rest.stop()
        self._entry.hide()
        super().hideEvent(event)

    def pick(self, uids: list[int], modifiers: Qt.KeyboardModifier) -> None:
        """Select what was picked: Shift adds, Ctrl toggles, otherwise it replaces."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            uids = [*self.selected, *uids]
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            kept = [uid for uid in self.selected if uid not in uids]
            uids = kept + [uid for uid in uids if uid not in self.selected]
        self.select(uids)
        self.picked.emit(list(self.selected))

    def select(self, uids: Any) -> None:
        """Outline grids as selected; emits nothing, as somebody else has picked them."""
        self.selected = list(dict.fromkeys(map(int, uids)))
        self._tool.selection_changed()
        self.update()

    # Hover -------------------------------------------------------------------------------

    def _set_hover(self, uid: int) -> None:
        if uid != self._hover:
            self._hover = uid
            self.hovered.emit(uid)
            self._hide_tip()
            self.update()

    def _hide_tip(self) -> None:
        self._tip.stop()
        if self._tip_shown:
            self._tip_shown = False
            self.update()

    def _show_tip(self) -> None:
        if self._hover:
            self.before_tip()
            self._tip_shown = True
            self.update()

    def before_tip(self) -> None:
        """Get ready what the tip says."""
