"""Texts of PDFs: what stands on a page is found, whoever made the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QFont, QPainter, QPdfWriter

from layers.export_options import ExportOptions
from layers.privacy_scan import scan
from layers.scan_pdf import pdf_texts

from .chromium import BROWSER, tab
from .plans import small_plan


def qt_pdf(path: Path, *texts: str) -> bytes:
    writer = QPdfWriter(str(path))
    writer.setTitle("网格图")
    painter = QPainter(writer)
    painter.setFont(QFont("Noto Sans CJK SC", 12))
    for n, text in enumerate(texts):
        painter.drawText(QPointF(300, 300 + 300 * n), text)
    painter.end()
    return path.read_bytes()


def test_what_qt_draws_is_read(qapp: Any, tmp_path: Path) -> None:
    assert qapp
    content = qt_pdf(tmp_path / "a.pdf", "张三丰 13812345678", "四坪社区第三网格")
    texts = "\n".join(pdf_texts(content))
    for text in ("张三丰", "13812345678", "四坪社区第三网格", "网格图"):
        assert text in texts


def test_a_name_on_a_sheet_is_a_leak(qapp: Any, tmp_path: Path) -> None:
    assert qapp
    plan = small_plan()
    clean = qt_pdf(tmp_path / "a.pdf", "四坪社区", "张**", "138****5678")
    assert scan("a.pdf", clean, plan, ExportOptions()) == []
    for secret, kind in (("张三丰", "name"), ("138 1234 5678", "number")):
        content = qt_pdf(tmp_path / "b.pdf", "楼门长", secret)
        assert kind in {leak.kind for leak in scan("b.pdf", content, plan, ExportOptions())}


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_what_a_browser_prints_is_read(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<meta charset=utf-8><p>楼门长张三丰</p><p>13812345678</p>", "utf-8")
    with tab() as browser:
        browser.open(page)
        browser.pdf(tmp_path / "a.pdf")
    texts = "\n".join(pdf_texts((tmp_path / "a.pdf").read_bytes()))
    assert "张三丰" in texts
    assert "13812345678" in texts


def test_a_file_that_is_no_pdf_gives_its_text() -> None:
    assert "hello" in "\n".join(pdf_texts(b"%PDF-1.4 hello"))
