"""What an edit may not do: beat a lock, or carry ground over the line of a parent unasked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.errors import EditError
from gridplanner.model import Plan

OPEN, NO_LOSS, FROZEN = "open", "no_loss", "frozen"
LOCKS = (OPEN, NO_LOSS, FROZEN)

#: Ground goes from one grid to another; ``None`` is ground that nobody holds.
Move = tuple[int | None, int | None]


@dataclass(frozen=True)
class Allowed:
    """Whether ground may go from one grid to another.

    Attributes
    ----------
    ok : bool
    locked : tuple of int
        Grids, on any level, whose lock stands against it.
    crosses : bool
        Whether the ground would leave its parent.
    """

    locked: tuple[int, ...]
    crosses: bool

    @property
    def ok(self) -> bool:
        """Whether nothing stands against it."""
        return not self.locked and not self.crosses


def allowed(grids: pd.DataFrame, move: Move, *, cross: bool = False) -> Allowed:
    """Tell whether ground may go from one grid to another.

    The lock of a grid above counts where the ground would leave or enter it. A parent that
    comes with the ground (free ground has none) is never crossed.
    """
    loser, gainer = (_chain(grids, uid) for uid in move)
    loses, gains = set(loser) - set(gainer), set(gainer) - set(loser)
    against = [uid for uid in loses if grids.loc[uid, "lock"] in (NO_LOSS, FROZEN)]
    against += [uid for uid in gains if grids.loc[uid, "lock"] == FROZEN]
    one, two = move
    crosses = not cross and one is not None and two is not None and loser[:-1] != gainer[:-1]
    return Allowed(tuple(sorted(against)), crosses)


def _chain(grids: pd.DataFrame, uid: int | None) -> list[int]:
    return [] if uid is None else [*ancestors_of(grids, uid), uid]


def demand(plan: Plan, moves: Iterable[Move], *, cross: bool = False) -> None:
    """Refuse an edit that moves ground against a lock or over the line of a parent.

    Raises
    ------
    EditError
        ``edit.locked`` names the locked grids, ``edit.crosses_parent`` those that the
        ground would leave and enter.
    """
    grids = plan.tables["grids"]
    crossing: set[int] = set()
    locked: set[int] = set()
    for move in moves:
        if move[0] == move[1]:
            continue
        found = allowed(grids, move, cross=cross)
        locked |= set(found.locked)
        if found.crosses:
            crossing |= {uid for uid in move if uid is not None}
    if locked:
        raise EditError("edit.locked", locked_facts(grids, locked), "edit.locked.hint")
    if crossing:
        codes = said(grids.loc[sorted(crossing), "code"])
        raise EditError("edit.crosses_parent", {"codes": codes}, "edit.crosses_parent.hint")


def demand_free(plan: Plan, uids: Iterable[int]) -> None:
    """Refuse to take grids apart that may lose no ground.

    Raises
    ------
    EditError
        ``edit.locked``.
    """
    grids = plan.tables["grids"]
    locked = {uid for uid in uids if grids.loc[uid, "lock"] in (NO_LOSS, FROZEN)}
    if locked:
        raise EditError("edit.locked", locked_facts(grids, locked), "edit.locked.hint")


def locked_facts(grids: pd.DataFrame, uids: Iterable[int]) -> Mapping[str, str]:
    """Facts of ``edit.locked``: the codes."""
    return {"codes": said(grids.loc[sorted(uids), "code"])}


def said(codes: Iterable[object]) -> str:
    """Put codes into a sentence."""
    return "、".join(map(str, codes))
