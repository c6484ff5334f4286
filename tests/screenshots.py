"""Every window in every state as pictures, to be judged beside the mock-ups: `make screenshots`.

The desk runs on a made-up branch's store, driven by its keys; parts that only a failure shows are
drawn as scenes. One process a look, since a scale is set at a process's start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

OUT = Path("screenshots-out")
LOOKS = {  # name: dark, scale, language, logical width and height
    "light": (False, "1", "id", 1366, 768),
    "dark": (True, "1", "id", 1366, 768),
    "125": (False, "1.25", "id", 1093, 614),
    "150": (False, "1.5", "id", 911, 512),
    "english": (False, "1", "en", 1366, 768),
}
DRAWN = (  # scenes: what the desk's keys alone do not lead to, and all other windows
    "desk-empty",
    "desk-offline",
    "desk-problem",
    "desk-wrong",
    "desk-filed",
    "desk-uncertain",
    "desk-visit",
    "desk-ending",
    "desk-suspended",
    "supervisor-",
    "gate",
    "crash",
    "sign-in-refused",
    "setup-",
    "admin-",
    "board-",
    "practice-",
    "kiosk-",
    "manual",
)
NOW_MS = 1_795_491_730_000  # 10.42.10 in Jakarta on 24 November 2026


def draw(look: str, out: Path) -> None:
    """Draw the desk through one service, and the branch head's window, in one look."""
    from datetime import date

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from counter.clock import VirtualClock
    from counter.demo.branch import CLERKS, HERE, PIN, make_demo
    from counter.office.station import Station
    from counter.text import set_language
    from ui.screenshots import Screen

    dark, _scale, language, width, height = LOOKS[look]
    set_language(language)
    control, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    key = Qt.Key
    steps: list[tuple[str, Qt.Key | None, Qt.KeyboardModifier, str]] = [
        ("serving", None, none, ""),
        ("palette", key.Key_K, control, ""),
        ("", key.Key_Escape, none, ""),
        ("find", key.Key_F, control, "siti"),
        ("", key.Key_Escape, none, ""),
        ("unfinished", key.Key_F10, none, ""),
        ("hold", key.Key_F5, none, ""),
        ("held", key.Key_Return, none, ""),
        ("called", key.Key_F2, none, ""),
        ("busy", key.Key_F2, none, ""),
        ("blank", key.Key_F4, none, ""),
        ("transfer", key.Key_F7, none, ""),
        ("", key.Key_Escape, none, ""),
        ("finished", key.Key_F9, none, ""),
        ("locked", key.Key_L, control, ""),
    ]
    with tempfile.TemporaryDirectory() as room, Screen(dark=dark, size=(width, height)) as screen:
        folder = Path(room) / "store"
        make_demo(folder, today=date(2026, 11, 24), printer=f"folder:{Path(room) / 'papers'}")
        station = Station.open(folder, VirtualClock(NOW_MS))
        with screen.signed_in(station, CLERKS[HERE - 1][0], PIN) as front:
            for name, pressed, modifier, typed in steps:
                screen.settle(front)
                focus = QApplication.focusWidget() or front
                if pressed is not None:
                    QTest.keyClick(focus, pressed, modifier)
                if typed and (field := QApplication.focusWidget()) is not None:
                    QTest.keyClicks(field, typed)
                screen.settle(front)
                if name:
                    screen.grab(front, out / f"desk-{name}-{look}.png")
        station.stop()
        screen.draw_supervisor(folder, NOW_MS, out / f"supervisor-{look}.png")


def main(arguments: list[str]) -> int:
    """Draw all looks, or those named."""
    if arguments[:1] == ["--look"]:
        draw(arguments[1], OUT)
        return 0
    for look in arguments or LOOKS:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": LOOKS[look][1],
        }
        command = [sys.executable, "-m", "tests.screenshots", "--look", look]
        subprocess.run(command, check=True, env=environment)
        gallery = [sys.executable, "-m", "tests.ui.gallery", str(OUT), look, *DRAWN]
        subprocess.run(gallery, check=True, env=environment)
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
