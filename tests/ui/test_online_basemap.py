"""Tiles over the net: from a server on this computer, and with no server at all."""

from __future__ import annotations

import base64
import contextlib
import re
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from layers.tile_address import TileAddress
from tests.ui.conftest import Hand, events
from ui.canvas.online import OnlineTiles, TileFetcher
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.online_dialog import OnlineDialog
from ui.main_window import MainWindow
from ui.preferences import Preferences

RED = QColor(200, 20, 30)
KEY = "key-of-the-tests"


def tile() -> bytes:
    """Make a red tile."""
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


class Server:
    """Gives red tiles to those who know the key."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        content, asked = tile(), self.asked

        class Handler(BaseHTTPRequestHandler):
            #: Qt opens connections ahead and leaves some of them silent for two minutes.
            timeout = 2.0

            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                asked.append(tuple(query[name][0] for name in ("z", "x", "y")))
                known = query.get("tk") == [KEY]
                self.send_response(200 if known else 403)
                # Else Qt sends the next request over this connection, and again over another.
                self.send_header("Connection", "close")
                self.send_header("Content-Length", str(len(content) if known else 0))
                self.end_headers()
                if known:
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False  # closing waits for those that still answer
        self.template = (
            f"http://127.0.0.1:{self._server.server_port}/wmts?z={{z}}&x={{x}}&y={{y}}&tk={{key}}"
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Be gone, as a server is without a net."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a tile server on this computer."""
    made = Server()
    yield made
    if made._thread.is_alive():
        made.stop()


def use(window: MainWindow, hand: Hand, template: str, key: str) -> OnlineDialog:
    """Enter address and key with the keyboard."""
    window.actions_table["online_basemap"].trigger()
    dialog = hand.dialog(OnlineDialog)
    assert isinstance(dialog, OnlineDialog)
    for field, text in ((dialog.template, template), (dialog.key, key)):
        field.clear()
        events.keyClicks(field, text)
    hand.click(dialog.go)
    return dialog


