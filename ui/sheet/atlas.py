"""The atlas: a sheet for every grid of a level, with its neighbours veiled and a key map."""

from __future__ import annotations

from gridplanner.errors import UsageError
from gridplanner.wording import say
from ui.canvas.camera import Bounds
from ui.canvas.words import area_text
from ui.sheet.doors import draw_doors
from ui.sheet.facts import Facts
from ui.sheet.index import Index, index_of, index_pages, leaves_below, uids_of, wide_index_of
from ui.sheet.ink import Ink
from ui.sheet.insets import PAD_MM, Insets, insets_of
from ui.sheet.layout import Layout, best_layout, draw_explained_map, layout_of
from ui.sheet.mapframe import draw_key_map
from ui.sheet.page import Page, draw_foot, draw_head
from ui.sheet.paper import names_for, paper
from ui.sheet.scene import PrintScene, scene_of
from ui.sheet.whole import bounds_of, whole_pages

#: A sheet of one grid: 八开 at 1:1,000 to 1:3,000, else 四开. Source: practice of the
#: 网格划分登记表, whose map is a quarter or an eighth of a sheet.
_GRID_PAPERS = ("8K", "4K")
_LARGEST, _SMALLEST_ON_8K = 1_000, 3_000
_SAID_PT = 6.5


def atlas_pages(facts: Facts) -> list[Page]:
    """Make the whole plan's sheet, a sheet for every grid of the top level, and the index.

    With codes asked for, their sheets alone; with a level asked for, its grids'.

    Raises
    ------
    EditError
        ``grid.unknown``.
    UsageError
        ``sheet.too_large``, ``sheet.no_grids``.
    """
    wish = facts.options.sheet
    uids = _wanted(facts, facts.options.level or 1)
    scene = _full_scene(facts)
    name = names_for(wish.paper, ("A3",))[0]
    pages = []
    for number, uid in enumerate(uids, start=1):
        bounds = _bounds(scene, uid)
        layout = best_layout(name, bounds, wish.scale, (uid,))
        pages.append(_sheet(facts, scene, layout, uid, number, len(uids)))
    if wish.codes:
        return pages
    first = whole_pages(facts)[0]
    leaves = index_of(facts, uids_of(facts, facts.plan.scheme.depth), names=True)
    title = say("sheet.index", language=facts.options.language)
    return [first, *pages, *index_pages(facts, first.paper, leaves, title)]


def grid_pages(facts: Facts) -> list[Page]:
    """Make a sheet for every leaf, or for the grids whose codes are asked for.

    Raises
    ------
    EditError
        ``grid.unknown``.
    UsageError
        ``sheet.too_large``, ``sheet.no_grids``.
    """
    uids = _wanted(facts, facts.options.level or facts.plan.scheme.depth)
    scene = _full_scene(facts)
    pages = []
    for number, uid in enumerate(uids, start=1):
        layout = grid_layout(facts, _bounds(scene, uid), (uid,))
        pages.append(_sheet(facts, scene, layout, uid, number, len(uids)))
    return pages


def grid_layout(facts: Facts, bounds: Bounds, focus: tuple[int, ...]) -> Layout:
    """Lay out one grid on 八开 if it fits at 1:3,000, else on 四开; never above 1:1,000.

    Raises
    ------
    UsageError
        ``sheet.too_large``.
    """
    wish = facts.options.sheet
    found = None
    for name in names_for(wish.paper, _GRID_PAPERS):
        found = layout_of(paper(name, landscape=False), bounds, wish.scale, focus)
        if wish.scale is None and found.frame.scale < _LARGEST:
            found = layout_of(found.sheet, bounds, _LARGEST, focus)
        if found.frame.scale <= _SMALLEST_ON_8K:
            break
    assert found is not None
    return found


def _full_scene(facts: Facts) -> PrintScene:
    """Make a scene of all levels, whatever level the sheets are of."""
    scene = scene_of(facts, facts.options.sheet.theme)
    scene.level = facts.plan.scheme.depth
    return scene


