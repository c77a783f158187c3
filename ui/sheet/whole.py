"""The whole plan on one sheet, with the index of its grids beside it and behind it."""

from __future__ import annotations

from gridplanner.wording import say
from ui.canvas.camera import Bounds
from ui.canvas.scene import extent
from ui.sheet.facts import Facts
from ui.sheet.index import Index, index_of, index_pages, uids_of, wide_index_of
from ui.sheet.ink import Ink
from ui.sheet.layout import Layout, best_layout, draw_explained_map
from ui.sheet.page import Page, draw_foot, draw_head
from ui.sheet.paper import names_for
from ui.sheet.scene import scene_of


def bounds_of(facts: Facts) -> Bounds:
    """Give the ground of a plan; a hectare around nothing where it has none."""
    found = extent(facts.plan)
    if found is None or found[2] <= found[0] or found[3] <= found[1]:
        x, y = (found[0], found[1]) if found is not None else (0.0, 0.0)
        return x - 50, y - 50, x + 50, y + 50
    return found


def whole_pages(facts: Facts) -> list[Page]:
    """Make the sheet of the whole plan, and the pages of its index.

    Raises
    ------
    UsageError
        ``sheet.too_large``.
    """
    wish = facts.options.sheet
    layout = best_layout(names_for(wish.paper, ("A3",))[0], bounds_of(facts), wish.scale)
    scene = scene_of(facts, wish.theme)
    beside, behind = _indexes(facts, layout)

    def draw(ink: Ink) -> None:
        draw_head(ink, layout.sheet, facts, facts.title, subtitle(facts))
        draw_explained_map(ink, facts, scene, layout, beside)
        draw_foot(ink, layout.sheet, facts)

    first = Page(facts.title, layout.sheet, draw)
    if behind is None:
        return [first]
    title = say("sheet.index", language=facts.options.language)
    return [first, *index_pages(facts, layout.sheet, behind, title)]


def subtitle(facts: Facts) -> str:
    """Count the grids by level, such as 7 个总网格 · 35 个一级网格."""
    language = facts.options.language
    parts = [
        say(
            "sheet.level_count",
            {
                "count": f"{int((facts.frame['level'] == level.level).sum()):,}",
                "name": level.name if language == "zh" else level.name_en,
            },
            language,
        )
        for level in facts.plan.scheme.levels
    ]
    return " · ".join(parts)


def _indexes(facts: Facts, layout: Layout) -> tuple[Index, Index | None]:
    """Choose what stands beside the map, and what goes onto pages behind it."""
    depth = facts.plan.scheme.depth
    room = layout.index_rows
    beside: list[int] = []
    for level in range(1, depth + 1):
        more = uids_of(facts, level)
        if len(beside) + len(more) <= room or not beside:
            beside += more
    leaves = uids_of(facts, depth)
    whole = set(leaves) <= set(beside[:room])
    first = index_of(facts, beside[:room], names=whole)
    if layout.below and len(beside) <= room // 2:
        first = wide_index_of(facts, beside)
    if not leaves or whole:
        return first, None
    return first, index_of(facts, leaves, names=True)
