"""The shapefile handoff: one zip with a shapefile a level, its field table and checksums.

GDAL writes geometry, index and ``.prj``; the attribute table and the two marks of its encoding
(language byte and ``.cpg``, which must agree) are written by :mod:`layers.write_dbf`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from gridplanner.crs import crs_of
from gridplanner.errors import InputError
from gridplanner.model import Plan
from gridplanner.rules import RULES, check
from gridplanner.store import is_project
from gridplanner.wording import Language, say
from layers.atomic import scratch
from layers.csv_text import inert
from layers.export_fields import Layer, layers_of
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.field_mapping import TABLE_HEADS
from layers.notes import Note
from layers.privacy import mark_of
from layers.privacy_scan import hand_over
from layers.quality_report.sheets import workbook_of
from layers.renaming import renamed
from layers.target_crs import is_gcj02, placed, target_crs
from layers.write_dbf import PRESETS, dbf_bytes
from layers.write_vector import gpkg_bytes

#: The oldest time a zip can hold: the same input gives the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_FIELD_TABLE = "字段对照表.csv"
_README = "字段说明.txt"
_REPORT = "质检报告.csv"
_WORKBOOK = "质检报告.xlsx"
_CHECKSUMS = "checksums.sha256"
#: What a receiver of shapes asks about; the other rules speak of persons and dwellings.
_RULES = ("geometry", "coverage", "hierarchy", "code")


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the zip.

    Levels and boundary always; households, entrances, persons and duties with the internal
    profile only. Coordinates are x = east, in the plan's CRS or the one asked for.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    layers, notes = layers_of(plan, summary, options)
    if options.mapping is not None:
        layers, said = renamed(layers, options.mapping, options.encoding)
        notes += said
    crs = options.crs or plan.crs
    if is_gcj02(crs):
        notes.append(Note("export.gcj02"))
    files: dict[str, bytes] = {}
    rows: dict[str, int] = {}
    with scratch(out) as folder:
        for layer in layers:
            made, said = _shapefile(layer, crs, folder, options)
            files |= made
            notes += said
            rows[layer.key] = len(layer.frame)
    files[_FIELD_TABLE] = _field_table(layers)
    files[_README] = _readme(layers, crs, options).encode("utf-8-sig")
    files[_REPORT] = _report(plan, crs, options)
    # For people: all rules, with figures and waivers; the table beside it is for programs.
    files[_WORKBOOK], _ = workbook_of(plan, replace(options, language=_ZH))
    beside = out.with_name(f"{out.stem}-handoff.gpkg")
    listed = dict(files)
    if options.beside:
        if beside.exists() and is_project(beside):
            raise InputError("export.over_project", {"file": str(beside)})
        listed[beside.name] = gpkg_bytes(plan, summary, out, options)
    sums = [f"{hashlib.sha256(listed[name]).hexdigest()}  {name}\n" for name in sorted(listed)]
    files[_CHECKSUMS] = "".join(sums).encode("utf-8")
    if options.beside:
        hand_over(beside, listed[beside.name], plan, options)
        notes.append(Note("export.beside", {"file": beside.name}))
    hand_over(out, _zip(files), plan, options)
    return WriteResult(out, tuple(notes), rows)


def _shapefile(
    layer: Layer, crs: str, folder: Path, options: ExportOptions
) -> tuple[dict[str, bytes], list[Note]]:
    """Write one layer; a table without geometry becomes a dbf alone."""
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    preset = PRESETS[options.encoding]
    pieces = [(layer.key, layer.frame)]
    if isinstance(layer.frame, gpd.GeoDataFrame):
        placed = ~(layer.frame.geometry.isna() | layer.frame.geometry.is_empty).to_numpy()
        pieces = [(layer.key, layer.frame[placed])]
        if not placed.all():
            # A household without a place is not lost: it goes into a table of its own.
            pieces.append((f"{layer.key}_noxy", layer.frame[~placed].drop(columns="geometry")))
    for name, frame in pieces:
        if isinstance(frame, gpd.GeoDataFrame):
            if not len(frame):
                continue
            files |= _geometry(name, frame, crs, folder)
            parts = int((shapely.get_num_geometries(np.asarray(frame.geometry)) > 1).sum())
            if parts and frame.geom_type.str.contains("Polygon").any():
                notes.append(Note("export.geometry_parts", {"table": name, "count": parts}))
        content, remarks = dbf_bytes(frame, layer.fields, options.encoding, options.day)
        files[f"{name}.dbf"] = content
        files[f"{name}.cpg"] = preset.cpg.encode("ascii")
        notes += [remark.note(name) for remark in remarks]
    return files, notes


def _geometry(name: str, frame: gpd.GeoDataFrame, crs: str, folder: Path) -> dict[str, bytes]:
    path = folder / f"{name}.shp"
    shapes = placed(frame[["geometry"]], crs)
    # A single column that GDAL can write; its dbf is replaced by ours, row for row.
    shapes = shapes.assign(N=range(1, len(shapes) + 1)).reset_index(drop=True)
    kind = {"P": "Point", "L": "LineString"}.get(str(shapes.geom_type.iloc[0])[0], "Polygon")
    if str(shapes.geom_type.iloc[0]).startswith("Poly"):
        kind = "Polygon"
    with_multi = shapes.geom_type.str.startswith("Multi").any()
    pyogrio.write_dataframe(
        shapes,
        path,
        driver="ESRI Shapefile",
        geometry_type=f"Multi{kind}" if with_multi else kind,
        promote_to_multi=bool(with_multi),
    )
    return {
        f"{name}{part}": path.with_suffix(part).read_bytes() for part in (".shp", ".shx", ".prj")
    }


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _field_table(layers: Sequence[Layer]) -> bytes:
    """Write the table of fields, in a form that Excel opens as Chinese."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(TABLE_HEADS)
    for layer in layers:
        for field in layer.fields:
            letter = "C（文本）" if field.kind == "text" else "N（数值）"
            texts = (layer.key, layer.zh, field.name, field.zh, field.en, letter)
            rest = (field.width, field.decimals, field.remark, field.column)
            table.writerow(map(inert, (*texts, *rest)))
    return text.getvalue().encode("utf-8-sig")


