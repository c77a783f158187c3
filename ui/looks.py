"""How the map is looked at, as plain values that a project keeps: theme, level, layers, basemap."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from ui.canvas.layering import UP_TO, Layering
from ui.canvas.online import ONLINE
from ui.canvas.themes import Theme
from ui.canvas.view import MapView


def take_look(view: MapView) -> dict[str, Any]:
    """Read the look of a map."""
    layering = view.scene.layering
    return {
        "theme": view.theme(),
        "level": view.level(),
        "order": list(layering.order),
        "hidden": sorted(layering.hidden),
        "opacity": dict(layering.opacity),
        "always": sorted(layering.always),
        "legend_folded": view.scene.legend_folded,
        "basemap": str(view.scene.basemap.path) if view.scene.basemap is not None else "",
    }


def basemap_of(look: Mapping[str, Any]) -> Path | None:
    """Give the file of the basemap, where there is one still."""
    path = Path(str(look.get("basemap") or ""))
    return path if path.is_file() else None


def is_online(look: Mapping[str, Any]) -> bool:
    """Tell whether the map was looked at over tiles of the user's server.

    A project keeps no more than that: address and key are the user's own settings.
    """
    return look.get("basemap") == str(ONLINE)


def give_look(view: MapView, look: Mapping[str, Any]) -> None:
    """Give a map its look; what this version does not know is left as it is at first."""
    layering = Layering()
    known = set(layering.order)
    order = [name for name in _texts(look.get("order")) if name in known]
    if len(order) == len(known):
        layering = layering.ordered(order)
    if isinstance(look.get("hidden"), list):
        hidden = set(_texts(look["hidden"]))
        for name in layering.order:
            layering = layering.with_layer(name, visible=name not in hidden)
    opacity = look.get("opacity")
    for name, value in opacity.items() if isinstance(opacity, dict) else ():
        if name in known and isinstance(value, (int, float)):
            layering = layering.with_layer(name, opacity=float(value))
    for name in set(_texts(look.get("always"))) & set(UP_TO):
        layering = layering.with_layer(name, always=True)
    view.scene.layering = layering
    view.scene.legend_folded = look.get("legend_folded") is True
    if look.get("theme") in get_args(Theme):
        view.set_theme(look["theme"])
    if isinstance(look.get("level"), int):
        view.set_level(look["level"])
    view.repaint_all()


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
