"""Makes the sample maps: ``python -m sample_maps.make --sample all``.

Everything is drawn from a seed: the same seed gives the same files. The towns are invented; only
codes, names of communities, the place and the total of persons are real (see ``README.md``).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from .langao import draw_langao
from .write import About, write_town
from .yuxin import draw_yuxin

HERE = Path(__file__).resolve().parent
STATISTICS = (
    "2023 statistical division codes and names: National Bureau of Statistics of China, "
    "by china-division 2.7.0 (WTFPL)"
)
STATISTICS_ZH = "国家统计局 2023 年统计用区划代码和名称（china-division 2.7.0，WTFPL）"
LANGAO = About(
    name="langao",
    title_zh="岚皋县城关镇城区（合成示例）",
    title_en="Langao county town (synthetic sample)",
    note_zh="合成数据：街道、房屋、住户、人员均为虚构，不反映真实情况；"
    "仅社区名称与代码、位置和人口总数取自公开资料。",
    note_en="Synthetic: streets, buildings, households and people are invented; only the "
    "communities' names and codes, the place and the total of persons are real.",
    scheme="7/35/253",
    epsg=4545,
    code="610925100",
    sources=(STATISTICS, "Place and population 35,348: GeoNames (CC BY 4.0)"),
    sources_zh=(STATISTICS_ZH, "位置与人口 35,348：GeoNames（CC BY 4.0）"),
)
YUXIN = About(
    name="yuxin",
    title_zh="育新花园社区（合成示例）",
    title_en="Yuxin Garden community, Beijing (synthetic sample)",
    note_zh="合成数据：道路、楼栋、住户、人员均为虚构，不反映真实情况；仅社区名称与代码取自公开资料。",
    note_en="Synthetic: streets, buildings, households and people are invented; only the "
    "community's name and code are real.",
    scheme="1/53",
    epsg=4548,
    code="110108019018",
    sources=(STATISTICS,),
    sources_zh=(STATISTICS_ZH,),
)
SEEDS = {"langao": 610925, "yuxin": 110108}


def make(sample: str, out: Path, seed: int | None = None, scale: int = 1) -> None:
    """Draw one sample and write its files.

    Parameters
    ----------
    sample
        ``langao`` or ``yuxin``.
    out
        The folder that gets the sample's own folder.
    seed
        Another seed than the shipped samples'.
    scale
        How many times as big langao is drawn.

    Raises
    ------
    ValueError
        When ``scale`` is asked of yuxin, or is less than one.
    """
    if scale < 1 or (scale > 1 and sample != "langao"):
        raise ValueError("only langao can be drawn larger, by a whole number from 1")
    chosen = SEEDS[sample] if seed is None else seed
    if sample == "langao":
        write_town(draw_langao(chosen, scale), LANGAO, out / "langao", chosen)
    else:
        write_town(draw_yuxin(chosen), YUXIN, out / "yuxin", chosen)


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and make what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m sample_maps.make", description=__doc__)
    parser.add_argument("--sample", choices=("langao", "yuxin", "all"), default="all")
    parser.add_argument("--scale", type=int, default=1, help="langao N times as big (1)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--seed", type=int, default=None, help="another town than the shipped one")
    asked = parser.parse_args(arguments)
    for sample in ("langao", "yuxin") if asked.sample == "all" else (asked.sample,):
        started = time.perf_counter()
        scale = asked.scale if sample == "langao" else 1
        make(sample, asked.out, asked.seed, scale)
        print(f"{asked.out / sample}  {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
