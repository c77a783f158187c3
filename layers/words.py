"""Words in cells that mean yes or no, full or part time, a state of a dwelling."""

from __future__ import annotations

import re

from layers.cells import as_text

_YES = frozenset(("1", "1.0", "true", "t", "yes", "y", "是", "有", "√", "对"))
_NO = frozenset(("0", "0.0", "false", "f", "no", "n", "否", "无", "", "×", "没有", "none"))

#: First word found in the cell → the state of a household.
_STATES = (
    (re.compile(r"底商|商铺|门面|门市|店铺|经营"), "底商"),
    (re.compile(r"空"), "空"),
    (re.compile(r"出租|租"), "租"),
    (re.compile(r"自住|自有|自用|自购|常住|本人"), "自住"),
    (re.compile(r"无人"), "空"),
)

STATES = frozenset(word for _, word in _STATES)


def yes(cell: object) -> bool | None:
    """Read yes or no; ``None`` for another word.

    Examples
    --------
    >>> yes("是"), yes(0.0), yes(None), yes("viaduct")
    (True, False, False, None)
    """
    word = as_text(cell).lower()
    return True if word in _YES else False if word in _NO else None


def state(text: str) -> str:
    """Read the state of a dwelling; a word that is not known stays as it is.

    Examples
    --------
    >>> state("出租户"), state("空置"), state("自有住房"), state("其他")
    ('租', '空', '自住', '其他')
    """
    for pattern, word in _STATES:
        if pattern.search(text):
            return word
    return text


def registered(text: str) -> str:
    """Read whether a household is registered where it lives: 是, 否, or a word not known.

    Examples
    --------
    >>> registered("户籍户"), registered("人在户不在"), registered("户在人不在"), registered("1")
    ('是', '否', '是', '是')
    """
    plain = yes(text) if text else None
    if plain is not None:
        return "是" if plain else "否"
    if re.search(r"户不在|非户籍|流动|外来|租住", text):
        return "否"
    return "是" if re.search(r"户在|一致|户籍|常住户", text) else text


def share(cell: object) -> float | None:
    """Read a full-time share.

    Returns
    -------
    float or None
        A half for part time without a figure; ``None`` for a word that says nothing.

    Examples
    --------
    >>> share("专职"), share("兼职"), share("50%"), share(0.8), share("?")
    (1.0, 0.5, 0.5, 0.8, None)
    """
    text = as_text(cell)
    if re.search(r"兼职|半天|半职|part|非全", text.lower()):
        return 0.5
    if re.search(r"专职|全职|全日|全天|full", text.lower()):
        return 1.0
    try:
        value = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def role(text: str) -> str:
    """Read the role of a person; a word that is not known stays as it is.

    Examples
    --------
    >>> role("专职网格员"), role("楼栋长"), role("网格长"), role("")
    ('网格员', '楼门长', '网格长', '')
    """
    if "网格长" in text:
        return "网格长"
    if "网格" in text or "grid worker" in text.lower():
        return "网格员"
    if re.search(r"楼门长|楼栋长|单元长|楼长|门长|captain", text.lower()):
        return "楼门长"
    return text
