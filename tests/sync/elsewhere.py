"""What answers in place of a central: a sign-in page, a fault, garbage, nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from counter.sync import wire

PORTAL = b"<!DOCTYPE html><title>Masuk WiFi</title><p>Silakan masuk untuk memakai internet."
HTML, OURS = "text/html; charset=utf-8", wire.CONTENT_TYPE

Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(how: Answering) -> Iterator[str]:
    """Serve what is no central."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            how(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            how(self)

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(status: int, body: bytes, kind: str, **headers: str) -> Answering:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"content-type": kind, **headers}.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer
