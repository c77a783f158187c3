"""One thing in an English sentence: 1 door, not 1 doors.

Sentences are written for many, as in Chinese number makes no difference; where the number
turns out to be one, the noun and the verb behind it follow.
"""

from __future__ import annotations

import re

#: What is counted in sentences and on the screen.
NOUNS = (
    "bytes", "captains", "changes", "days", "doors", "duties", "dwellings", "edits", "edges",
    "entries", "files", "findings", "geometries", "grids", "households", "layers", "leaves",
    "moves", "names", "pages", "parts", "people", "persons", "pieces", "places", "polygons",
    "posts", "rows", "sheets", "sites", "steps", "storeys", "units", "vertices", "workers",
)  # fmt: skip
_IRREGULAR = {"leaves": "leaf", "people": "person", "vertices": "vertex"}
_VERBS = {"are": "is", "have": "has", "were": "was", "lie": "lies", "do": "does"}
_ONE = re.compile(
    # neither the end of a larger number or of a code, nor a part of a fraction
    rf"(?<![\w.,/:−-])1 ({'|'.join(NOUNS)})\b(?: ({'|'.join(_VERBS)})\b)?"
)

#: A number, up to two words, and a noun that leaves open how many.
_OPEN = re.compile(r"(?<![\w.,/:−-])(\d[\d,.]*)((?: [a-z-]+){0,2}? [a-z]+)\(s\)")


def singular(noun: str) -> str:
    """Give one of what a plural names.

    Examples
    --------
    >>> [singular(noun) for noun in ("doors", "duties", "leaves")]
    ['door', 'duty', 'leaf']
    """
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1]


def agree(text: str) -> str:
    """Let the nouns of an English sentence follow the numbers before them.

    Examples
    --------
    >>> agree("1 doors are vacant, 21 doors have a captain, 1 households in grid 1")
    '1 door is vacant, 21 doors have a captain, 1 household in grid 1'
    >>> agree("3 change(s), 1 new grid(s)")
    '3 changes, 1 new grid'
    """

    def one(found: re.Match[str]) -> str:
        verb = f" {_VERBS[found[2]]}" if found[2] else ""
        return f"1 {singular(found[1])}{verb}"

    said = _OPEN.sub(lambda found: f"{found[1]}{found[2]}{'' if found[1] == '1' else 's'}", text)
    return _ONE.sub(one, said)
