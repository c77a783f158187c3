"""The command ``profile``: the limits in force, what the data suggest, choosing and changing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.cli.output import Output
from gridplanner.model import Plan
from gridplanner.rules.profile import PROFILES, Profile, profile_from
from gridplanner.rules.profile_edits import RANGES, SetProfile, shipped_of, with_setting
from gridplanner.rules.suggesting import Suggestion, profile_of, suggestion
from gridplanner.store import open_project
from gridplanner.wording import say

#: Word for what the data suggest, beside the names of the shipped profiles.
AUTO = "auto"


def profile_shown(plan: Plan) -> dict[str, Any]:
    """Put the profile in force and the suggested one into the shape of ``profile --json``."""
    profile, found = profile_of(plan), suggestion(plan)
    return {
        "name": profile.name,
        "base": profile.base,
        "stored": "profile" in plan.settings,
        "chosen_by": plan.settings.get("profile_from", "planner")
        if "profile" in plan.settings
        else "data",
        "source": profile.source,
        "limits": [
            {**asdict(limits), "level": limits.level or plan.scheme.depth}
            for limits in profile.limits
        ],
        "severity": dict(profile.severity),
        **{name: getattr(profile, name) for name in RANGES},
        "suggested": found.profile.name,
        "reason": dict(found.facts),
    }


def show_suggestion(out: Output, found: Suggestion) -> None:
    """Print which profile the data suggest, and why."""
    out.text(found.code, **found.words)


def title(profile: Profile, out: Output) -> str:
    """Name a profile in the language of the output."""
    return profile.zh if out.language == "zh" else profile.en


@click.command(
    "profile",
    **example("gridplanner profile 城关镇.gpkg --use county --set households=10:15:110:300"),
)
@PROJECT
@click.option(
    "--use", "name", type=click.Choice([*PROFILES, AUTO]),
    help="改用内置标准；auto 按数据建议 A shipped profile; auto is what the data suggest.",
)  # fmt: skip
@click.option(
    "--set", "settings", multiple=True,
    help="改限值 Limits, [LEVEL/][KIND/]FIGURE=ERROR_LOW:LOW:HIGH:ERROR_HIGH, or NAME=VALUE of "
         f"{', '.join(RANGES)}.",
)  # fmt: skip
@click.option("--reset", is_flag=True, help="恢复内置标准 Back to the shipped figures.")
@JSON
def profile(
    project: Path, name: str | None, settings: tuple[str, ...], reset: bool, as_json: bool
) -> int:
    """规模标准。 Show, choose and change the limits that the plan is checked against."""
    out = output(as_json)
    with open_project(project, read_only=not (name or settings or reset)) as opened:
        plan = opened.plan
        wanted = profile_of(plan)
        if name == AUTO:
            wanted = suggestion(plan).profile
        elif name is not None:
            wanted = profile_from(name)
        if reset:
            wanted = shipped_of(wanted)
        for text in settings:
            wanted = with_setting(wanted, text, plan.scheme.depth)
        if name or settings or reset:
            by_data = name == AUTO and not settings
            opened.history.do(SetProfile(wanted, "data" if by_data else "planner"))
        data = profile_shown(opened.plan)
        found = suggestion(opened.plan)
    out.result(data)
    out.text("check.profile", name=title(wanted, out))
    show_suggestion(out, found)
    out.table(
        "",
        [("层级", "Level"), ("类型", "Kind"), ("指标", "Figure"), ("低于即错误", "Error below"),
         ("低于则警告", "Warn below"), ("高于则警告", "Warn above"), ("高于即错误", "Error above")],
        [
            (row["level"], row["kind"], say(f"limit.{row['figure']}", None, out.language),
             *(_end(row[end]) for end in ("error_low", "low", "high", "error_high")))
            for row in data["limits"]
        ],
    )  # fmt: skip
    for key in RANGES:
        out.text("profile.value", name=key, value=f"{data[key]:g}")
    return 0


def _end(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
