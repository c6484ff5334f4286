"""One start of a window, measured from the process's own beginning; see `tests.bench.window`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

NOW_MS = 1_795_491_780_000  # 10.43 in Jakarta on 24 November 2026
_TICKS = os.sysconf("SC_CLK_TCK")


def since_start_ms() -> float:
    """Milliseconds since the kernel made this process."""
    stat = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    began_s = int(stat[19]) / _TICKS
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - began_s) * 1000


def rss_mb(process: int | str = "self") -> float:
    """Memory a process holds now."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def bare() -> None:
    """The least a PySide6 program can do: a window with a label."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self.property("seen"):
                self.setProperty("seen", True)
                print(f"paint_ms={since_start_ms():.1f}")
                QTimer.singleShot(500, app.quit)

    app = QApplication([])
    window = Window()
    window.setCentralWidget(QLabel("Loket"))
    window.resize(1366, 768)
    window.show()
    app.exec()
    print(f"rss_mb={rss_mb():.1f}")


ANSWERS = {"nkk": "3171011803150042", "address": "Jl. Cikini Raya 21", "rt": "004", "rw": "002"}
TOLD = {"name": "DEWI LESTARI", "nik": "3171015208910003", "phone": "081234567890"}
SERVICE = {"record_status": "recorded"}


def ours(folder: Path, clerk: str, pin: str, *, filing: bool) -> None:
    """Loket's own window, somebody signing in as soon as it lets them.

    Args:
        clerk: who signs in.
        pin: theirs.
        filing: also file the form that stands open, wait for its paper, and finish.
    """
    from concurrent.futures import ThreadPoolExecutor

    from counter.clock import VirtualClock
    from counter.office.station import Station
    from ui.app import collect_again, hold_garbage, make_app  # before Qt, as `loket` does
    from PySide6.QtCore import QTimer  # isort: skip
    from ui.desk.acts import Act
    from ui.front import Front
    from ui.tasks import Tasks

    class Window(Front):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)  # type: ignore[arg-type]  # Qt is imported late
            if not self.property("seen"):
                self.setProperty("seen", True)
                print(f"paint_ms={since_start_ms():.1f}")

    hold_garbage()
    app = make_app([])
    pool = ThreadPoolExecutor(3)
    tasks = Tasks(pool)
    station = Station.open(folder, VirtualClock(NOW_MS))
    window = Window(station, tasks)
    window.ready.connect(collect_again)

    def sign_in() -> None:
        assert window.sign_in is not None, "the store opens"
        window.sign_in.tried.emit(clerk, pin)
        watch()

    def watch() -> None:
        if window.window_ is not None and window.page is window.window_:
            window.window_.repaint()
            print(f"desk_ms={since_start_ms():.1f}")
            if filing:
                file_it()
            else:
                QTimer.singleShot(1500, app.quit)
        else:
            QTimer.singleShot(1, watch)

    def file_it() -> None:
        desk = window.window_
        assert desk is not None, "the desk is shown"
        if "name" not in desk.service.form.answers():  # the draft is not back yet
            QTimer.singleShot(20, file_it)
            return
        desk.service.form.set_answers(ANSWERS | TOLD | SERVICE)
        desk.acts[Act.FILE].trigger()
        QTimer.singleShot(20, finish)

    def finish() -> None:
        desk = window.window_
        assert desk is not None, "the desk is shown"
        receipt = desk.state.receipt if desk.state is not None else None
        if receipt is None or receipt.state != "printed":
            QTimer.singleShot(20, finish)
            return
        desk.acts[Act.FINISH].trigger()
        QTimer.singleShot(1500, app.quit)

    window.ready.connect(sign_in)
    window.show()
    app.exec()
    print(f"rss_mb={rss_mb():.1f}")
    pool.shutdown()
    station.stop()


def board(folder: Path) -> None:
    """Loket's board, its hub gone, as it stands after a day's calls."""
    from concurrent.futures import ThreadPoolExecutor

    from counter.clock import SystemClock
    from counter.office.board_node import BoardNode
    from ui.app import collect_again, hold_garbage, make_app  # before Qt, as `loket` does
    from PySide6.QtCore import QTimer  # isort: skip
    from ui.board.window import BoardWindow
    from ui.tasks import Tasks

    hold_garbage()
    app = make_app([])
    pool = ThreadPoolExecutor(3)
    node = BoardNode(folder, SystemClock())
    node.start()
    window = BoardWindow(node, Tasks(pool), lambda _call: None)
    collect_again()
    window.resize(1920, 1080)
    window.show()
    window.begin()
    QTimer.singleShot(1500, app.quit)
    app.exec()
    print(f"rss_mb={rss_mb():.1f}")
    pool.shutdown()
    node.stop()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    elif sys.argv[1] == "board":
        board(Path(sys.argv[2]))
    else:
        which, store, clerk, pin = sys.argv[1:]
        ours(Path(store), clerk, pin, filing=which == "filing")
    sys.stdout.flush()
