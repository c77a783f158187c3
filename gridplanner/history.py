"""The history: every edit done, undone and redone, in memory and in a journal.

An edit runs first and is stacked after. What is stacked is its
:class:`~gridplanner.changes.Change`, so that undo is there after reopening too.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import numpy as np

from gridplanner.changes import Change, apply_change, difference
from gridplanner.edits.base import Edit
from gridplanner.errors import EditError
from gridplanner.model import Plan
from gridplanner.settling import settled

Kind = Literal["new", "edit", "undo", "redo", "outside"]
Listener = Callable[[Change, Plan], None]

#: A change of more rows than this is not held in memory but read from the journal.
HELD_ROWS = 5_000
#: Nor are the changes of more edits than this, where there is a journal.
HELD_EDITS = 200


@dataclass(frozen=True)
class Entry:
    """One line of the journal.

    Attributes
    ----------
    seq : int
        Number; only goes up. The plan that the line leads to has the same ``seq``.
    time : str
        ISO time, UTC.
    user : str
        Who did it, as the system names them.
    kind : str
        ``edit``, ``undo``, ``redo``, or ``outside`` for what another program changed in
        the file; ``new`` for the first line of a project file.
    label, facts : str, mapping
        Code of the sentence in :mod:`gridplanner.wording`, and what it names.
    of : int or None
        Number of the line that was undone or redone.
    undone : bool
        Whether the plan is without this edit now.
    dropped : bool
        Whether it cannot come back, because another edit was done after its undo.
    """

    seq: int
    time: str
    user: str
    kind: Kind
    label: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    of: int | None = None
    undone: bool = False
    dropped: bool = False


class JournalSink(Protocol):
    """Where a history writes; the project file is one."""

    def write(self, entry: Entry, change: Change, plan: Plan) -> None:
        """Keep an entry and the rows it changed, all or nothing.

        Parameters
        ----------
        entry : Entry
            The new line.
        change : Change
            From the plan before to ``plan``.
        plan : Plan
            The plan after.

        Raises
        ------
        StoreError
            Nothing was kept.
        """
        ...

    def read(self, seq: int) -> Change:
        """Read the change of the edit with this number."""
        ...


class History:
    """A plan with its past.

    Parameters
    ----------
    plan : Plan
        Where it stands now.
    journal : JournalSink, optional
        Written before anything is stacked; without it the history lives in memory.
    entries : iterable of Entry, optional
        Past lines of the journal, by number.
    user : str, optional
        Written into new lines; by default the system's user.
    clock : callable, optional
        Gives the time of a new line.
    """

    def __init__(
        self,
        plan: Plan,
        journal: JournalSink | None = None,
        entries: Iterable[Entry] = (),
        *,
        user: str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._journal = journal
        self._entries = list(entries)
        self._undo, self._redo = stacks(self._entries)
        last = max((entry.seq for entry in self._entries), default=0)
        self._plan = plan.counted(last, plan.next_uid)
        self._held: dict[int, Change] = {}
        self._user = user if user is not None else user_name()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._listeners: list[Listener] = []

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return self._plan

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to redo."""
        return bool(self._redo)

    @property
    def entries(self) -> list[Entry]:
        """Edits, own and from outside, oldest first; each says whether it is undone."""
        done, waiting = set(self._undo), set(self._redo)
        return [
            replace(
                entry,
                undone=entry.seq not in done,
                dropped=entry.seq not in done and entry.seq not in waiting,
            )
            for entry in self._entries
            if entry.kind in ("edit", "outside")
        ]

    def do(self, edit: Edit) -> Change:
        """Apply an edit, keep it in the journal and stack it.

        While it is applied, ``plan.seq + 1`` is the number that the edit will get.

        Returns
        -------
        Change
            Empty (false) where the edit changes nothing; then nothing is stacked.

        Raises
        ------
        EditError
            The edit does not fit the plan.
        FaultyInput
            A frame that it made does not conform to its table.
        StoreError
            It cannot be kept. In each case the plan stays as it was.
        """
        before = self._plan
        after = settled(before, edit.apply(before))
        change = difference(before, after)
        if not change:
            return change
        self._keep("edit", edit.label, edit.facts, None, change, after)
        self._undo.append(self._plan.seq)
        self._redo.clear()
        self._hold(self._plan.seq, change)
        self._tell(change)
        return change

    def undo(self) -> Change:
        """Take the last edit back.

        Returns
        -------
        Change
            From the plan before the undo to the plan after it.

        Raises
        ------
        EditError
            There is nothing to undo.
        StoreError
            It cannot be kept; the plan stays as it was.
        """
        if not self._undo:
            raise EditError("history.nothing_to_undo")
        seq = self._undo[-1]
        change = self._change(seq).reversed()
        self._step("undo", seq, change)
        self._redo.append(self._undo.pop())
        self._tell(change)
        return change

    def redo(self) -> Change:
        """Do again the edit undone last.

        Raises
        ------
        EditError
            There is nothing to redo.
        StoreError
            It cannot be kept; the plan stays as it was.
        """
        if not self._redo:
            raise EditError("history.nothing_to_redo")
        seq = self._redo[-1]
        change = self._change(seq)
        self._step("redo", seq, change)
        self._undo.append(self._redo.pop())
        self._tell(change)
        return change

    def jump(self, seq: int) -> Change:
        """Undo or redo until the edit with this number is the last one done.

        Parameters
        ----------
        seq : int
            Number of an edit that is not dropped; 0 undoes everything.

        Returns
        -------
        Change
            From the plan before to the plan after the last step.

        Raises
        ------
        EditError
            No edit that can be reached has this number.
        StoreError
            A step cannot be kept; those before it stand.
        """
        if seq not in (0, *self._undo, *self._redo):
            raise EditError("history.unreachable", {"seq": seq})
        before = self._plan
        if seq == 0 or seq in self._undo:
            while self._undo and self._undo[-1] != seq:
                self.undo()
        else:
            while self._undo[-1:] != [seq]:
                self.redo()
        return difference(before, self._plan)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each change, with the change and the plan after it.

        Returns
        -------
        callable
            Ends the subscription; may be called twice.
        """
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def change_of(self, seq: int) -> Change:
        """Give the change of an edit, from memory or from the journal.

        Raises
        ------
        KeyError
            The history knows no such edit.
        """
        return self._change(seq)

    def _step(self, kind: Literal["undo", "redo"], seq: int, change: Change) -> None:
        entry = next(entry for entry in reversed(self._entries) if entry.seq == seq)
        after = apply_change(self._plan, change)
        self._keep(kind, entry.label, entry.facts, seq, change, after)

    def _keep(
        self,
        kind: Kind,
        label: str,
        facts: Mapping[str, Any],
        of: int | None,
        change: Change,
        after: Plan,
    ) -> None:
        """Write a line; only when that has succeeded is the plan the new one."""
        seq = self._plan.seq + 1
        after = after.counted(seq, self._plan.next_uid)
        time = self._clock().astimezone(UTC).isoformat(timespec="milliseconds")
        entry = Entry(
            seq, time.replace("+00:00", "Z"), self._user, kind, label, json_facts(facts), of
        )
        if self._journal is not None:
            self._journal.write(entry, change, after)
        self._entries.append(entry)
        self._plan = after

    def _change(self, seq: int) -> Change:
        held = self._held.get(seq)
        if held is not None:
            return held
        if self._journal is None:
            raise KeyError(seq)
        change = self._journal.read(seq)
        self._hold(seq, change)
        return change

    def _hold(self, seq: int, change: Change) -> None:
        rows = sum(len(table.old) + len(table.new) for table in change.tables.values())
        if self._journal is None or rows <= HELD_ROWS:
            self._held[seq] = change
        if self._journal is not None and len(self._held) > HELD_EDITS:
            del self._held[next(iter(self._held))]

    def _tell(self, change: Change) -> None:
        for listener in list(self._listeners):
            listener(change, self._plan)


def stacks(entries: Iterable[Entry]) -> tuple[list[int], list[int]]:
    """Rebuild the two stacks from journal lines.

    Returns
    -------
    undo, redo : list of int
        Numbers of edits, the one whose turn is next at the end.

    Examples
    --------
    >>> lines = [Entry(n, "", "", "edit", "") for n in (1, 2)]
    >>> stacks([*lines, Entry(3, "", "", "undo", "", of=2)])
    ([1], [2])
    """
    undo: list[int] = []
    redo: list[int] = []
    for entry in entries:
        if entry.kind in ("edit", "outside"):
            undo.append(entry.seq)
            redo.clear()
        elif entry.kind == "undo":
            redo.append(undo.pop())
        elif entry.kind == "redo":
            undo.append(redo.pop())
    return undo, redo


def json_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Bring facts to what JSON keeps, so that they are the same before and after reopening.

    >>> json_facts({"codes": ("a", "b"), "n": np.int64(3)})
    {'codes': ['a', 'b'], 'n': 3}
    """
    kept: dict[str, Any] = json.loads(json.dumps(dict(facts), default=_plain))
    return kept


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)


def user_name() -> str:
    """Name of the system's user; empty where the system has none for this process."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
