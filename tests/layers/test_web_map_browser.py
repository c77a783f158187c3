"""The web map in a browser with the network off, by real clicks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from gridplanner.wording import Language
from layers.scan_pdf import pdf_texts
from layers.web_map import write_html

from .chromium import BROWSER, Tab, tab
from .plans import X0, Y0, numbers, small_plan
from .test_web_map import EVIL

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = small_plan(sample_synthetic=True)
    out = tmp_path_factory.mktemp("map") / "地图.html"
    write_html(plan, numbers(plan), out, date="2026-11-24")
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    with tab() as opened:
        yield opened


@pytest.fixture
def opened(browser: Tab, page: Path) -> Iterator[Tab]:
    browser.requests.clear()
    browser.console.clear()
    browser.open(page)
    browser.wait(0.3)
    yield browser
    assert browser.requests == [page.resolve().as_uri()]
    assert browser.console == []


def state(browser: Tab) -> dict[str, Any]:
    value: dict[str, Any] = browser.run(
        "(() => {const s = GridPlanner.app.state;"
        " return {level: s.level, theme: s.theme, selected: s.selected}})()"
    )
    return value


def centre(browser: Tab, code: str) -> list[float]:
    """Place of a grid's label in the window."""
    value: list[float] = browser.run(
        f"""(() => {{
          const a = GridPlanner.app, g = a.data.grids, i = g.code.indexOf('{code}');
          const p = a.scene.project, at = a.map.latLngToContainerPoint(
            p.toLatLng(p.x(g.label[3 * i]), p.y(g.label[3 * i + 1])));
          const b = a.map.getContainer().getBoundingClientRect();
          return [at.x + b.x, at.y + b.y];
        }})()"""
    )
    return value


def test_it_opens_with_nothing_asked_and_nothing_complained(opened: Tab) -> None:
    assert opened.run("document.title") == "试验镇网格划分图"
    assert "合成" in opened.run("document.getElementById('gp-foot').textContent")
    assert opened.run("performance.getEntriesByType('resource').length") == 0
    drawn = opened.run(
        "(() => {const c = document.querySelector('canvas'), x = c.getContext('2d');"
        "const d = x.getImageData(0, 0, c.width, c.height).data, s = new Set();"
        "for (let i = 0; i < d.length; i += 400) s.add(d[i] * 65536 + d[i + 1] * 256 + d[i + 2]);"
        "return s.size})()"
    )
    assert drawn > 6


def test_levels_and_themes_switch(opened: Tab) -> None:
    assert state(opened) == {"level": 3, "theme": "parent", "selected": -1}
    opened.click_on("#gp-levels [data-value='1']")
    opened.click_on("#gp-themes [data-value='deviation']")
    assert state(opened)["level"] == 1
    legend = opened.run("document.getElementById('gp-legend').innerText")
    assert "±5 % 以内" in legend
    opened.click_on("#gp-themes [data-value='kind']")
    opened.click_on("#gp-levels [data-value='3']")
    legend = opened.run("document.getElementById('gp-legend').innerText")
    assert "专属网格" in legend
    opened.run("document.querySelector('#gp-levels [data-value=\"3\"]').focus()")
    opened.press("ArrowRight")
    assert state(opened)["level"] == 1


def test_a_click_opens_the_card_and_escape_closes_it(opened: Tab) -> None:
    opened.click(*centre(opened, "610925100001002"))
    card = opened.run("document.getElementById('gp-card').innerText")
    for text in (
        "第二网格",
        "610925100001002",
        "337",
        "网格员",
        "楼门长",
        "4.00 公顷",
        "打印此网格",
    ):
        assert text in card
    opened.press("Escape")
    assert opened.run("document.getElementById('gp-card').hidden")
    opened.click_on("#gp-levels [data-value='1']")
    opened.click(*centre(opened, "610925100001002"))
    assert "西坡社区" in opened.run("document.getElementById('gp-card').innerText")


def test_search_finds_codes_names_and_addresses(opened: Tab) -> None:
    for query, wanted in (
        ("2005", "610925100002005"),
        ("第十二", "610925100002006"),
        ("东坡", "610925100002"),
    ):
        opened.run("document.getElementById('gp-search').value = ''")
        opened.run("document.getElementById('gp-search').focus()")
        opened.type(query)
        opened.press("Enter")
        code = opened.run("GridPlanner.app.data.grids.code[GridPlanner.app.state.selected]")
        assert code == wanted
    opened.run("document.getElementById('gp-search').value = ''")
    opened.run("document.getElementById('gp-search').focus()")
    opened.type("兴隆小区12号楼3单元201")
    hits = opened.run("document.getElementById('gp-hits').innerText")
    assert "兴隆小区12号楼" in hits
    opened.press("Enter")
    assert state(opened)["selected"] >= 0
    opened.run("document.getElementById('gp-search').value = ''")
    opened.run("document.getElementById('gp-search').focus()")
    opened.type("没有这个")
    assert "没有找到" in opened.run("document.getElementById('gp-hits').innerText")
    opened.press("Escape")


