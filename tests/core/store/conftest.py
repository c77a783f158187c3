"""Projects to test on."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner.store import new_project
from tests.core.store.samples import CRS, Put, all_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "岚皋 网格.gpkg"


@pytest.fixture
def filled(path: Path) -> Path:
    with new_project(path, "7/35/253", CRS) as project:
        project.history.do(Put(all_rows()))
    return path
