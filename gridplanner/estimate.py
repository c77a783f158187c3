"""Persons estimated from buildings, where no household table is given.

The estimate stands in the household table like any other count, marked as one: every
row has the status 估算, and the plan's setting ``persons_estimated`` keeps the figures it
was made with.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.rows import ChangeSettings, ImportRows
from gridplanner.errors import EditError
from gridplanner.geometry import Floats, Ints, Shapes, inner_points, shapes_of
from gridplanner.model import Plan
from gridplanner.owners import main_owners
from gridplanner.tables import conform

#: Floor area for each person; China's 2020 census gives 41.8 m² of dwelling a person.
FLOOR_M2_PER_PERSON = 42.0
#: Persons in a household where nothing else is known (2.62 in the 2020 census).
PERSONS_PER_HOUSEHOLD = 2.62
#: Storeys where none are given.
DEFAULT_STOREYS = 2.0
#: Smaller buildings are sheds and garages.
MIN_DWELLING_M2 = 30.0
ESTIMATED = "估算"
#: Uses in which nobody lives, as OpenStreetMap and planners write them.
NOT_LIVED_IN = frozenset(
    {
        "garage",
        "garages",
        "shed",
        "industrial",
        "commercial",
        "retail",
        "church",
        "chapel",
        "school",
        "hospital",
        "farm_auxiliary",
        "barn",
        "roof",
        "hut",
        "greenhouse",
        "office",
        "warehouse",
        "public",
        "kindergarten",
        "train_station",
        "carport",
        "stable",
        "cowshed",
        "sports_hall",
        "supermarket",
        "civic",
        "university",
        "college",
        "service",
        "transportation",
        "商业",
        "学校",
        "医院",
        "办公",
        "市场",
        "厂房",
        "机关",
        "仓库",
        "车库",
        "公共设施",
    }
)


def estimate_persons(plan: Plan) -> tuple[ImportRows, ChangeSettings]:
    """Make households for the plan's buildings from storeys and footprint.

    Persons of a building are its floor area / 42 m², rounded; where the given areas of a
    level all bring a count (column ``population``), each area's count is shared out by
    floor area instead. Persons are spread evenly over households of about 2.62 persons.
    Nobody lives in a building of a use such as *school* or *garage*, in one under 30 m²,
    or in one outside the boundary.

    Returns
    -------
    tuple of edits
        The rows, and the setting that says they are an estimate.

    Raises
    ------
    EditError
        The plan has no building anybody could live in.
    """
    buildings = plan.tables["buildings"]
    shapes = shapes_of(buildings["geometry"])
    footprint = np.asarray(shapely.area(shapes), dtype=float)
    storeys = buildings["storeys"].to_numpy(dtype=float, na_value=np.nan)
    unknown = np.isnan(storeys) | (storeys < 1)
    floors = footprint * np.where(unknown, DEFAULT_STOREYS, storeys)
    inside = main_owners(shapes, shapes_of(plan.tables["boundary"]["geometry"])) >= 0
    lived = (
        inside
        & (footprint >= MIN_DWELLING_M2)
        & ~buildings["use"].str.strip().str.lower().isin(NOT_LIVED_IN).to_numpy()
    )
    floors = np.where(lived, floors, 0.0)
    counted = _counted(plan, shapes, floors)
    persons = (
        counted if counted is not None else np.round(floors / FLOOR_M2_PER_PERSON).astype(np.int64)
    )
    if persons.sum() == 0:
        raise EditError("estimate.nothing", hint="plan.no_load.hint")
    homes = np.where(
        persons > 0, np.maximum(1, np.round(persons / PERSONS_PER_HOUSEHOLD)), 0
    ).astype(np.int64)
    row = np.repeat(np.arange(len(buildings)), homes)
    number = np.arange(len(row)) - np.repeat(np.cumsum(homes) - homes, homes)
    # 7 persons in 3 households: 3, 2, 2.
    share = persons[row] // homes[row] + (number < persons[row] % homes[row])
    ids = buildings["id"].to_numpy()
    frame = pd.DataFrame(
        {
            "id": [f"{ids[b]}-{n + 1}" for b, n in zip(row, number, strict=True)],
            "building": ids[row],
            "persons": share,
            "status": ESTIMATED,
            "geometry": inner_points(shapes)[row],
        }
    )
    households = conform("households", frame, crs=plan.crs)
    facts = {
        "persons": int(persons.sum()),
        "buildings": int((persons > 0).sum()),
        "storeys_unknown": int((unknown & (persons > 0)).sum()),
        "m2_per_person": round(float(floors.sum() / persons.sum()), 1),
        "from_areas": counted is not None,
        "default_storeys": DEFAULT_STOREYS,
    }
    return (
        ImportRows({"households": gpd.GeoDataFrame(households)}, file=ESTIMATED),
        ChangeSettings({"persons_estimated": facts}),
    )


def _counted(plan: Plan, shapes: Shapes, floors: Floats) -> Ints | None:
    """Share out the areas' own counts by floor area; ``None`` where no level has them.

    Whole persons by the largest remainder, so that each area's sum is its count.
    """
    areas = plan.tables["areas"]
    if "population" not in areas.columns:
        return None
    count = pd.to_numeric(areas["population"], errors="coerce")
    full = [level for level, rows in count.groupby(areas["level"]) if rows.notna().all()]
    if not full:
        return None
    here = (areas["level"] == max(full)).to_numpy()
    where = main_owners(shapes, shapes_of(areas["geometry"])[here])
    persons = np.zeros(len(floors), dtype=np.int64)
    for area, total in enumerate(count[here].to_numpy(dtype=float)):
        mine = np.flatnonzero((where == area) & (floors > 0))
        if len(mine) == 0:
            continue
        share = total * floors[mine] / floors[mine].sum()
        persons[mine] = np.floor(share).astype(np.int64)
        rest = round(total) - int(persons[mine].sum())
        persons[mine[np.argsort(-(share % 1.0), kind="stable")[:rest]]] += 1
    return persons
