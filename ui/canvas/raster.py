"""The picture kept between repaints: shifted while panning, scaled while zooming.

The ground is kept with a margin around the window, which is painted when there is time.
A pan then only shifts the picture; painting the strips that come into sight in the frame
itself took up to 26 ms at 1:1,800, as a narrow strip costs nearly as much as a wide one.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter

from ui.canvas.camera import Camera
from ui.canvas.labels import Labels
from ui.canvas.render import steps
from ui.canvas.scene import Scene

#: Ground kept around the window on each side, in logical pixels.
MARGIN_PX = 192
_RGB = QImage.Format.Format_RGB32
_CLEAR = QImage.Format.Format_ARGB32_Premultiplied


@dataclass
class Picture:
    """Ground and labels as they were last painted, each with its camera.

    Attributes
    ----------
    ground : QImage
        The window's ground with a margin.
    ground_camera : Camera
        As wide as ``ground``.
    sharp : QRectF
        Part of ``ground`` that is painted, in its logical pixels.
    labels, labels_camera
        As large as the window.
    """

    ground: QImage
    ground_camera: Camera
    sharp: QRectF
    labels: QImage
    labels_camera: Camera

    def missing(self, camera: Camera) -> bool:
        """Tell whether a camera of the same scale sees ground that is not painted."""
        return not self.sharp.adjusted(-0.5, -0.5, 0.5, 0.5).contains(self.window(camera))

    def around(self, window: QRectF) -> bool:
        """Tell whether the ground, painted or not, reaches around a window."""
        whole = QRectF(0, 0, self.ground_camera.width, self.ground_camera.height)
        return whole.adjusted(-0.5, -0.5, 0.5, 0.5).contains(window)

    def window(self, camera: Camera) -> QRectF:
        """Give what a camera of the same scale sees, in the ground's logical pixels."""
        at = self.ground_camera.to_screen(camera.bounds[0], camera.bounds[3])
        return QRectF(at.x(), at.y(), camera.width, camera.height)


