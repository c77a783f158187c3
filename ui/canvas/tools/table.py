"""All tools of the map, in the order of the toolbar."""

from __future__ import annotations

from ui.canvas.tools.base import Tool
from ui.canvas.tools.draw import Draw
from ui.canvas.tools.measure import Measure
from ui.canvas.tools.pan import Pan
from ui.canvas.tools.select import Select
from ui.canvas.tools.split import Split

TOOLS: tuple[type[Tool], ...] = (Select, Pan, Draw, Split, Measure)
