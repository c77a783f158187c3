"""Tests of what comes back from a receiver."""
