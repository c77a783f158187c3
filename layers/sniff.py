"""What a file really is, whatever its suffix says."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from gridplanner.errors import InputError

#: Kind of file → what to call it when it was not expected.
NAMES = {
    "shp": "Shapefile",
    "zip": "ZIP",
    "gpkg": "GeoPackage",
    "sqlite": "SQLite",
    "xlsx": "Excel (xlsx)",
    "xls": "Excel (xls)",
    "json": "JSON",
    "kml": "KML",
    "xml": "XML",
    "html": "HTML",
    "pdf": "PDF",
    "dxf": "DXF",
    "text": "TXT/CSV",
    "image": "PNG/JPEG",
    "empty": "0 B",
    "binary": "binary data",
}


def sniff(path: Path) -> str:
    """Tell the kind of a file by its first bytes.

    Returns
    -------
    str
        A key of :data:`NAMES`.

    Raises
    ------
    InputError
        ``file.missing``, ``file.folder`` or ``file.unreadable``.
    """
    if not path.exists():
        raise InputError("file.missing", {"file": str(path)})
    if path.is_dir():
        raise InputError("file.folder", {"file": str(path)})
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise InputError(
            "file.unreadable", {"file": str(path), "reason": error.strerror or str(error)}
        ) from error
    return _kind(path, head)


def _kind(path: Path, head: bytes) -> str:
    if not head:
        return "empty"
    magics: tuple[tuple[bytes, str], ...] = (
        (b"\x00\x00\x27\x0a", "shp"),
        (b"%PDF", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"\x89PNG", "image"),
        (b"\xff\xd8\xff", "image"),
    )
    for magic, kind in magics:
        if head.startswith(magic):
            return kind
    if head.startswith(b"SQLite format 3\x00"):
        # Application id "GPKG", or "GP10"/"GP11" of the first versions.
        return "gpkg" if head[68:70] == b"GP" else "sqlite"
    if head.startswith(b"PK") and is_zipfile(path):
        return "xlsx" if _is_workbook(path) else "zip"
    return _text_kind(head)


def _is_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (BadZipFile, OSError):
        return False


def _text_kind(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = start[:2048].lower()
    if start.startswith((b"{", b"[")):
        return "json"
    if lower.startswith((b"<!doctype html", b"<html", b"<head")):
        return "html"
    if start.startswith(b"<"):
        return "kml" if b"<kml" in lower else "html" if b"<html" in lower else "xml"
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary"
    lines = [line.strip() for line in head.replace(b"\r", b"\n").split(b"\n") if line.strip()]
    if len(lines) >= 2 and lines[0] in (b"0", b"999") and lines[1].startswith((b"SECTION", b"DXF")):
        return "dxf"
    return "text"


def expect(path: Path, code: str, *kinds: str) -> str:
    """Ask that a file is one of some kinds.

    Raises
    ------
    InputError
        ``code`` with ``file`` and ``found``; ``file.empty`` for a file without a byte.
    """
    kind = sniff(path)
    if kind == "empty":
        raise InputError("file.empty", {"file": str(path)})
    if kind not in kinds:
        raise InputError(code, {"file": str(path), "found": NAMES[kind]})
    return kind
