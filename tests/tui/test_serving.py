"""The app in a browser: who may ask for it, and a review from opening to its end in Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import aiohttp
import pyte
import pytest
from playwright.sync_api import Page, WebSocket, sync_playwright

from plandiff.corpus.errors import UsageError
from plandiff.corpus.samples import sample_paths
from plandiff.tui.command_line.commands import _is_served, _without_server_options, serve
from plandiff.tui.work.serving import PlanServer, bind
from tests.app_fixtures import opened
from tests.timing import Patience

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_ROOT = Path(__file__).resolve().parents[2]
_FOREIGN = "http://example.org"


async def _statuses(
    asks: Mapping[str, tuple[str, Mapping[str, str]]], host: str = "127.0.0.1"
) -> dict[str, int]:
    """The status of the answer to each path with its headers, from a server without an app.

    `TOKEN`, `OWN` and `PORT` stand for those of the server.
    """
    server = PlanServer(["demo"], bind(host, 0), ("a", "b"))
    runner = aiohttp.web.AppRunner(await server.make_app())
    await runner.setup()
    await aiohttp.web.SockSite(runner, server.bound).start()
    own = f"http://127.0.0.1:{server.port}"
    found = {}
    try:
        async with aiohttp.ClientSession() as session:
            for name, (path, headers) in asks.items():
                url = own + path.replace("TOKEN", server.token)
                told = {
                    key: value.replace("OWN", own).replace("PORT", str(server.port))
                    for key, value in headers.items()
                }
                async with session.get(url, headers=told, allow_redirects=False) as answer:
                    found[name] = answer.status
                    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                    assert answer.headers["Referrer-Policy"] == "no-referrer"
    finally:
        await runner.cleanup()
    return found


async def test_only_a_page_of_the_server_itself_with_its_token_is_answered() -> None:
    asks = {
        "page": ("/TOKEN/", {}),
        "own origin": ("/TOKEN/", {"Origin": "OWN"}),
        "script": ("/TOKEN/static/js/textual.js", {}),
        "no token": ("/", {}),
        "another token": ("/guess/", {}),
        "foreign origin": ("/TOKEN/", {"Origin": _FOREIGN}),
        "foreign name": ("/TOKEN/", {"Host": "example.org"}),
        "socket of another page": ("/TOKEN/ws", {"Origin": _FOREIGN}),
        "socket without an origin": ("/TOKEN/ws", {}),
        "socket without a token": ("/guess/ws", {"Origin": "OWN"}),
        "list of files": ("/TOKEN/static/", {}),
        "reports for a token": ("/download/", {}),
        "reports for a token, script": ("/download/focus.js", {}),
        "reports for a token, socket": ("/download/ws", {"Origin": "OWN"}),
        "unknown report": ("/download/guess", {}),
        "report for another page": ("/download/guess", {"Origin": _FOREIGN}),
    }
    found = await _statuses(asks)
    assert {name for name, status in found.items() if status == 200} == {
        "page",
        "own origin",
        "script",
    }
    assert found["unknown report"] == 404
    assert found["foreign origin"] == found["socket of another page"] == 403


async def test_a_name_of_this_machine_is_its_own_in_small_letters_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "DESKTOP-7")
    asks = {host: ("/TOKEN/", {"Host": f"{host}:PORT"}) for host in ("DESKTOP-7", "desktop-7")}
    assert set((await _statuses(asks, "0.0.0.0")).values()) == {200}  # noqa: S104 - what is tested


def test_the_app_is_started_by_its_words_without_a_shell() -> None:
    bound = bind("127.0.0.1", 0)
    names = ["$(touch x).md", "; rm -rf ~.md", "--lang", "zh"]
    server = PlanServer(
        _without_server_options(["--port", "0", *names, "--host=::1"]), bound, ("", "")
    )
    bound.close()
    assert server.words == (sys.executable, "-P", "-m", "plandiff", *names)
    assert server.host == "127.0.0.1"


def test_the_usual_port_may_be_left_out_and_no_other() -> None:
    bound = bind("127.0.0.1", 0)
    server = PlanServer(["demo"], bound, ("a", "b"))
    bound.close()
    own = f"127.0.0.1:{server.port}"
    names = ("127.0.0.1", "127.0.0.1:80", "localhost", "[::1]", "::1", "example.org", "", ":80")
    assert [name for name in (own, *names) if server._is_own_host(name)] == [own]
    server.port = 80
    assert [n for n in (own, *names) if server._is_own_host(n)] == list(names[:3])


@pytest.mark.parametrize("names", [("-", "b.txt"), ("a.txt", "-")])
def test_no_app_is_served_on_standard_input(names: tuple[str, str]) -> None:
    with pytest.raises(UsageError):
        serve(list(names), "zh")


def test_an_app_is_served_where_textual_serve_says_so() -> None:
    assert _is_served({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"})
    assert not _is_served({})


async def test_a_served_app_starts_no_editor_and_names_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept-to-itself"  # a name that nothing else on the screen has
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with opened(
        served=True, formats=lambda: (("md", ".md"),), export=lambda *_: pytest.fail("asked")
    ) as drive:
        await drive.press("e")
        assert "不能打开编辑器" in drive.screen
        await drive.press("E")
        assert folder.name not in drive.screen


class Window:
    """The terminal in a page, read from what its WebSocket receives."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.closed = False
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        size = re.search(r"width=(\d+)&height=(\d+)", socket.url)
        assert size is not None
        self.screen.resize(int(size[2]), int(size[1]))
        socket.on("framereceived", self._take)
        socket.on("close", lambda _: setattr(self, "closed", True))

    def _take(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self._stream.feed(frame)

    @property
    def text(self) -> str:
        """The terminal's lines; a wide character's second cell is left out."""
        columns = range(self.screen.columns)
        rows = range(self.screen.lines)
        return "\n".join("".join(self.screen.buffer[y][x].data for x in columns) for y in rows)

    def wait(self, holds: Callable[[str], bool]) -> None:
        """Until something holds of the text."""
        patience = Patience()
        while not holds(self.text) and not patience.is_over():
            self.page.wait_for_timeout(50)
        assert holds(self.text), self.text


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server on the sample plans in a process of its own."""
    home = dict.fromkeys(
        ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(tmp_path)
    )
    words = ["serve", *map(str, sample_paths()), "--lang", "zh"]
    process = subprocess.Popen(
        [sys.executable, "-m", "plandiff", *words],
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env={**os.environ, **home, "PYTHONPATH": str(_ROOT)},
    )
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    yield line.split("：")[1].strip()
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not installed")
def test_a_review_in_a_browser_opens_walks_marks_exports_and_ends(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        # The script opens a report in a window of its own, which Chromium closes at once.
        page.add_init_script("window.open = url => location.assign(url)")
        window = Window(page)
        page.goto(address)
        window.wait(lambda text: "看原文" in text)  # the summary, which opens above the panes
        page.keyboard.press("Escape")
        # Escape and ] that arrive together begin a control sequence of the terminal.
        window.wait(lambda text: "看原文" not in text and "下一处" in text)
        page.keyboard.press("]")
        page.keyboard.press("r")
        window.wait(lambda text: "已阅 1/" in text)
        page.keyboard.press("e")
        window.wait(lambda text: "不能打开编辑器" in text)
        page.keyboard.press("E")
        window.wait(lambda text: "导出报告" in text)
        page.keyboard.press("End")
        page.keyboard.press("Control+u")  # takes the proposed name out
        page.keyboard.type("意见.md")
        window.wait(lambda text: "意见.md" in text)
        with page.expect_download() as started:
            page.keyboard.press("Enter")
        download = started.value
        assert download.suggested_filename == "意见.md"
        assert "已阅" in Path(download.path()).read_text("utf-8")
        page.keyboard.press("q")
        page.wait_for_selector("body.-closed #ended")
        assert window.closed
        own = address.split("/")[2]
        assert {url.split("/")[2] for url in asked} == {own}
        browser.close()
