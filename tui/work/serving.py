"""The app in a browser, for colleagues without a terminal: the optional extra ``plandiff[web]``.

`textual_serve` transfers keys and screen output between the browser and one process of the app per
window.  This module adds access control and the start of processes:

- every address begins with a token that is generated at each start;
- the ``Host`` of a request, and its ``Origin`` if present, must be those of this server; a
  WebSocket must have an origin, because browsers let any page open one;
- the app is started by an argument list, without a shell, with Python's ``-P``, so that no file of
  the working folder is imported.
"""

from __future__ import annotations

import asyncio
import html
import ipaddress
import re
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from plandiff.corpus.errors import OutputError, system_reason
from plandiff.corpus.locales import Words

MOST_WINDOWS = 8
"""Maximum number of simultaneous browser windows; each has a separate process."""
_LONGEST_MESSAGE = 1 << 20
"""Maximum bytes of a message from the browser; the largest are pasted texts."""
_LARGEST = 1000
"""Maximum columns or lines of a terminal that a browser may request."""
_HTTP_PORT = 80
"""The default port, which browsers omit from ``Host`` and ``Origin``."""
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
        " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address contains the token
    "X-Content-Type-Options": "nosniff",
}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="static/css/xterm.css">
<script src="static/js/textual.js"></script>
<script src="focus.js"></script>
<style>
@font-face {{ font-family: "Roboto Mono";
  src: url("static/fonts/RobotoMono-VariableFont_wght.ttf"); }}
html, body {{ margin: 0; height: 100%; background: #1c1c1c; color: #d0d0d0; overflow: hidden; }}
#terminal {{ position: absolute; inset: 0; }}
#ended {{ display: none; position: absolute; inset: 0; z-index: 10; background: #1c1c1c;
  font: 16px sans-serif; text-align: center; padding-top: 30vh; }}
