"""Progress and cancel for long work, without threads.

A long function takes ``on_progress`` and calls it now and then with a
:class:`Progress`; an answer of ``False`` asks it to stop at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gridplanner.errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """How far a job is.

    Attributes
    ----------
    code : str
        Key of the sentence in :mod:`gridplanner.wording`, such as ``"job.locate"``.
    fraction : float or None
        Done part, 0 to 1; ``None`` where it cannot be known.
    facts : mapping
        Figures so far, named as in the sentence.
    """

    code: str
    fraction: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


OnProgress = Callable[[Progress], "bool | None"]


def tell(on_progress: OnProgress | None, progress: Progress) -> None:
    """Report progress and leave by :class:`Cancelled` when the listener says stop.

    >>> tell(None, Progress("job.locate", 0.5))
    """
    if on_progress is not None and on_progress(progress) is False:
        raise Cancelled
