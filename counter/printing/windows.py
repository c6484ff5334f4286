"""A printer of the Windows spooler: pages as pictures through the driver it has.

Imported only on Windows. Every driver prints pictures; few take PDF.
"""

from __future__ import annotations

import sys

from counter.pages import page_count, print_picture
from counter.printing.placing import Device, render_dpi, strips
from counter.printing.printers import PrinterHealth, PrinterRefused
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
