"""The desk's acts: name, key and icon of each, in one place for buttons, keys and the palette."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from counter.text import N_, _


class Act(Enum):
    """What a clerk can do: its name (a translation key), its key, its icon."""

    CALL_NEXT = (N_("Call next"), "F2", "campaign")
    RECALL = (N_("Call again"), "F3", "replay")
    START = (N_("Start"), "F4", "play_arrow")
    HOLD = (N_("Hold"), "F5", "pause")
    RESUME = (N_("Resume"), "F6", "play_arrow")
    TRANSFER = (N_("Transfer"), "F7", "swap_horiz")
    NO_SHOW = (N_("No-show"), "F8", "person_off")
    FINISH = (N_("Finish"), "F9", "check_circle")
    FILE = (N_("Save and print receipt"), "F10", "print")
    NEW_TICKET = (N_("New ticket"), "Ctrl+N", "add")
    NEW_GROUP = (N_("New ticket for several people"), "Ctrl+Shift+N", "groups")
    QUICK = (N_("Short question"), "F12", "info")
    SUSPEND = (N_("Suspend or restore a service"), "", "stop")
    LIMIT = (N_("Numbers a day, blanks and appointments of a service"), "", "table")
    APPOINTMENTS = (N_("Appointments"), "Ctrl+B", "calendar_month")
    PROMISES = (N_("Promise slips"), "", "receipt_long")
    PAUSE = (N_("Pause or resume this counter"), "Ctrl+J", "pause")
    ADD_SERVICE = (N_("One more service in this visit"), "Ctrl+T", "add")
    KEEP = (N_("Keep the place for another day"), "", "schedule")
    CORRECT = (N_("Correct the number"), "", "edit")
    UNDO = (N_("Undo"), "Ctrl+Z", "undo")
    FIND = (N_("Find anyone of today"), "Ctrl+F", "search")
    PALETTE = (N_("Search a number, name, NIK or command"), "Ctrl+K", "search")
    LOCK = (N_("Lock"), "Ctrl+L", "lock")
    HELP = (N_("Help"), "F1", "help")
    REPRINT = (N_("Print the receipt again"), "Ctrl+P", "print")
    VOID = (N_("Void the receipt"), "", "close")
    LEFT = (N_("Left the queue"), "", "logout")
    CANCEL = (N_("Cancel the ticket"), "", "close")
    SUPERVISOR = (N_("The day in numbers"), "Ctrl+D", "monitoring")
    ADMIN = (N_("Administration"), "", "settings")
    LANGUAGE = (N_("Switch language"), "", "language")
    DARK = (N_("Light or dark colours"), "", "dark_mode")
    END_DAY = (N_("End the day"), "", "schedule")
    SIGN_OUT = (N_("Sign out"), "", "logout")

    @property
    def title(self) -> str:
        """Its name in the language in use."""
        return _(self.value[0])

    @property
    def key(self) -> str:
        """Its key; some have none."""
        return self.value[1]

    @property
    def icon(self) -> str:
        """Its icon's name."""
        return self.value[2]


class Acts:
    """One action each, belonging to the window, so that its key works wherever the focus is."""

    def __init__(self, window: QWidget) -> None:
        self._actions = {act: QAction(window) for act in Act}
        for act, action in self._actions.items():
            if act.key:
                action.setShortcut(QKeySequence(act.key))
            window.addAction(action)
        self.retranslate()

    def __getitem__(self, act: Act) -> QAction:
        return self._actions[act]

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        for act, action in self._actions.items():
            action.setText(act.title)
