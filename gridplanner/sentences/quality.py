"""Words of the quality report."""

from __future__ import annotations

QUALITY: dict[str, tuple[str, str]] = {
    "quality.title": ("质检报告", "Quality report"),
    "quality.profile": ("规模标准：{name}。", "Limits: {name}."),
    "quality.totals": ("各规则结果", "By rule"),
    "quality.list": ("问题清单", "Findings"),
    "quality.waivers": ("豁免及理由", "Waivers with their reasons"),
    "quality.no_waivers": ("没有豁免。", "There is no waiver."),
    "quality.data": ("数据来源与日期", "Data, sources and dates"),
    "quality.none": ("没有发现问题。", "No fault was found."),
    "quality.kept": ("通过", "kept"),
    "quality.waived": ("已豁免", "waived"),
    "quality.gone": ("该问题现已不存在。", "This is no longer found."),
    "quality.found": ("问题", "Finding"),
    "quality.map": ("位置图", "Map"),
    "quality.rule": ("规则", "Rule"),
    "quality.title_rule": ("规则", "Rule"),
    "quality.rule_id": ("规则编号", "Rule id"),
    "quality.severity": ("程度", "Severity"),
    "quality.grids": ("网格（或楼门、住户）", "Grids (or doors, households)"),
    "quality.text": ("说明", "What is wrong"),
    "quality.x": ("X（东）", "X (east)"),
    "quality.y": ("Y（北）", "Y (north)"),
    "quality.area_m2": ("面积（m²）", "Area (m²)"),
    "quality.width_m": ("平均宽（m）", "Mean width (m)"),
    "quality.households": ("户数", "Households"),
    "quality.value": ("数值", "Value"),
    "quality.deviation": ("偏差", "Deviation"),
    "quality.parts": ("块数", "Parts"),
    "quality.count": ("个数", "Count"),
    "quality.yes": ("是", "yes"),
    "quality.target": ("对象", "Target"),
    "quality.reason": ("理由", "Reason"),
    "quality.user": ("经办人", "By"),
    "quality.date": ("日期", "Date"),
    "quality.table": ("内容", "Content"),
    "quality.rows": ("行数", "Rows"),
    "quality.more": ("还有 {count} 个同类问题，见 Excel 版。", "{count} more; see the workbook."),
    "quality.withheld": (
        (
            "另有 {count} 个问题涉及人员或住户，本报告只计数、不逐条列出；"
            "需要清单的，请按“含姓名、电话、住户”另行输出。"
        ),
        (
            "{count} more finding(s) about people or households are counted here and not listed; "
            "for the list, export with names, phones and households."
        ),
    ),
    "quality.in_force": (
        "网格启用日期：{first} 至 {last}。",
        "Grids in force since {first} to {last}.",
    ),
    "quality.imported": (
        "{date} 读入 {file}（{rows:terms}）。",
        "{file} was read in on {date} ({rows:terms}).",
    ),
    "quality.crs": ("坐标系：{crs}", "Coordinates: {crs}"),
    "quality.draft": ("网格为草案，尚未启用。", "The grids are a draft, not in force yet."),
    "export.findings_withheld": (
        "{count} 个涉及人员或住户的问题只计数、未列出。",
        "{count} finding(s) about people or households are counted, not listed.",
    ),
}
