"""The one place where kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Compile a kernel, keep it on disk, and let other threads run beside it.

    The disk cache of a kernel is renewed when *its own* file changes, not when a kernel
    that it calls does; so kernels that call each other live in one file, and what is
    shared between files (:mod:`gridplanner.balance.kernel_random`) stays as it is.
    """
    return cast("Kernel", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
