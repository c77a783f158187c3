"""The collector rests while much is made, and nothing of a closed project is kept from it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.ui.conftest import Hand
from ui import collector


def half_way() -> None:
    """Fail inside a pause in which another one has ended."""
    with collector.paused():
        with collector.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError("half way")


def test_a_pause_ends_also_after_an_error_and_nests() -> None:
    """Leaving an inner pause does not end the outer one."""
    assert gc.isenabled()
    with pytest.raises(ValueError, match="half way"):
        half_way()
    assert gc.isenabled()


def test_an_open_project_is_set_aside_until_it_is_closed(hand: Hand, planned: Path) -> None:
    """A full collection has little to look at while a project is open."""
    hand.open(planned)
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count()
    hand.window.session.close()
    assert gc.get_freeze_count() == 0


def test_a_file_that_does_not_open_leaves_the_collector_on(hand: Hand, tmp_path: Path) -> None:
    """Also where there is nothing to set aside."""
    broken = tmp_path / "broken.gpkg"
    broken.write_text("no database")
    assert not hand.window.session.open(broken)
    assert gc.isenabled()
