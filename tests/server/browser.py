"""A real Chromium without a screen, asked over a pipe: what does the page show?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# it is spoken to on its files 3 and 4; by way of 100 and 101, since one may be the other
_ON_THREE_AND_FOUR = """
import os, sys
for old, new in ((int(sys.argv[1]), 100), (int(sys.argv[2]), 101), (100, 3), (101, 4)):
    os.dup2(old, new)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_chromium() -> str | None:
    """Where it is installed; None: nowhere."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """One page of it."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._n = 0
        self._left = b""
        self._session = ""
        self._loaded = False
        self.complaints: list[str] = []  # of the console: refused by the policy, errors

    def open(self, url: str, width: int = 1920, height: int = 1080) -> None:
        """Open an address."""
        target = self.ask("Target.createTarget", url="about:blank")
        attached = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.ask("Page.navigate", url=url)
        while not self._loaded:
            self._note(self._next())

    def says(self, script: str) -> Any:
        """What an expression is on the page; a promise is waited for."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until an expression holds, whenever the page changes."""
        done = self.says(
            "new Promise(done => {"
            f" const look = () => {{ if ({condition}) {{ done(true); return true; }} }};"
            " if (look()) return;"
            " const seen = new MutationObserver(() => { if (look()) seen.disconnect(); });"
            " seen.observe(document.documentElement,"
            " {subtree: true, childList: true, attributes: true, characterData: true});"
            " setTimeout(() => done(false), 20000); })"
        )
        assert done, f"{condition} never held: {self.says('document.body.innerText')!r}"

    def picture(self, to: Path) -> None:
        """Keep what is seen."""
        to.write_bytes(b64decode(self.ask("Page.captureScreenshot")["data"]))

    def ask(self, method: str, **parameters: Any) -> Any:
        """Ask the browser, and take note of what it complains of meanwhile."""
        self._n += 1
        asked = {"id": self._n, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._to, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._n:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self._note(answer)

    def _note(self, event: dict[str, Any]) -> None:
        match event.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Log.entryAdded":
                self.complaints.append(event["params"]["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(event["params"]["exceptionDetails"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            read = os.read(self._back, 1 << 16)
            assert read, "the browser ended"
            self._left += read
        whole, _end, self._left = self._left.partition(b"\0")
        found: dict[str, Any] = json.loads(whole)
        return found


@contextmanager
def a_page(program: str, folder: Path) -> Iterator[Page]:
    """Start it, and end it with whatever it started."""
    its_in, to = os.pipe()
    back, its_out = os.pipe()

    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _ON_THREE_AND_FOUR,
            str(its_in),
            str(its_out),
            program,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--remote-debugging-pipe",
            f"--user-data-dir={folder}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(its_in, its_out),
    )
    os.close(its_in)
    os.close(its_out)
    page = Page(to, back)
    try:
        yield page
        page._session = ""  # noqa: SLF001 - the browser's own end is no page's
        page.ask("Browser.close")
    finally:
        process.wait(20)
        os.close(to)
        os.close(back)
