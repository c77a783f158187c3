"""Paint layers with QGIS and print how long it takes; runs under QGIS's own Python.

Reads from standard input what :mod:`bench.canvas_peer` asks for. The same layers are painted
by ``QgsMapRendererParallelJob`` at 96 dots an inch, antialiased.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
import os
import statistics
import sys
import time

WARM, RUNS = 2, 11


def stroke_of(look, kind):
    """Make one symbol layer; widths are in pixels."""
    from qgis.core import QgsFillSymbol, QgsLineSymbol, QgsMarkerSymbol

    if look.get("dot"):
        made = QgsMarkerSymbol.createSimple(
            {
                "color": look["fill"],
                "size": str(2 * look["dot"]),
                "size_unit": "Pixel",
                "outline_style": "no",
            }
        )
    elif kind == "line":
        made = QgsLineSymbol.createSimple(
            {
                "line_color": look.get("line", "#000000"),
                "line_width": str(look.get("width", 0)),
                "line_width_unit": "Pixel",
            }
        )
    else:
        made = QgsFillSymbol.createSimple(
            {
                "color": look.get("fill", "#000000"),
                "style": "solid" if look.get("fill") else "no",
                "outline_color": look.get("line", "#000000"),
                "outline_style": "solid" if look.get("line") else "no",
                "outline_width": str(look.get("width", 0)),
                "outline_width_unit": "Pixel",
            }
        )
    return made


def symbol(strokes, kind):
    """Make the symbol of a class, strokes bottom up."""
    made = stroke_of(strokes[0], kind)
    for number, look in enumerate(strokes[1:], start=1):
        single = stroke_of(look, kind)  # it must outlive its layer's copying
        above = single.symbolLayer(0).clone()
        above.setRenderingPass(number)
        made.appendSymbolLayer(above)
    return made


def renderer(looks, kind):
    """Make the renderer of a layer: one symbol, or a class for each look."""
    from qgis.core import (
        QgsCategorizedSymbolRenderer,
        QgsRendererCategory,
        QgsSingleSymbolRenderer,
    )

    if len(looks) == 1:
        return QgsSingleSymbolRenderer(symbol(looks[0], kind))
    classes = [
        QgsRendererCategory(number, symbol(strokes, kind), str(number))
        for number, strokes in enumerate(looks)
    ]
    made = QgsCategorizedSymbolRenderer("look", classes)
    made.setUsingSymbolLevels(any(len(strokes) > 1 for strokes in looks))
    return made


def timed(settings, layers):
    """Paint some times; gives the times in ms, the processor's median and the picture."""
    from qgis.core import QgsMapRendererParallelJob

    settings.setLayers(list(reversed(layers)))
    taken, worked = [], []
    for run in range(WARM + RUNS):
        start, begun = time.perf_counter(), time.process_time()
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        if run >= WARM:
            taken.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - begun) * 1000)
    return sorted(taken), statistics.median(worked), job.renderedImage()


def main():
    """Paint and print."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from qgis.core import (
        QgsApplication,
        QgsCoordinateReferenceSystem,
        QgsFeatureRequest,
        QgsMapSettings,
        QgsRectangle,
        QgsVectorLayer,
        QgsWkbTypes,
    )
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    asked = json.load(sys.stdin)
    app = QgsApplication([], False)
    app.initQgis()
    from_file, from_memory = [], []
    for row in asked["layers"]:
        layer = QgsVectorLayer(f"{asked['data']}|layername={row['table']}", row["name"], "ogr")
        if not layer.isValid():
            raise SystemExit(f"QGIS cannot read {row['name']}")
        kind = "line" if layer.geometryType() == QgsWkbTypes.LineGeometry else "other"
        kept = layer.materialize(QgsFeatureRequest())
        kept.dataProvider().createSpatialIndex()
        for one, layers in ((layer, from_file), (kept, from_memory)):
            one.setRenderer(renderer(row["looks"], kind))
            layers.append(one)
    settings = QgsMapSettings()
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(asked["crs"]))
    settings.setExtent(QgsRectangle(*asked["bounds"]))
    settings.setOutputSize(QSize(asked["width"], asked["height"]))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor(asked["ground"]))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    settings.setFlag(QgsMapSettings.DrawLabeling, False)
    runs = [
        (*timed(settings, layers), name)
        for name, layers in (("file", from_file), ("memory", from_memory))
    ]
    taken, worked, image, name = min(runs, key=lambda run: statistics.median(run[0]))
    image.save(asked["picture"])
    found = {
        "median": round(statistics.median(taken), 1),
        "best": round(taken[0], 1),
        "p95": round(taken[-1], 1),
        "processor": round(worked, 1),
        "from": name,
        "layers": len(from_file),
    }
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # QGIS's own end may crash without a window


if __name__ == "__main__":
    main()
