"""The one palette."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import style


def test_classes_have_the_limits_of_the_window() -> None:
    assert style.DEVIATION_EDGES == (-0.20, -0.10, -0.05, 0.05, 0.10, 0.20)
    assert len(style.DEVIATION_COLOURS) == len(style.DEVIATION_EDGES) + 1


@pytest.mark.parametrize(
    ("deviation", "number"),
    [(-1.0, 0), (-0.2, 1), (-0.1, 2), (-0.05, 3), (0.0, 3), (0.05, 3), (0.1, 4), (0.2, 5), (9, 6)],
)
def test_a_limit_belongs_to_the_class_nearer_to_zero(deviation: float, number: int) -> None:
    assert style.class_of_deviation(deviation) == number


def test_a_limit_computed_with_rounding_stays_in_its_class() -> None:
    assert style.class_of_deviation(1.1 / 1.0 - 1) == 4


@given(st.floats(-3, 3))
def test_classes_are_mirrored(deviation: float) -> None:
    one, other = style.class_of_deviation(deviation), style.class_of_deviation(-deviation)
    assert one is not None
    assert other is not None
    assert one + other == 6


def test_no_figure_has_no_class() -> None:
    assert style.class_of_deviation(None) is None
    assert style.colour_of_deviation(None) == style.NO_VALUE
    assert style.colour_of_deviation(float("nan"), "dark") == style.NO_VALUE_DARK


def test_seven_tops_have_seven_hues_and_children_their_tints() -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(7))
    parents |= {10 + n: n % 7 for n in range(35)}
    parents |= {100 + n: 10 + n % 35 for n in range(253)}
    colours = style.colour_by_parent(parents)
    assert len({colours[n] for n in range(7)}) == 7
    for top in range(7):
        tints = [colours[n] for n in range(10, 45) if parents[n] == top]
        assert len(set(tints)) == 5
    assert all(colours[n] == colours[parents[n] or 0] for n in range(100, 353))


def test_one_top_leaves_the_hues_to_its_children() -> None:
    parents: dict[int, int | None] = {0: None, **dict.fromkeys(range(1, 54), 0)}
    ring = [(n, n % 53 + 1) for n in range(1, 54)]
    colours = style.colour_by_parent(parents, ring)
    assert colours[0] == style.NO_VALUE
    assert all(colours[a] != colours[b] for a, b in ring)


@given(st.integers(8, 40), st.randoms(use_true_random=False))
def test_grids_that_touch_differ_on_a_planar_strip(count: int, random: object) -> None:
    # A triangulated strip is planar with degree at most four: seven hues must do.
    pairs = [(n, n + 1) for n in range(count - 1)] + [(n, n + 2) for n in range(count - 2)]
    colours = style.colour_by_parent(dict.fromkeys(range(count)), pairs)
    assert all(colours[a] != colours[b] for a, b in pairs)


def test_a_circle_of_parents_does_not_hang() -> None:
    assert style.colour_by_parent({1: 2, 2: 1}) == {}


def test_widths_go_down_with_the_levels() -> None:
    for depth in range(1, 7):
        widths = [style.level_width_px(level, depth) for level in range(1, depth + 1)]
        assert all(a > b for a, b in itertools.pairwise(widths))


def test_legends_have_both_languages() -> None:
    themes: tuple[style.FillTheme, ...] = ("deviation", "kind", "change")
    for theme in themes:
        modes: tuple[style.Mode, ...] = ("light", "dark")
        for mode in modes:
            entries = style.legend_of(theme, mode=mode)
            assert entries
            assert all(e.zh and e.en and e.colour.startswith("#") for e in entries)
    assert style.legend_of("parent") == []
    assert [e.key for e in style.legend_of("kind", ["", "商圈"])] == ["综合", "商圈"]


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    a, b = sorted((light(one), light(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def test_text_can_be_read_on_panels_and_fills() -> None:
    for surface in (style.LIGHT, style.DARK):
        assert _contrast(surface.text, surface.panel) >= 7
        assert _contrast(surface.muted, surface.panel) >= 4.5
    assert all(_contrast(style.LIGHT.text, hue) >= 4.5 for hue in style.HUES)


def test_what_is_in_order_stands_back_from_the_ground_in_both_modes() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light = [lightness(c) for c in style.deviation_colours("light")]
    dark = [lightness(c) for c in style.deviation_colours("dark")]
    # Light ground: paler towards the middle; dark ground: darker towards the middle.
    assert light[:4] == sorted(light[:4])
    assert light[3:] == sorted(light[3:], reverse=True)
    assert dark[:4] == sorted(dark[:4], reverse=True)
    assert dark[3:] == sorted(dark[3:])
    assert min(dark[0], dark[6]) - dark[3] > 80
