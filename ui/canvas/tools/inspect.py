"""Inspect: a click says everything that lies at a place."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.wording import Language
from ui.canvas.text import draw_tag
from ui.canvas.tools.base import Host, Pointer, Tool
from ui.canvas.tracing import Place
from ui.canvas.words import area_text, word


class Inspect(Tool):
    """Click a place: its grids on all levels, its unit, its building and who lives there."""

    name = "inspect"
    hint = "canvas.inspect_start"
    cursor = Qt.CursorShape.WhatsThisCursor

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._at: Place | None = None
        self._lines: list[str] = []

    @property
    def busy(self) -> bool:
        """Whether a card is open."""
        return self._at is not None

    def press(self, pointer: Pointer) -> None:
        """Open the card of a place."""
        plan = self.host.scene.plan
        if pointer.button == Qt.MouseButton.LeftButton and plan is not None:
            self._at = (pointer.x, pointer.y)
            self._renew()

    def cancel(self) -> None:
        """Close the card."""
        self._at = None
        self.host.refresh()

    def plan_changed(self) -> None:
        """Say it anew."""
        self._renew()

    def _renew(self) -> None:
        plan = self.host.scene.plan
        if self._at is not None and plan is not None:
            self._lines = self.lines(plan, self._at)
        self.host.refresh()

    def lines(self, plan: Plan, place: Place) -> list[str]:
        """Say what lies at a place; a tab parts left from right."""
        net, language = self.host.scene.net, self.host.scene.language
        found = [f"E {place[0]:.2f}\tN {place[1]:.2f}"]
        if net is not None:
            for level in range(1, plan.scheme.depth + 1):
                uid = net.at(level, *place)
                if uid and net.cells[uid].level == level:
                    cell, named = net.cells[uid], plan.scheme.levels[level - 1]
                    title = named.name if language == "zh" else named.name_en
                    found.append(f"{title}\t{cell.code}　{cell.name}".rstrip("　"))
            if not net.at(plan.scheme.depth, *place):
                found.append(word("word.unassigned", language))
        return found + self._ground(plan, place, language)

    def _ground(self, plan: Plan, place: Place, language: Language) -> list[str]:
        point = shapely.Point(place)
        found = []
        for table in ("units", "compounds", "buildings"):
            frame = plan.tables[table]
            hits = shapely.STRtree(shapes_of(frame["geometry"])).query(
                point, predicate="intersects"
            )
            for row in frame.iloc[hits[:1]].to_dict("records"):
                said = str(row.get("name") or row["id"])
                if table == "units":
                    said += f"　{area_text(float(shapely.area(row['geometry'])))}"
                found.append(f"{word(f'word.one_{table}', language)}\t{said}")
                if table == "buildings":
                    found += self._homes(plan, str(row["id"]), row, language)
        return found

    def _homes(
        self, plan: Plan, building: str, row: dict[Any, Any], language: Language
    ) -> list[str]:
        frame = plan.tables["households"]
        mine = frame[frame["building"] == building]
        homes = word("word.households", language, value=f"{len(mine):,}")
        persons = word("word.persons", language, value=f"{int(mine['persons'].sum()):,}")
        storeys = row["storeys"]
        use = str(row["use"] or "")
        said = [f"{homes}\t{persons}"]
        if not pd.isna(storeys):
            use = f"{word('word.storeys', language, value=storeys)}　{use}".rstrip("　")
        return [*said, f"{word('word.use', language)}\t{use}"] if use else said

    def paint(self, painter: QPainter) -> None:
        """Paint the place."""
        if self._at is None:
            return
        scene, camera = self.host.scene, self.host.camera
        at = camera.to_screen(*self._at)
        painter.setPen(QPen(QColor(scene.surface.halo), 4.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 6, 6)
        painter.setPen(QPen(QColor(scene.surface.accent), 2.0))
        painter.drawEllipse(at, 6, 6)

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the card."""
        if self._at is None:
            return
        scene, camera = self.host.scene, self.host.camera
        at = camera.to_screen(*self._at)
        window = QRectF(0, 0, camera.width, camera.height)
        draw_tag(
            painter, at + QPointF(18, 18), self._lines, scene.surface,
            within=window, clear_of=scene.covered,
        )  # fmt: skip
