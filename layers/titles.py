"""What a plan is called on what is made of it."""

from __future__ import annotations

from gridplanner.model import Plan
from gridplanner.wording import Language
from layers.export_options import ExportOptions


def own_title(plan: Plan, language: Language) -> str:
    """Give the project's title in a language, else its Chinese one; ``""`` where it has none."""
    own = plan.settings.get("title_en") if language == "en" else None
    return str(own or plan.settings.get("title") or "")


def title_of(plan: Plan, options: ExportOptions) -> str:
    """Give the title asked for, else the project's own."""
    return options.title or own_title(plan, options.language)
