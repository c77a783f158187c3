"""Measurements: never tests, always ratios or limits in the same run."""
