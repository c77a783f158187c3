"""The strip over the map: target, source and size of the brush, and who may be crossed."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PyQt6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QWidget

from ui.canvas.fitting import fit
from ui.canvas.holding import ToolHost
from ui.canvas.tools.paint import Paint
from ui.canvas.tools.stroke import ANY, FREE, PICKED
from ui.canvas.words import word

#: Tools that carry ground from one grid to another.
CROSSING = ("reshape", "vertex", "merge", "paint", "push")
PLACE_PX = 12


class ToolStrip(QFrame):
    """Shown while a tool has something to choose; it never takes the keys from the map."""

    def __init__(self, view: ToolHost) -> None:
        super().__init__(view)
        self.setObjectName("tool_strip")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._view = view
        self.target = QLabel()
        self._from = QLabel()
        self.source = QComboBox()
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.size_label = QLabel()
        self.by_area = QCheckBox()
        self.cross = QCheckBox()
        self._rows = QHBoxLayout(self)
        self._rows.setContentsMargins(8, 4, 8, 4)
        self._rows.setSpacing(8)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.target,),
            (self._from, self.source),
            (self.size_label, self.by_area),
            (self.cross,),
        )
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(8)
            for widget in row:
                widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                line.addWidget(widget)
            line.addStretch()
            self._rows.addLayout(line)
        self.source.activated.connect(self._choose)
        self.by_area.clicked.connect(lambda: view.command("brush_area"))
        self.cross.clicked.connect(view.toggle_crossing)
        view.tool_changed.connect(self.refresh)
        view.switched.connect(self.refresh)
        view.installEventFilter(self)
        self.hide()

    def refresh(self) -> None:
        """Show what the tool in hand has to choose."""
        view, name = self._view, self._view.tool()
        language, net = view.scene.language, view.scene.net
        tool = view._tool  # noqa: SLF001
        self.setVisible(name in CROSSING and bool(net))
        if not self.isVisibleTo(view) or net is None:
            return
        brush = tool.brush if isinstance(tool, Paint) else None
        chooses = isinstance(tool, Paint) and tool.chooses
        choosing: tuple[QWidget, ...] = (self.target, self._from, self.source)
        sizing: tuple[QWidget, ...] = (self.size_label, self.by_area)
        for widget in choosing:
            widget.setVisible(chooses)
        for widget in sizing:
            widget.setVisible(brush is not None)
        self.cross.setText(word("word.strip_cross", language))
        self.cross.setToolTip(word("word.strip_cross_tip", language))
        self.cross.setChecked(view.cross)
        if brush is not None and isinstance(tool, Paint):
            cell = net.cells.get(brush.target)
            self.target.setText(
                word("word.strip_target", language, grid=cell.short)
                if cell is not None
                else word("word.strip_no_target", language)
            )
            self.target.setToolTip(word("word.strip_target_tip", language))
            self._from.setText(word("word.strip_from", language))
            size = f"{brush.radius_m:,.0f}"
            self.size_label.setText(word("word.strip_size", language, radius=size))
            self.size_label.setToolTip(word("word.strip_size_tip", language))
            self.by_area.setText(word("word.strip_area", language))
            self.by_area.setToolTip(word("word.strip_area_tip", language))
            self.by_area.setChecked(tool.by_area)
            self.by_area.setEnabled(tool.ground is not None and len(tool.ground) > 0)
            self._list_sources(tool)
        fit(self, self._rows, self._view.width() - 2 * PLACE_PX)
        self.move(PLACE_PX, PLACE_PX)
        self.raise_()

    def _list_sources(self, tool: Paint) -> None:
        language, net, brush = self._view.scene.language, self._view.scene.net, tool.brush
        rows: list[tuple[str, object]] = [
            (word("word.from_any", language), ANY),
            (word("word.from_free", language), FREE),
        ]
        picked = tool.picked()
        if picked:
            rows.append((word("word.from_picked", language, count=len(picked)), PICKED))
        if net is not None:
            near = {
                other
                for pair in net.borders.neighbours()
                if brush.target in pair
                for other in pair
                if other != brush.target
            }
            if isinstance(brush.source, int):
                near.add(brush.source)
            rows += [
                (word("word.from_one", language, grid=net.cells[uid].short), uid)
                for uid in sorted(near, key=lambda uid: net.cells[uid].code)
            ]
        with QSignalBlocker(self.source):
            self.source.clear()
            for text, value in rows:
                self.source.addItem(text, value)
            # The style leaves no room for the arrow beside the longest text.
            widest = max(self.source.fontMetrics().horizontalAdvance(text) for text, _ in rows)
            self.source.setMinimumWidth(widest + 48)
            at = next((i for i, row in enumerate(rows) if row[1] == brush.source), 0)
            self.source.setCurrentIndex(at)
        self.source.setAccessibleName(word("word.strip_from", language))

    def _choose(self, index: int) -> None:
        tool = self._view._tool  # noqa: SLF001
        value = self.source.itemData(index)
        if isinstance(tool, Paint) and isinstance(value, int | str):
            tool.take_from(value)
        self._view.setFocus()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Come back when the map is shown again with the tool still in hand; fit its width."""
        if event is not None and event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.refresh()
        return super().eventFilter(watched, event)
