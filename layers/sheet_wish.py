"""What a printed sheet may be asked to be: kind, paper, scale, theme, which grids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from gridplanner.errors import UsageError

SheetKind = Literal["whole", "atlas", "grid", "pair", "poster"]
PaperName = Literal["auto", "A0", "A1", "A2", "A3", "A4", "4K", "8K"]
SheetTheme = Literal["parent", "deviation", "kind"]

SHEET_KINDS: tuple[SheetKind, ...] = get_args(SheetKind)
PAPER_NAMES: tuple[PaperName, ...] = get_args(PaperName)
SHEET_THEMES: tuple[SheetTheme, ...] = get_args(SheetTheme)
#: Finest picture: A0 at 300 dpi has 139 million pixels.
LEAST_DPI, MOST_DPI = 50, 300


@dataclass(frozen=True)
class SheetWish:
    """How a plan is to be printed.

    Attributes
    ----------
    kind : {"whole", "atlas", "grid", "pair", "poster"}
        The whole plan on one sheet; a sheet a grid of the top level; a sheet a leaf;
        today beside proposed; the notice for the wall.
    paper : str
        ``"auto"`` takes what suits the kind. 8K (260 × 370 mm) and 4K (370 × 520 mm) are
        八开 and 四开.
    scale : int or None
        The n of 1:n; ``None`` takes the largest round scale that fits.
    theme : {"parent", "deviation", "kind"}
        What the fills tell.
    codes : tuple of str
        Grids that get a sheet, for the kinds that have several; all where empty.
    dpi : int
        Of a picture; a PDF is made of lines.
    """

    kind: SheetKind = "whole"
    paper: PaperName = "auto"
    scale: int | None = None
    theme: SheetTheme = "parent"
    codes: tuple[str, ...] = ()
    dpi: int = 200

    def checked(self) -> SheetWish:
        """Give the wish back, or say what is wrong with it.

        Raises
        ------
        UsageError
            ``sheet.kind``, ``sheet.paper``, ``sheet.theme``, ``sheet.scale`` or ``sheet.dpi``.

        Examples
        --------
        >>> SheetWish(scale=2_000).checked().scale
        2000
        """
        for code, value, known in (
            ("sheet.kind", self.kind, SHEET_KINDS),
            ("sheet.paper", self.paper, PAPER_NAMES),
            ("sheet.theme", self.theme, SHEET_THEMES),
        ):
            if value not in known:
                raise UsageError(code, {"value": value, "known": ", ".join(known)})
        if self.scale is not None and not 50 <= self.scale <= 10_000_000:
            raise UsageError("sheet.scale", {"value": self.scale})
        if not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise UsageError("sheet.dpi", {"value": self.dpi, "least": LEAST_DPI, "most": MOST_DPI})
        return self
