"""Fixes that have been tried: only what mends a finding and breaks nothing is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gridplanner.edits.base import Edit
from gridplanner.errors import EditError, FaultyInput, UsageError
from gridplanner.geometry import shapes_of
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.repair.coverage import TOLERANCE_M, RepairGrids, RepairReport, report_of
from gridplanner.repair.ground_edits import YieldGround
from gridplanner.repair.mend import moved_m
from gridplanner.repair.row_edits import DropDouble, SetParent, Steps
from gridplanner.rules.candidates import surplus, twice
from gridplanner.rules.checking import check
from gridplanner.rules.finding import Finding

#: Rules on codes.
CODES = ("code.duplicate", "code.reused", "code.format")
#: Rules whose first fix is no matter of opinion: outlines, ground up to the tolerance,
#: places in the hierarchy, codes of drafts. The others are for people to decide.
AUTOMATIC = (
    "geometry.invalid",
    "geometry.duplicate_points",
    "hierarchy.orphan",
    "hierarchy.crosses_parent",
    *CODES,
)


@dataclass(frozen=True, eq=False)
class OfferedFix:
    """A fix that was applied and rechecked.

    Attributes
    ----------
    edit : Edit
    before, after : Plan
    mended : int
        Findings fewer than before, all rules together.
    """

    edit: Edit
    before: Plan
    after: Plan
    mended: int


def offers(
    plan: Plan, finding: Finding, *, final: bool = False, date: str = "", most: int = 3
) -> list[OfferedFix]:
    """Try the fixes of a finding and give those that mend it and add no error.

    Parameters
    ----------
    plan : Plan
        The plan that the finding is of.
    finding : Finding
    final : bool
        As for :func:`gridplanner.rules.check`.
    date : str
        ISO date for edits that end or begin something in force; ``""`` in a draft.
    most : int
        Trying ends when so many are found.

    Returns
    -------
    list of OfferedFix
        The likeliest first; empty where nothing helps.
    """
    result: list[OfferedFix] = []
    known = check(plan, final=final)
    for edit in finding.fixes:
        tried = _tried(plan, dated(edit, date), [finding], known, final=final)
        if tried is not None:
            result.append(tried)
            if len(result) == most:
                break
    return result


def dated(edit: Edit, date: str) -> Edit:
    """Give an edit a date where it takes one and has none."""
    if not date or getattr(edit, "date", None) != "":
        return edit
    changed: Edit = replace(edit, date=date)  # type: ignore[type-var]
    return changed


def fix_kind(
    plan: Plan, findings: Sequence[Finding], *, final: bool = False, date: str = ""
) -> OfferedFix | None:
    """Mend all findings of one rule, as one step; those that cannot be mended stay.

    All first fixes are tried together; where that breaks something, one after the other.

    Returns
    -------
    OfferedFix or None
        ``None`` where none of them can be mended.
    """
    fixable = [finding for finding in findings if finding.fixes]
    if not fixable:
        return None
    known = check(plan, final=final)
    edits = list(dict.fromkeys(dated(finding.fixes[0], date) for finding in fixable))
    together = _tried(plan, Steps(tuple(edits)), fixable, known, final=final)
    if together is not None:
        return together
    now, done = plan, []
    rule = fixable[0].rule
    for finding in fixable:
        # The plan has changed: the finding's edits may be others now, or it may be gone.
        same = [f for f in check(now, rules=[rule], final=final) if f.target == finding.target]
        for again in same[:1]:
            offered = offers(now, again, final=final, date=date, most=1)
            if offered:
                now = offered[0].after
                done.append(offered[0].edit)
    if not done:
        return None
    mended = len(known) - len(check(now, final=final))
    return OfferedFix(Steps(tuple(done)), plan, now, mended)


@dataclass(frozen=True, eq=False)
class Fixed:
    """What mending everything at once did.

    Attributes
    ----------
    edit : Edit or None
        One step of the history; ``None`` where nothing was done.
    after : Plan
    report : RepairReport
        Of the borders.
    mended : mapping of str to int
        Findings fewer than before, by rule.
    recoded : tuple of (str, str)
        Codes before and after of grids that got another.
    dropped : tuple of (str, str)
        Codes of grids that were there twice, and of those that stay.
    """

    edit: Edit | None
    after: Plan
    report: RepairReport
    mended: dict[str, int]
    recoded: tuple[tuple[str, str], ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


def fix_all(
    plan: Plan,
    *,
    tolerance_m: float = TOLERANCE_M,
    final: bool = False,
    date: str = "",
    on_progress: OnProgress | None = None,
) -> Fixed:
    """Repair the borders, then mend all that is no matter of opinion (:data:`AUTOMATIC`).

    Strips no wider than the tolerance that hang on a leaf go to the leaf beside them.

    A leaf that is there twice, with one code and one polygon, stays once. Where two codes
    stand on one polygon, one goes if its level has more grids than the scheme asks for;
    else one of them has the wrong outline, and which is for people to say.

    Raises
    ------
    UsageError, EditError
        As :class:`gridplanner.repair.RepairGrids`.
    Cancelled
        ``on_progress`` said stop.
    """
    tell(on_progress, Progress("job.repair"))
    before = Counter(finding.rule for finding in check(plan, final=final))
    edits: list[Edit] = []
    now, report = plan, RepairReport(tolerance_m)
    # Dropping and repairing let parents be the union of their children: where a grid lay, its
    # parent is known before, not after. So all are put back in one step, if they can.
    orphan, strange = "hierarchy.orphan", "hierarchy.crosses_parent"
    for rules in ((orphan, strange), (strange,), (orphan,)):
        lost = [f for f in check(now, rules=rules, final=final)
                if f.fixes and isinstance(f.fixes[0], SetParent) and not f.waived]  # fmt: skip
        offered = fix_kind(now, lost, final=final, date=date)
        if offered is not None:
            now = offered.after
            edits.append(offered.edit)
    for double in twice(now, date):
        now = double.apply(now)
        edits.append(double)
    while (extra := _surplus(now, final=final)) is not None:
        edits.append(dated(extra, date))
        now = edits[-1].apply(now)
    # Ground is given by code, which must name one leaf.
    now = _each_kind(CODES, now, edits, final=final, date=date)
    mended, single = None, now
    if len(now.leaves):
        edit = RepairGrids(tolerance_m)
        now, mended = edit.repaired(single)
        if now is not single:
            edits.append(edit)
    for thin in (_thin_arms, _thin_overlaps_above):
        offered = fix_kind(now, thin(now, tolerance_m, final), final=final, date=date)
        if offered is not None and _farthest_m(now, offered.after) <= tolerance_m:
            now = offered.after
            edits.append(offered.edit)
    if mended is not None:
        report = report_of(single, now, tolerance_m, mended)
    tell(on_progress, Progress("job.fix", 0.5))
    now = _each_kind(AUTOMATIC, now, edits, final=final, date=date)
    after = Counter(finding.rule for finding in check(now, final=final))
    fewer = {rule: count - after[rule] for rule, count in before.items() if count > after[rule]}
    if not edits:
        return Fixed(None, plan, report, {})
    code = dict(zip(plan.tables["grids"]["uid"], plan.tables["grids"]["code"], strict=True))
    later = now.valid_grids
    return Fixed(
        edits[0] if len(edits) == 1 else Steps(tuple(edits)),
        now,
        report,
        fewer,
        tuple(
            (str(code[uid]), str(new))
            for uid, new in zip(later["uid"], later["code"], strict=True)
            if code[uid] != new
        ),
        tuple(
            (str(code[edit.uid]), str(code[edit.heir]))
            for edit in edits
            if isinstance(edit, DropDouble)
        ),
    )


def _each_kind(
    rules: Sequence[str], plan: Plan, edits: list[Edit], *, final: bool, date: str
) -> Plan:
    """Mend all findings of each rule in turn, and note the edits."""
    for rule in rules:
        findings = [f for f in check(plan, rules=[rule], final=final) if not f.waived]
        offered = fix_kind(plan, findings, final=final, date=date)
        if offered is not None:
            plan = offered.after
            edits.append(offered.edit)
    return plan


def _surplus(plan: Plan, *, final: bool) -> DropDouble | None:
    """Give the next edit that drops a grid too many; see :func:`candidates.surplus`."""
    overlaps = check(plan, rules=["coverage.overlap"], final=final)
    found = (surplus(plan, finding) for finding in overlaps if not finding.waived)
    return next((edit for edit in found if edit is not None), None)


def _thin_arms(plan: Plan, tolerance_m: float, final: bool) -> list[Finding]:
    return [
        finding
        for finding in check(plan, rules=["coverage.sliver"], final=final)
        if finding.facts.get("kind") == "arm" and finding.facts["width_m"] <= tolerance_m
        and not finding.waived
    ]  # fmt: skip


def _thin_overlaps_above(plan: Plan, tolerance_m: float, final: bool) -> list[Finding]:
    return [
        finding
        for finding in check(plan, rules=["coverage.overlap"], final=final)
        if any(isinstance(fix, YieldGround) for fix in finding.fixes)
        and finding.facts["width_m"] <= tolerance_m and not finding.waived
    ]  # fmt: skip


def _farthest_m(before: Plan, after: Plan) -> float:
    """Measure how far the border that moved most has moved, of grids in both plans."""
    old, new = before.tables["grids"].geometry, after.tables["grids"].geometry
    both = old.index.intersection(new.index)
    pairs = zip(shapes_of(old.loc[both]), shapes_of(new.loc[both]), strict=True)
    return max((moved_m(was, now) for was, now in pairs if was is not now), default=0.0)


def _tried(
    plan: Plan, edit: Edit, findings: Sequence[Finding], known: list[Finding], *, final: bool
) -> OfferedFix | None:
    """Apply and recheck; ``None`` where it does not fit, mends nothing or adds an error."""
    try:
        after = edit.apply(plan)
    except (EditError, UsageError, FaultyInput):
        return None
    now = check(after, final=final)
    was, left = _count(known), _count(now)
    if any(left[key] >= was[key] for key in {_key(finding) for finding in findings}):
        return None
    by_rule, left_by_rule = (Counter(f.rule for f in each) for each in (known, now))
    if any(left_by_rule[rule] >= by_rule[rule] for rule in {f.rule for f in findings}):
        return None
    if _worse(plan, after, known, now):
        return None
    return OfferedFix(edit, plan, after, len(known) - len(now))


def _worse(before: Plan, after: Plan, known: list[Finding], now: list[Finding]) -> bool:
    """Whether there is an error that was not there before."""
    old = [f for f in known if f.severity == "error"]
    new = [f for f in now if f.severity == "error"]
    if Counter(f.rule for f in new) - Counter(f.rule for f in old):
        return True
    # Where a code was changed, the same error has another name.
    was, now_is = (set(zip(p.valid_grids["code"], p.valid_grids["uid"], strict=True))
                   for p in (before, after))  # fmt: skip
    renamed = {code for code, _ in now_is - was}
    fresh = _count(f for f in new if renamed.isdisjoint(f.codes)) - _count(old)
    return bool(fresh)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.target


def _count(findings: Iterable[Finding]) -> Counter[Any]:
    return Counter(_key(finding) for finding in findings)
