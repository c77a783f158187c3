"""Where the data of a sheet begins: title lines, header, hint lines, blank and total lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layers.cells import as_text
from layers.column_names import VOCABULARY
from layers.columns import fold_title
from layers.notes import Note

Row = Sequence[Any]

#: Rows in which a header is looked for.
_DEPTH = 30
_HINT = re.compile(
    r"必填|选填|示例|例如|样例|如[：:]|填写|格式|请(?:填|选|输)|下拉|单选|多选|可为空|位数字|精确到|以[、;；]|;分隔|分号"
)
_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|填表人|制表人|审核人?|负责人签字|注|说明)\s*[：:]?.*"
)


@dataclass(frozen=True)
class Layout:
    """Which rows of a sheet are what; indices into its rows, from 0."""

    header: int
    titles: tuple[str, ...]
    known: int
    data: tuple[int, ...]
    notes: tuple[Note, ...]


def layout(rows: Sequence[Row], sheet: str, first: int = 1) -> Layout | None:
    """Find the header and the data rows.

    Parameters
    ----------
    rows : sequence of rows
        All cells, merged ones filled.
    sheet : str
        Name for the notes.
    first : int
        Number a person sees for ``rows[0]``.

    Returns
    -------
    Layout or None
        ``None`` where no row looks like a header: a sheet of prose.
    """
    header = _header(rows)
    if header is None:
        return None
    texts = [as_text(v) for v in rows[header]]
    titles = _titles(texts, [as_text(v) for v in rows[header - 1]] if header else [])
    known = sum(fold_title(t) in VOCABULARY for t in texts)
    wide = sum(bool(t) for t in texts) >= 4
    data, hints, totals, blank = [], [], [], 0
    still_hints = True
    for at in range(header + 1, len(rows)):
        cells = [as_text(v) for v in rows[at]]
        filled = [cell for cell in cells if cell]
        if not filled:
            blank += 1
            continue
        if cells == texts:
            continue  # the header again, at the top of a printed page
        if still_hints and at - header <= 3 and _is_hint(filled):
            hints.append(at + first)
            continue
        still_hints = False
        if wide and _TOTAL.fullmatch(filled[0]) and len(filled) <= max(3, len(titles) // 3):
            totals.append(at + first)
            continue
        data.append(at)
    notes = []
    if header:
        notes.append(Note("sheet.header", {"sheet": sheet, "row": header + first}))
    if hints:
        notes.append(Note("sheet.hints", {"sheet": sheet, "rows": _list(hints)}))
    if totals:
        notes.append(Note("sheet.totals", {"sheet": sheet, "rows": _list(totals)}))
    if blank:
        notes.append(Note("sheet.blank", {"sheet": sheet, "count": blank}))
    return Layout(header, tuple(titles), known, tuple(data), tuple(notes))


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _header(rows: Sequence[Row]) -> int | None:
    """Find the row with the most known titles; else the first that is all short words."""
    best, best_score = None, 1.0
    plain = None
    width = max((sum(bool(as_text(v)) for v in row) for row in rows[: _DEPTH * 2]), default=0)
    for at, row in enumerate(rows[:_DEPTH]):
        texts = [as_text(v) for v in row]
        filled = [t for t in texts if t]
        distinct = set(filled)
        known = len({fold_title(t) for t in distinct} & VOCABULARY)
        # One known word in a long row of others is a value, not a header: 楼 in an address.
        score = known + known / max(len(distinct), 1)
        if known >= 2 and score > best_score:
            best, best_score = at, score
        words = all(isinstance(v, str) and len(v) <= 20 for v in row if as_text(v))
        enough = len(distinct) >= max(2, 0.6 * width) and len(distinct) == len(filled)
        if plain is None and words and enough and not any(t[:1].isdigit() for t in filled):
            plain = at
        if known == 1 and len(distinct) == width <= 2 and plain is None:
            plain = at
    if best is None and plain is None and width == 1 and rows:
        texts = [as_text(row[0]) for row in rows[:_DEPTH] if row]
        plain = next((i for i, t in enumerate(texts) if fold_title(t) in VOCABULARY), None)
    return best if best is not None else plain


def _titles(texts: Sequence[str], above: Sequence[str]) -> list[str]:
    """Name the columns; an empty title takes the one above, a repeated one gets a number."""
    titles: list[str] = []
    for at, text in enumerate(texts):
        name = " ".join(text.split())
        if not name and at < len(above):
            name = above[at] if len(set(above)) > 1 else ""
        name = name or f"列{at + 1}"
        base, number = name, 2
        while name in titles:
            name, number = f"{base}_{number}", number + 1
        titles.append(name)
    return titles


def _is_hint(filled: Sequence[str]) -> bool:
    """Whether a row under the header tells how to fill the sheet in."""
    if filled[0].startswith(("示例", "例：", "例:", "样例", "填写说明")):
        return True
    marked = sum(bool(_HINT.search(cell)) for cell in filled)
    return marked >= max(1, len(filled) / 3)
