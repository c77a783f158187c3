"""Whom a change concerns: households and doors that change grid, captains and workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gridplanner.edits.duties import CAPTAIN
from gridplanner.edits.duty_rows import running
from gridplanner.ledger import Story
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.wording import Language, say
from layers.export_options import Profile
from layers.privacy import SMALL_COUNT, people_shown


@dataclass(frozen=True)
class Listing:
    """One list: its key, the titles of its columns, their widths, and the rows.

    Attributes
    ----------
    withheld : bool
        Whether the profile leaves the rows out.
    """

    key: str
    titles: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str | int, ...], ...]
    withheld: bool = False


@dataclass(frozen=True, eq=False)
class Moves:
    """Households and doors that change grid.

    Attributes
    ----------
    households, doors : DataFrame
        Rows of the later plan's tables with columns ``old`` and ``new``: codes of leaves,
        empty where it is in none.
    """

    households: pd.DataFrame
    doors: pd.DataFrame


def moves_of(story: Story) -> Moves:
    """Find the households and doors that are in both plans and change grid."""
    return Moves(_moved(story, "households", "households"), _moved(story, "entrances", "entrances"))


def _moved(story: Story, table: str, place: str) -> pd.DataFrame:
    old, new = _codes(story.before, table, place), _codes(story.after, table, place)
    frame = story.after.frame(table).drop(columns="geometry")
    frame = frame.assign(
        old=frame["id"].map(old.to_dict()), new=frame["id"].map(new.to_dict())
    ).dropna(subset=["old", "new"])
    return frame[(frame["old"] != frame["new"]).to_numpy()].sort_values(["old", "new", "id"])


def _codes(plan: Plan, table: str, place: str) -> pd.Series[str]:
    leaves = plan.leaves
    code = pd.Series(leaves["code"].to_numpy(), index=leaves["uid"].to_numpy())
    where = getattr(locate(plan), place)
    found = code.reindex(where).fillna("").to_numpy(dtype=object)
    return pd.Series(found, index=pd.Index(plan.tables[table]["id"]), dtype="str")


def listings(story: Story, moves: Moves, profile: Profile, language: Language) -> list[Listing]:
    """Make all lists as a profile may have them.

    Households are listed for internal use only; doors have their counts, in
    public none; persons are named as :func:`layers.privacy.people_shown` has them.
    """
    return [
        _households(moves, profile, language),
        _doors(story, moves, profile, language),
        _captains(story, moves, profile, language),
        _workers(story, profile, language),
        _lineage(story, profile, language),
    ]


def _titles(language: Language, *keys: str) -> tuple[str, ...]:
    return tuple(say(key, language=language) for key in keys)


def _households(moves: Moves, profile: Profile, language: Language) -> Listing:
    titles = _titles(
        language, "pack.id", "pack.address", "pack.room", "ledger.persons", "ledger.old",
        "ledger.new",
    )  # fmt: skip
    rows: tuple[tuple[str | int, ...], ...] = ()
    if profile == "internal":
        rows = tuple(
            (str(r["id"]), str(r["address"]), str(r["room"]), int(r["persons"]), r["old"], r["new"])
            for r in moves.households.to_dict("records")
        )
    return Listing(
        "households", titles, (16, 46, 9, 8, 20, 20), rows,
        withheld=profile != "internal" and len(moves.households) > 0,
    )  # fmt: skip


def _doors(story: Story, moves: Moves, profile: Profile, language: Language) -> Listing:
    titles = _titles(
        language, "pack.address", "pack.door", "pack.count", "ledger.old", "ledger.new"
    )
    names = dict(
        zip(
            story.after.tables["buildings"]["id"],
            story.after.tables["buildings"]["name"],
            strict=True,
        )
    )
    counts = story.after.tables["households"].groupby("entrance").size()
    rows = []
    for row in moves.doors.to_dict("records"):
        count: str | int = int(counts.get(row["id"], 0))
        if profile == "public":
            # The doors of a grid add up to what the ledger says of it.
            count = ""
        place = str(names.get(row["building"], "") or row["building"])
        rows.append((place, str(row["label"]), count, str(row["old"]), str(row["new"])))
    return Listing("doors", titles, (40, 14, 8, 20, 20), tuple(rows))


def _captains(story: Story, moves: Moves, profile: Profile, language: Language) -> Listing:
    titles = _titles(language, "pack.name", "pack.phone", "pack.door", "ledger.old", "ledger.new")
    people = people_shown(story.after, profile)
    duties = story.after.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    grids = moves.doors.set_index("id")[["old", "new"]]
    mine = now[now["target_id"].isin(grids.index)]
    rows = []
    for person, doors in mine.groupby("person", sort=True)["target_id"]:
        name, phone = people.get(str(person), ("", ""))
        held = grids.loc[sorted(set(doors))]
        rows.append(
            (name, phone, len(held), _joined(held["old"], language), _joined(held["new"], language))
        )
    return Listing("captains", titles, (14, 22, 10, 30, 30), tuple(rows))


def _workers(story: Story, profile: Profile, language: Language) -> Listing:
    """List who serves in a grid that a row of the ledger names, with grids before and after."""
    titles = _titles(language, "pack.name", "pack.phone", "ledger.kind", "ledger.old", "ledger.new")
    people = {**people_shown(story.before, profile), **people_shown(story.after, profile)}
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for row in story.rows:
        said = say(f"ledger.kind_{row.kind}", language=language)
        for side, found in ((row.old, before), (row.new, after)):
            for grid in side:
                for person in grid.workers:
                    found.setdefault(person, []).append(grid.code)
                    kinds.setdefault(person, []).append(said)
    rows = []
    for person in sorted(kinds):
        name, phone = people.get(person, ("", ""))
        rows.append(
            (
                name, phone, _joined(kinds[person], language),
                _joined(before.get(person, []), language), _joined(after.get(person, []), language),
            )
        )  # fmt: skip
    return Listing("workers", titles, (14, 22, 14, 30, 30), tuple(rows))


def _lineage(story: Story, profile: Profile, language: Language) -> Listing:
    """List which code became which, with the households that went along.

    Not in public: they are the parts of the sums that the ledger shows.
    """
    titles = _titles(language, "ledger.old", "ledger.kind", "ledger.new", "pack.count")
    rows: list[tuple[str | int, ...]] = []
    for row in story.rows:
        if row.kind in ("border", "people"):
            continue
        said = say(f"ledger.kind_{row.kind}", language=language)
        for old in row.old or (None,):
            for new in row.new or (None,):
                grid = new if row.kind == "split" else old or new
                count: str | int = grid.households if grid is not None else 0
                if profile == "public":
                    count = ""
                rows.append((old.code if old else "–", said, new.code if new else "–", count))
    return Listing("lineage", titles, (22, 12, 22, 10), tuple(rows))


def _joined(values: Sequence[str] | pd.Series[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(dict.fromkeys(v for v in values if v))


def counts_shown(pair: tuple[int, int], profile: Profile) -> tuple[str | int, str | int]:
    """Give two counts as a profile shows them: both are hidden where one is small.

    Examples
    --------
    >>> counts_shown((40, 3), "public"), counts_shown((40, 0), "public")
    (('', ''), (40, 0))
    >>> counts_shown((40, 3), "meeting")
    (40, 3)
    """
    small = any(0 < count < SMALL_COUNT for count in (*pair, abs(pair[0] - pair[1])))
    return ("", "") if profile == "public" and small else pair


def names_of(ids: Sequence[str], people: Mapping[str, tuple[str, str]], language: Language) -> str:
    """Name persons as a profile shows them; who may not be shown is a dash."""
    return ("、" if language == "zh" else ", ").join(people.get(i, ("–", ""))[0] for i in ids)
