"""Median, 95th percentile and worst of what was measured."""

from __future__ import annotations

import numpy as np


def spread(taken: list[float]) -> dict[str, float]:
    """Give median and 95th percentile of seconds, in ms."""
    ms = np.array(taken) * 1000
    return {
        "median": round(float(np.median(ms)), 1),
        "p95": round(float(np.percentile(ms, 95)), 1),
        "worst": round(float(ms.max()), 1),
    }
