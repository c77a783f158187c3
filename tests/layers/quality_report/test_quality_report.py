"""The report: totals that add up, every finding with its place, nothing that a profile hides."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from gridplanner.imported import ImportedFile
from gridplanner.model import Plan
from gridplanner.repair import Waive
from gridplanner.report import summary
from gridplanner.rules import RULES, check
from gridplanner.tables import conform
from gridplanner.wording import Language, say
from layers.export_options import ExportOptions
from layers.quality_report.content import content_of, may_show
from layers.quality_report.picture import Pictures
from layers.writers import write
from tests.core.rules.test_ground import with_shape
from tests.core.towns import box, captain, lattice, with_rows

DAY = "2026-11-24"
EVIL = '<script>alert("x")</script>'


def broken() -> Plan:
    """Make a town with an overlap of 300 m², a waived one, vacant doors and a named captain."""
    plan = with_shape("T001", box(0, 0, 103, 100), lattice(4, 2))
    plan = with_shape("T008", box(299, 100, 400, 200), plan)
    plan = with_rows(plan, persons=[{**captain(1, "E1", 1), "name": "张小网"}])
    plan = plan.with_settings(title=EVIL, sources=["Survey of 2026"])
    target = next(f.target for f in check(plan) if f.codes == ("T007", "T008"))
    return Waive("coverage.overlap", (target,), EVIL, "李经办", DAY).apply(plan)


def export(name: str, plan: Plan, out: Path, **options: Any) -> Path:
    written = write(name, plan, summary(plan), out, ExportOptions(date=DAY, **options))
    return written.path


class Tags(HTMLParser):
    """Collects tags and what loads something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(v) for k, v in attrs if k in ("src", "href", "data")]


def test_one_file_that_asks_nothing_of_the_network_and_runs_nothing(tmp_path: Path) -> None:
    text = export("quality", broken(), tmp_path / "q.html").read_text("utf-8")
    page = Tags()
    page.feed(text)
    assert "script" not in page.tags
    assert page.links == []
    assert "url(" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "&lt;script&gt;" in text
    # A map for the overlap that is not waived; waived ones are listed with their reason.
    assert page.tags.count("svg") >= 1
    assert "T001、T002 重叠 300.000 m²" in text
    assert DAY in text
    assert "内部使用" in text
    assert "Survey of 2026" in text


def test_the_totals_are_those_of_the_check(tmp_path: Path) -> None:
    plan = broken()
    found = check(plan, final=True)
    book = openpyxl.load_workbook(export("quality_xlsx", plan, tmp_path / "q.xlsx"))
    assert book.sheetnames == ["各规则结果", "问题清单", "豁免及理由", "数据来源与日期"]
    page = book["各规则结果"]
    rows = {page.cell(r, 2).value: [page.cell(r, c).value for c in range(3, 7)]
            for r in range(4, 4 + len(RULES))}  # fmt: skip
    assert list(rows) == list(RULES)
    # One overlap stands, one is waived.
    assert rows["coverage.overlap"] == [1, 0, 0, 1]
    for rule, (error, warning, info, waived) in rows.items():
        mine = [f for f in found if f.rule == rule]
        assert error + warning + info + waived == len(mine)
        assert waived == sum(f.waived for f in mine)
    listed = book["问题清单"]
    head = [cell.value for cell in listed[3]]
    row = next(
        [cell.value for cell in line]
        for line in listed.iter_rows(min_row=4)
        if (line[2].value == "coverage.overlap" and line[-1].value is None) or line[-1].value == ""
        if line[2].value == "coverage.overlap"
    )
    assert row[head.index("面积（m²）")] == 300.0
    formats = {head[at]: cell.number_format for at, cell in enumerate(listed[4])}
    # Whole numbers have no point behind them, coordinates no commas.
    assert page.cell(4, 3).number_format == "#,##0"
    assert formats["X（东）"] == formats["Y（北）"] == "0.000"
    waivers = book["豁免及理由"]
    assert [waivers.cell(4, c).value for c in (2, 4)] == ["coverage.overlap", EVIL]
    assert waivers.cell(4, 4).data_type == "s"


@pytest.mark.parametrize("profile", ["public", "meeting", "internal"])
def test_people_and_households_are_listed_inside_only(tmp_path: Path, profile: Any) -> None:
    plan = broken()
    people = plan.frame("households").iloc[:1].assign(
        id="H-LOST", address="某街 1 号", building="", geometry=None
    )  # fmt: skip
    both = pd.concat([plan.tables["households"], people]).reset_index(drop=True)
    plan = plan.with_tables(households=conform("households", both, crs=plan.crs))
    text = export("quality", plan, tmp_path / "q.html", profile=profile).read_text("utf-8")
    assert ("H-LOST" in text) == (profile == "internal")
    assert ("李经办" in text) == (profile == "internal")
    assert ("另有" in text) == (profile != "internal")


