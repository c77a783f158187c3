"""What a quality report says, whatever it is written into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gridplanner import __version__
from gridplanner.model import Plan
from gridplanner.rules import RULES, Finding, check
from gridplanner.rules.suggesting import profile_of
from gridplanner.tables import TABLES
from gridplanner.wording import Language, say
from layers.export_options import ExportOptions
from layers.notes import Note
from layers.privacy import SMALL_COUNT, mark_of
from layers.titles import title_of

#: Rules whose findings name a household, its address or a person.
PERSONAL = ("household.", "duty.captain_", "duty.two_captains")
#: Rules whose findings count the households behind one door.
COUNTED = ("duty.entrance_without_captain",)
_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Totals:
    """One rule: findings by severity, and how many are waived; all 0 where it is kept."""

    rule: str
    title: str
    error: int
    warning: int
    info: int
    waived: int


@dataclass(frozen=True)
class Content:
    """A report.

    Attributes
    ----------
    title, mark, day, profile, source, crs : str
        ``profile`` is the title of the limits in force, ``source`` where they come from.
    counts : mapping of str to int
        ``error warning info waived``, of all findings.
    totals : tuple of Totals
        A row a rule, in the order of the rules.
    findings : tuple of (Finding, str)
        Those that may be shown, worst first, each with its sentence.
    waivers : DataFrame
        ``rule target reason user date``; those of findings that may be shown.
    gone : frozenset of (str, str)
        Rule and target of the waivers whose finding is no longer there.
    data : tuple of (str, int)
        Tables with their number of rows.
    sources : tuple of str
    withheld : int
        Findings that the profile of the reader leaves out.
    notes : tuple of Note
    """

    title: str
    mark: str
    day: str
    profile: str
    source: str
    crs: str
    counts: Mapping[str, int]
    totals: tuple[Totals, ...]
    findings: tuple[tuple[Finding, str], ...]
    waivers: pd.DataFrame
    gone: frozenset[tuple[str, str]]
    data: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]
    withheld: int
    notes: tuple[Note, ...]
    version: str = __version__


def content_of(plan: Plan, options: ExportOptions) -> Content:
    """Check a plan, as for approval, and gather what the report says.

    Findings that name people, households or addresses are for internal use; with another
    profile they are counted and not listed.
    """
    language = options.language
    findings = check(plan, final=True)
    shown = [f for f in findings if may_show(f, options)]
    shown.sort(key=lambda f: (f.waived, _RANK[f.severity], list(RULES).index(f.rule), f.codes))
    limits = profile_of(plan)
    withheld = len(findings) - len(shown)
    live = Counter(f.severity for f in findings if not f.waived)
    counts = {name: live[name] for name in ("error", "warning", "info")}
    counts["waived"] = sum(f.waived for f in findings)
    waivers = plan.frame("waivers")[["rule", "target", "reason", "user", "date"]]
    if options.profile != "internal":
        hidden = waivers["rule"].str.startswith((*PERSONAL, *COUNTED)).to_numpy(dtype=bool)
        waivers = waivers[~hidden].assign(user="")
    zh = language == "zh"
    notes = [Note("export.findings_withheld", {"count": withheld})] if withheld else []
    return Content(
        title_of(plan, options),
        mark_of(options.profile, language) if options.mark is None else options.mark,
        options.day,
        limits.zh if zh else limits.en,
        limits.said_source(zh=zh),
        plan.crs,
        counts,
        tuple(_totals(findings, language)),
        tuple((f, say(f.sentence, f.words, language)) for f in shown),
        waivers,
        frozenset(zip(waivers["rule"], waivers["target"], strict=True))
        - {(f.rule, f.target) for f in findings},
        tuple(
            (TABLES[name].zh if zh else TABLES[name].en, len(frame))
            for name, frame in plan.tables.items()
            if len(frame) and name not in ("settings", "scheme", "lineage", "waivers")
        ),
        _sources(plan, options),
        withheld,
        tuple(notes),
    )


def may_show(finding: Finding, options: ExportOptions) -> bool:
    """Tell whether a reader of this profile may see a finding itself, not merely its number."""
    if options.profile == "internal":
        return True
    if finding.rule.startswith(PERSONAL):
        return False
    if finding.rule in COUNTED:
        return options.profile == "meeting"
    small = finding.facts.get("value")
    few = finding.rule.startswith("size.") and small is not None and 0 < small < SMALL_COUNT
    mixed = finding.facts.get("kind") == "mixed"
    return not (options.profile == "public" and (few or mixed))


def _totals(findings: list[Finding], language: Language) -> list[Totals]:
    count = Counter((f.rule, "waived" if f.waived else f.severity) for f in findings)
    return [
        Totals(
            rule,
            say(f"title.{rule}", None, language),
            *(count[rule, kind] for kind in ("error", "warning", "info", "waived")),
        )
        for rule in RULES
    ]


def _sources(plan: Plan, options: ExportOptions) -> tuple[str, ...]:
    language = options.language
    settings: Mapping[str, Any] = plan.settings
    said = [str(settings.get("note_zh" if language == "zh" else "note_en", ""))]
    # Sources in the reader's words, where a project has them in both languages.
    own = settings.get("sources_zh", []) if language == "zh" else []
    said += [str(source) for source in own or settings.get("sources", [])]
    for each in options.imports:
        # A file may be called after a person or a household.
        file = "—" if options.profile == "public" else each.file
        facts = {"date": each.day, "file": file, "rows": each.rows}
        said.append(say("quality.imported", facts, language))
    dates = plan.valid_grids["valid_from"]
    begun = dates[dates != ""]
    if len(begun):
        said.append(say("quality.in_force", {"first": begun.min(), "last": begun.max()}, language))
    else:
        said.append(say("quality.draft", None, language))
    return tuple(text for text in said if text)
