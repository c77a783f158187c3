"""The widget under the map: camera, sharp and quick pictures, panning and zooming."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shapely
from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QWidget

from gridplanner.geometry import shapes_of
from ui.canvas import furniture
from ui.canvas.camera import Bounds, Camera
from ui.canvas.clear import fitted_clear
from ui.canvas.empty import draw_empty
from ui.canvas.kept import Kept
from ui.canvas.raster import Raster
from ui.canvas.scene import Scene, extent

#: A repaint may hold up the window for so long; the rest follows in the next slice.
SLICE_S = 0.050
#: The same for work that nobody waits for: sharpening after a move, the margin.
QUIET_SLICE_S = 0.006
#: What a frame of a pan may spend on ground that comes into sight.
PAN_SLICE_S = 0.004
#: Quiet time after the last wheel step or drag until the picture is made sharp again.
SHARPEN_MS = 12
#: One notch of the wheel; an arrow key.
WHEEL_FACTOR, ARROW_PX = 1.25, 90.0

_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class MapSurface(QWidget):
    """Shows a scene from a camera and lets the planner move it.

    The wheel zooms at the cursor; Space held or the middle button pans; arrows, ``+``,
    ``-`` and Home do the same from the keyboard.
    """

    scale_changed = pyqtSignal(float)
    camera_moved = pyqtSignal(object)
    #: Something in the picture has changed that is not the camera.
    restyled = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = Scene()
        self.camera = Camera()
        self._raster = Raster()
        self._fit_pending = False
        #: The camera that shows the whole plan, until the planner takes another.
        self._whole: Camera | None = None
        #: Whether the picture in work may come when there is time.
        self._quiet = False
        self._space = False
        self._dragged: QPointF | None = None
        self._sharpen = self.timer(SHARPEN_MS, self._make_sharp)
        self._slice = self.timer(0, self._go_on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)

    def timer(self, ms: int, then: Callable[[], object]) -> QTimer:
        """Make a timer that fires once each time it is started."""
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(ms)
        made.timeout.connect(then)
        return made

    def sizeHint(self) -> QSize:
        """Ask for a window's worth of map."""
        return QSize(960, 640)

    # Where it is looked at from ----------------------------------------------------------

    def set_camera(self, camera: Camera, *, sharp: bool = False) -> None:
        """Look from elsewhere; the picture follows at once and becomes sharp after a pause."""
        old, self.camera = self.camera, camera
        if camera.m_per_px != old.m_per_px:
            self.scale_changed.emit(camera.denominator)
        self.camera_moved.emit(camera)
        if sharp:
            self._begin()
        else:
            self._slice.stop()
            self._quiet = True
            if camera.m_per_px == old.m_per_px:
                self._raster.pan(self.scene, camera, self.ratio)
                self._raster.widen(self.scene, camera, self.ratio, PAN_SLICE_S)
            else:
                self._raster.drop()
            self._sharpen.start()
        self.update()

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the ground by so many pixels, on whole device pixels."""
        ratio = self.ratio
        self.set_camera(
            self.camera.panned(round(dx_px * ratio) / ratio, round(dy_px * ratio) / ratio)
        )

    def zoom_at(self, factor: float, pos: QPointF) -> None:
        """Zoom; the ground under ``pos`` stays where it is."""
        self.set_camera(self.camera.zoomed(factor, pos))

    def zoom_in(self) -> None:
        """Come closer by half."""
        self.zoom_at(1.5, QPointF(self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        """Go away by half."""
        self.zoom_at(1 / 1.5, QPointF(self.width() / 2, self.height() / 2))

    def zoom_to(self, bounds: Bounds) -> None:
        """Look at bounds in map coordinates."""
        self.set_camera(self.camera.resized(self.width(), self.height()).fitted(bounds), sharp=True)

    def covered(self, camera: Camera | None = None) -> list[QRectF]:
        """Give the places of what stands on the map: legend, scale bar, tabs, strips."""
        return [*furniture.corner_cards(self.scene, camera or self.camera), *self._laid_over()]

    def _laid_over(self) -> list[QRectF]:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        widgets = self.findChildren(QWidget, options=direct)
        return [QRectF(one.geometry()) for one in widgets if one.isVisibleTo(self)]

    def zoom_clear(self, bounds: Bounds, outline: Any = None) -> None:
        """Look at bounds where nothing on the map covers them, or the outline in them."""
        camera = self.camera.resized(self.width(), self.height())
        # The legend has fewer rows farther out.
        cards = self.covered(camera.fitted(bounds))
        self.set_camera(fitted_clear(camera, bounds, cards, outline), sharp=True)

    def zoom_to_plan(self) -> None:
        """Look at the whole plan; before the window is shown, once it has its size."""
        self._fit_pending = not self.isVisible()
        plan = self.scene.plan
        bounds = extent(plan)
        if plan is not None and bounds is not None:
            shapes = shapes_of(plan.tables["boundary"]["geometry"])
            self.zoom_clear(bounds, shapely.union_all(shapes) if len(shapes) else None)
            self._whole = self.camera

    @property
    def shows_whole(self) -> bool:
        """Whether the whole plan is shown and the planner has not looked elsewhere since."""
        return self.camera is self._whole

    # Painting ----------------------------------------------------------------------------

    @property
    def ratio(self) -> float:
        """Device pixels per logical pixel."""
        return float(self.devicePixelRatioF())

    def repaint_all(self) -> None:
        """Make the picture anew: something it shows has changed."""
        self._begin()
        self.update()
        self.restyled.emit()

    def _begin(self) -> None:
        self._quiet = False
        self._raster.start(self.scene, self.camera, self.ratio)

    def _make_sharp(self) -> None:
        """Paint what a move has left blurred, between events: nobody is to wait for it."""
        self.before_picture()
        if self._raster.pending or not self._raster.fits(self.camera):
            self._raster.start(self.scene, self.camera, self.ratio)
        else:
            self._raster.start_labels(self.scene, self.camera, self.ratio)
        self._slice.start()

    def _go_on(self) -> None:
        """Paint on for a slice of time: what is in sight, then labels, then the margin."""
        raster, camera = self._raster, self.camera
        if raster.pending and not self._quiet:
            self.update()
            return
        if raster.fits(camera) and not raster.is_sharp(camera):
            raster.widen(self.scene, camera, self.ratio, QUIET_SLICE_S)
            self.update()
        elif raster.pending:
            if raster.advance(QUIET_SLICE_S):
                self.update()
        elif raster.widen(self.scene, camera, self.ratio, QUIET_SLICE_S):
            return
        self._slice.start()

    def before_picture(self) -> None:
        """Get ready what a sharp picture needs."""

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies between the picture and the corners."""

    def paint_last(self, painter: QPainter) -> None:
        """Paint what lies over everything."""

    def show_legend(self, shown: bool) -> None:
        """Show or hide the legend on the map."""
        self.scene.legend_shown = shown
        self.repaint_all()

    def render_to(self, image: QImage) -> None:
        """Paint the map with its legend onto an image of any size, in full sharpness."""
        ratio = image.devicePixelRatio()
        camera = self.camera.resized(round(image.width() / ratio), round(image.height() / ratio))
        self.before_picture()
        raster = Raster()
        raster.start(self.scene, camera, ratio)
        raster.finish()
        painter = QPainter(image)
        raster.show(painter, camera, self.scene)
        self._draw_corners(painter, camera)
        painter.end()

    def _draw_corners(self, painter: QPainter, camera: Camera) -> list[QRectF]:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        window = QRectF(0, 0, camera.width, camera.height)
        draw_empty(painter, self.scene, window)
        if not self.scene.has_ground:
            return []
        rows = furniture.legend(self.scene, camera) if self.scene.legend_shown else []
        cards = furniture.cards_of(rows, self.scene, camera)
        box = QRectF()
        for card in cards:
            box = box.united(card)

        def make(on: QPainter) -> None:
            furniture.draw_scale(on, camera, self.scene, window)
            furniture.draw_legend(on, rows, self.scene, window)

        scene = self.scene
        size = camera.width, camera.height, camera.m_per_px
        look = scene.language, scene.dark, scene.theme, bool(scene.shown_net), scene.legend_folded
        key = (tuple(rows), size, look)
        scene.kept.setdefault("corners", Kept()).draw(
            painter, key, box.adjusted(-2, -2, 2, 2), make
        )
        return cards

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002
        """Show the picture, then what changes with the pointer, then the corners."""
        if self._raster.pending and not self._quiet:
            self.before_picture()
            self._raster.advance(SLICE_S)
            self._slice.start()
        painter = QPainter(self)
        self._raster.show(painter, self.camera, self.scene)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter)
        self.scene.covered = [*self._draw_corners(painter, self.camera), *self._laid_over()]
        self.paint_last(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the middle of the map in the middle, and the whole plan in sight where it was."""
        super().resizeEvent(event)
        whole = self._fit_pending or self.shows_whole
        self.camera = self.camera.resized(self.width(), self.height())
        if whole:
            self.zoom_to_plan()
        self._begin()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Stop painting for nobody."""
        self._sharpen.stop()
        self._slice.stop()
        self._let_go()
        super().hideEvent(event)

    # Moving ------------------------------------------------------------------------------

    def tool_cursor(self) -> Qt.CursorShape:
        """Give the cursor of the tool in hand."""
        return Qt.CursorShape.ArrowCursor

    def show_cursor(self) -> None:
        """Show a hand while panning, else the tool's cursor."""
        if self._dragged is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor if self._space else self.tool_cursor())

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Zoom at the cursor."""
        assert event is not None
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom_at(WHEEL_FACTOR**notches, event.position())
        event.accept()

    def drag_press(self, event: QMouseEvent) -> bool:
        """Begin to pan with the middle button or Space; tells whether it did."""
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (self._space and event.button() == Qt.MouseButton.LeftButton):
            self._dragged = event.position()
            self.show_cursor()
            return True
        return self._dragged is not None

    def drag_move(self, event: QMouseEvent) -> bool:
        """Pan; tells whether it did."""
        if self._dragged is None:
            return False
        step = event.position() - self._dragged
        self._dragged = event.position()
        self.pan_by(step.x(), step.y())
        return True

    def drag_release(self, event: QMouseEvent) -> bool:  # noqa: ARG002
        """End a pan; tells whether there was one."""
        if self._dragged is None:
            return False
        self._dragged = None
        self.show_cursor()
        return True

    def move_key(self, event: QKeyEvent) -> bool:
        """Take the keys that move the map; tells whether the key was one."""
        key = event.key()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self.show_cursor()
        elif plain and key in _ARROWS:
            dx, dy = _ARROWS[Qt.Key(key)]
            self.pan_by(dx * ARROW_PX, dy * ARROW_PX)
        elif plain and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif plain and key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif plain and key == Qt.Key.Key_Home:
            self.zoom_to_plan()
        else:
            return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        """Let go of Space; a drag that has begun goes on until the button comes up."""
        assert event is not None
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.show_cursor()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Forget a Space whose release will go to another window."""
        self._let_go()
        super().focusOutEvent(event)

    def _let_go(self) -> None:
        self._space, self._dragged = False, None
        self.show_cursor()

    def event(self, event: QEvent | None) -> bool:
        """Keep Space for panning where a window has a shortcut on it."""
        if (
            event is not None
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()
            return True
        return super().event(event)
