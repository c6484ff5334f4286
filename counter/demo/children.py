"""Processes of a simulated day, seen from its driver: started, asked, killed, waited for.

Each is the same program under another subcommand, so that they start from a checkout, a wheel and
a frozen build alike.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

ENDS_WITHIN_S = 20.0
PORTS = range(20_000, 32_000)  # below the ones that systems give out by themselves


class ChildFailed(Exception):
    """A process of the day ended or answered with a trouble it should not have had."""


def command(*arguments: str) -> list[str]:
    """This program with other arguments."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable, *([] if frozen else ["-m", "counter"]), *arguments]


def free_port() -> int:
    """A free port of this computer that no outgoing connection is given.

    Whoever calls a server that is gone could otherwise be given its port, and reach himself.
    """
    ports = list(PORTS)
    random.shuffle(ports)
    for port in ports:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ChildFailed("no port is free")


class Child:
    """A process that answers lines of JSON.

    Args:
        log: where its own log and any traceback go.
        environment: what it has beside this process's own.
    """

    def __init__(self, log: Path, *arguments: str, **environment: str) -> None:
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command(*arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                env={**os.environ, **environment},
            )

    def say(self, **asked: Any) -> None:
        """Ask something; `hear` brings its answer."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._failed("is gone") from error

    def hear(self) -> dict[str, Any]:
        """Wait for an answer. Raises ChildFailed."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self._failed("ended without an answer")
        answer = json.loads(line)
        if "error" in answer:
            raise self._failed(f"answered {answer['error']}: {answer['words']}")
        ok: dict[str, Any] = answer["ok"]
        return ok

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Ask and wait. Raises ChildFailed."""
        self.say(**asked)
        return self.hear()

    def kill(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        self._process.kill()
        self._end()

    def end(self) -> None:
        """Let it finish by itself: it ends with its input."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it may be gone already
            self._process.stdin.close()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._end()

    def _end(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):  # a killed one left a line unread
                pipe.close()

    def _failed(self, what: str) -> ChildFailed:
        tail = self._log.read_text(errors="replace").strip().splitlines()[-12:]
        return ChildFailed("\n".join([f"{self._log.stem} {what}", *tail]))
