"""Sentences about files that were handed over and came back."""

from __future__ import annotations

HANDOFF: dict[str, tuple[str, str]] = {
    "edit.handoff": (
        "采用回传：{code}（{file}）",
        "Take from what came back: {code} ({file})",
    ),
    "handoff.found": (
        "{file}：对上 {matched} 个网格，有 {count} 处不同。",
        "{file}: {matched} grids are known again, {count} difference(s).",
    ),
    "handoff.taken": ("已采用 {count} 处。", "{count} taken."),
    "handoff.would": ("将采用 {count} 处，未写入。", "{count} would be taken; nothing is written."),
    "handoff.how": (
        "用 --take 1,2 或 --take all 采用。",
        "Take them by --take 1,2 or --take all.",
    ),
    "handoff.border": (
        "边界移动，最远 {moved_m} 米，涉及 {area_m2} 平方米",
        "border moved by up to {moved_m} m, {area_m2} m² of ground",
    ),
    "handoff.added": (
        "新增网格 {after}，{area_m2} 平方米",
        "new grid {after}, {area_m2} m²",
    ),
    "handoff.removed": (
        "回传中没有这个网格（{area_m2} 平方米）",
        "this grid did not come back ({area_m2} m²)",
    ),
    "handoff.parent": (
        "上级由 {before} 改为 {after}",
        "parent {before} became {after}",
    ),
    "handoff.attribute.code": (
        "编码由 {before} 改为 {after}",
        "code {before} became {after}",
    ),
    "handoff.attribute.name": (
        "名称由 {before} 改为 {after}",
        "name {before} became {after}",
    ),
    "handoff.attribute.kind": (
        "类型由 {before} 改为 {after}",
        "kind {before} became {after}",
    ),
    "handoff.attribute.posts": (
        "岗位数由 {before} 改为 {after}",
        "posts {before} became {after}",
    ),
    "handoff.not_ours": (
        "“{file}”不是交出去的网格文件：图层（{layers}）里没有网格编码。",
        "“{file}” was not handed over by us: its layers ({layers}) have no grid codes.",
    ),
    "handoff.faults": (
        "{layer}：有 {count} 条记录读不了，未比较。",
        "{layer}: {count} record(s) cannot be read and are not compared.",
    ),
    "handoff.above": (
        "{code} 属于第 {level} 层，只能逐级手工增减；这里只采用末级网格的增减。",
        "{code} is of level {level}; only leaf grids are added or retired from a file.",
    ),
    "handoff.number": (
        "没有第 {number} 处差异；共 {count} 处。",
        "There is no difference {number}; there are {count}.",
    ),
    "handoff.numbers": (
        "“{value}”不是差异的编号；写作 1,2,3 或 all。",
        "“{value}” are no numbers of differences; write 1,2,3 or all.",
    ),
}
