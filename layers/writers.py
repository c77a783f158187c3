"""The registry of what can be written: format name → writer, all with one signature.

``write(plan, summary, out, options) -> WriteResult``. The modules are imported when they
are first used, so that a command that exports nothing starts without folium.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gridplanner.errors import UsageError
from gridplanner.model import Plan
from layers.export_options import ExportOptions, Summary, Writer, WriteResult


@dataclass(frozen=True)
class Format:
    """One format: its suffix, its titles and how to get its writer."""

    name: str
    suffix: str
    zh: str
    en: str
    load: Callable[[], Writer]


def _lazy(module: str, function: str = "write") -> Callable[[], Writer]:
    def load() -> Writer:
        return cast("Writer", getattr(import_module(module), function))

    return load


_FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("html", ".html", "网页地图", "Web map", _lazy("layers.web_map")),
        Format(
            "shp", ".zip", "Shapefile 压缩包", "Shapefile pack", _lazy("layers.write_shapefile")
        ),
        Format(
            "gpkg", ".gpkg", "GeoPackage", "GeoPackage", _lazy("layers.write_vector", "write_gpkg")
        ),
        Format(
            "geojson",
            ".geojson",
            "GeoJSON",
            "GeoJSON",
            _lazy("layers.write_vector", "write_geojson"),
        ),
        Format("kml", ".kml", "KML", "KML", _lazy("layers.write_vector", "write_kml")),
        Format("dxf", ".dxf", "CAD 图（DXF）", "CAD drawing (DXF)", _lazy("layers.write_dxf")),
        # The registers before the report: a suffix alone asks for the first that has it.
        Format("xlsx", ".xlsx", "Excel 登记表", "Excel registers", _lazy("layers.write_workbook")),
        Format(
            "quality",
            ".html",
            "质检报告（网页）",
            "Quality report (HTML)",
            _lazy("layers.quality_report", "write_html"),
        ),
        Format(
            "quality_xlsx",
            ".xlsx",
            "质检报告（Excel）",
            "Quality report (Excel)",
            _lazy("layers.quality_report", "write_xlsx"),
        ),
    )
}


def formats() -> Mapping[str, Format]:
    """List all formats by name."""
    return MappingProxyType(_FORMATS)


def register(entry: Format) -> None:
    """Add a format, such as the window's PDF sheet."""
    _FORMATS[entry.name] = entry


def format_of(path: Path) -> Format:
    """Find the format that a file's suffix asks for.

    Raises
    ------
    UsageError
        ``export.format``.

    Examples
    --------
    >>> format_of(Path("地图.html")).name
    'html'
    """
    for entry in _FORMATS.values():
        if path.suffix.lower() == entry.suffix:
            return entry
    raise UsageError("export.format", {"value": path.suffix, "known": ", ".join(_FORMATS)})


def write(
    name: str, plan: Plan, summary: Summary, out: Path, options: ExportOptions | None = None
) -> WriteResult:
    """Write a plan in the named format.

    Parameters
    ----------
    name : str
        A key of :func:`formats`.
    plan, summary
        What to write, and its numbers.
    out : Path
        File to make or replace; whole or not at all.
    options : ExportOptions, optional

    Raises
    ------
    UsageError
        The format or an option is unknown.
    InputError, StoreError
        The file cannot be written.
    """
    if name not in _FORMATS:
        raise UsageError("export.format", {"value": name, "known": ", ".join(_FORMATS)})
    options = (options or ExportOptions()).checked(plan)
    return _FORMATS[name].load()(plan, summary, Path(out), options)
