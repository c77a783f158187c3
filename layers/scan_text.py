"""Take a finished file apart into the texts and counts that a reader could find in it.

Everything that is written is looked at as it would be by somebody who wants to know: zips
are opened, tables read, script data decoded, and the raw bytes of a database searched too,
as its free pages may hold what was deleted.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl

from layers.export_fields import GRID_FIELDS
from layers.scan_pdf import pdf_texts
from layers.small_counts import RESIDENTS

#: Fields that count residents, by every name they go by in a file.
COUNT_NAMES: frozenset[str] = frozenset(
    name
    for field in GRID_FIELDS
    if field.column in RESIDENTS
    for name in (field.name, field.column, field.zh, field.en)
)
#: Counts as our drawings write them: 120户 390人; 120 hh, 390 persons.
_DXF_COUNT = re.compile(r"\b(\d+)(?:户|人| hh\b| persons\b)")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_DATA = re.compile(r'<script type="application/json" id="gp-data">(.*?)</script>', re.DOTALL)
_DXF_ESCAPE = re.compile(r"\\U\+([0-9a-fA-F]{4})")
#: The page's own scripts and styles: the program's text, the same in every file.
_ASSETS = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """One part of a file: where it stands, its text, counts of residents, names of fields."""

    where: str
    text: str
    counts: tuple[tuple[str, float], ...] = ()
    fields: tuple[str, ...] = ()


def pieces(name: str, content: bytes) -> Iterator[Piece]:
    """Take a file apart.

    Parameters
    ----------
    name : str
        Its suffix decides how; an unknown one is read as text in the usual encodings.
    content : bytes

    Yields
    ------
    Piece
    """
    # A file's name is read by everybody.
    yield Piece(name, PurePosixPath(name).stem)
    suffix = PurePosixPath(name).suffix.lower()
    if content[:4] == b"PK\x03\x04":
        yield from _zip(name, content)
        if suffix == ".xlsx":
            yield from _sheets(name, content)
        return
    yield from _READERS.get(suffix, _plain)(name, content)


def _zip(name: str, content: bytes) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield Piece(name, archive.comment.decode("utf-8", "replace"))
        for member in archive.infolist():
            yield from pieces(f"{name}/{member.filename}", archive.read(member))


def _html(name: str, content: bytes) -> Iterator[Piece]:
    text = content.decode("utf-8", "replace")
    found = _DATA.search(text)
    if found:
        data = json.loads(found.group(1))
        grids = data.get("grids", {})
        counts = tuple(
            (field, float(value))
            for field in RESIDENTS
            for value in grids.get(field, [])
            if value is not None
        )
        yield Piece(f"{name}#data", "\n".join(_strings(data)), counts)
        text = text.replace(found.group(0), "")
    # Only the program's own scripts and styles are passed over, by what they are.
    known = import_module("layers.web_map.page").own_assets()
    text = _ASSETS.sub(lambda match: "" if match.group(2) in known else match.group(0), text)
    yield Piece(name, _unescaped(text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _json(name: str, content: bytes) -> Iterator[Piece]:
    text = content.decode("utf-8", "replace")
    try:
        data = json.loads(text)
    except ValueError:
        data = {}
    counts = tuple(
        (key, float(value))
        for feature in data.get("features", [])
        for key, value in feature.get("properties", {}).items()
        if key in COUNT_NAMES and isinstance(value, int | float)
    )
    titles = {
        str(key) for feature in data.get("features", []) for key in feature.get("properties", {})
    }
    yield Piece(name, _unescaped(text), counts, tuple(sorted(titles)))


def _xml(name: str, content: bytes) -> Iterator[Piece]:
    text = content.decode("utf-8", "replace")
    pairs = re.findall(r'<Data name="(\w+)">.*?<value>([^<]*)</value>', text, re.DOTALL)
    counts = tuple((key, _number(value)) for key, value in pairs if key in COUNT_NAMES)
    titles = set(re.findall(r'<(?:Data|SimpleData) name="([^"]*)"', text))
    yield Piece(name, _unescaped(text), counts, tuple(map(html.unescape, sorted(titles))))


def _dbf(name: str, content: bytes) -> Iterator[Piece]:
    """Read the fields of a dbf; its texts in both encodings that we write."""
    start = int.from_bytes(content[8:10], "little")
    width = int.from_bytes(content[10:12], "little")
    fields: list[tuple[str, int, int]] = []
    offset, place = 1, 32
    while place + 32 <= start and content[place] != 0x0D:
        raw = content[place : place + 11].split(b"\0", 1)[0]
        title = raw.decode("gbk" if content[29] == 0x4D else "utf-8", "replace")
        fields.append((title, offset, content[place + 16]))
        offset += content[place + 16]
        place += 32
    counts: list[tuple[str, float]] = []
    for title, at, length in fields:
        if title in COUNT_NAMES and width:
            counts += [
                (title, _number(content[row + at : row + at + length].decode("ascii", "ignore")))
                for row in range(start, len(content) - width + 1, width)
            ]
    codec = "gbk" if content[29] == 0x4D else "utf-8"
    titles = tuple(title for title, _, _ in fields)
    text = "\n".join(titles) + "\n" + content[start:].decode(codec, "replace")
    yield Piece(name, text, tuple(counts), titles)


def _gpkg(name: str, content: bytes) -> Iterator[Piece]:
    # The raw bytes first: a deleted row may still stand in a free page.
    yield Piece(f"{name}#bytes", content.decode("utf-8", "ignore"))
    with tempfile.TemporaryDirectory(prefix="gridplanner-") as folder:
        path = Path(folder) / "scan.gpkg"
        path.write_bytes(content)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            tables = [
                row[0]
                for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            for table in tables:
                if table.startswith(("rtree_", "sqlite_")):
                    continue
                quoted = '"' + table.replace('"', '""') + '"'
                rows = connection.execute(f"SELECT * FROM {quoted}")  # noqa: S608
                titles = [column[0] for column in rows.description]
                texts, counts = [*titles], []
                for row in rows:
                    texts += [value for value in row if isinstance(value, str)]
                    counts += [
                        (title, float(value))
                        for title, value in zip(titles, row, strict=True)
                        if title in COUNT_NAMES and isinstance(value, int | float)
                    ]
                yield Piece(f"{name}/{table}", "\n".join(texts), tuple(counts), tuple(titles))


def _sheets(name: str, content: bytes) -> Iterator[Piece]:
    """Read the sheets of a workbook again as tables, for their counts."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        heads: dict[int, str] = {}
        counts = []
        texts = [sheet.title]
        for row in sheet.iter_rows(values_only=True):
            named = {i: str(v) for i, v in enumerate(row) if str(v) in COUNT_NAMES}
            heads = named or heads
            texts += [value for value in row if isinstance(value, str)]
            counts += [
                (heads[i], float(value))
                for i, value in enumerate(row)
                if i in heads and isinstance(value, int | float)
            ]
        yield Piece(f"{name}/{sheet.title}", "\n".join(texts), tuple(counts), tuple(texts))
    book.close()