def has_red(window: MainWindow) -> bool:
    """Tell whether tiles shine through."""
    view = window.view
    view.set_layer("grids", opacity=0.0)
    view._raster.finish()
    shown = view.grab().toImage()
    spots = [(shown.width() * i // 9, shown.height() * j // 9) for i in range(9) for j in range(9)]
    return [QColor(shown.pixel(x, y)) == RED for x, y in spots].count(True) > 5


def test_tiles_come_in_the_background_and_the_key_stays_here(
    window: MainWindow, hand: Hand, planned: Path, server: Server, tmp_path: Path
) -> None:
    hand.open(planned)
    use(window, hand, server.template, KEY)
    assert isinstance(window.view.scene.basemap, OnlineTiles)
    hand.qtbot.waitUntil(lambda: has_red(window), timeout=10_000)
    assert len(set(server.asked)) == len(server.asked)  # each tile once
    # The project says that there are tiles, and neither whence nor with which key.
    window.session.close()
    assert KEY.encode() not in planned.read_bytes()
    assert b"127.0.0.1" not in planned.read_bytes()
    with closing(sqlite3.connect(planned)) as connection:
        look = str(connection.execute("SELECT * FROM gridplanner_meta").fetchall())
    assert "online:" in look
    assert Preferences().get("tile_key") == KEY
    # What is opened again is looked at as before.
    hand.open(planned)
    assert isinstance(window.view.scene.basemap, OnlineTiles)
    hand.qtbot.waitUntil(lambda: has_red(window), timeout=10_000)
    window.actions_table["no_basemap"].trigger()
    assert window.view.scene.basemap is None


def test_without_a_net_it_is_said_once_and_work_goes_on(
    window: MainWindow, hand: Hand, planned: Path, server: Server
) -> None:
    server.stop()
    hand.open(planned)
    use(window, hand, server.template, KEY)
    hand.qtbot.waitUntil(lambda: window.messages.message() != "", timeout=10_000)
    said = window.messages.message()
    assert "连不上底图服务 127.0.0.1" in said
    assert KEY not in said
    window.messages.hide()
    leaf = int(window.session.plan.leaves["uid"].iloc[0])
    window.session.select([leaf])
    window.actions_table["zoom_selection"].trigger()
    window.view.zoom_in()
    hand.wait()
    assert window.messages.message() == ""
    assert not has_red(window)
    assert window.actions_table["lock"].isEnabled()


def test_a_refused_key_is_said_without_repeating_it(
    window: MainWindow, hand: Hand, planned: Path, server: Server
) -> None:
    hand.open(planned)
    use(window, hand, server.template, "wrong-key")
    hand.qtbot.waitUntil(lambda: window.messages.message() != "", timeout=10_000)
    assert "拒绝了请求（403）" in window.messages.message()
    assert "wrong-key" not in window.messages.message()
    asked = len(server.asked)
    window.view.zoom_in()
    hand.wait()
    assert len(server.asked) == asked <= 6  # no hammering


def test_an_address_without_places_is_refused_in_the_dialog(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    dialog = use(window, hand, "http://127.0.0.1/{z}.png", KEY)
    assert dialog.isVisible()
    assert "{z}、{x}、{y}" in dialog.fault.text()
    hand.click(dialog.preset)
    assert "{key}" in dialog.template.text()
    dialog.key.clear()
    hand.click(dialog.go)
    assert "密钥" in dialog.fault.text()
    dialog.reject()
    assert window.view.scene.basemap is None


def test_no_export_takes_an_online_tile_along_nor_whence_it_came(
    window: MainWindow, hand: Hand, planned: Path, server: Server, tmp_path: Path
) -> None:
    hand.open(planned)
    use(window, hand, server.template, KEY)
    hand.qtbot.waitUntil(lambda: has_red(window), timeout=10_000)
    window.view.set_layer("grids", opacity=1.0)
    written = []
    for name, suffix in (("html", "html"), ("gpkg", "gpkg"), ("pdf", "pdf"), ("png", "png")):
        out = tmp_path / f"out.{suffix}"
        hand.tool("export")
        dialog = hand.dialog(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        dialog.format.setCurrentIndex(dialog.format.findData(name))
        assert dialog.format.currentData() == name
        dialog.path.setText(str(out))
        dialog.open_folder.setChecked(False)
        hand.click(dialog.go)
        hand.wait()
        assert out.stat().st_size > 1_000
        written.append(out)
    # Neither the server nor the key, nor a tile: as file, as pixels of a PDF, as a colour.
    traces = (
        KEY.encode(),
        b"127.0.0.1",
        tile(),
        base64.b64encode(tile()),
        bytes((200, 20, 30)) * 50,
    )
    for out in written:
        content = unpacked(out.read_bytes())
        assert not [trace[:20] for trace in traces if trace in content], out.name
    picture = QImage(str(written[-1]))
    ninth = [n / 9 for n in range(9)]
    spots = [(int(picture.width() * i), int(picture.height() * j)) for i in ninth for j in ninth]
    assert not any(QColor(picture.pixel(x, y)) == RED for x, y in spots)


def unpacked(content: bytes) -> bytes:
    """Add what the streams of a PDF hold."""
    streams = []
    for start in re.finditer(rb"stream\r?\n", content):
        with contextlib.suppress(zlib.error):
            streams.append(zlib.decompressobj().decompress(content[start.end() :]))
    return b"".join([content, *streams])


def test_a_closed_map_asks_for_nothing(qtbot: QtBot, server: Server) -> None:
    """Somebody may still paint with its tiles; the same tile is asked for while it is open."""
    open_, shut = (TileFetcher(TileAddress(server.template, KEY)) for _ in range(2))
    shut.close()
    assert shut.image((3, 1, 2)) is None
    assert open_.image((3, 4, 2)) is None
    qtbot.waitUntil(lambda: open_.image((3, 4, 2)) is not None, timeout=10_000)
    assert server.asked == [("3", "4", "2")]
    open_.close()
