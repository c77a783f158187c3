"""The page: a folium map whose scripts, styles and pictures all stand inside the file."""

from __future__ import annotations

import base64
import html
import json
import re
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from xstatic.pkg import leaflet

_STYLES = ("map.css", "print.css")
_SCRIPTS = (
    "decode.js", "draw.js", "basemap.js", "labels.js", "panels.js", "card.js", "search.js",
    "swipe.js", "print.js", "app.js",
)  # fmt: skip
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class Raw(Element):
    """Text that goes into the page as it is.

    branca makes a Jinja template of every text an element gets; a grid named ``{{7*7}}``
    would be run at export. This element is never parsed.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self._text = text

    def render(self, **_kwargs: Any) -> str:
        """Give the text."""
        return self._text


class OfflineMap(folium.Map):
    """A folium map that links to no file of the network."""

    # folium puts what stands here as links into the head: ten files on four hosts.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012  (declared so by folium)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class GridPlannerMap(MacroElement):
    """The grids on an :class:`OfflineMap`: data, panels and the script that draws them.

    Parameters
    ----------
    data : dict
        What :func:`layers.web_map.payload.payload` gives.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            GridPlanner.start({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "GridPlannerMap"
        self._id = "0"
        self._data = data

    def render(self, **kwargs: Any) -> str:
        """Put assets into the head and the panels into the body, then the starting call.

        A MacroElement writes into the figure; what it gives back is not used.
        """
        figure = self.get_root()
        assert isinstance(figure, Figure)
        figure.header.add_child(Raw(_head()), name="gridplanner_assets")
        figure.html.add_child(Raw(_body(self._data)), name="gridplanner_panels")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


def page(data: dict[str, Any]) -> str:
    """Make the whole HTML text.

    Parameters
    ----------
    data : dict
        What :func:`layers.web_map.payload.payload` gives.

    Returns
    -------
    str
        The same bytes for the same data.
    """
    east, north = ((data["origin"][i]) / data["steps"] for i in (0, 1))
    chart = OfflineMap(
        location=(north, east),
        tiles=None,
        zoom_start=14,
        zoom_control=False,
        control_scale=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=90,
        max_zoom=21,
        min_zoom=7,
    )
    # folium names elements by chance; a fixed name keeps equal plans byte for byte equal.
    chart._id = "0"  # noqa: SLF001
    GridPlannerMap(data).add_to(chart)
    figure = cast("Figure", chart.get_root())
    figure.title = html.escape(data["title"])
    text: str = figure.render()
    language = "zh-CN" if data["language"] == "zh" else "en"
    return text.replace("<html>", f'<html lang="{language}">', 1)


def json_for_script(data: Any) -> str:
    r"""Write JSON that may stand inside a ``<script>`` element.

    >>> json_for_script({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Half a surrogate pair, from a broken import, cannot be encoded.
    return text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=1)
def _assets() -> tuple[list[str], list[str]]:
    """Read the styles and scripts that every page has."""
    own = resources.files(__package__)
    styles = [_leaflet("leaflet.css"), *(own.joinpath(n).read_text("utf-8") for n in _STYLES)]
    scripts = [
        _leaflet("leaflet.js"),
        *(own.joinpath(name).read_text("utf-8") for name in _SCRIPTS),
    ]
    return styles, scripts


def own_assets() -> frozenset[str]:
    """Give the program's own styles and scripts: what no plan can put anything into."""
    return frozenset(text for texts in _assets() for text in texts)


@lru_cache(maxsize=1)
def _head() -> str:
    styles, scripts = _assets()
    # No address may be asked, whatever a later change or a data text tries.
    policy = (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
    )
    return "\n".join(
        [
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="robots" content="noindex">',
            '<link rel="icon" href="data:,">',
            *(f"<style>{text}</style>" for text in styles),
            *(f"<script>{text}</script>" for text in scripts),
        ]
    )


def _leaflet(name: str) -> str:
    """Read a file of Leaflet with the pictures it names put inside."""
    folder = resources.files(leaflet).joinpath("data")
    text = folder.joinpath(name).read_text("utf-8")

    def inside(match: re.Match[str]) -> str:
        address = match.group(1)
        if address.startswith(("data:", "#")):
            return match.group(0)
        picture = base64.b64encode(folder.joinpath(address).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{picture})"

    if name.endswith(".css"):
        return _URL.sub(inside, text)
    return _SOURCE_MAP.sub("", text)


def _body(data: dict[str, Any]) -> str:
    panels = resources.files(__package__).joinpath("panels.html").read_text("utf-8")
    return (
        f'{panels}\n<script type="application/json" id="gp-data">{json_for_script(data)}</script>'
    )
