"""The texts of a PDF as a reader sees them, for the privacy scanner.

Text is drawn as numbers of glyphs; the file's own ToUnicode tables say what they mean.
Source: PDF 1.7 (ISO 32000-1), 9.4.3 text showing, 9.10.3 ToUnicode CMaps, 7.5.7 object streams.
Enough for files of Qt, Chromium, LibreOffice and the like; encryption is not undone.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FONT_NAME = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_TOKEN = re.compile(
    rb"/([^\s/<>\[\]()]+)\s+[\d.+-]+\s+Tf|<([0-9A-Fa-f\s]+)>|\(((?:\\.|[^\\()])*)\)|\b(ET|T\*|Td|TD|Tm)\b",
    re.DOTALL,
)
#: Radicals and compatibility forms: a font's table may name 网's glyph by its radical.
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
#: A table of glyph number → text, and the bytes of a number.
CMap = tuple[dict[int, str], int]


def pdf_texts(content: bytes) -> Iterator[str]:
    """Give the texts of a PDF: drawn ones joined along a line, and all else as it stands.

    Yields
    ------
    str
        One a stream, and one for what stands outside of streams.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    packed = [_unpacked(body) for body in objects.values() if b"/ObjStm" in body]
    for body in packed:
        objects.update(_inner(body))
    cmaps: dict[bytes, list[CMap]] = {}
    for body in (*objects.values(), content):
        for name, number in _FONT_NAME.findall(body):
            found = _TO_UNICODE.search(objects.get(int(number), b""))
            if found:
                table = _cmap(_unpacked(objects.get(int(found.group(1)), b"")))
                if table[0] and table not in cmaps.setdefault(name, []):
                    cmaps[name].append(table)
    yield _STREAM.sub(b"", content).decode("latin-1")
    yield from (_strings(body) for body in (*objects.values(), *packed))
    for body in objects.values():
        if b"stream" in body:
            stream = _unpacked(body)
            yield stream.decode("utf-8", "ignore")
            # A name may mean another font on another page: read it in each of them.
            for place in range(max(map(len, cmaps.values()), default=1)):
                yield _drawn(stream, cmaps, place)


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if not found:
        return b""
    stream = found.group(1)
    if b"FlateDecode" in body[: found.start()]:
        reader = zlib.decompressobj()
        with contextlib.suppress(zlib.error):
            return reader.decompress(stream)
    return stream


def _inner(stream: bytes) -> dict[int, bytes]:
    """Give the objects of an object stream: numbers and offsets come first."""
    numbers = re.match(rb"(?:\s*\d+)+", stream)
    if not numbers:
        return {}
    figures = [int(text) for text in numbers.group(0).split()]
    heads = list(zip(figures[::2], figures[1::2], strict=False))
    first = numbers.end()
    ends = [at for _, at in heads[1:]] + [len(stream)]
    return {
        number: stream[first + at : first + end]
        for (number, at), end in zip(heads, ends, strict=True)
    }


def _cmap(text: bytes) -> CMap:
    table: dict[int, str] = {}
    width = 2
    for block in _CHARS.findall(text):
        for source, target in _PAIR.findall(block):
            table[int(source, 16)] = _utf16(target)
            width = max(1, len(source) // 2)
    for block in _RANGES.findall(text):
        for low, high, start, listed in _RANGE.findall(block):
            width = max(1, len(low) // 2)
            a, b = int(low, 16), min(int(high, 16), int(low, 16) + 0xFFFF)
            if listed:
                targets = re.findall(rb"<([0-9A-Fa-f]+)>", listed)
                table.update({a + n: _utf16(target) for n, target in enumerate(targets)})
            elif len(start) <= 4:
                table.update({code: chr(int(start, 16) + code - a) for code in range(a, b + 1)})
            else:
                table[a] = _utf16(start)
    return table, width


def _utf16(digits: bytes) -> str:
    raw = bytes.fromhex(b"".join(digits.split()).decode("ascii").ljust(4, "0"))
    return raw.decode("utf-16-be", "ignore")


def _drawn(stream: bytes, cmaps: dict[bytes, list[CMap]], place: int) -> str:
    """Read what a content stream draws; pieces of one text object stand side by side."""
    parts: list[str] = []
    table: CMap = ({}, 1)
    for font, digits, literal, operator in _TOKEN.findall(stream):
        if font:
            known = cmaps.get(font, [])
            table = known[min(place, len(known) - 1)] if known else ({}, 1)
        elif digits:
            raw = b"".join(digits.split())
            parts.append(_said(bytes.fromhex((raw + b"0" * (len(raw) % 2)).decode()), table))
        elif literal:
            parts.append(_said(_unescaped(literal), table))
        elif operator == b"ET":
            parts.append("\n")
    return _RADICAL.sub(lambda match: unicodedata.normalize("NFKC", match.group(0)), "".join(parts))


def _said(raw: bytes, table: CMap) -> str:
    texts, width = table
    if not texts:
        return raw.decode("latin-1")
    codes = [int.from_bytes(raw[n : n + width], "big") for n in range(0, len(raw), width)]
    return "".join(texts.get(code, "") for code in codes)


def _unescaped(literal: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        mark = match.group(1)
        if mark[:1].isdigit():
            return bytes([int(mark, 8) & 0xFF])
        return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(mark, mark)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, literal, flags=re.DOTALL)


def _strings(body: bytes) -> str:
    """Read the text strings outside of pages: title, author, notes, form fields."""
    head = _STREAM.sub(b"", body)
    found = []
    for literal in re.findall(rb"\(((?:\\.|[^\\()])*)\)", head, re.DOTALL):
        raw = _unescaped(literal)
        wide = raw.startswith(b"\xfe\xff")
        found.append(raw[2:].decode("utf-16-be", "ignore") if wide else raw.decode("latin-1"))
    for digits in re.findall(rb"(?<!<)<([0-9A-Fa-f\s]{4,})>(?!>)", head):
        plain = b"".join(digits.split()).decode()
        raw = bytes.fromhex(plain + "0" * (len(plain) % 2))
        wide = raw.startswith(b"\xfe\xff")
        found.append(raw[2:].decode("utf-16-be", "ignore") if wide else raw.decode("latin-1"))
    return "\n".join(found)
