"""The command line: the composition root that joins core, layers and window."""

from gridplanner.cli.main import main, window

__all__ = ["main", "window"]
