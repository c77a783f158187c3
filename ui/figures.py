"""How figures are written: separators, units, signs."""

from __future__ import annotations

import math

from ui.language import tr


def whole(value: float) -> str:
    """Write a count.

    >>> whole(12345.0)
    '12,345'
    """
    return f"{round(value):,}"


def signed_percent(fraction: float) -> str:
    """Write a deviation with its sign; the minus is a real one.

    >>> signed_percent(0.124), signed_percent(-0.05), signed_percent(0.001)
    ('+12 %', '−5 %', '0 %')
    """
    if not math.isfinite(fraction):
        return "–"
    number = round(fraction * 100)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)} %"


def percent(fraction: float) -> str:
    """Write a size in per cent, to a tenth under ten.

    >>> percent(0.0456), percent(0.31)
    ('4.6 %', '31 %')
    """
    value = fraction * 100
    return f"{value:.1f} %" if abs(value) < 9.95 else f"{value:.0f} %"


def load(value: float) -> str:
    """Write a load with its unit."""
    return tr("{value} 人份", value=f"{value:.2f}")


def area(value_m2: float) -> str:
    """Write an area in ha, or km² from 100 ha up.

    >>> area(12_345.0), area(3_200_000.0)
    ('1.23 ha', '3.20 km²')
    """
    return f"{value_m2 / 1e4:.2f} ha" if value_m2 < 1e6 else f"{value_m2 / 1e6:.2f} km²"


def scale(denominator: float) -> str:
    """Write a map scale.

    >>> scale(4987.2)
    '1:5,000'
    """
    if not math.isfinite(denominator) or denominator <= 0:
        return "1:–"
    step = 10.0 ** max(math.floor(math.log10(denominator)) - 1, 0)
    return f"1:{round(denominator / step) * step:,.0f}"
