"""Invented names: streets, compounds, people. None of them stands for a real person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np


def words(text: str) -> tuple[str, ...]:
    """Read a list of words that are parted by blanks."""
    return tuple(text.split())


ROADS = words(
    "文昌 人民 解放 和平 民主 团结 胜利 新华 光明 朝阳 东风 红旗 幸福 兴盛 富民 振兴 文化 "
    "教育 科技 工农 育才 劳动 健康 平安 友谊 迎宾 站前 秦巴 巴山 神河 南宫 明珠 花坝 永安 "
    "长青 春风 茶乡 金州 安澜 锦绣 金源 银杏 翠屏 凤凰 龙泉 玉屏 广场 体育 财政 粮站 车站 "
    "供销"
)
LANES = words(
    "书院 城隍庙 关帝庙 水井 盐店 铁匠 油坊 染房 米市 柴市 学堂 衙门 鼓楼 钟楼 石板 石桥 青石 "
    "柳树 槐树 桂花 梨园 桃园 杏花 桑园 竹园 茶园 花园 菜园 枣园 橘园 河坎 码头 渡口 沙坝 "
    "堰塘 水磨 龙王庙 观音堂 土地庙 财神庙 火神庙 娘娘庙 老君庙 豆腐 打铁 草市 骡马 药王庙 "
    "戏楼 麻柳 皂角 葡萄 芭蕉 琉璃 木匠 银匠 裁缝 灯笼 糖坊 酒坊 磨坊 纸坊 瓦窑 砖厂 炭市 "
    "鱼市 菜市 果园 苗圃 泉水 洗衣 石磨 石榴 核桃 板栗 香樟 枇杷 樱桃 芙蓉 海棠 腊梅 紫薇 "
    "兰草 莲池 荷塘 鹅塘 白杨 松林 柏树 楠木 牌坊"
)
FAMILIES = "张李王刘陈杨周吴徐朱罗何唐邓谢曾彭蒋蔡贾丁叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
SLOPES = ("家湾", "家坡", "家梁", "家垭", "家院子")
SIDES = ("", "东", "西", "南", "北", "上", "下", "前", "后", "新", "老", "中", "里", "外")
COMPOUNDS = words(
    "岚河花园 御景龙庭 锦绣华庭 翠屏山庄 滨江名苑 秦巴明珠 阳光家园 金源小区 凤凰佳苑 "
    "和谐家园 文苑小区 教师新村 杏林苑 巴山茗都 安澜小区 春晓苑 玉屏花园 长青小区 明珠花园 "
    "康乐小区 桂花苑 水岸华城 富民小区 茶乡人家 惠民小区 银杏小区 世纪花园 天和苑 安居小区 "
    "兴盛家园 朝阳小区 永安苑 南宫花苑 龙泉小区 紫薇苑 林业小区 粮食局家属院 供电局家属院 "
    "农机厂家属院 水利局家属院 丝绸厂家属院 公路段家属院 香樟苑 芙蓉小区 石榴苑 海棠苑 星河湾 "
    "橘园小区 盛世豪庭 书香苑"
)
FIRMS = ("安心物业", "岚河物业", "巴山物业", "家和物业", "明珠物业", "居委会代管", "单位自管")
SURNAMES = FAMILIES + "黄赵孙胡高林郭马郑梁宋韩董冯于程曹袁许傅沈苏卢魏吕薛阎"
GIVEN_FIRST = "建国志文晓永春秀玉桂金明德光兴家世成海红丽小忠世万继正先立运开学天长云"
GIVEN_LAST = "军平华英兰芳明林生福贵珍梅霞刚强勇涛波飞鹏燕凤琴莲香云海山峰斌辉敏静娟"


def _with_sides(roots: list[str], ends: tuple[str, ...]) -> Iterator[str]:
    for side in SIDES:
        for end in ends:
            for root in roots:
                yield f"{side}{root}{end}"


class Names:
    """Names not yet given out, in a seeded order; an exhausted list raises ``StopIteration``."""

    def __init__(self, rng: np.random.Generator) -> None:
        def mixed(values: Sequence[str]) -> list[str]:
            return [values[i] for i in rng.permutation(len(values))]

        self.rng = rng
        roads, lanes, compounds = mixed(ROADS), mixed(LANES), mixed(COMPOUNDS)
        families = mixed(list(FAMILIES))
        self.roads = _with_sides(roads, ("路", "街"))
        self.lanes = _with_sides(lanes, ("巷",))
        self.slopes = _with_sides(families, SLOPES)
        self.compounds = _with_sides(compounds, ("",))

    def person(self) -> str:
        """Invent a name of two or three characters."""
        name = SURNAMES[int(self.rng.integers(len(SURNAMES)))]
        if self.rng.random() < 0.8:
            name += GIVEN_FIRST[int(self.rng.integers(len(GIVEN_FIRST)))]
        return name + GIVEN_LAST[int(self.rng.integers(len(GIVEN_LAST)))]


def phone(number: int) -> str:
    """Write a telephone number that no one can have.

    Examples
    --------
    >>> phone(123)
    '000-0000-0123'
    """
    return f"000-{number // 10000:04d}-{number % 10000:04d}"
