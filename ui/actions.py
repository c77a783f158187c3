"""All actions as one table: id, text, shortcut, icon, when enabled, who handles it.

Menus and toolbar are lists of ids; the sheet of keys and the command box read the same
table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction, QKeySequence

from ui.enabling import (
    When,
    always,
    when_aside,
    when_checked,
    when_gridded,
    when_idle,
    when_leaf,
    when_offered,
    when_one,
    when_open,
    when_picked,
    when_ready,
    when_running,
    when_selected,
    when_writable,
)
from ui.icons import icon
from ui.language import mark, tr
from ui.session import Session


@dataclass(frozen=True)
class Spec:
    """One action. ``text`` and ``tip`` are Chinese sources; ``group`` makes a choice of one.

    ``also`` are further keys that do the same.
    """

    id: str
    text: str
    icon: str = ""
    keys: str = ""
    when: When = always
    tip: str = ""
    group: str = ""
    checkable: bool = False
    also: tuple[str, ...] = ()


SPECS: tuple[Spec, ...] = (
    Spec("new", mark("新建项目…"), "file-plus", "Ctrl+N", when_idle),
    Spec("open", mark("打开项目…"), "folder-open", "Ctrl+O", when_idle),
    Spec("sample_langao", mark("岚皋县城（7/35/253）"), "", "", when_idle),
    Spec("sample_yuxin", mark("育新花园（小区）"), "", "", when_idle),
    Spec("save_copy", mark("另存副本…"), "copy", "Ctrl+Shift+S", when_ready),
    Spec("close", mark("关闭项目"), "", "Ctrl+W", when_ready),
    Spec("quit", mark("退出"), "", "Ctrl+Q"),
    Spec("import", mark("导入…"), "download-simple", "Ctrl+I", when_writable,
         mark("把地图文件或表格读入项目")),
    Spec("take_back", mark("导入回传…"), "", "", when_writable,
         mark("读回交出去又改过的文件，逐条采用差异")),
    Spec("export", mark("导出…"), "export", "Ctrl+E", when_ready,
         mark("网页地图、Shapefile、Excel 等")),
    Spec("print", mark("打印预览…"), "printer", "Ctrl+P", when_ready,
         mark("全图、图册、单网格图、公示牌、对照图")),
    Spec("undo", mark("撤销"), "arrow-counter-clockwise", "Ctrl+Z", lambda s: s.can_undo),
    Spec("redo", mark("重做"), "arrow-clockwise", "Ctrl+Shift+Z", lambda s: s.can_redo),
    Spec("merge", mark("合并"), "arrows-in-simple", "C", when_gridded,
         mark("合并选中的末级网格；未选中时先逐个点选"), group="tool"),
    Spec("delete", mark("删除网格"), "trash", "Delete", when_leaf,
         mark("删除选中的末级网格，其范围变为未划分")),
    Spec("change_grid", mark("修改网格…"), "pencil-simple", "F2", when_one,
         mark("改编码、名称、类型、岗位、锁定和备注")),
    Spec("exchange", mark("移动边界楼栋…"), "arrows-left-right", "B", when_leaf,
         mark("列出可以整块划给邻格的楼栋和地块，及两边的工作量变化")),
    Spec("worker", mark("更换网格员…"), "user-gear", "W", when_leaf),
    Spec("captain", mark("选择楼门长…"), "house-line", "Shift+W", when_leaf,
         mark("给所选网格的空缺楼门选择楼门长")),
    Spec("select", mark("选择"), "cursor", "V", when_open, group="tool"),
    Spec("pan", mark("平移"), "hand", "H", when_open, group="tool"),
    Spec("draw", mark("画网格"), "polygon", "A", when_writable,
         mark("在未划分的范围内画一个新网格"), group="tool"),
    Spec("split", mark("拆分"), "scissors", "X", when_gridded,
         mark("画一条线，把一个网格分成两个"), group="tool"),
    Spec("measure", mark("量测"), "ruler", "M", when_open, group="tool"),
    Spec("inspect", mark("查看"), "info", "Shift+I", when_open,
         mark("点击查看所在网格、单元、楼栋和住户"), group="tool"),
    Spec("reshape", mark("改边线"), "path", "R", when_gridded,
         mark("画出边线的新走向"), group="tool"),
    Spec("vertex", mark("改顶点"), "bounding-box", "J", when_gridded,
         mark("拖动、添加、删除边线上的顶点，相邻网格一起变"), group="tool"),
    Spec("paint", mark("涂抹"), "paint-brush", "P", when_gridded,
         mark("用笔刷把基本单元划入目标网格"), group="tool"),
    Spec("push", mark("推边界"), "arrows-out-line-horizontal", "Shift+P", when_gridded,
         mark("拖过边线，把邻格的单元推过来"), group="tool"),
    Spec("fill", mark("填空地"), "paint-bucket", "F", when_gridded,
         mark("把未划入的空地划入相邻网格"), group="tool"),
    Spec("snap", mark("捕捉"), "magnet", "S", when_open,
         mark("光标吸附到顶点、边线、交点；按住 Alt 暂停"), checkable=True),
    Spec("trace", mark("沿边追踪"), "flow-arrow", "T", when_open,
         mark("画线时沿已有边线走；Ctrl 走较长的一侧"), checkable=True),
    Spec("cross", mark("可跨上级"), "", "Shift+X", when_gridded,
         mark("允许把地块划到另一个上级网格"), checkable=True),
    Spec("brush_smaller", mark("笔刷缩小"), "", "[", when_gridded),
    Spec("brush_larger", mark("笔刷放大"), "", "]", when_gridded),
    Spec("brush_free", mark("只取未划入"), "", "U", when_gridded,
         mark("涂抹时只取未划入的地块")),
    Spec("lock", mark("锁定"), "lock-simple", "Q", when_picked,
         mark("所选网格依次：不锁定、只进不出、冻结")),
    Spec("lock_all", mark("全部冻结或解锁"), "", "Ctrl+Shift+Q", when_gridded),
    Spec("lock_unit", mark("锁定光标下的单元"), "", "Alt+Q", when_gridded),
    Spec("split_compound", mark("拆开或恢复小区…"), "", "Alt+X", when_writable,
         mark("光标下的小区：按楼栋拆成多个基本单元，写明理由；再按一次恢复")),
    Spec("next_grid", mark("下一个网格"), "", "E", when_open, also=("PgDown",)),
    Spec("previous_grid", mark("上一个网格"), "", "D", when_open, also=("PgUp",)),
    Spec("zoom_grid", mark("缩放到网格"), "", "L", when_open,
         mark("光标下的网格，没有则为所选网格")),
    Spec("changes", mark("显示改动"), "git-diff", "G", when_open,
         mark("按打开项目以来的改动着色，并统计改换网格的户数")),
    Spec("fold_legend", mark("收起图例"), "", "", when_open,
         mark("地图上只留图例的标题；点图例的标题也一样"), checkable=True),
    Spec("magenta", mark("品红边线"), "", "", when_open,
         mark("按制图规定用品红色画网格边线"), checkable=True),
    Spec("plan", mark("划分网格…"), "squares-four", "F5", when_writable,
         mark("按工作量一次划出各级网格")),
    Spec("rebalance", mark("再均衡…"), "scales", "Shift+F5", when_gridded,
         mark("从现有网格出发，少移动户，恢复均衡")),
    Spec("profile", mark("规模标准…"), "ruler", "Shift+F7", when_writable,
         mark("选定或修改户数、人口、面积的上下限和检查容差")),
    Spec("repair", mark("修复边线与编码…"), "bandaids", "Ctrl+F7", when_gridded,
         mark("试算修补导入网格的缝隙、重叠、重复和编码，先看报告再采用")),
    Spec("check", mark("检查"), "check-circle", "F7", when_ready, mark("按规则检查整个方案")),
    Spec("locate", mark("定位户"), "map-pin", "F6", when_ready, mark("统计各户落在哪个网格")),
    Spec("staff", mark("安排网格员"), "users", "F8", when_gridded,
         mark("把全部网格员分到末级网格")),
    Spec("captains", mark("安排楼门长"), "house-line", "F9", when_gridded,
         mark("给每个有人住的楼门安排楼门长")),
    Spec("counting", mark("户与楼门长的口径…"), "sliders-horizontal", "", when_writable,
         mark("哪些户计入工作量，楼门长按人数最少还是就近")),
    Spec("accept", mark("采用方案"), "check", "Ctrl+Return", when_offered),
    Spec("drop", mark("放弃方案"), "x", "Ctrl+Backspace", when_offered),
    Spec("beside", mark("并排对照"), "columns", "Ctrl+B", when_offered,
         mark("现状和新方案两张图并排，一起移动")),
    Spec("scenario_new", mark("新建比选方案…"), "copy-simple", "Ctrl+Shift+N", when_writable,
         mark("复制当前方案，在副本上编辑，再与现行方案对照")),
    Spec("scenario_compare", mark("与现行方案并排"), "columns", "Ctrl+Shift+B", when_aside),
    Spec("scenario_accept", mark("作为现行方案…"), "", "", when_aside),
    Spec("scenario_drop", mark("删除比选方案"), "", "", when_aside),
    Spec("cancel", mark("取消正在运行的任务"), "prohibit", "Ctrl+.", when_running),
    Spec("next_finding", mark("下一个问题"), "", "N", when_checked),
    Spec("previous_finding", mark("上一个问题"), "", "Shift+N", when_checked),
    Spec("mend", mark("处理问题…"), "wrench", "F4", when_checked),
    Spec("mend_kind", mark("同类全处理"), "", "Shift+F4", when_checked),
    Spec("waive", mark("豁免问题…"), "", "Ctrl+Shift+E", when_checked),
    Spec("theme_parent", mark("按上级着色"), "palette", "1", when_open, group="theme"),
    Spec("theme_deviation", mark("按偏差着色"), "scales", "2", when_open, group="theme"),
    Spec("theme_kind", mark("按类型着色"), "tag", "3", when_open, group="theme"),
    Spec("theme_change", mark("按改动着色"), "git-diff", "4", when_open, group="theme"),
    Spec("theme_captain", mark("按楼门长着色"), "house-line", "5", when_open,
         mark("楼门按楼门长着色，相邻的不同色；空缺的打叉"), group="theme"),
    Spec("basemap", mark("底图…"), "map-trifold", "", when_open,
         mark("把影像或瓦片（MBTiles、GeoTIFF、带坐标文件的图片）铺在地图下面")),
    Spec("online_basemap", mark("在线底图…"), "", "", when_open,
         mark("用您自己的密钥，把天地图等瓦片服务铺在地图下面")),
    Spec("no_basemap", mark("移除底图"), "", "", when_open),
    Spec("level_up", mark("上一级"), "caret-up", ",", when_open, mark("显示上一级网格")),
    Spec("level_down", mark("下一级"), "caret-down", ".", when_open, mark("显示下一级网格")),
    Spec("go_grids", mark("到网格树"), "", "Ctrl+1", when_open),
    Spec("go_findings", mark("到问题表"), "", "Ctrl+2", when_open, also=("I",)),
    Spec("go_workload", mark("到工作量表"), "", "Ctrl+3", when_open),
    Spec("go_people", mark("到人员表"), "", "Ctrl+4", when_open),
    Spec("go_history", mark("到历史"), "", "Ctrl+5", when_open),
    Spec("go_map", mark("到地图"), "", "Ctrl+M", when_open),
    Spec("zoom_in", mark("放大"), "magnifying-glass-plus", "Ctrl++", when_open),
    Spec("zoom_out", mark("缩小"), "magnifying-glass-minus", "Ctrl+-", when_open),
    Spec("zoom_plan", mark("全图"), "arrows-out", "Ctrl+0", when_open, mark("显示整个边界")),
    Spec("zoom_selection", mark("缩放到所选"), "crosshair", "Z", when_selected),
    Spec("find", mark("查找"), "magnifying-glass", "Ctrl+F", when_open,
         mark("按编码、名称、楼栋、地址、姓名查找")),
    Spec("select_by", mark("按条件选择…"), "funnel", "Ctrl+Shift+F", when_gridded,
         mark("按层级、类型、偏差、户数、锁定等条件选中网格，再合并、锁定或作为涂抹来源")),
    Spec("commands", mark("命令…"), "terminal-window", "Ctrl+K"),
    Spec("keys", mark("快捷键"), "keyboard", "?"),
    Spec("dark", mark("深色"), "moon", "", checkable=True),
    Spec("lang_zh", "中文", "", "", group="language"),
    Spec("lang_en", "English", "", "", group="language"),
    Spec("reset_layout", mark("恢复默认布局"), "", ""),
    Spec("open_log", mark("打开日志文件夹"), "", ""),
    Spec("about", mark("关于"), "", ""),
)  # fmt: skip

#: Title → ids; ``-`` is a line, a leading ``>`` opens a menu inside.
MENUS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        mark("文件(&F)"): (
            "new", "open", ">sample", ">recent", "-", "save_copy", "import", "take_back", "export",
            "print", "-",
            "close", "quit",
        ),
        mark("编辑(&E)"): (
            "undo", "redo", "-", "merge", "delete", "lock", "lock_all", "lock_unit",
            "split_compound", "-",
            "change_grid", "exchange", "-", "worker", "captain", "-", "find", "select_by",
        ),
        mark("工具(&T)"): (
            "select", "pan", "inspect", "measure", "-",
            "draw", "split", "reshape", "vertex", "paint", "push", "fill", "-",
            "snap", "trace", "cross", "-", "brush_smaller", "brush_larger", "brush_free",
        ),
        mark("划分(&P)"): (
            "plan", "rebalance", "accept", "drop", "beside", ">scenario", "-",
            "profile", "check", "repair", "next_finding", "previous_finding", "mend", "mend_kind",
            "waive", "-",
            "locate", "staff", "captains", "counting", "-", "cancel",
        ),
        mark("视图(&V)"): (
            "theme_parent", "theme_deviation", "theme_kind", "theme_change", "theme_captain",
            "changes", "-",
            "magenta", "fold_legend", "-",
            "level_up", "level_down", "previous_grid", "next_grid", "-",
            "zoom_in", "zoom_out", "zoom_plan", "zoom_grid", "zoom_selection", "-",
            "basemap", "online_basemap", "no_basemap", "-", ">go", ">panels", "reset_layout", "-",
            "dark", ">language",
        ),
        mark("帮助(&H)"): ("keys", "commands", "-", "open_log", "about"),
    }
)  # fmt: skip
#: Menus inside menus → ids.
INSIDE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sample": ("sample_langao", "sample_yuxin"),
        "scenario": ("scenario_new", "scenario_compare", "scenario_accept", "scenario_drop"),
        "go": ("go_map", "go_grids", "go_findings", "go_workload", "go_people", "go_history"),
        "language": ("lang_zh", "lang_en"),
    }
)
TOOLBAR: tuple[str, ...] = (
    "new", "open", "-", "undo", "redo", "-", "select", "pan", "inspect", "-",
    "draw", "split", "reshape", "vertex", "merge", "paint", "push", "fill", "delete", "-",
    "measure", "snap", "lock", "-",
    "plan", "check", "staff", "captains", "-", "import", "export", "-",
    "theme_parent", "theme_deviation", "theme_kind", "zoom_plan",
)  # fmt: skip


def keys_text(spec: Spec) -> str:
    """Write an action's keys as the system does."""
    native = QKeySequence.SequenceFormat.NativeText
    return " / ".join(QKeySequence(keys).toString(native) for keys in (spec.keys, *spec.also))


