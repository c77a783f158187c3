"""Keeping clear of what stands on the map: where to look from, where a tag goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import shapely
from PyQt6.QtCore import QPointF, QRectF, QSizeF

from ui.canvas.camera import Bounds, Camera

#: Room between what is shown and a card, in pixels.
GAP_PX = 8.0
#: A part of the window that is free is looked through only if it has so much of each side.
LEAST_PART = 0.4
#: How far a tag lies from the pointer: right and below, or left and above.
BESIDE_PX = 18.0


def free_parts(window: QRectF, cards: Iterable[QRectF]) -> list[QRectF]:
    """List parts of a window, each card put up with or cut off by one side.

    Parts smaller than :data:`LEAST_PART` of either side are left out. The window comes
    first; without cards it is the only one.
    """
    cuts = []
    for card in cards:
        if card.isEmpty() or not card.intersects(window):
            continue
        left, right = card.right() + GAP_PX, card.left() - GAP_PX
        top, bottom = card.bottom() + GAP_PX, card.top() - GAP_PX
        cuts.append(
            (
                window,
                QRectF(QPointF(left, window.top()), window.bottomRight()),
                QRectF(window.topLeft(), QPointF(right, window.bottom())),
                QRectF(QPointF(window.left(), top), window.bottomRight()),
                QRectF(window.topLeft(), QPointF(window.right(), bottom)),
            )
        )
    found = []
    for parts in product(*cuts):
        free = window
        for part in parts:
            free = free.intersected(part) if part.isValid() else QRectF()
        wide, high = free.width() / window.width(), free.height() / window.height()
        if min(wide, high) >= LEAST_PART and free not in found:
            found.append(free)
    return found


def fitted_clear(
    camera: Camera, bounds: Bounds, cards: Sequence[QRectF], outline: Any = None
) -> Camera:
    """Look at bounds as a whole, as near as can be, with no card before them.

    Parameters
    ----------
    camera : Camera
        Says how large the window is.
    bounds : tuple of float
        What is looked at, in map coordinates.
    cards : sequence of QRectF
        What stands on the map, in pixels of the window.
    outline : geometry, optional
        What lies in the bounds; a card may stand in a corner of them that it leaves free.

    Returns
    -------
    Camera
        The plain fit where no card lies before it, or where they leave too little room.
    """
    shape = shapely.box(*bounds) if outline is None else outline
    near = [card.adjusted(-GAP_PX, -GAP_PX, GAP_PX, GAP_PX) for card in cards]
    window = QRectF(0, 0, camera.width, camera.height)
    fits = [camera.fitted(bounds)]
    for part in free_parts(window, cards)[1:]:
        fit = camera.resized(round(part.width()), round(part.height())).fitted(bounds)
        off = part.center() - window.center()
        at = replace(fit, width=camera.width, height=camera.height)
        fits.append(at.panned(round(off.x()), round(off.y())))

    def rank(fit: Camera) -> tuple[float, float]:
        off = fit.to_screen(fits[0].x, fits[0].y) - window.center()
        return round(fit.m_per_px, 6), abs(off.x()) + abs(off.y())

    for fit in sorted(fits, key=rank):
        grounds = [shapely.box(*_ordered(fit.ground_of(card))) for card in near]
        if not shapely.intersects(shape, grounds).any():
            return fit
    return fits[0]


def _ordered(ground: Bounds) -> Bounds:
    west, south, east, north = ground
    return min(west, east), min(south, north), max(west, east), max(south, north)


def tag_place(at: QPointF, size: QSizeF, window: QRectF, cards: Sequence[QRectF]) -> QRectF:
    """Find the place of a tag beside the pointer: in the window, off the cards.

    Parameters
    ----------
    at : QPointF
        Where its upper left corner should be.
    size : QSizeF
    window : QRectF
    cards : sequence of QRectF
        What stands on the map.

    Returns
    -------
    QRectF
        Right and below the pointer where there is room, else left or above it; where there
        is none anywhere, in the window.
    """
    room = window.adjusted(GAP_PX / 2, GAP_PX / 2, -GAP_PX / 2, -GAP_PX / 2)
    lefts = (at.x(), at.x() - 2 * BESIDE_PX - size.width())
    tops = (at.y(), at.y() - 2 * BESIDE_PX - size.height())
    places = [QRectF(QPointF(left, top), size) for top in tops for left in lefts]
    # Pushed along a side of the window, or off a card, the tag still lies near the pointer.
    places += [_pushed(place, room) for place in places]
    places += [
        moved for place in places for card in cards if place.intersects(card)
        for moved in _off(place, card)
    ]  # fmt: skip
    pointer = at - QPointF(BESIDE_PX, BESIDE_PX)
    for place in places:
        free = not any(place.intersects(card) for card in cards)
        if room.contains(place) and free and not place.contains(pointer):
            return place
    return _pushed(places[0], room)


def _off(place: QRectF, card: QRectF) -> list[QRectF]:
    """Move a place off a card, the shortest way first."""
    up, down = card.top() - GAP_PX - place.bottom(), card.bottom() + GAP_PX - place.top()
    left, right = card.left() - GAP_PX - place.right(), card.right() + GAP_PX - place.left()
    ways = sorted(((0.0, up), (0.0, down), (left, 0.0), (right, 0.0)), key=lambda way: (
        abs(way[0]) + abs(way[1])
    ))  # fmt: skip
    return [place.translated(*way) for way in ways]


def _pushed(place: QRectF, room: QRectF) -> QRectF:
    """Move a place into a room; its upper left corner is in it in any case."""
    x = max(min(place.left(), room.right() - place.width()), room.left())
    y = max(min(place.top(), room.bottom() - place.height()), room.top())
    return QRectF(QPointF(x, y), place.size())
