"""What the window remembers between starts, as one table of keys and defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PyQt6.QtCore import QByteArray, QSettings

from gridplanner.wording import Language

#: Key → default. Nothing else is read or written.
DEFAULTS: dict[str, Any] = {
    "language": "zh",
    "dark": False,
    "recent": [],
    "geometry": None,
    "state": None,
    "hidden_docks": [],
    "open_folder_after_export": True,
    "last_folder": "",
    "export_profile": "meeting",
    "tile_template": "",
    "tile_key": "",
}
MAX_RECENT = 8


class Preferences:
    """The settings file of the user."""

    def __init__(self) -> None:
        self._file = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gridplanner", "window"
        )

    @property
    def language(self) -> Language:
        """Language of the window; Chinese whatever the system's is."""
        return "en" if self.get("language") == "en" else "zh"

    @property
    def dark(self) -> bool:
        """Whether the palette is dark."""
        return str(self.get("dark")).lower() == "true"

    @property
    def recent(self) -> list[Path]:
        """Project files opened last that are still there, the newest first."""
        kept = self.get("recent") or []
        names = [kept] if isinstance(kept, str) else cast("list[str]", kept)
        return [path for path in map(Path, names) if path.is_file()]

    @property
    def hidden_docks(self) -> list[str]:
        """Names of the docks that the user has closed."""
        kept = self.get("hidden_docks") or []
        return [kept] if isinstance(kept, str) else cast("list[str]", kept)

    @property
    def last_folder(self) -> Path:
        """Folder of the file chosen last; the home folder at first."""
        kept = Path(str(self.get("last_folder") or ""))
        return kept if str(kept) != "." and kept.is_dir() else Path.home()

    def remember_project(self, path: Path) -> None:
        """Put a project first in the list of recent ones."""
        names = [str(path), *(str(p) for p in self.recent if p != path)]
        self.set("recent", names[:MAX_RECENT])
        self.set("last_folder", str(path.parent))

    def layout(self, key: str) -> QByteArray | None:
        """Give a kept window geometry or dock state."""
        kept = self.get(key)
        return kept if isinstance(kept, QByteArray) else None

    def get(self, key: str) -> Any:
        """Read a setting.

        Raises
        ------
        KeyError
            There is no such setting.
        """
        return self._file.value(key, DEFAULTS[key])

    def set(self, key: str, value: Any) -> None:
        """Keep a setting.

        Raises
        ------
        KeyError
            There is no such setting.
        """
        if key not in DEFAULTS:
            raise KeyError(key)
        self._file.setValue(key, value)
