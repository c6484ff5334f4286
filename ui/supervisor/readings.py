"""What the branch head's window reads and writes through the office's door, off the Qt thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtGui import QImage

from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.files import write_durably
from counter.office.office import NobodySignedIn, Office
from counter.office.people import NotAllowed, Role
from counter.office.statistics import (
    ChartLook,
    Figure,
    LiveFloor,
    Only,
    Statistics,
    chart_picture,
    day_figures,
    live_floor,
    range_figures,
    report_pdf,
    report_xlsx,
    ticket_lines,
    tickets_behind,
)
from counter.text import N_, language

if TYPE_CHECKING:
    from counter.store.work import Reading

MAY_LOOK = frozenset({Role.SUPERVISOR.value, Role.BRANCH_HEAD.value})
Days = tuple[date, date]


class ReportNotSaved(LoketError):
    """A report's file could not be written."""

    happened = N_("The report cannot be saved as {file}: {reason}.")
    safe = N_("The figures are still here.")
    do_next = N_("Close the file if it is open elsewhere, or choose another folder.")


class Look(Struct, frozen=True):
    """Everything the window shows at one instant."""

    figures: Statistics
    floor: LiveFloor | None  # None: the days chosen do not include today
    services: dict[str, str]  # id to title, in the language read
    people: dict[str, str]  # id to name


def may_look(office: Office) -> None:
    """Refuse whoever may not see the day's figures. Raises NobodySignedIn, NotAllowed."""
    session = office.session
    if session is None:
        raise NobodySignedIn
    if not MAY_LOOK & set(session.roles):
        raise NotAllowed(role=Role.SUPERVISOR)


def look(office: Office, days: Days | None) -> Look:
    """Read the figures of some days, of the office's current one by default.

    Raises:
        NobodySignedIn, NotAllowed, OfficeNotSetUp
    """
    may_look(office)
    return office.read(_look, days)


def _look(reading: Reading, days: Days | None) -> Look:
    figures = day_figures(reading) if days is None else range_figures(reading, *days)
    catalogue = reading.settings.catalogue()
    return Look(
        figures=figures,
        floor=live_floor(reading) if figures.running or days is None else None,
        services={each.id: each.title.in_language(language()) for each in catalogue.services},
        people={each.id: each.name for each in reading.settings.people()},
    )


def behind(office: Office, days: Days, figure: Figure, only: Only) -> list[Ticket]:
    """The tickets a number counts. Raises NobodySignedIn, NotAllowed."""
    may_look(office)
    return office.read(tickets_behind, *days, figure, only)


def chart_image(
    figures: Statistics, look: ChartLook, size: tuple[int, int], scale: float
) -> QImage:
    """The chart in the screen's own pixels."""
    width, height = size
    page = chart_picture(figures, look, width_px=width, height_px=height, scale=scale)
    form = QImage.Format.Format_RGBX8888
    image = QImage(page.pixels, page.width_px, page.height_px, form).copy()
    image.setDevicePixelRatio(scale)
    return image


def save_report(office: Office, figures: Statistics, file: Path) -> None:
    """Write the report, PDF or XLSX by the file's ending, whole or not at all.

    Raises:
        NobodySignedIn, NotAllowed, ReportNotSaved
    """
    may_look(office)
    if file.suffix.lower() == ".xlsx":
        lines = office.read(ticket_lines, figures.day_from, figures.day_to)
        content = report_xlsx(figures, lines, language=language())
    else:
        content = report_pdf(figures, language=language())
    try:
        write_durably(file, content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportNotSaved(file=str(file), reason=reason) from error
