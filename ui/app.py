"""The application around the windows: its look and its language. What opens in it is the caller's.

Nothing here opens a store or a line: a window paints first.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from counter.text import ENGLISH, INDONESIAN, language, set_language
from ui.theme.theme import dress, system_is_dark, theme

NAME = "loket"


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
        QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    return code


def switch_colours(app: QApplication) -> bool:
    """Change between light and dark; returns whether it is dark now."""
    dark = not theme().dark
    dress(app, dark=dark)
    return dark
