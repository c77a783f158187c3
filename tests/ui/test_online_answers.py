"""What servers answer besides tiles, addresses in the forms in use, and where the key may stand."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pyproj import Transformer

from tests.ui.conftest import Hand
from tests.ui.test_online_basemap import has_red, tile, use
from ui.main_window import MainWindow

#: With signs that have to be written otherwise in an address.
KEY = "a/b&c=d+e#f%"
#: Path as it is asked for → status, kind and bytes of the answer.
Answer = Callable[[str], tuple[int, str, bytes]]
PAGE = b"<html><body>Too many requests for this key</body></html>"


class Answers:
    """A server that answers as it is told to."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()
        asked, go_on = self.asked, self.go_on

        class Handler(BaseHTTPRequestHandler):
            timeout = 2.0

            def do_GET(self) -> None:
                asked.append(self.path)
                go_on.wait(5.0)
                status, kind, content = answer(self.path)
                try:
                    self.send_response(status)
                    self.send_header("Connection", "close")
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    pass  # nobody waits for it any longer

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let all wait no longer, and be gone."""
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Answers]]:
    """Start servers that stop with the test."""
    made: list[Answers] = []

    def start(answer: Answer) -> Answers:
        made.append(Answers(answer))
        return made[-1]

    yield start
    for server in made:
        server.stop()


def red(_path: str) -> tuple[int, str, bytes]:
    """Give a red tile."""
    return 200, "image/png", tile()


def traces(folder: Path, said: str) -> list[str]:
    """List where the key, or a piece of its address, can be read."""
    found = [text for text in (KEY, "a%2Fb") if text in said]
    for path in folder.rglob("*"):
        if path.is_file() and "settings" not in path.parts:
            content = path.read_bytes()
            found += [path.name for sign in (KEY.encode(), b"a%2Fb%26c") if sign in content]
    return found


@pytest.mark.parametrize(
    "form",
    [
        "/{z}/{x}/{y}.png?key={key}",
        (
            "/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=img&STYLE=default"
            "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={TileMatrix}&TILEROW={TileRow}"
            "&TILECOL={TileCol}&tk={key}"
        ),
        "/rest/img/default/w/{z}/{y}/{x}?token={token}",
    ],
    ids=["xyz", "kvp", "rest"],
)
def test_addresses_in_the_forms_in_use(
    window: MainWindow, hand: Hand, planned: Path, serve: Callable[[Answer], Answers], form: str
) -> None:
    server = serve(red)
    hand.open(planned)
    use(window, hand, server.base + form, KEY)
    hand.qtbot.waitUntil(lambda: has_red(window), timeout=10_000)
    for path in server.asked:
        query = parse_qs(urlsplit(path).query)
        assert [query[name] for name in ("key", "tk", "token") if name in query] == [[KEY]]
        assert "{" not in unquote(path)
    if "{TileRow}" in form:
        query = parse_qs(urlsplit(server.asked[0]).query)
        zoom, row, column = (int(query[name][0]) for name in ("TILEMATRIX", "TILEROW", "TILECOL"))
        # Where a place lies in the world's square, as OpenStreetMap's wiki has it.
        plan = window.session.plan
        centre = plan.tables["boundary"]["geometry"].iloc[0].centroid
        to_degrees = Transformer.from_crs(plan.crs, "EPSG:4326", always_xy=True)
        lon_deg, lat_deg = to_degrees.transform(centre.x, centre.y)
        assert column / 2**zoom == pytest.approx((lon_deg + 180) / 360, abs=0.001)
        south = math.asinh(math.tan(math.radians(lat_deg))) / math.pi
        assert row / 2**zoom == pytest.approx((1 - south) / 2, abs=0.001)
    hand.wait()


@pytest.mark.parametrize(
    ("status", "kind", "content", "words"),
    [
        (403, "text/html", PAGE, "拒绝了请求（403）"),
        (429, "text/plain", b"slow down", "拒绝了请求（429）"),
        (500, "text/html", PAGE, "连不上底图服务"),
        (200, "text/html", PAGE, "不是图片"),
        (200, "image/png", b"\x89PNG\r\n\x1a\n broken", "不是图片"),
        (200, "image/png", b"", "不是图片"),
    ],
    ids=["refused", "too many", "server error", "a page", "a broken picture", "nothing"],
)
def test_answers_that_are_no_tiles_are_said_once(
    window: MainWindow,
    hand: Hand,
    planned: Path,
    tmp_path: Path,
    serve: Callable[[Answer], Answers],
    status: int,
    kind: str,
    content: bytes,
    words: str,
) -> None:
    server = serve(lambda _path: (status, kind, content))
    hand.open(planned)
    window.reporter.install()
    try:
        use(window, hand, f"{server.base}/{{z}}/{{x}}/{{y}}.png?tk={{key}}", KEY)
        hand.qtbot.waitUntil(lambda: window.messages.message() != "", timeout=10_000)
        said = window.messages.message()
        assert words in said
        assert "127.0.0.1" in said
        window.messages.hide()
        asked = len(server.asked)
        window.view.zoom_in()
        window.view.zoom_out()
        hand.wait()
        assert window.messages.message() == ""
        assert len(server.asked) == asked <= 6
        assert not has_red(window)
        window.session.close()
    finally:
        window.reporter.remove()
    assert traces(tmp_path, said) == []


def test_tiles_that_are_missing_here_and_there_are_nothing_to_say(
    window: MainWindow, hand: Hand, planned: Path, serve: Callable[[Answer], Answers]
) -> None:
    """At the edge of what is served a server answers 404 for one tile and sends the next."""

    def every_second(path: str) -> tuple[int, str, bytes]:
        column = int(path.split("/")[2])
        return red(path) if column % 2 else (404, "text/html", PAGE)

    server = serve(every_second)
    hand.open(planned)
    use(window, hand, f"{server.base}/{{z}}/{{x}}/{{y}}.png?tk={{key}}", KEY)
    hand.qtbot.waitUntil(lambda: has_red(window), timeout=10_000)
    hand.wait()
    assert window.messages.message() == ""
    assert len(set(server.asked)) == len(server.asked)


def test_a_slow_server_keeps_nobody_waiting(
    window: MainWindow,
    hand: Hand,
    planned: Path,
    serve: Callable[[Answer], Answers],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.canvas.online.PATIENCE_MS", 300)
    server = serve(red)
    server.go_on.clear()
    hand.open(planned)
    use(window, hand, f"{server.base}/{{z}}/{{x}}/{{y}}.png?tk={{key}}", KEY)
    hand.qtbot.waitUntil(lambda: bool(server.asked), timeout=10_000)
    # While it lets one wait, edits go on.
    window.session.select([int(window.session.plan.leaves["uid"].iloc[0])])
    window.actions_table["lock"].trigger()
    assert window.session.can_undo
    window.messages.hide()
    hand.qtbot.waitUntil(lambda: "连不上底图服务" in window.messages.message(), timeout=10_000)
    server.go_on.set()
    hand.wait()


def test_an_unexpected_error_beside_a_basemap_logs_no_key(
    window: MainWindow,
    hand: Hand,
    planned: Path,
    tmp_path: Path,
    serve: Callable[[Answer], Answers],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = serve(red)
    hand.open(planned)
    use(window, hand, f"{server.base}/{{z}}/{{x}}/{{y}}.png?tk={{key}}", KEY)
    hand.qtbot.waitUntil(lambda: has_red(window), timeout=10_000)
    basemap = window.view.scene.basemap
    with caplog.at_level(logging.DEBUG):
        window.session.failed.emit(RuntimeError(f"{basemap!r} {vars(basemap)!r}"))
        window.session.failed.emit(RuntimeError(repr(vars(basemap.fetcher))))  # type: ignore[union-attr]
    assert (tmp_path / "window.log").stat().st_size > 0
    assert KEY not in caplog.text
    assert traces(tmp_path, window.messages.message()) == []
