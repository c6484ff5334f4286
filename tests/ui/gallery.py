"""Every part and window in every state as a picture, to be judged beside the mock-ups.

    python -m tests.ui.gallery OUT [LOOK …] [NAME …]

With looks, only in those; with names, only pictures whose name contains one of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from counter.text import set_language
from tests.ui import scenes
from ui.tasks import Tasks
from ui.theme.theme import dress

LOOKS = {  # name: dark, scale, language, logical width and height
    "light": (False, "1", "id", 1366, 768),
    "dark": (True, "1", "id", 1366, 768),
    "125": (False, "1.25", "id", 1093, 614),
    "150": (False, "1.5", "id", 911, 512),
    "english": (False, "1", "en", 1366, 768),
}


def settle() -> None:
    """Let layouts, answers of worker threads and repaints happen."""
    loop = QEventLoop()
    QTimer.singleShot(250, loop.quit)
    loop.exec()


def paint(look: str, out: Path, wanted: list[str]) -> None:
    """Paint all scenes in one look; a process of its own, since a scale is set at its start."""
    dark, _scale, language, width, height = LOOKS[look]
    app = QApplication([])
    set_language(language)
    dress(app, dark=dark)
    tasks = Tasks(ThreadPoolExecutor(2))
    for name, make in scenes.ALL.items():
        if wanted and not any(part in name for part in wanted):
            continue
        scene: QWidget = make(tasks)
        if scene.property("whole") is not False:
            scene.resize(width, height)
        scene.show()
        after: Callable[[], None] | None = getattr(scene, "after", None)
        settle()
        if after:
            after()
            settle()
        scene.grab().save(str(out / f"{name}-{look}.png"))
        getattr(scene, "let_go", scene.close)()  # a kiosk closes for nobody
        scene.deleteLater()


def main() -> None:
    """Start a process for each look."""
    out, *wanted = sys.argv[1:]
    if out == "--look":
        look, folder, *wanted = wanted
        paint(look, Path(folder), wanted)
        return
    Path(out).mkdir(parents=True, exist_ok=True)
    looks = [each for each in wanted if each in LOOKS] or list(LOOKS)
    names = [each for each in wanted if each not in LOOKS]
    for look in looks:
        scale = LOOKS[look][1]
        subprocess.run(
            [sys.executable, "-m", "tests.ui.gallery", "--look", look, out, *names],
            check=True,
            env={**os.environ, "QT_SCALE_FACTOR": scale},
        )


if __name__ == "__main__":
    main()
