"""Addresses of tiles: their parts, the key, and what is wrong with one."""

from __future__ import annotations

import pytest

from gridplanner.errors import InputError
from layers.tile_address import TileAddress, tile_address


def test_parts_are_filled_in_as_services_name_them() -> None:
    address = tile_address(" http://tiles.test/{z}/{y}/{x} ")
    assert address.url(12, 3300, 1600) == "http://tiles.test/12/1600/3300"
    wmts = tile_address(
        "https://host/w?TILEMATRIX={TileMatrix}&R={TileRow}&C={TileCol}&tk={tk}", "k"
    )
    assert wmts.url(7, 8, 9) == "https://host/w?TILEMATRIX=7&R=9&C=8&tk=k"
    assert wmts.host == "host"


@pytest.mark.parametrize(
    "template",
    ["", "file:///etc/{z}/{x}/{y}", "http:///{z}/{x}/{y}", "http://host/{z}/{x}",
     "http://host/{z}/{x}/{y}?a={style}", "http://[/{z}/{x}/{y}"],
)  # fmt: skip
def test_what_is_no_address_is_refused(template: str) -> None:
    with pytest.raises(InputError) as caught:
        tile_address(template)
    assert caught.value.code == "basemap.bad_address"


def test_a_key_is_asked_for_and_never_shown() -> None:
    with pytest.raises(InputError) as caught:
        tile_address("http://host/{z}/{x}/{y}?tk={key}", "  ")
    assert caught.value.code == "basemap.no_key"
    assert "s3cret" not in repr(TileAddress("http://host/{z}/{x}/{y}?tk={key}", "s3cret"))
