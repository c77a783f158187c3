"""Geometry as the GeoPackage keeps it: a short header before WKB, whole arrays at a time.

Source: OGC 12-128r18 (GeoPackage 1.3), 2.1.3 *Geometry encoding*.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

_MAGIC = b"GP\x00"
_LITTLE, _BOX, _EMPTY = 0x01, 0x02, 0x10
#: Bytes of the envelope by the three bits that name its kind.
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def to_blobs(
    shapes: Sequence[Any] | np.ndarray[Any, np.dtype[Any]], srs_id: int
) -> list[bytes | None]:
    r"""Encode geometries, each with header and, points apart, its bounding box.

    Parameters
    ----------
    shapes : array of geometry
        Any types; ``None`` gives ``None``.
    srs_id : int
        Key in ``gpkg_spatial_ref_sys``.

    Returns
    -------
    list of bytes or None
        Empty for empty input.

    Examples
    --------
    >>> to_blobs([shapely.Point(1, 2), None], 4545)[0][:4]
    b'GP\x00\x01'
    """
    array = np.asarray(shapes, dtype=object)
    if array.size == 0:
        return []
    wkbs = shapely.to_wkb(array, byte_order=1, flavor="iso")
    empty = shapely.is_empty(array)
    # A point's box says nothing that the point itself does not.
    boxed = ~empty & (shapely.get_type_id(array) > 0)
    boxes = np.ascontiguousarray(shapely.bounds(array)[:, [0, 2, 1, 3]], dtype="<f8")
    srs = struct.pack("<i", srs_id)
    plain = _MAGIC + bytes([_LITTLE]) + srs
    hollow = _MAGIC + bytes([_LITTLE | _EMPTY]) + srs
    with_box = _MAGIC + bytes([_LITTLE | _BOX]) + srs
    return [
        None
        if wkb is None
        else (with_box + box.tobytes() + wkb if has_box else (hollow if nothing else plain) + wkb)
        for wkb, nothing, has_box, box in zip(wkbs, empty, boxed, boxes, strict=True)
    ]


def from_blobs(blobs: Sequence[bytes | None]) -> np.ndarray[Any, np.dtype[Any]]:
    """Decode geometries.

    Returns
    -------
    object array
        ``None`` for ``None``; empty for empty input.

    Raises
    ------
    ValueError
        A blob is not GeoPackage geometry.
    """
    wkbs = np.array([None, *(_body(blob) for blob in blobs)], dtype=object)[1:]
    try:
        return np.asarray(shapely.from_wkb(wkbs), dtype=object)
    except shapely.errors.GEOSException as error:
        raise ValueError(str(error)) from error


def _body(blob: bytes | None) -> bytes | None:
    if blob is None:
        return None
    # SQLite lets another program put a text or a number here.
    if type(blob) is not bytes:
        raise ValueError(f"a {type(blob).__name__}")
    if len(blob) < 8 or blob[:2] != _MAGIC[:2]:
        raise ValueError("no GeoPackage header")
    envelope = _ENVELOPE_BYTES.get(blob[3] >> 1 & 0x07)
    if envelope is None:
        raise ValueError("unknown envelope")
    return blob[8 + envelope :]


def with_header(wkb: bytes) -> bytes:
    """Put the shortest header before WKB, for :func:`from_blobs` alone to read."""
    return b"GP\x00\x01\x00\x00\x00\x00" + wkb
