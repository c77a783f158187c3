"""Encodings: tags that tell the truth, tags that lie, and no tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridplanner.errors import UsageError
from layers.encoding import Sample, choose, choose_text, decode, encoding_of


def samples(encoding: str, *texts: str) -> list[Sample]:
    return [(text.encode(encoding), False) for text in texts]


def test_gbk_under_an_ansi_language_byte_is_chinese() -> None:
    found = choose(samples("gbk", "漠河市", "岚皋县"), language=0x57)
    assert found.name == "GB18030"


def test_latin_that_is_also_valid_gbk_stays_latin() -> None:
    texts = samples("latin-1", "Frédéric", "Bàlicôt", "NOMDéPART")
    assert [raw.decode("gb18030") for raw, _ in texts]  # the trap: it does decode
    found = choose(texts, language=0x57)
    assert [decode(raw, found.name) for raw, _ in texts] == ["Frédéric", "Bàlicôt", "NOMDéPART"]


def test_utf8_is_not_taken_for_gbk() -> None:
    texts = samples("utf-8", "罗湖")
    assert texts[0][0].decode("gb18030")  # the trap: 缃楁箹
    assert choose(texts).name == "UTF-8"
    assert choose(texts, language=0x4D).name == "UTF-8"


def test_cpg_that_is_a_web_page_is_passed_over_with_a_note() -> None:
    found = choose(samples("utf-8", "岚皋"), cpg="<!DOCTYPE html><html>")
    assert found.name == "UTF-8"
    assert [note.code for note in found.notes] == ["encoding.cpg_unreadable"]


@pytest.mark.parametrize("cpg", ["936", "GBK", "GB2312", "cp936", "ANSI 936", "GB18030"])
def test_cpg_names_of_gbk(cpg: str) -> None:
    assert choose(samples("gbk", "测试中文"), cpg=cpg, language=0x01).name == "GB18030"


def test_a_wrong_cpg_is_not_believed() -> None:
    found = choose(samples("gbk", "测试中文", "岚皋县"), cpg="UTF-8")
    assert found.name == "GB18030"
    assert "encoding.tag_wrong" in [note.code for note in found.notes]
    found = choose(samples("gbk", "测试中文", "岚皋县"), cpg="ISO-8859-1")
    assert found.name == "GB18030"


def test_disagreeing_tags_are_noted() -> None:
    found = choose(samples("utf-8", "岚皋县"), cpg="UTF-8", language=0x4D)
    assert found.name == "UTF-8"
    assert "encoding.tags_disagree" in [note.code for note in found.notes]


def test_a_text_cut_inside_a_character_is_still_told() -> None:
    cut: list[Sample] = [("岚皋县城关镇".encode()[:-1], True)]
    assert choose(cut).name == "UTF-8"
    assert decode(cut[0][0], "UTF-8", cut=True) == "岚皋县城关"


def test_no_samples_follow_the_tags() -> None:
    assert choose([]).name == "UTF-8"
    assert choose([], cpg="936").name == "GB18030"


def test_the_users_word_wins() -> None:
    assert choose(samples("utf-8", "岚皋"), given="gbk").name == "GB18030"
    with pytest.raises(UsageError, match=r"encoding\.unknown"):
        choose([], given="klingon")
    assert encoding_of("utf-8") == "UTF-8"


hanzi = st.text(
    alphabet=st.sampled_from(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    ),
    min_size=2,
    max_size=8,
)


@given(st.lists(hanzi, min_size=3, max_size=12, unique=True))
def test_common_hanzi_are_told_in_both_encodings(texts: list[str]) -> None:
    assert choose(samples("gbk", *texts), language=0x57).name == "GB18030"
    assert choose(samples("utf-8", *texts), language=0x57).name == "UTF-8"


def test_csv_bytes() -> None:
    assert choose_text("﻿户,人".encode()).name == "UTF-8-SIG"
    assert choose_text("户编号,人数\nH1,3\n".encode("gbk")).name == "GB18030"
    assert choose_text("户编号,人数\n".encode()).name == "UTF-8"
    assert choose_text("户编号,人数\n".encode("utf-16")).name == "UTF-16"
    assert choose_text(b"id,persons\n").name == "UTF-8"
