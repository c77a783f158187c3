"""The notice for the wall: one grid, its map, and who is there for it."""

from __future__ import annotations

import numpy as np

from gridplanner.errors import UsageError
from gridplanner.wording import say
from ui.canvas.words import area_text
from ui.sheet.facts import Facts, Worker
from ui.sheet.frame import MapFrame, centre_of
from ui.sheet.index import uids_of
from ui.sheet.ink import Ink
from ui.sheet.legend import draw_scale
from ui.sheet.mapframe import draw_map
from ui.sheet.page import MARGIN_MM, Page, draw_foot
from ui.sheet.paper import Paper, check_fits, names_for, paper, round_scale
from ui.sheet.scene import PrintScene, scene_of

_BAND_MM = 42.0
_CARD_MM = 30.0
_BAND = "#1B4F8A"
#: Pixels of the canvas an inch of A3: a notice is read from further away than a sheet on a
#: table, and a larger one from further away still.
_DENSITY = 92.0
_MOST_CARDS = 6


def poster_pages(facts: Facts) -> list[Page]:
    """Make a notice for every leaf, or for the grids whose codes are asked for.

    Raises
    ------
    EditError
        ``grid.unknown``.
    UsageError
        ``sheet.too_large``, ``sheet.no_grids``.
    """
    wish = facts.options.sheet
    depth = facts.plan.scheme.depth
    codes = wish.codes
    uids = [facts.plan.uid_of(code) for code in codes] if codes else uids_of(facts, depth)
    if not uids:
        raise UsageError("sheet.no_grids", {"level": depth})
    scene = scene_of(facts, wish.theme)
    scene.level = depth
    # The wall is no place for anybody's workload.
    scene.figures = None
    sheet = paper(names_for(wish.paper, ("A3",))[0], landscape=False)
    return [_page(facts, scene, sheet, uid) for uid in uids]


def _page(facts: Facts, scene: PrintScene, sheet: Paper, uid: int) -> Page:
    wish = facts.options.sheet
    assert scene.net is not None
    bounds = scene.net.bounds_of([uid])
    assert bounds is not None
    workers = facts.workers.get(uid, ())[:_MOST_CARDS]
    rows = max(-(-len(workers) // 2), 1)
    width = sheet.width_mm - 2 * MARGIN_MM
    # Everything is set for A3 and grows with the paper.
    k = sheet.width_mm / 297.0
    foot = (rows * (_CARD_MM + 4) + 37) * k
    top = (_BAND_MM + 24) * k
    height = sheet.height_mm - top - foot - MARGIN_MM - 8
    size = bounds[2] - bounds[0], bounds[3] - bounds[1]
    room = width - 10, height - 10
    scale = (
        round_scale(*size, *room)
        if wish.scale is None
        else check_fits(wish.scale, *size, *room, sheet.name)
    )
    frame = MapFrame(MARGIN_MM, top, width, height, centre_of(bounds), scale, (uid,))
    name = facts.text(uid, "name") or facts.text(uid, "code")

    def draw(ink: Ink) -> None:
        _draw_band(ink, facts, sheet, uid, name, k)
        draw_map(ink, scene, frame, _DENSITY / k)
        draw_scale(ink, scale, facts.options.language, MARGIN_MM + 2, top + height + 6, 80)
        said = say("sheet.poster_ask", language=facts.options.language)
        y = top + height + 25 * k
        ink.text(sheet.width_mm / 2, y, said, 13 * k, bold=True, align="centre", room=width)
        _draw_workers(ink, facts, workers, y + 9 * k, width, k)
        draw_foot(ink, sheet, facts)

    return Page(name, sheet, draw)


def _draw_band(ink: Ink, facts: Facts, sheet: Paper, uid: int, name: str, k: float) -> None:
    language = facts.options.language
    middle = sheet.width_mm / 2
    ink.box(0, 0, sheet.width_mm, _BAND_MM * k, fill=_BAND)
    ink.text(
        middle, 12 * k, say("sheet.poster_title", language=language), 22 * k, colour="#FFFFFF",
        align="centre", room=sheet.width_mm - 20,
    )  # fmt: skip
    ink.text(
        middle, 29 * k, name, 40 * k, bold=True, colour="#FFFFFF", align="centre",
        room=sheet.width_mm - 20,
    )  # fmt: skip
    if facts.mark:
        ink.text(sheet.width_mm - MARGIN_MM, 6 * k, facts.mark, 9, colour="#FFFFFF", align="right")
    row = facts.frame.loc[uid]
    area = area_text(float(row["area_m2"]))
    if np.isnan(float(row["persons"])):
        # A row of dashes on a wall asks for questions; the ground is no secret.
        said = area
    else:
        counts = {name: facts.count(uid, name) for name in ("households", "persons", "doors")}
        said = say("sheet.figures", {**counts, "area": area}, language)
    code = say("sheet.grid_of", {"name": facts.title, "code": row["code"]}, language)
    room = sheet.width_mm - 2 * MARGIN_MM
    y = (_BAND_MM + 5) * k
    ink.text(middle, y, code, 12 * k, align="centre", room=room, colour=ink.surface.muted)
    ink.text(
        middle, y + 6 * k, f"{said}    {say('sheet.sides', {'sides': row['sides']}, language)}",
        11 * k, align="centre", room=room,
    )  # fmt: skip


def _draw_workers(
    ink: Ink, facts: Facts, workers: tuple[Worker, ...], y: float, width: float, k: float
) -> None:
    """Draw a card a person: a place for the photo, name, duty and number."""
    language = facts.options.language
    if not workers:
        ink.text(
            MARGIN_MM + width / 2, y + 12 * k, say("sheet.no_worker", language=language), 18 * k,
            align="centre", colour=ink.surface.muted,
        )  # fmt: skip
        return
    across = 1 if len(workers) == 1 else 2
    gap = 5.0 * k
    wide = (width - gap * (across - 1)) / across
    for number, worker in enumerate(workers):
        left = MARGIN_MM + number % across * (wide + gap)
        top = y + number // across * (_CARD_MM + 4) * k
        high = _CARD_MM * k
        ink.box(left, top, wide, high, line=_BAND, line_mm=0.4, fill="#F5F8FC")
        ink.box(left + 3 * k, top + 3 * k, 18 * k, high - 6 * k, line=ink.surface.panel_line,
                fill="#FFFFFF")  # fmt: skip
        ink.text(
            left + 12 * k, top + high / 2, say("sheet.photo", language=language), 9 * k,
            align="centre", colour=ink.surface.muted,
        )  # fmt: skip
        x, room = left + 25 * k, wide - 28 * k
        duty = say("sheet.head" if worker.head else "sheet.worker", language=language)
        ink.text(x, top + 6 * k, duty, 12 * k, colour=_BAND, room=room)
        ink.text(x, top + 14.5 * k, worker.name, 24 * k, bold=True, room=room)
        said = say("sheet.poster_phone", {"phone": worker.phone}, language).strip()
        ink.text(x, top + 24 * k, said, 17 * k, room=room)
        if not worker.phone:
            # A number that may not be printed can be written in by hand.
            start = x + ink.width(said, 17 * k) + 3 * k
            ink.line(start, top + 27 * k, left + wide - 4 * k, top + 27 * k, 0.3)