def _pdf(name: str, content: bytes) -> Iterator[Piece]:
    yield Piece(name, "\n".join(pdf_texts(content)))


def _dxf(name: str, content: bytes) -> Iterator[Piece]:
    r"""Read a drawing as text; older ones write hanzi as ``\U+4E2D``."""
    for codec in ("utf-8", "gb18030"):
        text = "\n".join(_dxf_words(content.decode(codec, "ignore")))
        text = _DXF_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
        counts = [("HU", float(count)) for count in _DXF_COUNT.findall(text)]
        yield Piece(name, text, tuple(counts))


def _dxf_words(text: str) -> Iterator[str]:
    """Leave out the coordinates: among so many numbers some look like a telephone's."""
    lines = text.splitlines()
    for code, value in zip(lines[::2], lines[1::2], strict=False):
        if not (code.strip().isdigit() and 10 <= int(code) < 60):
            yield f"{code}\n{value}"
    if len(lines) % 2:
        yield lines[-1]


def _plain(name: str, content: bytes) -> Iterator[Piece]:
    yield Piece(name, _unescaped(content.decode("utf-8", "ignore")))
    if any(byte >= 0x80 for byte in content[:200_000]):
        for codec in ("gb18030", "utf-16-le"):
            yield Piece(name, content.decode(codec, "ignore"))


def _nothing(_name: str, _content: bytes) -> Iterator[Piece]:
    """Give nothing: coordinates, checksums and pixels have no texts."""
    yield from ()


def _unescaped(text: str) -> str:
    """Undo the escapes of JSON and HTML, so that no secret hides behind one."""
    return html.unescape(_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


Reader = Callable[[str, bytes], Iterator[Piece]]


def register(suffix: str, reader: Reader) -> None:
    """Read files of a suffix with a reader of another room, such as the window's for PDF."""
    _READERS[suffix] = reader


_READERS: dict[str, Reader] = {
    ".html": _html,
    ".geojson": _json,
    ".json": _json,
    ".kml": _xml,
    ".xml": _xml,
    ".dbf": _dbf,
    ".gpkg": _gpkg,
    ".pdf": _pdf,
    ".dxf": _dxf,
    ".shp": _nothing,
    ".shx": _nothing,
    ".png": _nothing,
    ".sha256": _nothing,
}
