"""What the actions do with scenarios: copy, change over, compare, put in force, drop."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridplanner.compare import Comparison, compare
from gridplanner.edits.scenarios import DropScenario, SwitchScenario
from gridplanner.edits.together import Together
from gridplanner.errors import GridPlannerError
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.report import Summary, summary
from gridplanner.scenarios import IN_FORCE, active_scenario, scenario_plan, scenarios_of
from ui import figures
from ui.dialogs.scenario_dialog import AcceptScenarioDialog, NewScenarioDialog
from ui.language import tr
from ui.panels.message_bar import MessageBar
from ui.panels.scenario_bar import ScenarioBar, scenario_name
from ui.session import Session
from ui.twin_maps import TwinMaps
from ui.view_commands import ViewCommands

#: Who shows a second map.
OWNER = "scenario"


@dataclass(frozen=True, eq=False)
class Compared:
    """The plan in force beside a scenario."""

    before: Plan
    figures: Summary
    found: Comparison


class ScenarioCommands(QObject):
    """Handlers of the scenario bar and its actions."""

    def __init__(
        self,
        session: Session,
        bar: ScenarioBar,
        maps: TwinMaps,
        views: ViewCommands,
        messages: MessageBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._bar = bar
        self._maps = maps
        self._views = views
        self._messages = messages
        self._window = window
        bar.chosen.connect(self.switch)
        bar.compared.connect(self.compare)
        bar.accept_asked.connect(self.accept)
        bar.drop_asked.connect(self.drop)
        maps.owner_changed.connect(self._owner_changed)

    def _names(self) -> set[str]:
        return {scenario.name for scenario in scenarios_of(self._session.plan)}

    def new(self) -> None:
        """Ask for a name, and go on with a copy of the plan under it."""
        dialog = NewScenarioDialog(self._names(), self._window)
        dialog.asked.connect(self._session.do)
        dialog.open()

    def switch(self, name: str) -> None:
        """Lay the plan aside and go on with another."""
        if self._session.do(SwitchScenario(name)):
            self._messages.tell(tr("正在编辑“{name}”。", name=scenario_name(name)))
        self._bar.refresh()

    def accept(self) -> None:
        """Ask what is to be known, and put the scenario in force."""
        name = active_scenario(self._session.plan)
        dialog = AcceptScenarioDialog(name, self._names(), self._window)
        dialog.asked.connect(self._session.do)
        dialog.open()

    def drop(self) -> None:
        """Go back to the plan in force and drop the scenario; one step of the history."""
        name = active_scenario(self._session.plan)
        edits = Together((SwitchScenario(IN_FORCE), DropScenario(name)))
        if self._session.do(edits):
            self._messages.tell(
                tr("已删除方案“{name}”。", name=name), "info", tr("撤销"), self._session.undo
            )

    def compare(self, wanted: bool) -> None:
        """Show the plan in force beside the scenario, or the scenario alone."""
        if not wanted:
            self._maps.close_other(OWNER)
            return
        after = self._session.plan
        try:
            before = scenario_plan(after, IN_FORCE)
        except GridPlannerError as error:
            self._session.failed.emit(error)
            return

        def work(on_progress: OnProgress) -> Compared:
            tell(on_progress, Progress("job.compare"))
            return Compared(before, summary(before), compare(before, after))

        if not self._session.run("job.compare", work, self._show):
            self._bar.compare.setChecked(False)

    def _show(self, compared: Compared) -> None:
        if not self._bar.compare.isChecked():
            return
        name = scenario_name(active_scenario(self._session.plan))
        titles = (scenario_name(IN_FORCE), name)
        self._maps.show_beside(OWNER, compared.before, compared.figures, titles)
        self._maps.view.compare_with(compared.before)
        self._views.use_theme("change")
        self._messages.tell(
            tr(
                "与现行方案相比：{grids} 个末级网格有变化，{households} 户改换网格。",
                grids=figures.whole(len(compared.found.grids)),
                households=figures.whole(compared.found.moved_households),
            )
        )

    def _owner_changed(self, owner: str) -> None:
        if owner != OWNER:
            self._bar.compare.setChecked(False)
