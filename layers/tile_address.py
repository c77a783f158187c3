"""Where tiles of a web map come from: a template of addresses, and the user's own key.

The key belongs to the user and is kept beside the window's settings; nothing here writes it
anywhere, and no message repeats it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from gridplanner.errors import InputError

#: Names of the parts of a tile's place, as services write them.
_PARTS = {
    "z": ("z", "tilematrix", "zoom", "level"),
    "x": ("x", "tilecol", "col"),
    "y": ("y", "tilerow", "row"),
    "key": ("key", "tk", "token"),
}
_NAMES = {name: part for part, names in _PARTS.items() for name in names}
_FIELD = re.compile(r"\{([A-Za-z]+)\}")


@dataclass(frozen=True)
class TileAddress:
    """Addresses of Web Mercator tiles of 256 px, rows counted from the north.

    Attributes
    ----------
    template : str
        Such as ``http://host/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}``.
    key : str
    """

    template: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Name of the server, to be told to the user."""
        return urlsplit(self.template).hostname or ""

    def url(self, zoom: int, x: int, y: int) -> str:
        """Give the address of a tile.

        >>> TileAddress("http://host/{z}/{x}/{y}.png?tk={key}", "a&b").url(3, 5, 2)
        'http://host/3/5/2.png?tk=a%26b'
        """
        values = {"z": str(zoom), "x": str(x), "y": str(y), "key": quote(self.key, safe="")}
        return _FIELD.sub(lambda found: values[_NAMES[found[1].lower()]], self.template)


def tile_address(template: str, key: str = "") -> TileAddress:
    """Check a template and its key.

    Raises
    ------
    InputError
        ``basemap.bad_address``: no http address, or without zoom, column and row, or with a
        part nobody knows; ``basemap.no_key``: it asks for a key and none is given.
    """
    template, key = template.strip(), key.strip()
    names = [name.lower() for name in _FIELD.findall(template)]
    unknown = [name for name in names if name not in _NAMES]
    parts = {_NAMES[name] for name in names if name in _NAMES}
    try:
        split = urlsplit(template)
        is_web = split.scheme in ("http", "https") and bool(split.hostname)
    except ValueError:
        is_web = False
    if unknown or not is_web or not {"x", "y", "z"} <= parts:
        raise InputError("basemap.bad_address", {"address": template}, "basemap.bad_address.hint")
    if "key" in parts and not key:
        raise InputError("basemap.no_key", {"host": split.hostname}, "basemap.no_key.hint")
    return TileAddress(template, key)
