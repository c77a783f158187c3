"""Writes a town as the files it would come in: zipped shapefiles, two workbooks, a note."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio

from .names import words
from .parts import Town
from .sheets import write_households, write_persons

FIXED_TIME = (2024, 3, 1, 0, 0, 0)
FIXED_DATE = "2024-03-01"
LANGUAGE_AT, GBK_LANGUAGE = 29, 0x4D
KINDS = words("boundary areas streets water mask compounds gates places buildings entrances")


@dataclass(frozen=True)
class About:
    """What a sample says of itself."""

    name: str
    title_zh: str
    title_en: str
    note_zh: str
    note_en: str
    scheme: str
    epsg: int
    code: str
    sources: tuple[str, ...]
    sources_zh: tuple[str, ...]


def write_town(town: Town, about: About, out: Path, seed: int) -> None:
    """Write all files of a sample into a folder, made where it is missing.

    Parameters
    ----------
    town
        What to write.
    about
        What the sample says of itself.
    out
        The sample's folder.
    seed
        Source of the sheets' untidiness; same seed, same bytes.
    """
    out.mkdir(parents=True, exist_ok=True)
    for kind, columns, shapes in _layers(town):
        encoding = "CP936" if kind == "buildings" else "UTF-8"
        _write_layer(out / f"{kind}.zip", columns, shapes, about.epsg, encoding)
    write_households(out / "households.xlsx", town, np.random.default_rng([seed, 7]))
    write_persons(out / "persons.xlsx", town)
    _write_about(out / "sample.json", about)


def _layers(town: Town) -> list[tuple[str, dict[str, list[Any]], list[Any]]]:
    streets, water, mask = town.streets, town.water, town.mask
    compounds, places, buildings = town.compounds, town.places, town.buildings
    gates = [(compound.id, gate) for compound in compounds for gate in compound.gates]
    doors = [(building.id, door) for building in buildings for door in building.doors]
    boundary = town.areas[0][2]
    if len(town.areas) > 1:
        boundary = geopandas.GeoSeries([shape for _, _, shape in town.areas]).union_all(
            grid_size=0.001
        )
    return [
        ("boundary", {"name": [town.boundary_name]}, [boundary]),
        (
            "areas",
            {
                "level": [1] * len(town.areas),
                "code": [code for code, _, _ in town.areas],
                "name": [name for _, name, _ in town.areas],
            },
            [shape for _, _, shape in town.areas],
        ),
        (
            "streets",
            {
                "id": [f"S{i:04d}" for i in range(1, len(streets) + 1)],
                "name": [street.name for street in streets],
                "class": [street.kind for street in streets],
                "barrier": [int(street.barrier) for street in streets],
                "bridge": [int(street.bridge) for street in streets],
                "width_m": [street.width_m for street in streets],
            },
            [street.line for street in streets],
        ),
        ("water", _named("W", [name for name, _ in water], "name"), [s for _, s in water]),
        ("mask", _named("M", [kind for kind, _ in mask], "kind"), [s for _, s in mask]),
        (
            "compounds",
            {
                "id": [item.id for item in compounds],
                "name": [item.name for item in compounds],
                "wall": [item.wall for item in compounds],
                "year": [item.year for item in compounds],
                "firm": [item.firm for item in compounds],
            },
            [item.shape for item in compounds],
        ),
        (
            "gates",
            _named("G", [compound for compound, _ in gates], "compound"),
            [gate for _, gate in gates],
        ),
        (
            "places",
            {
                **_named("P", [place.name for place in places], "name"),
                "kind": [place.kind for place in places],
            },
            [place.point for place in places],
        ),
        (
            "buildings",
            {
                "编号": [item.id for item in buildings],
                "名称": [item.name for item in buildings],
                "小区": [item.compound for item in buildings],
                "层数": [item.storeys for item in buildings],
                "用途": [item.use for item in buildings],
            },
            [item.shape for item in buildings],
        ),
        (
            "entrances",
            {
                **_named("E", [building for building, _ in doors], "building", 5),
                "label": [door.label for _, door in doors],
            },
            [door.point for _, door in doors],
        ),
    ]


def _named(letter: str, values: list[str], column: str, digits: int = 3) -> dict[str, list[Any]]:
    ids = [f"{letter}{i:0{digits}d}" for i in range(1, len(values) + 1)]
    return {"id": ids, column: values}


def _write_layer(
    path: Path, columns: dict[str, list[Any]], shapes: list[Any], epsg: int, encoding: str
) -> None:
    """Write one zipped shapefile whose bytes hang on nothing but its content."""
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=f"EPSG:{epsg}")
    with tempfile.TemporaryDirectory() as folder:
        shp = Path(folder) / f"{path.stem}.shp"
        pyogrio.write_dataframe(
            frame, shp, driver="ESRI Shapefile", encoding=encoding,
            layer_options={"RESIZE": "YES", "DBF_DATE_LAST_UPDATE": FIXED_DATE},
        )  # fmt: skip
        if encoding == "CP936":
            shp.with_suffix(".cpg").write_text("936", encoding="ascii")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                member = zipfile.ZipInfo(f"{path.stem}{suffix}", FIXED_TIME)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                content = bytearray(shp.with_suffix(suffix).read_bytes())
                if suffix == ".dbf" and encoding == "CP936":
                    content[LANGUAGE_AT] = GBK_LANGUAGE
                archive.writestr(member, bytes(content))


def _write_about(path: Path, about: About) -> None:
    layers = [{"kind": kind, "file": f"{kind}.zip"} for kind in KINDS]
    layers += [{"kind": kind, "file": f"{kind}.xlsx"} for kind in ("households", "persons")]
    note = {
        "name": about.name,
        "title_zh": about.title_zh,
        "title_en": about.title_en,
        "synthetic": True,
        "note_zh": about.note_zh,
        "note_en": about.note_en,
        "scheme": about.scheme,
        "crs": f"EPSG:{about.epsg}",
        "datum": "cgcs2000",
        "code": about.code,
        "sources": list(about.sources),
        "sources_zh": list(about.sources_zh),
        "layers": layers,
    }
    text = json.dumps(note, ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode("utf-8"))
