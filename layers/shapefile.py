"""Find the parts of a shapefile, also inside a zip, and lay them out so that GDAL can read them."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from gridplanner.errors import InputError
from layers.notes import Note

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class Parts:
    """A shapefile that GDAL can open, its ``.cpg`` if any, and what was odd."""

    shp: Path
    cpg: str | None
    notes: tuple[Note, ...] = ()

    @property
    def dbf(self) -> Path:
        """The attribute table; it may not exist."""
        return self.shp.with_suffix(".dbf")


@contextlib.contextmanager
def laid_out(path: Path, layer: str | None = None) -> Iterator[Parts]:
    """Give a shapefile's parts in a folder of our own, which is gone afterwards.

    The copy is read, not the original: a missing ``.shx`` can be made up for without
    writing beside the user's file, suffixes in capitals are lowered, and the ``.cpg`` is
    left out so that GDAL hands over the bytes as they are.

    Parameters
    ----------
    path : Path
        A ``.shp``, any other part of it, or a ``.zip``.
    layer : str, optional
        Which shapefile of a zip.

    Raises
    ------
    InputError
        ``file.not_zip``, ``zip.no_shapefile``, ``zip.several_shapefiles``,
        ``file.not_shapefile``.
    """
    with tempfile.TemporaryDirectory(prefix="gridplanner-") as folder:
        target = Path(folder)
        if path.suffix.lower() == ".zip":
            _unpack(path, layer, target)
        else:
            for part in path.parent.iterdir():
                if part.stem == path.stem and part.suffix.lower() in _PARTS:
                    shutil.copyfile(part, target / f"layer{part.suffix.lower()}")
        yield _parts(path, target)


def layer_names(path: Path) -> list[str]:
    """List the shapefiles inside a zip, without their suffix."""
    with _opened(path) as archive:
        return [PurePosixPath(_name(i)).stem for i in _shapefiles(archive)]


def _parts(path: Path, folder: Path) -> Parts:
    shp = folder / "layer.shp"
    cpg = folder / "layer.cpg"
    text = cpg.read_text("latin-1")[:200] if cpg.exists() else None
    cpg.unlink(missing_ok=True)
    notes = []
    if not shp.exists() or shp.stat().st_size < 100:
        raise InputError("file.not_shapefile", {"file": str(path), "found": "damaged data"})
    with shp.open("rb") as stream:
        header = stream.read(100)
    if header[:4] != b"\x00\x00\x27\x0a":
        raise InputError("file.not_shapefile", {"file": str(path), "found": "damaged data"})
    said, real = int.from_bytes(header[24:28], "big") * 2, shp.stat().st_size
    if said > real:
        notes.append(Note("shapefile.truncated", {"said": said, "real": real}))
    notes += [
        Note("shapefile.part_missing", {"part": suffix})
        for suffix in (".shx", ".dbf", ".prj")
        if not (folder / f"layer{suffix}").exists()
    ]
    if not (folder / "layer.shx").exists():
        _index(shp)
    return Parts(shp, text, tuple(notes))


def _index(shp: Path) -> None:
    """Write the ``.shx`` of a shapefile, up to the first record that is not whole.

    GDAL can do this too, but refuses a file whose last record is cut.

    Source: ESRI Shapefile Technical Description, 1998: offsets and lengths in 16-bit words.
    """
    raw = shp.read_bytes()
    entries = bytearray()
    at = 100
    while at + 8 <= len(raw):
        words = int.from_bytes(raw[at + 4 : at + 8], "big")
        if words < 2 or at + 8 + words * 2 > len(raw):
            break
        entries += (at // 2).to_bytes(4, "big") + words.to_bytes(4, "big")
        at += 8 + words * 2
    header = bytearray(raw[:100])
    header[24:28] = ((100 + len(entries)) // 2).to_bytes(4, "big")
    shp.with_suffix(".shx").write_bytes(bytes(header + entries))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, NotImplementedError, EOFError) as error:
        raise InputError("file.not_zip", {"file": str(path), "found": "damaged data"}) from error


def _name(info: ZipInfo) -> str:
    """Read a member's name; old Windows packers write it in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _shapefiles(archive: ZipFile) -> list[ZipInfo]:
    return [
        info
        for info in archive.infolist()
        if _name(info).lower().endswith(".shp")
        and not PurePosixPath(_name(info)).name.startswith("._")
    ]


def _unpack(path: Path, layer: str | None, target: Path) -> None:
    with _opened(path) as archive:
        found = _shapefiles(archive)
        if layer is not None:
            found = [i for i in found if PurePosixPath(_name(i)).stem == layer]
        if not found:
            raise InputError("zip.no_shapefile", {"file": str(path), "layer": layer or ""})
        if len(found) > 1:
            names = "、".join(PurePosixPath(_name(i)).stem for i in found)
            raise InputError("zip.several_shapefiles", {"file": str(path), "layers": names})
        base = _name(found[0])[:-4]
        for info in archive.infolist():
            name = _name(info)
            suffix = name[len(base) :].lower()
            if name.startswith(base) and suffix in _PARTS:
                # Only our own names are written, so no member can leave the folder.
                with archive.open(info) as source, (target / f"layer{suffix}").open("wb") as sink:
                    shutil.copyfileobj(source, sink)
