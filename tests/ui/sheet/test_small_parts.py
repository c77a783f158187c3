"""Papers, scales, coordinates, tables and letters, by hand-made figures."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest
from PyQt6.QtGui import QImage, QPainter

from gridplanner.report import summary
from layers.export_options import ExportOptions
from ui.canvas.text import Style
from ui.sheet.facts import Facts
from ui.sheet.index import index_of, uids_of
from ui.sheet.ink import Ink
from ui.sheet.lettering import Lettering
from ui.sheet.page import DENSITY
from ui.sheet.paper import ROUND_SCALES, round_scale
from ui.sheet.table import Column, draw_table

from .towns import staffed_plan

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", ["graticule", "legend", "paper", "table"])
def test_examples_in_the_docstrings_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"ui.sheet.{name}"))
    assert found.attempted > 0
    assert found.failed == 0


def test_round_scales_rise_and_fit() -> None:
    assert list(ROUND_SCALES) == sorted(set(ROUND_SCALES))
    for width_m in (1.0, 99.0, 1_234.0, 56_789.0):
        scale = round_scale(width_m, 1.0, 200.0, 200.0)
        assert width_m / scale * 1000 <= 200.0


def test_a_long_text_is_cut_to_its_room() -> None:
    image = QImage(800, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ink = Ink(painter, DENSITY)
    ink.text(0, 5, "城关镇" * 30, 8, room=40)
    ink.text(0, 9, "短", 8, room=40)
    painter.end()
    cut, short = ink.texts
    assert cut.endswith("…")
    assert ink.width(cut, 8 * 0.75) <= 40
    assert short == "短"


def test_a_table_is_as_high_as_its_rows() -> None:
    image = QImage(800, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    end = draw_table(
        Ink(painter, DENSITY), [Column("甲", 1), Column("乙", 2, "right")],
        [("1", "2"), ("3", "4")], 5, 10, 80,
    )  # fmt: skip
    painter.end()
    assert end == pytest.approx(10 + 5.6 + 2 * 4.4)


def test_turned_letters_take_the_room_of_their_box() -> None:
    letters = Lettering()
    look = Style(12.0, "#000000", "#FFFFFF")
    flat, upright = letters.get("滨河路", look, 1.0, 0), letters.get("滨河路", look, 1.0, 90)
    assert flat.size.width() == pytest.approx(upright.size.height(), abs=0.01)
    assert flat.size.height() == pytest.approx(upright.size.width(), abs=0.01)


def test_codes_and_counts_are_whole_in_the_narrowest_index() -> None:
    facts = Facts.of(staffed_plan(), summary(staffed_plan()), ExportOptions())
    index = index_of(facts, uids_of(facts, 3), names=True)
    image = QImage(800, 800, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ink = Ink(painter, DENSITY)
    rows = [(*row[:3], "15,000", *row[4:]) for row in index.rows]
    draw_table(ink, index.columns, rows, 0, 0, 66)
    painter.end()
    assert "15,000" in ink.texts
    assert all(row[0] in ink.texts for row in rows)
