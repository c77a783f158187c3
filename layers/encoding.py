"""Which encoding a text is in: by its tags, by strict UTF-8, by how Chinese it looks.

Tags lie: a language byte 0x57 stands over GBK bytes, a ``.cpg`` is a failed download, a
Latin text is also valid GBK. So a tag is believed only when the bytes agree with it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gridplanner.errors import UsageError
from layers.notes import Note

UTF8, GB18030, LATIN = "UTF-8", "GB18030", "CP1252"

#: Language byte → Python's name; 0x57 ("ANSI of the machine") and 0x01 say too little.
_LANGUAGES = {
    0x02: "CP850",
    0x03: LATIN,
    0x13: "CP932",
    0x4D: GB18030,
    0x4E: "CP949",
    0x4F: "CP950",
    0x78: "CP950",
    0x79: "CP949",
    0x7A: GB18030,
    0x7B: "CP932",
    0xC8: "CP1250",
    0xC9: "CP1251",
}
_CHINESE = {"GBK", "GB2312", "CP936", "936", "GB18030", "54936", "HZGB2312", "EUCCN", "ANSI936"}
_TAGS = {
    "65001": UTF8,
    "UTF8": UTF8,
    "UTF8SIG": UTF8,
    "BIG5": "CP950",
    "950": "CP950",
} | dict.fromkeys(_CHINESE, GB18030)

Sample = tuple[bytes, bool]


@dataclass(frozen=True)
class Encoding:
    """The encoding chosen, why, and what is odd about it.

    ``how`` is one of ``given tag utf8 chinese latin ascii``.
    """

    name: str
    how: str
    notes: tuple[Note, ...] = ()


def encoding_of(text: str) -> str:
    """Normalise the name of an encoding that a user or a ``.cpg`` gives.

    GBK, GB2312 and 936 become GB18030, which holds them all.

    Raises
    ------
    UsageError
        ``encoding.unknown``.

    Examples
    --------
    >>> encoding_of("gbk"), encoding_of("utf8"), encoding_of("936"), encoding_of("ISO 88591")
    ('GB18030', 'UTF-8', 'GB18030', 'ISO8859-1')
    """
    found = _tag(text)
    if found is None:
        raise UsageError("encoding.unknown", {"value": text})
    return found


def _tag(text: str) -> str | None:
    word = re.sub(r"[\s_\-]+", "", text.strip()).upper()
    if not word or len(word) > 24 or not word.isascii() or not word.isalnum():
        return None
    if word in _TAGS:
        return _TAGS[word]
    for name in (word, f"CP{word}", f"ISO8859-{word[4:]}" if word.startswith("8859") else word):
        iso = re.fullmatch(r"ISO8859(\d+)", name) or re.fullmatch(r"ISO8859-(\d+)", name)
        try:
            found = codecs.lookup(f"iso8859-{iso[1]}" if iso else name)
        except LookupError:
            continue
        # Codecs such as "hex" are none of texts.
        return found.name.upper() if found.name.upper() not in {"ROT13", "HEX", "ZLIB"} else None
    return None


def decode(raw: bytes, encoding: str, *, cut: bool = False) -> str:
    """Decode strictly; where the text may be cut, half a character at its end is dropped.

    Raises
    ------
    UnicodeDecodeError
        The bytes are no text of that encoding.
    """
    if not cut:
        return raw.decode(encoding)
    return codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=False)


def holds(samples: Iterable[Sample], encoding: str) -> bool:
    """Whether all samples are texts of that encoding."""
    try:
        for raw, cut in samples:
            decode(raw, encoding, cut=cut)
    except UnicodeDecodeError:
        return False
    return True


def chinese_looking(samples: Sequence[Sample]) -> bool:
    """Whether non-ASCII bytes look like Chinese in GB18030 rather than like accents.

    Common hanzi have both bytes above 0xA0 and stand together; an accented letter is a
    single high byte amid small letters, which GB18030 pairs with the letter behind it.

    Examples
    --------
    >>> chinese_looking([("漠河市".encode("gbk"), False)])
    True
    >>> chinese_looking([("Frédéric".encode("latin-1"), False)])
    False
    """
    pairs = common = hanzi = runs = amid = 0
    for raw, cut in samples:
        try:
            decode(raw, GB18030, cut=cut)
        except UnicodeDecodeError:
            return False
        at = 0
        while at < len(raw):
            if raw[at] < 0x80:
                at += 1
                continue
            begin = at
            while at + 1 < len(raw) and raw[at] >= 0x80:
                pairs += 1
                high, low = raw[at], raw[at + 1]
                common += high >= 0xA1 and low >= 0xA1 and high <= 0xF7
                hanzi += 0xB0 <= high <= 0xD7 and low >= 0xA1
                at += 2
            if at < len(raw) and raw[at] >= 0x80:
                at += 1
            runs += 1
            around = raw[max(begin - 1, 0) : begin] + raw[at : at + 1]
            amid += any(0x61 <= byte <= 0x7A for byte in around)
    if not pairs:
        return False
    # Rare hanzi (镇巴's 漠, 岚) lie outside the common rows but are amid no small letters.
    return common >= 0.9 * pairs and amid <= 0.3 * runs and (hanzi >= 0.4 * pairs or amid == 0)


def choose(
    samples: Sequence[Sample],
    *,
    cpg: str | None = None,
    language: int = 0,
    given: str | None = None,
) -> Encoding:
    """Choose the encoding of a dbf.

    Parameters
    ----------
    samples : sequence of (bytes, bool)
        Non-ASCII texts, and whether each may be cut at its end; none gives UTF-8.
    cpg : str, optional
        Content of the ``.cpg``.
    language : int
        The language byte of the dbf.
    given : str, optional
        The user's choice; it wins.

    Raises
    ------
    UsageError
        ``encoding.unknown``: the user's choice is no encoding.
    """
    if given is not None:
        return Encoding(encoding_of(given), "given")
    notes: list[Note] = []
    tag = None
    if cpg is not None and cpg.strip():
        tag = _tag(cpg)
        if tag is None:
            notes.append(Note("encoding.cpg_unreadable", {"value": cpg.strip()[:40]}))
    by_language = _LANGUAGES.get(language)
    if tag and by_language and tag != by_language:
        notes.append(Note("encoding.tags_disagree", {"cpg": tag, "language": by_language}))
    if not samples:
        return Encoding(tag or by_language or UTF8, "ascii", tuple(notes))
    utf8 = holds(samples, UTF8)
    chinese = holds(samples, GB18030)
    for name in dict.fromkeys(filter(None, (tag, by_language))):
        if name == UTF8 and utf8:
            return Encoding(UTF8, "tag", tuple(notes))
        if name == GB18030 and chinese and not (utf8 and _truly_utf8(samples)):
            return Encoding(GB18030, "tag", tuple(notes))
        if _many_byte(name) and name not in (UTF8, GB18030) and holds(samples, name):
            return Encoding(name, "tag", tuple(notes))
        if _many_byte(name):
            notes.append(Note("encoding.tag_wrong", {"value": name}))
    if utf8 and (_truly_utf8(samples) or not chinese_looking(samples)):
        return Encoding(UTF8, "utf8", tuple(notes))
    # An encoding of one byte a character can never be found wrong, so its tag says little.
    if chinese and chinese_looking(samples):
        if tag or by_language:
            notes.append(Note("encoding.tag_wrong", {"value": tag or by_language}))
        return Encoding(GB18030, "chinese", tuple(notes))
    for name in filter(None, (tag, by_language)):
        if not _many_byte(name) and holds(samples, name):
            return Encoding(name, "tag", tuple(notes))
    if chinese and not holds(samples, LATIN):
        return Encoding(GB18030, "chinese", (*notes, Note("encoding.unsure", {"value": GB18030})))
    fallback = LATIN if holds(samples, LATIN) else "ISO8859-1"
    return Encoding(fallback, "latin", (*notes, Note("encoding.unsure", {"value": fallback})))


@lru_cache(maxsize=32)
def _many_byte(name: str) -> bool:
    """Whether the encoding has characters of several bytes."""
    return len("、é漢".encode(name, "replace")) > 3


def _truly_utf8(samples: Sequence[Sample]) -> bool:
    """Whether UTF-8 shows itself by a character of three bytes or more, as every hanzi has.

    GBK pairs such as C2 B3 (鲁) are also letters of two bytes in UTF-8.
    """
    return any(
        ord(character) >= 0x800 for raw, cut in samples for character in decode(raw, UTF8, cut=cut)
    )


def choose_text(raw: bytes, given: str | None = None) -> Encoding:
    """Choose the encoding of a text file (csv): byte order mark, UTF-8, then GB18030.

    Raises
    ------
    UsageError
        ``encoding.unknown``: the user's choice is no encoding.
    """
    if given is not None:
        name = encoding_of(given)
        if name == UTF8 and raw.startswith(codecs.BOM_UTF8):
            name = "UTF-8-SIG"
        return Encoding(name, "given")
    if raw.startswith(codecs.BOM_UTF8):
        return Encoding("UTF-8-SIG", "tag")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("UTF-16", "tag")
    lines = dict.fromkeys((line, False) for line in raw.split(b"\n") if not line.isascii())
    return choose(tuple(lines)[:20_000])
