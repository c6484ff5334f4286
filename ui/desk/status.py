"""The status bar's words: the line, the printer, the backup. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from counter.errors import LoketError
from counter.office.backup import BackupState
from counter.text import _, clock, count, ngettext, short_date, since, word
from ui.desk.words import LocalTime
from ui.theme.tokens import Tone
from ui.widgets.status_bar import StatusItem


class Line(Protocol):
    """The line to the hub, or to central, as its engine tells it."""

    @property
    def state(self) -> StrEnum:
        """Whether it is there."""

    @property
    def since_ms(self) -> int:
        """The state's beginning."""

    @property
    def waiting(self) -> int:
        """Events that central has not acknowledged."""

    @property
    def waiting_since_ms(self) -> int | None:
        """When the first of them was written."""

    @property
    def trouble(self) -> StrEnum | None:
        """Why it is not there."""

    @property
    def above(self) -> StrEnum:
        """Whom it leads to: hub, central, or central past a silent hub."""


def line_item(line: Line | None, *, local: LocalTime) -> StatusItem:
    """The line in a sentence."""
    if line is None:
        return StatusItem(_("Connecting to central"))
    by_hub = line.above.value == "hub"
    if line.state.value == "connecting":
        return StatusItem(_("Connecting to the hub") if by_hub else _("Connecting to central"))
    waiting = ngettext("{n} waiting to be sent", "{n} waiting to be sent", line.waiting)
    waiting = waiting.format(n=count(line.waiting))
    match line.state.value:
        case "never_set_up":
            return StatusItem(_("Works alone: no central is set up"))
        case "connected" if line.above.value == "past_hub":
            said = waiting if line.waiting else _("everything sent")
            text = _("Hub not connected; central connected, {said}").format(said=said)
            return StatusItem(text, Tone.AMBER)
        case "connected" if line.waiting:
            text = _("Hub connected, {waiting}") if by_hub else _("Central connected, {waiting}")
            return StatusItem(text.format(waiting=waiting), Tone.GREEN)
        case "connected" if by_hub:
            return StatusItem(_("Hub connected, everything sent"), Tone.GREEN)
        case "connected":
            return StatusItem(_("Central connected, everything sent"), Tone.GREEN)
        case "refused":
            why = word(line.trouble) if line.trouble is not None else word(line.state)
            return StatusItem(f"{why[:1].upper()}{why[1:]}, {waiting}", Tone.RED)
        case _:
            # a program started while the line was down knows of it only since then
            cut_ms = min(line.since_ms, line.waiting_since_ms or line.since_ms)
            text = _("Central not connected {since}, {waiting}")
            if by_hub:
                text = _("Hub not connected {since}, {waiting}")
            return StatusItem(text.format(since=since(local(cut_ms)), waiting=waiting), Tone.AMBER)


def printer_item(
    *, doubtful: int, pending: int, trouble: LoketError | None, is_set_up: bool = True
) -> StatusItem:
    """Whether papers come out."""
    if doubtful:
        text = ngettext(
            "{n} paper uncertain: press Ctrl+F", "{n} papers uncertain: press Ctrl+F", doubtful
        )
        return StatusItem(text.format(n=doubtful), Tone.AMBER)
    if pending and trouble is not None:
        text = ngettext("{n} paper waits", "{n} papers wait", pending).format(n=count(pending))
        return StatusItem(f"{trouble.message().happened.rstrip('.')}: {text}", Tone.RED)
    if pending:
        return StatusItem(_("Printing"))
    return StatusItem(_("Printer ready") if is_set_up else _("No printer is set up"))


def backup_item(state: BackupState, *, wanted: bool, now_ms: int, local: LocalTime) -> StatusItem:
    """When the last backup was made, or why there is none."""
    if state.trouble:
        return StatusItem(_("Backup failed: {reason}").format(reason=state.words), Tone.AMBER)
    if state.made_ms is None:
        return StatusItem(_("No backup yet"), Tone.AMBER if wanted else None)
    made, now = local(state.made_ms), local(now_ms)
    said = clock(made) if made.date() == now.date() else short_date(made.date())
    return StatusItem(_("Backup {when}").format(when=said))
