"""Steps from one file format to the next, ``v1 → v2 → …``.

A table or a column that is new needs no step: it is added when a file is opened (see
:meth:`gridplanner.store.database.Database.load`). A step is for what is renamed, split
or gets another meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw

from gridplanner.errors import StoreError
from gridplanner.store.meta import FORMAT, read_format

#: From the format that is the key to the next one; run inside a transaction.
MIGRATIONS: dict[int, Callable[[apsw.Connection], None]] = {}


def check_format(connection: apsw.Connection, path: Path) -> int:
    """Read the format of a file.

    Raises
    ------
    StoreError
        ``store.future``: a newer program wrote it; ``store.corrupt``: it is no number.
    """
    found = read_format(connection)
    facts = {"file": str(path), "format": found, "known": FORMAT, "detail": "format"}
    if found > FORMAT:
        raise StoreError("store.future", facts)
    if found < 1:
        raise StoreError("store.corrupt", facts, "store.hint_backup")
    return found


def migrate(connection: apsw.Connection, found: int) -> bool:
    """Bring a file to the present format, inside a write transaction.

    Returns
    -------
    bool
        Whether anything had to be done.
    """
    for step in range(found, FORMAT):
        MIGRATIONS[step](connection)
        connection.execute(
            "UPDATE gridplanner_meta SET value = ? WHERE key = 'format'", (str(step + 1),)
        )
    return found < FORMAT
