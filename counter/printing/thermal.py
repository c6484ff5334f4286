"""Thermal printers that speak ESC/POS: asked how they are, given a paper, asked whether it is out.

A printer that is out of paper, open, offline or out of reach is found out before the first byte of
a paper, which then stays pending. After the last byte the printer is asked again: an answer to
`GS r` comes once everything before it was printed, one to `DLE EOT` once everything before it
arrived. Bytes gone and no answer: nobody knows, and a person has to look.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import ClassVar, NamedTuple

from counter.printing.printers import PrinterHealth, PrinterSpecWrong, PrinterTrouble
from counter.printing.wires import PORT, FileWire, TcpWire, UsbWire, Wire
from counter.text import N_, _

ANSWER_S = 2.0  # a printer that is there answers in milliseconds
PRINTED_S = 8.0  # the longest receipt on the slowest head
_POLL_S = 1.0

_QUIET = b"\x1da\x00"  # GS a: send no status unasked, it could be taken for an answer
_WHEN_PRINTED = b"\x1dr\x01"  # GS r: answered in its turn, behind what was sent before
_HOW, _WHY_OFFLINE, _PAPER = 1, 2, 4  # of DLE EOT, answered at once
_TCP = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:(?P<port>[0-9]{1,5}))?")
_USB = re.compile(r"(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})")

_log = logging.getLogger(__name__)


class PrinterUnreachable(PrinterTrouble):
    """No connection to it."""

    happened = N_("Printer {name} cannot be reached: {reason}.")
    do_next = N_("Check its power and its cable; the paper then comes out by itself.")


class PrinterMute(PrinterTrouble):
    """Connected, but it does not say how it is."""

    happened = N_("Printer {name} does not answer.")
    do_next = N_(
        "Switch it off and on; the paper then comes out by itself. Another PC may be using it."
    )


class PaperOut(PrinterTrouble):
    """The roll is used up."""

    happened = N_("Printer {name} has no paper.")
    safe = N_("The number is kept and valid; nothing is lost.")
    do_next = N_("Put in a new roll; the paper then comes out by itself.")


class PrinterOpen(PrinterTrouble):
    """Its cover is open."""

    happened = N_("The cover of printer {name} is open.")
    do_next = N_("Close it; the paper then comes out by itself.")


class PrinterStopped(PrinterTrouble):
    """Offline, or its cutter or head is in trouble."""

    happened = N_("Printer {name} has stopped and does not print.")
    do_next = N_("Look at its lamps, free the paper's way and switch it off and on.")


class PaperUnconfirmed(PrinterTrouble):
    """Part or all of a paper went out, and the printer did not say that it is printed."""

    maybe_printed: ClassVar[bool] = True

    happened = N_("Printer {name} stopped before it confirmed the paper.")
    do_next = N_("Look at the printer, then say here whether the paper came out.")


class Status(NamedTuple):
    """What a printer says of itself."""

    offline: bool
    cover_open: bool
    error: bool
    paper_out: bool
    near_end: bool


class ThermalPrinter:
    """Prints commands as they are and PDF pages as pictures.

    Args:
        name: for people: its address or path.
        opened: opens the wire, under the title of a paper.
    """

    def __init__(self, name: str, opened: Callable[[str], Wire]) -> None:
        self._name = name
        self._opened = opened
        self._tells_when_printed = True  # until it has shown that it does not know `GS r`

    def send(self, document: bytes, title: str) -> None:
        """Print a PDF, or commands that `roll` wrote, and wait until the printer confirms it."""
        if document.startswith(b"%PDF"):
            from counter.printing.roll import page_commands

            document = page_commands(document)
        gone = 0
        try:
            with closing(self._opened(title)) as wire:
                asked = self._refuse_unready(wire)
                while gone < len(document):
                    gone += wire.write(document[gone:])
                if asked:
                    self._confirm(wire)
        except OSError as error:
            if gone:
                raise PaperUnconfirmed(name=self._name) from error
            raise self._unreachable(error) from error

    def health(self) -> PrinterHealth:
        """Ask the printer itself, where its wire can answer."""
        try:
            with closing(self._opened("")) as wire:
                status = self._status(wire) if wire.answers else None
                must_answer = wire.must_answer
        except OSError as error:
            return _not_ready(self._unreachable(error))
        if status is None:
            if must_answer:
                return _not_ready(PrinterMute(name=self._name))
            words = _("Papers go to {name}, which cannot say how it is").format(name=self._name)
            return PrinterHealth(ready=True, words=words)
        if trouble := self._trouble(status):
            return _not_ready(trouble)
        if status.near_end:
            words = _("Printer ready; its roll is nearly used up")
            return PrinterHealth(ready=True, words=words)
        return PrinterHealth(ready=True, words=_("Printer ready"))

    def _refuse_unready(self, wire: Wire) -> bool:
        """Let nothing of a paper out to a printer in trouble; whether this one answers."""
        if not wire.answers:
            return False
        status = self._status(wire)
        if status is None:
            if wire.must_answer:
                raise PrinterMute(name=self._name)
            return False
        if trouble := self._trouble(status):
            raise trouble
        return True

    def _confirm(self, wire: Wire) -> None:
        if self._tells_when_printed:
            _write(wire, _WHEN_PRINTED)
            until = monotonic() + PRINTED_S
            while monotonic() < until:
                # DLE EOT's answers have bit 4 set, GS r's have not
                if any(not byte & 0x90 for byte in wire.read(_POLL_S)):
                    return
                status = self._status(wire)
                if status is not None and self._trouble(status):
                    raise PaperUnconfirmed(name=self._name)
        status = self._status(wire)
        if status is None or self._trouble(status):
            raise PaperUnconfirmed(name=self._name)
        if self._tells_when_printed:
            self._tells_when_printed = False
            _log.info("the printer does not say when a paper is printed, only that it has it")

    def _status(self, wire: Wire) -> Status | None:
        """Ask how it is; None when it says nothing."""
        _write(wire, _QUIET)
        how = _asked(wire, _HOW)
        if how is None:
            return None
        why, paper = _asked(wire, _WHY_OFFLINE) or 0, _asked(wire, _PAPER) or 0
        return Status(
            offline=bool(how & 0x08),
            cover_open=bool(why & 0x04),
            error=bool(why & 0x40),
            paper_out=bool(why & 0x20 or paper & 0x60),
            near_end=bool(paper & 0x0C),
        )

    def _trouble(self, status: Status) -> PrinterTrouble | None:
        if status.cover_open:  # first: an open printer sees no paper either
            return PrinterOpen(name=self._name)
        if status.paper_out:
            return PaperOut(name=self._name)
        if status.error or status.offline:
            return PrinterStopped(name=self._name)
        return None

    def _unreachable(self, error: OSError) -> PrinterUnreachable:
        reason = error.strerror or str(error) or type(error).__name__
        return PrinterUnreachable(name=self._name, reason=reason.rstrip("."))


def thermal_from(spec: str) -> ThermalPrinter:
    """Find the printer behind `escpos:`: tcp:HOST[:PORT], usb:VENDOR:PRODUCT, windows:, file:.

    Raises:
        PrinterSpecWrong: it names none, or one this system cannot have.
    """
    kind, _colon, name = spec.removeprefix("escpos:").partition(":")
    if kind == "tcp" and (found := _TCP.fullmatch(name)):
        port = int(found["port"] or PORT)
        if 0 < port < 65536:
            host = found["host"].strip("[]")
            return ThermalPrinter(name, lambda _title: TcpWire(host, port))
    if kind == "usb" and (found := _USB.fullmatch(name)):
        vendor, product = int(found["vendor"], 16), int(found["product"], 16)
        return ThermalPrinter(name, lambda _title: UsbWire(vendor, product))
    if kind == "file" and name:
        path = str(Path(name).expanduser())
        return ThermalPrinter(name, lambda _title: FileWire(path))
    if kind == "windows" and name and sys.platform == "win32":
        from counter.printing.windows import SpooledThermalPrinter

        return SpooledThermalPrinter(name)
    raise PrinterSpecWrong(spec=spec)


def _asked(wire: Wire, about: int) -> int | None:
    _write(wire, bytes((0x10, 0x04, about)))
    until = monotonic() + ANSWER_S
    while (left := until - monotonic()) > 0:
        for byte in wire.read(left):
            if byte & 0x93 == 0x12:  # the bits that are the same in every answer
                return byte
    return None


def _write(wire: Wire, data: bytes) -> None:
    while data:
        data = data[wire.write(data) :]


def _not_ready(trouble: PrinterTrouble) -> PrinterHealth:
    return PrinterHealth(ready=False, words=trouble.message().happened.rstrip("."))
