"""When Python's cyclic garbage collector may run.

A full collection looks at every object there is and keeps Python's lock meanwhile: with the
modules and the sample of 岚皋 110 ms, for which the window stands still, whichever thread
sets it off. What will stay is therefore set aside once it is there.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Keep the collector from running while much is made that will stay.

    Nests; on leaving it is on again only if it was before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside() -> None:
    """Leave all that is there now out of later collections."""
    gc.freeze()


def take_back() -> None:
    """Let collections look at everything again, so that what was closed can go."""
    gc.unfreeze()
