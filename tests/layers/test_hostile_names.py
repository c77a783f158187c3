"""Names that try to run, to link, to compute or to climb out of the folder do nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pyogrio
import pytest

from gridplanner.model import Plan
from gridplanner.tables import TABLES, conform
from layers.export_options import ExportOptions
from layers.writers import formats, write

from .chromium import BROWSER, tab
from .plans import CRS, numbers, small_plan, spatial, square
from .test_web_map import EVIL

DAY = "2026-11-24"
WRITTEN = ["geojson", "gpkg", "html", "kml", "shp", "xlsx"]
#: Columns whose texts are keys or words that the program itself reads.
_KEYS = {"lock", "target_table", "target_id", "valid_from", "valid_to", "key", "value"}


def hostile_plan() -> Plan:
    """Put a hostile text into every text column of every table that is exported."""
    plan = small_plan()
    people = pd.DataFrame(
        {
            "id": [f"P{n}" for n in range(12)],
            "name": "x",
            "phone": "x",
            "role": "网格员",
            "fte": 1.0,
            "own column": "x",
        }
    )
    households = [
        {"id": f"h{n}", "address": "x", "room": "x", "persons": 2,
         "geometry": square(n % 4 + 0.5, n % 3 + 0.5, 0, 0).centroid}
        for n in range(12)
    ]  # fmt: skip
    doors = [
        {"id": f"e{n}", "building": f"b{n}", "label": "x",
         "geometry": square(n % 4 + 0.4, n % 3 + 0.4, 0, 0).centroid}
        for n in range(12)
    ]  # fmt: skip
    duties = pd.DataFrame(
        {"person": people["id"], "kind": "网格员", "target_table": "grids",
         "target_id": [str(7 + n) for n in range(12)], "valid_from": "", "valid_to": ""}
    )  # fmt: skip
    plan = plan.with_tables(
        persons=conform("persons", people, crs=CRS),
        duties=conform("duties", duties, crs=CRS),
        households=spatial("households", households),
        entrances=spatial("entrances", doors),
    )
    changed: dict[str, pd.DataFrame] = {}
    for table in ("boundary", "grids", "buildings", "streets", "water", "mask", "persons",
                  "households", "entrances"):  # fmt: skip
        frame = plan.frame(table)
        known = {column.name for column in TABLES[table].columns if column.dtype == "text"}
        own = set(frame.columns) - {column.name for column in TABLES[table].columns} - {"geometry"}
        ids = {"id", "building", "code"} | _KEYS
        for column in (known | own) - ids:
            frame[column] = [EVIL[n % len(EVIL)] for n in range(len(frame))]
        changed[table] = frame
    codes = [f"{EVIL[n % len(EVIL)]}{n}" for n in range(len(changed["grids"]))]
    changed["grids"]["code"] = codes
    changed["scheme"] = plan.frame("scheme")
    for column in ("name", "name_en"):
        changed["scheme"][column] = EVIL[:3]
    plan = plan.with_tables(**changed)
    return plan.with_settings(title=EVIL[1], source=EVIL[0], note_zh=EVIL[3])


PLAN = hostile_plan()
FIGURES = numbers(PLAN)


def exported(name: str, folder: Path, **options: object) -> Path:
    out = folder / f"out{formats()[name].suffix}"
    write(name, PLAN, FIGURES, out, ExportOptions(profile="internal", date=DAY, **options))  # type: ignore[arg-type]
    return out


@pytest.mark.parametrize("name", WRITTEN)
def test_only_the_file_asked_for_is_made(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    out = exported(name, folder)
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert made == [out]


def test_parts_of_a_map_stay_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    exported("html", folder, budget_bytes=1000)
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) == 3
    assert {path.parent for path in made} == {folder}


def test_members_of_the_pack_have_names_of_ours(tmp_path: Path) -> None:
    out = exported("shp", tmp_path)
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        tables = {n: archive.read(n).decode("utf-8-sig") for n in names if n.endswith(".csv")}
    assert not [name for name in names if "/" in name or "\\" in name or ".." in name]
    # A CSV is opened by Excel: no cell of it may begin as a formula does.
    for name, text in tables.items():
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert cells
        bad = [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
        assert [cell for cell in bad if not cell.lstrip("-").replace(".", "").isdigit()] == [], name


def test_no_cell_of_the_workbook_computes_or_links(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported("xlsx", tmp_path))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_the_kml_has_no_markup_in_its_texts(tmp_path: Path) -> None:
    # Viewers show names and values as HTML.
    root = ET.parse(exported("kml", tmp_path)).getroot()
    texts = [element.text or "" for element in root.iter()]
    assert any("onerror" in text for text in texts)
    assert not [text for text in texts if "<" in text or ">" in text]


def test_other_programs_read_the_names_as_they_are(tmp_path: Path) -> None:
    wanted = sorted(PLAN.leaves["code"].str.replace("\x00", ""))
    for name, layer in (("geojson", None), ("gpkg", None)):
        path = exported(name, tmp_path)
        layer = None if name == "geojson" else str(pyogrio.list_layers(path)[2][0])
        frame = pyogrio.read_dataframe(path, layer=layer)
        leaves = frame[frame["LEVEL"] == 3]
        assert sorted(code.replace("\x00", "") for code in leaves["CODE"]) == wanted


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_the_map_runs_nothing_asks_nothing_and_shows_the_names(tmp_path: Path) -> None:
    out = exported("html", tmp_path, against=(PLAN, FIGURES))
    with tab() as browser:
        browser.open(out)
        browser.wait(0.3)
        browser.click_on("#gp-table-button")
        for grid in range(len(PLAN.valid_grids)):
            browser.run(f"GridPlanner.app.open({grid})")
            browser.wait(0.05)
        card = browser.run("document.getElementById('gp-card').innerText")
        assert "onerror" in card or "script" in card or "cmd" in card
        browser.run("document.getElementById('gp-search').focus()")
        browser.type("img")
        assert "<img src=x" in browser.run("document.getElementById('gp-hits').innerText")
        assert browser.run("document.querySelectorAll('img:not(.leaflet-tile)').length") == 0
        assert browser.requests == [out.resolve().as_uri()]
        assert browser.console == []
