"""The map widget: shows a plan, says what is pointed at and picked, emits edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QHideEvent, QPainter
from PyQt6.QtWidgets import QWidget

from gridplanner.changes import Change
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.report import Summary, summary
from gridplanner.wording import Language
from layers.style import LegendEntry
from ui.canvas import doors, furniture, overlay
from ui.canvas.basemap import Basemap
from ui.canvas.empty_button import EmptyButton
from ui.canvas.flash import Flash
from ui.canvas.gridnet import cells_of
from ui.canvas.holding import ToolHost
from ui.canvas.layering import AT_FIRST
from ui.canvas.level_tabs import LevelTabs
from ui.canvas.online import OnlineTiles
from ui.canvas.themes import Theme
from ui.canvas.tool_strip import ToolStrip

#: Below this n of 1:n labels show figures.
FIGURES_UP_TO = 6_000.0
#: Tiles that have come are painted together after so long.
TILES_MS = 120
#: Opacity of the fills over a basemap.
PALE = 0.4


class MapView(ToolHost):
    """The map.

    Figures come from :meth:`set_summary`; a view that was never given any works them out
    itself when they are first needed. Edits are emitted by :attr:`gesture`, never applied.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flash = Flash(self)
        self._flash.changed.connect(self.update)
        self._own_figures = True
        self._tiles_due = self.timer(TILES_MS, self.repaint_all)
        #: The plan that the theme *by what changed* compares with.
        self.baseline: Plan | None = None
        self.strip = ToolStrip(self)
        self.level_tabs = LevelTabs(self)
        self.level_tabs.chosen.connect(self.set_level)
        #: Asks for what an empty map lacks.
        self.empty_button = EmptyButton(self)

    # What is shown -----------------------------------------------------------------------

    def set_plan(self, plan: Plan | None, change: Change | None = None) -> None:
        """Show a plan; with the change that led to it, only what it touches is rebuilt."""
        had_ground = self.scene.has_ground
        self.scene.load(plan, change)
        self._tool.plan_changed()
        known = self.scene.net.cells if self.scene.net else {}
        self.selected = [uid for uid in self.selected if uid in known]
        if self._hover not in known:
            self._set_hover(0)
        if change is None:
            self.baseline = plan
        if change is None or not had_ground:
            self._tool.cancel()
            self.level_tabs.refresh()  # the fit keeps clear of them
            self.zoom_to_plan()
        self.repaint_all()

    def compare_with(self, plan: Plan) -> None:
        """Let the theme *by what changed* compare with another plan."""
        self.baseline = plan
        self.scene.before = cells_of(plan)
        self.scene.restyle()
        self.repaint_all()

    def set_summary(self, figures: Summary | None, proposal: Summary | None = None) -> None:
        """Take the figures of the plan (and of the proposal) as they become known."""
        self._own_figures = False
        self.scene.give_figures(figures, proposal)
        self.repaint_all()

    def set_proposal(self, plan: Plan | None) -> None:
        """Show proposed grids over today's, or none."""
        self.scene.propose(plan)
        self.repaint_all()

    def set_theme(self, theme: Theme) -> None:
        """Fill the grids by parent, by deviation, by kind or by what changed."""
        self.scene.restyle(theme=theme)
        self.repaint_all()

    def set_magenta(self, magenta: bool) -> None:
        """Draw the grids' borders in magenta, or in the palette's colour."""
        self.scene.magenta = magenta
        self.repaint_all()

    def theme(self) -> Theme:
        """Name the theme in force."""
        return self.scene.theme

    def set_level(self, level: int) -> None:
        """Make a level the one that is picked, filled and labelled."""
        depth = self.scene.plan.scheme.depth if self.scene.plan else level
        self.scene.level = min(max(level, 1), depth)
        self._set_hover(0)
        self.repaint_all()

    def level(self) -> int:
        """Give the number of the active level."""
        return self.scene.level

    def set_layer(
        self,
        name: str,
        visible: bool | None = None,
        opacity: float | None = None,
        always: bool | None = None,
    ) -> None:
        """Show or hide a layer, set its opacity (0 … 1), or draw it at every scale.

        Raises
        ------
        KeyError
            There is no such layer.
        """
        self.scene.layering = self.scene.layering.with_layer(name, visible, opacity, always)
        self.repaint_all()

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Lay a picture under the map, or none; fills let it shine through."""
        scene = self.scene
        if scene.basemap is not None:
            scene.basemap.close()
        self._tiles_due.stop()
        if isinstance(basemap, OnlineTiles):
            basemap.fetcher.arrived.connect(self._tiles_came)
        had, scene.basemap = scene.basemap is not None, basemap
        if had != (basemap is not None):
            pale = PALE if basemap is not None else AT_FIRST["grids"]
            scene.layering = scene.layering.with_layer("grids", opacity=pale)
        self.repaint_all()

    def _tiles_came(self) -> None:
        """Paint soon, with others that come; a map that is hidden has nothing to paint."""
        if self.isVisible():
            self._tiles_due.start()

    def set_layer_order(self, names: Sequence[str]) -> None:
        """Put layers into another order, bottom up; borders and labels stay on top."""
        self.scene.layering = self.scene.layering.ordered(names)
        self.repaint_all()

    def layers(self) -> list[tuple[str, bool, float]]:
        """List name, visibility and opacity of the layers, bottom up."""
        return self.scene.layering.rows()

    def set_language(self, language: Language) -> None:
        """Choose the language of the map's own words."""
        self.scene.language = language
        self.strip.refresh()
        self.repaint_all()

    def set_dark(self, dark: bool) -> None:
        """Choose the dark or the light surface."""
        self.scene.restyle(dark=dark)
        self.repaint_all()

    def legend(self) -> list[LegendEntry]:
        """List the rows of the legend as it stands on the map."""
        return furniture.legend(self.scene, self.camera)

    # Selection ---------------------------------------------------------------------------

    def flash(self, uids: Iterable[int] = (), point: tuple[float, float] | None = None) -> None:
        """Light up grids or a place for a moment."""
        self._flash.start(uids, point)

    def light_doors(self, ids: Iterable[str]) -> None:
        """Ring doors, by their ids, until others are chosen."""
        plan, wanted = self.scene.plan, set(ids)
        self.scene.lit_xy = np.empty((0, 2))
        if plan is not None and wanted:
            table = plan.tables["entrances"]
            mine = table["id"].isin(wanted).to_numpy()
            self.scene.lit_xy = shapely.get_coordinates(shapes_of(table["geometry"])[mine])
        self.update()

    def come_to(self, uids: Iterable[int]) -> None:
        """Bring grids into the middle, at the same scale, where they are out of sight."""
        bounds = self.scene.net.bounds_of(uids) if self.scene.net else None
        if bounds is None:
            return
        west, south, east, north = self.camera.bounds
        if bounds[0] < west or bounds[1] < south or bounds[2] > east or bounds[3] > north:
            x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
            self.set_camera(replace(self.camera, x=x, y=y))

    def grid_under_pointer(self) -> int:
        """Give the grid of the active level under the pointer; 0 where there is none."""
        if self.scene.net is None or not self.underMouse():
            return 0
        return self.scene.net.at(self.scene.level, *self.camera.to_map(self._pointer))

    def unit_under_pointer(self) -> tuple[str, bool] | None:
        """Give id and lock of the unit under the pointer."""
        if self.scene.plan is None:
            return None
        units = self.scene.plan.tables["units"]
        at = self._row_under_pointer(units)
        if at is None:
            return None
        return str(units["id"].iloc[at]), bool(units["locked"].iloc[at])

    def compound_under_pointer(self) -> tuple[str, str] | None:
        """Give id and name of the compound under the pointer."""
        if self.scene.plan is None:
            return None
        compounds = self.scene.plan.tables["compounds"]
        at = self._row_under_pointer(compounds)
        if at is None:
            return None
        code, name = str(compounds["id"].iloc[at]), str(compounds["name"].iloc[at])
        return code, name or code

    def _row_under_pointer(self, table: pd.DataFrame) -> int | None:
        point = shapely.Point(self.camera.to_map(self._pointer))
        hits = np.flatnonzero(shapely.intersects(shapes_of(table["geometry"]), point))
        return int(hits[0]) if len(hits) else None

    def zoom_to_grids(self, uids: Iterable[int]) -> None:
        """Look at grids, with some of what is around them."""
        bounds = self.scene.net.bounds_of(uids) if self.scene.net else None
        if bounds is not None:
            west, south, east, north = bounds
            room = max(east - west, north - south, 40.0) * 0.3
            self.zoom_clear((west - room, south - room, east + room, north + room))

    # Painting ----------------------------------------------------------------------------

    def before_picture(self) -> None:
        """Work out the figures where nobody else does and the picture shows them."""
        needed = self.scene.theme == "deviation" or self.camera.denominator <= FIGURES_UP_TO
        if needed:
            self._work_out()

    def _work_out(self) -> None:
        scene = self.scene
        if not self._own_figures or scene.plan is None or not scene.shown_net:
            return
        if scene.shown_figures is None:
            proposed = summary(scene.proposal_plan) if scene.proposal_plan else None
            scene.give_figures(summary(scene.plan), proposed)

    def paint_over(self, painter: QPainter) -> None:
        """Paint selection, hover, flash and the tool's preview."""
        overlay.draw_selection(painter, self.scene, self.camera, self.selected, self._hover)
        doors.draw_lit(painter, self.scene, self.camera)
        self._flash.paint(painter, self.scene, self.camera)
        self._tool.paint(painter)

    def paint_last(self, painter: QPainter) -> None:
        """Paint the tool's tag and the tip."""
        self._tool.paint_tag(painter)
        if self._tip_shown and self._hover:
            window = QRectF(self.rect())
            overlay.draw_tip(painter, self.scene, self._pointer, self._hover, window)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Let no timer run for a map that nobody sees."""
        self._flash.stop()
        self._tiles_due.stop()
        super().hideEvent(event)

    def before_tip(self) -> None:
        """Work out the figures that the tip says."""
        self._work_out()
