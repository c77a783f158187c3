"""Sentences about repairs: names of the edits, what was done, why one does not fit."""

from __future__ import annotations

REPAIR: dict[str, tuple[str, str]] = {
    "edit.yield_ground": (
        "网格 {code} 让出与 {to} 重叠的地块",
        "Grid {code} yields the ground it shares with {to}",
    ),
    "edit.give_ground": (
        "将 {area_m2:,.2f} m² 划给 {to}",
        "Give {area_m2:,.2f} m² to {to}",
    ),
    "edit.make_valid": ("修复网格 {code} 的图形", "Make the outline of grid {code} valid"),
    "edit.set_parent": ("将网格 {code} 归入 {parent}", "Put grid {code} below {parent}"),
    "edit.follow_children": (
        "让网格 {code} 等于其下级网格之和",
        "Make grid {code} the union of the grids below it",
    ),
    "edit.recode": ("为网格换用下一个可用编码", "Give a grid the next free code"),
    "edit.renumber": ("重新编号 {count} 个网格", "Number {count} grids anew"),
    "edit.drop_double": ("删去重复的网格", "Drop a grid that is there twice"),
    "edit.mend": ("处理问题（{count} 步）", "Mend findings ({count} steps)"),
    "edit.repair": (
        "修复网格边线（容差 {tolerance_m:g} m）",
        "Repair the grids' borders (tolerance {tolerance_m:g} m)",
    ),
    "edit.waive": (
        "豁免 {count} 个问题（{reason}）",
        "Waive {count} finding(s) ({reason})",
    ),
    "edit.unwaive": ("取消豁免", "Take waivers back"),
    "edit.emptied": (
        "这样网格 {code} 就没有地了；请改为合并或撤销它。",
        "That would leave grid {code} without ground; merge or remove it instead.",
    ),
    "edit.code_issued": (
        "网格 {code} 已启用，编码不得重排。",
        "Grid {code} is in force; its code is never re-sorted.",
    ),
    "waiver.no_reason": (
        "豁免要写明理由。",
        "A waiver needs a reason.",
    ),
    "waiver.none": (
        "没有这样的豁免（{rule}，{target}）。",
        "There is no such waiver ({rule}, {target}).",
    ),
    "repair.tolerance": (
        "容差“{value}”不是大于或等于 0 的长度（米）。",
        "The tolerance “{value}” is no length of 0 m or more.",
    ),
    "repair.done": (
        (
            "修复了 {grids} 个网格的边线，最多移动 {moved_m:.3f} m（容差 {tolerance_m:g} m）："
            "补空 {filled_m2:,.2f} m²，消除重叠 {shared_m2:,.2f} m²，"
            "裁去边界外 {clipped_m2:,.2f} m²。"
        ),
        (
            "Repaired the borders of {grids} grid(s); none moved more than {moved_m:.3f} m "
            "(tolerance {tolerance_m:g} m): {filled_m2:,.2f} m² filled, {shared_m2:,.2f} m² of "
            "overlap settled, {clipped_m2:,.2f} m² outside the boundary clipped."
        ),
    ),
    "job.repair": ("正在修复边线", "Repairing borders"),
    "job.fix": ("正在试算处理办法", "Trying what mends it"),
    "check.profile": ("规模标准：{name}", "Profile: {name}"),
    "repair.nothing": (
        "网格边线没有需要修复的地方。",
        "The grids' borders need no repair.",
    ),
    "repair.left": (
        "有 {count} 处超过容差，没有改动；请在问题列表中逐个处理，或加大容差。",
        "{count} fault(s) exceed the tolerance and were left; mend them one by one, or allow more.",
    ),
    "repair.recoded": ("网格 {before} 改号为 {after}。", "Grid {before} is now {after}."),
    "repair.dropped": (
        "网格 {grid} 有两个相同的图形，只留一个。",
        "Grid {grid} was there twice with one outline; one of them stays.",
    ),
    "repair.persons": (
        "网格内人口：修复前 {before:,} 人，修复后 {after:,} 人。",
        "Persons in grids: {before:,} before, {after:,} after.",
    ),
    "repair.building": (
        "楼栋 {id}（{households} 户）由网格 {before} 转到 {after}。",
        "Building {id} ({households} household(s)) went from grid {before} to {after}.",
    ),
    "repair.fixed": (
        "处理了 {count} 个问题：{rules}。",
        "Mended {count} finding(s): {rules}.",
    ),
    "repair.unfixed": (
        "还有 {count} 个错误要由人决定。",
        "{count} error(s) are left for people to decide.",
    ),
}
