"""The one place where kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Compile a kernel that makes no arrays, keep it on disk, let other threads run beside it.

    Such a kernel counts no references to the arrays it is handed: with the many arrays of a
    search's state, counting took three quarters of the time (1.3 instead of 4.5 million
    proposals a second). For the same reason calls are inlined.

    The disk cache of a kernel is renewed when *its own* file changes, not when a kernel
    that it calls does; so kernels that call each other live in one file, and what is
    shared between files (:mod:`gridplanner.balance.kernel_random`) stays as it is.
    """
    lean: dict[str, Any] = {"_nrt": False, "forceinline": True}
    return cast("Kernel", numba.njit(cache=True, nogil=True, error_model="numpy", **lean)(function))


def allocating(function: Kernel) -> Kernel:
    """Compile a kernel that makes arrays of its own; see :func:`compiled`."""
    return cast("Kernel", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
