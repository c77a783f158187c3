"""The small town with workers on duty, and what a finished page holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from PyQt6.QtCore import QBuffer, QByteArray, QIODevice
from PyQt6.QtPdf import QPdfDocument

from gridplanner.model import Plan
from gridplanner.report import summary
from gridplanner.tables import conform
from layers.export_options import ExportOptions, WriteResult
from layers.sheet_wish import SheetWish
from layers.writers import write
from tests.layers.plans import CRS, small_plan, spatial, square
from ui.sheet.pdf_text import pdf_pieces
from ui.sheet.register import register_sheets

DAY = "2026-11-24"
#: Leaf of the south-west corner, 200 m wide and high.
LEAF = "610925100001001"
WORKER, PHONE, WORK_PHONE = "诸葛试验", "13900000001", "0000-2345678"


def staffed_plan() -> Plan:
    """Make the small plan with a worker in its first leaf, and forty households there."""
    plan = small_plan()
    households = [
        {
            "id": f"h{n}",
            "building": "b0",
            "address": f"兴隆小区1号楼{n}室",
            "persons": 3,
            "geometry": square(0.2, 0.15).centroid,
        }
        for n in range(40)
    ]
    frame = pd.DataFrame(
        {
            "id": ["p1", "p2"],
            "name": [WORKER, "欧阳旁人"],
            "phone": [PHONE, "13900000002"],
            "work_phone": [WORK_PHONE, ""],
            "role": ["网格员", ""],
            "fte": [1.0, 0.0],
        }
    )
    duties = pd.DataFrame(
        {
            "person": ["p1", "p1"],
            "kind": ["网格员", "网格长"],
            "target_table": ["grids", "grids"],
            "target_id": ["7", "7"],
        }
    )
    return plan.with_tables(
        households=spatial("households", households),
        persons=conform("persons", frame, crs=CRS),
        duties=conform("duties", duties, crs=CRS),
    )


def printed(
    plan: Plan,
    out: Path,
    *,
    against: Plan | None = None,
    wish: SheetWish | None = None,
    **said: Any,
) -> WriteResult:
    """Write a sheet of a plan; the suffix says whether PDF or PNG."""
    register_sheets()
    options = ExportOptions(date=DAY, **said)
    other = None if against is None else (against, summary(against))
    options = replace(options, sheet=wish or SheetWish(), against=other)
    return write(out.suffix[1:], plan, summary(plan), out, options)


def texts_of(out: Path) -> list[str]:
    """Give the text of each page of a PDF, without white space."""
    pieces = pdf_pieces(out.name, out.read_bytes())
    return ["".join(piece.text.split()) for piece in pieces]


def sizes_mm(out: Path) -> list[tuple[int, int]]:
    """Give the sizes of the pages of a PDF in whole mm."""
    array = QByteArray(out.read_bytes())
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    document.close()
    return [(round(s.width() * 25.4 / 72), round(s.height() * 25.4 / 72)) for s in sizes]
