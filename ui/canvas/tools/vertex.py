"""Vertex tool: move, insert, delete and nudge the vertices of borders, for every owner at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, QRect, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridplanner.edits import DeleteVertex, InsertVertex, MoveEdge, MoveVertex
from gridplanner.geometry import shapes_of
from ui.canvas.overlay import draw_owners
from ui.canvas.snapping import Lines, Snap, lines_in, nearest
from ui.canvas.tools.base import NO_KEYS, Host, Pointer, Tool
from ui.canvas.tools.preview import Preview
from ui.canvas.tools.sketch import paint_snap
from ui.canvas.tracing import Place

#: Handles of the owners are shown up to this n of 1:n, those of all borders up to that.
HANDLES_UP_TO, ALL_HANDLES_UP_TO = 8_000.0, 1_500.0
#: A drag shorter than this is a click.
DRAG_PX = 3.0
#: Metres of a nudge with Shift, and with Alt besides.
NUDGE_M, FAR_NUDGE_M = 0.1, 1.0
_ARROWS: dict[int, tuple[int, int]] = {
    int(Qt.Key.Key_Left): (-1, 0),
    int(Qt.Key.Key_Right): (1, 0),
    int(Qt.Key.Key_Up): (0, 1),
    int(Qt.Key.Key_Down): (0, -1),
}
_DELETE = (int(Qt.Key.Key_Delete), int(Qt.Key.Key_Backspace))
_TOUCH_M = 0.01


class Vertex(Tool):
    """Drag a vertex or a segment; double-click a border for a new vertex; Delete takes it out."""

    name = "vertex"
    hint = "canvas.vertex_start"
    carries = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._preview = Preview(host)
        self._over: Snap | None = None
        self._chosen: Place | None = None
        self._held: Snap | None = None
        self._edge: tuple[Place, Place] | None = None
        self._from: Pointer | None = None
        self._to: Place | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being dragged."""
        return self._held is not None

    @property
    def lines(self) -> Lines:
        """Segments of the leaves' borders."""
        plan = self.host.scene.plan
        if plan is None or not self.host.scene.net:
            return Lines(shapes_of([]))
        return lines_in(plan, "grids")

    def _nearest(self, x: float, y: float, reach_m: float) -> Snap | None:
        found = nearest(self.lines.near(x, y, reach_m), x, y, reach_m)
        return found[0] if found else None

    # Events ------------------------------------------------------------------------------

    def press(self, pointer: Pointer) -> None:
        """Take hold of the vertex or the segment under the pointer."""
        if pointer.button != Qt.MouseButton.LeftButton:
            if self.busy:
                self.cancel()
            return
        hit = self._hit(pointer)
        self._held, self._from, self._to = hit, pointer, None
        self._chosen = (hit.x, hit.y) if hit is not None and hit.kind == "vertex" else None
        self._edge = self._edge_at(hit) if hit is not None and hit.kind == "edge" else None
        self.host.tell("canvas.vertex_chosen" if self._chosen else self.hint)
        self.host.refresh()

    def move(self, pointer: Pointer) -> None:
        """Drag what is held; else light up what is pointed at, with its owners."""
        if self._held is None or self._from is None:
            self._over = self._hit(pointer)
            self.host.refresh()
            return
        step = pointer.pos - self._from.pos
        if self._to is None and max(abs(step.x()), abs(step.y())) < DRAG_PX:
            return
        self._to = self._target(pointer)
        self._preview.show(self._edit(), pointer.pos)

    def release(self, pointer: Pointer) -> None:
        """Let go: one gesture, one edit."""
        if self._held is None or pointer.button != Qt.MouseButton.LeftButton:
            return
        edit, to, moved = self._edit(), self._to, self._chosen
        self._drop()
        if edit is None:
            return
        if self.host.emit_edit(edit) and moved is not None:
            self._chosen = to

    def double(self, pointer: Pointer) -> None:
        """Put a vertex into the border that is pointed at."""
        hit = self._hit(pointer)
        self._drop()
        if hit is None or hit.kind != "edge":
            self.host.tell("canvas.vertex_no_edge")
            return
        if self.host.emit_edit(InsertVertex((hit.x, hit.y), cross=self.host.cross)):
            near = self._nearest(hit.x, hit.y, _TOUCH_M)
            self._chosen = (near.x, near.y) if near else None

    def wants(self, key: int) -> bool:
        """Keep Delete while a vertex is chosen: it must not delete the grid."""
        return self._chosen is not None and key in _DELETE

    def key(self, key: int, modifiers: Qt.KeyboardModifier = NO_KEYS) -> bool:
        """Take Delete, the nudging arrows, and Esc."""
        if self._chosen is not None and key in _DELETE:
            edit = DeleteVertex(self._chosen, cross=self.host.cross)
            if self.host.emit_edit(edit):
                self._chosen = None
            return True
        if key in _ARROWS and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._nudge(_ARROWS[key], modifiers)
            return True
        if key == Qt.Key.Key_Escape and not self.busy and self._chosen is not None:
            self._chosen = None
            self.host.refresh()
            return True
        return super().key(key, modifiers)

    def _nudge(self, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        if self._chosen is None:
            self.host.tell("canvas.vertex_none")
            return
        far = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        length = FAR_NUDGE_M if far else NUDGE_M
        x, y = self._chosen
        to = (x + way[0] * length, y + way[1] * length)
        if self.host.emit_edit(MoveVertex(self._chosen, to, cross=self.host.cross)):
            near = self._nearest(*to, _TOUCH_M)
            self._chosen = (near.x, near.y) if near else None

    def cancel(self) -> None:
        """Let go of what is held; nothing has moved."""
        self._drop()

    def left(self) -> None:
        """Forget what was chosen."""
        self._drop()
        self._chosen, self._over = None, None

    def plan_changed(self) -> None:
        """Let go: what is held may be gone."""
        self._drop()
        self._over = None
        if self._chosen is not None:
            near = self._nearest(*self._chosen, _TOUCH_M)
            kept = near is not None and near.kind == "vertex"
            self._chosen = self._chosen if kept else None

    def _drop(self) -> None:
        self._held, self._from, self._to, self._edge = None, None, None, None
        self._preview.show(None)

    # What is pointed at ------------------------------------------------------------------

    def _hit(self, pointer: Pointer) -> Snap | None:
        return self._nearest(pointer.x, pointer.y, self.host.reach_m)

    def _edge_at(self, hit: Snap) -> tuple[Place, Place] | None:
        near = self.lines.near(hit.x, hit.y, _TOUCH_M)
        if len(near) == 0:
            return None
        lines = shapely.linestrings(near.reshape(-1, 2, 2))
        best = near[int(np.argmin(shapely.distance(lines, shapely.Point(hit.x, hit.y))))]
        return (float(best[0]), float(best[1])), (float(best[2]), float(best[3]))

    def _target(self, pointer: Pointer) -> Place:
        """Give where what is held goes; it is not drawn to the borders that move along."""
        held = self._held
        assert held is not None
        at = self.host.snap(pointer)
        if at.kind == "edge" and self._moves_along(at):
            return pointer.x, pointer.y
        if (at.x, at.y) == (held.x, held.y):
            return pointer.x, pointer.y
        return at.x, at.y

    def _moves_along(self, at: Snap) -> bool:
        held = self._held
        assert held is not None
        ends = self._edge or ((held.x, held.y),)
        near = self.lines.near(at.x, at.y, _TOUCH_M)
        if len(near) == 0:
            return False
        touching = [np.hypot(near[:, k] - x, near[:, k + 1] - y) < _TOUCH_M
                    for x, y in ends for k in (0, 2)]  # fmt: skip
        return bool(np.any(touching))

    def _edit(self) -> Any:
        held, to = self._held, self._to
        if held is None or to is None:
            return None
        if self._edge is not None:
            by = (to[0] - held.x, to[1] - held.y)
            return MoveEdge(self._edge[0], self._edge[1], by, cross=self.host.cross)
        return MoveVertex((held.x, held.y), to, cross=self.host.cross)

    def owners(self) -> list[int]:
        """Give the leaves that own what is held or pointed at."""
        net, spot = self.host.scene.net, self._held or self._over
        if net is None or spot is None:
            return []
        around = shapely.Point(spot.x, spot.y).buffer(_TOUCH_M)
        return [uid for uid in net.within(net.depth, around) if net.cells[uid].level == net.depth]

    # Painting ----------------------------------------------------------------------------

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the figures at the pointer."""
        self._preview.paint_tag(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint owners, handles, what is held, and what the drag would do."""
        scene, camera = self.host.scene, self.host.camera
        draw_owners(painter, scene, camera, self.owners())
        accent = QColor(scene.surface.accent)
        if camera.denominator <= HANDLES_UP_TO:
            self._handles(painter)
        self._preview.paint(painter)
        if self._to is not None and self._held is not None:
            ends = self._edge or ((self._held.x, self._held.y),)
            east, north = self._to[0] - self._held.x, self._to[1] - self._held.y
            painter.setPen(QPen(accent, 1.6, Qt.PenStyle.DashLine))
            moved = [camera.to_screen(x + east, y + north) for x, y in ends]
            for (x, y), new in zip(ends, moved, strict=True):
                painter.drawLine(camera.to_screen(x, y), new)
            painter.drawPolyline(QPolygonF(moved))
            for new in moved:
                self._dot(painter, new, accent)
        elif self._over is not None and self._held is None:
            at = camera.to_screen(self._over.x, self._over.y)
            paint_snap(painter, at, self._over.kind, accent)
        if self._chosen is not None:
            self._dot(painter, camera.to_screen(*self._chosen), accent)

    def _handles(self, painter: QPainter) -> None:
        scene, camera = self.host.scene, self.host.camera
        west, south, east, north = camera.bounds
        net = scene.net
        if camera.denominator > ALL_HANDLES_UP_TO and net is not None:
            # Farther out the handles of all borders would hide the map.
            shapes = [net.cells[uid].shape for uid in self.owners()]
            xy = np.unique(shapely.get_coordinates(shapes), axis=0)
        else:
            xy = np.unique(self.lines.meeting(camera.bounds).reshape(-1, 2), axis=0)
        xy = xy[(xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)]
        painter.setPen(QPen(QColor(scene.surface.border), 1.0))
        painter.setBrush(QColor(scene.surface.halo))
        places = (camera.to_screen(x, y) for x, y in xy.tolist())
        rects = [QRect(round(at.x()) - 2, round(at.y()) - 2, 4, 4) for at in places]
        if rects:
            painter.drawRects(*rects)

    def _dot(self, painter: QPainter, at: QPointF, accent: QColor) -> None:
        painter.setPen(QPen(QColor(self.host.scene.surface.halo), 2.0))
        painter.setBrush(accent)
        painter.drawEllipse(at, 5.0, 5.0)
