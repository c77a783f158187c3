"""Names of tables, duties and datums that stand inside facts, as each language says them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gridplanner.schemas import TABLES

_DUTIES = {
    "网格员": ("网格员", "worker"),
    "网格长": ("网格长", "head of grid"),
    "楼门长": ("楼门长", "captain"),
    "缺岗": ("缺岗", "away"),
    "代管": ("代管", "cover"),
}
_LOCKS = {
    "open": ("不锁定", "open"),
    "no_loss": ("只进不出", "no loss"),
    "frozen": ("冻结", "frozen"),
}
#: Titles of the shipped profiles, by name.
PROFILE_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "city": ("城市社区（300–500 户）", "City (300–500 households)"),
        "old": ("老旧小区、特殊群体（100–300 户）", "Old compounds (100–300 households)"),
        "micro": ("微网格（30–50 户）", "Micro-grids (30–50 households)"),
        "village": ("农村（约 300 户或一个自然村）", "Village (about 300 households or a hamlet)"),
        "county": ("县城二级网格（岚皋，15–110 户）", "County town, second level (15–110)"),
        "courtyard": ("小区内网格（育新花园，35–140 户）", "Within a compound (35–140 households)"),
    }
)
#: Where the figures of the shipped profiles come from, by name.
PROFILE_SOURCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "city": (
            "海口市 2020 年规定；宁夏 2022 年方案；某省指南：300–500 户，不超过 2,000–2,500 人",
            (
                "Haikou city rule 2020; Ningxia plan 2022; a province's guide: "
                "300–500 households, at most 2,000–2,500 persons"
            ),
        ),
        "old": (
            "宁夏 2022 年方案：老旧小区、特殊群体 100–300 户",
            "Ningxia plan 2022: 100–300 households for old compounds or special groups",
        ),
        "micro": ("通行做法，请按本地规定调整", "common practice, to be adapted"),
        "village": (
            "某省指南：约 300 户或一个自然村",
            "a province's guide: about 300 households or a natural village",
        ),
        "county": (
            "岚皋：253 个网格、35,348 人，每户 3.24 人，每格约 43 户",
            "Langao: 253 grids on 35,348 persons, about 43 households each at 3.24 persons",
        ),
        "courtyard": (
            "育新花园：53 个网格、15,000 居民，每格约 283 人、87 户",
            "Yuxin Garden: 53 grids on 15,000 residents, about 283 persons or 87 households each",
        ),
    }
)
_PROFILE = {
    "profile_changed": ("有改动", "changed"),
    "limit_households": ("户数", "households"),
    "limit_persons": ("人口", "persons"),
    "limit_workers": ("网格员人数", "workers"),
    "limit_area": ("服务面积", "served area"),
    "sliver_width_m": ("碎片宽度（m）", "width of a sliver (m)"),
    "sliver_area_m2": ("碎片面积（m²）", "area of a sliver (m²)"),
    "cut_m2": ("切楼容差（m²）", "part of a building that may be cut off (m²)"),
    "load_warn": ("工作量偏差警告", "deviation warned of"),
    "load_error": ("工作量偏差错误", "deviation that is an error"),
    "branch_households": ("建党支部的户数", "households of a party branch"),
}
#: How people are counted, and captains chosen.
COUNTING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "count_all": ("登记的全部户", "all households listed"),
        "count_occupied": ("有人居住的户", "households that are lived in"),
        "count_registered": ("户籍户", "households registered here"),
        "captains_fewest": ("楼门长人数最少", "the fewest captains"),
        "captains_nearest": ("楼门长就近", "the nearest captains"),
        "captains_room": ("每位楼门长可管户数", "households a captain"),
    }
)
_DATUMS = {
    "cgcs2000": ("CGCS2000", "CGCS2000"),
    "wgs84": ("WGS84", "WGS84"),
    "gcj02": ("GCJ-02（高德、腾讯）", "GCJ-02 (AMap, Tencent)"),
    "bd09": ("BD-09（百度）", "BD-09 (Baidu)"),
}
#: Word in a fact → (Chinese, English).
TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {name: (table.zh, table.en.lower()) for name, table in TABLES.items()}
    | _DUTIES
    | _LOCKS
    | _DATUMS
    | _PROFILE
    | dict(COUNTING)
    | {f"profile_{name}": titles for name, titles in PROFILE_TITLES.items()}
)
