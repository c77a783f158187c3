"""The process's streams, made fit for results: nothing but ours on stdout."""

from __future__ import annotations

import os
import sys


def prepare_streams() -> None:
    """Keep stdout for results, and let a console without a character show ``?``.

    Libraries in C write to file descriptor 1 when they please: HiGHS does so on large
    problems, in the midst of a JSON object. Their words go to stderr; ours keep the place
    that stdout had. Only for a process of our own, whose streams nobody else uses.
    """
    if sys.stdout is not None and sys.stderr is not None and _is_descriptor_one():
        sys.stdout.flush()
        ours = os.dup(1)
        os.dup2(2, 1)
        sys.stdout = os.fdopen(ours, "w", encoding=sys.stdout.encoding, errors="replace")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _is_descriptor_one() -> bool:
    try:
        return sys.stdout.fileno() == 1
    except (OSError, ValueError):
        # A window without a console, or a stream that is no file.
        return False
