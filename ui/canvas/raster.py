"""The picture kept between repaints: shifted while panning, scaled while zooming."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter

from ui.canvas.camera import Camera
from ui.canvas.labels import Labels
from ui.canvas.render import steps
from ui.canvas.scene import Scene


@dataclass
class Picture:
    """Ground and labels as they were last painted, each with its camera."""

    ground: QImage
    ground_camera: Camera
    labels: QImage
    labels_camera: Camera


class Raster:
    """Paints sharp pictures in slices of time and shows the last one meanwhile.

    Painting in a thread is no way out: Qt's painter keeps Python's lock, so the window
    would stand still just the same.
    """

    def __init__(self) -> None:
        self.picture: Picture | None = None
        self._labels = Labels()
        self._job: Iterator[str] | None = None
        self._spare: list[QImage] = []

    @property
    def pending(self) -> bool:
        """Whether a sharper picture is being painted."""
        return self._job is not None

    def start(self, scene: Scene, camera: Camera, ratio: float) -> None:
        """Begin a new picture; one that is being painted is dropped."""
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
        self._job = None

    def pan(self, scene: Scene, camera: Camera, ratio: float) -> None:
        """Shift the ground and paint only the strips that come into sight."""
        if self._job is not None:
            # The picture in work is of the old place; what is shown is shifted instead.
            self.start(scene, camera, ratio)
            return
        picture = self.picture
        if picture is None or picture.ground_camera.m_per_px != camera.m_per_px:
            return
        shift = _shift(picture.ground_camera, camera, ratio)
        width, height = camera.width, camera.height
        if abs(shift.x()) >= width or abs(shift.y()) >= height:
            self.start(scene, camera, ratio)
            return
        moved = self._image(camera, ratio, QImage.Format.Format_RGB32)
        painter = QPainter(moved)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(shift, picture.ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for strip in strips(width, height, shift):
            painter.save()
            for _ in steps(scene, painter, camera, strip):
                pass
            painter.restore()
        painter.end()
        picture.ground, picture.ground_camera = moved, camera

    def show(self, painter: QPainter, camera: Camera, scene: Scene) -> None:
        """Draw the picture as seen from a camera, shifted or scaled where it is older."""
        picture = self.picture
        if picture is None:
            painter.fillRect(0, 0, camera.width, camera.height, QColor(scene.surface.ground))
            return
        if picture.ground_camera != camera:
            surface = scene.surface
            bare = surface.outside if scene.ground is not None else surface.ground
            painter.fillRect(0, 0, camera.width, camera.height, QColor(bare))
        _draw(painter, picture.ground, picture.ground_camera, camera)
        _draw(painter, picture.labels, picture.labels_camera, camera)

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
        ground = self._image(camera, ratio, QImage.Format.Format_RGB32)
        painter = QPainter(ground)
        try:
            yield from steps(scene, painter, camera, QRectF(0, 0, camera.width, camera.height))
        finally:
            painter.end()
        old = self.picture
        none = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        none.fill(Qt.GlobalColor.transparent)
        labels, at = (old.labels, old.labels_camera) if old else (none, camera)
        labels_job = self._only_labels(scene, camera, ratio, ground)
        if at.m_per_px != camera.m_per_px or at.width != camera.width:
            # Labels of another scale over a sharp ground look broken: both change at once.
            yield from labels_job
            return
        self.picture = Picture(ground, camera, labels, at)
        yield from labels_job

    def _only_labels(
        self, scene: Scene, camera: Camera, ratio: float, ground: QImage | None = None
    ) -> Iterator[str]:
        image = self._image(camera, ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        try:
            yield from self._labels.steps(scene, painter, camera, ratio)
        finally:
            painter.end()
        if ground is not None:
            self.picture = Picture(ground, camera, image, camera)
        elif self.picture is not None:
            self.picture.labels, self.picture.labels_camera = image, camera


def strips(width: float, height: float, shift: QPointF) -> list[QRectF]:
    """Give the parts of a window that a shift brings into sight.

    >>> [r.width() for r in strips(100, 50, QPointF(-10, 0))]
    [10.0]
    """
    found = []
    dx, dy = shift.x(), shift.y()
    if dx:
        found.append(QRectF(0 if dx > 0 else width + dx, 0, abs(dx), height))
    if dy:
        found.append(QRectF(0, 0 if dy > 0 else height + dy, width, abs(dy)))
    return found


def _shift(old: Camera, new: Camera, ratio: float) -> QPointF:
    """Give how far the ground moved in the window, on whole device pixels."""
    dx = (old.x - new.x) / new.m_per_px + (new.width - old.width) / 2
    dy = (new.y - old.y) / new.m_per_px + (new.height - old.height) / 2
    return QPointF(round(dx * ratio) / ratio, round(dy * ratio) / ratio)


def _draw(painter: QPainter, image: QImage, then: Camera, now: Camera) -> None:
    if then == now:
        painter.drawImage(QPointF(0, 0), image)
        return
    scale = then.m_per_px / now.m_per_px
    corner = now.to_screen(then.bounds[0], then.bounds[3])
    if scale == 1:
        ratio = image.devicePixelRatio()
        at = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.drawImage(at, image)
        return
    target = QRectF(corner.x(), corner.y(), then.width * scale, then.height * scale)
    # Nearest pixels: smooth scaling costs three times as much and lasts but a moment.
    painter.drawImage(target, image, QRectF(image.rect()))
