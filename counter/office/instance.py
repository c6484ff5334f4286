"""One Loket a store: a second one hands its request to the first, over a socket of this PC.

The owner writes where it listens, and a fresh key, into a file that only its own account can
read; whoever cannot show the key is not heard. Requests and answers are msgpack, never pickles.
"""

from __future__ import annotations

import logging
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from counter.errors import LoketError
from counter.files import write_durably
from counter.text import N_

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

FILE = "instance"
FRONT = "front"  # come to the front; also what windows hear then
ENDS_WITHIN_S = 5.0
ANSWERS_WITHIN_S = 120.0  # a backup to a slow disk takes its time
COMES_WITHIN_S = 10.0  # to the front: whoever double-clicked is looking at the screen
_LONGEST = 1_000_000  # bytes of a request or answer
_LONGEST_SOCKET = 100  # letters of a socket's path; Linux takes 107

Handler = Callable[[dict[str, Any]], Any]
_log = logging.getLogger(__name__)


class OwnerFailed(LoketError):
    """The Loket that is open took the request and could not do it."""

    happened = N_("The Loket that is already open could not do this.")
    safe = N_("Everything filed so far is kept.")
    do_next = N_("Look at its window; if it shows nothing, restart Loket and try again.")


class _Listening(Struct):
    """Where the owner listens; the content of the file."""

    address: str
    key: bytes


class _Request(Struct):
    name: str
    facts: dict[str, Any]


class _Answer(Struct):
    """What came of it: a value, a refusal for a person, or neither after a bug."""

    value: Any = None
    refusal: tuple[str, str, dict[str, Any]] | None = None  # module, class, facts
    failed: bool = False


