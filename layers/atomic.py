"""Whole files or none: written to a sibling, synced, then put in place.

A file that was there stays as it was until the new one is complete.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gridplanner.errors import GridPlannerError, InputError, StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: A scratch folder with less room than this after a failed write was full, whatever GDAL said.
_NEARLY_FULL_BYTES = 1 << 20


def write_error(error: OSError, file: Path) -> GridPlannerError:
    """Turn what the system said about a write into a typed error.

    Returns
    -------
    StoreError
        ``file.disk_full``: no room, or over the quota.
    InputError
        ``file.unwritable``: anything else (read-only, no folder, a folder of that name).
    """
    if error.errno in _FULL:
        return StoreError("file.disk_full", {"file": str(file)})
    return InputError(
        "file.unwritable",
        {"file": str(file), "reason": error.strerror or type(error).__name__},
        hint="file.choose_another",
    )


def write_bytes(out: Path, content: bytes) -> None:
    """Write a file whole or leave everything as it was.

    Parameters
    ----------
    out : Path
        File to make or replace; its folder must exist.
    content : bytes

    Raises
    ------
    StoreError
        ``file.disk_full``.
    InputError
        ``file.unwritable``.
    """
    out = Path(out)
    sibling = out.with_name(f".{out.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        # "x": never write through somebody's link; ordinary permissions, unlike mkstemp's.
        with sibling.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(sibling, out)  # noqa: PTH105  (Path.replace cannot be faked apart in tests)
        _sync_folder(out.parent)
    except OSError as error:
        raise write_error(error, out) from error
    finally:
        # Gone after a replace; after any failure, also Ctrl+C, nothing may stay behind.
        with suppress(OSError):
            sibling.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can sync folders."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network shares refuse to sync a folder; the file itself is on the disk.
        if error.errno not in {errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EIO}:
            raise
    finally:
        os.close(handle)


@contextmanager
def scratch(out: Path) -> Iterator[Path]:
    """Give a folder for a library that writes files itself; it is gone afterwards.

    Parameters
    ----------
    out : Path
        The file that is being made, to be named in errors.

    Raises
    ------
    StoreError
        ``file.disk_full`` where the library failed and the scratch folder has no room left.
    InputError
        ``file.unwritable`` where no scratch folder can be made or written.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="gridplanner-"))
    except OSError as error:
        raise write_error(error, out) from error
    try:
        yield folder
    except OSError as error:
        raise write_error(error, out) from error
    except RuntimeError as error:
        # pyogrio's errors are RuntimeErrors and carry no errno.
        if shutil.disk_usage(folder).free < _NEARLY_FULL_BYTES:
            raise StoreError("file.disk_full", {"file": str(out)}) from error
        raise StoreError("file.write_failed", {"file": str(out), "reason": str(error)}) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
