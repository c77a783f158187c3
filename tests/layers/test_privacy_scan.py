"""The scanner: finds what is planted, and nothing where nothing is."""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from gridplanner.errors import InputError
from gridplanner.model import Plan
from gridplanner.tables import conform
from layers.export_options import ExportOptions, Profile
from layers.privacy_scan import hand_over, is_id_number, scan
from layers.writers import formats, write

from .plans import CRS, numbers, small_plan, spatial, square

DAY = "2026-11-24"
NAMES = dict(formats())
_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建文辉力婷"


def id_number(chance: np.random.Generator) -> str:
    """Make an identity number with a right check letter."""
    body = f"6109252{chance.integers(0, 10**10):010d}"
    body = body[:6] + f"{chance.integers(1940, 2015)}{chance.integers(1, 13):02}15" + body[-3:]
    for letter in "0123456789X":
        if is_id_number(body + letter):
            return body + letter
    raise AssertionError(body)


def secret_plan(count: int = 1000) -> Plan:
    """Make the small plan with random persons and dwellings in it."""
    chance = np.random.default_rng(3)

    def name() -> str:
        return str(chance.choice(list(_FAMILY))) + "".join(chance.choice(list(_GIVEN), 2))

    persons = pd.DataFrame(
        {
            "id": [f"P{n:04}" for n in range(count)],
            "name": [name() for _ in range(count)],
            "phone": [
                f"1{chance.integers(3, 10)}{chance.integers(0, 10**9):09}" for _ in range(count)
            ],
            "身份证号": [id_number(chance) for _ in range(count)],
            "fte": 1.0,
        }
    )
    households = [
        {"id": f"h{n}", "address": f"兴隆小区{n % 55 + 1}号楼{n % 4 + 1}单元{n}室", "persons": 2,
         "geometry": square(chance.uniform(0, 4), chance.uniform(0, 3), 0, 0).centroid}
        for n in range(count)
    ]  # fmt: skip
    return small_plan().with_tables(
        persons=conform("persons", persons, crs=CRS), households=spatial("households", households)
    )


PLAN = secret_plan()


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("profile", ["public", "meeting"])
def test_our_own_exports_hold_no_secret(name: str, profile: Profile, tmp_path: Path) -> None:
    out = tmp_path / f"out{NAMES[name].suffix}"
    write(name, PLAN, numbers(PLAN), out, ExportOptions(profile=profile, date=DAY))
    content = out.read_bytes()
    assert scan(out.name, content, PLAN, ExportOptions(profile=profile)) == []
    assert len(PLAN.tables["persons"]) == 1000
    assert planted_in(unpacked(out.name, content), PLAN) == []


def unpacked(name: str, content: bytes) -> str:
    """Give all text of a file by other ways than the scanner's, in every encoding it may have."""
    if name.endswith(".pdf") and shutil.which("pdftotext"):
        made = subprocess.run(
            ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
        )  # fmt: skip
        return made.stdout.decode()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(
                f"{member}\n{unpacked(member, archive.read(member))}"
                for member in archive.namelist()
            )
    text = "\n".join(content.decode(code, "ignore") for code in ("utf-8", "gb18030"))
    # What JSON, HTML and XML write by numbers.
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), text)
    return html.unescape(text)


def planted_in(text: str, plan: Plan) -> list[str]:
    """List the secrets of :func:`secret_plan` that a text holds."""
    persons = plan.tables["persons"]
    planted = [*persons["name"], *persons["phone"], *persons["身份证号"]]
    planted += [*plan.tables["households"]["address"]]
    return [one for one in planted if one in text]


def test_what_unpacks_finds_what_is_planted() -> None:
    secret = str(PLAN.tables["persons"]["name"].iloc[0])
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in secret)
    for name, content in (
        ("a.txt", secret.encode("gb18030")), ("a.json", escaped.encode()),
        zip_with_gbk(secret, Path()), sheet_with(secret, Path()),
    ):  # fmt: skip
        assert planted_in(unpacked(name, content), PLAN), name


def on_duty(plan: Plan, count: int = 30) -> Plan:
    """Give the first persons a duty in a leaf, and all a work phone."""
    persons = plan.frame("persons")
    persons["工作电话"] = [f"0915-25{n:05}" for n in range(len(persons))]
    duties = pd.DataFrame(
        {
            "person": list(persons["id"][:count]),
            "kind": "网格员",
            "target_table": "grids",
            "target_id": [str(7 + n % 12) for n in range(count)],
            "valid_from": "",
            "valid_to": "",
        }
    )
    # One more had a duty once: that is over, and makes nobody public.
    past = duties.head(1).assign(person=persons["id"].iloc[count], valid_to="2020-01-01")
    duties = pd.concat([duties, past], ignore_index=True)
    return plan.with_tables(
        persons=conform("persons", persons, crs=CRS), duties=conform("duties", duties, crs=CRS)
    )


