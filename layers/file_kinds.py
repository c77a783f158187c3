"""What a file holds, guessed by what it is called; a sheet also by its columns."""

from __future__ import annotations

import re
from pathlib import Path

from gridplanner.errors import GridPlannerError
from layers.columns import recognise
from layers.formats import is_table
from layers.read_table import read_table

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
    for words, kind in FILE_WORDS:
        if re.search(words, stem):
            return kind
    try:
        return _by_columns(path) if is_table(path) else "buildings"
    except GridPlannerError:
        return "buildings"


def _by_columns(path: Path) -> str:
    """Tell a sheet of households from one of persons by the columns it has."""
    sheets = read_table(path)
    if not sheets:
        return "households"
    found = {kind: len(recognise(kind, sheets[0].frame)) for kind in ("households", "persons")}
    return max(found, key=lambda kind: found[kind])
