"""Tests of the change pack."""
