"""``duty.*`` at doors, whatever leaf they lie in: no captain, two, or one from elsewhere."""

from __future__ import annotations

import numpy as np

from gridplanner.model import Plan
from gridplanner.rules.duty_book import TABLES, duty_book
from gridplanner.rules.duty_fixes import Posts
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find doors that no captain cares for, or several, or one who lives behind none of them."""
    if len(scope.ends) == 0:
        # Nobody is planned yet.
        return []
    return scope.plan.derived("door_findings", _found, TABLES)


def _found(plan: Plan) -> list[Finding]:
    book = duty_book(plan)
    posts = Posts(book)
    result: list[Finding] = []
    of_door: dict[str, list[str]] = {}
    for person, door in book.captains:
        of_door.setdefault(door, []).append(person)
    free = np.array([door not in of_door for door in book.doors], dtype=bool)
    vacant = (book.weight > 0) & free
    for at in np.flatnonzero(vacant):
        door, households = str(book.doors[at]), int(book.weight[at])
        facts, fixes = {"households": households}, posts.for_door(door, households)
        rule = "duty.entrance_without_captain"
        result.append(found(rule, "warning", [door], book.points[at], facts, fixes))
    for door, both in sorted(of_door.items()):
        if len(both) < 2:
            continue
        here = book.row.get(door, -1)
        place = book.points[here] if here >= 0 else None
        fixes = posts.one_only(door, both)
        rule = "duty.two_captains"
        result.append(found(rule, "error", [door], place, {"count": len(both)}, fixes))
    for person, mine in book.served.items():
        home, doors = book.lives_at(person), book.households(mine)
        if home and home not in doors:
            at, fixes = book.points[mine[0]], posts.at_home(person, doors)
            rule = "duty.captain_lives_elsewhere"
            result.append(found(rule, "info", [person], at, None, fixes))
    return result
