"""Sentences about a solve: what is wrong with a problem, and why an answer is no better."""

from __future__ import annotations

_ARRAYS: dict[str, tuple[str, str]] = {
    "balance.faulty_problem": (
        "均衡问题的数据有 {count} 处错误，首先是 {first}。",
        "The arrays of the balance problem have {count} fault(s); the first is {first}.",
    ),
    "balance.array_shape": (
        "数组 {array} 的形状是 {found}，应为 {expected}。",
        "The array {array} has shape {found}; expected {expected}.",
    ),
    "balance.array_type": (
        "数组 {array} 的类型是 {found}，应为数字。",
        "The array {array} has type {found}; expected numbers.",
    ),
    "balance.array_value": (
        "数组 {array} 有 {count} 个值不合要求，首先在第 {row} 行。",
        "{count} value(s) of the array {array} are not allowed, the first in row {row}.",
    ),
    "balance.counts": (
        "各层数量 {counts} 须自上而下不减。",
        "The counts {counts} must not fall from the top down.",
    ),
    "balance.given_levels": (
        "既定 {levels} 层，但方案只有 {scheme} 层。",
        "{levels} level(s) are given, but the scheme has only {scheme}.",
    ),
    "balance.no_units": ("没有基本单元。", "There are no units."),
    "balance.edge_to_itself": (
        "第 {row} 条邻接边连着同一个单元。",
        "Edge {row} joins a unit with itself.",
    ),
    "balance.edge_twice": ("有 {count} 条邻接边重复。", "{count} edge(s) are given twice."),
    "balance.factor_names": (
        "指标名称 {names} 个，与指标列数不符。",
        "{names} factor name(s) do not match the factor columns.",
    ),
    "balance.label_range": (
        "{array} 第 {level} 层第 {row} 行的标签 {label} 超出数量 {count}。",
        "Label {label} of {array}, level {level}, row {row} is beyond the count {count}.",
    ),
    "balance.targets_and_staff": (
        "目标值和人员只能给出一种。",
        "Give either targets or staff, not both.",
    ),
    "balance.lock_without_start": (
        "有锁定，但没有现状。",
        "There are locks, but no plan in force.",
    ),
    "balance.limits_without_households": (
        "有户数限度，但没有各单元的户数。",
        "There are limits of households, but no households of the units.",
    ),
    "balance.household_limits": (
        "户数限度不合理：宜 {low:.0f}–{high:.0f}，须 {least:.0f}–{most:.0f}。",
        (
            "These limits of households make no sense: wanted {low:.0f} to {high:.0f}, allowed "
            "{least:.0f} to {most:.0f}."
        ),
    ),
    "balance.option": ("选项 {option} 的值 {value} 不可用。", "{option} cannot be {value}."),
    "balance.needs_start": (
        "再均衡需要现有的网格。",
        "A rebalance needs the grids in force.",
    ),
    "balance.needs_households": (
        "再均衡需要各单元的户数。",
        "A rebalance needs the households of the units.",
    ),
    "balance.compile": ("正在准备计算程序", "Preparing the solver"),
    "balance.curve": ("正在试算偏差上限 {limit:.0%}", "Trying a limit of {limit:.0%}"),
    "balance.curve_open": (
        "新开 {open} 个网格：正在试算偏差上限 {limit:.0%}",
        "With {open} new grid(s): trying a limit of {limit:.0%}",
    ),
    "balance.adjust": ("正在再均衡", "Rebalancing"),
    "balance.adjust_at": (
        "正在再均衡：目前最大偏差 {max_deviation:.1%}，平均 {mean_deviation:.1%}",
        "Rebalancing: deviation {max_deviation:.1%} at most, {mean_deviation:.1%} mean",
    ),
    "balance.solve": ("正在划分网格", "Dividing the ground"),
    "balance.solve_at": (
        "正在划分网格：目前最大偏差 {max_deviation:.1%}，平均 {mean_deviation:.1%}",
        "Dividing the ground: deviation {max_deviation:.1%} at most, {mean_deviation:.1%} mean",
    ),
}

