"""Open every layer of a file with QGIS, say what it made of it, and paint all in one picture.

    python3 qgis_reads.py FILE PICTURE

Runs under QGIS's own Python; one JSON object on the last line of standard output. Layers lie
over each other as QGIS puts them when a file is dropped on it: the first on top.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
import os
import sys


def main():
    """Open, paint and print."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from qgis.core import (
        QgsApplication,
        QgsDataProvider,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    path, picture = sys.argv[1:]
    application = QgsApplication([], False)
    application.initQgis()
    probe = QgsVectorLayer(path, "probe", "ogr")
    separator = QgsDataProvider.sublayerSeparator()
    names = [text.split(separator)[1] for text in probe.dataProvider().subLayers()]
    layers, said = [], {}
    for name in names:
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        fields = range(layer.fields().count())
        said[name] = {
            "valid": layer.isValid(),
            "rows": layer.featureCount(),
            "crs": layer.crs().authid(),
            "labels": layer.labelsEnabled(),
            "aliases": {layer.fields()[n].name(): layer.attributeDisplayName(n) for n in fields},
            **look(layer),
        }
        if layer.isSpatial() and layer.featureCount():
            layers.append(layer)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(1000, 800))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(settings.fullExtent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)
    sys.stdout.write(json.dumps(said) + "\n")


def look(layer):
    """Say how a layer is drawn: renderer, field, and each class with its colour and brush."""
    renderer = layer.renderer()
    if renderer is None:
        return {"renderer": None}
    found = {"renderer": renderer.type()}
    if renderer.type() == "categorizedSymbol":
        found["field"] = renderer.classAttribute()
        found["classes"] = {
            one.value(): [
                one.symbol().color().name().upper(),
                int(one.symbol().symbolLayer(0).brushStyle()),
            ]
            for one in renderer.categories()
        }
    return found


if __name__ == "__main__":
    main()
