"""A body of 5 GB, sent to a real server over loopback: refused early, and never held in memory."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from counter.clock import SystemClock
from counter.sync import wire
from tests.bench.window_start import rss_mb
from tests.server.building import a_central, a_hub

BODY_BYTES = 5 * 1024**3
CHUNK = bytes(1024 * 1024)
MOST_MB = 100  # that a server may take before it refuses, and that its memory may grow by


@contextmanager
def _address(which: str, folder: Path) -> Iterator[str]:
    if which == "hub":
        with a_hub(folder, SystemClock()) as (_hub, url):
            yield url
    else:
        with a_central(folder) as (_central, _database, url):
            yield url


def _pour(url: str, path: str) -> tuple[str, int]:
    """Send until the server answers or hangs up: its first line, and how many MB it took."""
    place = urlsplit(url)
    assert place.hostname is not None
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: {wire.CONTENT_TYPE}\r\n"
        f"Content-Length: {BODY_BYTES}\r\n\r\n"
    )
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        line.sendall(head.encode())
        sent = 0
        try:
            while sent < BODY_BYTES:
                line.sendall(CHUNK)
                sent += len(CHUNK)
                line.setblocking(False)
                try:
                    if line.recv(1, socket.MSG_PEEK):
                        break
                except BlockingIOError:
                    pass
                line.settimeout(20)
        except OSError:  # it has hung up; what it said first is still there
            pass
        line.settimeout(20)
        answer = line.recv(64).decode("ascii", "replace")
    return answer.partition("\r\n")[0], sent // len(CHUNK)


@pytest.mark.parametrize("which", ["hub", "central"])
def test_a_body_of_five_gigabytes_is_refused_early_and_fills_no_memory(
    tmp_path: Path, which: str
) -> None:
    with _address(which, tmp_path / which) as url:
        before_mb = rss_mb()
        said, taken_mb = _pour(url, "/v1/enrol")
        grown_mb = rss_mb() - before_mb

    assert " 413 " in said
    assert taken_mb < MOST_MB
    assert grown_mb < MOST_MB
