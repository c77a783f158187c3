"""The net of coordinates: ticks on the frame, crosses inside, degrees in two corners."""

from __future__ import annotations

import math

from ui.sheet.frame import MapFrame
from ui.sheet.ink import Ink

#: Lines of the net stand about this far apart on the paper.
_APART_MM = 60.0
_TICK_MM, _CROSS_MM, _PT = 1.2, 1.6, 5.0


def net_step_m(scale: int) -> int:
    """Choose the step of the net: 1, 2 or 5 times a power of ten, in metres.

    Examples
    --------
    >>> net_step_m(10_000), net_step_m(2_000), net_step_m(500)
    (500, 100, 20)
    """
    wanted = _APART_MM * scale / 1000
    power = 10 ** math.floor(math.log10(wanted))
    return int(max(k for k in (1, 2, 5) if k * power <= wanted) * power)


def net_lines(low: float, high: float, step: int) -> list[int]:
    """List the multiples of a step between two coordinates.

    >>> net_lines(583_110.9, 584_001.0, 500)
    [583500, 584000]
    """
    return list(range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step))


def draw_crosses(ink: Ink, frame: MapFrame) -> None:
    """Draw the crossings of the net inside a frame; labels go on top of them."""
    west, south, east, north = frame.bounds
    step, mm_per_m = net_step_m(frame.scale), 1000 / frame.scale
    for easting in net_lines(west, east, step):
        x = frame.x + (easting - west) * mm_per_m
        for northing in net_lines(south, north, step):
            y = frame.y + (north - northing) * mm_per_m
            ink.line(x - _CROSS_MM, y, x + _CROSS_MM, y, 0.1, ink.surface.muted)
            ink.line(x, y - _CROSS_MM, x, y + _CROSS_MM, 0.1, ink.surface.muted)


def draw_ticks(ink: Ink, frame: MapFrame) -> None:
    """Draw ticks with their coordinates around a frame."""
    west, south, east, north = frame.bounds
    step = net_step_m(frame.scale)
    mm_per_m = 1000 / frame.scale
    muted = ink.surface.muted
    right, bottom = frame.x + frame.width, frame.y + frame.height
    columns = [(e, frame.x + (e - west) * mm_per_m) for e in net_lines(west, east, step)]
    rows = [(n, frame.y + (north - n) * mm_per_m) for n in net_lines(south, north, step)]
    for easting, x in columns:
        ink.line(x, frame.y - _TICK_MM, x, frame.y, 0.15)
        ink.line(x, bottom, x, bottom + _TICK_MM, 0.15)
        if frame.x + 8 < x < right - 8:
            for y in (frame.y - 2.6, bottom + 2.6):
                ink.text(x, y, f"{easting}", _PT, align="centre", colour=muted)
    for northing, y in rows:
        ink.line(frame.x - _TICK_MM, y, frame.x, y, 0.15)
        ink.line(right, y, right + _TICK_MM, y, 0.15)
        if frame.y + 8 < y < bottom - 8:
            for x in (frame.x - 2.6, right + 2.6):
                ink.text(x, y, f"{northing}", _PT, align="centre", colour=muted, turned=True)


def degrees_text(degrees: float, letters: tuple[str, str]) -> str:
    """Write an angle in degrees, minutes and seconds.

    Examples
    --------
    >>> degrees_text(108.886111, ("E", "W")), degrees_text(-0.5, ("N", "S"))
    ('108°53′10″E', '0°30′00″S')
    """
    seconds = round(abs(degrees) * 3600)
    minutes, seconds = divmod(seconds, 60)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}°{minutes:02}′{seconds:02}″{letters[0] if degrees >= 0 else letters[1]}"
