"""From a wish to pages: one function a kind of sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from layers.sheet_wish import SheetKind
from ui.sheet.atlas import atlas_pages, grid_pages
from ui.sheet.facts import Facts
from ui.sheet.page import Page
from ui.sheet.pair import pair_pages
from ui.sheet.poster import poster_pages
from ui.sheet.whole import whole_pages

_KINDS: Mapping[SheetKind, Callable[[Facts], list[Page]]] = MappingProxyType(
    {
        "whole": whole_pages,
        "atlas": atlas_pages,
        "grid": grid_pages,
        "pair": pair_pages,
        "poster": poster_pages,
    }
)


def pages_of(facts: Facts) -> list[Page]:
    """Make the pages that the options ask for; they are drawn later, one by one.

    Raises
    ------
    UsageError
        The wish cannot be met: ``sheet.too_large``, ``grid.unknown``, ``sheet.no_against``.
    """
    return _KINDS[facts.options.sheet.kind](facts)
