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

RUNS = 9


def symbol(look):
    """Make the symbol of a layer; widths are in pixels."""
    from qgis.core import QgsFillSymbol, QgsLineSymbol, QgsMarkerSymbol

    line = {
        "line_color": look.get("line", "#000000"),
        "line_width": str(look.get("width", 0)),
        "line_width_unit": "Pixel",
    }
    if look.get("dot"):
        return QgsMarkerSymbol.createSimple(
            {"color": look["fill"], "size": str(2 * look["dot"]), "size_unit": "Pixel"}
        )
    if look["kind"] == "line":
        return QgsLineSymbol.createSimple(line)
    return QgsFillSymbol.createSimple(
        {
            "color": look.get("fill", "#000000"),
            "style": "solid" if look.get("fill") else "no",
            "outline_color": look.get("line", "#000000"),
            "outline_style": "solid" if look.get("line") else "no",
            "outline_width": str(look.get("width", 0)),
            "outline_width_unit": "Pixel",
        }
    )


def main():
    """Paint and print."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from qgis.core import (
        QgsApplication,
        QgsCoordinateReferenceSystem,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsRectangle,
        QgsSingleSymbolRenderer,
        QgsVectorLayer,
        QgsWkbTypes,
    )
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    asked = json.load(sys.stdin)
    app = QgsApplication([], False)
    app.initQgis()
    layers = []
    for look in asked["layers"]:
        layer = QgsVectorLayer(f"{asked['data']}|layername={look['table']}", look["name"], "ogr")
        if not layer.isValid():
            raise SystemExit(f"QGIS cannot read {look['name']}")
        lines = layer.geometryType() == QgsWkbTypes.LineGeometry
        look["kind"] = "line" if lines else "other"
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(look)))
        layers.append(layer)
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(asked["crs"]))
    settings.setExtent(QgsRectangle(*asked["bounds"]))
    settings.setOutputSize(QSize(asked["width"], asked["height"]))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor(asked["ground"]))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    taken = []
    for run in range(RUNS + 1):
        start = time.perf_counter()
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        if run:
            taken.append((time.perf_counter() - start) * 1000)
        image = job.renderedImage()
    image.save(asked["picture"])
    taken.sort()
    print(json.dumps({"median": round(statistics.median(taken), 1), "p95": round(taken[-1], 1)}))
    sys.stdout.flush()
    os._exit(0)  # QGIS's own end may crash without a window


if __name__ == "__main__":
    main()
