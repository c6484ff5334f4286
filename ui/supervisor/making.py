"""Pictures and papers of figures already read, made off the Qt thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from counter.errors import LoketError
from counter.files import write_durably
from counter.office.office import Office
from counter.office.statistics import (
    ChartLook,
    Statistics,
    chart_picture,
    chart_words,
    report_pdf,
    report_xlsx,
)
from counter.office.supervision import lines_of, may_look
from counter.text import N_, language


class ReportNotSaved(LoketError):
    """A report's file could not be written."""

    happened = N_("The report cannot be saved as {file}: {reason}.")
    safe = N_("The figures are still here.")
    do_next = N_("Close the file if it is open elsewhere, or choose another folder.")


def chart_image(
    figures: Statistics, look: ChartLook, size: tuple[int, int], scale: float
) -> tuple[QImage, str]:
    """The chart in the screen's own pixels, and what it shows in words."""
    width, height = size
    page = chart_picture(figures, look, width_px=width, height_px=height, scale=scale)
    form = QImage.Format.Format_RGBX8888
    image = QImage(page.pixels, page.width_px, page.height_px, form).copy()
    image.setDevicePixelRatio(scale)
    return image, chart_words(figures)


def save_report(office: Office, figures: Statistics, file: Path) -> None:
    """Write the report, PDF or XLSX by the file's ending, whole or not at all.

    Raises:
        NobodySignedIn, NotAllowed, ReportNotSaved
    """
    may_look(office)
    if file.suffix.lower() == ".xlsx":
        content = report_xlsx(figures, lines_of(office, figures), language=language())
    else:
        content = report_pdf(figures, language=language())
    try:
        write_durably(file, content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportNotSaved(file=str(file), reason=reason) from error
