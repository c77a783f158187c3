"""``duty.*`` where leaves matter: leaves without a worker, captains overloaded or spread."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import Ints, sums
from gridplanner.locate import houses_of
from gridplanner.rules.duty_book import DutyBook, duty_book
from gridplanner.rules.duty_fixes import Posts
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find leaves that nobody works in, and captains with too much or in several leaves.

    What is wrong at a door whatever leaf it lies in is found by
    :func:`gridplanner.rules.doors.look`.
    """
    leaves = scope.ends
    if len(leaves) == 0:
        return []
    book, where = duty_book(scope.plan), houses_of(scope.plan).entrances
    posts = Posts(book, where)
    result: list[Finding] = []
    for uid, code, shape in zip(leaves.uids.tolist(), leaves.codes, leaves.shapes, strict=True):
        if str(uid) not in book.staffed:
            fixes = posts.for_grid(uid, str(code))
            rule = "duty.grid_without_worker"
            result.append(found(rule, scope.draft, [code], shape, None, fixes))
    return result + _captains(book, where, posts)


def _captains(book: DutyBook, where: Ints, posts: Posts) -> list[Finding]:
    """Captains over capacity, or in several leaves."""
    result: list[Finding] = []
    who, door = book.cares.posts
    bears = sums(who, book.weight[door], len(book.served)).astype(np.int64)
    most = int(where.max(initial=0)) + 1
    pairs = np.unique(who * most + where[door])
    spread = np.bincount(pairs // most, minlength=len(book.served))
    room = np.array([book.capacity[person] for person in book.served], dtype=np.int64)
    people = list(book.served.items())
    for at in np.flatnonzero((bears > room) | (spread > 1)).tolist():
        person, mine = people[at]
        place = book.points[mine[0]]
        if bears[at] > room[at]:
            facts = {"households": int(bears[at]), "capacity": int(room[at])}
            fixes = posts.relieve(person, book.households(mine), int(room[at]))
            rule = "duty.captain_over_capacity"
            result.append(found(rule, "warning", [person], place, facts, fixes))
        if spread[at] > 1:
            grids, fixes = {"grids": int(spread[at])}, posts.gather(person, book.households(mine))
            rule = "duty.captain_spans_grids"
            result.append(found(rule, "warning", [person], place, grids, fixes))
    return result
