"""The registry, and files that are whole or not there."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from gridplanner.errors import GridPlannerError, InputError, StoreError, UsageError
from gridplanner.sentences.writing import WRITING
from layers import atomic
from layers.export_options import ExportOptions
from layers.writers import Format, format_of, formats, register, write

from .plans import numbers, small_plan

NAMES = sorted(formats())


@pytest.mark.parametrize("name", NAMES)
def test_every_format_replaces_a_file_whole(name: str, tmp_path: Path) -> None:
    out = tmp_path / f"导出{formats()[name].suffix}"
    out.write_bytes(b"old")
    plan = small_plan()
    result = write(name, plan, numbers(plan), out)
    assert result.path == out
    assert out.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [out]
    assert all(note.code in WRITING for note in result.notes)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (errno.ENOSPC, "file.disk_full", StoreError),
        (errno.EROFS, "file.unwritable", InputError),
        (errno.EACCES, "file.unwritable", InputError),
    ],
)
def test_a_failed_write_leaves_what_was_there(
    name: str,
    number: int,
    code: str,
    kind: type[GridPlannerError],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"old")
    plan = small_plan()
    figures = numbers(plan)

    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind) as caught:
        write(name, plan, figures, out)
    assert caught.value.code == code
    assert caught.value.facts["file"] == str(out)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_opening_can_fail_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(InputError) as caught:
        atomic.write_bytes(tmp_path / "out", b"new")
    assert caught.value.code == "file.unwritable"


@pytest.mark.parametrize("place", ["missing/out.html", "."])
def test_no_folder_and_a_folder_are_said(place: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        atomic.write_bytes(tmp_path / place, b"new")
    assert caught.value.code == "file.unwritable"
    assert list(tmp_path.iterdir()) == []


def test_a_full_scratch_folder_is_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 0

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage)
    with pytest.raises(StoreError) as caught, atomic.scratch(Path("out.zip")):
        raise RuntimeError("GDAL could not write")
    assert caught.value.code == "file.disk_full"


def test_other_failures_of_gdal_are_said_with_their_words() -> None:
    with pytest.raises(StoreError) as caught, atomic.scratch(Path("out.zip")) as folder:
        raise RuntimeError("odd geometry")
    assert caught.value.code == "file.write_failed"
    assert not folder.exists()


def test_options_are_checked(tmp_path: Path) -> None:
    plan = small_plan()
    figures = numbers(plan)
    for options, code in (
        (ExportOptions(profile="secret"), "export.profile"),  # type: ignore[arg-type]
        (ExportOptions(encoding="latin"), "export.encoding"),  # type: ignore[arg-type]
        (ExportOptions(level=4), "export.level"),
        (ExportOptions(crs="EPSG:0"), "crs.unknown"),
    ):
        with pytest.raises(UsageError) as caught:
            write("html", plan, figures, tmp_path / "out", options)
        assert caught.value.code == code
    with pytest.raises(UsageError) as caught:
        write("doc", plan, figures, tmp_path / "out")
    assert caught.value.code == "export.format"
    assert list(tmp_path.iterdir()) == []


def test_suffixes_find_their_format() -> None:
    assert format_of(Path("a/B.XLSX")).name == "xlsx"
    with pytest.raises(UsageError):
        format_of(Path("a.doc"))


def test_others_may_register(monkeypatch: pytest.MonkeyPatch) -> None:
    import layers.writers as registry

    monkeypatch.setattr(registry, "_FORMATS", dict(registry._FORMATS))
    register(Format("pdf", ".pdf", "图幅", "Sheet", formats()["html"].load))
    assert format_of(Path("a.pdf")).name == "pdf"


def test_every_sentence_is_there_twice() -> None:
    for code, (zh, en) in WRITING.items():
        assert zh
        assert en
        assert code.split(".")[0] in {"file", "export", "basemap", "dxf", "edit", "mapping"}
