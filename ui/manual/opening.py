"""F1 from any window: the manual opens at that window's page, loaded and read on a worker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from counter.errors import LoketError
from counter.text import language
from ui.keyboard import take_keyboard
from ui.manual.pages import place_of
from ui.tasks import Tasks
from ui.theme.theme import Theme, theme
from ui.theme.tokens import Size, space

if TYPE_CHECKING:
    from ui.manual.document import Ready
    from ui.manual.window import ManualWindow


def open_manual(asker: QWidget, tasks: Tasks, page: str, anchor: str = "") -> None:
    """Open the manual, or bring it forward, at a page; an error's code opens its section."""
    page, anchor = place_of(page, anchor)
    tasks.ask(
        partial(_load, page, language(), theme()),
        asker=asker,
        done=partial(_open, asker, tasks, anchor),
        failed=raise_bug,
    )


def _load(page: str, code: str, colours: Theme) -> tuple[type[ManualWindow], Ready]:
    """Off the Qt thread: the window's own modules come with the first page."""
    from ui.manual.document import make_ready
    from ui.manual.window import ManualWindow

    return ManualWindow, make_ready(page, code, colours)


def _open(
    asker: QWidget, tasks: Tasks, anchor: str, loaded: tuple[type[ManualWindow], Ready]
) -> None:
    kind, ready = loaded
    windows = (each for each in QApplication.topLevelWidgets() if isinstance(each, kind))
    window = next(windows, None)
    if window is None:
        window = kind(tasks)
        window.resize(
            min(int(Size.LEAST_WIDTH) + space(40), asker.window().width()),
            min(int(Size.WINDOW_HEIGHT), asker.window().height()),
        )
    take_keyboard(window)
    # a turn of its own: window and first page together take longer than a frame
    QTimer.singleShot(0, window, partial(window.show_page, ready, anchor))


def raise_bug(error: LoketError) -> None:
    """The pages are the program's own: there is nothing a person could mend."""
    raise error
