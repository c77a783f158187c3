"""Sheets that list residents, a row a person: joined to households.

Such a sheet has a column for the relation to the head of the household (与户主关系), and
the number of the household comes again in the row of each member.
"""

from __future__ import annotations

import numpy as np

from layers.columns import fold_title
from layers.loading import Loaded
from layers.notes import Note

_RELATION = ("与户主关系", "户主关系", "与户主的关系", "relation", "家庭关系", "关系")


def join_residents(loaded: Loaded) -> dict[int, list[int]]:
    """Keep one row a household, with the count of its members; the others are held back.

    Returns
    -------
    dict of int to list of int
        Place in ``raw`` of each kept row → those of its members held back; empty for a
        sheet of households.
    """
    titles = {fold_title(str(title)): str(title) for title in loaded.raw.columns}
    relation = next((titles[word] for word in _RELATION if word in titles), None)
    if relation is None or not loaded.has("id"):
        return {}
    ids = loaded.codes("id")
    known = ids != ""
    again = (ids.duplicated() & known).to_numpy(dtype=bool)
    if not again.any():
        return {}
    said = loaded.raw[relation].astype("str")
    heads = said.isin(["户主", "本人", "本人或户主", "head"]).to_numpy(dtype=bool)[loaded.origin]
    # The head's row stands for the household where it is marked, else the first one.
    order = np.lexsort((np.arange(len(ids)), ~heads))
    kept = np.zeros(len(ids), dtype=bool)
    chosen: dict[str, int] = {}
    for i in order:
        if not known.iloc[i] or ids.iloc[i] not in chosen:
            kept[i] = True
            chosen[ids.iloc[i]] = int(i)
    members: dict[int, list[int]] = {}
    for i in np.flatnonzero(~kept):
        head = int(loaded.origin[chosen[ids.iloc[i]]])
        members.setdefault(head, []).append(int(loaded.origin[i]))
    if not loaded.has("persons"):
        size = ids[known].value_counts()
        loaded.frame["persons"] = ids.map(size).fillna(1).astype("int64")
    loaded.hold_back(~kept)
    loaded.notes.append(
        Note("households.residents_joined", {"rows": len(ids), "households": int(kept.sum())})
    )
    return members


def list_members(loaded: Loaded, members: dict[int, list[int]]) -> None:
    """Put the members of refused households on the work list beside them."""
    for head, others in members.items():
        reason = loaded.refused.get(head)
        if reason is not None:
            for place in others:
                loaded.refuse_place(place, "id", reason)
