"""The web map in a browser with the network off, by real clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from layers.scan_pdf import pdf_texts
from layers.web_map import write_html

from .chromium import BROWSER, Tab
from .plans import numbers, small_plan
from .test_web_map import EVIL
from .web_map_places import centre

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")


def state(browser: Tab) -> dict[str, Any]:
    value: dict[str, Any] = browser.run(
        "(() => {const s = GridPlanner.app.state;"
        " return {level: s.level, theme: s.theme, selected: s.selected}})()"
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