def test_a_sound_plan_says_so(tmp_path: Path) -> None:
    quiet = dict.fromkeys(RULES, "off")
    plan = lattice(2, 2).with_settings(profile={"name": "own", "limits": [], "severity": quiet})
    text = export("quality", plan, tmp_path / "q.html", language="en").read_text("utf-8")
    assert "No fault was found." in text
    assert not re.search("[\u4e00-\u9fff]", text.replace("Microsoft YaHei", ""))


def test_the_map_shows_the_ground_around_the_fault() -> None:
    plan = broken()
    overlap = next(f for f in check(plan) if f.codes == ("T001", "T002"))
    # 300 m²: half of what is shown is 2.5 × √300 = 43 m.
    assert "87 m</text>" in Pictures(plan).of(overlap)
    nowhere = next(f for f in check(plan.with_tables(grids=plan.tables["grids"].iloc[:3]))
                   if f.where is None)  # fmt: skip
    assert Pictures(plan).of(nowhere) == ""


def _waivers_told(path: Path) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path)["豁免及理由"]
    return list(sheet.iter_rows(min_row=3, max_row=4, values_only=True))


def test_waivers_stand_under_their_headings(tmp_path: Path) -> None:
    heads, row = _waivers_told(
        export("quality_xlsx", broken(), tmp_path / "i.xlsx", profile="internal")
    )
    told = dict(zip(heads, row, strict=True))
    assert (told["经办人"], told["日期"], told["理由"]) == ("李经办", DAY, EVIL)
    # Who accepted it is for inside; the date stays where it belongs.
    heads, row = _waivers_told(export("quality_xlsx", broken(), tmp_path / "m.xlsx"))
    told = dict(zip(heads, row, strict=True))
    assert (told["经办人"] or "", told["日期"]) == ("", DAY)
    page = export("quality", broken(), tmp_path / "m.html").read_text("utf-8")
    assert f"<td></td><td>{DAY}</td>" in page


@pytest.mark.parametrize("profile", ["public", "meeting"])
def test_the_files_that_were_read_in_are_named_with_their_dates(
    tmp_path: Path, profile: Any
) -> None:
    files = (ImportedFile("2026-11-02", "张三家.xlsx", "households 12"),)
    page = export("quality", broken(), tmp_path / "q.html", profile=profile, imports=files)
    text = page.read_text("utf-8")
    assert "2026-11-02" in text
    assert "户 12" in text
    assert ("张三家.xlsx" in text) is (profile == "meeting")


def test_limits_are_said_in_the_language_of_the_report(tmp_path: Path) -> None:
    for language, said in (("zh", "通行做法，请按本地规定调整"), ("en", "common practice")):
        plan = broken().with_settings(profile="micro")
        page = export("quality", plan, tmp_path / f"{language}.html", language=language)
        assert said in page.read_text("utf-8")


def test_deviations_are_per_cent_in_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export("quality_xlsx", broken(), tmp_path / "q.xlsx"))
    rows = list(book["问题清单"].iter_rows(min_row=3))
    column = [cell.value for cell in rows[0]].index("偏差")
    formats = {row[column].number_format for row in rows[1:] if row[column].data_type == "n"}
    assert formats == {"+0.0%;−0.0%;0.0%"}


def test_sources_are_said_in_the_readers_words() -> None:
    plan = lattice(2, 1).with_settings(sources=["Survey of 2026"], sources_zh=["2026 年调查"])
    cases: list[tuple[Language, str, str]] = [
        ("zh", "2026 年调查", "Survey"),
        ("en", "Survey of 2026", "调查"),
    ]
    for language, said, other in cases:
        sources = "".join(content_of(plan, ExportOptions(language=language)).sources)
        assert said in sources
        assert other not in sources
    # Where there are none in Chinese, any are better than none.
    plan = lattice(2, 1).with_settings(sources=["Survey of 2026"])
    assert "Survey of 2026" in "".join(content_of(plan, ExportOptions()).sources)


def _many_faults(count: int) -> Plan:
    """Make a row of leaves, each drawn 1 m too far to the east but the last: overlaps of 100 m²."""
    plan = lattice(count, 1)
    for place in range(count - 1):
        outline = box(place * 100, 0, place * 100 + 101, 100)
        plan = with_shape(f"T{place + 1:03d}", outline, plan)
    return plan


