"""A finding: one fault, with its place and its figures; and the family that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import shapely

from gridplanner.by_shape import ByShape, ByShapes
from gridplanner.geometry import Floats, shapes_of
from gridplanner.in_force import InForce, grids_in_force, leaves_in_force
from gridplanner.model import Plan

if TYPE_CHECKING:
    from gridplanner.edits.base import Edit
    from gridplanner.rules.profile import Profile

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One fault of a plan.

    Attributes
    ----------
    rule : str
        Id of the rule, such as ``"coverage.overlap"``; also the key of its sentence.
    severity : {"error", "warning", "info"}
    codes : tuple of str
        Codes of the grids (or ids of doors, households, persons) concerned.
    where : tuple of float or None
        A place to zoom to, x and y in the plan's CRS.
    facts : mapping
        Figures with their units in the name (``area_m2``, ``deviation``).
    fixes : tuple of Edit
        Edits that may mend it, the likeliest first. They are values, not yet tried:
        :func:`gridplanner.rules.fixing.offers` applies and rechecks them before they are
        offered.
    waived : bool
        Whether the project accepts it, with a reason.
    """

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    where: tuple[float, float] | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    fixes: tuple[Edit, ...] = ()
    waived: bool = False

    @property
    def target(self) -> str:
        """What a waiver of this finding names: its codes, and the id it speaks of."""
        named = str(self.facts["id"]) if "id" in self.facts else ""
        return "|".join((*self.codes, named)) if named else "|".join(self.codes)

    @property
    def sentence(self) -> str:
        """Key of its sentence: the rule, and the kind where the rule has several."""
        kind = self.facts.get("kind")
        return f"{self.rule}.{kind}" if kind else self.rule

    @property
    def words(self) -> dict[str, Any]:
        """Facts for the sentence, with the codes as one text."""
        return {**self.facts, "codes": "、".join(self.codes)}


@dataclass(frozen=True)
class Scope:
    """What a family looks at.

    Attributes
    ----------
    plan : Plan
    final : bool
        Whether the plan is put forward for approval.
    profile : Profile
        Limits and tolerances in force.
    """

    plan: Plan
    final: bool
    profile: Profile

    @property
    def grids(self) -> gpd.GeoDataFrame:
        """Grids in force; taken out of the plan once for all families, not to be changed."""
        return self.plan.derived("rules.grids", lambda plan: plan.valid_grids, ["grids"])

    @property
    def leaves(self) -> gpd.GeoDataFrame:
        """Leaves in force; as :attr:`grids`."""
        return self.plan.derived("rules.leaves", lambda plan: plan.leaves, ["grids", "scheme"])

    @property
    def rows(self) -> InForce:
        """Grids in force as plain arrays, in the order of :attr:`grids`."""
        return grids_in_force(self.plan)

    @property
    def ends(self) -> InForce:
        """Leaves in force as plain arrays, in the order of :attr:`leaves`."""
        return leaves_in_force(self.plan)

    def kept(self, key: str, tables: Iterable[str] = ()) -> ByShapes[Any]:
        """Give a store of results by shapes, which lasts as long as some tables do."""
        return self.plan.derived(f"rules by shapes: {key}", lambda _: ByShapes[Any](), tables)

    @property
    def borders(self) -> ByShapes[Floats]:
        """Where :func:`gridplanner.rules.candidates.beside` keeps what it measured."""
        return self.kept("borders")

    @property
    def boxes(self) -> Floats:
        """Bounds of :attr:`ends`, shape (n, 4)."""

        def make(plan: Plan) -> Floats:
            return shapely.bounds(leaves_in_force(plan).shapes).reshape(-1, 4)

        return self.plan.derived("boxes of leaves", make, ["grids", "scheme"])

    def middle(self, shape: Any) -> Any:
        """Give a point on a shape, kept by the shape."""
        kept = self.plan.derived("middles", lambda _: ByShape[Any](), ())
        return kept.of(shapes_of([shape]), lambda fresh: list(shapely.point_on_surface(fresh)))[0]

    @property
    def draft(self) -> Severity:
        """Severity of what a draft may still lack."""
        return "error" if self.final else "warning"


@dataclass(frozen=True)
class Family:
    """A family of rules.

    Attributes
    ----------
    look : callable
        From a scope to everything that the family finds.
    tables : tuple of str
        Tables and settings it reads, or parts of them, besides the scheme and what the
        profile says: as long as they stay, so do its findings.
    """

    look: Callable[[Scope], list[Finding]]
    tables: tuple[str, ...]


def found(
    rule: str,
    severity: Severity,
    codes: Iterable[object],
    shape: Any = None,
    facts: Mapping[str, Any] | None = None,
    fixes: Iterable[Edit] = (),
) -> Finding:
    """Make a finding whose place is a point on a shape; no place for an absent or empty one."""
    where = None
    if shape is not None and not shapely.is_empty(shape):
        point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
        where = (float(shapely.get_x(point)), float(shapely.get_y(point)))
    return Finding(rule, severity, tuple(map(str, codes)), where, facts or {}, tuple(fixes))
