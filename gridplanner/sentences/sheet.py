"""Sentences and words of printed sheets."""

from __future__ import annotations

SHEET: dict[str, tuple[str, str]] = {
    "job.sheet": ("正在绘制第 {page} / {pages} 页", "Drawing page {page} of {pages}"),
    "job.preview": ("正在绘制预览", "Drawing the preview"),
    "sheet.kind": (
        "没有“{value}”这种图；可用：{known}。",
        "There is no kind of sheet “{value}”; known are: {known}.",
    ),
    "sheet.paper": (
        "没有“{value}”这种纸；可用：{known}（8K 为八开，4K 为四开）。",
        "There is no paper “{value}”; known are: {known}.",
    ),
    "sheet.theme": (
        "没有“{value}”这种着色；可用：{known}。",
        "There is no theme “{value}”; known are: {known}.",
    ),
    "sheet.scale": (
        "比例尺 1:{value} 不可用；请写成分母，如 2000。",
        "The scale 1:{value} cannot be used; give its denominator, such as 2000.",
    ),
    "sheet.dpi": (
        "分辨率 {value} 不可用；应在 {least} 到 {most} dpi 之间。",
        "{value} dpi cannot be used; it must be from {least} to {most}.",
    ),
    "sheet.too_large": (
        "比例尺 1:{scale} 在 {paper} 纸上放不下；最大可用 1:{least}。",
        "At 1:{scale} the ground does not fit on {paper}; 1:{least} does.",
    ),
    "sheet.one_page": (
        "图片只能放一页，这里有 {count} 页。",
        "A picture holds one page; there are {count}.",
    ),
    "sheet.one_page.hint": (
        "请改用 PDF，或只选一个网格。",
        "Write a PDF, or choose one grid.",
    ),
    "sheet.no_against": (
        "对比图需要另一个方案，请指定现状项目。",
        "A sheet of two plans needs the other plan; name the project of today.",
    ),
    "sheet.no_grids": (
        "第 {level} 层还没有网格，没有图可出。",
        "There are no grids on level {level}, so there is no sheet to make.",
    ),
    "sheet.no_memory": (
        "内存不足，无法以 {dpi} dpi 绘制 {paper}；请降低分辨率。",
        "There is no memory for {paper} at {dpi} dpi; choose fewer.",
    ),
    "sheet.made_on": ("制图日期：{date}", "Made on {date}"),
    "sheet.source": ("资料来源：{source}", "Source: {source}"),
    "sheet.format_pdf": ("打印图（PDF）", "Printed sheet (PDF)"),
    "sheet.format_png": ("图片（PNG）", "Picture (PNG)"),
    "sheet.gauss_kruger": ("3 度带高斯-克吕格投影，中央经线", "3-degree Gauss-Kruger CM"),
    "sheet.own_crs": ("自定义坐标系", "A coordinate system of its own"),
    "sheet.level_count": ("{count} 个{name}", "{count} × {name}"),
    "sheet.index": ("网格一览表", "Index of grids"),
    "sheet.column_code": ("编码", "Code"),
    "sheet.column_name": ("名称", "Name"),
    "sheet.column_households": ("户", "Homes"),
    "sheet.column_persons": ("人", "Persons"),
    "sheet.column_workers": ("网格员", "Workers"),
    "sheet.column_door": ("单元门", "Door"),
    "sheet.column_captain": ("楼门长", "Captain"),
    "sheet.more_doors": ("……另有 {count} 个单元门", "… and {count} more doors"),
    "sheet.column_leaves": ("末级网格", "Leaves"),
    "sheet.column_area": ("面积（km²）", "Area (km²)"),
    "sheet.column_load": ("工作量（人份）", "Load"),
    "sheet.column_deviation": ("偏差", "Deviation"),
    "sheet.atlas_contents": ("分幅目录", "Sheets"),
    "sheet.page_of": ("第 {page} 幅，共 {pages} 幅", "Sheet {page} of {pages}"),
    "sheet.grid_of": ("{name}（{code}）", "{name} ({code})"),
    "sheet.sides": ("四至：{sides}", "Bounds: {sides}"),
    "sheet.figures": (
        "{households} 户　{persons} 人　{doors} 个单元门　{area}",
        "{households} households   {persons} persons   {doors} doors   {area}",
    ),
    "sheet.head": ("网格长", "Head of grid"),
    "sheet.worker": ("网格员", "Grid worker"),
    "sheet.no_worker": ("暂无网格员", "No worker yet"),
    "sheet.poster_title": ("网格公示牌", "Your community grid"),
    "sheet.poster_phone": ("电话 {phone}", "Phone {phone}"),
    "sheet.poster_ask": (
        "有事请找您的网格员：反映情况、矛盾调解、政策咨询、帮扶申请。",
        "Your grid worker is there for you: reports, disputes, questions, applications for help.",
    ),
    "sheet.photo": ("照片", "Photo"),
    "sheet.today": ("现状", "Today"),
    "sheet.proposed": ("调整后", "Proposed"),
    "sheet.no_work_phones": (
        "人员表没有“工作电话”列，公开成果不写私人电话：{count} 处电话留空，供手工填写。",
        (
            "No column of work phones (工作电话 or work_phone) among the persons, and private "
            "numbers are not published: {count} phone line(s) left blank to be filled in by hand."
        ),
    ),
    "sheet.work_phones_blank": (
        "{count} 处没有工作电话，已留空供手工填写（公开成果不写私人电话）。",
        (
            "{count} phone line(s) left blank: no work phone is known, and private numbers are "
            "not published."
        ),
    ),
    "sheet.pair_title": ("网格调整前后对照图", "Grids before and after"),
    "sheet.pair_counts": (
        "新增 {added}　撤销 {removed}　边界调整 {reshaped}　更名改码 {renamed}　{moved} 户换网格",
        (
            "{added} added   {removed} removed   {reshaped} reshaped   {renamed} renamed   "
            "{moved} households move"
        ),
    ),
    "sheet.pair_none": ("两个方案的网格完全相同。", "The grids of the two plans are the same."),
    "sheet.more_rows": ("……另有 {count} 项，见台账。", "… and {count} more; see the ledger."),
    "sheet.column_change": ("调整类型", "Change"),
    "sheet.column_before_after": ("户（前→后）", "Households"),
    "sheet.column_moved": ("面积变化（m²）", "Area moved (m²)"),
}
