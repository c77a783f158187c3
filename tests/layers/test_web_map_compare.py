"""Today beside proposed: which grid is which, and the line between them, by real clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from gridplanner.model import Plan
from layers import style
from layers.export_options import ExportOptions
from layers.web_map import write
from layers.web_map.changes import comparison
from layers.web_map.colours import Family, colours_of, colours_of_two
from layers.web_map.payload import in_order, payload

from .chromium import Tab
from .plans import numbers, small_plan, square

DAY = "2026-11-24"


def proposed_plan() -> Plan:
    """Move a border by half a square, rename a leaf, recode one, drop one."""
    plan = small_plan()
    grids = plan.layer("grids").copy()
    shapes = {7: square(0, 0, 1, 0.5), 8: square(0, 0.5, 1, 1.5)}
    grids["geometry"] = [
        shapes.get(int(uid), shape) for uid, shape in zip(grids["uid"], grids.geometry, strict=True)
    ]
    grids.loc[(grids["uid"] == 9).to_numpy(), "name"] = "改名网格"
    grids.loc[(grids["uid"] == 10).to_numpy(), "code"] = "610925100001099"
    return plan.with_tables(grids=grids[(grids["uid"] != 18).to_numpy()])


def test_grids_are_paired_by_code_then_by_ground() -> None:
    old, new = in_order(small_plan()), in_order(proposed_plan())
    found = comparison(old, new)
    of = dict(zip(map(int, new["uid"]), found.change_of_new, strict=True))
    assert {uid: change for uid, change in of.items() if change != "same"} == {
        7: "reshaped", 8: "reshaped", 9: "renamed", 10: "renamed",
    }  # fmt: skip
    gone = [
        int(uid) for uid, change in zip(old["uid"], found.change_of_old, strict=True)
        if change == "removed"
    ]  # fmt: skip
    assert gone == [18]
    for n, partner in enumerate(found.partner_of_new):
        assert int(old["uid"].iloc[partner]) == int(new["uid"].iloc[n])
        assert found.partner_of_old[partner] == n
    assert comparison(old.iloc[:0], new).change_of_new == ["added"] * len(new)


def test_partners_have_one_colour() -> None:
    plan, before = proposed_plan(), small_plan()
    data = payload(plan, numbers(plan), ExportOptions(against=(before, numbers(before))))
    for n, partner in enumerate(data["partner"]):
        assert data["colours"][n] == data["before"]["colours"][partner]


def test_who_changes_parent_looks_like_its_parent_on_either_side() -> None:
    before = small_plan()
    grids = before.layer("grids").copy()
    # The first of the two middle grids of the west goes; its three leaves join the second.
    grids.loc[(grids["parent"] == 3).fillna(False).to_numpy(), "parent"] = 4
    plan = before.with_tables(grids=grids[(grids["uid"] != 3).to_numpy()])
    data = payload(plan, numbers(plan), ExportOptions(against=(before, numbers(before))))
    for side in (data, data["before"]):
        for n, parent in enumerate(side["grids"]["parent"]):
            if side["grids"]["level"][n] == 3:
                assert side["colours"][n] == side["colours"][parent]
    old = dict(zip(data["before"]["grids"]["code"], data["before"]["colours"], strict=True))
    new = dict(zip(data["grids"]["code"], data["colours"], strict=True))
    assert old["61092510000101"] != old["61092510000102"]
    assert {code: old[code] for code in new if len(code) < 15} == {
        code: colour for code, colour in new.items() if len(code) < 15
    }


def test_a_merged_grid_has_another_hue_than_those_around_it() -> None:
    # Three top grids in a row; the first goes, and the hues of the others move up.
    row, pair = Family([-1, -1, -1], {(0, 1), (1, 2)}), Family([-1, -1], {(0, 1)})
    old, new = colours_of_two(row, pair, [-1, 0, 1])
    assert old[1:] == new
    assert len(set(old)) == 3
    # More grids than hues, each bordering on the next and on the one after that.
    many = {(a, b) for a in range(30) for b in (a + 1, a + 2) if b < 30}
    fewer = {(a, b) for a in range(29) for b in (a + 1, a + 2) if b < 29}
    old, new = colours_of_two(
        Family([-1] * 30, many), Family([-1] * 29, fewer), [*range(20), -1, *range(20, 29)]
    )
    assert old[:20] + old[21:] == new
    assert all(old[a] != old[b] for a, b in many)
    assert all(new[a] != new[b] for a, b in fewer)


def test_nothing_to_colour() -> None:
    assert colours_of(Family([], set())) == []
    assert colours_of_two(Family([], set()), Family([-1], set()), []) == ([], [style.HUES[0]])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan, before = proposed_plan(), small_plan()
    out = tmp_path_factory.mktemp("map") / "对比.html"
    write(plan, numbers(plan), out, ExportOptions(against=(before, numbers(before)), date=DAY))
    return out


def at(browser: Tab, x_m: float, y_m: float) -> list[float]:
    """Place in the window of a fraction of the town, from its south-west corner."""
    value: list[float] = browser.run(
        f"""(() => {{
          const a = GridPlanner.app, b = a.data.bounds, p = a.scene.project;
          const x = b[0] + (b[2] - b[0]) * {x_m}, y = b[1] + (b[3] - b[1]) * {y_m};
          const c = a.map.latLngToContainerPoint(p.toLatLng(p.x(x), p.y(y)));
          const m = a.map.getContainer().getBoundingClientRect();
          return [c.x + m.x, c.y + m.y];
        }})()"""
    )
    return value


def card(browser: Tab) -> str:
    text: str = browser.run("document.getElementById('gp-card').innerText")
    return text


def test_left_of_the_line_is_today_and_right_of_it_proposed(opened: Tab) -> None:
    assert not opened.run("document.getElementById('gp-swipe').hidden")
    # Ground at 0.4 of the lowest third of the first column: leaf 1 today, leaf 2 proposed.
    spot = at(opened, 0.125, 0.25)
    opened.click(*spot)
    assert "第一网格" in card(opened)
    assert "边界调整" in card(opened)
    opened.press("Escape")
    opened.run("document.querySelector('.gp-knob').focus()")
    for _ in range(8):
        opened.press("ArrowLeft")
    assert opened.run("GridPlanner.app.state.split") == pytest.approx(0.1)
    opened.click(*spot)
    assert "第二网格" in card(opened)
    assert "现状" in card(opened)


def test_the_line_is_pulled_by_hand(opened: Tab) -> None:
    knob = opened.run(
        "(() => {const b = document.querySelector('.gp-knob').getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]})()"
    )
    for kind, x in (("mousePressed", knob[0]), ("mouseMoved", 320), ("mouseReleased", 320)):
        opened.call(
            "Input.dispatchMouseEvent", type=kind, x=x, y=knob[1], button="left", buttons=1,
            clickCount=1,
        )  # fmt: skip
    opened.wait(0.3)
    assert opened.run("GridPlanner.app.state.split") == pytest.approx(0.25, abs=0.01)


def test_one_side_alone_fills_the_map_and_the_table(opened: Tab) -> None:
    opened.click_on("#gp-sides [data-value='0']")
    opened.click_on("#gp-table-button")
    rows = "document.querySelectorAll('#gp-table tbody tr').length"
    assert opened.run(rows) == 12
    assert opened.run("document.getElementById('gp-swipe').hidden")
    opened.click_on("#gp-sides [data-value='1']")
    assert opened.run(rows) == 11
    table = opened.run("document.getElementById('gp-table').innerText")
    assert "方案" in table
    assert "名称或编码调整" in table


def test_the_legend_counts_what_changed(opened: Tab) -> None:
    opened.click_on("#gp-themes [data-value='change']")
    legend = opened.run("document.getElementById('gp-legend').innerText")
    assert "边界调整\n2" in legend
    assert "名称或编码调整\n2" in legend


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_all_choices_are_in_sight(browser: Tab, page: Path, width: int, height: int) -> None:
    browser.open(page, width, height, phone=width < 500)
    browser.wait(0.4)
    out = browser.run(
        "Array.from(document.querySelectorAll('.gp-seg button')).filter(b => {"
        "const r = b.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth})"
        ".map(b => b.innerText)"
    )
    assert out == []
    assert not browser.run(
        "document.getElementById('gp-title').scrollWidth"
        " > document.getElementById('gp-title').clientWidth"
    )


def test_the_english_bar_takes_two_rows(browser: Tab, tmp_path: Path) -> None:
    plan, before = proposed_plan(), small_plan()
    options = ExportOptions(date=DAY, language="en", against=(before, numbers(before)))
    write(plan, numbers(plan), tmp_path / "en.html", options)
    browser.open(tmp_path / "en.html", 1280, 720)
    browser.wait(0.4)
    rows = browser.run(
        "Array.from(new Set(Array.from(document.querySelectorAll('#gp-bar > *')).map(e => {"
        "const b = e.getBoundingClientRect(); return Math.round((b.top + b.bottom) / 20)})))"
    )
    assert len(rows) == 2


def test_shapes_of_the_two_plans_lie_over_each_other() -> None:
    plan, before = proposed_plan(), small_plan()
    assert shapely.equals(
        shapely.union_all(plan.level(1).geometry), shapely.union_all(before.level(1).geometry)
    )
