"""比选方案: the plan in force and the copies of it that are worked on, one at a time."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gridplanner.scenarios import IN_FORCE, Scenario, scenarios_of
from ui.language import Words, mark, tr
from ui.qt import tight
from ui.session import Session


class ScenarioBar(QFrame):
    """The bar over the map while the project has scenarios."""

    #: Name of the scenario to go on with.
    chosen = pyqtSignal(str)
    #: Whether the plan in force is wanted beside the scenario.
    compared = pyqtSignal(bool)
    accept_asked = pyqtSignal()
    drop_asked = pyqtSignal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self._session = session
        self._filling = False
        words = Words(self)
        label = QLabel()
        label.setObjectName("muted")
        words(label.setText, "正在编辑")
        self.choice = QComboBox()
        self.choice.setMinimumWidth(160)
        words(self.choice.setToolTip, "选择要编辑的方案；现行方案和各比选方案互不影响")
        self.said = QLabel()
        self.said.setObjectName("muted")
        self.compare = QPushButton()
        self.compare.setCheckable(True)
        words(self.compare.setText, "与现行方案并排")
        words(self.compare.setToolTip, "左边显示现行方案，右边显示这个方案，改动的网格着色")
        self.accept = QPushButton()
        words(self.accept.setText, "作为现行方案…")
        self.drop = QPushButton()
        words(self.drop.setText, "删除方案")
        row = QHBoxLayout(self)
        tight(row, 8, 8)
        row.addWidget(label)
        row.addWidget(self.choice)
        row.addWidget(self.said, 1)
        for button in (self.drop, self.compare, self.accept):
            row.addWidget(button)
        self.choice.activated.connect(self._choose)
        self.compare.toggled.connect(self.compared)
        self.accept.clicked.connect(self.accept_asked)
        self.drop.clicked.connect(self.drop_asked)
        for signal in (
            session.project_opened,
            session.project_closed,
            session.plan_changed,
            session.job_started,
            session.job_finished,
        ):
            signal.connect(self.refresh)
        words.also(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the scenarios, or nothing where the plan in force is the only one."""
        found = scenarios_of(self._session.plan) if self._session.is_open else []
        self.setVisible(len(found) > 1)
        if len(found) < 2:
            self.compare.setChecked(False)
            return
        active = next(scenario for scenario in found if scenario.active)
        self.choice.clear()
        for scenario in found:
            self.choice.addItem(scenario_name(scenario.name), scenario.name)
        self.choice.setCurrentIndex(self.choice.findData(active.name))
        self._enable(active)

    def _enable(self, active: Scenario) -> None:
        aside = active.name != IN_FORCE
        if not aside:
            self.compare.setChecked(False)
        writable = self._session.may_write
        self.choice.setEnabled(writable)
        self.compare.setEnabled(aside and self._session.idle)
        self.accept.setEnabled(aside and writable)
        self.drop.setEnabled(aside and writable)
        self.said.setText(active.note)

    def _choose(self, row: int) -> None:
        self.chosen.emit(str(self.choice.itemData(row)))


def scenario_name(name: str) -> str:
    """Say the name of a scenario."""
    return name if name != IN_FORCE else tr(mark("现行方案"))
