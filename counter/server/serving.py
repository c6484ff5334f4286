"""Central as a process: opened, served over HTTP or TLS, ended at once when asked.

A kill at any point is as good: whatever was acknowledged is on disk.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from counter.clock import Clock, SystemClock
from counter.errors import LoketError
from counter.server.above import Above
from counter.server.app import Bell, make_app
from counter.server.central import Central
from counter.server.folder import DATABASE, CentralFolder, open_server
from counter.sync.link import is_loopback
from counter.text import N_

EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - every address this PC has
ENDS_WITHIN_S = 3
KEPT_S = 30  # a client lets an idle connection go sooner, and so never writes into a closed one


class PortTaken(LoketError):
    """The address cannot be listened on."""

    happened = N_("Cannot listen on {host}, port {port}: {reason}")
    safe = N_("Nothing was changed.")
    do_next = N_("Stop what uses it, or choose another port with --port.")


class _Server(uvicorn.Server):
    """Tells when it is ready; ends without waiting for long-polls."""

    def __init__(self, config: uvicorn.Config, bell: Bell, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._bell = bell
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.end()

    def end(self) -> None:
        """Answer what waits, then return from `run`."""
        self.should_exit = True
        self._bell.end()


class Serving:
    """One server on one address. `run` blocks until `end`, or a signal on the main thread.

    Args:
        port: 0: any free one.
        shown: what others call this PC by; None: the host, or this PC's name where that is all.
        tls: what serves beyond loopback; None: nothing does.

    Raises:
        PortTaken
    """

    def __init__(
        self,
        above: Above,
        *,
        host: str,
        port: int,
        shown: str | None = None,
        tls: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        self._socket = _listen(host, port)
        self.port = self._socket.getsockname()[1]
        secure = tls is not None and not is_loopback(host)
        if shown is None:
            shown = socket.gethostname() if host in EVERYWHERE else host
        self.url = address_of(shown, self.port, secure=secure)
        self._started = threading.Event()
        self._on_ready: Callable[[str], None] | None = None
        bell = Bell()
        config = uvicorn.Config(
            make_app(above, bell),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=ENDS_WITHIN_S,
            timeout_keep_alive=KEPT_S,
            ssl_context_factory=(lambda _config, _default: tls()) if secure and tls else None,
        )
        self._server = _Server(config, bell, self._ready)

    def run(self, on_ready: Callable[[str], None] | None = None) -> None:
        """Serve; `on_ready` hears the address."""
        self._on_ready = on_ready
        self._server.run(sockets=[self._socket])

    def end(self) -> None:
        """Let `run` return, from any thread."""
        self._server.end()

    @contextmanager
    def on_a_thread(self) -> Iterator[str]:
        """Serve beside the caller, until the block ends; the address."""
        thread = threading.Thread(target=self.run, name="serving", daemon=True)
        thread.start()
        self._started.wait()
        try:
            yield self.url
        finally:
            self.end()
            thread.join()

    def _ready(self) -> None:
        self._started.set()
        if self._on_ready is not None:
            self._on_ready(self.url)


def address_of(host: str, port: int, *, secure: bool) -> str:
    """A server's address as others ask it."""
    host = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{host}:{port}"


def run_central(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8470,
    database_url: str | None = None,
    on_ready: Callable[[str], None] | None = None,
    clock: Clock | None = None,
) -> None:
    """Serve a central until it is told to end; its files are made where there are none.

    Raises:
        PortTaken, StoreInUse, CentralKeyLost, DatabaseUrlWrong, DatabaseDriverMissing,
        DatabaseUnreachable, StoreReadOnly, StoreOnNetwork, StoreNewer, DiskFull
    """
    with ExitStack() as ending:
        central, files = _open(folder, database_url, clock or SystemClock(), ending, owned=True)
        Serving(central, host=host, port=port, tls=files.tls).run(on_ready)


def new_code(
    folder: Path, branch: str, *, database_url: str | None = None, lane: str | None = None
) -> str:
    """A one-time code for a branch's next node; the server may run meanwhile.

    Raises:
        BranchWrong, and what `run_central` raises
    """
    with ExitStack() as ending:
        central, _files = _open(folder, database_url, SystemClock(), ending, owned=False)
        return central.new_code(branch, lane)


@contextmanager
def opened_central(folder: Path, *, database_url: str | None = None) -> Iterator[Central]:
    """A central without a server, for a command that looks or revokes; one may run meanwhile."""
    with ExitStack() as ending:
        yield _open(folder, database_url, SystemClock(), ending, owned=False)[0]


def _open(
    folder: Path, url: str | None, clock: Clock, ending: ExitStack, *, owned: bool
) -> tuple[Central, CentralFolder]:
    """Open a central. Not owned: another process may serve it at this moment."""
    server = open_server(url) if url is not None else None  # refused before a file is made
    if server is not None:
        ending.callback(server.close)
    files = CentralFolder(folder)
    if owned or not (folder / DATABASE).exists():
        ending.callback(files.lock().close)
    database = server if server is not None else files.database()
    central = Central(files, database, one_writer=url is None, clock=clock)
    ending.callback(central.close)
    return central, files


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named, so that asyncio sends what is written at once: an answer would wait 40 ms otherwise
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = error.strerror if isinstance(error, OSError) else None
        raise PortTaken(host=host, port=port, reason=reason or str(error)) from error
    return listening