def _wanted(facts: Facts, level: int) -> list[int]:
    codes = facts.options.sheet.codes
    uids = [facts.plan.uid_of(code) for code in codes] if codes else uids_of(facts, level)
    if not uids:
        raise UsageError("sheet.no_grids", {"level": level})
    return uids


def _bounds(scene: PrintScene, uid: int) -> Bounds:
    assert scene.net is not None
    found = scene.net.bounds_of([uid])
    assert found is not None
    return found


def _sheet(
    facts: Facts, scene: PrintScene, layout: Layout, uid: int, number: int, count: int
) -> Page:
    language = facts.options.language
    name = facts.text(uid, "name") or facts.text(uid, "code")
    title = say("sheet.grid_of", {"name": name, "code": facts.text(uid, "code")}, language)
    index = grid_index(facts, uid, layout)

    def draw(ink: Ink) -> None:
        draw_head(ink, layout.sheet, facts, title, facts.title)
        lines = _said(facts, uid)
        shape = facts.plan.tables["grids"].loc[uid, "geometry"]
        widths = ink.width(lines[0], _SAID_PT), ink.width(lines[1], _SAID_PT)
        insets = insets_of(layout.frame, shape, widths)
        draw_explained_map(ink, facts, scene, layout, index, (insets.key_map, insets.said))
        _draw_about(ink, facts, scene, insets, uid, lines)
        if facts.level(uid) == facts.plan.scheme.depth:
            draw_doors(ink, facts, uid, layout.index_boxes)
        place = say("sheet.page_of", {"page": number, "pages": count}, language)
        draw_foot(ink, layout.sheet, facts, place if count > 1 else "")

    return Page(title, layout.sheet, draw)


def grid_index(facts: Facts, uid: int, layout: Layout) -> Index:
    """List the leaves below a grid with who works there, or the level below it.

    A narrow column beside the map has no room for loads and areas.
    """
    leaves = leaves_below(facts, uid)
    rows = layout.index_rows
    if len(leaves) <= rows:
        return index_of(facts, leaves, names=True, phones=len(leaves) == 1)
    level = facts.level(uid) + 1
    inside = set(leaves)
    below = [u for u in uids_of(facts, level) if set(leaves_below(facts, u)) <= inside]
    if not layout.below:
        return index_of(facts, below[:rows], names=False)
    return wide_index_of(facts, below[:rows])


def _said(facts: Facts, uid: int) -> tuple[str, str]:
    """Say the figures and the four sides of a grid."""
    language = facts.options.language
    row = facts.frame.loc[uid]
    said = say(
        "sheet.figures",
        {
            "households": facts.count(uid, "households"),
            "persons": facts.count(uid, "persons"),
            "doors": facts.count(uid, "doors"),
            "area": area_text(float(row["area_m2"])),
        },
        language,
    )
    return said, say("sheet.sides", {"sides": row["sides"]}, language)


def _draw_about(
    ink: Ink, facts: Facts, scene: PrintScene, insets: Insets, uid: int, lines: tuple[str, str]
) -> None:
    """Draw the key map, and figures and bounds, onto the map."""
    assert scene.net is not None
    draw_key_map(ink, scene.net, insets.key_map, bounds_of(facts), uid)
    x, y, width, height = insets.said
    ink.box(x, y, width, height, fill="#FFFFFF", line=ink.surface.panel_line)
    if insets.lines == 1:
        ink.text(x + PAD_MM, y + height / 2, lines[0], _SAID_PT)
        ink.text(x + width - PAD_MM, y + height / 2, lines[1], _SAID_PT, align="right")
        return
    for number, line in enumerate(lines):
        middle = y + height * (number + 0.5) / 2
        ink.text(x + PAD_MM, middle, line, _SAID_PT, room=width - 2 * PAD_MM)
