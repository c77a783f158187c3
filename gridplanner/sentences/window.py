"""Sentences about what the window's jobs do, and why an action is refused."""

from __future__ import annotations

WINDOW: dict[str, tuple[str, str]] = {
    "job.busy": (
        "另一项任务正在运行，请等它完成，或在状态栏取消它。",
        "Another job is running; wait for it, or cancel it in the status bar.",
    ),
    "job.accept": ("正在采用方案", "Accepting the plan"),
    "job.check": ("正在检查", "Checking"),
    "job.compare": ("正在对照方案", "Comparing the plans"),
    "job.create": ("正在建立项目", "Making the project"),
    "job.events": ("正在查阅日志", "Reading the journal"),
    "job.exchange": ("正在查看边界上可移动的楼栋", "Looking at what can move over the border"),
    "job.figures": ("正在计算工作量", "Working out the loads"),
    "job.locate": ("正在定位各户", "Locating the households"),
    "job.plan": ("正在划分网格", "Planning the grids"),
    "job.rebalance": ("正在整理现有网格", "Looking at the grids in force"),
    "job.rebalance_show": ("正在把再均衡方案画到地图上", "Putting the rebalance on the map"),
    "rebalance.nothing": ("没有找到再均衡的办法。", "No way to rebalance was found."),
    "job.staff": ("正在安排网格员", "Assigning the workers"),
    "session.no_project": ("没有打开项目。", "No project is open."),
}
