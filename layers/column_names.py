"""What columns are called, in Chinese and in English, for every kind of import.

Kind → our column → titles in their order of preference, folded as by
:func:`layers.columns.fold_title`. Beside the columns of the plan's tables there are the
ones an importer needs on the way: parts of an address, coordinates, OpenStreetMap tags.
"""

from __future__ import annotations

from collections.abc import Mapping

Titles = tuple[str, ...]


def _words(text: str) -> Titles:
    return tuple(text.split())


_NAME = _words("name 名称 name:zh namezh mc 全称 简称")
_COMPOUND = _words(
    "compound 小区 小区名称 现住小区 所属小区 居住小区 小区名 院落 社区小区 楼盘 estate "
    "compoundname 所在小区 xq xqmc 小区编号 compoundid"
)
_BUILDING = _words(
    "building 楼栋 楼栋号 楼号 栋号 幢号 幢 栋 号楼 楼 楼幢 所属楼栋 楼栋编号 buildingid "
    "bldgid bldg buildingno 楼栋名称 ld ldbh 楼宇 座栋"
)
_UNIT = _words("unit 单元 单元号 单元门 门洞 楼门 门号 entranceno dy")
_FLOOR = _words("floor 楼层 所在层 层 层号 所在楼层")
_ROOM = _words("room 室 房号 室号 房间号 房间 户号室号 门牌室号 roomno flat fh 户室号")
_ADDRESS = _words(
    "address 地址 现住地址 居住地址 门牌地址 现居住地址 住址 家庭住址 详细地址 住房地址 "
    "房屋地址 addr fulladdress 现住址 实际居住地址 家庭地址 门牌 dz 居住地 现住门牌"
)
_LON = _words("lon 经度 lng longitude 东经 wgs84lon long jd 经度lng 经度lon")
_LAT = _words("lat 纬度 latitude 北纬 wgs84lat wd 纬度lat")
_X = _words("x x坐标 横坐标 东坐标 easting 坐标x pointx")
_Y = _words("y y坐标 纵坐标 北坐标 northing 坐标y pointy")
_CODE = _words(
    "code 编码 代码 网格编码 区划代码 统计用区划代码 社区代码 社区编码 网格编号 bm dm adcode "
    "行政区划代码"
)
_LEVEL = _words("level 层级 级别 网格层级 网格级别")

