"""The map's own words, in the language that was chosen for it."""

from __future__ import annotations

from typing import Any

from gridplanner.plurals import agree
from gridplanner.sentences.canvas import CANVAS
from gridplanner.wording import Language


def word(code: str, language: Language, **facts: Any) -> str:
    """Say one of the map's words.

    >>> word("canvas.word.hu", "zh", value=48)
    '48户'
    >>> word("word.households", "en", value="1"), word("word.households", "en", value="2")
    ('1 household', '2 households')
    """
    pair = CANVAS[code if code.startswith("canvas.") else f"canvas.{code}"]
    said = pair[0 if language == "zh" else 1].format(**facts)
    return agree(said) if facts and language == "en" else said


def length_text(metres: float) -> str:
    """Write a length: metres up to a kilometre.

    >>> length_text(12.34), length_text(345.6), length_text(1234.0)
    ('12.3 m', '346 m', '1.23 km')
    """
    if metres < 100:
        return f"{metres:.1f} m"
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:,.2f} km"


def area_text(square_metres: float) -> str:
    """Write an area: m² up to a hectare, then ha, then km².

    >>> area_text(950.0), area_text(12_345.0), area_text(3_456_000.0)
    ('950 m²', '1.23 ha', '3.46 km²')
    """
    if square_metres < 10_000:
        return f"{square_metres:,.0f} m²"
    if square_metres < 1_000_000:
        return f"{square_metres / 10_000:.2f} ha"
    return f"{square_metres / 1_000_000:.2f} km²"


def signed_percent(fraction: float) -> str:
    """Write a deviation with its sign; the minus is a real one.

    >>> signed_percent(0.124), signed_percent(-0.05), signed_percent(0.001)
    ('+12 %', '−5 %', '0 %')
    """
    number = round(fraction * 100)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)} %"
