"""Papers, round scales, and which of them suit a piece of ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gridplanner.errors import UsageError
from layers.sheet_wish import PaperName

#: Short and long side in mm. Source: ISO 216; GB/T 788 trimmed sizes for 四开 and 八开.
SIZES_MM: dict[str, tuple[float, float]] = {
    "A0": (841.0, 1189.0),
    "A1": (594.0, 841.0),
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "4K": (370.0, 520.0),
    "8K": (260.0, 370.0),
}
#: The n of 1:n that a ruler reads well.
ROUND_SCALES: tuple[int, ...] = tuple(
    int(k * power)
    for power in (100, 1_000, 10_000, 100_000)
    for k in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8)
)
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Paper:
    """A sheet of paper as it lies: width and height in mm."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width_mm > self.height_mm


def paper(name: str, *, landscape: bool) -> Paper:
    """Give a sheet of paper.

    >>> paper("8K", landscape=False)
    Paper(name='8K', width_mm=260.0, height_mm=370.0)
    """
    short, long = SIZES_MM[name]
    return Paper(name, long, short) if landscape else Paper(name, short, long)


def round_scale(width_m: float, height_m: float, room_w_mm: float, room_h_mm: float) -> int:
    """Give the least round n at which ground fits into room.

    Parameters
    ----------
    width_m, height_m : float
        Size of the ground.
    room_w_mm, room_h_mm : float
        Size of the room on the paper.

    Examples
    --------
    >>> round_scale(2_510.4, 3_315.0, 277.0, 350.0)
    10000
    >>> round_scale(180.0, 90.0, 200.0, 200.0)
    1000
    """
    needed = max(width_m / room_w_mm, height_m / room_h_mm) * 1000
    return next((n for n in ROUND_SCALES if n >= needed), ROUND_SCALES[-1])


def check_fits(
    scale: int, width_m: float, height_m: float, room_w_mm: float, room_h_mm: float, name: str
) -> int:
    """Give a wished scale back where the ground fits at it.

    Raises
    ------
    UsageError
        ``sheet.too_large``, with the scale that would do.
    """
    if max(width_m / room_w_mm, height_m / room_h_mm) * 1000 > scale * (1 + 1e-9):
        least = round_scale(width_m, height_m, room_w_mm, room_h_mm)
        raise UsageError("sheet.too_large", {"scale": scale, "paper": name, "least": least})
    return scale


def names_for(wish: PaperName, usual: Sequence[str]) -> tuple[str, ...]:
    """List the papers to choose from: the one asked for, else the usual ones."""
    return tuple(usual) if wish == "auto" else (wish,)
