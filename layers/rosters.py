"""The registers of people: 网格员名册, 楼门长名册 and the data of the 公示牌.

What a profile may show comes from one place (:func:`layers.privacy.people_shown`): in full for
internal use, masked for a meeting; a public board names those on duty, with their work phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gridplanner.captains import door_households
from gridplanner.edits.duties import CAPTAIN, HEAD, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.wording import Language
from layers.export_options import Profile, Summary
from layers.privacy import people_shown
from layers.sides import sides_by_uid


@dataclass(frozen=True)
class Column:
    """One column of a register: title in two languages, width in characters, kind of value."""

    zh: str
    en: str
    width: float
    kind: str = "text"


@dataclass(frozen=True)
class Register:
    """A register ready to be written.

    Attributes
    ----------
    key : str
    zh, en : str
        Name of the sheet.
    columns : tuple of Column
    rows : list of tuples
    """

    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]


def registers(plan: Plan, summary: Summary, profile: Profile, language: Language) -> list[Register]:
    """Make the registers that a profile may have.

    Parameters
    ----------
    plan : Plan
    summary : Summary
        Figures of the grids, index uid.
    profile : {"public", "meeting", "internal"}
        A public file has the board alone.
    language : {"zh", "en"}
        Of the sides in the board.

    Returns
    -------
    list of Register
        Those without rows are left out.
    """
    book = _Book(plan, summary, people_shown(plan, profile))
    made = [_board(book, language)]
    if profile != "public":
        made = [_workers(book), _captains(book, homes=profile == "internal"), *made]
    return [register for register in made if register.rows]


class _Book:
    """What all registers look up: grids by uid, duties that run, who may be shown how."""

    def __init__(self, plan: Plan, summary: Summary, people: Mapping[str, tuple[str, str]]) -> None:
        self.plan, self.people = plan, people
        self.persons = plan.tables["persons"].set_index("id")
        grids = plan.valid_grids
        self.code = dict(zip(grids["uid"].astype(int), grids["code"].astype(str), strict=True))
        self.name = dict(zip(grids["uid"].astype(int), grids["name"].astype(str), strict=True))
        self.parent: dict[int, Any] = dict(
            zip(grids["uid"].astype(int), grids["parent"].astype("object"), strict=True)
        )
        self.figures = summary.grids
        duties = plan.tables["duties"]
        self.duties = duties[running(duties)]
        self.leaves = plan.leaves.sort_values("code")
        here = self.duties[self.duties["target_table"] == "grids"]
        self.heads = {
            (str(p), int(t)): str(since)
            for p, t, since in zip(
                *(here.loc[here["kind"] == HEAD, c] for c in ("person", "target_id", "valid_from")),
                strict=True,
            )
        }
        posts = here[here["kind"] == WORKER]
        self.crew: dict[int, list[tuple[str, str]]] = {}
        for person, target, since in zip(
            posts["person"], posts["target_id"], posts["valid_from"], strict=True
        ):
            self.crew.setdefault(int(target), []).append((str(person), str(since)))

    def shown(self, person: str) -> tuple[str, str]:
        return self.people.get(person, ("", ""))

    def above(self, uid: int) -> str:
        """Name the grid two levels up, or as high as there is: the community."""
        at = uid
        above = self.parent.get(at)
        while above is not None and not pd.isna(above):
            at, above = int(above), self.parent.get(int(above))
        return self.name.get(at) or self.code.get(at, "") if at != uid else ""

    def figure(self, uid: int, column: str) -> Any:
        return self.figures[column].get(uid, float("nan"))


def _workers(book: _Book) -> Register:
    columns = (
        Column("所属", "Under", 16), Column("网格编码", "Grid code", 20),
        Column("网格名称", "Grid", 18), Column("姓名", "Name", 11), Column("职务", "Duty", 9),
        Column("工时", "Share", 8, "load"), Column("联系电话", "Phone", 18),
        Column("户数", "Households", 9, "whole"), Column("人口数", "Persons", 9, "whole"),
        Column("每人工作量", "Load a worker", 11, "load"), Column("任职起", "Since", 12),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for uid in map(int, book.leaves["uid"]):
        crew = book.crew.get(uid, [])
        force = sum(float(book.persons["fte"].get(who, 0.0) or 0.0) for who, _ in crew)
        load = book.figure(uid, "load")
        # The head of the grid stands first.
        for who, since in sorted(crew, key=lambda row: ((row[0], uid) not in book.heads, row)):
            name, phone = book.shown(who)
            rows.append(
                (
                    book.above(uid), book.code[uid], book.name[uid], name,
                    HEAD if (who, uid) in book.heads else WORKER,
                    book.persons["fte"].get(who, float("nan")), phone,
                    book.figure(uid, "households"), book.figure(uid, "persons"),
                    load / force if force > 0 else float("nan"), since,
                )
            )  # fmt: skip
    return Register("workers", "网格员名册", "Workers", columns, rows)


def _captains(book: _Book, *, homes: bool) -> Register:
    columns = [
        Column("所属", "Under", 16), Column("网格编码", "Grid code", 20),
        Column("楼栋", "Building", 22), Column("楼门", "Door", 10), Column("姓名", "Name", 11),
        Column("联系电话", "Phone", 18), Column("户数", "Households", 9, "whole"),
        Column("任职起", "Since", 12),
    ]  # fmt: skip
    if homes:
        columns.append(Column("住本楼门", "Lives there", 9))
    plan = book.plan
    doors = plan.tables["entrances"]
    buildings = plan.tables["buildings"].set_index("id")
    spelled = dict(
        zip(plan.tables["compounds"]["id"], plan.tables["compounds"]["name"], strict=True)
    )
    leaf, weight = locate(plan).entrances, door_households(plan)
    posts = book.duties[book.duties["kind"] == CAPTAIN]
    holder = {
        str(door): (str(person), str(since))
        for door, person, since in zip(
            posts["target_id"], posts["person"], posts["valid_from"], strict=True
        )
    }
    rows: list[tuple[Any, ...]] = []
    for at, (ident, building, label) in enumerate(
        zip(doors["id"], doors["building"], doors["label"], strict=True)
    ):
        who, since = holder.get(str(ident), ("", ""))
        if not who and not (weight[at] and holder):
            continue
        name, phone = book.shown(who) if who else ("", "")
        house = buildings.loc[building] if building in buildings.index else None
        compound = "" if house is None else str(house["compound"])
        called = "" if house is None else f"{spelled.get(compound, compound)}{house['name']}"
        uid = int(leaf[at])
        row = [
            book.above(uid) if uid else "", book.code.get(uid, ""), called, str(label), name,
            phone, int(weight[at]), since,
        ]  # fmt: skip
        if homes:
            lives = bool(who) and str(book.persons["home_entrance"].get(who, "")) == str(ident)
            row.append("是" if lives else "")
        rows.append(tuple(row))
    rows.sort(key=lambda row: (row[1] == "", row[1], row[2], row[3]))
    return Register("captains", "楼门长名册", "Captains", tuple(columns), rows)


def _board(book: _Book, language: Language) -> Register:
    """Give a row a leaf: what is painted on the board at its entrance; none without workers."""
    columns = (
        Column("所属", "Under", 16), Column("网格编码", "Grid code", 20),
        Column("网格名称", "Grid", 18), Column("网格长", "Head", 11), Column("电话", "Phone", 18),
        Column("网格员", "Workers", 24), Column("网格员电话", "Workers' phones", 32),
        Column("四至", "Four sides", 60),
    )  # fmt: skip
    sides = sides_by_uid(book.plan, language)
    rows: list[tuple[Any, ...]] = []
    for uid in map(int, book.leaves["uid"] if book.crew else ()):
        crew = [who for who, _ in sorted(book.crew.get(uid, []))]
        heads = [who for who in crew if (who, uid) in book.heads]
        others = [who for who in crew if who not in heads]
        head, phone = book.shown(heads[0]) if heads else ("", "")
        shown = [book.shown(who) for who in others]
        rows.append(
            (
                book.above(uid), book.code[uid], book.name[uid], head, phone,
                "、".join(name for name, _ in shown if name),
                "、".join(number for _, number in shown if number), sides[uid],
            )
        )  # fmt: skip
    return Register("board", "公示牌", "Notice boards", columns, rows)