class Raster:
    """Paints sharp pictures in slices of time and shows the last one meanwhile.

    Painting in a thread is no way out: Qt's painter keeps Python's lock, so the window
    would stand still just the same.
    """

    def __init__(self) -> None:
        self.picture: Picture | None = None
        self._labels = Labels()
        self._job: Iterator[str] | None = None
        self._strip: Iterator[str] | None = None
        self._spare: list[QImage] = []
        #: Whether the ground shows something that has changed since.
        self.stale = True
        #: Ground and labels put together while the map stands still, and what they were.
        self._still: QImage | None = None
        self._still_of: Hashable = None
        self._last_of: Hashable = None

    @property
    def pending(self) -> bool:
        """Whether a sharper picture is being painted."""
        return self._job is not None

    def is_sharp(self, camera: Camera) -> bool:
        """Tell whether the ground that a camera sees is painted at its scale."""
        picture = self.picture
        return (
            picture is not None
            and picture.ground_camera.m_per_px == camera.m_per_px
            and not picture.missing(camera)
        )

    def fits(self, camera: Camera) -> bool:
        """Tell whether what is painted need only be widened for a camera."""
        picture = self.picture
        return (
            not self.stale
            and picture is not None
            and picture.ground_camera.m_per_px == camera.m_per_px
            and picture.around(picture.window(camera))
        )

    def start(self, scene: Scene, camera: Camera, ratio: float) -> None:
        """Begin a new picture; one that is being painted is dropped."""
        self.stale, self._strip = True, None
        self._job = self._whole(scene, camera, ratio)

    def start_labels(self, scene: Scene, camera: Camera, ratio: float) -> None:
        """Begin new labels over the ground as it is."""
        if self._job is None:
            self._job = self._only_labels(scene, camera, ratio)

    def advance(self, budget_s: float) -> bool:
        """Go on painting for a time; tells whether the picture is done."""
        end = time.perf_counter() + budget_s
        while self._job is not None:
            if next(self._job, None) is None:
                self._job = None
            elif time.perf_counter() > end:
                return False
        return True

    def finish(self) -> None:
        """Paint to the end."""
        self.advance(float("inf"))

    def drop(self) -> None:
        """Forget a picture that is being painted."""
        self._job, self._strip = None, None

    def pan(self, scene: Scene, camera: Camera, ratio: float) -> None:
        """Get ready for another place at the same scale; what is painted stays."""
        picture = self.picture
        if self.stale or picture is None or picture.ground_camera.m_per_px != camera.m_per_px:
            self.start(scene, camera, ratio)
            return
        self._job = None  # labels in work are of the old place; new ones come after the pan
        window = picture.window(camera)
        if not picture.sharp.intersects(window):
            self.start(scene, camera, ratio)
        elif not picture.around(window):
            self._recentre(picture, camera, ratio)

    def widen(self, scene: Scene, camera: Camera, ratio: float, budget_s: float) -> bool:
        """Paint on around what is sharp for a time; tells whether nothing is left to do.

        What the window misses comes first, then the side on which least is left.
        """
        end = time.perf_counter() + budget_s
        while True:
            picture = self.picture
            if picture is None or picture.ground_camera.m_per_px != camera.m_per_px:
                return True
            if self._strip is None:
                wanted = next_strip(picture, camera)
                if wanted is None:
                    return True
                self._strip = self._painted(scene, picture, wanted, ratio)
            if next(self._strip, None) is None:
                self._strip = None
            if time.perf_counter() > end:
                return False

    def show(self, painter: QPainter, camera: Camera, scene: Scene) -> None:
        """Draw the picture as seen from a camera, shifted or scaled where it is older.

        From the second frame of a map that stands still, ground and labels are one image:
        to lay labels over a window costs a millisecond in every step of a gesture.
        """
        picture = self.picture
        same = self._same(camera)
        if same is not None and same == self._last_of:
            if same != self._still_of:
                self._still, self._still_of = self._put_together(camera), same
            if self._still is not None:
                painter.drawImage(QPointF(0, 0), self._still)
                return
        self._last_of = same
        if picture is None:
            painter.fillRect(0, 0, camera.width, camera.height, QColor(scene.surface.ground))
            return
        if not self.is_sharp(camera):
            surface = scene.surface
            bare = surface.outside if scene.ground is not None else surface.ground
            painter.fillRect(0, 0, camera.width, camera.height, QColor(bare))
        self._draw_parts(painter, picture, camera)

    def _same(self, camera: Camera) -> Hashable:
        """Tell what the picture is put together of; ``None`` while it is not yet sharp."""
        picture = self.picture
        if picture is None or picture.labels_camera != camera or not self.is_sharp(camera):
            return None
        return camera, picture.ground.cacheKey(), picture.labels.cacheKey()

    def _put_together(self, camera: Camera) -> QImage | None:
        picture = self.picture
        if picture is None:
            return None
        ratio = picture.ground.devicePixelRatio()
        still = QImage(self._size(camera, ratio), _RGB)
        still.setDevicePixelRatio(ratio)
        painter = QPainter(still)
        self._draw_parts(painter, picture, camera)
        painter.end()
        return still

    def _draw_parts(self, painter: QPainter, picture: Picture, camera: Camera) -> None:
        _draw(painter, picture.ground, picture.ground_camera, camera, picture.sharp)
        then = picture.labels_camera
        _draw(painter, picture.labels, then, camera, QRectF(0, 0, then.width, then.height))

    def _recentre(self, picture: Picture, camera: Camera, ratio: float) -> None:
        """Move what is painted into an image around the window as it is now."""
        self._strip = None
        middle = _aligned(picture.ground_camera, camera, ratio)
        moved = self._image(middle, ratio, _RGB)
        at = picture.ground_camera.to_screen(middle.bounds[0], middle.bounds[3])
        shift = QPointF(-round(at.x() * ratio) / ratio, -round(at.y() * ratio) / ratio)
        painter = QPainter(moved)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(shift, picture.ground)
        painter.end()
        whole = QRectF(0, 0, middle.width, middle.height)
        picture.sharp = picture.sharp.translated(shift).intersected(whole)
        picture.ground, picture.ground_camera = moved, middle

    def _image(self, camera: Camera, ratio: float, kind: QImage.Format) -> QImage:
        """Take an image that is no longer shown, or a new one.

        Memory that is touched for the first time costs 8 ms a window.
        """
        size = QSize(max(round(camera.width * ratio), 1), max(round(camera.height * ratio), 1))
        shown = self.picture
        for spare in self._spare:
            if (
                spare.size() == size
                and spare.format() == kind
                and (shown is None or (spare is not shown.ground and spare is not shown.labels))
            ):
                spare.setDevicePixelRatio(ratio)
                return spare
        image = QImage(size, kind)
        image.setDevicePixelRatio(ratio)
        self._spare = [*self._spare[-3:], image]
        return image

    def _whole(self, scene: Scene, camera: Camera, ratio: float) -> Iterator[str]:
        around = camera.resized(camera.width + 2 * MARGIN_PX, camera.height + 2 * MARGIN_PX)
        ground = self._image(around, ratio, _RGB)
        window = QRectF(MARGIN_PX, MARGIN_PX, camera.width, camera.height)
        painter = QPainter(ground)
        try:
            yield from steps(scene, painter, around, window)
        finally:
            painter.end()
        self.stale = False
        old = self.picture
        none = QImage(1, 1, _CLEAR)
        none.fill(Qt.GlobalColor.transparent)
        labels, at = (old.labels, old.labels_camera) if old else (none, camera)
        picture = Picture(ground, around, window, labels, at)
        if at.m_per_px != camera.m_per_px or at.width != camera.width:
            # Labels of another scale over a sharp ground look broken: both change at once.
            yield from self._only_labels(scene, camera, ratio, picture)
            return
        self.picture = picture
        yield from self._only_labels(scene, camera, ratio, picture)

    def _only_labels(
        self, scene: Scene, camera: Camera, ratio: float, picture: Picture | None = None
    ) -> Iterator[str]:
        image = self._image(camera, ratio, _CLEAR)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        try:
            yield from self._labels.steps(scene, painter, camera, ratio)
        finally:
            painter.end()
        picture = picture or self.picture
        if picture is not None:
            picture.labels, picture.labels_camera = image, camera
            self.picture = picture

    def _painted(
        self, scene: Scene, picture: Picture, strip: QRectF, ratio: float
    ) -> Iterator[str]:
        """Paint one strip beside what is sharp and put it into the ground.

        It has an image of its own: the ground is shown while the strip is painted.
        """
        camera = _part(picture.ground_camera, strip)
        image = QImage(self._size(camera, ratio), _RGB)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        try:
            yield from steps(scene, painter, camera, QRectF(0, 0, camera.width, camera.height))
        finally:
            painter.end()
        painter = QPainter(picture.ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(strip.topLeft(), image)
        painter.end()
        picture.sharp = picture.sharp.united(strip)
        yield "strip"

    def _size(self, camera: Camera, ratio: float) -> QSize:
        return QSize(max(round(camera.width * ratio), 1), max(round(camera.height * ratio), 1))


def next_strip(picture: Picture, camera: Camera) -> QRectF | None:
    """Give the strip beside the sharp part that is wanted most; ``None`` where all is painted.

    Each strip spans the sharp part, so that it stays a rectangle.
    """
    sharp, window = picture.sharp, picture.window(camera)
    width, height = picture.ground_camera.width, picture.ground_camera.height
    left, top, right, bottom = sharp.left(), sharp.top(), sharp.right(), sharp.bottom()
    sides = []
    if left > 0.5:
        sides.append((window.left() - left, QRectF(0, top, left, sharp.height())))
    if right < width - 0.5:
        sides.append((right - window.right(), QRectF(right, top, width - right, sharp.height())))
    if top > 0.5:
        sides.append((window.top() - top, QRectF(left, 0, sharp.width(), top)))
    if bottom < height - 0.5:
        sides.append(
            (bottom - window.bottom(), QRectF(left, bottom, sharp.width(), height - bottom))
        )
    return min(sides, key=lambda side: side[0])[1] if sides else None


def _part(whole: Camera, rect: QRectF) -> Camera:
    """Give the camera that sees a rectangle of another one's window."""
    x, y = whole.to_map(rect.center())
    return Camera(x, y, whole.m_per_px, round(rect.width()), round(rect.height()))


def _aligned(old: Camera, window: Camera, ratio: float) -> Camera:
    """Give the camera around a window with a margin, whole device pixels from another one."""
    width, height = window.width + 2 * MARGIN_PX, window.height + 2 * MARGIN_PX
    dx = (window.x - old.x) / old.m_per_px + (old.width - width) / 2
    dy = (old.y - window.y) / old.m_per_px + (old.height - height) / 2
    dx, dy = round(dx * ratio) / ratio, round(dy * ratio) / ratio
    x = old.x + (dx - (old.width - width) / 2) * old.m_per_px
    y = old.y - (dy - (old.height - height) / 2) * old.m_per_px
    return Camera(x, y, old.m_per_px, width, height)


def _draw(painter: QPainter, image: QImage, then: Camera, now: Camera, part: QRectF) -> None:
    """Draw a part (logical pixels) of an image painted by one camera as another sees it."""
    scale = then.m_per_px / now.m_per_px
    ratio = image.devicePixelRatio()
    corner = now.to_screen(*then.to_map(part.topLeft()))
    source = QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio)
    if scale == 1:
        at = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.drawImage(at, image, source)
        return
    target = QRectF(corner.x(), corner.y(), part.width() * scale, part.height() * scale)
    # Nearest pixels: smooth scaling costs three times as much and lasts but a moment.
    painter.drawImage(target, image, source)
