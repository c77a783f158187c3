"""Edits made outside, such as in QGIS: finding them and making them our own."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd

from gridplanner.changes import Change, difference
from gridplanner.errors import StoreError
from gridplanner.history import Entry
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.store.database import Content, Database
from gridplanner.tables import TABLES, conform


def outside_change(database: Database, entries: list[Entry], plan: Plan) -> tuple[Change, Plan]:
    """Find what another program changed, by replaying the journal.

    Parameters
    ----------
    entries : list of Entry
        All lines of the journal.
    plan : Plan
        As the file has it.

    Returns
    -------
    change : Change
        From the plan as the journal knows it; empty where only the form differs.
    plan : Plan
        As the file has it, new rows with uids and ids where they have none.

    Raises
    ------
    StoreError
        ``store.corrupt``: it is not an edit but damage.
    FaultyInput
        Rows that the tables cannot hold, by their ``fid``.
    """
    verdicts = database.connection.execute("PRAGMA quick_check(1)").fetchall()
    if verdicts != [("ok",)]:
        facts = {"file": str(database.path), "detail": str(verdicts[0][0])}
        raise StoreError("store.corrupt", facts, "store.hint_backup")
    crs = database.meta.crs
    known = database.replay(entries)
    before = Plan.new(Scheme.parse("1"), crs)
    missing = {"scheme": before.tables["scheme"].iloc[:0]} if "scheme" not in known else {}
    before = before.with_tables(**known, **missing).counted(plan.seq, plan.next_uid)
    frames: dict[str, pd.DataFrame] = {}
    for table, rows in difference(before, plan).tables.items():
        frame = _named(table, plan.tables[table], rows.new)
        fids = [int(fid) for fid in rows.new.index]
        if fids:
            conform(table, frame.loc[fids], crs=crs, file=str(database.path), rows=fids)
        if table == "grids":
            frame = _numbered(frame, before.tables["grids"], database.meta.next_uid)
        if frame is not plan.tables[table]:
            frames[table] = frame
    plan = plan.with_tables(**frames) if frames else plan
    return difference(before, plan), plan


def _named(table: str, frame: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Give new rows an id, where the table has ids and another program set none."""
    if all(column.name != "id" for column in TABLES[table].columns):
        return frame
    nameless = frame.index.isin(new.index) & (frame["id"] == "").to_numpy(dtype=bool)
    if not nameless.any():
        return frame
    ids = frame["id"].to_numpy(dtype=object, copy=True)
    ids[nameless] = [f"#{fid}" for fid in frame.index[nameless]]
    return frame.assign(id=pd.array(ids, dtype="str"))


def _numbered(grids: pd.DataFrame, known: pd.DataFrame, next_uid: int) -> pd.DataFrame:
    """Give new grids a uid never used; a grid's ``fid`` is its uid, and neither changes."""
    fids = grids.index.to_numpy(copy=True)
    fresh = ~grids.index.isin(known.index)
    fids[fresh] = np.arange(next_uid, next_uid + fresh.sum())
    if (fids == grids.index).all() and (fids == grids["uid"].to_numpy()).all():
        return grids
    index = pd.Index(fids, name="fid")
    return grids.set_axis(index).assign(uid=fids).sort_index()


def outside_entry(seq: int, change: Change) -> Entry:
    """Make the journal line of an edit made outside; who did it is not known."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    facts = {
        "tables": ", ".join(change.tables),
        "rows": sum(len(change.fids(table)) for table in change.tables),
    }
    return Entry(seq, time, "", "outside", "edit.outside", facts)


def mended(database: Database, content: Content, plan: Plan) -> Content:
    """Add what the file lacks and rewrite what another program wrote its own way."""
    database.complete(content)
    content = database.content()
    database.clean(content, plan.tables)
    return database.content()