class Actions(QObject):
    """The table's actions as Qt has them."""

    def __init__(
        self,
        session: Session,
        handlers: Mapping[str, Callable[[], object]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.by_id: dict[str, QAction] = {}
        missing = sorted({spec.id for spec in SPECS} - set(handlers))
        if missing:
            raise KeyError(", ".join(missing))
        for spec in SPECS:
            action = QAction(self)
            action.setObjectName(spec.id)
            action.setCheckable(bool(spec.group) or spec.checkable)
            if spec.keys:
                action.setShortcuts([QKeySequence(keys) for keys in (spec.keys, *spec.also)])
            action.triggered.connect(_without_argument(handlers[spec.id]))
            self.by_id[spec.id] = action
        for signal in (
            session.project_opened,
            session.project_closed,
            session.plan_changed,
            session.selection_changed,
            session.findings_changed,
            session.proposal_changed,
            session.job_started,
            session.job_finished,
        ):
            signal.connect(self.enable)
        self.retext()
        self.dress()
        self.enable()

    def __getitem__(self, name: str) -> QAction:
        return self.by_id[name]

    def retext(self) -> None:
        """Write texts and tooltips in the window's language."""
        for spec in SPECS:
            action = self.by_id[spec.id]
            action.setText(tr(spec.text))
            action.setIconText(tr(spec.text).rstrip("…"))
            lines = [tr(spec.text).rstrip("…") + (f"　{keys_text(spec)}" if spec.keys else "")]
            if spec.tip:
                lines.append(tr(spec.tip))
            action.setToolTip("\n".join(lines))

    def dress(self) -> None:
        """Draw the icons in the colours of the palette."""
        for spec in SPECS:
            if spec.icon:
                self.by_id[spec.id].setIcon(icon(spec.icon))

    def enable(self) -> None:
        """Enable what can be done now."""
        for spec in SPECS:
            self.by_id[spec.id].setEnabled(spec.when(self._session))

    def choose(self, group: str, name: str) -> None:
        """Check one action of a group and uncheck the others."""
        for spec in SPECS:
            if spec.group == group:
                self.by_id[spec.id].setChecked(spec.id == name)


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], None]:
    def call(_checked: bool) -> None:
        handler()

    return call
