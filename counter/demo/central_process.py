"""Central as the simulated day has it: the real server, by the day's own clock.

The driver says what time it is in lines of JSON, and hears the address once; a kill ends it.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import TextIO

from counter.clock import VirtualClock
from counter.server.serving import run_central


def serve(folder: Path, port: int, now_ms: int, lines: TextIO, answers: TextIO) -> None:
    """Serve on loopback until the input ends.

    Args:
        port: 0: any free one.
        now_ms: what time it is at first.
    """
    clock = VirtualClock(now_ms)

    def answer(ok: dict[str, str]) -> None:
        answers.write(json.dumps({"ok": ok}) + "\n")
        answers.flush()

    def follow() -> None:
        for line in lines:
            clock.set(json.loads(line)["now_ms"])
            answer({})
        os._exit(0)  # nothing is lost: whatever was acknowledged is on disk

    def ready(url: str) -> None:
        answer({"url": url})
        threading.Thread(target=follow, name="clock", daemon=True).start()

    run_central(folder, port=port, clock=clock, on_ready=ready)
