"""Tests of gridplanner.balance."""
