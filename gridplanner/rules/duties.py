"""``duty.*`` where leaves matter: leaves without a worker, captains overloaded or spread."""

from __future__ import annotations

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
    return result + _captains(book, where.tolist(), posts)


def _captains(book: DutyBook, where: list[int], posts: Posts) -> list[Finding]:
    """Captains over capacity, or in several leaves."""
    result: list[Finding] = []
    weight = book.weight.tolist()
    for person, mine in book.served.items():
        bears, room = sum(weight[door] for door in mine), book.capacity[person]
        at = book.points[mine[0]]
        if bears > room:
            facts = {"households": bears, "capacity": room}
            fixes = posts.relieve(person, book.households(mine), room)
            rule = "duty.captain_over_capacity"
            result.append(found(rule, "warning", [person], at, facts, fixes))
        spread = len({where[door] for door in mine})
        if spread > 1:
            grids, fixes = {"grids": spread}, posts.gather(person, book.households(mine))
            rule = "duty.captain_spans_grids"
            result.append(found(rule, "warning", [person], at, grids, fixes))
    return result
