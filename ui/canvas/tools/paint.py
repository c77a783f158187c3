"""Paint: a held brush gives units to a leaf."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from gridplanner.edits import Paint as PaintEdit
from gridplanner.edits.locks import FROZEN
from gridplanner.edits.stroke import Stroke
from ui.canvas.effect import Effect
from ui.canvas.overlay import draw_owners
from ui.canvas.text import draw_tag
from ui.canvas.tools.base import NO_KEYS, Host, Pointer, Tool
from ui.canvas.tools.numbering import Numbering
from ui.canvas.tools.preview import Preview
from ui.canvas.tools.stroke import ANY, FREE, PICKED, Brush, Ground, swept
from ui.canvas.tracing import Place

#: One step of the brush's size, and its limits in metres.
STEP, LEAST_M, MOST_M = 1.25, 1.0, 1_000.0
_SIZES: dict[int, float] = {
    int(Qt.Key.Key_BracketLeft): 1 / STEP,
    int(Qt.Key.Key_BracketRight): STEP,
}
#: Why nothing was taken → what to say.
_WHY = {
    "edit.crosses_parent": "canvas.paint_crosses",
    "edit.locked": "canvas.paint_locked",
    "edit.unit_locked": "canvas.paint_locked",
}


class Paint(Tool):
    """Hold the left button and go over ground; it becomes the target's when the button comes up.

    Alt-click takes the target from the map, its number may be typed, the right button swaps
    target and source.
    """

    name = "paint"
    hint = "canvas.paint_start"
    carries = True
    cursor = Qt.CursorShape.BlankCursor
    #: Whether the planner chooses target and source before the stroke.
    chooses = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.brush = Brush()
        self._preview = Preview(host)
        self.number = Numbering(host)
        self._ground: Ground | None = None
        self._path: list[Place] = []
        self._stroke: Stroke | None = None
        self._pos: QPointF | None = None

    @property
    def busy(self) -> bool:
        """Whether the brush is down."""
        return bool(self._path)

    @property
    def ground(self) -> Ground | None:
        """The units as the plan has them now."""
        plan = self.host.scene.plan
        if plan is None or len(plan.tables["boundary"]) == 0:
            return None
        if self._ground is None or self._ground.table is not plan.tables["units"]:
            self._ground = Ground(plan)
        return self._ground

    @property
    def by_area(self) -> bool:
        """Whether ground is taken as it is gone over; without units there is no other way."""
        return self.brush.by_area or self.ground is None or len(self.ground) == 0

    # Target and source -------------------------------------------------------------------

    def taken(self) -> None:
        """Take the selected leaf as target."""
        self.selection_changed()

    def selection_changed(self) -> None:
        """Take the one selected leaf as target."""
        net = self.host.scene.net
        chosen = self.host.selected
        if self.brush.source == PICKED and not self.picked():
            self.brush.source = ANY
        if net is not None and len(chosen) == 1 and chosen[0] in set(net.level(net.depth)):
            self.aim(chosen[0])
        else:
            self.host.state_changed()

    def aim(self, uid: int) -> None:
        """Choose who gets the ground; 0 for nobody yet."""
        self.brush.target = uid
        if self.brush.source == uid:
            self.brush.source = ANY
        self._show()
        self.host.state_changed()

    def picked(self) -> list[int]:
        """List the selected leaves that are not the target: ground may be taken from them."""
        net = self.host.scene.net
        leaves = set(net.level(net.depth)) if net is not None else set()
        return [uid for uid in self.host.selected if uid in leaves - {self.brush.target}]

    def take_from(self, source: int | str) -> None:
        """Choose whom ground may be taken from."""
        self.brush.source = ANY if source == self.brush.target else source
        self._show()
        self.host.state_changed()

    def swap(self, under: int) -> None:
        """Swap target and source; where the source is no leaf, the one pointed at is it."""
        source = self.brush.source if isinstance(self.brush.source, int) else under
        if not source or source == self.brush.target:
            self.host.tell("canvas.paint_no_swap")
            return
        target, self.brush.target = self.brush.target, source
        self.brush.source = target or ANY
        self._show()
        self.host.state_changed()

    def command(self, name: str) -> bool:
        """Take the commands of the strip."""
        if name in ("brush_smaller", "brush_larger"):
            self._resize(STEP if name == "brush_larger" else 1 / STEP)
        elif name == "brush_free":
            self.take_from(ANY if self.brush.source == FREE else FREE)
        elif name == "brush_area":
            self.brush.by_area = not self.brush.by_area
            self.host.state_changed()
        else:
            return False
        return True

    # Events ------------------------------------------------------------------------------

    def press(self, pointer: Pointer) -> None:
        """Put the brush down; Alt takes the target, the right button swaps."""
        under = self._leaf_at(pointer)
        if pointer.button == Qt.MouseButton.RightButton:
            if self.busy:
                self.cancel()
            else:
                self.swap(under)
            return
        if pointer.button != Qt.MouseButton.LeftButton:
            return
        if pointer.has(Qt.KeyboardModifier.AltModifier):
            self.aim(under)
            return
        # The release of the stroke before may have gone to another window.
        self.cancel()
        if not self.begin(pointer, under):
            return
        self._path = [(pointer.x, pointer.y)]
        self._go(pointer)

    def begin(self, pointer: Pointer, under: int) -> bool:  # noqa: ARG002
        """Get ready for a stroke; tells whether it can begin."""
        if not self.brush.target:
            if not under:
                self.host.tell("canvas.paint_no_target")
                return False
            self.aim(under)
        net = self.host.scene.net
        if net is None or self.ground is None or net.cells[self.brush.target].lock == FROZEN:
            self.host.tell("canvas.paint_frozen")
            return False
        return True

    def move(self, pointer: Pointer) -> None:
        """Go on with the stroke; without one, let the ring follow."""
        self._pos = pointer.pos
        if self._path:
            self._path.append((pointer.x, pointer.y))
            self._go(pointer)
        self.host.refresh()

    def _go(self, pointer: Pointer) -> None:
        """Take what is under the last stretch of the stroke."""
        ground, plan = self.ground, self.host.scene.plan
        if ground is None or plan is None:
            return
        self._pos = pointer.pos
        if self.by_area:
            self._show(pointer.pos)
            return
        if self._stroke is None:
            target, only = self._code(self.brush.target), self._only()
            self._stroke = Stroke(plan, target, only, cross=self.host.cross)
        refused = len(self._stroke.refused)
        if (
            self._stroke.add(ground.under(self._path[-2:], self.brush.radius_m))
            or len(self._stroke.refused) > refused
        ):
            self._know(pointer.pos)
        else:
            self._preview.show(self._preview.edit, pointer.pos)

    def _know(self, pos: QPointF) -> None:
        assert self._stroke is not None
        self._preview.know(self._stroke.edit(), Effect.of_stroke(self._stroke), pos)

    def release(self, pointer: Pointer) -> None:
        """Lift the brush: one gesture, one edit."""
        if not self._path or pointer.button != Qt.MouseButton.LeftButton:
            return
        edit, refused = self._edit(), self._stroke.refused if self._stroke else {}
        whole = self._stroke.whole() if self._stroke is not None else None
        self.cancel()
        if edit is None:
            why = next(iter(refused.values()), "")
            self.host.tell(_WHY.get(why, "canvas.paint_nothing"))
        done = edit is not None and self.host.emit_edit(edit)
        if whole is not None and (done or edit is None):
            self.host.stop_at_line(whole, part_done=done)

    def wheel(self, notches: float, modifiers: Qt.KeyboardModifier) -> bool:
        """Change the brush with Ctrl."""
        if not modifiers & Qt.KeyboardModifier.ControlModifier:
            return False
        self._resize(STEP**notches)
        return True

    def key(self, key: int, modifiers: Qt.KeyboardModifier = NO_KEYS) -> bool:
        """Take ``[`` and ``]``; Esc restores the whole stroke, and then drops the target.

        Figures are the number of the target, Enter takes it.
        """
        if self._numbers(key):
            uid = self.number.key(key, self._pos)
            if uid:
                self.aim(uid)
            return True
        if key in _SIZES:
            self._resize(_SIZES[key])
            return True
        if key == Qt.Key.Key_Escape and not self.busy and self.brush.target:
            self.aim(0)
            return True
        return super().key(key, modifiers)

    def wants(self, key: int) -> bool:
        """Keep the keys of the brush, and the figures of a number."""
        return key in _SIZES or self._numbers(key)

    def _numbers(self, key: int) -> bool:
        return self.chooses and not self.busy and self.number.wants(key)

    def cancel(self) -> None:
        """Drop the stroke; nothing of it was done."""
        self._path, self._stroke = [], None
        self._preview.show(None)

    def left(self) -> None:
        """Let the ring go too, and the number that is being typed."""
        self.cancel()
        self.number.clear()
        self._pos = None

    def plan_changed(self) -> None:
        """Go on with the stroke on the plan as it is now, or with another target."""
        self.number.clear()
        net = self.host.scene.net
        cells = net.cells if net is not None else {}
        if self.brush.target not in cells:
            self.brush.target = 0
            self.cancel()
        if isinstance(self.brush.source, int) and self.brush.source not in cells:
            self.brush.source = ANY
        plan = self.host.scene.plan
        if self._stroke is not None and plan is not None:
            taken = self._stroke.ids
            target, only = self._code(self.brush.target), self._only()
            self._stroke = Stroke(plan, target, only, cross=self.host.cross)
            self._stroke.add(taken)
            self._know(self._preview.pos)
            return
        self._preview.renew()
        self.host.state_changed()

    def _resize(self, factor: float) -> None:
        self.brush.radius_m = min(max(self.brush.radius_m * factor, LEAST_M), MOST_M)
        self.host.tell("canvas.brush", radius=f"{self.brush.radius_m:,.0f}")
        self.host.state_changed()

    def _leaf_at(self, pointer: Pointer) -> int:
        net = self.host.scene.net
        if net is None:
            return 0
        uid = net.at(net.depth, pointer.x, pointer.y)
        return uid if uid in set(net.level(net.depth)) else 0

    def _code(self, uid: int) -> str:
        net = self.host.scene.net
        return net.cells[uid].code if net is not None and uid in net.cells else ""

    def _only(self) -> tuple[str | None, ...]:
        """Give whom ground may be taken from, as edits say it."""
        source = self.brush.source
        if isinstance(source, int):
            return (self._code(source),)
        if source == PICKED:
            return tuple(self._code(uid) for uid in self.picked())
        return (None,) if source == FREE else ()

    def _edit(self) -> PaintEdit | None:
        """Give the edit that the stroke so far stands for."""
        if not self._path or not self.brush.target:
            return None
        if not self.by_area:
            return self._stroke.edit() if self._stroke is not None and self._stroke.ids else None
        area = swept(self._path, self.brush.radius_m)
        target = self._code(self.brush.target)
        return PaintEdit(area, target, self._only(), cross=self.host.cross)

    def _show(self, pos: QPointF | None = None) -> None:
        self._preview.show(self._edit(), pos)

    # Painting ----------------------------------------------------------------------------

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the figures at the pointer."""
        if self.number.busy:
            camera = self.host.camera
            middle = QPointF(camera.width / 2, camera.height / 2)
            at = (self._pos if self._pos is not None else middle) + QPointF(18, 18)
            window, scene = QRectF(0, 0, camera.width, camera.height), self.host.scene
            marked = set() if self.number.cell is not None else {0}
            draw_tag(
                painter, at, self.number.lines(), scene.surface,
                within=window, clear_of=scene.covered, marked=marked,
            )  # fmt: skip
            return
        self._preview.paint_tag(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint target, stroke and ring, the ring to scale."""
        scene, camera = self.host.scene, self.host.camera
        meant = self.number.cell
        target = meant.uid if meant is not None else self.brush.target
        draw_owners(painter, scene, camera, [target] if target else [])
        self._preview.paint(painter)
        if self._pos is None:
            return
        radius = self.brush.radius_m / camera.m_per_px
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((scene.surface.halo, 4.0), (scene.surface.accent, 1.8)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(self._pos, max(radius, 3.0), max(radius, 3.0))
        painter.setBrush(QColor(scene.surface.accent))
        painter.drawEllipse(self._pos, 1.5, 1.5)
