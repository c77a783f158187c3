"""The main window: puts map, panels, actions and session together, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PyQt6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gridplanner.changes import Change
from gridplanner.report import summary
from gridplanner.store import Project
from ui import theme
from ui.actions import Actions
from ui.canvas.themes import THEMES
from ui.canvas.view import MapView
from ui.commands import Commands
from ui.crossing import Crossing
from ui.dialogs.about import show_about
from ui.dialogs.command_box import CommandBox
from ui.dialogs.key_sheet import KeySheet
from ui.docks import Docks
from ui.finding_things import Finder
from ui.fixing import Fixing
from ui.grid_commands import GridCommands
from ui.handing import show_folder
from ui.language import Languages, Words, language, mark, tr
from ui.map_commands import MapCommands
from ui.menus import Menus
from ui.panels.card import CardPanel
from ui.panels.findings import FindingsPanel
from ui.panels.fix_bar import FixBar
from ui.panels.grid_tree import GridTree
from ui.panels.history import HistoryPanel
from ui.panels.layer_list import LayerList
from ui.panels.message_bar import MessageBar
from ui.panels.offer_bar import OfferBar
from ui.panels.people import PeoplePanel
from ui.panels.scenario_bar import ScenarioBar
from ui.panels.start_page import StartPage
from ui.panels.status import Status
from ui.panels.worklist import WorklistPanel
from ui.panels.workload import WorkloadPanel
from ui.people_commands import PeopleCommands
from ui.preferences import Preferences
from ui.proposal_view import ProposalView
from ui.qt import held, tight
from ui.rebalance_commands import RebalanceCommands
from ui.repairing import Repairing
from ui.reporting import Reporter, log_folder
from ui.scenario_commands import ScenarioCommands
from ui.session import Session
from ui.twin_maps import TwinMaps
from ui.view_commands import ViewCommands

MAP_PAGE, START_PAGE = 0, 1


class MainWindow(QMainWindow):
    """One window over one session."""

    def __init__(self, app: QApplication, preferences: Preferences, languages: Languages) -> None:
        super().__init__()
        self.preferences = preferences
        self.session = Session(self)
        self.view = MapView()
        self.view.set_language(language())
        self.view.set_dark(theme.is_dark())
        self._centre()
        self.commands = Commands(self.session, preferences, self.messages, self)
        self.people_commands = PeopleCommands(
            self.session, preferences, self.messages, self.commands.import_file, self
        )
        self.rebalancing = RebalanceCommands(self.session, self)
        self.commands.helps |= {
            "rebalance": self.rebalancing.ask,
            "worklist": lambda: self.docks.show_table(self.worklist),
        }
        self.grid_commands = GridCommands(self.session, self)
        self.repairing = Repairing(self.session, self)
        self.commands.repair = self.repairing.ask
        self.views = ViewCommands(app, self.session, self.view, preferences, languages)
        self.scenarios = ScenarioCommands(
            self.session, self.scenario_bar, self.maps, self.views, self.messages, self
        )
        self.map_commands = MapCommands(
            self.session, self.view, self.messages, self.commands, self.views
        )
        self.crossing = Crossing(self.session, self.view, self.messages)
        self.commands.do_or_ask = self.crossing.do
        self.reporter = Reporter(self.session, self.messages, self._open_log)
        self._panels()
        self.actions_table = Actions(self.session, self._handlers(), self)
        self.views.actions = self.actions_table
        self.menus = Menus(self, self.actions_table, self.docks.actions(), self.commands.open_path)
        self.status = Status(self.session, self)
        self.setStatusBar(self.status)
        self.finder = Finder(self.session, self.view)
        self.finder.attach(self.menus.search)
        self._connect()
        self.setAcceptDrops(True)
        self.resize(1366, 728)
        self._restore()
        self._show_project(None)
        self.views.reflect()

    # Assembly ----------------------------------------------------------------------

    def _centre(self) -> None:
        self.start = StartPage(self._new, self._open, self._sample)
        self.offer_bar = OfferBar(self.session)
        page = QWidget()
        column = QVBoxLayout(page)
        tight(column, 0, 0)
        self.fix_bar = FixBar()
        self.scenario_bar = ScenarioBar(self.session)
        self.maps = TwinMaps(self.view)
        self.proposal = ProposalView(self.session, self.offer_bar, self.maps)
        column.addWidget(self.scenario_bar)
        column.addWidget(self.offer_bar)
        column.addWidget(self.fix_bar)
        column.addWidget(self.maps, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.start)
        self.setCentralWidget(self.pages)
        self.messages = MessageBar(self.pages, self.view, self.view.strip)

    def _panels(self) -> None:
        session, commands = self.session, self.commands
        self.tree = GridTree(session, commands.plan)
        self.layers = LayerList(self.view)
        self.card = CardPanel(session)
        self.findings = FindingsPanel(session, commands.check)
        self.workload = WorkloadPanel(session, commands.plan)
        self.people = PeoplePanel(session, commands.import_file)
        self.worklist = WorklistPanel(session)
        self.history = HistoryPanel(session)
        self.rebalance = self.rebalancing.make_panel()
        tables: list[tuple[str, QWidget]] = [
            (mark("问题"), self.findings),
            (mark("工作量"), self.workload),
            (mark("再均衡"), self.rebalance),
            (mark("人员"), self.people),
            (mark("待办"), self.worklist),
            (mark("历史"), self.history),
        ]
        self.docks = Docks(self, self.tree, self.layers, self.card, tables)

    def _handlers(self) -> Mapping[str, Callable[[], object]]:
        c, v, s = self.commands, self.views, self.session
        return {
            "new": c.new,
            "open": c.open,
            "sample_langao": partial(c.sample, "langao"),
            "sample_yuxin": partial(c.sample, "yuxin"),
            "save_copy": c.save_copy,
            "close": c.close,
            "quit": self.close,
            "import": c.import_file,
            "take_back": c.take_back,
            "export": c.export,
            "print": c.print_sheets,
            "undo": s.undo,
            "redo": s.redo,
            "delete": c.delete,
            "change_grid": self.grid_commands.change,
            "exchange": self.grid_commands.exchange,
            "worker": c.worker_of_selection,
            "captain": c.captain_of_selection,
            **{name: partial(v.use_tool, name) for name in self.view.tools()},
            "plan": c.plan,
            "rebalance": self.rebalancing.ask,
            "profile": self.grid_commands.profile,
            "check": self._check,
            "repair": self.repairing.ask,
            "locate": c.locate,
            "staff": c.staff,
            "captains": c.captains,
            "counting": self.people_commands.counting,
            "accept": c.accept,
            "drop": c.drop,
            "beside": self.offer_bar.beside.toggle,
            "scenario_new": self.scenarios.new,
            "scenario_compare": self.scenario_bar.compare.toggle,
            "scenario_accept": self.scenarios.accept,
            "scenario_drop": self.scenarios.drop,
            "cancel": s.cancel,
            "next_finding": partial(self._step_finding, 1),
            "previous_finding": partial(self._step_finding, -1),
            "mend": self.findings.mend_chosen,
            "mend_kind": self.findings.mend_kind,
            "waive": self.findings.waive_chosen,
            **{f"theme_{n}": partial(v.use_theme, n) for n in THEMES},
            **self.map_commands.handlers(),
            "basemap": v.choose_basemap,
            "online_basemap": v.choose_online,
            "no_basemap": v.drop_basemap,
            "level_up": partial(v.level_by, -1),
            "level_down": partial(v.level_by, 1),
            "go_grids": partial(self.docks.enter, self.tree),
            "go_findings": partial(self.docks.enter, self.findings),
            "go_workload": partial(self.docks.enter, self.workload),
            "go_people": partial(self.docks.enter, self.people),
            "go_history": partial(self.docks.enter, self.history),
            "go_map": self.view.setFocus,
            "zoom_in": self.view.zoom_in,
            "zoom_out": self.view.zoom_out,
            "zoom_plan": self.view.zoom_to_plan,
            "zoom_selection": v.zoom_selection,
            "find": self._find,
            "keys": lambda: KeySheet(self).open(),
            "commands": lambda: CommandBox(self.actions_table, self).open(),
            "dark": v.toggle_dark,
            "lang_zh": partial(v.use_language, "zh"),
            "lang_en": partial(v.use_language, "en"),
            "reset_layout": self.docks.arrange,
            "open_log": self._open_log,
            "about": partial(show_about, self),
        }

    def _connect(self) -> None:
        session, view, commands = self.session, self.view, self.commands
        session.project_opened.connect(self._show_project)
        session.project_closing.connect(self.views.keep_look)
        session.project_closed.connect(self._project_gone)
        session.plan_changed.connect(self._plan_changed)
        session.figures_changed.connect(self._figures_changed)
        session.selection_changed.connect(view.select)
        session.selection_changed.connect(self.maps.other.select)
        session.grids_pointed.connect(self._point)
        view.picked.connect(session.select)
        view.message.connect(self.status.show_hint)
        view.tool_changed.connect(self._tool_changed)
        view.pointer_moved.connect(self.status.show_place)
        view.scale_changed.connect(self.status.show_scale)
        self.offer_bar.accept.clicked.connect(commands.accept)
        self.maps.other.picked.connect(session.select)
        self.tree.shown.connect(self._point)
        self.card.shown.connect(self._point)
        self.card.worker_asked.connect(commands.replace_worker)
        self.card.captain_asked.connect(commands.choose_captain)
        self.card.events_asked.connect(self.people_commands.show_grid_events)
        self.people.events_asked.connect(self.people_commands.show_person_events)
        self.card.sides_asked.connect(self.grid_commands.sides)
        self.status.worklist.clicked.connect(lambda _on: self.docks.show_table(self.worklist))
        self.people.post_asked.connect(self.people_commands.find_post)
        self.people.doors_chosen.connect(view.light_doors)
        self.people.vacancy_asked.connect(self.people_commands.drill)
        self.worklist.names_asked.connect(self.people_commands.confirm_names)
        self.worklist.export_asked.connect(self.people_commands.write_worklist)
        self.worklist.import_asked.connect(self.people_commands.read_worklist)
        self.findings.place_pointed.connect(self._point_place)
        self.rebalance.filled.connect(partial(self.docks.show_table, self.rebalance, tall=True))
        self.fixing = Fixing(session, view, self.fix_bar, self.messages, commands.mend, self)
        self.fixing.attach(self.findings)
        self.start.recent_chosen.connect(commands.open_path)
        self.menus.search.returnPressed.connect(self._found)
        words = Words(self)
        words.also(self.actions_table.retext)
        words.also(self._title)

    # Start page --------------------------------------------------------------------

    def _new(self) -> None:
        self.commands.new()

    def _open(self) -> None:
        self.commands.open()

    def _sample(self) -> None:
        self.commands.sample()

    def _find(self) -> None:
        self.menus.search.setFocus()
        self.menus.search.selectAll()

    def _found(self) -> None:
        text = self.menus.search.text()
        if text and not self.finder.go(text):
            self.messages.tell(tr("没有找到“{text}”。", text=text))
        elif text:
            # The keys of tools and actions work on what was found at once.
            completer = self.menus.search.completer()
            if completer is not None:
                held(completer.popup()).hide()
            self.view.setFocus()

    def _check(self) -> None:
        self.docks.show_table(self.findings, tall=True)
        self.commands.check()

    def _step_finding(self, by: int) -> None:
        self.docks.show_table(self.findings)
        self.findings.step(by)

    def _open_log(self) -> None:
        show_folder(log_folder() / "window.log")

    # What the session says ---------------------------------------------------------

    def _show_project(self, project: Project | None) -> None:
        if project is not None:
            self.preferences.remember_project(project.path)
            self.view.set_plan(self.session.plan)
            self.view.set_summary(None)
            self.view.set_tool("select")
            self.views.restore_look()
            self.status.show_scale(self.view.camera.denominator)
        self.pages.setCurrentIndex(START_PAGE if project is None else MAP_PAGE)
        if project is None:
            self.docks.hide_all()
        else:
            self.docks.show_all(self.preferences.hidden_docks)
        self.menus.toolbar.setVisible(project is not None)
        self.start.show_recent(self.preferences.recent)
        self.menus.show_recent(self.preferences.recent)
        self._title()
        if project is not None:
            self.view.setFocus()

    def _project_gone(self) -> None:
        self.view.set_plan(None)
        self._show_project(None)

    def _plan_changed(self, change: Change | None) -> None:
        self.view.set_plan(self.session.plan, change)

    def _figures_changed(self) -> None:
        offer = self.session.offer
        self.view.set_summary(self.session.figures, summary(offer.after) if offer else None)

    def _point(self, uids: Iterable[int]) -> None:
        known = [int(uid) for uid in uids]
        if known:
            self.view.zoom_to_grids(known)
            self.view.flash(known)

    def _point_place(self, x: float, y: float) -> None:
        room = 120.0
        self.view.zoom_clear((x - room, y - room, x + room, y + room))
        self.view.flash(point=(x, y))

    def _tool_changed(self, name: str) -> None:
        self.status.show_tool(name)
        self.views.reflect()

    def _title(self) -> None:
        project = self.session.project
        name = tr("社区网格规划")
        self.setWindowTitle(name if project is None else f"{project.path.stem} — {name}")

    # Events ------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take files, and people of the list."""
        data = held(event).mimeData()
        if self.people_commands.takes(data):
            held(event).accept()
        if data is not None and data.hasUrls() and self.session.idle:
            held(event).acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Open a project; import another file, or begin a new project; place a person."""
        data = held(event).mimeData()
        if self.people_commands.take_drop(data, held(event).position().toPoint(), self.view):
            return
        urls = data.urls() if data is not None else []
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            held(event).acceptProposedAction()
            self.commands.take_files(tuple(paths))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fit the toolbar to the width."""
        super().resizeEvent(event)
        self.menus.fit(self.width())

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Stop what runs, keep the layout, close the project."""
        if self.session.is_open:
            self._keep_layout()
        self.preferences.set("geometry", self.saveGeometry())
        self.session.end()
        super().closeEvent(event)

    def _keep_layout(self) -> None:
        self.preferences.set("state", self.saveState())
        self.preferences.set("hidden_docks", self.docks.hidden())

    def _restore(self) -> None:
        geometry = self.preferences.layout("geometry")
        state = self.preferences.layout("state")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if state is not None:
            self.docks.arranged = not self.restoreState(state)