def test_a_public_map_names_those_on_duty_with_their_work_phone_alone(tmp_path: Path) -> None:
    plan = on_duty(PLAN)
    write("html", plan, numbers(plan), tmp_path / "a.html", ExportOptions(profile="public"))
    text = (tmp_path / "a.html").read_text("utf-8")
    persons = plan.tables["persons"]
    duty_names = set(persons["name"][:30])
    assert all(name in text for name in duty_names)
    others = [name for name in persons["name"][30:] if name not in duty_names and name in text]
    assert others == []
    assert all(phone in text for phone in persons["工作电话"][:30])
    assert not [phone for phone in persons["phone"] if phone in text]
    assert not [phone for phone in persons["工作电话"][30:] if phone in text]


def test_a_meeting_map_has_masks(tmp_path: Path) -> None:
    plan = on_duty(PLAN)
    write("html", plan, numbers(plan), tmp_path / "a.html", ExportOptions())
    text = (tmp_path / "a.html").read_text("utf-8")
    first = plan.tables["persons"].iloc[0]
    assert f"{first['name'][0]}**" in text
    assert f"{first['phone'][:3]}****{first['phone'][-4:]}" in text
    assert not [name for name in plan.tables["persons"]["name"] if f'"{name}"' in text]


@pytest.mark.parametrize("name", ["shp", "gpkg"])
@pytest.mark.parametrize("profile", ["public", "meeting"])
def test_persons_asked_for_go_along_masked(name: str, profile: Profile, tmp_path: Path) -> None:
    plan = on_duty(PLAN)
    out = tmp_path / f"a{NAMES[name].suffix}"
    options = ExportOptions(profile=profile, people=True, date=DAY)
    result = write(name, plan, numbers(plan), out, options)
    wanted = 30 if profile == "public" else len(plan.tables["persons"])
    assert wanted in result.rows.values()
    assert not {"households", "住户"} & set(result.rows)
    assert scan(out.name, out.read_bytes(), plan, options) == []


def test_internal_files_may_hold_all(tmp_path: Path) -> None:
    write("shp", PLAN, numbers(PLAN), tmp_path / "i.zip", ExportOptions(profile="internal"))
    content = (tmp_path / "i.zip").read_bytes()
    assert scan("i.zip", content, PLAN, ExportOptions(profile="internal")) == []
    kinds = {leak.kind for leak in scan("i.zip", content, PLAN, ExportOptions())}
    assert kinds == {"name", "number", "address", "field"}


def secrets() -> list[str]:
    persons, households = PLAN.tables["persons"], PLAN.tables["households"]
    found = []
    for n in range(7):
        phone = persons["phone"].iloc[n * 100]
        found += [
            persons["name"].iloc[n * 100],
            f"电话{phone}",
            f"{phone[:3]} {phone[3:7]} {phone[7:]}",
            persons["身份证号"].iloc[n * 100],
            households["address"].iloc[n * 100],
        ]
    # By their form alone, although the plan does not know them.
    return [*found, "13912340000", "11010519491231002X", "１３９１２３４００００", "139-1234-0000"]


def html_with(secret: str, folder: Path) -> tuple[str, bytes]:
    out = folder / "a.html"
    if not out.exists():
        plan = small_plan(["此处藏密", *["甲"] * 11])
        write("html", plan, numbers(plan), out, ExportOptions(profile="internal"))
    return "a.html", out.read_bytes().replace("此处藏密".encode(), secret.encode())


def escaped_html(secret: str, _folder: Path) -> tuple[str, bytes]:
    hidden = "".join(f"&#{ord(c)};" for c in secret)
    return "a.html", f"<!-- {hidden} -->".encode()


def escaped_json(secret: str, _folder: Path) -> tuple[str, bytes]:
    return "a.geojson", json.dumps({"features": [], "note": secret}).encode()


def kml_with(secret: str, _folder: Path) -> tuple[str, bytes]:
    return "a.kml", f"<kml><name>{secret}</name></kml>".encode()


def zip_with_gbk(secret: str, _folder: Path) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inner/readme.txt", f"说明：{secret}".encode("gbk"))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("deep.zip", buffer.getvalue())
    return "a.zip", outer.getvalue()


def zip_named(secret: str, _folder: Path) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{secret}.txt", b"")
    return "a.zip", buffer.getvalue()


def sheet_with(secret: str, _folder: Path) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("a")
    page.write_comment("A1", secret)
    book.close()
    return "a.xlsx", buffer.getvalue()


def gpkg_with(secret: str, folder: Path) -> tuple[str, bytes]:
    path = folder / "a.gpkg"
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE t (a TEXT)")
        connection.execute("INSERT INTO t VALUES (?)", (secret,))
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM t")
    return "a.gpkg", path.read_bytes()


