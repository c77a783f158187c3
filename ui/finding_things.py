"""The search box: grids by code and name, estates, buildings, addresses, people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from PyQt6.QtCore import QStringListModel, Qt
from PyQt6.QtWidgets import QCompleter

from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from ui.panels.people import served_by
from ui.panels.search_box import SearchBox
from ui.session import Session

if TYPE_CHECKING:
    from ui.canvas.view import MapView


#: Ground shown around a place that is found.
ROOM_M = 60.0


@dataclass(frozen=True)
class Thing:
    """Something that can be found: a text, and grids or a place."""

    text: str
    uids: tuple[int, ...] = ()
    bounds: tuple[float, float, float, float] | None = None


def things(plan: Plan) -> list[Thing]:
    """List what can be found in a plan."""
    grids = plan.valid_grids
    found = [
        Thing(f"{code} {name}".strip(), (int(uid),))
        for uid, code, name in zip(grids["uid"], grids["code"], grids["name"], strict=True)
    ]
    compounds = plan.tables["compounds"].drop_duplicates("id").set_index("id")["name"]
    for table in ("compounds", "buildings", "places"):
        rows = plan.tables[table]
        rows = rows[(rows["name"] != "").to_numpy()]
        estates = rows["compound"].map(compounds) if table == "buildings" else None
        boxes = shapely.bounds(shapes_of(rows["geometry"]))
        for at, name in enumerate(rows["name"]):
            estate = "" if estates is None else estates.iloc[at]
            text = f"{estate} {name}" if isinstance(estate, str) and estate else str(name)
            minx, miny, maxx, maxy = map(float, boxes[at])
            box = (minx - ROOM_M, miny - ROOM_M, maxx + ROOM_M, maxy + ROOM_M)
            found.append(Thing(text, (), box))
    found += _addresses(plan)
    serves = served_by(plan) if len(grids) else {}
    persons = plan.tables["persons"]
    for person, name, role in zip(persons["id"], persons["name"], persons["role"], strict=True):
        if person in serves:
            found.append(Thing(f"{name} {role}".strip(), tuple(serves[person])))
    return found


def _addresses(plan: Plan) -> list[Thing]:
    """List the addresses of the households that stand on the map, each once."""
    rows = plan.tables["households"]
    shapes = shapes_of(rows["geometry"])
    here = (rows["address"] != "").to_numpy() & ~shapely.is_missing(shapes)
    boxes = shapely.bounds(shapes[here])
    places = dict(zip(rows.loc[here, "address"], boxes, strict=True))
    room = (-ROOM_M, -ROOM_M, ROOM_M, ROOM_M)
    return [
        Thing(str(address), (), tuple(float(a + b) for a, b in zip(box, room, strict=True)))  # type: ignore[arg-type]
        for address, box in places.items()
    ]


def _ends(text: str, number: str) -> bool:
    """Tell whether a code ends with a number that somebody typed.

    >>> _ends("610925100001042 第42网格", "42"), _ends("610942100001001 第一网格", "42")
    (True, False)
    """
    return number.isdecimal() and text.split(maxsplit=1)[0].endswith(number)


class Finder:
    """Finds by a text; the list is made when it is first asked for."""

    def __init__(self, session: Session, canvas: MapView) -> None:
        self._session = session
        self._canvas = canvas
        self._plan: Plan | None = None
        self._things: list[Thing] = []
        self._model = QStringListModel()

    def attach(self, box: SearchBox) -> None:
        """Offer what fits while somebody types."""
        completer = QCompleter(self._model, box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self.go)
        box.offer(completer)
        box.textEdited.connect(self._made)

    def _made(self) -> None:
        if not self._session.is_open or self._plan is self._session.plan:
            return
        self._plan = self._session.plan
        self._things = things(self._plan)
        self._model.setStringList(list(dict.fromkeys(thing.text for thing in self._things)))

    def go(self, text: str) -> bool:
        """Show the first thing that is called so, else one whose text holds it."""
        self._made()
        wanted = text.strip().lower()
        if not wanted:
            return False
        same = [thing for thing in self._things if thing.text.lower() == wanted]
        # A number is that of a grid before it is part of anything else.
        ends = self._meant([it for it in self._things if it.uids and _ends(it.text, wanted)])
        near = [thing for thing in self._things if wanted in thing.text.lower()]
        for thing in (*same, *ends, *near):
            if thing.uids:
                self._session.select(thing.uids)
                self._canvas.zoom_to_grids(thing.uids)
            elif thing.bounds is not None:
                west, south, east, north = thing.bounds
                self._canvas.zoom_clear(thing.bounds)
                self._canvas.flash(point=((west + east) / 2, (south + north) / 2))
            return True
        return False

    def _meant(self, grids: list[Thing]) -> list[Thing]:
        """Order grids whose codes end alike by which of them is likely to be meant.

        Those under or beside a selected grid come first, then those of the level that is
        shown, then the nearest to the middle of the map.
        """
        if len(grids) < 2:
            return grids
        known = self._session.plan.tables["grids"]
        parents = set(map(int, known["parent"].reindex(self._session.selection).dropna()))
        around = parents | set(self._session.selection)
        camera = self._canvas.camera
        middle = shapely.Point(camera.x, camera.y)

        def rank(thing: Thing) -> tuple[bool, bool, float]:
            uid = thing.uids[0]
            return (
                around.isdisjoint(ancestors_of(known, uid)),
                bool(known["level"][uid] != self._canvas.level()),
                float(middle.distance(known["geometry"][uid])),
            )

        return sorted(grids, key=rank)