body.-closed #ended {{ display: block; }}
a {{ color: #87d7d7; }}
</style>
</head>
<body>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}"
 data-font-size="16"></div>
<div id="ended"><p>{ended}</p><p><a href="">{again}</a></p></div>
</body>
</html>
"""

_FOCUS = """// Keys go to the terminal as soon as it is there, without a click.
const waiting = setInterval(() => {
  const field = document.querySelector(".xterm-helper-textarea");
  if (field) { field.focus(); clearInterval(waiting); }
}, 50);
"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AppProcess(AppService):
    """The process of the app for one window."""

    words: tuple[str, ...] = ()
    """The argument list of the app's command, the program first."""

    async def _open_app_process(
        self, width: int = 80, height: int = 24
    ) -> asyncio.subprocess.Process:
        process = self._process = await asyncio.create_subprocess_exec(
            *self.words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height) | {"LINES": str(height)},
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Forward the app's output until it ends; then notify the window."""
        await super().run()
        await self.remote_close()


class PlanServer(Server):
    """Serves one pair of plans on a bound socket."""

    def __init__(self, words: Sequence[str], bound: socket.socket, names: tuple[str, str]) -> None:
        """``words``: ``plandiff`` arguments that open the app; ``names``: names of both plans."""
        host, port = bound.getsockname()[:2]
        super().__init__("plandiff", host=host, port=port, title=" ⟷ ".join(names))
        self.bound = bound
        self.words = (sys.executable, "-P", "-m", "plandiff", *words)
        self.token = secrets.token_urlsafe(24)
        self.texts = Words("en", "app")
        self._windows: set[web.WebSocketResponse] = set()

    @property
    def address(self) -> str:
        """The URL to open in a browser."""
        return f"http://{_netloc(_shown_host(self.host), self.port)}/{self.token}/"

    async def make_app(self) -> web.Application:
        """Create the web application; all its pages are behind the access checks."""
        app = web.Application(middlewares=[self._admit])
        # The literal token, not a pattern: `/download/` must not match as a page with a token.
        own = f"/{self.token}"
        app.add_routes(
            [
                web.get(f"{own}/", self._page),
                web.get(f"{own}/focus.js", self._focus),
                web.get(f"{own}/ws", self.handle_websocket),
                # The script of textual-serve requests downloads at this address; a key is valid for
                # one report, is as long as the token, and is sent to one window only.
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static(f"{own}/static", self.statics_path),
            ]
        )
        app.on_shutdown.append(self._close_windows)
        return app

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Reject requests that are not from a page of this server, without giving the reason."""
        if not self._is_own(request):
            raise web.HTTPForbidden(headers=_HEADERS)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(_HEADERS)
            raise
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    def _is_own(self, request: web.Request) -> bool:
        if not self._is_own_host(request.headers.get("Host", "")):
            return False
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.headers['Host']}":
            return False
        first = request.path.split("/")[1]
        if first == "download":
            return True
        if request.path.endswith("/ws") and origin is None:
            return False
        return secrets.compare_digest(first.encode(), self.token.encode())

    def _is_own_host(self, host: str) -> bool:
        """Whether a request names this server: a foreign name may also resolve to its address."""
        found = _HOST.fullmatch(host.lower())
        if found is None or int(found["port"] or _HTTP_PORT) != self.port:
            return False
        name = found["name"].strip("[]")
        # Browsers send host names in lower case, Windows reports its own in upper case.
        if name in {self.host, "localhost", socket.gethostname().lower()}:
            return True
        with suppress(ValueError):
            ipaddress.ip_address(name)  # a request by IP address cannot come from DNS rebinding
            return not ipaddress.ip_address(self.host).is_loopback
        return False

    async def _page(self, request: web.Request) -> web.Response:
        texts = self.texts
        page = _PAGE.format(
            language=texts.language,
            title=html.escape(self.title),
            socket=html.escape(f"ws://{request.headers['Host']}/{self.token}/ws"),
            ended=html.escape(texts("serve.ended")),
            again=html.escape(texts("serve.again")),
        )
        return web.Response(text=page, content_type="text/html")

    async def _focus(self, _request: web.Request) -> web.Response:
        return web.Response(text=_FOCUS, content_type="text/javascript")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Handle one window: run a process of the app until the window or the app is closed."""
        if len(self._windows) >= MOST_WINDOWS:
            raise web.HTTPServiceUnavailable
        window = web.WebSocketResponse(heartbeat=15, max_msg_size=_LONGEST_MESSAGE)
        self._windows.add(window)
        app: AppProcess | None = None
        try:
            await window.prepare(request)
            app = AppProcess(
                self.command,
                write_bytes=window.send_bytes,
                write_str=window.send_str,
                close=_closing(window),
                download_manager=self.download_manager,
            )
            app.words = self.words
            width, height = (_cells(request.query.get(name)) for name in ("width", "height"))
            await app.start(width, height)
            await self._carry(window, app)
        except (OSError, RuntimeError):  # the window was closed during sending
            pass
        finally:
            self._windows.discard(window)
            if app is not None:
                await app.stop()
        return window

    async def _carry(self, window: web.WebSocketResponse, app: AppProcess) -> None:
        """Forward keys and sizes to the app; messages not from the script are ignored."""
        async for message in window:
            try:
                envelope: list[Any] = message.json() if message.type is WSMsgType.TEXT else [""]
                kind, *data = envelope
                if kind == "stdin":
                    await app.send_bytes(str(data[0]).encode("utf-8", "replace"))
                elif kind == "resize":
                    size = (_cells(data[0][name]) for name in ("width", "height"))
                    await app.set_terminal_size(*size)
                elif kind == "ping":
                    await window.send_json(["pong", data[0]])
                elif kind in {"blur", "focus"}:
                    await (app.blur() if kind == "blur" else app.focus())
            except (ValueError, TypeError, KeyError, IndexError):
                continue

    async def _close_windows(self, _app: web.Application) -> None:
        for window in tuple(self._windows):
            await window.close()

    def run(self) -> None:
        """Serve until Ctrl+C."""
        web.run_app(self.make_app(), sock=self.bound, print=None, handle_signals=False)


def bind(host: str, port: int) -> socket.socket:
    """Bind a socket to this address; port 0 selects a free one.  Raises `OutputError`."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else system_reason(OSError())
        raise OutputError(_netloc(host, port), reason) from error


def is_local(host: str) -> bool:
    """Whether an address is reachable from this machine only.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0")
    (True, True, False)
    """
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _closing(window: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await window.close()

    return close


def _cells(value: object) -> int:
    """Columns or lines that a browser requested, limited to a plausible range."""
    text = str(value)
    return min(max(int(text), 1), _LARGEST) if text.isascii() and text.isdigit() else 80


def _shown_host(host: str) -> str:
    """The host to show: the machine's name if the server listens on all addresses."""
    return socket.gethostname() if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared only


def _netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