class Owner:
    """Listens for other Lokets on the same store, each request on a thread of its own.

    Args:
        folder: of the store, which this process owns.
        handlers: what it does when asked, by name; takes and returns what msgpack can say.
    """

    def __init__(self, folder: Path, handlers: Mapping[str, Handler]) -> None:
        self._folder = folder
        self._handlers = handlers
        self._key = secrets.token_bytes(32)
        self._listener: Listener | None = None
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._thread: threading.Thread | None = None
        self._requests: list[threading.Thread] = []
        self._stopping = threading.Event()

    def start(self) -> None:
        """Listen from now on; a PC that cannot goes on without, and a second Loket is refused."""
        from multiprocessing.connection import Listener

        try:
            address = self._address()
            self._listener = Listener(address)
            written = msgspec.msgpack.encode(_Listening(address, self._key))
            write_durably(self._folder / FILE, written, mode=0o600)
        except OSError as error:
            _log.warning("cannot listen for a second Loket: %s", error)
            return
        self._thread = threading.Thread(target=self._run, name="instance", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; what was asked for is done first, if it does not take too long."""
        if self._listener is None or self._thread is None:
            return
        from multiprocessing.connection import Client

        self._stopping.set()
        (self._folder / FILE).unlink(missing_ok=True)
        with suppress(OSError, EOFError):
            Client(self._listener.address).close()  # `accept` waits for somebody
        self._thread.join(ENDS_WITHIN_S)
        self._thread = None
        until_s = time.monotonic() + ENDS_WITHIN_S
        for request in self._requests:
            request.join(max(0.0, until_s - time.monotonic()))
        self._listener.close()
        if self._place is not None:
            self._place.cleanup()

    def _address(self) -> str:
        if sys.platform == "win32":
            return rf"\\.\pipe\loket-{secrets.token_hex(16)}"
        path = self._folder / f"{FILE}.socket"
        path.unlink(missing_ok=True)  # of an owner that was killed
        if len(os.fsencode(path)) > _LONGEST_SOCKET:
            self._place = tempfile.TemporaryDirectory(prefix="loket-")
            return str(Path(self._place.name) / "socket")
        return str(path)

    def _run(self) -> None:
        assert self._listener is not None
        while not self._stopping.is_set():
            try:
                connection = self._listener.accept()
            except OSError as error:  # too many files are open, for a moment
                _log.warning("a request from this PC was not heard: %s", error)
                self._stopping.wait(1)
                continue
            request = threading.Thread(
                target=self._hear, args=(connection,), name="instance-request", daemon=True
            )
            self._requests = [*filter(threading.Thread.is_alive, self._requests), request]
            request.start()

    def _hear(self, connection: Connection[Any, Any]) -> None:
        from multiprocessing import AuthenticationError
        from multiprocessing.connection import answer_challenge, deliver_challenge

        try:
            with connection:
                deliver_challenge(connection, self._key)
                answer_challenge(connection, self._key)
                request = msgspec.msgpack.decode(connection.recv_bytes(_LONGEST), type=_Request)
                connection.send_bytes(msgspec.msgpack.encode(self._answer(request)))
        except (AuthenticationError, EOFError, OSError, msgspec.MsgspecError) as error:
            _log.info("a request from this PC was not heard: %s", type(error).__name__)

    def _answer(self, request: _Request) -> _Answer:
        handler = self._handlers.get(request.name)
        if handler is None:
            return _Answer(failed=True)
        try:
            return _Answer(value=handler(request.facts))
        except LoketError as error:
            kind = type(error)
            return _Answer(refusal=(kind.__module__, kind.__name__, error.facts))
        # the asking process learns that it failed, this one goes on serving people
        except Exception:  # noqa: BLE001
            _log.exception("a bug in a request from this PC: %s", request.name)
            return _Answer(failed=True)


def ask_owner(
    folder: Path,
    name: str,
    facts: dict[str, Any] | None = None,
    *,
    patience_s: float = ANSWERS_WITHIN_S,
) -> tuple[bool, Any]:
    """Ask the Loket that owns a store to do something.

    Args:
        patience_s: how long it may take to answer; one that hangs must not hang whoever asks.

    Returns:
        Whether one heard, and what it answered.

    Raises:
        OwnerFailed, and the LoketError it refused with.
    """
    try:
        content = (folder / FILE).read_bytes()
    except OSError:
        return False, None
    from multiprocessing.connection import Client

    try:
        listening = msgspec.msgpack.decode(content, type=_Listening)
        connection = Client(listening.address)
    except (OSError, EOFError, msgspec.MsgspecError):
        return False, None
    asked: Future[_Answer | None] = Future()
    # on a thread of its own that may be left behind: no read on a socket of theirs has an end
    threading.Thread(
        target=_exchange,
        args=(connection, listening.key, _Request(name, facts or {}), asked),
        name="asking",
        daemon=True,
    ).start()
    try:
        answer = asked.result(timeout=patience_s)
    except (OSError, EOFError, msgspec.MsgspecError) as error:  # a timeout is an OSError
        raise OwnerFailed from error
    if answer is None:
        return False, None  # somebody else's socket
    if answer.refusal is not None:
        raise _refused(*answer.refusal)
    if answer.failed:
        raise OwnerFailed
    return True, answer.value


def _refused(module: str, name: str, facts: dict[str, Any]) -> LoketError:
    if module.split(".", maxsplit=1)[0] != "counter":
        return OwnerFailed()
    kind = getattr(import_module(module), name, None)
    if not (isinstance(kind, type) and issubclass(kind, LoketError)):
        return OwnerFailed()
    return kind(**facts)


def _exchange(
    connection: Connection[Any, Any],
    key: bytes,
    request: _Request,
    asked: Future[_Answer | None],
) -> None:
    """Ask and hear; None where whoever listens there lacks the key."""
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import answer_challenge, deliver_challenge

    try:
        with connection:
            answer_challenge(connection, key)
            deliver_challenge(connection, key)
            connection.send_bytes(msgspec.msgpack.encode(request))
            answer = msgspec.msgpack.decode(connection.recv_bytes(_LONGEST), type=_Answer)
    except AuthenticationError:
        asked.set_result(None)
    except BaseException as error:  # noqa: BLE001 - a future carries anything
        asked.set_exception(error)
    else:
        asked.set_result(answer)
