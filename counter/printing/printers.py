"""Ways onto paper: a folder, CUPS, the Windows spooler, a thermal printer itself; or none.

A printer takes a whole PDF and either has it or says why not. "Has it" means the spooler's word,
as far as a program can know: whether paper came out is seen by a person, and kept by the journal.
Every call may wait for a slow device, so never from a window's thread.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import ClassVar, Protocol

from msgspec import Struct

from counter.errors import LoketError
from counter.files import write_durably
from counter.pages import page_sizes_mm
from counter.text import N_, _

PATIENCE_S = 20.0
_MEDIA = {(105, 148): "A6", (148, 210): "A5", (210, 297): "A4"}


class PrinterTrouble(LoketError):
    """A paper did not come out, or nobody knows."""

    maybe_printed: ClassVar[bool] = False

    happened = N_("The paper was not printed.")
    safe = N_("Its number is kept; nothing is lost.")
    do_next = N_("Print it again when the printer is ready.")


class NoPrinter(PrinterTrouble):
    """This counter has none."""

    happened = N_("No printer is set up at this counter.")
    do_next = N_("Ask the administrator to choose one, or show the number on the screen.")


class FolderClosed(PrinterTrouble):
    """The folder that takes the papers does not."""

    happened = N_("The paper could not be written to {folder}: {reason}.")
    do_next = N_("Check the folder, then print again.")


class SpoolerMissing(PrinterTrouble):
    """The system has no printing commands."""

    happened = N_("This PC has no printing system: the command {command} is missing.")
    do_next = N_("Ask the administrator to install CUPS, then print again.")


class PrinterRefused(PrinterTrouble):
    """The spooler answered, and it was a no."""

    happened = N_("Printer {name} did not take the paper: {reason}.")
    do_next = N_("Check the printer, then print again.")


class PrinterSilent(PrinterTrouble):
    """The spooler did not answer in time; it may have taken the paper."""

    maybe_printed: ClassVar[bool] = True

    happened = N_("Printer {name} has not answered for {seconds} seconds.")
    do_next = N_("Look at the printer, then say here whether the paper came out.")


class PrinterSpecWrong(LoketError):
    """The configuration names a printer in a way nobody understands."""

    happened = N_('"{spec}" does not name a printer.')
    safe = N_("Nothing has been changed.")
    do_next = N_(
        "Write folder:PATH, cups:NAME, windows:NAME, escpos:tcp:HOST:PORT, "
        "escpos:usb:VENDOR:PRODUCT, escpos:windows:NAME, escpos:file:PATH or none."
    )


class PrinterHealth(Struct, frozen=True):
    """Whether a printer would take a paper now, in words for the status bar and `loket doctor`."""

    ready: bool
    words: str


class Printer(Protocol):
    """Something that takes papers."""

    def send(self, document: bytes, title: str) -> None:
        """Hand a PDF over; it is safe with the spooler when this returns.

        Args:
            document: the whole PDF.
            title: for the printer's queue: a number, never a name.

        Raises:
            PrinterTrouble: it was not taken, or `maybe_printed`.
        """

    def health(self) -> PrinterHealth:
        """Say how it is, in the reader's language."""


def printer_from(spec: str) -> Printer:
    """Find the printer that a configuration names: `folder:/path`, `cups:NAME`, `windows:NAME`.

    `escpos:…` names a thermal printer without a driver, as `thermal.thermal_from` reads it.

    Raises:
        PrinterSpecWrong: it names none, or one this system cannot have.
    """
    kind, _colon, name = spec.partition(":")
    if spec == "none":
        return WithoutPrinter()
    if kind == "folder" and name:
        return FolderPrinter(Path(name).expanduser())
    if kind == "cups" and re.fullmatch(r"[^\s/#-][^\s/#]*", name):
        return CupsPrinter(name)
    if kind == "windows" and name and sys.platform == "win32":
        from counter.printing.windows import WindowsPrinter

        return WindowsPrinter(name)
    if kind == "escpos":
        from counter.printing.thermal import thermal_from

        return thermal_from(spec)
    raise PrinterSpecWrong(spec=spec)


