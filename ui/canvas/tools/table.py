"""All tools of the map, in the order of the toolbar."""

from __future__ import annotations

from ui.canvas.tools.base import Tool
from ui.canvas.tools.draw import Draw
from ui.canvas.tools.fill import Fill
from ui.canvas.tools.inspect import Inspect
from ui.canvas.tools.measure import Measure
from ui.canvas.tools.merge import Merge
from ui.canvas.tools.paint import Paint
from ui.canvas.tools.pan import Pan
from ui.canvas.tools.push import Push
from ui.canvas.tools.reshape import Reshape
from ui.canvas.tools.select import Select
from ui.canvas.tools.split import Split
from ui.canvas.tools.vertex import Vertex

TOOLS: tuple[type[Tool], ...] = (
    Select, Pan, Inspect, Draw, Split, Reshape, Vertex, Merge, Paint, Push, Fill, Measure,
)  # fmt: skip
