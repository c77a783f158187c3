"""Tiles that come over the net while somebody looks: asked for, and never waited for."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from layers.tile_address import TileAddress
from ui.canvas.basemap import KEPT, MercatorTiles, TileKey

#: Zooms that are asked for.
ZOOMS = tuple(range(1, 19))
#: Requests on the way at a time; the rest of what is in sight waits.
MOST_AT_ONCE = 6
#: A server that has not answered for so long is not there.
PATIENCE_MS = 10_000
#: After a failure nothing is asked for so long: a map offline must not hammer a server.
REST_S = 20.0
#: A coarser tile stands in for one that has not come, from so many zooms above at most.
STAND_IN = 5
#: What servers answer to a key that they do not take.
REFUSALS = (401, 403, 418, 429)
#: Stands for the file's path of other basemaps.
ONLINE = Path("online:")


class TileFetcher(QObject):
    """Asks a server for tiles, a few at a time.

    Parameters
    ----------
    address : TileAddress
    """

    #: Tiles have come: the map may be painted anew.
    arrived = pyqtSignal()
    #: The first failure after a success: code and facts of a sentence. The key is in none.
    failed = pyqtSignal(str, object)

    def __init__(self, address: TileAddress, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._net = QNetworkAccessManager(self)
        self._net.setTransferTimeout(PATIENCE_MS)
        self._known: OrderedDict[TileKey, QImage | None] = OrderedDict()
        self._asked: dict[TileKey, QNetworkReply] = {}
        self._wanted: OrderedDict[TileKey, None] = OrderedDict()
        self._rest_until = 0.0
        self._told = False

    def image(self, key: TileKey) -> QImage | None:
        """Give a tile that is there; one that is not is asked for."""
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if time.monotonic() >= self._rest_until and key not in self._asked:
            self._wanted[key] = None
            self._wanted.move_to_end(key)
            while len(self._wanted) > KEPT:
                self._wanted.popitem(last=False)
            self._ask()
        return None

    def stand_in(self, key: TileKey) -> QImage | None:
        """Give the part of a coarser tile that covers one that has not come."""
        zoom, x, y = key
        for up in range(1, STAND_IN + 1):
            coarse = self._known.get((zoom - up, x >> up, y >> up))
            if coarse is not None:
                side = coarse.width() >> up
                column, row = x & (2**up - 1), y & (2**up - 1)
                return coarse.copy(column * side, row * side, side, side) if side else None
        return None

    def _ask(self) -> None:
        while self._wanted and len(self._asked) < MOST_AT_ONCE:
            # What was asked for last is in sight now.
            key, _ = self._wanted.popitem(last=True)
            request = QNetworkRequest(QUrl(self._address.url(*key)))
            request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "gridplanner")
            reply = self._net.get(request)
            if reply is None:
                return
            self._asked[key] = reply
            reply.finished.connect(lambda key=key: self._finished(key))

    def _finished(self, key: TileKey) -> None:
        reply = self._asked.pop(key, None)
        if reply is None:
            return
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        error = reply.error()
        content = reply.readAll().data() if error == QNetworkReply.NetworkError.NoError else b""
        reply.deleteLater()
        image = QImage.fromData(content) if content else QImage()
        if not image.isNull():
            self._keep(key, image)
            self._told = False
            self.arrived.emit()
        elif status in (204, 404):
            self._keep(key, None)  # there is no such tile: at the edge of what is served
        else:
            self._fail(int(status) if isinstance(status, int) else 0)
        self._ask()

    def _keep(self, key: TileKey, image: QImage | None) -> None:
        self._known[key] = image
        if len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _fail(self, status: int) -> None:
        self._rest_until = time.monotonic() + REST_S
        self._wanted.clear()
        if not self._told:
            # Qt's own words repeat the address, and with it the key.
            self._told = True
            code = "basemap.refused" if status in REFUSALS else "basemap.offline"
            if status == 200:
                code = "basemap.no_tile"
            self.failed.emit(code, {"host": self._address.host, "status": status})

    def close(self) -> None:
        """Let go of what is on the way."""
        asked, self._asked = self._asked, {}
        self._wanted.clear()
        # Somebody may still paint with these tiles before they are gone.
        self._rest_until = math.inf
        for reply in asked.values():
            reply.abort()
            reply.deleteLater()


class OnlineTiles(MercatorTiles):
    """Web Mercator tiles of a server, laid under the map as they come.

    Parameters
    ----------
    fetcher : TileFetcher
    crs : str
        The plan's CRS.
    """

    def __init__(self, fetcher: TileFetcher, crs: str) -> None:
        super().__init__(ONLINE, ZOOMS, crs)
        self.fetcher = fetcher

    def image(self, key: TileKey) -> QImage | None:
        """Give a tile, or what stands in for it until it has come."""
        found = self.fetcher.image(key)
        return found if found is not None else self.fetcher.stand_in(key)

    def close(self) -> None:
        """Ask for no more."""
        self.fetcher.close()
