"""The web map's own words, Chinese and English."""

from __future__ import annotations

from gridplanner.wording import Language

#: Key → (Chinese, English). The page's script looks them up by key.
TEXTS: dict[str, tuple[str, str]] = {
    "title": ("网格划分图", "Grid map"),
    "level": ("层级", "Level"),
    "theme": ("着色", "Colours"),
    "parent": ("按上级", "By parent"),
    "deviation": ("按工作量偏差", "By load deviation"),
    "deviation_short": ("按偏差", "By deviation"),
    "kind": ("按类型", "By type"),
    "search": ("搜索编码、名称、地址", "Code, name, address"),
    "search_short": ("搜索编码、名称、地址", "Search"),
    "no_hit": ("没有找到", "Nothing found"),
    "table": ("列表", "Table"),
    "layers": ("图层", "Layers"),
    "print": ("打印", "Print"),
    "print_grid": ("打印此网格", "Print this grid"),
    "print_map": ("打印当前地图", "Print the map"),
    "close": ("关闭", "Close"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "whole": ("全图", "Whole map"),
    "legend": ("图例", "Legend"),
    "buildings": ("楼栋", "Buildings"),
    "streets": ("道路", "Streets"),
    "water": ("水域", "Water"),
    "mask": ("山地等不服务地块", "Ground not served"),
    "labels": ("标注", "Labels"),
    "boundary": ("边界", "Boundary"),
    "neighbours_differ": ("相邻网格颜色不同", "Neighbours differ in colour"),
    "no_value": ("无数据", "No figure"),
    "code": ("编码", "Code"),
    "name": ("名称", "Name"),
    "households": ("户数", "Households"),
    "persons": ("人口", "Persons"),
    "doors": ("单元门", "Doors"),
    "area": ("面积", "Area"),
    "served": ("服务面积", "Served area"),
    "load": ("工作量", "Load"),
    "load_unit": ("人份", "workers' worth"),
    "target": ("目标", "Target"),
    "workers": ("网格员", "Grid workers"),
    "captains": ("楼门长", "Door captains"),
    "workers_col": ("网格员", "Workers"),
    "captains_col": ("楼门长", "Captains"),
    "posts": ("岗位", "Posts"),
    "people_unit": ("人", ""),
    "households_unit": ("户", ""),
    "doors_unit": ("个", ""),
    "belongs": ("上级", "Within"),
    "inside": ("下级网格", "Grids inside"),
    "sides": ("四至", "Four sides"),
    "street": ("道路", "Street"),
    "sorted_hint": ("点列标题排序，点一行看网格", "Click a title to sort, a row to see the grid"),
    "rows": ("{0} 个", "{0}"),
    "source": ("来源", "Source"),
    "date": ("日期", "Date"),
    "own_data": ("本项目数据", "project data"),
    "north": ("北", "N"),
    "synthetic": ("合成示例数据，非真实人口", "Synthetic sample data, no real people"),
    "withheld": ("不公开", "withheld"),
    "none": ("—", "—"),
    "deviation_col": ("偏差", "Deviation"),
    "hectare": ("公顷", "ha"),
    "map": ("地图", "Map"),
    "basemap": ("底图", "Background"),
    "change": ("按变化", "By change"),
    "change_col": ("变化", "Change"),
    "compare": ("对比", "Compare"),
    "swipe": ("左右拖动：左为现状，右为方案", "Pull: today on the left, proposed on the right"),
    "today": ("现状", "Today"),
    "proposed": ("方案", "Proposed"),
    "detail": ("详图（含楼栋）", "Map with buildings"),
    "overview": ("返回总图", "Back to the whole map"),
    "parts": ("分幅", "Parts"),
    "head": ("网格长", "Head of grid"),
    "person_doors": ("{0} 个单元门", "{0} doors"),
}


def texts(language: Language) -> dict[str, str]:
    """Give all words in one language.

    >>> texts("en")["table"]
    'Table'
    """
    place = 0 if language == "zh" else 1
    return {key: pair[place] for key, pair in TEXTS.items()}
