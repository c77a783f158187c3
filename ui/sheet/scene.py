"""The map's scene for paper: light, white outside, without dots of dwellings, other fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from layers import style
from ui.canvas.layering import Layering
from ui.canvas.scene import Scene
from ui.canvas.themes import Theme
from ui.sheet.facts import Facts

_SURFACE = replace(style.LIGHT, outside="#FFFFFF")
#: Doors and dwellings are points by which people are found; marks are drawn by the sheet.
_HIDDEN = ("households", "entrances", "places", "units", "areas")


@dataclass
class PrintScene(Scene):
    """A scene to be printed.

    Attributes
    ----------
    given_fills : mapping of int to str
        Fills by uid that stand for the theme's.
    """

    given_fills: Mapping[int, str] = field(default_factory=dict)

    @property
    def surface(self) -> style.Surface:
        """Colours on paper: what lies outside the boundary costs no ink."""
        return _SURFACE

    def fills(self) -> dict[int, str]:
        """Give the fill of every grid that is shown."""
        return dict(self.given_fills) or super().fills()


def scene_of(facts: Facts, theme: Theme, fills: Mapping[int, str] | None = None) -> PrintScene:
    """Make the scene of a plan.

    Parameters
    ----------
    facts : Facts
    theme : {"parent", "deviation", "kind"}
    fills : mapping, optional
        Fills by uid in place of the theme's.
    """
    layering = Layering()
    for name in _HIDDEN:
        layering = layering.with_layer(name, visible=False)
    made = PrintScene(
        theme=theme,
        language=facts.options.language,
        legend_shown=False,
        layering=layering,
        given_fills=fills or {},
    )
    made.load(facts.plan, None)
    made.figures = facts.figures
    made.level = facts.options.level or facts.plan.scheme.depth
    return made
