"""Where things stand in the window of an opened web map."""

from __future__ import annotations

from .chromium import Tab


def centre(browser: Tab, code: str) -> list[float]:
    """Place of a grid's label in the window."""
    value: list[float] = browser.run(
        f"""(() => {{
          const a = GridPlanner.app, g = a.data.grids, i = g.code.indexOf('{code}');
          const p = a.scene.project, at = a.map.latLngToContainerPoint(
            p.toLatLng(p.x(g.label[3 * i]), p.y(g.label[3 * i + 1])));
          const b = a.map.getContainer().getBoundingClientRect();
          return [at.x + b.x, at.y + b.y];
        }})()"""
    )
    return value
