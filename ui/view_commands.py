"""What the actions do with the view: theme, level, zoom, language, palette, layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QApplication, QFileDialog

from gridplanner.errors import EditError, GridPlannerError, InputError
from gridplanner.wording import Language
from layers.tile_address import TileAddress, tile_address
from ui import theme
from ui.actions import Actions
from ui.canvas.basemap import IMAGES, TILES, open_basemap
from ui.canvas.online import OnlineTiles, TileFetcher
from ui.canvas.scene import extent
from ui.canvas.themes import Theme
from ui.canvas.view import MapView
from ui.dialogs.online_dialog import OnlineDialog
from ui.language import Languages, language, tr
from ui.looks import basemap_of, give_look, is_online, take_look
from ui.preferences import Preferences
from ui.session import Session


class ViewCommands(QObject):
    """Handlers of the actions that concern the view."""

    def __init__(
        self,
        app: QApplication,
        session: Session,
        view: MapView,
        preferences: Preferences,
        languages: Languages,
    ) -> None:
        super().__init__(view)
        self._app = app
        self._session = session
        self._view = view
        self._preferences = preferences
        self._languages = languages
        self.actions: Actions | None = None
        view.empty_button.asked.connect(self._do)
        session.project_opened.connect(self._allow)

    def _do(self, name: str) -> None:
        if self.actions is not None:
            self.actions[name].trigger()

    def _allow(self, _project: object) -> None:
        """Leave the empty map without a button where nothing may be written."""
        self._view.empty_button.setEnabled(self._session.may_write)

    def _choose(self, group: str, name: str) -> None:
        if self.actions is not None:
            self.actions.choose(group, name)

    def reflect(self) -> None:
        """Check the actions that stand for how things are."""
        self._choose("theme", f"theme_{self._view.theme()}")
        self._choose("tool", self._view.tool())
        self._choose("language", f"lang_{language()}")
        if self.actions is not None:
            self.actions["dark"].setChecked(theme.is_dark())
            self.actions["snap"].setChecked(self._view.snapping)
            self.actions["trace"].setChecked(self._view.tracing)
            self.actions["cross"].setChecked(self._view.cross)
            self.actions["magenta"].setChecked(self._view.scene.magenta)
            self.actions["fold_legend"].setChecked(self._view.scene.legend_folded)

    def use_theme(self, name: str) -> None:
        """Fill the grids by another theme."""
        self._view.set_theme(cast("Theme", name))
        self.reflect()

    def use_tool(self, name: str) -> None:
        """Take up a tool."""
        self._view.set_tool(name)
        self._view.setFocus()
        self.reflect()

    def use_language(self, wanted: str) -> None:
        """Switch the language of everything."""
        chosen = cast("Language", wanted)
        self._preferences.set("language", chosen)
        self._view.set_language(chosen)
        self._languages.use(chosen)
        self.reflect()

    def toggle_dark(self) -> None:
        """Switch between the light and the dark palette."""
        dark = not theme.is_dark()
        self._preferences.set("dark", dark)
        theme.apply(self._app, dark=dark)
        self._view.set_dark(dark)
        if self.actions is not None:
            self.actions.dress()
        self.reflect()

    def level_by(self, step: int) -> None:
        """Show another level."""
        self._view.set_level(self._view.level() + step)

    # Basemap and the look that a project keeps -----------------------------------------

    def choose_basemap(self) -> None:
        """Ask for a picture and lay it under the map."""
        patterns = " ".join(f"*{suffix}" for suffix in (*TILES, *IMAGES))
        name, _ = QFileDialog.getOpenFileName(
            self._view.window(),
            tr("底图"),
            str(self._preferences.last_folder),
            tr("底图（{patterns}）", patterns=patterns),
        )
        if name:
            self.use_basemap(Path(name))

    def use_basemap(self, path: Path) -> bool:
        """Lay a picture under the map; whether it could be read."""
        plan = self._session.plan
        bounds = extent(plan)
        if bounds is None:
            self._session.failed.emit(EditError("plan.no_boundary", hint="plan.no_boundary.hint"))
            return False
        try:
            self._view.set_basemap(open_basemap(path, plan.crs, bounds))
        except GridPlannerError as error:
            self._session.failed.emit(error)
            return False
        return True

    def choose_online(self) -> None:
        """Ask for the address of a tile server and the user's key."""
        kept = self._preferences
        dialog = OnlineDialog(
            str(kept.get("tile_template")), str(kept.get("tile_key")), self._view.window()
        )
        dialog.asked.connect(self._online_chosen)
        dialog.open()

    def _online_chosen(self, address: TileAddress) -> None:
        self._preferences.set("tile_template", address.template)
        self._preferences.set("tile_key", address.key)
        self.use_online()

    def use_online(self) -> bool:
        """Lay the tiles of the user's server under the map; whether there is one."""
        template, key = (str(self._preferences.get(f"tile_{name}")) for name in ("template", "key"))
        if not template or not self._session.is_open:
            return False
        try:
            address = tile_address(template, key)
        except GridPlannerError as error:
            self._session.failed.emit(error)
            return False
        fetcher = TileFetcher(address, self)
        fetcher.failed.connect(self._tiles_failed)
        self._view.set_basemap(OnlineTiles(fetcher, self._session.plan.crs))
        return True

    def _tiles_failed(self, code: str, facts: dict[str, Any]) -> None:
        self._session.failed.emit(InputError(code, facts))

    def drop_basemap(self) -> None:
        """Take the picture away."""
        self._view.set_basemap(None)

    def keep_look(self) -> None:
        """Keep with the project how it is looked at."""
        project = self._session.project
        if project is None:
            return
        try:
            project.keep_look(take_look(self._view))
        except GridPlannerError as error:
            self._session.failed.emit(error)

    def restore_look(self) -> None:
        """Look at the project as it was looked at last."""
        project = self._session.project
        if project is None:
            return
        try:
            look = project.look
        except GridPlannerError as error:
            self._session.failed.emit(error)
            return
        self._view.set_basemap(None)
        path = basemap_of(look)
        if path is not None:
            self.use_basemap(path)
        elif is_online(look):
            self.use_online()
        give_look(self._view, look)
        self.reflect()

    def zoom_selection(self) -> None:
        """Look at the selected grids."""
        self._view.zoom_to_grids(self._session.selection)
