"""What makes an SQLite file a GeoPackage that QGIS and GDAL open.

Source: OGC 12-128r18 (GeoPackage 1.3), clauses 1.1.1, 1.1.2, 1.1.3 and 2.1.5.
"""

from __future__ import annotations

import apsw
import pyproj
from pyproj.exceptions import CRSError

from gridplanner.crs import crs_of
from gridplanner.store.columns import GEOMETRY, quote, schema_fields
from gridplanner.tables import TABLES, Table

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300
_OLDER_IDS = (0x47503130, 0x47503131)  # "GP10", "GP11"
#: Key of a CRS that has no EPSG number; free for own use.
_OWN_SRS = 100_000

_CONTENTS = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
"""


def is_geopackage(connection: apsw.Connection) -> bool:
    """Whether an SQLite file says that it is a GeoPackage."""
    marked = connection.pragma("application_id") in (APPLICATION_ID, *_OLDER_IDS)
    return marked and connection.table_exists("main", "gpkg_contents")


def srs_of(crs: str) -> int:
    """Key of a CRS in ``gpkg_spatial_ref_sys``: its EPSG number where it has one.

    >>> srs_of("EPSG:4545")
    4545
    """
    return crs_of(crs).to_epsg() or _OWN_SRS


def create_contents(connection: apsw.Connection, crs: str) -> None:
    """Mark the file and create the tables that list what is in it."""
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", USER_VERSION)
    connection.execute(_CONTENTS)
    known = crs_of(crs)
    srs = srs_of(crs)
    organization = "NONE" if srs == _OWN_SRS else "EPSG"
    wgs84 = pyproj.CRS.from_epsg(4326)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", ""),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", ""),
            (wgs84.name, 4326, "EPSG", 4326, _wkt(wgs84), "longitude/latitude in degrees"),
            (known.name, srs, organization, srs, _wkt(known), ""),
        ],
    )


def _wkt(crs: pyproj.CRS) -> str:
    try:
        return crs.to_wkt("WKT1_GDAL")
    except CRSError:
        # Newer methods have no WKT 1; GDAL reads WKT 2 as well.
        return crs.to_wkt("WKT2_2019")


def create_table(connection: apsw.Connection, name: str, crs: str) -> None:
    """Create a table of the plan and list it, as features or as attributes."""
    table = TABLES[name]
    columns = ["fid INTEGER PRIMARY KEY"]
    if table.spatial:
        columns.append(f"{GEOMETRY} {_type_name(table)}")
    columns += [field.declaration for field in schema_fields(name) if field.dtype != GEOMETRY]
    connection.execute(f"CREATE TABLE {quote(name)} ({', '.join(columns)})")
    srs = srs_of(crs)
    # Another program may have dropped the table and left its lines in the lists.
    connection.execute("DELETE FROM gpkg_geometry_columns WHERE table_name = ?", (name,))
    connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (name,))
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (name, "features" if table.spatial else "attributes", name, table.zh,
         srs if table.spatial else None),
    )  # fmt: skip
    if table.spatial:
        # Height is not asked for but kept where a source brings it: z = 2, optional.
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 2, 0)",
            (name, GEOMETRY, _type_name(table), srs),
        )


def _type_name(table: Table) -> str:
    kinds = {kind.upper() for kind in table.geometry}
    return kinds.pop() if len(kinds) == 1 else "GEOMETRY"


def touch(connection: apsw.Connection, table: str) -> None:
    """Note in the list that a table has changed just now."""
    connection.execute(
        "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),"
        " min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL WHERE table_name = ?",
        (table,),
    )


def drop_derived(connection: apsw.Connection) -> None:
    """Drop spatial indexes and row counts that another program added to the plan's tables.

    They are kept up by triggers, which do not run here: left in place they would go
    stale, and QGIS would show an old map.
    """
    if connection.table_exists("main", "gpkg_extensions"):
        for name in TABLES:
            index = f"rtree_{name}_{GEOMETRY}"
            if connection.table_exists("main", index):
                connection.execute(f"DROP TABLE {quote(index)}")
        connection.executemany(
            "DELETE FROM gpkg_extensions"
            " WHERE extension_name = 'gpkg_rtree_index' AND table_name = ?",
            [(name,) for name in TABLES],
        )
    if connection.table_exists("main", "gpkg_ogr_contents"):
        connection.execute("DROP TABLE gpkg_ogr_contents")
    triggers = connection.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for trigger, table in triggers:
        if table in TABLES:
            connection.execute(f"DROP TRIGGER {quote(str(trigger))}")
