"""What of the web map is in sight, on projectors and phones, and what lies on what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from gridplanner.wording import Language
from layers.web_map import write_html

from .chromium import BROWSER, Tab
from .plans import X0, Y0, numbers, small_plan
from .web_map_places import centre

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768), (1920, 1080), (390, 844)])
def test_nothing_is_cut_off(browser: Tab, page: Path, width: int, height: int) -> None:
    browser.open(page, width, height, phone=width < 500)
    browser.run("GridPlanner.app.open(5)")
    browser.wait(0.6)
    over = browser.run(
        """(() => {
          const bad = [], w = innerWidth, h = innerHeight;
          if (document.documentElement.scrollWidth > w) bad.push('page');
          const all = document.querySelectorAll('#gp-bar *, #gp-foot *, #gp-card, #gp-zoom *');
          for (const e of all) {
            const b = e.getBoundingClientRect();
            if (b.width && (b.right > w + 1 || b.left < -1 || b.bottom > h + 1))
              bad.push(e.className || e.id || e.tagName);
          }
          return bad;
        })()"""
    )
    assert over == []


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_choices_are_in_sight_on_a_phone(
    browser: Tab, tmp_path: Path, language: Language, width: int
) -> None:
    out = tmp_path / "map.html"
    plan = small_plan()
    write_html(plan, numbers(plan), out, language=language)
    browser.open(out, width, 844, phone=True)
    hidden = browser.run(
        """(() => {
          const bad = [], choices = document.querySelectorAll('.gp-seg:not([hidden]) button');
          for (const e of choices) {
            const b = e.getBoundingClientRect(), s = e.parentNode.getBoundingClientRect();
            if (b.left < s.left - 1 || b.right > s.right + 1 || b.right > innerWidth)
              bad.push(e.innerText);
          }
          const field = document.getElementById('gp-search');
          const pen = document.createElement('canvas').getContext('2d');
          pen.font = getComputedStyle(field).font;
          const length = pen.measureText(field.placeholder).width;
          if (length > field.clientWidth - 20) bad.push(field.placeholder);
          return bad;
        })()"""
    )
    assert hidden == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_shows_all_columns_on_a_projector(
    browser: Tab, tmp_path: Path, language: Language
) -> None:
    out = tmp_path / "map.html"
    # A town as narrow as a valley, with names that take all the room they get.
    grids = small_plan(["河西新村第二网格（临时安置点）"] * 12).layer("grids")
    grids["geometry"] = [shapely.affinity.scale(s, 0.4, 1, origin=(X0, Y0)) for s in grids.geometry]
    plan = small_plan().with_tables(grids=grids)
    write_html(plan, numbers(plan), out, language=language)
    browser.open(out, 1280, 720)
    assert browser.run("document.getElementById('gp-legend').open")
    browser.click_on("#gp-table-button")
    over = browser.run(
        "(() => {const f = document.querySelector('.gp-table-frame');"
        " return f.scrollWidth - f.clientWidth})()"
    )
    assert over <= 0
    browser.wait(0.6)
    # All of the town stands between the table and the edge of the window.
    left, right = browser.run(
        """(() => {
          const a = GridPlanner.app, b = a.data.bounds, p = a.scene.project;
          const at = x => a.map.latLngToContainerPoint(p.toLatLng(p.x(x), p.y(b[1]))).x;
          return [at(b[0]), at(b[2])];
        })()"""
    )
    table = browser.run("document.getElementById('gp-table').getBoundingClientRect().right")
    assert table < left < right < 1280
    # The legend makes room for the map, and comes back with it.
    assert not browser.run("document.getElementById('gp-legend').open")
    browser.press("Escape")
    assert browser.run("document.getElementById('gp-legend').open")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_source_is_shown_whole_by_a_click(browser: Tab, tmp_path: Path, width: int) -> None:
    source = "某统计局二〇二三年统计用区划代码；" * 12
    plan = small_plan().with_settings(source=source)
    out = tmp_path / "map.html"
    write_html(plan, numbers(plan), out)
    browser.open(out, width, 844, phone=width < 500)
    line = "document.querySelector('#gp-foot .gp-source')"
    cut = f"{line}.scrollWidth > {line}.clientWidth + 1"
    assert browser.run(cut)
    browser.click_on("#gp-foot .gp-source")
    assert not browser.run(cut)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    # The map knows that it is smaller now.
    assert browser.run(
        "GridPlanner.app.map.getSize().y === GridPlanner.app.map.getContainer().clientHeight"
    )
    browser.click_on("#gp-foot .gp-source")
    assert browser.run(cut)


#: Boxes of what lies on the map, and of every text that is drawn, in pixels of the canvas.
_LABELS = """(() => {
  const a = GridPlanner.app, canvas = document.querySelector('canvas');
  const ctx = canvas.getContext('2d'), drawn = [], fill = ctx.fillText.bind(ctx);
  ctx.fillText = (text, x, y) => {
    const w = ctx.measureText(text).width / 2, m = ctx.getTransform();
    if (Math.abs(m.b) < 1e-9) drawn.push([text, x - w, y - 6, x + w, y + 6]);
    fill(text, x, y);
  };
  a.map.fire('moveend');
  delete ctx.fillText;
  const c = canvas.getBoundingClientRect();
  const panels = ['gp-legend', 'gp-scale', 'gp-zoom'].map(id => {
    const b = document.getElementById(id).getBoundingClientRect();
    return [id, b.left - c.left, b.top - c.top, b.right - c.left, b.bottom - c.top];
  });
  const m = a.map.getContainer().getBoundingClientRect();
  const frame = [m.left - c.left, m.top - c.top, m.right - c.left, m.bottom - c.top];
  return {drawn, panels, frame};
})()"""


def test_no_label_lies_under_a_panel_or_another(browser: Tab, page: Path) -> None:
    browser.open(page, 700, 500)
    place = "document.getElementById('gp-scale').getBoundingClientRect()"
    # Pull the label of a grid under the scale bar.
    x, y = centre(browser, "610925100002006")
    shift = browser.run(f"(() => {{const b = {place}; return [b.x + 20, b.y + 5]}})()")
    browser.run(
        f"GridPlanner.app.map.panBy([{x - shift[0]}, {y - shift[1]}], {{animate: false}}) && 0"
    )
    browser.wait(0.3)
    found = browser.run(_LABELS)
    assert len(found["drawn"]) >= 3

    def meet(a: list[Any], b: list[Any]) -> bool:
        return bool(a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4])

    for n, one in enumerate(found["drawn"]):
        assert not [panel[0] for panel in found["panels"] if meet(one, panel)]
        assert not [other for other in found["drawn"][:n] if meet(one, other)]


@pytest.mark.parametrize("printing", [False, True])
def test_no_label_is_cut_by_the_frame(browser: Tab, page: Path, printing: bool) -> None:
    browser.open(page, 900, 600)
    if printing:
        browser.run("GridPlanner.printNow = function () {}; 0")
        browser.click_on("#gp-print-button")
    # Pull the middle of a grid onto the upper edge: its label would stand half outside.
    _, y = centre(browser, "610925100002006")
    top = browser.run("GridPlanner.app.map.getContainer().getBoundingClientRect().top")
    browser.run(f"GridPlanner.app.map.panBy([0, {y - top}], {{animate: false}}) && 0")
    browser.wait(0.3)
    found = browser.run(_LABELS)
    left, above, right, below = found["frame"]
    assert above > 0
    assert len(found["drawn"]) >= 3
    for text, *box in found["drawn"]:
        assert left <= box[0] < box[2] <= right, text
        assert above <= box[1] < box[3] <= below, text


def test_the_whole_map_stays_in_sight_when_the_window_changes(browser: Tab, page: Path) -> None:
    shares = []
    browser.open(page, 1280, 720)
    for width, height in ((1280, 720), (800, 600), (390, 844)):
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        browser.wait(0.5)
        shares.append(
            browser.run(
                """(() => {
                  const a = GridPlanner.app, d = a.data, p = a.scene.project, m = a.map;
                  const at = (x, y) => m.latLngToContainerPoint(p.toLatLng(p.x(x), p.y(y)));
                  const one = at(d.bounds[0], d.bounds[1]), two = at(d.bounds[2], d.bounds[3]);
                  const s = m.getSize();
                  return Math.max(Math.abs(two.x - one.x) / s.x, Math.abs(two.y - one.y) / s.y);
                })()"""
            )
        )
    # All of it, and no step of the zoom wasted.
    assert all(0.9 < share <= 1 for share in shares), shares