_REASONS: dict[str, tuple[str, str]] = {
    "balance.more_leaves_than_units": (
        "网格 {leaves} 个，多于基本单元 {units} 个；请减少网格，或拆分小区。",
        "{leaves} grids are more than the {units} units; ask for fewer, or split compounds.",
    ),
    "balance.more_leaves_than_inhabited": (
        "网格 {leaves} 个，多于有工作量的单元 {units} 个；请减少网格。",
        "{leaves} grids are more than the {units} units that bear load; ask for fewer.",
    ),
    "balance.more_pieces_than_leaves": (
        "地块有 {pieces} 片，多于网格 {leaves} 个；每片至少要一个网格。",
        "The ground lies in {pieces} pieces, more than {leaves} grids; each piece needs one.",
    ),
    "balance.fewer_workers_than_leaves": (
        "网格员 {workers} 人，少于网格 {leaves} 个；请改用按网格均衡，或增加人员。",
        "{workers} workers are fewer than {leaves} grids; balance grids instead, or add workers.",
    ),
    "balance.given_without_units": (
        "第 {level} 层有 {count} 个既定区域内没有基本单元。",
        "{count} given area(s) of level {level} hold no unit.",
    ),
    "balance.given_not_nested": (
        "第 {level} 层的既定区域（第 {label} 个）跨越了上一层的边界。",
        "A given area of level {level} (number {label}) crosses the area above it.",
    ),
    "balance.given_more_than_children": (
        "既定区域 {given} 个，多于第 {level} 层的 {children} 个网格。",
        "{given} given areas are more than the {children} grids of level {level}.",
    ),
    "balance.start_not_nested": (
        "现状第 {level} 层的网格（第 {label} 个）跨越了上一层的边界。",
        "A grid in force on level {level} (number {label}) crosses the grid above it.",
    ),
    "balance.start_without_units": (
        "现状第 {level} 层的网格（第 {label} 个）没有基本单元。",
        "A grid in force on level {level} (number {label}) holds no unit.",
    ),
    "balance.start_against_given": (
        "现状第 {level} 层有 {count} 个单元不在其既定区域内。",
        "{count} unit(s) are on level {level} not in the area given for them.",
    ),
    "balance.lock_on_empty_leaf": (
        "锁定的网格（{label}）没有基本单元。",
        "A locked grid ({label}) holds no unit.",
    ),
    "balance.more_moved_than_allowed": (
        "合并分块网格、开设新网格就要调整 {households} 户，多于允许的 {most} 户。",
        "Joining grids in pieces and opening new ones moves {households} households, over {most}.",
    ),
    "balance.locks_leave_no_room": (
        "要新开 {leaves} 个网格，但未锁定的单元只有 {units} 个；请解锁一些。",
        "{leaves} grids are to be opened, but only {units} units are unlocked; unlock some.",
    ),
    "balance.locked_leaf_in_pieces": (
        "锁定的网格（{label}）分成 {pieces} 片，不能连通；请先解锁。",
        "A locked grid ({label}) lies in {pieces} pieces; unlock it first.",
    ),
    "balance.bound_none": ("没有已证明的下限。", "No lower limit is known."),
    "balance.unit_too_heavy": (
        (
            "有 {count} 个单元比最大的岗位还重，最重的是{place}：整栋不拆时偏差至少 "
            "{deviation:.1%}；若可拆分，最大偏差为 {freed:.1%}。"
        ),
        (
            "{count} unit(s) are heavier than the largest post, the heaviest {place}: kept whole "
            "they force a deviation of {deviation:.1%}; cut, the highest would be {freed:.1%}."
        ),
    ),
    "balance.hemmed_in": (
        (
            "{place}被周围楼栋围住，已证明：楼栋不拆分时，无论怎样划分，总有网格偏差不低于 "
            "{deviation:.1%}；其余网格的最大偏差为 {freed:.1%}。"
        ),
        (
            "{place} is hemmed in by the buildings around: it is proven that with whole buildings "
            "some grid is at least {deviation:.1%} off in any division; the highest deviation of "
            "the others is {freed:.1%}."
        ),
    ),
    "balance.area_no_whole_number": (
        (
            "{place}的工作量为 {load:.2f} 人份，不是岗位的整数倍，偏差至少 {deviation:.1%}；"
            "若可跨越边界或阻隔，最大偏差为 {freed:.1%}。"
        ),
        (
            "The load of {place} is {load:.2f}, no whole number of posts: a deviation of at least "
            "{deviation:.1%}; were its border open, the highest would be {freed:.1%}."
        ),
    ),
    "balance.leaf_locked": (
        (
            "有 {count} 个锁定网格偏离目标（{label}最多），使偏差不低于 {deviation:.1%}；"
            "解锁后最大偏差为 {freed:.1%}。"
        ),
        (
            "{count} locked grid(s) are off, {label} most; they force {deviation:.1%}; unlocked, "
            "the highest would be {freed:.1%}."
        ),
    ),
    "balance.whole_units": (
        (
            "{place}一带楼栋须整栋划分，有网格偏 {deviation:.1%}；若可拆分楼栋，"
            "周围 {leaves} 个网格可到 {freed:.1%}。"
        ),
        (
            "Around {place} whole buildings leave a grid {deviation:.1%} off; could they be cut, "
            "the {leaves} grids around would come to {freed:.1%}."
        ),
    ),
    "balance.households_for_leaves": (
        "共 {households:,} 户，分给 {leaves} 个网格，不可能都在 {least:.0f}–{most:.0f} 户之内。",
        (
            "{households:,} households on {leaves} grids cannot all be within {least:.0f} to "
            "{most:.0f}."
        ),
    ),
    "balance.unit_over_households": (
        (
            "有 {count} 个整体单元的户数超过上限 {most:.0f}，最大的是{place}（{households:,} 户）："
            "请拆分或放宽上限。"
        ),
        (
            "{count} unit(s) kept whole hold more than {most:.0f} households, the largest {place} "
            "({households:,}); split it or widen the limit."
        ),
    ),
    "balance.leaves_outside_households": (
        ("有 {count} 个网格的户数超出 {least:.0f}–{most:.0f} 户，最多的一个有 {households:,} 户。"),
        (
            "{count} grid(s) hold households beyond {least:.0f} to {most:.0f}; the worst has "
            "{households:,}."
        ),
    ),
    "balance.leaf_without_load": (
        "有 {count} 个网格没有工作量。",
        "{count} grid(s) bear no load.",
    ),
    "balance.leaves_over": (
        "有 {count} 个网格超出限度，最多 {deviation:.1%}。",
        "{count} grid(s) are over the limit, by up to {deviation:.1%}.",
    ),
}

BALANCE: dict[str, tuple[str, str]] = {**_ARRAYS, **_REASONS}
