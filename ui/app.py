"""The application around the windows: its look, its language, its beginning and its end.

Nothing here opens a store or a line: a window paints first.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from counter.text import ENGLISH, INDONESIAN, language, set_language
from ui.theme.theme import dress, system_is_dark, theme
from ui.theme.tokens import Pace

if TYPE_CHECKING:
    from counter.office.board_node import BoardNode
    from counter.office.kiosk_node import KioskNode
    from counter.office.practice import Practice
    from counter.office.station import Station
    from counter.office.voice import Guide, Voice
    from ui.tasks import Tasks
    from ui.training.band import Bands

NAME = "loket"
_GARBAGE = "garbage"
_WORKERS = 4  # an act, a reading, a picture, and what waits for a network or for a process


def run_desk(station: Station) -> int:
    """Open the desk of a station that is not started yet; ends with its window."""
    from ui.front import Front
    from ui.keyboard import Keyboard

    def front(app: QApplication, tasks: Tasks) -> Front:
        Keyboard(app)
        made = Front(station, tasks)
        made.ready.connect(collect_again)
        return made

    return _run("desk", front, end=station.stop)


def run_training(begin: Callable[[], Practice]) -> int:
    """Open a practice station, and another each time that is asked for."""
    from ui.keyboard import Keyboard
    from ui.training.band import Bands

    hold_garbage()
    app = make_app(sys.argv[:1])
    meet_bugs_calmly()
    Keyboard(app)
    practice = begin()
    bands = Bands(app, practice.pin)
    while _practise(app, practice, bands):
        practice = begin()
    return 0


def _practise(app: QApplication, practice: Practice, bands: Bands) -> bool:
    """Open one practice station until its window is closed; whether to begin anew."""
    from ui.training.training import TrainingFront

    fronts: list[TrainingFront] = []

    def front(_app: QApplication, tasks: Tasks) -> TrainingFront:
        fronts.append(TrainingFront(practice, tasks, bands))
        fronts[0].ready.connect(collect_again)
        return fronts[0]

    _live(app, "practice", front, end=practice.station.stop)
    fronts[0].deleteLater()
    return fronts[0].anew


def run_board(node: BoardNode, voice: Voice) -> int:
    """Show a board, full screen, until its window is closed."""
    from ui.board.window import BoardWindow

    def board(_app: QApplication, tasks: Tasks) -> BoardWindow:
        made = BoardWindow(node, tasks, voice.say)
        made.begin()
        return made

    return _run("board", board, end=node.stop, whole_screen=True)


def run_kiosk(node: KioskNode, guide: Guide) -> int:
    """Offer numbers full screen, until somebody types the code that ends it."""
    from ui.kiosk.window import KioskWindow

    def kiosk(_app: QApplication, tasks: Tasks) -> KioskWindow:
        made = KioskWindow(node, tasks, guide)
        made.begin()
        return made

    def end() -> None:
        guide.close()
        node.stop()

    return _run("kiosk", kiosk, end=end, whole_screen=True, dark=False)


def _run(
    name: str,
    window: Callable[[QApplication, Tasks], QWidget],
    *,
    end: Callable[[], None],
    whole_screen: bool = False,
    dark: bool | None = None,
) -> int:
    """Show one window until it is closed, then end what it showed."""
    hold_garbage()
    app = make_app(sys.argv[:1], dark=dark)
    meet_bugs_calmly()
    return _live(app, name, window, end=end, whole_screen=whole_screen)


def _live(
    app: QApplication,
    name: str,
    window: Callable[[QApplication, Tasks], QWidget],
    *,
    end: Callable[[], None],
    whole_screen: bool = False,
) -> int:
    from ui.tasks import Tasks

    pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix=name)
    tasks = Tasks(pool)
    shown = window(app, tasks)
    if whole_screen:
        collect_again()
        shown.setGeometry(app.primaryScreen().geometry())  # there may be no window manager to do it
        shown.showFullScreen()
    else:
        shown.showMaximized()
    shown.activateWindow()  # without a window manager nobody else gives it the keyboard
    code = app.exec()
    tasks.end()
    pool.shutdown(wait=True)
    end()
    return code


def make_app(arguments: list[str], *, dark: bool | None = None) -> QApplication:
    """Make the one application, dressed; `dark` is the desktop's wish unless it is told."""
    app = QApplication(arguments)
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    dress(app, dark=system_is_dark(app) if dark is None else dark)
    return app


def switch_language(app: QApplication, code: str | None = None) -> str:
    """Speak another language in every open window, without a restart; returns which."""
    code = code or (ENGLISH if language() == INDONESIAN else INDONESIAN)
    set_language(code)
    for window in app.topLevelWidgets():
        if isValid(window):  # one window's new words may have done away with another
            QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    return code


def switch_colours(app: QApplication) -> bool:
    """Change between light and dark; returns whether it is dark now."""
    dark = not theme().dark
    dress(app, dark=dark)
    return dark


def hold_garbage() -> None:
    """What is loaded at the start stays: looking for garbage in it costs a tenth of the start."""
    gc.disable()


def collect_again() -> None:
    """The start is over: garbage is looked for again, by this thread only.

    Python looks wherever it allocates. On a worker it would destroy what a closed window left
    behind, Qt's objects too, beside the thread that they belong to; that ends the program.
    """
    gc.freeze()
    app = QApplication.instance()
    assert app is not None
    if app.findChild(QTimer, _GARBAGE) is None:
        timer = QTimer(app)
        timer.setObjectName(_GARBAGE)
        timer.timeout.connect(_collect)
        timer.start(Pace.GARBAGE)


def _collect() -> None:
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return


def meet_bugs_calmly() -> None:
    """Show one dialog for a bug, whichever thread met it and whether or not it went on.

    What nobody catches the log's own hooks write down too, so the log hears of every bug.
    """
    from ui.crash import Crashes, LoggedBugs

    logging.getLogger().addHandler(LoggedBugs(Crashes(QApplication.instance())))
