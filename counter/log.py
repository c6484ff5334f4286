"""The log: one rotating file a process, for the person who has to find out what happened.

It carries ids, never a name or a NIK: whoever logs keeps to that, and as a last guard any sixteen
digits in a row are struck out of the finished text, tracebacks included. What a screen shows
after a bug is the window's affair, given as `on_bug`.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FILE_BYTES = 5_000_000
FILES_KEPT = 5

_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")

_log = logging.getLogger(__name__)


def start(
    folder: Path,
    *,
    name: str = "loket",
    level: int = logging.INFO,
    on_bug: Callable[[BaseException], None] | None = None,
) -> ExitStack:
    """Write what this process logs to `name`.log in `folder`; older files stand beside it.

    Exceptions that nobody catches, on the main thread and any other, are logged whole and then
    handed to `on_bug`, on the thread they happened on; without one they are also printed, as
    Python does. Interrupting from the keyboard is no bug.

    Returns:
        What ends it and puts everything back; a program simply leaves it open until it ends.

    Raises:
        OSError: the file cannot be opened here.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = _File(
        folder / f"{name}.log", maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
    )
    handler.setFormatter(_IdsOnly())
    root = logging.getLogger()
    ending = ExitStack()
    ending.callback(handler.close)
    ending.callback(root.removeHandler, handler)
    ending.callback(root.setLevel, root.level)
    ending.callback(logging.captureWarnings, False)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    _catch_bugs(on_bug, ending)
    return ending


class _File(RotatingFileHandler):
    """Goes without what finds no room: whoever works is told of a full disk by what they do."""

    def handleError(self, record: logging.LogRecord) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        with suppress(OSError):  # what was held back is written once more
            super().close()


class _IdsOnly(logging.Formatter):
    """UTC with milliseconds, one line a record, and no NIK or NKK whoever let it slip."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return _SIXTEEN_DIGITS.sub("*" * 16, super().format(record))


def _catch_bugs(on_bug: Callable[[BaseException], None] | None, ending: ExitStack) -> None:
    main_before, threads_before = sys.excepthook, threading.excepthook

    def caught(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            main_before(kind, bug, trace)
            return
        _log.critical("a bug: %s", kind.__name__, exc_info=(kind, bug, trace))
        if on_bug is not None:
            on_bug(bug)
        else:
            main_before(kind, bug, trace)

    def caught_on_thread(args: threading.ExceptHookArgs) -> None:
        if not issubclass(args.exc_type, SystemExit):  # a thread may end itself so
            caught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)

    ending.callback(setattr, sys, "excepthook", main_before)
    ending.callback(setattr, threading, "excepthook", threads_before)
    sys.excepthook, threading.excepthook = caught, caught_on_thread
