r"""DXF for CAD: closed polylines and texts on a layer a level, in metres.

The oldest dialect that all CAD programs read (R12), in the code page that Chinese ones write
(ANSI_936, which is GBK). A letter that GBK lacks is written as ``\U+XXXX``: CAD programs show
the letter. Tried: all hanzi as ``\U+XXXX``; GDAL and QGIS show the codes as they stand.

Source: Autodesk, *DXF Reference*, group codes of AC1009 POLYLINE, VERTEX, TEXT and LAYER.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gridplanner.crs import crs_of
from gridplanner.errors import UsageError
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from layers.export_fields import grid_frame
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.notes import Note
from layers.privacy import mark_of
from layers.privacy_scan import hand_over
from layers.titles import title_of

#: Colour numbers of AutoCAD by layer: black or white, red, blue, green, grey, cyan, magenta.
_WHITE, _RED, _GREEN, _CYAN, _BLUE, _MAGENTA, _GREY = 7, 1, 3, 4, 5, 6, 8
_LEVEL_COLOURS = (_MAGENTA, _RED, _BLUE, _GREEN, _CYAN, _WHITE)
#: Height of the texts of the leaves, in metres; each level above is half as large again.
_TEXT_M = 8.0
_GROW = 1.5
#: Lines of a text stand this many heights apart.
_LEADING = 1.6
#: Layers of the ground: table, name of the layer, colour.
_GROUND = (
    ("boundary", "BOUNDARY", _WHITE),
    ("buildings", "BUILDINGS", _GREY),
    ("streets", "STREETS", _GREY),
    ("water", "WATER", _CYAN),
)


@dataclass(frozen=True)
class _Text:
    layer: str
    x: float
    y: float
    height: float
    text: str


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write grids, boundary and ground as a drawing.

    Layers: ``GRID_L1`` … with the outlines of a level, ``GRID_L1_TEXT`` … with code, name
    and, where the profile shows them, 户 and 人; ``BOUNDARY BUILDINGS STREETS WATER``.

    Raises
    ------
    UsageError
        ``dxf.degrees``: a CRS in degrees is no drawing.
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    crs = crs_of(options.crs or plan.crs)
    if not crs.is_projected:
        raise UsageError("dxf.degrees", {"crs": options.crs})
    frame, notes = grid_frame(plan, summary, options)
    frame = frame.to_crs(crs)
    outlines: dict[str, list[Any]] = {}
    texts: list[_Text] = []
    rows: dict[str, int] = {}
    for level in plan.scheme.levels:
        if options.level not in (None, level.level):
            continue
        mine = frame[(frame["level"] == level.level).to_numpy()]
        name = f"GRID_L{level.level}"
        outlines[name] = list(mine.geometry)
        height = _TEXT_M * _GROW ** (plan.scheme.depth - level.level)
        texts += _labels(mine.drop(columns="geometry"), outlines[name], f"{name}_TEXT", height,
                         options)  # fmt: skip
        rows[name] = len(mine)
    for table, name, _ in _GROUND:
        layer = plan.layer(table).to_crs(crs)
        shapes = shapes_of(layer.geometry)
        outlines[name] = list(shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))])
        rows[name] = len(outlines[name])
    if not len(frame):
        notes.append(Note("export.no_grids"))
    texts += _imprint(plan, outlines, options)
    lines = _drawing(plan, outlines, texts)
    content, lost = _encoded(lines)
    if lost:
        notes.append(Note("dxf.lost", {"characters": "".join(sorted(lost))}))
    hand_over(out, content, plan, options)
    return WriteResult(out, tuple(notes), rows)


def _labels(
    frame: Any, shapes: Iterable[Any], layer: str, height: float, options: ExportOptions
) -> Iterator[_Text]:
    """Write code, name and counts of each grid, under each other around an inner point."""
    zh = options.language == "zh"
    for row, shape in zip(frame.to_dict("records"), shapes, strict=True):
        lines = [str(row["code"])]
        if row["name"]:
            lines.append(str(row["name"]))
        if not np.isnan(row["households"]) and not np.isnan(row["persons"]):
            households, persons = int(row["households"]), int(row["persons"])
            lines.append(
                f"{households}户 {persons}人" if zh else f"{households} hh, {persons} persons"
            )
        x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        top = y + (len(lines) - 1) / 2 * height * _LEADING
        for number, text in enumerate(lines):
            yield _Text(layer, x, top - number * height * _LEADING, height, text)


def _imprint(plan: Plan, outlines: dict[str, list[Any]], options: ExportOptions) -> Iterator[_Text]:
    """Write title, date and mark above the drawing."""
    shapes = [shape for group in outlines.values() for shape in group]
    if not shapes:
        return
    west, _, _, north = shapely.total_bounds(shapes_of(shapes))
    mark = mark_of(options.profile, options.language) if options.mark is None else options.mark
    title = title_of(plan, options)
    said = " ".join(filter(None, [title, options.day, mark]))
    yield _Text("TITLE", float(west), float(north) + 4 * _TEXT_M, 3 * _TEXT_M, said)


def _drawing(plan: Plan, outlines: dict[str, list[Any]], texts: list[_Text]) -> list[str]:
    """Give the lines of the file: group codes and values in turn."""
    shapes = shapes_of([shape for group in outlines.values() for shape in group])
    west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else (0.0, 0.0, 1.0, 1.0)
    lines = [
        "0", "SECTION", "2", "HEADER",
        "9", "$ACADVER", "1", "AC1009",
        "9", "$DWGCODEPAGE", "3", "ANSI_936",
        "9", "$EXTMIN", "10", _number(west), "20", _number(south), "30", "0.0",
        "9", "$EXTMAX", "10", _number(east), "20", _number(north), "30", "0.0",
        "0", "ENDSEC",
        "0", "SECTION", "2", "TABLES",
        "0", "TABLE", "2", "LTYPE", "70", "1",
        "0", "LTYPE", "2", "CONTINUOUS", "70", "0", "3", "Solid line", "72", "65", "73", "0",
        "40", "0.0",
        "0", "ENDTAB",
    ]  # fmt: skip
    layers = _layers(plan, outlines, texts)
    lines += ["0", "TABLE", "2", "LAYER", "70", str(len(layers))]
    for name, colour in layers.items():
        lines += ["0", "LAYER", "2", name, "70", "0", "62", str(colour), "6", "CONTINUOUS"]
    lines += ["0", "ENDTAB"]
    # A Chinese letter shape beside the usual one, else CAD shows question marks.
    lines += [
        "0", "TABLE", "2", "STYLE", "70", "1",
        "0", "STYLE", "2", "STANDARD", "70", "0", "40", "0.0", "41", "1.0", "50", "0.0",
        "71", "0", "42", "2.5", "3", "txt", "4", "gbcbig.shx",
        "0", "ENDTAB", "0", "ENDSEC",
        "0", "SECTION", "2", "ENTITIES",
    ]  # fmt: skip
    for name, group in outlines.items():
        for shape in group:
            lines += _polylines(name, shape)
    for text in texts:
        lines += _text(text)
    return [*lines, "0", "ENDSEC", "0", "EOF"]


def _layers(plan: Plan, outlines: dict[str, list[Any]], texts: list[_Text]) -> dict[str, int]:
    colours = {name: colour for _, name, colour in _GROUND}
    for level in plan.scheme.levels:
        colour = _LEVEL_COLOURS[min(level.level - 1, len(_LEVEL_COLOURS) - 1)]
        colours |= {f"GRID_L{level.level}": colour, f"GRID_L{level.level}_TEXT": colour}
    used = dict.fromkeys([*outlines, *(text.layer for text in texts)])
    return {"0": _WHITE, **{name: colours.get(name, _WHITE) for name in used}}


def _polylines(layer: str, shape: Any) -> list[str]:
    """Write each ring as a closed polyline, each line as an open one, each point as a point."""
    lines: list[str] = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Point":
            x, y = shapely.get_coordinates(part)[0]
            lines += ["0", "POINT", "8", layer, "10", _number(x), "20", _number(y), "30", "0.0"]
            continue
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        closed = part.geom_type == "Polygon"
        for ring in rings:
            xy = shapely.get_coordinates(ring)
            xy = xy[:-1] if closed else xy
            lines += ["0", "POLYLINE", "8", layer, "66", "1", "10", "0.0", "20", "0.0",
                      "30", "0.0", "70", "1" if closed else "0"]  # fmt: skip
            for x, y in xy:
                lines += ["0", "VERTEX", "8", layer, "10", _number(x), "20", _number(y),
                          "30", "0.0"]  # fmt: skip
            lines += ["0", "SEQEND", "8", layer]
    return lines


def _text(text: _Text) -> list[str]:
    """Write one line of text, centred on its place."""
    x, y = _number(text.x), _number(text.y)
    return [
        "0", "TEXT", "8", text.layer, "10", x, "20", y, "30", "0.0",
        "40", _number(text.height), "1", text.text, "7", "STANDARD", "72", "1",
        "11", x, "21", y, "31", "0.0", "73", "2",
    ]  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.4f}"


def _encoded(lines: list[str]) -> tuple[bytes, set[str]]:
    """Encode the file; control characters would break its lines and are left out.

    Returns
    -------
    content : bytes
    lost : set of str
        Characters that there is no way to write.
    """
    lost: set[str] = set()
    made = []
    for line in lines:
        text = "".join(c for c in line if c >= " ")
        made.append("".join(c if _in_gbk(c) else escaped(c) for c in text))
        lost |= {c for c in text if ord(c) > 0xFFFF}
    return ("\r\n".join(made) + "\r\n").encode("gbk"), lost


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def escaped(character: str) -> str:
    r"""Write a character as CAD programs do; one beyond four digits becomes 〓.

    Examples
    --------
    >>> escaped("网"), escaped("𠮷")
    ('\\U+7F51', '\\U+3013')
    """
    number = ord(character)
    return f"\\U+{number if number <= 0xFFFF else 0x3013:04X}"
