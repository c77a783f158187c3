"""Sentences of the command line."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "word.yes": ("是", "yes"),
    "word.no": ("否", "no"),
    "severity.error": ("错误", "error"),
    "severity.warning": ("警告", "warning"),
    "severity.info": ("提示", "info"),
    "job.sample": ("正在导入示例数据 {file}", "Importing sample data {file}"),
    "job.export": ("正在输出成果", "Writing exports"),
    "sample.unknown": (
        "没有名为“{name}”的示例；现有：{known}。",
        "There is no sample “{name}”; there are: {known}.",
    ),
    "sample.synthetic": ("注意：{note}", "Note: {note}"),
    "new.done": (
        "已新建项目 {project}（层级 {scheme}，坐标系 {crs}）。",
        "Made the project {project} (scheme {scheme}, CRS {crs}).",
    ),
    "new.scheme_missing": (
        "请用 --scheme 给出层级方案，如 7/35/253。",
        "Give the scheme with --scheme, such as 7/35/253.",
    ),
    "new.crs_missing": (
        "请用 --boundary 给出边界，或用 --crs 给出坐标系，如 EPSG:4545。",
        "Give a boundary with --boundary, or a CRS with --crs, such as EPSG:4545.",
    ),
    "new.sample_alone": (
        "示例“{sample}”自带边界、坐标系和层级方案，不能另外指定。",
        "The sample “{sample}” brings its boundary, CRS and scheme; none other can be given.",
    ),
    "window.missing": ("这个安装没有窗口部分。", "This installation has no window."),
    "window.missing.hint": (
        "请重新安装 gridplanner，或使用命令行（gridplanner --help）。",
        "Install gridplanner again, or use the command line (gridplanner --help).",
    ),
    "folder.unwritable": (
        "无法写入文件夹“{folder}”：{reason}。",
        "The folder “{folder}” cannot be written: {reason}.",
    ),
    "import.same_syntax": (
        "“{value}”不是“写的=正确的”的形式。",
        "“{value}” is not of the form WRITTEN=NAME.",
    ),
    "import.candidates": (
        "{count} 个名称也许写错了；请核对，用 --same 写的=正确的 确认：",
        "{count} name(s) may be misspelt; confirm those that are by --same WRITTEN=NAME:",
    ),
    "import.mapping_unknown": (
        "没有名为“{name}”的列对应；有：{known}。",
        "No columns are remembered as “{name}”; there are: {known}.",
    ),
    "vacancy.no_post": (
        "“{person}”不在任何网格任职，没有可演练的空缺。",
        "“{person}” serves in no grid: there is no vacancy to drill.",
    ),
    "vacancy.unknown": (
        "没有编号或姓名是“{person}”的网格员（或不止一人）。",
        "There is no grid worker of the id or name “{person}”, or more than one.",
    ),
    "vacancy.shares": (
        "{name} 缺岗时 {codes} 的工作量这样分担，最高每人 {worst:.2f} 人份：",
        "While {name} is away, the load of {codes} is shared so, {worst:.2f} at most:",
    ),
    "vacancy.days": (
        "--from 和 --until 只与 --apply 或 --put-back 一起用。",
        "--from and --until go with --apply or --put-back.",
    ),
    "date.unread": (
        "“{value}”不是日期，请写成 2026-03-01 的样子。",
        "“{value}” is no date; write it like 2026-03-01.",
    ),
    "vacancy.uncovered": (
        "网格 {codes} 附近没有别的网格员，无人可代。",
        "Near grid {codes} there is no other worker: nobody can stand in.",
    ),
    "worklist.done": (
        "待办清单已写入 {out}：{rows} 行（{lines} 条）。改好后用 import 读回。",
        "Work list written to {out}: {rows} row(s), {lines} line(s). Correct and import it again.",
    ),
    "worklist.empty": ("待办清单是空的，没有写文件。", "The work list is empty; nothing written."),
    "import.repair_alone": (
        "--repair 只用于导入网格（grids），且不能与 --dry-run 同用。",
        "--repair goes with the import of grids only, and not with --dry-run.",
    ),
    "import.column_syntax": (
        "“{value}”不是列的对应关系；请写成 本系统列=文件中的列，如 persons=人口数。",
        "“{value}” maps no column; write ours=theirs, such as persons=人口数.",
    ),
    "import.done": (
        "已从 {file} 导入“{table}” {rows_ok} 行（共 {rows_in} 行）。",
        "Imported {rows_ok} of {rows_in} rows of {file} into {table}.",
    ),
    "import.would": (
        "将从 {file} 导入“{table}” {rows_ok} 行（共 {rows_in} 行）；未作更改。",
        "Would import {rows_ok} of {rows_in} rows of {file} into {table}; nothing was changed.",
    ),
    "import.worklist": (
        "待处理 {count} 处（列出 {shown} 处）",
        "{count} rows or values to look at ({shown} shown)",
    ),
    "info.head": (
        "{project}：{title}（{crs}，格式 {format}）",
        "{project}: {title} ({crs}, format {format})",
    ),
    "info.synthetic": (
        "示例项目：数据为虚构。",
        "A sample project: its data are invented.",
    ),
    "check.clean": ("未发现问题。", "No fault was found."),
    "check.more": (
        "  · 另有 {count} 处；用 --json 查看全部。",
        "  · {count} more; --json lists all.",
    ),
    "locate.households": (
        "其中有人住 {occupied:,} 户，户籍户 {registered:,} 户；工作量计入{count_by:terms}。",
        (
            "{occupied:,} are lived in, {registered:,} registered here; "
            "the load counts {count_by:terms}."
        ),
    ),
    "locate.straddling": (
        "{straddling} 栋楼跨网格，归占地较多的一方；其中 {ties} 栋各占一半，归编码小的网格。",
        (
            "{straddling} building(s) straddle and belong where most of them stands; {ties} stand "
            "half and half and went to the lower code."
        ),
    ),
    "households.rule": (
        "“{value}”不是计户办法；可用 all、occupied、registered。",
        "“{value}” is no way to count households; take all, occupied or registered.",
    ),
    "locate.done": (
        (
            "落格 {assigned:,} 户、{persons:,} 人；网格外 {outside:,} 户，"
            "地址未匹配 {unmatched:,} 户，固定 {pinned:,} 户。"
        ),
        (
            "{assigned:,} households with {persons:,} persons are in a grid; {outside:,} outside, "
            "{unmatched:,} without a place, {pinned:,} pinned."
        ),
    ),
    "loads.title": (
        "工作量偏差最大的 {shown} 个网格（共 {count} 个）",
        "The {shown} grids farthest from their target (of {count})",
    ),
    "plan.done": (
        (
            "每名网格员的工作量：最大偏差 {max}，平均偏差 {mean}（已证明的下限 {bound}）；"
            "用时 {seconds} 秒，种子 {seed}。"
        ),
        (
            "Load per worker: max deviation {max}, mean {mean} (proven lower limit {bound}); "
            "{seconds} s, seed {seed}."
        ),
    ),
    "plan.crossings_assumed": (
        "有 {count} 处地块在数据中没有桥或门可达，按最长的边界假定可通行。",
        (
            "{count} pieces of ground have no bridge or gate in the data; a way across the "
            "longest border is assumed."
        ),
    ),
    "plan.too_few_workers": (
        "网格员 {workers} 人，少于网格 {leaves} 个，因此按网格数均衡。",
        "There are {workers} workers for {leaves} grids, so grids were balanced, not workers.",
    ),
    "rebalance.moves": (
        "调整 {count} 处（列出 {shown} 处），每处可单独采用",
        "{count} moves ({shown} shown), each of which may be taken alone",
    ),
    "rebalance.curve": (
        "移动户数与偏差的取舍（项目未作更改）",
        "What can be had for how many households moved (the project is not changed)",
    ),
    "rebalance.done": (
        (
            "移动 {moved:,} 户，涉及 {grids} 个网格，新开 {opened} 个；"
            "最大偏差 {before} → {after}，平均 {mean}；用时 {seconds} 秒。"
        ),
        (
            "{moved:,} households move, {grids} grids change, {opened} are opened; max deviation "
            "{before} → {after}, mean {mean}; {seconds} s."
        ),
    ),
    "estimate.done": (
        (
            "没有住户表：人口为估算，共 {persons:,} 人，"
            "按 {buildings:,} 栋住宅的建筑面积分摊（平均每人 {m2_per_person} m²；"
            "其中 {storeys_unknown:,} 栋层数未知，按 {default_storeys} 层计）。"
        ),
        (
            "No household table: {persons:,} persons are an estimate, shared out by the floor "
            "area of {buildings:,} dwellings ({m2_per_person} m² a person; {storeys_unknown:,} of "
            "unknown height count as {default_storeys} storeys)."
        ),
    ),
    "estimate.nothing": (
        "没有可以住人的楼栋，无法估算人口。",
        "There is no building anybody could live in; persons cannot be estimated.",
    ),
    "staff.done": (
        (
            "派驻网格员 {placed} 人（{kept} 人留任）；每份工时的工作量 {min_per_worker:.2f}–"
            "{max_per_worker:.2f} 人份；无人网格 {leaves_without} 个。"
        ),
        (
            "Placed {placed} workers ({kept} keep their post); load per full-time share "
            "{min_per_worker:.2f} to {max_per_worker:.2f}; {leaves_without} grids have nobody."
        ),
    ),
    "staff.suited": (
        "党员、特长用在所需网格的有 {count} 项。",
        "{count} memberships and skills are where a grid asks for them.",
    ),
    "staff.leaves_without": ("无人网格：{codes}", "Grids with nobody: {codes}"),
    "captains.done": (
        (
            "有人住的单元门 {doors} 个，已配楼门长 {captained} 个（{captains_used} 人），"
            "空缺 {vacant} 个；{prefer:terms}。"
        ),
        (
            "Of {doors} inhabited doors {captained} have a captain ({captains_used} persons); "
            "{vacant} are vacant. Wish: {prefer:terms}."
        ),
    ),
    "captains.vacancies": (
        "空缺的单元门，户数最多的 {shown} 个（共 {count} 个）",
        "Vacant doors, the {shown} with most households (of {count})",
    ),
    "captains.prefer": (
        "“{value}”不是选法；可用 fewest（人数最少）或 nearest（住得最近）。",
        "“{value}” is no preference; take fewest or nearest.",
    ),
    "captains.kept": (
        "现任 {present} 人中 {stay} 人留任；有人管的 {held_doors} 个楼门中 {kept_doors} 个不换人。",
        (
            "{stay} of {present} present captains keep a post; {kept_doors} of {held_doors} doors "
            "keep their captain."
        ),
    ),
    "captains.capacity": (
        "可管户数 {value} 应为正整数。",
        "The capacity {value} must be a whole number above 0.",
    ),
    "compare.done": (
        "{grids} 个网格有变化，{moved} 户改变所属网格。",
        "{grids} grids differ; {moved} households change grid.",
    ),
    "compare.one": (
        "只给了一个项目，没有可比较的方案。",
        "One project alone, and no scenario to compare with.",
    ),
    "compare.one.hint": (
        "请再给一个项目，或用 --to 指出方案名（gridplanner scenario PROJECT 可列出）。",
        "Name a second project, or a scenario by --to (gridplanner scenario PROJECT lists them).",
    ),
    "scenario.plan_in_force": ("现行方案", "the plan in force"),
    "compare.added": ("新增", "added"),
    "compare.removed": ("撤销", "removed"),
    "compare.border": ("边界", "border"),
    "compare.people": ("住户", "households"),
    "export.done": ("已输出 {path}", "Wrote {path}"),
    "demo.outputs": ("成果（共用时 {seconds} 秒）", "Written ({seconds} s in all)"),
}
