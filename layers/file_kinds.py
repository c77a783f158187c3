"""What a file holds, guessed by what it is called; a sheet also by its columns."""

from __future__ import annotations

import re
from pathlib import Path

from gridplanner.errors import GridPlannerError, InputError
from layers.columns import recognise
from layers.formats import is_table
from layers.read_table import read_table
from layers.read_vector import RawLayer, list_layers, read_vector

#: Words in a file's name → kind of import; the first that fits.
FILE_WORDS: tuple[tuple[str, str], ...] = (
    (r"boundary|边界|范围", "boundary"),
    (r"area|社区|村界|辖区|行政区", "areas"),
    (r"gate|出入口|大门", "gates"),
    (r"entrance|door|单元|楼门(?!长)|门洞", "entrances"),
    (r"person|worker|staff|people|人员|网格员|名册|楼门长", "persons"),
    (r"household|户|居民", "households"),
    (r"compound|小区|院落|estate", "compounds"),
    (r"building|楼|建筑|房屋", "buildings"),
    (r"street|road|路|街", "streets"),
    (r"water|river|水|河", "water"),
    (r"mask|不服务|绿地|山", "mask"),
    (r"place|poi|服务点|设施", "places"),
    (r"grid|网格", "grids"),
)

#: What a reader says of a file with several layers.
WHICH = ("layer.which", "zip.several_shapefiles")


def guess_kind(path: Path) -> str:
    """Guess the kind of import that a file is for.

    Returns
    -------
    str
        A key of :data:`layers.importing.IMPORTERS`; ``"buildings"`` where nothing tells.

    Examples
    --------
    >>> [guess_kind(Path(name)) for name in ("城关镇边界.shp", "streets.zip", "楼门长名册.xlsx")]
    ['boundary', 'streets', 'persons']
    """
    stem = path.stem.lower()
    if is_table(path) and re.search(r"待办|worklist", stem):
        # A work list is called after its project, whatever that is called after.
        stem = ""
    told = told_by(stem)
    if told is not None:
        return told
    try:
        return _by_columns(path) if is_table(path) else "buildings"
    except GridPlannerError:
        return "buildings"


def told_by(name: str) -> str | None:
    """Give the kind that a name tells; ``None`` where it tells none.

    Examples
    --------
    >>> [told_by(name) for name in ("Boundary", "道路_2026", "layer 1")]
    ['boundary', 'streets', None]
    """
    found = (kind for words, kind in FILE_WORDS if re.search(words, name.lower()))
    return next(found, None)


def layer_for(path: Path, kind: str) -> str | None:
    """Choose the layer of a map file with several that an import is for.

    Returns
    -------
    str or None
        The one layer whose name tells the kind; ``None`` where the file has one layer, or
        none or several tell it.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    layers = list_layers(path)
    fitting = [layer for layer in layers if told_by(layer) == kind]
    return fitting[0] if len(layers) > 1 and len(fitting) == 1 else None


def read_layer(
    path: Path, kind: str, layer: str | None, encoding: str | None, crs: str | None
) -> tuple[RawLayer, str | None]:
    """Read a map file; of several layers the one that is called after the kind.

    Returns
    -------
    RawLayer, str or None
        And the layer that was chosen by its name.

    Raises
    ------
    InputError
        As :func:`layers.read_vector.read_vector`.
    """
    try:
        return read_vector(path, layer, encoding, crs), None
    except InputError as error:
        chosen = layer_for(path, kind) if error.code in WHICH else None
        if chosen is None:
            raise
    return read_vector(path, chosen, encoding, crs), chosen


def contents(path: Path) -> list[tuple[str | None, str]]:
    """Guess all that a file holds.

    Returns
    -------
    list of (str or None, str)
        Layer and kind. Of a map file with several layers those whose name tells a kind, the
        first of each; else the file as a whole, with ``None``.

    Raises
    ------
    InputError
        The file is a map file and cannot be read.
    """
    layers = [] if is_table(path) else list_layers(path)
    if len(layers) > 1:
        told: dict[str, str] = {}
        for layer in layers:
            kind = told_by(layer)
            if kind is not None:
                told.setdefault(kind, layer)
        if told:
            return [(layer, kind) for kind, layer in told.items()]
    return [(None, guess_kind(path))]


def _by_columns(path: Path) -> str:
    """Tell a sheet of households from one of persons by the columns it has."""
    sheets = read_table(path)
    if not sheets:
        return "households"
    found = {kind: len(recognise(kind, sheets[0].frame)) for kind in ("households", "persons")}
    return max(found, key=lambda kind: found[kind])
