"""The wheel, installed outside the checkout in a new environment, does the job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(out),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    (made,) = out.glob("*.whl")
    return made


def test_the_wheel_holds_packages_assets_and_samples(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"gridplanner/py.typed", "layers/py.typed", "ui/py.typed"} <= names
    assert "gridplanner/sample_maps/langao/households.xlsx" in names
    assert {"layers/web_map/app.js", "layers/web_map/map.css"} <= names
    assert not {name for name in names if name.startswith("tests/") or "__pycache__" in name}
    assert wheel.stat().st_size < 8 * 2**20


@pytest.mark.slow
def test_the_installed_wheel_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    site = next(home.glob("lib/python3*/site-packages"))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
         "--disable-pip-version-check", "--root-user-action", "ignore",
         "--target", str(site), str(wheel)],
        check=True,
    )  # fmt: skip
    # Dependencies come from the environment of the tests, so that no network is needed;
    # a .pth file inside a folder that is added by one is not followed, so the checkout
    # itself, which is installed there as editable, cannot be seen.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    python = home / "bin" / "python"
    where = subprocess.run(
        [python, "-c", "import gridplanner; print(gridplanner.__file__)"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert str(site) in where.stdout
    done = subprocess.run(
        [python, "-c", "from gridplanner.cli import main; main()", "demo", "--sample", "yuxin",
         "--out", "demo", "--headless", "--json"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert [(x["count"], x["expected"]) for x in data["levels"]] == [(1, 1), (53, 53)]
    assert data["captains"]["doors"] == 184
    assert data["locate"]["persons"] == 15_000
