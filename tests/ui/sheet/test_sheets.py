"""Every kind of sheet: pages, papers, scales, texts, and what a profile keeps back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from PyQt6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gridplanner.errors import Cancelled, EditError, InputError, UsageError
from gridplanner.jobs import Progress
from gridplanner.model import Plan
from gridplanner.report import summary
from layers import style
from layers.export_options import ExportOptions, Profile
from layers.sheet_wish import SheetKind, SheetWish
from tests.layers.plans import SIDE, X0, Y0, spatial, square
from tests.layers.test_privacy_scan import secret_plan
from ui.sheet.atlas import grid_index, grid_layout
from ui.sheet.doors import door_rows
from ui.sheet.facts import Facts
from ui.sheet.layout import best_layout, layout_of
from ui.sheet.paired import Pair
from ui.sheet.paper import ROUND_SCALES, paper
from ui.sheet.whole import bounds_of

from .towns import DAY, LEAF, PHONE, WORK_PHONE, WORKER, printed, sizes_mm, staffed_plan, texts_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return staffed_plan()


def test_the_whole_plan_says_all_that_a_map_must(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "图.pdf"
    result = printed(plan, out)
    (text, *rest) = texts_of(out)
    assert result.rows["pages"] == 1 + len(rest)
    for said in ("试验镇网格划分图", "内部使用", DAY, "图例", "北", "EPSG:4545", "西坡社区", LEAF):
        assert said in text or said in rest[0], said
    assert re.search(r"1:[\d,]+", text)
    # Coordinates of the net: 584,200 m east lies in the town.
    assert "584200" in text
    assert sizes_mm(out)[0] in ((297, 420), (420, 297))


def test_the_page_is_vector_with_its_fonts_inside(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    printed(plan, out)
    content = out.read_bytes()
    assert content.count(b"/FontFile2") >= 2
    assert b"/Subtype /Image" not in content


def test_a_search_finds_what_was_written(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    printed(plan, out)
    radicals = re.compile("[\u2e80-\u2fdf]")
    tables = re.findall(rb"beginbfrange(.*?)endbfrange", out.read_bytes(), re.DOTALL)
    letters = "".join(
        chr(int(code, 16)) for table in tables for code in re.findall(rb"<(\w{4})>", table)
    )
    assert set("网格户门长") - {"门", "长"} <= set(letters)
    assert not radicals.search(letters)


def test_ground_lies_where_the_scale_says(plan: Plan, tmp_path: Path) -> None:
    dpi = 100
    out = tmp_path / "map.png"
    printed(plan, out, wish=SheetWish(dpi=dpi, paper="A3"))
    facts = Facts.of(plan, summary(plan), ExportOptions())
    layout = best_layout("A3", bounds_of(facts), None)
    frame = layout.frame
    image = QImage(str(out))
    assert image.width() == round(layout.sheet.width_mm / 25.4 * dpi)
    assert image.dotsPerMeterX() == round(dpi / 0.0254)

    def pixel(east_m: float, north_m: float) -> QColor:
        x_mm = frame.x + frame.width / 2 + (east_m - (X0 + 2 * SIDE)) * 1000 / frame.scale
        y_mm = frame.y + frame.height / 2 - (north_m - (Y0 + 1.5 * SIDE)) * 1000 / frame.scale
        return image.pixelColor(round(x_mm / 25.4 * dpi), round(y_mm / 25.4 * dpi))

    # Off the west border: paper. In the river: water. 10 m either side of the town's edge.
    assert pixel(X0 - 10, Y0 + 480).name() == "#ffffff"
    assert pixel(X0 + 10, Y0 + 480).name() != "#ffffff"
    # The river's middle falls from 330 to 290 m over 450 m; labels may stand in two places.
    wanted = QColor(style.LIGHT.water)
    along = [pixel(X0 + e, Y0 + 330 - 40 * (e + 50) / 450) for e in range(20, 380, 10)]
    assert sum(abs(seen.blue() - wanted.blue()) < 8 for seen in along) > len(along) * 0.5


def test_a_wished_scale_is_kept_or_refused(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    printed(plan, out, wish=SheetWish(scale=4_000))
    assert "1:4,000" in texts_of(out)[0]
    with pytest.raises(UsageError) as caught:
        printed(plan, tmp_path / "no.pdf", wish=SheetWish(scale=1_000, paper="A4"))
    # 800 m are 800 mm at 1:1,000.
    assert caught.value.code == "sheet.too_large"
    assert caught.value.facts["least"] in ROUND_SCALES
    assert not (tmp_path / "no.pdf").exists()


def test_the_atlas_has_a_sheet_a_top_grid(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "atlas.pdf"
    told: list[Progress] = []
    printed(plan, out, wish=SheetWish(kind="atlas"), on_progress=told.append)
    pages = texts_of(out)
    assert pages[1].startswith("西坡社区(")
    assert pages[2].startswith("东坡社区(")
    assert "第2幅,共2幅" in pages[2]
    assert [step.facts["page"] for step in told] == list(range(1, len(pages) + 1))
    # The index behind lists all twelve leaves.
    assert sum(page.count("6109251000010") for page in pages[3:]) >= 6


def test_cancelling_leaves_nothing(plan: Plan, tmp_path: Path) -> None:
    def stop_at_the_second(step: Progress) -> bool:
        return int(step.facts["page"]) < 2

    with pytest.raises(Cancelled):
        printed(
            plan, tmp_path / "a.pdf", wish=SheetWish(kind="atlas"), on_progress=stop_at_the_second
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("size_m", "name", "scale"),
    # 八开 has 230 mm × 266 mm for the ground; below 1:1,000 nothing is drawn.
    [(100.0, "8K", 1_000), (300.0, "8K", 1_500), (660.0, "8K", 3_000), (1_200.0, "4K", 4_000)],
)
def test_a_grid_goes_on_an_eighth_of_a_sheet_while_it_can(
    plan: Plan, size_m: float, name: str, scale: int
) -> None:
    facts = Facts.of(plan, summary(plan), ExportOptions(sheet=SheetWish(kind="grid")))
    layout = grid_layout(facts, (X0, Y0, X0 + size_m, Y0 + size_m), ())
    assert (layout.sheet.name, layout.frame.scale) == (name, scale)


def test_a_grid_sheet_tells_its_bounds_and_worker(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "grid.pdf"
    printed(plan, out, wish=SheetWish(kind="grid", codes=(LEAF,)))
    (text,) = texts_of(out)
    assert "四至:东至" in text
    assert "40户120人" in text
    assert "诸葛**" in text
    assert "139****0001" in text
    assert sizes_mm(out) == [(260, 370)]


@pytest.mark.parametrize(
    ("profile", "name", "phone"),
    [
        ("public", WORKER, WORK_PHONE),
        ("meeting", "诸葛**", "139****0001"),
        ("internal", WORKER, PHONE),
    ],
)
def test_the_notice_names_the_worker_as_the_profile_allows(
    plan: Plan, profile: Profile, name: str, phone: str, tmp_path: Path
) -> None:
    out = tmp_path / "poster.pdf"
    printed(plan, out, wish=SheetWish(kind="poster", codes=(LEAF,)), profile=profile)
    (text,) = texts_of(out)
    assert name in text
    assert phone in text
    assert "网格长" in text
    assert (PHONE in text) == (profile == "internal")
    assert ("内部使用" in text) == (profile != "public")


@pytest.mark.parametrize("kind", ["poster", "grid"])
def test_a_public_sheet_says_why_phones_are_blank(
    kind: SheetKind, plan: Plan, tmp_path: Path
) -> None:
    persons = plan.layer("persons")
    wish = SheetWish(kind=kind, codes=(LEAF,))

    def notes(rows: pd.DataFrame, profile: Profile) -> list[tuple[str, object]]:
        one = plan.with_tables(persons=rows)
        result = printed(one, tmp_path / "one.pdf", wish=wish, profile=profile)
        return [(n.code, n.facts["count"]) for n in result.notes if "phone" in n.code]

    assert notes(persons, "public") == []
    blank = persons.assign(work_phone="")
    assert notes(blank, "public") == [("sheet.work_phones_blank", 1)]
    without = persons.drop(columns="work_phone")
    assert notes(without, "public") == [("sheet.no_work_phones", 1)]
    # A meeting's sheet shows masked private numbers, none is blank.
    assert notes(without, "meeting") == []


def test_two_plans_stand_side_by_side(plan: Plan, tmp_path: Path) -> None:
    grids = plan.layer("grids")
    joined = grids.geometry.copy()
    joined.loc[7] = square(0, 0, 1, 2)
    other = plan.with_tables(grids=grids.set_geometry(joined).drop(index=8))
    out = tmp_path / "pair.pdf"
    printed(other, out, against=plan, wish=SheetWish(kind="pair"))
    (text,) = texts_of(out)
    for said in ("现状", "调整后", "撤销1", "边界调整1", "40→40"):
        assert said in text, said
    with pytest.raises(UsageError) as caught:
        printed(other, tmp_path / "no.pdf", wish=SheetWish(kind="pair"))
    assert caught.value.code == "sheet.no_against"


def test_a_new_name_is_a_change_and_a_new_code_no_other_grid(plan: Plan, tmp_path: Path) -> None:
    today = plan.layer("grids")
    # Leaves 7 and 8 under another name and another code, on the ground they had.
    today["name"] = [
        "旧名网格" if uid == 7 else n for uid, n in zip(today["uid"], today["name"], strict=True)
    ]
    today["code"] = [
        "610925100001098" if uid == 8 else c
        for uid, c in zip(today["uid"], today["code"], strict=True)
    ]
    before = plan.with_tables(grids=today)
    out = tmp_path / "pair.pdf"
    printed(plan, out, against=before, wish=SheetWish(kind="pair"))
    (text,) = texts_of(out)
    assert "新增0撤销0边界调整0更名改码20户换网格" in text
    assert "610925100001098→610925100001002名称或编码调整" in text
    facts = Facts.of(plan, summary(plan), ExportOptions(against=(before, summary(before))))
    pair = Pair.of(facts)
    yellow = {uid for uid, fill in pair.fills(facts).items() if fill == style.CHANGES["renamed"][0]}
    assert yellow == {7, 8}


def test_two_equal_plans_say_so(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "pair.pdf"
    printed(plan, out, against=plan, wish=SheetWish(kind="pair"), language="en")
    assert "Thegridsofthetwoplansarethesame." in texts_of(out)[0]


@pytest.mark.parametrize("suffix", ["pdf", "png"])
@pytest.mark.parametrize("profile", ["public", "meeting"])
@pytest.mark.parametrize("secret", ["欧阳旁人", "139 0000 0002", "兴隆小区1号楼7室"])
def test_a_secret_in_a_title_stops_the_sheet(
    plan: Plan, suffix: str, profile: Profile, secret: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        printed(plan, tmp_path / f"map.{suffix}", title=f"请找{secret}办理", profile=profile)
    assert caught.value.code == "export.leak"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_holds_one_map(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        printed(plan, tmp_path / "atlas.png", wish=SheetWish(kind="atlas"))
    assert caught.value.code == "sheet.one_page"
    with pytest.raises(EditError):
        printed(plan, tmp_path / "grid.png", wish=SheetWish(kind="grid", codes=("no",)))


def test_a_plan_without_grids_still_prints_its_ground(plan: Plan, tmp_path: Path) -> None:
    bare = plan.with_tables(
        grids=plan.tables["grids"].head(0), duties=plan.tables["duties"].head(0)
    )
    out = tmp_path / "map.pdf"
    assert printed(bare, out).rows["pages"] == 1
    kinds: tuple[SheetKind, ...] = ("atlas", "grid", "poster")
    for kind in kinds:
        with pytest.raises(UsageError) as caught:
            printed(bare, tmp_path / "no.pdf", wish=SheetWish(kind=kind))
        assert caught.value.code == "sheet.no_grids"


def test_a_tall_ground_goes_upright(qtbot: QtBot) -> None:
    del qtbot
    tall, wide = (0.0, 0.0, 1_000.0, 1_300.0), (0.0, 0.0, 1_600.0, 1_000.0)
    assert not best_layout("A3", tall, None).sheet.landscape
    assert best_layout("A3", wide, None).sheet.landscape
    upright = layout_of(paper("A3", landscape=False), tall, None)
    assert upright.below


def test_a_grid_sheet_lists_its_doors(tmp_path: Path) -> None:
    staffed = staffed_plan()
    doors = spatial(
        "entrances",
        [
            {
                "id": f"e{n}",
                "building": "b0",
                "label": f"{n}单元",
                "geometry": square(0, 0).centroid,
            }
            for n in (1, 2)
        ],
    )
    households = staffed.layer("households")
    # Three homes behind the first door, 37 behind the second.
    households["entrance"] = ["e1" if n < 3 else "e2" for n in range(len(households))]
    staffed = staffed.with_tables(entrances=doors, households=households)
    # The grid shows its 40: in public 40 − 37 would give the other door's 3.
    expected: tuple[tuple[Profile, str, str], ...] = (("meeting", "3", "37"), ("public", "–", "–"))
    for profile, first, second in expected:
        facts = Facts.of(staffed, summary(staffed), ExportOptions(profile=profile))
        assert door_rows(facts, 7) == [
            ("兴隆小区1号楼 1单元", first, ""),
            ("兴隆小区1号楼 2单元", second, ""),
        ]
    out = tmp_path / "grid.pdf"
    printed(staffed, out, wish=SheetWish(kind="grid", codes=(LEAF,)))
    assert "兴隆小区1号楼2单元37" in texts_of(out)[0]


def test_a_narrow_column_lists_no_more_than_it_has_room_for(plan: Plan) -> None:
    facts = Facts.of(plan, summary(plan), ExportOptions())
    sheet, bounds = paper("A4", landscape=True), bounds_of(facts)
    beside = layout_of(sheet, bounds, None)
    # Three rows and their header below what explains the map, for six leaves.
    side = replace(beside.side, height=100 + 5.6 + 3 * 4.4)
    narrow = grid_index(facts, 1, replace(beside, side=side))
    assert [row[0] for row in narrow.rows] == ["61092510000101", "61092510000102"]
    assert len(narrow.columns) == 5
    upright = layout_of(paper("A4", landscape=False), bounds, None)
    below = replace(upright, side=replace(upright.side, height=5.6 + 4.4))
    assert len(grid_index(facts, 1, below).columns) == 9


def test_leaves_stand_beside_a_wide_map_where_they_fit(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    # Twelve leaves, four and two grids above them: eighteen rows.
    assert printed(plan, out, wish=SheetWish(paper="A2")).rows["pages"] == 1
    (text,) = texts_of(out)
    assert "诸葛**" in text
    assert all(str(code) in text for code in plan.valid_grids["code"])


@pytest.mark.parametrize("kind", ["whole", "atlas", "grid", "poster"])
@pytest.mark.parametrize("profile", ["public", "meeting"])
def test_planted_secrets_are_on_no_sheet(kind: SheetKind, profile: Profile, tmp_path: Path) -> None:
    secret = secret_plan(300)
    out = tmp_path / "map.pdf"
    printed(secret, out, wish=SheetWish(kind=kind), profile=profile)
    text = "".join(texts_of(out))
    persons = secret.tables["persons"]
    numbers = [*persons["phone"], *persons["身份证号"]]
    assert not [number for number in numbers if number in text]
    # Names of three letters; the town's own words have none of them in common.
    assert not [name for name in persons["name"] if name in text]
    assert not [one for one in secret.tables["households"]["address"] if one in text]