def html_script(secret: str, folder: Path) -> tuple[str, bytes]:
    name, content = html_with("甲", folder)
    return name, content.replace(b"</body>", f"<script>var a='{secret}'</script></body>".encode())


def kml_field(secret: str, folder: Path) -> tuple[str, bytes]:
    out = folder / "a.kml"
    if not out.exists():
        plan = small_plan(["此处藏密", *["甲"] * 11])
        write("kml", plan, numbers(plan), out, ExportOptions(profile="internal"))
    return "a.kml", out.read_bytes().replace("此处藏密".encode(), secret.encode())


def dxf_with(secret: str, _folder: Path) -> tuple[str, bytes]:
    escaped = "".join(f"\\U+{ord(c):04X}" if ord(c) > 127 else c for c in secret)
    return "a.dxf", f"0\nTEXT\n1\n{escaped}\n0\nEOF\n".encode()


def sheet_in_pieces(secret: str, _folder: Path) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold = book.add_format({"bold": True})
    if len(secret) > 2:
        book.add_worksheet("a").write_rich_string("A1", bold, secret[0], secret[1:])
    else:
        book.add_worksheet("a").write_string("A1", secret)
    book.close()
    return "a.xlsx", buffer.getvalue()


HIDERS = [
    html_script, kml_field, dxf_with, sheet_in_pieces, html_with,
    escaped_html, escaped_json, kml_with, zip_with_gbk, zip_named, sheet_with, gpkg_with,
]  # fmt: skip


@pytest.mark.parametrize("hide", HIDERS, ids=lambda f: f.__name__)
def test_planted_leaks_are_found(hide: Any, tmp_path: Path) -> None:
    missed = []
    # 39 secrets hidden in 12 ways.
    assert len(secrets()) * len(HIDERS) == 468
    for secret in secrets():
        name, content = hide(secret, tmp_path)
        if not scan(name, content, PLAN, ExportOptions()):
            missed.append(secret)
    assert missed == []


def test_a_leaking_file_is_not_put_in_place(tmp_path: Path) -> None:
    out = tmp_path / "a.kml"
    out.write_bytes(b"old")
    secret = PLAN.tables["persons"]["name"].iloc[0]
    with pytest.raises(InputError) as caught:
        hand_over(out, f"<name>{secret}</name>".encode(), PLAN, ExportOptions())
    assert caught.value.code == "export.leak"
    assert secret not in str(caught.value.facts)
    assert out.read_bytes() == b"old"


def test_a_person_named_like_a_street_blocks_nothing(tmp_path: Path) -> None:
    persons = pd.DataFrame(
        {"id": ["1", "2", "3"], "name": ["河滨", "新春路", "L"], "phone": "", "fte": 1.0}
    )
    plan = small_plan().with_tables(persons=conform("persons", persons, crs=CRS))
    for name, entry in NAMES.items():
        write(name, plan, numbers(plan), tmp_path / f"out{entry.suffix}", ExportOptions(date=DAY))
    assert scan("a.txt", "住户河滨".encode(), plan, ExportOptions())


def test_columns_that_no_file_may_have_are_named() -> None:
    content = json.dumps({"features": [{"properties": {"身份证号": ""}}]}).encode()
    assert [k.kind for k in scan("a.geojson", content, PLAN, ExportOptions())] == ["field"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b'{"features":[{"properties":{"PERSONS":3}}]}'),
        ("a.kml", b'<Data name="HU"><displayName>x</displayName><value>2</value></Data>'),
    ],
)
def test_public_files_hold_no_small_count(name: str, content: bytes) -> None:
    assert [k.kind for k in scan(name, content, PLAN, ExportOptions(profile="public"))] == [
        "small_count"
    ]
    assert scan(name, content, PLAN, ExportOptions(profile="meeting")) == []


#: The reports of findings work their own figures out and list no grid's counts.
COUNTING = sorted(set(NAMES) - {"quality", "quality_xlsx"})


@pytest.mark.parametrize("name", COUNTING)
def test_small_counts_of_a_public_export_are_withheld(name: str, tmp_path: Path) -> None:
    plan = small_plan()
    figures = numbers(plan)
    frame = figures.grids.copy()
    frame.loc[7, ["households", "persons", "doors"]] = [2, 3, 1]
    out = tmp_path / f"out{NAMES[name].suffix}"
    result = write(name, plan, type(figures)(frame), out, ExportOptions(profile="public", date=DAY))
    assert "export.suppressed" in [note.code for note in result.notes]
    # Put in place means that the scanner found none; a file with them does not pass.
    write(name, plan, type(figures)(frame), out, ExportOptions(profile="meeting", date=DAY))
    assert scan(out.name, out.read_bytes(), plan, ExportOptions(profile="public"))
