"""Which worker suits which leaf: members for large compounds, skills where they are needed."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from gridplanner.geometry import Floats
from gridplanner.locate import locate
from gridplanner.model import Plan

#: A compound of so many households has a party branch of its own, else a group.
LARGE_COMPOUND = 500
#: Answers that make nobody a party member.
_NOT = ("非", "否", "不是", "群众", "no")
_WORDS = re.compile(r"[、,，;；/\s]+")


def is_member(text: str) -> bool:
    """Read whether somebody is a party member.

    Examples
    --------
    >>> [is_member(text) for text in ("中共党员", "是", "预备党员", "群众", "非党员", "")]
    [True, True, True, False, False, False]
    """
    said = text.strip().lower()
    if not said or any(word in said for word in _NOT):
        return False
    return "党员" in said or said in ("是", "yes", "party member", "member")


def skills_of(text: str) -> tuple[str, ...]:
    """Split what somebody is good at.

    >>> skills_of("手语、养老护理")
    ('手语', '养老护理')
    """
    return tuple(word for word in _WORDS.split(text) if word)


def suits(plan: Plan, workers: pd.DataFrame, leaves: pd.DataFrame) -> Floats:
    """Count what speaks for each worker in each leaf: membership, and any skill.

    A leaf asks for a party member where most of its households live in compounds of 500 and
    more; for a skill where its note, or what is noted of its households in care, names it.

    Parameters
    ----------
    plan : Plan
    workers, leaves : DataFrame
        Rows of the tables ``persons`` and ``grids``.

    Returns
    -------
    float array, shape (workers, leaves)
        0, 1 or 2; all 0 where the list says neither membership nor skills.
    """
    member = np.array([is_member(text) for text in workers["party"]], dtype=bool)
    skills = [skills_of(text) for text in workers["skills"]]
    found = np.zeros((len(workers), len(leaves)))
    if not member.any() and not any(skills):
        return found
    home = pd.Series(locate(plan).households)
    households = plan.tables["households"].reset_index(drop=True)
    buildings = plan.tables["buildings"].drop_duplicates("id").set_index("id")["compound"]
    compound = households["building"].map(buildings).fillna("")
    size = compound.map(compound[compound != ""].value_counts()).fillna(0)
    large = (size >= LARGE_COMPOUND).groupby(home).mean()
    asks = np.array([large.get(uid, 0.0) > 0.5 for uid in leaves["uid"]])
    found += member[:, None] & asks[None, :]
    cares = households["care"].groupby(home).agg(lambda texts: " ".join(texts.unique()))
    needs = [
        f"{note} {cares.get(uid, '')}"
        for uid, note in zip(leaves["uid"], leaves["note"], strict=True)
    ]
    for row, words in enumerate(skills):
        if words:
            found[row] += [any(word in need for word in words) for need in needs]
    return found