COLUMN_NAMES: Mapping[str, Mapping[str, Titles]] = {
    "boundary": {
        "name": _NAME,
    },
    "areas": {
        "level": _LEVEL,
        "admin_level": _words("adminlevel 行政级别"),
        "code": _CODE,
        "name": _words("name 名称 社区 社区名称 区域名称 村社区 name:zh mc qh"),
        "parent": _words("parent 上级 上级编码 上级名称 所属"),
        "population": _words("population 人口 人口数 常住人口 populationosm pop 总人口"),
    },
    "grids": {
        "level": _LEVEL,
        "code": _CODE,
        "name": _words("name 名称 网格名称 网格 mc"),
        "parent": _words("parent 上级 上级编码 上级网格 所属网格 上级网格编码"),
        "kind": _words("kind 类型 网格类型 性质"),
        "posts": _words("posts 岗位数 网格员数 人员数 配备人数"),
        "note": _words("note 备注 说明"),
    },
    "buildings": {
        "id": _words(
            "id 编号 楼栋编号 楼栋id buildingid bldgid 标识码 osmid osmnum objid 唯一编码 ldbh"
        ),
        "name": _words(
            "name 名称 楼栋名称 楼号 楼栋号 楼栋 栋号 幢号 楼名 门牌 buildingname name:zh "
            "namezh mc bldgname"
        ),
        "compound": _COMPOUND,
        "storeys": _words(
            "storeys 层数 楼层数 总层数 地上层数 floors stories buildinglevels "
            "building:levels floor 楼层 cs levels numfloors"
        ),
        "use": _words(
            "use 用途 类型 建筑用途 使用性质 房屋用途 类别 usage yt building buildinguse kind type"
        ),
        "street": _words("addrstreet addr:street 街道名 路名 街路巷 街路"),
        "number": _words("addrhousenumber addr:housenumber 门牌号 housenumber"),
        "lon": _LON,
        "lat": _LAT,
        "x": _X,
        "y": _Y,
    },
    "entrances": {
        "id": _words("id 编号 单元门编号 单元编号 entranceid doorid 门编号 osmid 标识码 objid"),
        "building": _BUILDING,
        "label": _words(
            "label 单元 单元名 单元号 单元门 楼门 门号 ref name 名称 addrunit unit addrhousenumber"
        ),
        "compound": _COMPOUND,
        "lon": _LON,
        "lat": _LAT,
        "x": _X,
        "y": _Y,
    },
    "households": {
        "line": _words("清单号 worklistline"),
        "id": _words("id 户编号 户号 家庭编号 householdid hhid 户id 户籍编号 编号 家庭号 户编码"),
        "address": _ADDRESS,
        "compound": _COMPOUND,
        "building": _BUILDING,
        "unit": _UNIT,
        "floor": _FLOOR,
        "room": _ROOM,
        "entrance": _words("entrance entranceid 单元门编号"),
        "persons": _words(
            "persons 人口数 人数 家庭人口 家庭人数 常住人口 户人口 现住人数 居住人数 人口 "
            "people members population size 户内人数 实住人数 常住人数"
        ),
        "status": _words(
            "status 居住状态 居住情况 居住状况 房屋状态 住房性质 使用状态 入住情况 居住类型 "
            "房屋性质 房屋使用情况"
        ),
        "registered": _words(
            "registered 户籍户 是否户籍户 人户状态 人户情况 人户关系 户籍状态 户籍类别"
        ),
        "care": _words(
            "care 特殊人群 重点人群 人群标签 特殊群体 关爱类别 关爱对象 帮扶类型 户类型 备注标签"
        ),
        "lon": _LON,
        "lat": _LAT,
        "x": _X,
        "y": _Y,
    },
    "compounds": {
        "id": _words("id 编号 小区编号 小区id compoundid 标识码 osmid"),
        "name": _words("name 名称 小区 小区名称 小区名 name:zh mc xqmc"),
        "wall": _words("wall 围墙 封闭 是否封闭 围合 封闭情况"),
        "year": _words("year 建成年份 年份 建成年代 建造年代 建成时间 竣工年份 buildyear jcnf"),
        "firm": _words("firm 物业 物业公司 物业企业 物业服务企业 管理单位 propertyfirm wy"),
    },
    "gates": {
        "id": _words("id 编号 出入口编号 大门编号 gateid osmid 标识码"),
        "compound": _COMPOUND,
        "name": _NAME,
        "lon": _LON,
        "lat": _LAT,
        "x": _X,
        "y": _Y,
    },
    "streets": {
        "id": _words("id 编号 道路编号 路段编号 streetid osmid osmnum 标识码 objid"),
        "name": _words("name 名称 道路名称 路名 街路名 街名 name:zh namezh mc ref"),
        "kind": _words("kind 类别 类型 道路类型 道路等级 等级 class fclass type dldj"),
        "highway": _words("highway"),
        "railway": _words("railway"),
        "barrier": _words("barrier 不可穿越 屏障 阻隔 是否阻隔"),
        "bridge": _words("bridge 桥 是否桥梁 桥梁 桥隧"),
        "tunnel": _words("tunnel 隧道"),
        "width_m": _words("widthm 宽度 路宽 道路宽度 width kd 红线宽度"),
    },
    "water": {
        "id": _words("id 编号 水域编号 waterid osmid 标识码 objid"),
        "name": _words("name 名称 水域名称 河流名称 河名 name:zh mc"),
        "waterway": _words("waterway"),
        "tunnel": _words("tunnel"),
    },
    "mask": {
        "id": _words("id 编号 地块编号 maskid osmid 标识码 objid"),
        "kind": _words("kind 类别 类型 地类 地类名称 用途 landuse natural class dlmc type"),
    },
    "places": {
        "id": _words("id 编号 placeid osmid 标识码 objid geonameid"),
        "name": _words("name 名称 场所名称 单位名称 name:zh mc"),
        "kind": _words("kind 类别 类型 场所类型 class place amenity type fclass"),
        "lon": _LON,
        "lat": _LAT,
        "x": _X,
        "y": _Y,
    },
    "persons": {
        "party": _words("party 政治面貌 是否党员 党员"),
        "skills": _words("skills skill 特长 技能 专长 服务特长"),
        "line": _words("清单号 worklistline"),
        "id": _words("id 编号 人员编号 工号 personid staffid 员工编号 人员编码"),
        "name": _words("name 姓名 网格员姓名 楼门长姓名 人员姓名 fullname"),
        "phone": _words(
            "phone 联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 mobile tel telephone"
        ),
        "role": _words("role 人员类型 角色 岗位 职务 身份 类型 人员类别 岗位类型 职责"),
        "fte": _words(
            "fte 工时 专兼职 全职兼职 工作时间 用工形式 专职兼职 全时比 工作制 专兼 用工性质"
        ),
        "home": _words(
            "home 现住址 住址 居住地址 家庭住址 现住地址 地址 门牌地址 address homeaddress "
            "现居住地址 详细地址"
        ),
        "home_entrance": _words("homeentrance 居住单元门"),
        "compound": _COMPOUND,
        "building": _BUILDING,
        "unit": _words("unit 单元 单元号 门洞"),
        "room": _ROOM,
        "capacity": _words("capacity 可管户数 管理户数 最多户数 承担户数 户数上限"),
        "doors": _words(
            "doors 所管楼门 管理楼门 负责楼门 负责单元 所管单元 负责楼栋 管辖楼门 现管楼门 "
            "包联楼门 现任楼门 楼门"
        ),
        "grid": _words("grid 所属网格 网格编码 网格 负责网格 所在网格 网格编号 现任网格 gridcode"),
    },
}

#: Titles that belong to no column of ours but tell a header from a title line.
_OTHERS = _words(
    "age birthday gender no remarks 与户主关系 党员 出生日期 学历 年龄 序号 性别 户主 "
    "户主姓名 户籍地址 所属社区 政治面貌 民族 身份证号 身份证号码 面积"
)

#: Folded titles of all kinds, by which the header of a sheet is told from its title.
VOCABULARY = frozenset(_OTHERS) | frozenset(
    title for fields in COLUMN_NAMES.values() for titles in fields.values() for title in titles
)
