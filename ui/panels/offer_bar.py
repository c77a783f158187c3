"""A proposal: today's figures beside the proposed ones, to be accepted or dropped."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridplanner.model import Plan
from gridplanner.rebalancing import Rebalanced
from gridplanner.report import summary
from ui import figures
from ui.language import Words, language, sentence, tr
from ui.qt import clear, tight
from ui.session import Session
from ui.work import Offer


def compared(plan: Plan) -> dict[str, tuple[int, float, float]]:
    """Give count, largest and mean deviation of each level, by its name."""
    grids = summary(plan).grids
    found = {}
    for level in plan.scheme.levels:
        here = grids.loc[(grids["level"] == level.level) & (grids["target"] > 0), "deviation"].abs()
        name = level.name if language() == "zh" else level.name_en
        count = int((grids["level"] == level.level).sum())
        found[name] = (count, float(here.max() if len(here) else 0), float(here.mean() or 0))
    return found


def _release(button: QPushButton, on: bool) -> None:
    if on:
        button.setChecked(False)


class OfferBar(QFrame):
    """The bar over the map while a proposal is open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self._session = session
        words = Words(self)
        self.title = QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        words(self.title.setText, "新方案，尚未采用")
        self.note = QLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self._table = QGridLayout()
        tight(self._table, 0, 4)
        self._table.setHorizontalSpacing(24)
        self.accept = QPushButton()
        self.accept.setObjectName("primary")
        words(self.accept.setText, "采用方案")
        self.accept.setToolTip("Ctrl+Return")
        self.drop = QPushButton()
        words(self.drop.setText, "放弃")
        self.today = QPushButton()
        self.today.setCheckable(True)
        words(self.today.setText, "对照现状")
        words(self.today.setToolTip, "按下时地图显示现状，松开时显示新方案")
        self.beside = QPushButton()
        self.beside.setCheckable(True)
        words(self.beside.setText, "并排对照")
        words(self.beside.setToolTip, "左边显示现状，右边显示新方案，两图一起移动　Ctrl+B")
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.title, 1)
        for button in (self.drop, self.today, self.beside, self.accept):
            head.addWidget(button)
        middle = QHBoxLayout()
        tight(middle, 0, 0)
        middle.addLayout(self._table)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        tight(layout, 12, 8)
        layout.addLayout(head)
        layout.addLayout(middle)
        # Words below the figures: beside them they would be a narrow column that takes the
        # map's height.
        layout.addWidget(self.note)
        session.proposal_changed.connect(self.refresh)
        session.job_started.connect(self._enable)
        session.job_finished.connect(self._enable)
        session.project_closed.connect(self.hide)
        self.drop.clicked.connect(session.drop)
        # Either today's grids in the place of the proposed ones, or both beside each other.
        self.today.toggled.connect(partial(_release, self.beside))
        self.beside.toggled.connect(partial(_release, self.today))
        words.also(self.refresh)
        self.hide()

    def _enable(self) -> None:
        self.accept.setEnabled(self._session.may_write)
        self.drop.setEnabled(self._session.idle)

    def refresh(self) -> None:
        """Show the proposal, or nothing where there is none."""
        clear(self._table)
        found = self._session.offer
        self.setVisible(found is not None)
        if found is None:
            return
        self._enable()
        self._fill(found)

    def _fill(self, found: Offer) -> None:
        titles = (
            "",
            tr("数量"),
            tr("最大偏差：现状"),
            tr("新方案"),
            tr("平均偏差：现状"),
            tr("新方案"),
        )
        for place, title in enumerate(titles):
            label = QLabel(title)
            label.setObjectName("muted")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._table.addWidget(label, 0, place)
        before, after = compared(found.before), compared(found.after)
        for row, (name, (count, most, mean)) in enumerate(after.items(), start=1):
            old_count, old_most, old_mean = before.get(name, (0, 0.0, 0.0))
            was, now = figures.whole(old_count), figures.whole(count)
            cells = (
                name,
                f"{was} → {now}" if old_count and old_count != count else now,
                figures.percent(old_most) if old_count else "–",
                figures.percent(most),
                figures.percent(old_mean) if old_count else "–",
                figures.percent(mean),
            )
            for place, text in enumerate(cells):
                label = QLabel(text)
                label.setAlignment(
                    Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
                )
                self._table.addWidget(label, row, place)
        solution = found.planned.solution
        notes = (
            [tr("偏差是各网格每位网格员的工作量与平均值之差。")]
            if found.planned.problem.staff is not None
            else []
        )
        if isinstance(found.planned, Rebalanced):
            notes.append(
                tr(
                    "移动 {households} 户，涉及 {grids} 个网格；编码、人员和岗位不变。",
                    households=figures.whole(solution.figures["moved_households"]),
                    grids=len(found.planned.touched),
                )
            )
        elif solution.bound:
            text = tr(
                "受单个大楼栋限制，最大偏差不可能低于 {bound}。",
                bound=figures.percent(float(solution.bound)),
            )
            notes.append(text)
        notes += [sentence(reason.code, reason.facts) for reason in list(solution.reasons)[:2]]
        if "workers" in found.planned.notes:
            notes.append(
                tr(
                    "网格员 {workers} 人，少于 {leaves} 个网格，改按网格均衡。",
                    **{k: found.planned.notes[k] for k in ("workers", "leaves")},
                )
            )
        self.note.setText("".join(notes) if language() == "zh" else " ".join(notes))
