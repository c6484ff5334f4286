"""Printers of the Windows spooler: pages through the driver one has, or commands past it.

Imported only on Windows. Every driver prints pictures; few take PDF.
"""

from __future__ import annotations

import sys
from functools import partial

from counter.pages import page_count, print_picture
from counter.printing.placing import Device, render_dpi, strips
from counter.printing.printers import PrinterHealth, PrinterRefused
from counter.printing.thermal import ThermalPrinter
from counter.text import _

assert sys.platform == "win32", "the Windows spooler is on Windows alone"

from counter import windows  # noqa: E402 - only where it can be imported


class WindowsPrinter:
    """Prints through GDI."""

    def __init__(self, name: str) -> None:
        self._name = name

    def send(self, document: bytes, title: str) -> None:
        """Render each page at the printer's resolution and hand all of them over as one job."""
        try:
            device = Device(*windows.device(self._name))
            pages = [
                strip
                for page in range(page_count(document))
                for strip in strips(
                    print_picture(document, dpi=render_dpi(device), page=page), device
                )
            ]
            windows.send_pages(self._name, pages, title)
        except OSError as error:
            reason = error.strerror or str(error)
            raise PrinterRefused(name=self._name, reason=reason.rstrip(".")) from error

    def health(self) -> PrinterHealth:
        """Ask the spooler for the printer's state."""
        try:
            trouble = windows.printer_trouble(self._name)
        except OSError:
            words = _("Printer {name} is unknown").format(name=self._name)
            return PrinterHealth(ready=False, words=words)
        if trouble:
            words = _("Printer {name}: {trouble}").format(name=self._name, trouble=_(trouble))
            return PrinterHealth(ready=False, words=words)
        return PrinterHealth(ready=True, words=_("Printer ready"))


class SpooledThermalPrinter(ThermalPrinter):
    """A thermal printer of the spooler, which alone can say how it is."""

    def __init__(self, name: str) -> None:
        super().__init__(name, partial(_SpoolWire, name))

    def health(self) -> PrinterHealth:
        """Ask the spooler."""
        return WindowsPrinter(self._name).health()


class _SpoolWire:
    """Takes all bytes of a paper as one job of the spooler, or none."""

    answers = False
    must_answer = False

    def __init__(self, name: str, title: str) -> None:
        self._name = name
        self._title = title

    def write(self, data: bytes) -> int:
        """Hand the whole paper over."""
        windows.send_raw(self._name, data, self._title)
        return len(data)

    def read(self, wait_s: float) -> bytes:
        """Nothing comes back."""
        return b""

    def close(self) -> None:
        """Nothing stays open."""
