"""The state of a file as one number that is cheap to bring up to date.

Each row has a 128-bit hash; the state is their sum modulo 2¹²⁸. An edit takes the
hashes of the old rows off and adds those of the new ones, so its cost goes with the
rows it changed. The sum does not depend on the order of rows.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from gridplanner.store.columns import Field
from gridplanner.store.rows import Row

_MODULUS = 1 << 128
# Version 2 has no references and no interning: equal rows give equal bytes. Marshal is
# written here, never read. Should a Python ever write it otherwise, the file looks as if
# changed outside, nothing is found to differ, and the number is written anew.
_MARSHAL = 2


def rows_state(table: str, rows: Iterable[Row]) -> int:
    """Sum the hashes of rows as SQLite has them; 0 for none."""
    head = blake2b(table.encode() + b"\x00", digest_size=16)
    total = 0
    for row in rows:
        mark = head.copy()
        mark.update(marshal.dumps(row, _MARSHAL))
        total += int.from_bytes(mark.digest(), "little")
    return total % _MODULUS


def fields_state(table: str, fields: Sequence[Field]) -> int:
    """Hash the columns of a table as they lie in the file."""
    names = "\x00".join(field.sql for field in fields)
    digest = blake2b(f"{table}\x01{names}".encode(), digest_size=16).digest()
    return int.from_bytes(digest, "little")


def moved(state: int, *, less: int = 0, more: int = 0) -> int:
    """Bring a state up to date."""
    return (state - less + more) % _MODULUS
