"""The change as one page for a browser: in short, a map, the ledger, the lists."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.ledger import Story
from gridplanner.model import Plan
from gridplanner.wording import say
from layers import style
from layers.change_pack.lists import Listing, Moves
from layers.change_pack.spots import spots_of
from layers.change_pack.workbook import ledger_cells, ledger_titles
from layers.export_options import ExportOptions
from layers.privacy import mark_of, profile_title
from layers.titles import own_title

_CSS = """
:root { color-scheme: light; }
body { font: 14px/1.5 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;
       color: #1F2430; background: #fff; margin: 0 auto; max-width: 1180px; padding: 16px; }
h1 { font-size: 22px; margin: 8px 0; } h2 { font-size: 17px; margin: 28px 0 8px; }
.mark { float: right; color: #B3261E; border: 1px solid #B3261E; padding: 2px 10px; }
.quiet { color: #666C78; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 12.5px; }
th, td { border: 1px solid #DFDDD6; padding: 4px 6px; text-align: left; vertical-align: top; }
th { background: #EFEDE7; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
.maps { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.maps figure { margin: 0; } .maps svg { width: 100%; height: auto; border: 1px solid #DFDDD6; }
figcaption { text-align: center; font-weight: 600; padding: 4px; }
.key span { display: inline-block; width: 14px; height: 10px; margin: 0 4px 0 14px;
            border: 1px solid #0003; }
@media (max-width: 700px) { .maps { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; }
  tr { break-inside: avoid; } thead { display: table-header-group; } }
"""
#: The page may ask for nothing: neither scripts nor pictures nor fonts.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
#: Width of a map in its own units, and the digits its coordinates keep.
_MAP_W = 1000.0
#: Room of a label of three digits, and how far its baseline lies below its middle.
_LABEL_W, _LABEL_H, _BASE = 46.0, 26.0, 8.0
#: Kind of a row → key of the change's colour.
COLOURS = {
    "added": "added", "removed": "removed", "merged": "reshaped", "split": "reshaped",
    "border": "reshaped", "renamed": "renamed", "people": "same",
}  # fmt: skip


def page(story: Story, moves: Moves, lists: Sequence[Listing], options: ExportOptions) -> str:
    """Make the page; it asks for nothing from anywhere."""
    language = options.language
    title = options.title or say("ledger.title", language=language)
    mark = mark_of(options.profile, language) if options.mark is None else options.mark
    said = say(
        "pack.said",
        {
            "rows": len(story.rows),
            "households": f"{len(moves.households):,}",
            "doors": f"{len(moves.doors):,}",
        },
        language,
    )
    parts = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _POLICY,
        f"<title>{_text(title)}</title><style>{_CSS}</style></head><body>",
        f'<span class="mark">{_text(mark)}</span>' if mark else "",
        f"<h1>{_text(title)}</h1>",
        f'<p class="quiet">{_text(own_title(story.after, language))} {options.day}</p>',
        f"<h2>{_say('pack.summary', options)}</h2><p>{_text(_public(said, moves, options))}</p>",
        f"<h2>{_say('pack.maps', options)}</h2>",
        _maps(story, options),
        f"<h2>{_say('ledger.title', options)}</h2>",
        _ledger(story, options),
    ]
    for listing in lists:
        parts.append(f"<h2>{_say(f'pack.{listing.key}', options)}</h2>")
        if listing.withheld:
            facts = {"profile": profile_title(options.profile, language)}
            parts.append(f'<p class="quiet">{_text(say("pack.withheld", facts, language))}</p>')
        elif listing.rows:
            parts.append(_table(listing.titles, listing.rows))
        else:
            parts.append('<p class="quiet">–</p>')
    parts.append("</body></html>\n")
    return "\n".join(part for part in parts if part)


def _public(said: str, moves: Moves, options: ExportOptions) -> str:
    """Leave small counts out of what everybody may read."""
    if options.profile == "public" and 0 < len(moves.households) < 5:
        return ""
    return said


def _ledger(story: Story, options: ExportOptions) -> str:
    if not story.rows:
        return f'<p class="quiet">{_say("ledger.empty", options)}</p>'
    rows = [
        ledger_cells(row, number, story, options) for number, row in enumerate(story.rows, start=1)
    ]
    return _table(ledger_titles(options), rows)


def _table(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    head = "".join(f"<th>{_text(title)}</th>" for title in titles)
    lines = []
    for row in rows:
        cells = "".join(
            f'<td class="n">{cell:,}</td>'
            if isinstance(cell, int)
            else f"<td>{_text(cell).replace(chr(10), '<br>')}</td>"
            for cell in row
        )
        lines.append(f"<tr>{cells}</tr>")
    body = "\n".join(lines)
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def _maps(story: Story, options: ExportOptions) -> str:
    """Draw both plans' leaves around what changed, at one scale."""
    bounds = changed_bounds(story)
    fills = [fills_of(story, new=side) for side in (False, True)]
    figures = []
    for plan, fill, key in (
        (story.before, fills[0], "sheet.today"),
        (story.after, fills[1], "sheet.proposed"),
    ):
        figures.append(
            f"<figure><figcaption>{_say(key, options)}</figcaption>"
            f"{_svg(plan, fill, bounds)}</figure>"
        )
    place = 0 if options.language == "zh" else 1
    key = "".join(
        f'<span style="background:{colour}"></span>{_text(names[place])}'
        for colour, *names in style.CHANGES.values()
    )
    return f'<div class="maps">{"".join(figures)}</div><p class="key quiet">{key}</p>'


def changed_bounds(story: Story) -> tuple[float, float, float, float]:
    """Give the ground of all grids that a row names, with a margin; the whole plan's for none."""
    depth = story.after.scheme.depth
    shapes = []
    for row in story.rows:
        for plan, grids in ((story.before, row.old), (story.after, row.new)):
            frame = plan.tables["grids"]
            shapes += [frame.loc[g.uid, "geometry"] for g in grids if g.level == depth]
    if not shapes:
        shapes = [*story.before.leaves.geometry, *story.after.leaves.geometry]
    if not shapes:
        return 0.0, 0.0, 1.0, 1.0
    west, south, east, north = shapely.total_bounds(shapes_of(shapes))
    air = 0.08 * max(east - west, north - south, 1.0)
    return float(west - air), float(south - air), float(east + air), float(north + air)


def fills_of(story: Story, *, new: bool) -> dict[int, str]:
    """Give the colour of each grid that a row names, by uid of the later or the older plan.

    Of a merge those that end are shown as removed, of a split those that begin as added.
    """
    found: dict[int, str] = {}
    for row in story.rows:
        for place, grid in enumerate(row.new if new else row.old):
            key = COLOURS[row.kind]
            if place and row.kind in ("merged", "split"):
                key = "added" if new else "removed"
            found[grid.uid] = style.CHANGES[key][0]
    return found


def _svg(plan: Plan, fills: dict[int, str], bounds: tuple[float, float, float, float]) -> str:
    west, south, east, north = bounds
    k = _MAP_W / (east - west)
    height = (north - south) * k
    leaves = plan.leaves
    shapes = shapes_of(leaves.geometry)
    near = shapely.intersects(shapes, shapely.box(*bounds))
    paths = []
    for uid, shape in zip(leaves["uid"][near], shapes[near], strict=True):
        fill = fills.get(int(uid), style.CHANGES["same"][0])
        rings = shapely.get_rings(shape)
        steps = []
        for ring in rings:
            xy = shapely.get_coordinates(ring)
            points = np.column_stack([(xy[:, 0] - west) * k, (north - xy[:, 1]) * k])
            steps.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
        paths.append(f'<path d="{"".join(steps)}" fill="{fill}"/>')
    labels = _labels(plan, fills, bounds, k)
    return (
        f'<svg viewBox="0 0 {_MAP_W:.0f} {height:.0f}" role="img">'
        f'<g stroke="#2F3540" stroke-width="1.4" fill-rule="evenodd">{"".join(paths)}</g>'
        '<g font-size="22" text-anchor="middle" stroke="#fff" stroke-width="5" '
        f'paint-order="stroke" fill="#1F2430">{"".join(labels)}</g></svg>'
    )


def _labels(
    plan: Plan, fills: dict[int, str], bounds: tuple[float, float, float, float], k: float
) -> list[str]:
    """Write the last digits of the codes of the grids that changed."""
    west, _, _, north = bounds
    leaves = plan.leaves
    named = leaves[leaves["uid"].isin(list(fills)).to_numpy()]
    spots = spots_of(named.geometry, _LABEL_W / k, _LABEL_H / k)
    return [
        f'<text x="{(at[0] - west) * k:.1f}" y="{(north - at[1]) * k + _BASE:.1f}">'
        f"{_text(str(code)[-3:])}</text>"
        for code, at in zip(named["code"], spots, strict=True)
        if at is not None
    ]


def _say(key: str, options: ExportOptions) -> str:
    return _text(say(key, language=options.language))


def _text(text: Any) -> str:
    return html.escape(str(text))
