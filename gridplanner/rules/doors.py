"""``duty.*`` at doors, whatever leaf they lie in: no captain, two, or one from elsewhere."""

from __future__ import annotations

import numpy as np

from gridplanner.model import Plan
from gridplanner.rules.duty_book import STREET, DutyBook, duty_book
from gridplanner.rules.duty_fixes import Posts
from gridplanner.rules.finding import Finding, Scope, found

#: A door without a captain: its id, the households behind it, who could care for it.
_Vacant = tuple[str, int, tuple[str, ...]]
#: So many findings of such doors are kept beyond those of the plan.
MOST_KEPT = 20_000


def look(scope: Scope) -> list[Finding]:
    """Find doors that no captain cares for, or several, or one who lives behind none of them."""
    if len(scope.ends) == 0:
        # Nobody is planned yet.
        return []
    book = duty_book(scope.plan)
    told = book.cares.told
    if told is None or told[0] is not book.weight:
        told = book.cares.told = (book.weight, _found(scope.plan, book))
    return told[1]


def _found(plan: Plan, book: DutyBook) -> list[Finding]:
    posts = Posts(book)
    result = _vacant(plan, book, posts)
    for door, both in sorted(book.cares.of_door.items()):
        if len(both) < 2:
            continue
        here = book.row.get(door, -1)
        place = book.points[here] if here >= 0 else None
        fixes = posts.one_only(door, both)
        rule = "duty.two_captains"
        result.append(found(rule, "error", [door], place, {"count": len(both)}, fixes))
    for person, mine in book.served.items():
        home = book.lives_at(person)
        if home and book.row.get(home, -1) not in mine:
            at, fixes = book.points[mine[0]], posts.at_home(person, book.households(mine))
            rule = "duty.captain_lives_elsewhere"
            result.append(found(rule, "info", [person], at, None, fixes))
    return result


def _vacant(plan: Plan, book: DutyBook, posts: Posts) -> list[Finding]:
    """Find doors without a captain; each is kept as long as the same people could have it."""
    kept = plan.derived("vacant doors", lambda _: dict[_Vacant, Finding](), STREET)
    if len(kept) > MOST_KEPT:
        kept.clear()
    result = []
    for at in np.flatnonzero((book.weight > 0) & book.cares.free).tolist():
        door, households = str(book.doors[at]), int(book.weight[at])
        fit = posts.fit(door, households)
        key = (door, households, tuple(fit))
        if key not in kept:
            facts, rule = {"households": households}, "duty.entrance_without_captain"
            fixes = posts.for_door(door, fit)
            kept[key] = found(rule, "warning", [door], book.points[at], facts, fixes)
        result.append(kept[key])
    return result