def test_each_finding_that_is_listed_has_its_map(tmp_path: Path) -> None:
    plan = _many_faults(42)
    found = [f for f in check(plan, final=True) if may_show(f, ExportOptions())]
    assert sum(f.rule == "coverage.overlap" for f in found) == 41
    text = export("quality", plan, tmp_path / "q.html").read_text("utf-8")
    page = Tags()
    page.feed(text)
    assert page.tags.count("svg") == sum(f.where is not None for f in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_waived_has_its_map_and_sentence_beside_the_reason(
    tmp_path: Path, language: Language
) -> None:
    plan = broken()
    gone = Waive("coverage.overlap", ("T003|T004",), "mended since", "", DAY).apply(plan)
    path = export("quality", gone, tmp_path / "q.html", language=language, profile="internal")
    text = path.read_text("utf-8")
    first, second = re.findall(r"<tr>(<td>.*?)</tr>", text[text.index("<table class=v>") :])[:2]
    # T008 reaches a metre into T007: 100 m².
    said = {"zh": "T007、T008 重叠 100.000 m²", "en": "T007, T008 overlap by 100.000 m²"}[language]
    assert said in unescape(first)
    assert "&lt;script&gt;" in first
    assert first.count("<svg") == 1
    assert "<svg" not in second
    assert say("quality.gone", None, language) in second
    assert say("quality.gone", None, language) not in first


@pytest.mark.parametrize(("language", "mark"), [("zh", "内部使用"), ("en", "Internal use")])
def test_the_mark_and_what_is_left_out_do_not_contradict_each_other(
    tmp_path: Path, language: Any, mark: str
) -> None:
    """A report marked for internal use must not send its reader to "the internal report"."""
    lost = broken().frame("households").iloc[:1].assign(id="H-LOST", building="", geometry=None)
    rows = pd.concat([broken().tables["households"], lost]).reset_index(drop=True)
    plan = broken().with_tables(households=conform("households", rows, crs=broken().crs))
    plan = plan.with_settings(title="Town", sources=[])
    page = export("quality", plan, tmp_path / "q.html", language=language)
    text = page.read_text("utf-8")
    assert text.count(mark) == 1
    assert "内部" not in text.replace(mark, "")
    assert "internal" not in text.replace(mark, "").lower()
    # The workbook says it too, else its list would lack what its totals count.
    book = openpyxl.load_workbook(
        export("quality_xlsx", plan, tmp_path / "q.xlsx", language=language)
    )
    left_out = re.search(r'<p class="quiet">([^<]*(?:另有|more finding)[^<]*)</p>', text)
    assert left_out
    about = [str(sheet["A2"].value) for sheet in book]
    assert [unescape(left_out[1]) in line for line in about] == [False, True, False, False]
    book = openpyxl.load_workbook(
        export("quality_xlsx", plan, tmp_path / "i.xlsx", language=language, profile="internal")
    )
    assert not any(unescape(left_out[1]) in str(sheet["A2"].value) for sheet in book)


@pytest.mark.parametrize(("language", "pair"), [("zh", "T001、T002"), ("en", "T001, T002")])
def test_codes_are_listed_as_the_language_lists_things(
    tmp_path: Path, language: Any, pair: str
) -> None:
    text = export("quality", broken(), tmp_path / "q.html", language=language).read_text("utf-8")
    assert pair in text
    assert pair.replace("T001", "T007").replace("T002", "T008") in text  # the waived one
    book = openpyxl.load_workbook(
        export("quality_xlsx", broken(), tmp_path / "q.xlsx", language=language)
    )
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert pair in cells
    if language == "en":
        assert not any("、" in cell for cell in cells)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_limits_and_coordinates_are_named_in_both_files(tmp_path: Path, language: Any) -> None:
    limits, place = {"zh": ("规模标准：", "坐标系："), "en": ("Limits: ", "Coordinates: ")}[
        language
    ]
    plan = broken()
    text = export("quality", plan, tmp_path / "q.html", language=language).read_text("utf-8")
    assert limits in text
    assert place + plan.crs in text
    book = openpyxl.load_workbook(
        export("quality_xlsx", plan, tmp_path / "q.xlsx", language=language)
    )
    last = [str(row[0].value) for row in book.worksheets[-1].iter_rows(min_row=4)]
    assert place + plan.crs in last
    assert any(line.startswith(limits) for line in last)
    assert DAY in str(book.worksheets[0]["A2"].value)


def test_a_sentence_over_its_column_gets_a_second_line(tmp_path: Path) -> None:
    reason = "沿围墙划分，物业和居委会都同意，待明年春天围墙拆除以后再按新的小区范围调整边线"
    plan = broken()
    target = next(f.target for f in check(plan) if f.codes == ("T007", "T008"))
    plan = Waive("coverage.overlap", (target,), reason, "李经办", DAY).apply(plan)
    book = openpyxl.load_workbook(export("quality_xlsx", plan, tmp_path / "q.xlsx"))
    page = book["豁免及理由"]
    cell = next(cell for cell in page["D"] if cell.value == reason)
    # 39 characters and commas, twice as wide as a letter each: 78 in a column of 50.
    assert cell.alignment.wrap_text
    assert page.row_dimensions[cell.row].height == 30
    assert page.print_title_rows == "$3:$3"
    assert {int(sheet.page_setup.paperSize) for sheet in book} == {8, 9}
