"""Taking an application in: the form, its draft, and the filing that numbers the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.answers import Setting
from counter.domain.application import Application, ApplicationState
from counter.domain.calendar import Correction, OfficeCalendar, week_of
from counter.domain.catalogue import Field, Requirement, Service
from counter.domain.events import TicketId
from counter.domain.findings import Finding
from counter.domain.forms import FormReading, check_form, needed
from counter.domain.nik import masked
from counter.domain.numbers import receipt_number
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office.editions import edition_for
from counter.office.holidays import national_holidays
from counter.office.queue import TicketMoved
from counter.office.regions import regions
from counter.office.waiting import current_day, suspension_of
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.local import Draft
    from counter.store.work import Reading, Work

_LEAST_DIGITS = 4  # of a NIK, to find somebody by
_EVER_MS = 1 << 53


class FormUnfinished(LoketError):
    """The form has errors, or warnings without a reason."""

    happened = N_("The form is not finished: {count} answers need a look.")
    safe = N_("Everything typed is kept.")
    do_next = N_("Correct the marked fields; a warning can be answered with a reason.")

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(count=len(findings))
        self.findings = findings


class AlreadyFiled(LoketError):
    """The ticket's intake for this service was filed before."""

    happened = N_("Receipt {receipt} was already given for this ticket.")
    safe = N_("No second number was taken.")
    do_next = N_("Print a copy of it, or finish the ticket with F9.")


class Intake(Struct, frozen=True):
    """All that the form beside a ticket is built from."""

    ticket: Ticket
    service: Service
    fields: tuple[Field, ...]  # the applicant's first
    draft: Draft | None
    drafted_ms: int | None
    filed: Application | None  # this service's, if filed already
    promised: str  # ISO: when it is ready if all documents are here today
    holidays_known: bool  # of that day's year; where not, the promise may be too early
    today: str  # ISO, the branch's own day
    suspension: bodies.ServiceSuspended | None = None  # of the service; it is taken all the same


class Filing(Struct, frozen=True):
    """What a clerk hands in: as typed."""

    answers: dict[str, str]
    documents: dict[str, bool]  # requirement → handed in
    overrides: dict[str, str]  # field → why its warning does not hold


class Found(Struct, frozen=True):
    """Somebody of today: the number, and what was told with it."""

    ticket: Ticket
    name: str
    masked_nik: str
    filed: Application | None  # the latest receipt that stands


# --- reads ------------------------------------------------------------------------------------
def open_intake(reading: Reading, ticket_id: TicketId) -> Intake:
    """What is asked for a ticket's service, and what was typed so far. Raises TicketUnknown."""
    ticket = reading.ticket(ticket_id)
    filed = reading.applications.standing(ticket)
    catalogue = edition_for(reading, ticket.service, made_with=filed.catalogue if filed else "")
    service = catalogue.service(ticket.service)
    kept = reading.local.draft(ticket_id)
    today = date.fromisoformat(ticket.day)
    calendar = office_calendar(reading)
    promised = calendar.promised_date(today, service.working_days)
    return Intake(
        ticket=ticket,
        service=service,
        fields=catalogue.questions(service.id),
        draft=kept[0] if kept else None,
        drafted_ms=kept[1] if kept else None,
        filed=filed,
        promised=promised.isoformat(),
        holidays_known=calendar.knows(promised),
        today=ticket.day,
        suspension=suspension_of(reading, service.id),
    )


def find_people(reading: Reading, text: str, *, limit: int = 20) -> list[Found]:
    """Today's tickets whose number, name or NIK holds the text; names of drafts count too.

    Raises:
        DayNotOpened
    """
    wanted = " ".join(text.split()).casefold()
    digits = "".join(each for each in wanted if each.isdigit())
    compact = wanted.replace("-", "").replace(" ", "")
    day = current_day(reading)
    filed: dict[str, list[Application]] = {}
    for each in reading.applications.between(reading.settings.opened_ms(day) or 0, _EVER_MS):
        if each.ticket is not None:
            filed.setdefault(each.ticket, []).append(each)
    found = []
    for ticket in reading.tickets.on(day):
        papers = filed.get(ticket.id, [])
        told = _told(reading, ticket, papers)
        name, nik = told.get("name", ""), told.get("nik", "")
        if (
            (compact and compact in ticket.number.replace("-", "").casefold())
            or (wanted and wanted in " ".join(name.split()).casefold())
            or (len(digits) >= _LEAST_DIGITS and digits in nik)
            or any(wanted and wanted in each.receipt.casefold() for each in papers)
        ):
            standing = [each for each in papers if each.state is not ApplicationState.VOID]
            latest = standing[-1] if standing else None
            found.append(Found(ticket, name.strip(), masked(nik) if nik else "", latest))
        if len(found) == limit:
            break
    return found


