"""问题: what the rules found, worst first; Return or a double click shows the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import cast

from PyQt6.QtCore import QItemSelectionModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gridplanner.rules import RULES, Finding
from ui.language import language, mark, sentence, tr
from ui.panels.finding_rows import Bounds, Wanted, names, rows, text_of
from ui.panels.frame_model import Shown
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.qt import held, tight
from ui.session import Session

SEVERITIES = {"error": mark("错误"), "warning": mark("警告"), "info": mark("提示")}
SCOPES = (mark("全部范围"), mark("视野内"), mark("我改过的"), mark("所选网格"))
#: Height of a row; a finding is a sentence and seldom fits in one line, in English in two.
ROW_PX = {"zh": 42, "en": 60}
SYMBOLS = {"error": "warning-octagon", "warning": "warning", "info": "info"}
EVERYWHERE, IN_VIEW, MINE, SELECTED = range(4)
WAIVED = 4


def _severity(rank: int) -> str:
    return tr(list(SEVERITIES.values())[int(rank)])


def _symbol(rank: int) -> str:
    return SYMBOLS[list(SEVERITIES)[int(rank)]]


COLUMNS = (
    Shown("rank", "", _severity, width=36, symbol=_symbol),
    Shown("text", mark("问题"), width=0),
)


class FindingsPanel(TablePanel):
    """The list of findings, what of it is shown, and what can be done about those chosen."""

    placeholder = mark("按编码或文字筛选")
    #: A place to show: x, y in the plan's CRS.
    place_pointed = pyqtSignal(float, float)
    #: A finding to be mended.
    mend_asked = pyqtSignal(object)
    #: Findings of one rule, to be mended together.
    kind_asked = pyqtSignal(object)
    #: Findings to be accepted with a reason, or no longer.
    waive_asked = pyqtSignal(object)
    unwaive_asked = pyqtSignal(object)

    def __init__(
        self, session: Session, check_action: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        self._shown: list[Finding] = []
        self._coming: Finding | None = None
        self._seen: Callable[[], Bounds] | None = None
        hint = Hint("check-circle", "运行检查后，这里列出方案的问题。", "检查", check_action)
        super().__init__(session, COLUMNS, hint, parent)
        self.kinds = self._choice("severity", 5)
        self.bar.insertWidget(1, self.kinds)
        self.scope = self._choice("scope", len(SCOPES))
        self.rules = self._choice("rules", 0)
        self.stale = QLabel()
        self.stale.setObjectName("warning")
        self.stale.setWordWrap(True)
        self.words(self.stale.setText, "方案已改动，正在重新检查；标出的结果可能过时。")
        self.again = QPushButton()
        self.words(self.again.setText, "重新检查")
        self.again.clicked.connect(check_action)
        self.detail = QLabel()
        self.detail.setObjectName("detail")
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.mend = self._button("mend", "处理…", "处理选中的问题：先试算、看效果，再采用　F4")
        self.kind = self._button("kind", "同类全处理", "把这一类问题一起处理，先看效果　Shift+F4")
        self.waive = self._button("waive", "豁免…", "写明理由，接受选中的问题　Ctrl+Shift+E")
        self._arrange()
        for choice, name in ((self.kinds, "严重程度"), (self.scope, "范围"), (self.rules, "规则")):
            self.words(choice.setAccessibleName, name)
            choice.activated.connect(self.refresh)
        self.mend.clicked.connect(self.mend_chosen)
        self.kind.clicked.connect(self.mend_kind)
        self.waive.clicked.connect(self.waive_chosen)
        self.view.setWordWrap(True)
        self.sort_by("rank", Qt.SortOrder.AscendingOrder)
        session.findings_changed.connect(self.refresh)
        session.project_opened.connect(self.refresh)
        session.selection_changed.connect(self._selected)
        self.words.also(self._titles)
        self._titles()
        self.refresh()

    def _choice(self, name: str, count: int) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for _ in range(count):
            box.addItem("")
        return box

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setEnabled(False)
        self.words(button.setText, text)
        self.words(button.setToolTip, tip)
        return button

    def _arrange(self) -> None:
        self.rules.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rules.setMinimumContentsLength(8)
        second = QHBoxLayout()
        tight(second, 8, 8)
        second.setContentsMargins(8, 0, 8, 8)
        second.addWidget(self.scope)
        second.addWidget(self.rules, 1)
        self.notice = QWidget()
        notice = QHBoxLayout(self.notice)
        tight(notice, 8, 8)
        notice.addWidget(self.stale, 1)
        notice.addWidget(self.again)
        buttons = QHBoxLayout()
        tight(buttons, 8, 8)
        buttons.addWidget(self.mend, 1)
        buttons.addWidget(self.kind, 1)
        buttons.addWidget(self.waive, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 0)
        foot.addWidget(self.detail)
        layout = cast("QVBoxLayout", held(self.layout()))
        layout.insertLayout(1, second)
        layout.addLayout(foot)
        layout.addWidget(self.notice)
        layout.addLayout(buttons)

    # What is shown -----------------------------------------------------------------

    def look_through(self, seen: Callable[[], Bounds]) -> None:
        """Learn from the map what is in view."""
        self._seen = seen

    def view_moved(self) -> None:
        """Show what is in view now, where that is asked for."""
        if self.scope.currentIndex() == IN_VIEW and self.isVisible():
            self.refresh()

    def _selected(self) -> None:
        """Show what concerns the grids that are selected now, where that is asked for."""
        if self.scope.currentIndex() == SELECTED:
            self.refresh()

    def wanted(self) -> Wanted:
        """Tell what the choices ask for."""
        kind, scope = self.kinds.currentIndex(), self.scope.currentIndex()
        return Wanted(
            severity=kind - 1 if 0 < kind < WAIVED else None,
            waived=kind == WAIVED,
            rule=str(self.rules.currentData() or ""),
            mine=scope == MINE,
            within=self._seen() if scope == IN_VIEW and self._seen is not None else None,
            grids=self.session.selection if scope == SELECTED else None,
        )

    def refresh(self) -> None:
        """Show the findings as they are now; what was chosen stays chosen."""
        chosen, coming = self.chosen(), self._coming
        self._say_kinds(self.session.findings)
        self._say_rules()
        self.notice.setVisible(self.session.findings_stale)
        clean = self.session.checked and not self.session.findings
        self.hint.label.setText(
            tr("检查完毕，没有发现问题。")
            if clean
            else tr("先在地图或网格树里选中网格，这里只列它们的问题。")
            if self.scope.currentIndex() == SELECTED and not self.session.selection
            else tr("没有符合筛选条件的问题。")
            if self.session.findings
            else tr("运行检查后，这里列出方案的问题。")
        )
        self._shown = self.wanted().chosen(self.session) if self.session.is_open else []
        held(self.view.verticalHeader()).setDefaultSectionSize(ROW_PX[language()])
        self.show_rows(rows(self._shown, self.session) if self._shown else None)
        if coming is not None and not self.session.findings_stale:
            self._coming = None
        self._choose_again(coming or chosen, point=coming is not None)
        self._say_chosen()

    def _choose_again(self, finding: Finding | None, *, point: bool) -> None:
        """Choose a finding that was chosen in the list before; the map stays where it is."""
        if finding is None:
            return
        key = (finding.rule, finding.target)
        for row, other in enumerate(self._shown):
            if (other.rule, other.target) == key:
                place = self.sieve.mapFromSource(self.model.index(row, 0)).row()
                self._following = not point
                self._go_to(place)
                self._following = False
                return

    def _say_kinds(self, found: list[Finding]) -> None:
        live = Counter(str(finding.severity) for finding in found if not finding.waived)
        counts = [sum(live.values()), *(live[name] for name in SEVERITIES)]
        counts.append(sum(finding.waived for finding in found))
        titles = [tr("全部"), *(tr(text) for text in SEVERITIES.values()), tr("已豁免")]
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.kinds.setItemText(place, f"{title} {count:,}" if found else title)

    def _say_rules(self) -> None:
        """Offer the rules of which something is there to be shown."""
        kept = str(self.rules.currentData() or "")
        wanted = self.wanted().without_rule()
        count = Counter(f.rule for f in wanted.chosen(self.session)) if self.session.is_open else {}
        self.rules.clear()
        self.rules.addItem(tr("全部规则"), "")
        for rule in RULES:
            if rule in count or rule == kept:
                self.rules.addItem(f"{sentence(f'title.{rule}')} {count.get(rule, 0):,}", rule)
        self.rules.setCurrentIndex(max(0, self.rules.findData(kept)))

    def _titles(self) -> None:
        for place, title in enumerate(SCOPES):
            self.scope.setItemText(place, tr(title))

    # What is chosen ----------------------------------------------------------------

    def chosen(self) -> Finding | None:
        """Give the first chosen finding."""
        found = self.chosen_all()
        return found[0] if found else None

    def chosen_all(self) -> list[Finding]:
        """Give all chosen findings."""
        return [self._shown[row] for row in self.rows_chosen() if row < len(self._shown)]

    def chosen_changed(self) -> None:
        """Show the place of the chosen finding."""
        finding = self.chosen()
        self._say_chosen()
        if finding is not None and finding.where is not None:
            self.place_pointed.emit(*map(float, finding.where))

    def _say_chosen(self) -> None:
        finding = self.chosen()
        several = finding is not None and self.session.may_write
        self.mend.setEnabled(several)
        self.kind.setEnabled(several and finding is not None and bool(finding.fixes))
        self.waive.setEnabled(several)
        waived = finding is not None and finding.waived
        self.waive.setText(tr("取消豁免") if waived else tr("豁免…"))
        self.detail.setVisible(finding is not None)
        if finding is None:
            return
        lines = [text_of(finding, names(self.session), most=8)]
        if finding.waived:
            table = self.session.plan.tables["waivers"]
            row = table[(table["rule"] == finding.rule) & (table["target"] == finding.target)]
            if len(row):
                lines.append(tr("豁免理由：{reason}", reason=str(row["reason"].iloc[-1])))
        self.detail.setText("\n".join(lines))

    def follow(self, uids: tuple[int, ...]) -> None:
        """Select as elsewhere; hundreds of findings of one parent would be of no use."""
        if len(uids) <= 1:
            super().follow(uids)
            if len(self.model.frame):
                self._say_chosen()

    def step(self, by: int) -> None:
        """Go to the next or the previous finding."""
        count = self.sieve.rowCount()
        if not count:
            return
        found = held(self.view.selectionModel()).selectedRows()
        at = (min(found, key=QModelIndex.row).row() + by) % count if found else 0
        self._go_to(at)

    def _go_to(self, row: int) -> None:
        """Choose one row alone; ``selectRow`` would add it to others while Shift is held."""
        index = self.sieve.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        held(self.view.selectionModel()).setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.scrollTo(index)

    def activated(self, row: int) -> None:
        """Show the place."""
        finding = self._shown[row]
        if finding.where is not None:
            self.place_pointed.emit(*map(float, finding.where))
        else:
            super().activated(row)

    # What is done ------------------------------------------------------------------

    def mend_chosen(self) -> None:
        """Ask for what mends the chosen finding; the one after it comes next."""
        finding = self.chosen()
        if finding is None:
            return
        found = held(self.view.selectionModel()).selectedRows()
        after = self.sieve.index(min(found, key=QModelIndex.row).row() + 1, 0)
        self._coming = self._shown[self.sieve.mapToSource(after).row()] if after.isValid() else None
        self.mend_asked.emit(finding)

    def mend_kind(self) -> None:
        """Ask for what mends all findings of the chosen one's rule that are shown."""
        finding = self.chosen()
        if finding is not None:
            self.kind_asked.emit([f for f in self._shown if f.rule == finding.rule])

    def waive_chosen(self) -> None:
        """Ask to accept the chosen findings, or no longer to accept them."""
        found = self.chosen_all()
        if found:
            (self.unwaive_asked if found[0].waived else self.waive_asked).emit(found)
