"""Which layers are drawn, in which order, how strongly, and from which scale on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

#: Layers from the ground up; borders and labels always lie on top.
ORDER = (
    "basemap",
    "grids",
    "mask",
    "water",
    "areas",
    "compounds",
    "streets",
    "buildings",
    "units",
    "households",
    "entrances",
    "places",
    "boundary",
    "labels",
)
#: Layers that are hidden at first.
HIDDEN = frozenset({"units", "areas"})
#: Opacity of a layer at first, where it is not 1: streets and water come out over paler fills.
AT_FIRST = {"grids": 0.8, "mask": 0.7}
#: A layer is drawn up to this n of 1:n; beyond it, its things cannot be told apart.
UP_TO = {
    "units": 8_000.0,
    "compounds": 12_000.0,
    "entrances": 3_200.0,
    "households": 2_600.0,
    "places": 9_000.0,
}


@dataclass(frozen=True)
class Layering:
    """Layers bottom up with their visibility and opacity; a change makes a new one."""

    order: tuple[str, ...] = ORDER
    hidden: frozenset[str] = HIDDEN
    opacity: tuple[tuple[str, float], ...] = tuple(AT_FIRST.items())
    #: Layers of :data:`UP_TO` that are drawn at every scale all the same: their density tells.
    always: frozenset[str] = frozenset()

    def opacity_of(self, name: str) -> float:
        """Give a layer's opacity, 0 … 1."""
        return dict(self.opacity).get(name, 1.0)

    def drawn(self, name: str, denominator: float) -> bool:
        """Tell whether a layer is drawn at a scale."""
        return (
            name not in self.hidden
            and self.opacity_of(name) > 0
            and (name in self.always or denominator <= UP_TO.get(name, float("inf")))
        )

    def with_layer(
        self,
        name: str,
        visible: bool | None = None,
        opacity: float | None = None,
        always: bool | None = None,
    ) -> Layering:
        """Show or hide a layer, set its opacity, or draw it at every scale.

        Raises
        ------
        KeyError
            There is no such layer.
        """
        if name not in self.order:
            raise KeyError(name)
        new = self
        if visible is not None:
            hidden = self.hidden - {name} if visible else self.hidden | {name}
            new = replace(new, hidden=frozenset(hidden))
        if opacity is not None:
            shares = {**dict(self.opacity), name: min(max(opacity, 0.0), 1.0)}
            new = replace(new, opacity=tuple(shares.items()))
        if always is not None:
            kept = self.always | {name} if always else self.always - {name}
            new = replace(new, always=frozenset(kept))
        return new

    def ordered(self, names: Sequence[str]) -> Layering:
        """Put layers into another order, bottom up; those not named keep their places.

        Raises
        ------
        KeyError
            A name is no layer.
        """
        for name in names:
            if name not in self.order:
                raise KeyError(name)
        wanted = iter(names)
        moved = set(names)
        return replace(
            self, order=tuple(next(wanted) if name in moved else name for name in self.order)
        )

    def rows(self) -> list[tuple[str, bool, float]]:
        """List name, visibility and opacity, bottom up."""
        return [(name, name not in self.hidden, self.opacity_of(name)) for name in self.order]