def test_the_table_is_sorted_by_load_and_leads_to_the_grid(opened: Tab) -> None:
    opened.click_on("#gp-table-button")
    column = (
        "Array.from(document.querySelectorAll('#gp-table tbody tr')).map(r => r.cells[5].innerText)"
    )
    loads = [float(text) for text in opened.run(column)]
    assert len(loads) == 12
    assert loads == sorted(loads, reverse=True)
    opened.click_on("#gp-table th:nth-child(1) button")
    codes = opened.run(column.replace("cells[5]", "cells[0]"))
    assert codes == sorted(codes)
    opened.click_on("#gp-table tbody tr:nth-child(2)")
    assert codes[1] in opened.run("document.getElementById('gp-card').innerText")


def test_layers_can_be_hidden(opened: Tab) -> None:
    opened.click_on("#gp-layers-button")
    opened.click_on("#gp-layers label:nth-child(1)")
    assert opened.run("GridPlanner.app.state.layers.buildings") is False
    opened.press("Escape")
    assert opened.run("document.getElementById('gp-layers').hidden")


def test_one_grid_prints_on_one_sheet(opened: Tab, tmp_path: Path) -> None:
    opened.click(*centre(opened, "610925100001002"))
    opened.run("GridPlanner.printNow = function () {}")
    opened.click_on(".gp-card-acts button")
    opened.pdf(tmp_path / "sheet.pdf")
    content = (tmp_path / "sheet.pdf").read_bytes()
    assert content.count(b"/Type /Page\n") == 1
    opened.run("window.dispatchEvent(new Event('afterprint'))")
    opened.wait(0.3)
    assert not opened.run("document.body.classList.contains('gp-printing')")


def test_the_browsers_own_print_command_gets_the_same_sheet(opened: Tab, tmp_path: Path) -> None:
    opened.click(*centre(opened, "610925100001002"))
    # A print of the browser's own: Chromium says so before it draws, and again afterwards.
    opened.pdf(tmp_path / "sheet.pdf")
    opened.wait(0.3)
    text = "".join("".join(pdf_texts((tmp_path / "sheet.pdf").read_bytes())).split())
    assert "第二网格" in text
    # Figures of the grid are on it, buttons are not.
    assert "337" in text
    assert not {"列表", "图层", "按偏差", "打印此网格"} & {
        w for w in ("列表", "图层", "按偏差", "打印此网格") if w in text
    }
    assert not opened.run("document.body.classList.contains('gp-printing')")
    assert state(opened)["selected"] >= 0


def test_long_sources_do_not_take_a_second_sheet(browser: Tab, tmp_path: Path) -> None:
    plan = small_plan(source="某年统计用区划代码和名称；" * 12, note_zh="街道、房屋均为虚构。" * 9)
    write_html(plan, numbers(plan), tmp_path / "a.html", date="2026-11-24")
    browser.open(tmp_path / "a.html")
    browser.run("GridPlanner.printNow = function () {}; GridPlanner.app.open(7); 0")
    browser.wait(0.5)
    browser.click_on(".gp-card-acts button")
    browser.pdf(tmp_path / "grid.pdf")
    assert (tmp_path / "grid.pdf").read_bytes().count(b"/Type /Page\n") == 1
    # The sheet is full: 186 mm across, and the map as high as there is room.
    assert browser.run("document.querySelector('.folium-map').offsetHeight") > 90 / 25.4 * 96
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    browser.wait(0.3)
    browser.click_on("#gp-print-button")
    browser.pdf(tmp_path / "whole.pdf")
    assert (tmp_path / "whole.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_the_tab_key_reaches_every_control(opened: Tab) -> None:
    here = (
        "(() => {const e = document.activeElement;"
        " return e.id || e.parentNode.id + (e.title ? ':' + e.title : '')})()"
    )
    reached = []
    for _ in range(11):
        opened.press("Tab")
        reached.append(opened.run(here))
    map_id = opened.run("GridPlanner.app.map.getContainer().id")
    assert reached == [
        map_id, "gp-levels", "gp-themes", "gp-search", "gp-table-button", "gp-layers-button",
        "gp-print-button", "gp-zoom:放大", "gp-zoom:缩小", "gp-zoom:全图", "gp-legend",
    ]  # fmt: skip


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


def test_evil_names_do_nothing(browser: Tab, tmp_path: Path) -> None:
    plan = small_plan(EVIL).with_settings(title=EVIL[1], note_zh=EVIL[0], source=EVIL[0])
    out = tmp_path / "evil.html"
    write_html(plan, numbers(plan), out)
    browser.console.clear()
    browser.requests.clear()
    browser.open(out)
    browser.click_on("#gp-table-button")
    browser.run("GridPlanner.app.open(GridPlanner.app.data.grids.name.length - 12)")
    browser.run("document.getElementById('gp-search').focus()")
    browser.type("<img")
    browser.wait(0.5)
    assert browser.console == []
    assert browser.requests == [out.resolve().as_uri()]
    assert browser.run("document.querySelectorAll('img').length") == 0
    assert EVIL[0] in browser.run("document.body.innerText")


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
