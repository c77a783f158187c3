"""Importer of persons: workers and captains, their homes, and the duties they have now."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gridplanner.address import Directory, match_parts, parse, parse_many
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.loading import Loaded, made_ids
from layers.matching import matched
from layers.mending import taken_ids
from layers.notes import Note
from layers.words import role, share

Frames = dict[str, pd.DataFrame]

WORKER, HEAD, CAPTAIN = "网格员", "网格长", "楼门长"

_SEPARATORS = re.compile(r"[;；,，、\n]+|(?<=[单元门栋楼])[和及与]")
_RANGE = re.compile(r"(\d+)\s*(?:单元|门)?\s*[-—–~～至到]\s*(\d+)\s*(单元|门)")


@dataclass
class _Duties:
    person: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    target_table: list[str] = field(default_factory=list)
    target_id: list[str] = field(default_factory=list)

    def add(self, person: str, kind: str, table: str, target: str) -> None:
        self.person.append(person)
        self.kind.append(kind)
        self.target_table.append(table)
        self.target_id.append(target)


def persons(loaded: Loaded) -> Frames:
    """Make persons, and duties where the file says which doors or grid they have now.

    A home that is not found leaves the person in, with a line on the work list.

    Raises
    ------
    InputError
        ``persons.no_name``: no column holds names.
    """
    if not loaded.has("name"):
        raise InputError("persons.no_name", {"file": loaded.file})
    loaded.drop((loaded.texts("name") == "").to_numpy(dtype=bool), "name", "persons.name_empty")
    plan = loaded.request.plan
    directory = Directory.of(plan)
    ids = made_ids(loaded, "R")
    again = ids.isin(taken_ids(loaded)).to_numpy(dtype=bool)
    if again.any():
        loaded.drop(again, "id", "persons.twice")
        ids = ids[~again].reset_index(drop=True)
    roles = _roles(loaded)
    homes, compounds = _homes(loaded, directory, plan)
    capacity = loaded.numbers("capacity", whole=True)
    data = {
        "id": ids,
        "name": loaded.texts("name"),
        "phone": [_phones(text) for text in loaded.codes("phone")],
        "role": roles,
        "fte": _shares(loaded, roles),
        "home_entrance": homes,
        "capacity": capacity.astype("Int64"),
        "party": loaded.texts("party"),
        "skills": loaded.texts("skills"),
    }
    duties = _Duties()
    if loaded.has("doors"):
        _door_duties(loaded, directory, ids.tolist(), compounds, duties)
    if loaded.has("grid"):
        _grid_duties(loaded, plan, ids.tolist(), roles, duties)
    tables = {"persons": pd.DataFrame(data)}
    if duties.person:
        tables["duties"] = pd.DataFrame(vars(duties))
    return tables


def _phones(text: str) -> str:
    """Write phones in half width, several joined by ``;``."""
    folded = unicodedata.normalize("NFKC", text)
    return ";".join(part for part in re.split(r"[;,、/\s]+", folded) if part)


def _roles(loaded: Loaded) -> list[str]:
    roles = [role(text) for text in loaded.texts("role")]
    assumed = sum(not text for text in roles)
    if assumed:
        word = CAPTAIN if loaded.has("doors") and not loaded.has("grid") else WORKER
        roles = [text or word for text in roles]
        loaded.notes.append(Note("persons.role_assumed", {"count": assumed, "role": word}))
    return roles


def _shares(loaded: Loaded, roles: list[str]) -> list[float]:
    """Read full-time shares; a worker without one counts as full time, a volunteer as none."""
    said = (
        [share(cell) for cell in loaded.frame["fte"]] if loaded.has("fte") else [None] * len(roles)
    )
    texts = loaded.texts("fte")
    unread = np.array(
        [value is None and text != "" for value, text in zip(said, texts, strict=True)], dtype=bool
    )
    loaded.keep_but_say(unread, "fte", "value.not_share")
    halves = sum(value == 0.5 and "兼" in text for value, text in zip(said, texts, strict=True))
    if halves:
        loaded.notes.append(Note("persons.part_time_half", {"count": halves}))
    full = sum(
        value is None and who in (WORKER, HEAD) for value, who in zip(said, roles, strict=True)
    )
    if full:
        loaded.notes.append(Note("persons.full_time_assumed", {"count": full}))
    return [
        value if value is not None else (1.0 if who in (WORKER, HEAD) else np.nan)
        for value, who in zip(said, roles, strict=True)
    ]


def _homes(loaded: Loaded, directory: Directory, plan: Plan) -> tuple[list[str], list[str]]:
    """Find the entrance each lives behind, and the compound; ``""`` where it is not found."""
    none = [""] * len(loaded)
    if loaded.has("home_entrance"):
        known = set(plan.tables["entrances"]["id"])
        said = loaded.codes("home_entrance").tolist()
        lost = np.array([text != "" and text not in known for text in said], dtype=bool)
        loaded.keep_but_say(lost, "home_entrance", "persons.home_unknown")
        return [text if text in known else "" for text in said], none
    if not any(loaded.has(name) for name in ("home", "compound", "building")):
        return none, none
    found = matched(loaded, directory, "home")
    silent = found["reason"].isin(["address.empty"])
    lost = ((found["reason"] != "") & ~silent).to_numpy(dtype=bool)
    reasons = found["reason"].tolist()
    column = "home" if loaded.has("home") else "building"
    for i in np.flatnonzero(lost):
        one = np.zeros(len(loaded), dtype=bool)
        one[i] = True
        loaded.keep_but_say(one, column, reasons[i])
    return found["entrance"].tolist(), found["compound"].tolist()


def split_doors(text: str) -> list[str]:
    """Split a list of doors into addresses of one door each.

    Examples
    --------
    >>> split_doors("12号楼3门、4门；13号楼1-2门")
    ['12号楼3门', '12号楼4门', '13号楼1门', '13号楼2门']
    """
    result: list[str] = []
    lead = ""
    for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text)):
        part = part.strip()
        if not part:
            continue
        found = _RANGE.search(part)
        if found and int(found[1]) <= int(found[2]) <= int(found[1]) + 30:
            numbers = range(int(found[1]), int(found[2]) + 1)
            pieces = [f"{part[: found.start()]}{n}{found[3]}{part[found.end() :]}" for n in numbers]
        else:
            pieces = [part]
        for piece in pieces:
            parsed = parse(piece)
            if parsed.building or not lead:
                mark = piece.find(f"{parsed.unit}门") if parsed.unit else -1
                mark = (
                    mark if mark >= 0 else piece.find(f"{parsed.unit}单元") if parsed.unit else -1
                )
                if parsed.building:
                    lead = piece[:mark] if mark > 0 else piece
                result.append(piece)
            else:
                result.append(lead + piece)
    return result


def _door_duties(
    loaded: Loaded, directory: Directory, ids: list[str], compounds: list[str], duties: _Duties
) -> None:
    """Add a duty for each door a person keeps now; a building without a door means all of its."""
    for i, text in enumerate(loaded.texts("doors")):
        if not text:
            continue
        pieces = split_doors(text)
        found = _find_doors(directory, pieces, compounds[i])
        for piece, (doors, reason) in zip(pieces, found, strict=True):
            for door in doors:
                duties.add(ids[i], CAPTAIN, "entrances", door)
            if reason:
                loaded.worklist.add(
                    int(loaded.rows[i]),
                    str(loaded.sheets[i]),
                    loaded.theirs("doors"),
                    piece,
                    reason,
                    kept=True,
                )


def _find_doors(
    directory: Directory, pieces: list[str], compound: str
) -> list[tuple[tuple[str, ...], str]]:
    parts = parse_many(pieces)
    found = match_parts(directory, parts)
    result: list[tuple[tuple[str, ...], str]] = []
    for i in range(len(pieces)):
        reason, building, door = (str(found[n].iloc[i]) for n in ("reason", "building", "entrance"))
        if reason == "address.no_compound" and compound:
            # 12号楼3门 of somebody who lives in the compound.
            ids = directory.in_compound(compound, str(parts["building"].iloc[i]))
            unit = str(parts["unit"].iloc[i])
            doors = directory.doors(ids[0]) if len(ids) == 1 else {}
            if unit and len(doors.get(unit, ())) == 1:
                result.append((doors[unit], ""))
                continue
            building, reason = (
                (ids[0], "address.no_unit") if len(ids) == 1 and not unit else ("", reason)
            )
        if reason == "address.no_unit" and building:
            every = tuple(d for doors in directory.doors(building).values() for d in doors)
            result.append((every, ""))
        elif reason or not door:
            result.append(((), reason or "address.unknown_unit"))
        else:
            result.append(((door,), ""))
    return result


def _grid_duties(
    loaded: Loaded, plan: Plan, ids: list[str], roles: list[str], duties: _Duties
) -> None:
    """Add duties of workers for the grid that the file names by code, or by a name of its own."""
    grids = plan.valid_grids
    if not len(grids):
        loaded.notes.append(Note("persons.no_grids_yet", {"file": loaded.file}))
        return
    by_code = dict(zip(grids["code"], map(str, grids["uid"]), strict=True))
    names = grids["name"]
    single = names[(names != "") & ~names.duplicated(keep=False)]
    by_name = {name: str(grids["uid"].loc[fid]) for fid, name in single.items()}
    lost = np.zeros(len(loaded), dtype=bool)
    for i, text in enumerate(loaded.codes("grid")):
        if not text or roles[i] not in (WORKER, HEAD):
            continue
        uid = by_code.get(text) or by_name.get(text)
        if uid is None:
            lost[i] = True
            continue
        duties.add(ids[i], WORKER, "grids", uid)
        if roles[i] == HEAD:
            duties.add(ids[i], HEAD, "grids", uid)
    loaded.keep_but_say(lost, "grid", "persons.grid_unknown")
