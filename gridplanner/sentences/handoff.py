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
        "用 --take 1,2 或 --take all 采用（all：所有能采用的）。",
        "Take them by --take 1,2 or --take all (all that can be taken).",
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
    "handoff.attribute.sides": (
        "四至由“{before}”改为“{after}”",
        "four sides “{before}” became “{after}”",
    ),
    "handoff.not_ours": (
        "“{file}”不是交出去的网格文件：图层（{layers}）里没有网格编码。",
        "“{file}” was not handed over by us: its layers ({layers}) have no grid codes.",
    ),
    "handoff.faults": (
        "{layer}：有 {count} 条记录读不了，未比较。",
        "{layer}: {count} record(s) cannot be read and are not compared.",
    ),
    "edit.replace_ground": (
        "按回传更新 {code} 的范围",
        "New outline of {code} from what came back",
    ),
    "handoff.border.own": (
        "边界移动，最远 {moved_m} 米，涉及 {area_m2} 平方米；没有下级网格，可直接采用",
        (
            "border moved by up to {moved_m} m, {area_m2} m² of ground; it has no grids below and "
            "can be taken"
        ),
    ),
    "handoff.border.follows": (
        "边界移动，最远 {moved_m} 米，涉及 {area_m2} 平方米；采用下级网格的差异后随之改变",
        (
            "border moved by up to {moved_m} m, {area_m2} m² of ground; it follows once the "
            "differences of the grids below are taken"
        ),
    ),
    "handoff.border.children": (
        (
            "边界移动，最远 {moved_m} 米，涉及 {area_m2} 平方米；沿下级网格的边界，"
            "请逐个采用 {others} 的上级变更"
        ),
        (
            "border moved by up to {moved_m} m, {area_m2} m² of ground, along borders of grids "
            "below: take the new parent of {others}, one by one"
        ),
    ),
    "handoff.border.through": (
        (
            "边界移动，最远 {moved_m} 米，涉及 {area_m2} 平方米；新界线穿过下级网格 {others}，"
            "不能直接采用，请先调整它们的边界"
        ),
        (
            "border moved by up to {moved_m} m, {area_m2} m² of ground; it cannot be taken, as it "
            "runs through {others} below: move their borders first"
        ),
    ),
    "handoff.border.bare": (
        (
            "边界移动，最远 {moved_m} 米，涉及 {area_m2} 平方米；其中有地块没有下级网格，"
            "不能直接采用，请先把地块划给下级网格"
        ),
        (
            "border moved by up to {moved_m} m, {area_m2} m² of ground; it cannot be taken, as "
            "some of it is in no grid below: give that ground to one first"
        ),
    ),
    "handoff.added.above": (
        "新增网格 {after}，{area_m2} 平方米；该处已有同级网格，不能直接采用，请先在方案中拆分",
        (
            "new grid {after}, {area_m2} m²; it cannot be taken, as grids of its level are there: "
            "split them in the plan first"
        ),
    ),
    "handoff.removed.above": (
        "回传中没有这个网格（{area_m2} 平方米）；它还有下级网格，不能直接采用，请先为它们改上级",
        (
            "this grid did not come back ({area_m2} m²); it cannot be taken, as grids are below: "
            "give them another parent first"
        ),
    ),
    "handoff.above": (
        "第 {number} 处差异（{code}）不能直接采用：差异列表中写有原因和办法。",
        "Difference {number} ({code}) cannot be taken: the list says why, and what to do.",
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
