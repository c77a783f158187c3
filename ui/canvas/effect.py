"""What a gesture would do: figures from the core, and the ground to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gridplanner.edits import Preview
from gridplanner.edits.base import Edit
from gridplanner.edits.moved import GroundEdit
from gridplanner.edits.previews import counted, preview_of
from gridplanner.edits.stroke import CROSSES, Stroke
from gridplanner.edits.tally import carried
from gridplanner.errors import GridPlannerError
from gridplanner.geometry import Shapes, shapes_of
from gridplanner.model import Plan
from gridplanner.wording import Language, say


@dataclass(frozen=True, eq=False)
class Effect:
    """What an edit would do.

    Attributes
    ----------
    figures : Preview
        Loads and households of the leaves touched.
    ground : array of Polygon
        What changes hands, or becomes a leaf of its own.
    area_m2 : float
        Its area.
    gone : tuple of str
        Codes of leaves that would be no more.
    torn : mapping of str to int
        Leaves that would be in pieces, which no edit may do: code → number of pieces.
    emptied : tuple of str
        Leaves that would have no ground, which no edit may do either.
    outside : int
        Units that a brush has met and left, as they are another parent's.
    """

    figures: Preview
    ground: Shapes = field(default_factory=lambda: shapes_of([]))
    area_m2: float = 0.0
    gone: tuple[str, ...] = ()
    torn: Mapping[str, int] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()
    outside: int = 0

    @classmethod
    def of_ground(cls, figures: Preview, ground: Shapes) -> Effect:
        """Make the effect of ground that changes hands between leaves that stay."""
        return cls(figures, ground, float(sum(piece.area for piece in ground)))

    @classmethod
    def of_stroke(cls, stroke: Stroke) -> Effect:
        """Make the effect of a stroke, with what stands against it."""
        made = cls.of_ground(stroke.preview(), stroke.ground)
        outside = sum(why == CROSSES for why in stroke.refused.values())
        return replace(made, torn=stroke.torn, emptied=stroke.emptied, outside=outside)


def effect_of(plan: Plan, edit: Edit, language: Language) -> Effect | str:
    """Work out what an edit would do; a sentence says why it cannot be done."""
    try:
        if isinstance(edit, GroundEdit):
            moved = edit.moved(plan)
            return Effect.of_ground(preview_of(plan, carried(plan, moved)), moved.pieces)
        after = edit.apply(plan)
    except GridPlannerError as error:
        return say(error.code, error.facts, language)
    return _of_plans(plan, after)


def _of_plans(before: Plan, after: Plan) -> Effect:
    """Compare two plans of which leaves come and go: what is new is the ground to be shown."""
    old = dict(zip(before.leaves["code"], before.leaves.geometry, strict=True))
    new = dict(zip(after.leaves["code"], after.leaves.geometry, strict=True))
    came = [shape for code, shape in new.items() if code not in old]
    went = [shape for code, shape in old.items() if code not in new]
    gone = tuple(sorted(set(old) - set(new)))
    ground = shapes_of(came or went)
    return Effect(counted(before, after), ground, float(sum(g.area for g in ground)), gone)
