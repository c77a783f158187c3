"""How a project was looked at last: no part of the plan, no edit, and never in its state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import apsw

_KEY = "look"


def read_look(connection: apsw.Connection) -> dict[str, Any]:
    """Read what was kept; empty where nothing is, or where it is no JSON object."""
    row = connection.execute("SELECT value FROM gridplanner_meta WHERE key = ?", (_KEY,)).fetchone()
    if row is None:
        return {}
    try:
        found = json.loads(str(row[0]))
    except ValueError:
        # A look that somebody has written over is not worth a refusal to open.
        return {}
    return found if isinstance(found, dict) else {}


def write_look(connection: apsw.Connection, values: Mapping[str, Any]) -> None:
    """Keep a look, inside a transaction."""
    text = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    connection.execute(
        "INSERT OR REPLACE INTO gridplanner_meta (key, value) VALUES (?, ?)", (_KEY, text)
    )