def _report(plan: Plan, crs: str, options: ExportOptions) -> bytes:
    """Write what the rules say of the shapes, a finding a row, and each rule that is kept."""
    findings = check(plan, rules=_RULES)
    spots = [finding.where for finding in findings]
    points = gpd.GeoDataFrame(
        geometry=[None if spot is None else shapely.Point(spot) for spot in spots],
        crs=crs_of(plan.crs),
    )
    moved = placed(points, crs).geometry
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["规则", "程度", "网格", "X", "Y", "说明", "已豁免"])
    for finding, spot in zip(findings, moved, strict=True):
        x, y = ("", "") if spot is None else (f"{spot.x:.6f}", f"{spot.y:.6f}")
        sentence = say(finding.sentence, finding.words, "zh")
        severity = say(f"severity.{finding.severity}", None, "zh")
        waived = "是" if finding.waived else ""
        row = (finding.rule, severity, "、".join(finding.codes), x, y, sentence, waived)
        table.writerow(map(inert, row))
    failed = {finding.rule for finding in findings}
    for rule in RULES:
        if rule.split(".")[0] in _RULES and rule not in failed:
            table.writerow([rule, "通过", "", "", "", f"检查日期 {options.day}", ""])
    return text.getvalue().encode("utf-8-sig")


def _readme(layers: Sequence[Layer], crs: str, options: ExportOptions) -> str:
    preset = PRESETS[options.encoding]
    system = target_crs(crs)
    lines = [
        f"网格数据交换包  {options.day}",
        mark_of(options.profile, _ZH),
        "",
        f"坐标系：{crs}（{system.name}），X 为东向，Y 为北向",
        f"文字编码：{preset.title}（.cpg 为 {preset.cpg}，dbf 语言标识 0x{preset.language:02X}）",
        "编码字段均为文本型；字段中没有空值：无数据记 −1（偏差记 0），见“字段对照表.csv”。",
        f"超过 254 字节的文字在字边界处截断；{preset.title} 没有的字写作“〓”。",
        "多边形外环为顺时针。检查结果见“质检报告.xlsx”（图形检查另有 .csv）。",
        "校验值见 checksums.sha256。",
        "",
        "文件：",
    ]
    lines += [f"  {layer.key}  {layer.zh}  {len(layer.frame)} 行" for layer in layers]
    return "\r\n".join(line for line in lines) + "\r\n"


_ZH: Language = "zh"
