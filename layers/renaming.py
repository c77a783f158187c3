"""Fields of layers as a receiving system calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from layers.export_fields import NAME_BYTES, Field, Layer
from layers.export_options import Encoding
from layers.field_mapping import FieldMapping
from layers.notes import Note
from layers.write_dbf import PRESETS, cut_bytes


def renamed(
    layers: Sequence[Layer], mapping: FieldMapping, encoding: Encoding
) -> tuple[list[Layer], list[Note]]:
    """Give layers whose fields are called as the receiving system wants them.

    Names longer than ten bytes are cut at a character and kept apart; that is said.
    """
    codec = PRESETS[encoding].codec
    made, notes = [], []
    for layer in layers:
        wanted = _names_for(layer.key, mapping)
        fields: list[Field] = []
        taken: set[str] = set()
        for one in layer.fields:
            name = wanted.get(one.column, one.zh if mapping.base == "zh" else one.name)
            if not name:
                continue
            short = _fitting(name, codec, taken)
            if short != name:
                facts = {"table": layer.key, "name": name, "short": short, "limit": NAME_BYTES}
                notes.append(Note("export.name_cut", facts))
            taken.add(short.upper())
            fields.append(replace(one, name=short))
        made.append(replace(layer, fields=tuple(fields)))
    return made, notes


def _names_for(key: str, mapping: FieldMapping) -> Mapping[str, str]:
    if key in mapping.names:
        return mapping.names[key]
    # A mapping made with three levels serves a plan with two as well.
    levels = [own for other, own in mapping.names.items() if other.startswith("grids_l")]
    return levels[0] if key.startswith("grids_l") and levels else {}


def _fitting(name: str, codec: str, taken: set[str]) -> str:
    """Cut a name to ten bytes at a character, with a number where it is taken."""
    plain = name.encode(codec, "replace")
    short = cut_bytes(plain, NAME_BYTES, codec).decode(codec)
    number = 1
    while short.upper() in taken:
        number += 1
        tail = str(number)
        short = cut_bytes(plain, NAME_BYTES - len(tail), codec).decode(codec) + tail
    return short
