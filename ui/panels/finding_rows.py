"""Rows of the list of findings: which are wanted, and how each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
import shapely

from gridplanner.geometry import shapes_of, sound_shapes
from gridplanner.model import Plan
from gridplanner.rules import Finding
from ui.cards import leaves_under, short_codes, top_names
from ui.language import listed, sentence, tr
from ui.session import Session

RANK = {"error": 0, "warning": 1, "info": 2}
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wanted:
    """What is to be shown.

    Attributes
    ----------
    severity : int or None
        Rank; ``None`` for all.
    waived : bool
        Those that are accepted, instead of those that are not.
    rule : str
        ``""`` for all.
    mine : bool
        Only what edits of this session have touched.
    within : bounds or None
        Only what lies there, in the plan's CRS.
    grids : tuple of int or None
        Only what concerns these grids, by uid: names one of them or of those below, or
        lies in one.
    """

    severity: int | None = None
    waived: bool = False
    rule: str = ""
    mine: bool = False
    within: Bounds | None = None
    grids: tuple[int, ...] | None = None

    def chosen(self, session: Session) -> list[Finding]:
        """Pick findings."""
        uid_of = uids(session)
        found = [finding for finding in session.findings if self._takes(finding, session, uid_of)]
        if self.grids is None:
            return found
        near = concerning(session.plan, self.grids)
        return [finding for finding in found if near(finding)]

    def _takes(self, finding: Finding, session: Session, uid_of: Mapping[str, int]) -> bool:
        if finding.waived != self.waived:
            return False
        if self.severity is not None and RANK[finding.severity] != self.severity:
            return False
        if self.rule and finding.rule != self.rule:
            return False
        if self.mine and not touches(finding, session.touched, uid_of):
            return False
        if self.within is None:
            return True
        west, south, east, north = self.within
        x, y = finding.where or (float("nan"), float("nan"))
        return west <= x <= east and south <= y <= north

    def without_rule(self) -> Wanted:
        """Give the same wish for all rules."""
        return replace(self, rule="")


def concerning(plan: Plan, chosen: tuple[int, ...]) -> Callable[[Finding], bool]:
    """Make the test whether a finding names some grids, or one below them, or lies in one."""
    grids = plan.valid_grids.set_index("uid", drop=False)
    below = {leaf for uid in chosen if uid in grids.index for leaf in leaves_under(plan, uid)}
    named = grids[grids["uid"].isin({*chosen, *below})]
    codes = set(named["code"])
    ground = shapely.union_all(sound_shapes(shapes_of(named.geometry)))
    shapely.prepare(ground)

    def near(finding: Finding) -> bool:
        if not codes.isdisjoint(finding.codes):
            return True
        return finding.where is not None and bool(shapely.intersects_xy(ground, *finding.where))

    return near


def touches(finding: Finding, touched: Iterable[str], uid_of: Mapping[str, int]) -> bool:
    """Whether a finding speaks of what was touched."""
    named = {*finding.codes, *(str(uid_of[code]) for code in finding.codes if code in uid_of)}
    return not named.isdisjoint(touched)


def uids(session: Session) -> dict[str, int]:
    """Uid of each grid in force by its code."""
    if not session.is_open:
        return {}
    grids = session.plan.valid_grids
    return dict(zip(grids["code"], grids["uid"].astype(int), strict=True))


def names(session: Session) -> dict[str, str]:
    """Name the grids by their top grid and what is left of their code."""
    grids = session.plan.valid_grids.set_index("uid", drop=False)
    short, top = short_codes(grids), top_names(grids)
    return {
        str(code): f"{short[int(uid)]} {top[int(uid)]}".strip()
        for uid, code in zip(grids["uid"], grids["code"], strict=True)
    }


def text_of(finding: Finding, known: Mapping[str, str], most: int = 3) -> str:
    """Say a finding, with the grids it concerns; past some of them only their number."""
    shown = [known.get(code, code) for code in finding.codes[:most]]
    codes = listed(shown)
    if len(finding.codes) > most:
        codes += tr("等 {count} 个", count=len(finding.codes))
    facts = {**finding.words, "codes": codes}
    for key in ("parent", "before"):
        if key in facts:
            facts[key] = known.get(str(facts[key]), facts[key])
    text = sentence(finding.sentence, facts)
    return text if not shown or any(name in text for name in shown) else f"{codes}　{text}"


def rows(findings: list[Finding], session: Session) -> pd.DataFrame:
    """Make the rows of the list."""
    uid_of, known = uids(session), names(session)
    texts = []
    for finding in findings:
        stale = session.findings_stale and touches(finding, session.stale, uid_of)
        texts.append((tr("（待复查）") if stale else "") + text_of(finding, known))
    return pd.DataFrame(
        {
            "rank": [RANK[f.severity] for f in findings],
            "text": texts,
            "search": ["、".join((*f.codes, f.rule)) for f in findings],
            "uids": [tuple(uid_of[c] for c in f.codes if c in uid_of) for f in findings],
        }
    )