class WithoutPrinter:
    """A counter that shows its numbers on the screen."""

    def send(self, document: bytes, title: str) -> None:
        """Refuse."""
        raise NoPrinter

    def health(self) -> PrinterHealth:
        """Say that there is none."""
        return PrinterHealth(ready=False, words=_("No printer is set up"))


class FolderPrinter:
    """Writes each paper to a file: for offices that archive, for trying out, for tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, document: bytes, title: str) -> None:
        """Write the paper, durable; one that is there already with other content stays."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._free_file(document, title)
            if file is not None:
                write_durably(file, document, mode=0o640)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FolderClosed(folder=str(self._folder), reason=reason) from error

    def health(self) -> PrinterHealth:
        """Say whether the folder can be written to."""
        exists = self._folder if self._folder.exists() else self._folder.parent
        if exists.is_dir() and os.access(exists, os.W_OK):
            return PrinterHealth(
                ready=True, words=_("Papers go to {folder}").format(folder=self._folder)
            )
        return PrinterHealth(
            ready=False, words=_("{folder} cannot be written to").format(folder=self._folder)
        )

    def _free_file(self, document: bytes, title: str) -> Path | None:
        stem = re.sub(r"[^\w.-]+", "-", title).strip("-.") or "paper"
        for n in range(1, 10_000):
            file = self._folder / (f"{stem}.pdf" if n == 1 else f"{stem} ({n}).pdf")
            if not file.exists():
                return file
            if file.read_bytes() == document:
                return None  # sent again after an interruption: it did come out
        raise FileExistsError(17, "too many papers of one name")


class CupsPrinter:
    """Hands papers to CUPS through its own command, `lp`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def send(self, document: bytes, title: str) -> None:
        """Queue the paper at its own size, unscaled."""
        width, height = (round(side) for side in page_sizes_mm(document)[0])
        media = _MEDIA.get((width, height), f"Custom.{width}x{height}mm")
        options = ["-o", f"media={media}", "-o", "print-scaling=none"]
        answer = self._ask("lp", "-d", self._name, "-t", title, *options, given=document)
        if answer.returncode:
            raise PrinterRefused(name=self._name, reason=_reason(answer))

    def health(self) -> PrinterHealth:
        """Ask CUPS for the printer's state."""
        try:
            answer = self._ask("lpstat", "-p", self._name)
        except PrinterTrouble as trouble:
            return PrinterHealth(ready=False, words=trouble.message().happened)
        named = {"name": self._name}
        if answer.returncode:
            # Of a daemon that is down, too, CUPS says that it has no such printer.
            if b"not running" in self._ask("lpstat", "-r").stdout:
                return PrinterHealth(ready=False, words=_("The printing system is not running"))
            return PrinterHealth(ready=False, words=_("Printer {name} is unknown").format(**named))
        if b"disabled since" in answer.stdout:
            return PrinterHealth(ready=False, words=_("Printer {name} is stopped").format(**named))
        return PrinterHealth(ready=True, words=_("Printer ready"))

    def _ask(
        self, command: str, *arguments: str, given: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        path = shutil.which(command)
        if path is None:
            raise SpoolerMissing(command=command)
        try:
            return subprocess.run(  # noqa: S603 - no shell, and the name was checked
                [path, *arguments],
                input=given,
                capture_output=True,
                timeout=PATIENCE_S,
                check=False,
                env={**os.environ, "LC_ALL": "C"},  # its words are read here
            )
        except subprocess.TimeoutExpired as error:
            raise PrinterSilent(name=self._name, seconds=int(PATIENCE_S)) from error


def _reason(answer: subprocess.CompletedProcess[bytes]) -> str:
    said = answer.stderr.decode(errors="replace").strip().rstrip(".")
    return re.sub(r"^(\S*lp: )?(Error - )?", "", said) or str(answer.returncode)