def _told(reading: Reading, ticket: Ticket, papers: list[Application]) -> Mapping[str, str]:
    if papers:
        return reading.applications.answers(papers[-1].id) or {}
    kept = reading.local.draft(ticket.id) if ticket.is_open else None
    return kept[0].answers if kept else {}


def office_calendar(reading: Reading) -> OfficeCalendar:
    """The days on which this office works."""
    return OfficeCalendar(
        week=week_of(reading.settings.office().hours),
        holidays=national_holidays(),
        corrections=tuple(
            Correction(date.fromisoformat(each.date), each.working, each.name)
            for each in reading.settings.corrections()
        ),
    )


def read_form(fields: tuple[Field, ...], answers: Mapping[str, str], today: date) -> FormReading:
    """What a form says as it stands; needs no store, so a window may ask at every pause."""
    return check_form(fields, answers, Setting(today=today, regions=regions()))


# --- acts -------------------------------------------------------------------------------------
def keep_draft(work: Work, ticket_id: TicketId, draft: Draft) -> int:
    """Keep what is typed so far; the instant it was kept (ms)."""
    work.local.keep_draft(ticket_id, draft, work.now_ms)
    return work.now_ms


def keep_typed(work: Work, ticket_id: TicketId, typed: Filing) -> int:
    """`keep_draft` of what a form holds; the instant it was kept (ms)."""
    from counter.store.local import Draft

    return keep_draft(work, ticket_id, Draft(typed.answers, typed.documents, typed.overrides))


def file_intake(work: Work, ticket_id: TicketId, filing: Filing, *, counter: int) -> Application:
    """File the intake and give its receipt the next number, at once; its print is queued.

    Raises:
        TicketMoved: the ticket is not being served at this counter.
        AlreadyFiled: it has a receipt for this service.
        FormUnfinished: with the findings that stand in the way.
    """
    ticket = work.ticket(ticket_id)
    if ticket.state is not TicketState.SERVING or ticket.counter != counter:
        raise TicketMoved(number=ticket.number, state=ticket.state)
    filed = work.applications.standing(ticket)
    if filed is not None:
        raise AlreadyFiled(receipt=filed.receipt)
    catalogue = edition_for(work, ticket.service)
    service = catalogue.service(ticket.service)
    fields = catalogue.questions(service.id)
    today = date.fromisoformat(ticket.day)  # the office's own day, whatever the clock says
    form = read_form(fields, filing.answers, today)
    unanswered = tuple(
        each for each in form.warnings if not filing.overrides.get(each.field, "").strip()
    )
    if form.errors or unanswered:
        raise FormUnfinished(form.errors + unanswered)

    asked = needed(service.requirements, fields, filing.answers)
    documents = tuple(
        bodies.DocumentTaken(each.id, handed_in=filing.documents.get(each.id, False))
        for each in asked
    )
    suspension = suspension_of(work, service.id)
    may_promise = suspension is None and not missing(asked, filing.documents)
    due = office_calendar(work).promised_date(today, service.working_days) if may_promise else None
    lane, year = work.node.lane, today.year
    running = work.applications.last_running(lane, year) + 1
    number = receipt_number(work.branch, lane, year, running)
    application_id = work.record(
        bodies.ApplicationFiled(
            service=service.id,
            catalogue=catalogue.edition,
            receipt=number,
            year=year,
            lane=lane,
            running=running,
            documents=documents,
            fee_rupiah=service.fee_rupiah,
            due_date=due.isoformat() if due else None,
            ticket=ticket_id,
            awaits=suspension.reason if suspension is not None else "",
            overrides=tuple(
                (each.field, each.reason.value, filing.overrides[each.field].strip())
                for each in form.warnings
            ),
        ),
        private=bodies.ApplicantPart(answers=form.values),
    )
    work.local.drop_draft(ticket_id)
    work.local.queue_print(
        paper="receipt", entity=application_id, number=number, copy=0, now_ms=work.now_ms
    )
    work.note("print")
    application = work.applications.get(application_id)
    assert application is not None, "what was just filed can be read"
    return application


def missing(asked: tuple[Requirement, ...], documents: Mapping[str, bool]) -> list[Requirement]:
    """The documents that must be here and are not."""
    return [each for each in asked if not each.optional and not documents.get(each.id, False)]
