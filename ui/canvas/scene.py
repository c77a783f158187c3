"""Everything a repaint needs, gathered in one place: plan, proposal, theme, layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtCore import QRectF

from gridplanner.changes import Change
from gridplanner.geometry import Floats, shapes_of
from gridplanner.model import Plan
from gridplanner.report import Summary
from gridplanner.wording import Language
from layers import style
from ui.canvas.basemap import Basemap
from ui.canvas.borders import Borders
from ui.canvas.camera import Bounds
from ui.canvas.gridnet import Cell, GridNet
from ui.canvas.ground import Ground
from ui.canvas.kept import Kept
from ui.canvas.layering import Layering
from ui.canvas.pixels import Buffers
from ui.canvas.themes import Theme, fills

#: Doors that are coloured by captain are drawn up to this n of 1:n.
DOORS_UP_TO = 9_000.0
#: Tables whose extent is that of the plan, the first that has rows.
_EXTENT = ("boundary", "areas", "grids", "buildings", "units", "streets", "entrances", "households")


@dataclass(frozen=True)
class Lines:
    """Borders while a proposal is shown: those that go, those that stay, those that come."""

    going: Borders
    staying: Borders
    coming: Borders


@dataclass
class Scene:
    """State of the map apart from where it is looked at from.

    Attributes
    ----------
    plan : Plan or None
    net, ground : GridNet, Ground or None
        What the plan holds, ready to paint; ``None`` without a plan.
    proposal : GridNet or None
        Proposed grids over today's.
    lines : Lines or None
        Their borders beside today's.
    before : mapping of int to Cell, or None
        What the theme *by what changed* compares with: the grids as the project was opened,
        or today's while a proposal is shown.
    theme, level, language, dark, magenta, legend_shown, layering
        How it is shown; at first the deepest level there is.
    basemap : Basemap or None
        The picture under everything.
    """

    plan: Plan | None = None
    net: GridNet | None = None
    ground: Ground | None = None
    proposal: GridNet | None = None
    proposal_plan: Plan | None = None
    lines: Lines | None = None
    theme: Theme = "parent"
    level: int = 99
    language: Language = "zh"
    dark: bool = False
    magenta: bool = False
    before: Mapping[int, Cell] | None = None
    legend_shown: bool = True
    #: Only the legend's title stands on the map.
    legend_folded: bool = False
    layering: Layering = field(default_factory=Layering)
    basemap: Basemap | None = None
    figures: pd.DataFrame | None = None
    proposal_figures: pd.DataFrame | None = None
    kept: dict[str, Kept] = field(default_factory=dict)
    buffers: Buffers = field(default_factory=Buffers)
    #: Places of the window that cards, tabs and strips stand on; tags keep clear of them.
    covered: list[QRectF] = field(default_factory=list)
    #: Doors that are ringed, in map coordinates.
    lit_xy: Floats = field(default_factory=lambda: np.empty((0, 2)))
    _fills: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def mode(self) -> style.Mode:
        """Light or dark, as the palette calls it."""
        return "dark" if self.dark else "light"

    @property
    def surface(self) -> style.Surface:
        """Colours of the ground and of everything that is no fill."""
        return style.surface(self.mode)

    @property
    def border_colour(self) -> str:
        """Colour of the grids' borders."""
        return style.MAGENTA if self.magenta else self.surface.border

    @property
    def origin(self) -> tuple[float, float]:
        """What is taken from all coordinates."""
        return self.net.origin if self.net is not None else (0.0, 0.0)

    @property
    def shown_net(self) -> GridNet | None:
        """Grids whose fills and labels are shown: the proposal's while there is one."""
        return self.proposal or self.net

    @property
    def shown_figures(self) -> pd.DataFrame | None:
        """Figures that go with :attr:`shown_net`."""
        return self.proposal_figures if self.proposal else self.figures

    @property
    def has_ground(self) -> bool:
        """Whether there is anything on the map at all."""
        return extent(self.plan) is not None if self.plan else False

    def load(self, plan: Plan | None, change: Change | None) -> None:
        """Take a plan; with the change that led to it only what it touches is rebuilt."""
        small = (
            plan is not None
            and change is not None
            and self.plan is not None
            and self.plan.crs == plan.crs
            and self.net is not None
            and "scheme" not in change.tables
        )
        self._fills = {}
        if not small:
            self.figures = None  # after a small change the old ones stand until new ones come
        if plan is None:
            self.plan, self.net, self.ground = None, None, None
            self.proposal, self.proposal_plan, self.lines = None, None, None
            self.before = None
            return
        if small and self.net is not None and self.ground is not None:
            assert change is not None
            self.plan = plan
            self.ground.moved_on(plan, change)
            if "grids" in change.tables:
                rows = change.tables["grids"]
                touched = {*map(int, rows.old["uid"]), *map(int, rows.new["uid"])}
                self.net.load(plan, touched)
                if self.proposal_plan is not None:
                    self.propose(self.proposal_plan)
        else:
            self.propose(None)
            around = extent(plan) or (0.0, 0.0, 0.0, 0.0)
            origin = (float(round(around[0])), float(round(around[1])))
            self.plan = plan
            self.net, self.ground = GridNet(origin), Ground(plan, origin)
            self.net.load(plan)
            self.before = self.net.cells
        self.level = min(max(self.level, 1), plan.scheme.depth)

    def propose(self, plan: Plan | None) -> None:
        """Take a proposed plan, or none."""
        self._fills = {}
        self.proposal_figures = None
        self.proposal_plan = plan
        self.proposal, self.lines = None, None
        if plan is not None:
            self.proposal = GridNet(self.origin)
            self.proposal.load(plan)
            today = self.net.borders if self.net is not None else Borders(self.origin)
            proposed = self.proposal.borders
            self.lines = Lines(today.parted(proposed)[1], *proposed.parted(today))

    def give_figures(self, summary: Summary | None, proposal: Summary | None) -> None:
        """Take the figures of the plan and of the proposal."""
        self.figures = None if summary is None else summary.grids
        self.proposal_figures = None if proposal is None else proposal.grids
        self._fills = {}

    def restyle(self, theme: Theme | None = None, dark: bool | None = None) -> None:
        """Show another theme, or light or dark."""
        self.theme = theme or self.theme
        self.dark = self.dark if dark is None else dark
        self._fills = {}

    def drawn(self, name: str, denominator: float) -> bool:
        """Tell whether a layer is drawn at a scale; doors come earlier where they have colours."""
        if name == "entrances" and self.theme == "captain":
            near = denominator <= DOORS_UP_TO or name in self.layering.always
            return near and self.layering.drawn(name, 0.0)
        return self.layering.drawn(name, denominator)

    def fills(self) -> dict[int, str]:
        """Give the fill of every grid that is shown."""
        if not self._fills and self.shown_net is not None:
            today = self.net.cells if self.net is not None else None
            before = today if self.proposal else self.before
            self._fills["shown"] = fills(
                self.shown_net, self.theme, self.shown_figures, self.mode, before
            )
        return self._fills.get("shown", {})


def extent(plan: Plan | None) -> Bounds | None:
    """Give the bounds of what a plan holds; ``None`` where it holds nothing."""
    return None if plan is None else plan.derived("map.extent", _extent, _EXTENT)


def _extent(plan: Plan) -> Bounds | None:
    for name in _EXTENT:
        shapes = shapes_of(plan.tables[name]["geometry"])
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes):
            west, south, east, north = shapely.total_bounds(shapes)
            return float(west), float(south), float(east), float(north)
    return None
