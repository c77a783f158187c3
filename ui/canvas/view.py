"""The map widget: shows a plan, says what is pointed at and picked, emits edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter
from PyQt6.QtWidgets import QWidget

from gridplanner.changes import Change
from gridplanner.model import Plan
from gridplanner.report import Summary, summary
from gridplanner.wording import Language
from layers.style import LegendEntry
from ui.canvas import furniture, overlay
from ui.canvas.flash import Flash
from ui.canvas.snapping import Snap, Snapper
from ui.canvas.surface import MapSurface
from ui.canvas.themes import Theme
from ui.canvas.tools.base import Pointer, Tool
from ui.canvas.tools.draw import Draw
from ui.canvas.tools.measure import Measure
from ui.canvas.tools.pan import Pan
from ui.canvas.tools.select import Select
from ui.canvas.tools.split import Split

#: The tip comes when the pointer has rested for so long.
TIP_MS = 350
#: Below this n of 1:n labels show figures.
FIGURES_UP_TO = 6_000.0


class MapView(MapSurface):
    """The map.

    Figures come from :meth:`set_summary`; a view that was never given any works them out
    itself when they are first needed. Edits are emitted by :attr:`gesture`, never applied.
    """

    picked = pyqtSignal(object)
    hovered = pyqtSignal(int)
    pointer_moved = pyqtSignal(float, float)
    gesture = pyqtSignal(object)
    tool_changed = pyqtSignal(str)
    message = pyqtSignal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selected: list[int] = []
        self._snapper = Snapper()
        self._flash = Flash(self)
        self._flash.changed.connect(self.update)
        self._hover = 0
        self._pointer = QPointF()
        self._tip_shown = False
        self._own_figures = True
        made: list[Tool] = [Select(self), Pan(self), Draw(self), Split(self), Measure(self)]
        self._tools = {tool.name: tool for tool in made}
        self._tool = made[0]
        self._tip = self.timer(TIP_MS, self._show_tip)

    # What is shown -----------------------------------------------------------------------

    def set_plan(self, plan: Plan | None, change: Change | None = None) -> None:
        """Show a plan; with the change that led to it, only what it touches is rebuilt."""
        had_ground = self.scene.has_ground
        self.scene.load(plan, change)
        known = self.scene.net.cells if self.scene.net else {}
        self.selected = [uid for uid in self.selected if uid in known]
        if self._hover not in known:
            self._set_hover(0)
        if change is None or not had_ground:
            self._tool.cancel()
            self.zoom_to_plan()
        self.repaint_all()

    def set_summary(self, figures: Summary | None, proposal: Summary | None = None) -> None:
        """Take the figures of the plan (and of the proposal) as they become known."""
        self._own_figures = False
        self.scene.give_figures(figures, proposal)
        self.repaint_all()

    def set_proposal(self, plan: Plan | None) -> None:
        """Show proposed grids over today's, or none."""
        self.scene.propose(plan)
        self.repaint_all()

    def set_theme(self, theme: Theme) -> None:
        """Fill the grids by parent, by deviation or by kind."""
        self.scene.restyle(theme=theme)
        self.repaint_all()

    def theme(self) -> Theme:
        """Name the theme in force."""
        return self.scene.theme

    def set_level(self, level: int) -> None:
        """Make a level the one that is picked, filled and labelled."""
        depth = self.scene.plan.scheme.depth if self.scene.plan else level
        self.scene.level = min(max(level, 1), depth)
        self._set_hover(0)
        self.repaint_all()

    def level(self) -> int:
        """Give the number of the active level."""
        return self.scene.level

    def set_layer(
        self, name: str, visible: bool | None = None, opacity: float | None = None
    ) -> None:
        """Show or hide a layer, or set its opacity (0 … 1).

        Raises
        ------
        KeyError
            There is no such layer.
        """
        self.scene.layering = self.scene.layering.with_layer(name, visible, opacity)
        self.repaint_all()

    def set_layer_order(self, names: Sequence[str]) -> None:
        """Put layers into another order, bottom up; borders and labels stay on top."""
        self.scene.layering = self.scene.layering.ordered(names)
        self.repaint_all()

    def layers(self) -> list[tuple[str, bool, float]]:
        """List name, visibility and opacity of the layers, bottom up."""
        return self.scene.layering.rows()

    def set_language(self, language: Language) -> None:
        """Choose the language of the map's own words."""
        self.scene.language = language
        self.repaint_all()

    def set_dark(self, dark: bool) -> None:
        """Choose the dark or the light surface."""
        self.scene.restyle(dark=dark)
        self.repaint_all()

    def legend(self) -> list[LegendEntry]:
        """List the rows of the legend as it stands on the map."""
        return furniture.legend(self.scene, self.camera)

    # Selection ---------------------------------------------------------------------------

    def select(self, uids: Iterable[int]) -> None:
        """Outline grids as selected; emits nothing, as somebody else has picked them."""
        self.selected = list(dict.fromkeys(map(int, uids)))
        self.update()

    def flash(self, uids: Iterable[int] = (), point: tuple[float, float] | None = None) -> None:
        """Light up grids or a place for a moment."""
        self._flash.start(uids, point)

    def pick(self, uids: list[int], modifiers: Qt.KeyboardModifier) -> None:
        """Select what was picked: Shift adds, Ctrl toggles, otherwise it replaces."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            uids = [*self.selected, *uids]
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            kept = [uid for uid in self.selected if uid not in uids]
            uids = kept + [uid for uid in uids if uid not in self.selected]
        self.select(uids)
        self.picked.emit(list(self.selected))

    def zoom_to_grids(self, uids: Iterable[int]) -> None:
        """Look at grids, with some of what is around them."""
        bounds = self.scene.net.bounds_of(uids) if self.scene.net else None
        if bounds is not None:
            west, south, east, north = bounds
            room = max(east - west, north - south, 40.0) * 0.3
            self.zoom_clear((west - room, south - room, east + room, north + room))

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
            self._tool.cancel()
            self._tool = tool
            self._set_hover(0)
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

    def snap(self, pointer: Pointer) -> Snap:
        """Draw a pointer to what is near; Alt suspends that."""
        if pointer.has(Qt.KeyboardModifier.AltModifier):
            return Snap(pointer.x, pointer.y)
        return self._snapper.snap(self.scene, pointer.x, pointer.y, self.camera)

    def emit_edit(self, edit: Any) -> None:
        """Ask for an edit."""
        self.gesture.emit(edit)

    def tell(self, code: str, **facts: Any) -> None:
        """Show a hint in the status bar."""
        self.message.emit(code, facts)

    def refresh(self) -> None:
        """Paint the tools' previews anew."""
        self.update()

    # Painting ----------------------------------------------------------------------------

    def before_picture(self) -> None:
        """Work out the figures where nobody else does and the picture shows them."""
        needed = self.scene.theme == "deviation" or self.camera.denominator <= FIGURES_UP_TO
        if needed:
            self._work_out()

    def _work_out(self) -> None:
        scene = self.scene
        if not self._own_figures or scene.plan is None or not scene.shown_net:
            return
        if scene.shown_figures is None:
            proposed = summary(scene.proposal_plan) if scene.proposal_plan else None
            scene.give_figures(summary(scene.plan), proposed)

    def paint_over(self, painter: QPainter) -> None:
        """Paint selection, hover, flash and the tool's preview."""
        overlay.draw_selection(painter, self.scene, self.camera, self.selected, self._hover)
        self._flash.paint(painter, self.scene, self.camera)
        self._tool.paint(painter)

    def paint_last(self, painter: QPainter) -> None:
        """Paint the tip."""
        if self._tip_shown and self._hover:
            window = QRectF(self.rect())
            overlay.draw_tip(painter, self.scene, self._pointer, self._hover, window)

    # Events ------------------------------------------------------------------------------

    def _pointer_of(self, event: QMouseEvent) -> Pointer:
        pos = event.position()
        x, y = self.camera.to_map(pos)
        return Pointer(pos, x, y, event.button(), event.modifiers())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Pan, or hand the button to the tool."""
        assert event is not None
        self._hide_tip()
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

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Hand a key to the tool, then to the map; Esc puts the selection aside."""
        assert event is not None
        if self._tool.key(event.key()) or self.move_key(event):
            return
        if event.key() == Qt.Key.Key_Escape and self.selected:
            self.pick([], Qt.KeyboardModifier.NoModifier)
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent | None) -> None:
        """Nothing is pointed at any more."""
        self._set_hover(0)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Let no timer run for a map that nobody sees."""
        self._hide_tip()
        self._flash.stop()
        super().hideEvent(event)

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
            self._work_out()
            self._tip_shown = True
            self.update()
