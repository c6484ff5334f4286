"""Receipts: what stands on them, copies, voiding, and checking one that somebody shows.

Drawing is `counter.printing`'s; here is where a paper's values come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from counter.domain import bodies
from counter.domain.application import Application, ApplicationState
from counter.domain.calendar import branch_day, branch_time
from counter.domain.catalogue import Catalogue, Requirement, Service
from counter.domain.events import ApplicationId, TicketId
from counter.domain.forms import needed
from counter.domain.nik import masked
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office.editions import edition_for
from counter.office.intake import missing, office_calendar
from counter.office.queue import issue_ticket, print_ticket
from counter.office.waiting import expected_wait, people_ahead, slot_of, suspension_of
from counter.printing.papers import (
    AppointmentPaper,
    Letterhead,
    PaperDocument,
    ReceiptPaper,
    TicketPaper,
)
from counter.store.practice import is_practice
from counter.text import N_, ngettext, using

if TYPE_CHECKING:
    from counter.printing.signature import ReceiptMark
    from counter.store.local import Draft
    from counter.store.work import Reading, Work

PAPER_LANGUAGE = "id"  # an office's papers speak the office's language, whoever reads the window


class ReceiptUnknown(LoketError):
    """No such receipt here."""

    happened = N_("Receipt {receipt} is not known here.")
    safe = N_("Nothing was changed.")
    do_next = N_("Compare the number with the paper, or scan its code.")


class ReceiptVoid(LoketError):
    """The receipt was voided."""

    happened = N_("Receipt {receipt} is void.")
    safe = N_("Its number is not used again.")
    do_next = N_("File the intake again for a new receipt.")


# --- reads ------------------------------------------------------------------------------------
def letterhead(reading: Reading) -> Letterhead:
    """The head of every paper of this office."""
    office = reading.settings.office()
    return Letterhead(
        office=office.name,
        above=office.letterhead,
        address=office.address,
        practice=is_practice(reading.branch),
    )


def receipt_paper(reading: Reading, application_id: str, *, copy: int) -> ReceiptPaper:
    """What stands on a filed application's receipt.

    Args:
        copy: 0 for the original; n for the n-th copy.

    Raises:
        ReceiptUnknown
    """
    application = reading.applications.get(application_id)
    if application is None:
        raise ReceiptUnknown(receipt=application_id)
    answers = reading.applications.answers(application_id) or {}
    handed_in = {each.requirement: each.handed_in for each in application.documents}
    due = date.fromisoformat(application.due_date) if application.due_date else None
    catalogue = edition_for(reading, application.service, made_with=application.catalogue)
    return _paper(
        reading,
        catalogue=catalogue,
        service=catalogue.service(application.service),
        answers=answers,
        documents=handed_in,
        at_ms=application.filed_ms,
        officer=application.clerk,
        counter=reading.ticket(application.ticket).counter if application.ticket else None,
        due=due,
        awaits=application.awaits if application.state is ApplicationState.PROMISED else "",
        number=application.receipt,
        copy=copy,
    )


def preview_paper(
    reading: Reading, ticket_id: TicketId, draft: Draft, *, officer: str
) -> ReceiptPaper:
    """What would stand on the receipt if the draft were filed now; it has no number yet."""
    ticket = reading.ticket(ticket_id)
    catalogue = edition_for(reading, ticket.service)
    service = catalogue.service(ticket.service)
    asked = _asked(catalogue, service, draft.answers)
    suspension = suspension_of(reading, service.id)
    may_promise = suspension is None and not missing(asked, draft.documents)
    today = date.fromisoformat(ticket.day)
    calendar = office_calendar(reading)
    due = calendar.promised_date(today, service.working_days) if may_promise else None
    return _paper(
        reading,
        catalogue=catalogue,
        service=service,
        answers=draft.answers,
        documents=draft.documents,
        at_ms=reading.now_ms,
        officer=officer,
        counter=ticket.counter,
        due=due,
        awaits=suspension.reason if suspension is not None else "",
        number="",
        copy=0,
    )


def ticket_paper(reading: Reading, ticket_id: str) -> TicketPaper:
    """What stands on a queue ticket: nothing about a person. Raises TicketUnknown."""
    ticket = reading.ticket(ticket_id)
    ahead = people_ahead(reading, ticket)
    service = edition_for(reading, ticket.service).service(ticket.service)
    issued_on = branch_day(ticket.issued_ms, reading.zone).isoformat()
    return TicketPaper(
        letterhead=letterhead(reading),
        number=ticket.number,
        service=service.title.in_language(PAPER_LANGUAGE),
        at=branch_time(ticket.issued_ms, reading.zone).replace(tzinfo=None),
        zone=reading.settings.office().zone,
        ahead=ahead,
        wait=expected_wait(reading, ticket.service, reading.tickets.on(ticket.day), ahead),
        priority=ticket.priority,
        people=ticket.people,
        following=tuple(
            edition_for(reading, each).service(each).title.in_language(PAPER_LANGUAGE)
            for each in ticket.following
        ),
        kept_for=date.fromisoformat(ticket.day)
        if ticket.kept_from is not None and ticket.day > issued_on
        else None,
        slot=slot_of(ticket, reading.zone),
        language=PAPER_LANGUAGE,
    )


def appointment_paper(reading: Reading, appointment_id: str) -> AppointmentPaper:
    """What stands on an appointment's slip: nothing about a person. Raises ServiceUnknown."""
    appointment = reading.appointments.get(appointment_id)
    assert appointment is not None, "its slip was asked for on this node"
    service = edition_for(reading, appointment.service).service(appointment.service)
    return AppointmentPaper(
        letterhead=letterhead(reading),
        code=appointment.code,
        service=service.title.in_language(PAPER_LANGUAGE),
        at=appointment.at,
        zone=reading.settings.office().zone,
        people=appointment.people,
        bring=tuple(
            each.title.in_language(PAPER_LANGUAGE)
            for each in service.requirements
            if not each.optional and each.when is None
        ),
        kiosk=reading.settings.hub() is not None,
        language=PAPER_LANGUAGE,
    )


def check_receipt(text: str, public_key: bytes) -> ReceiptMark:
    """Check a scanned or typed receipt text with the office's public key, without any network.

    Raises:
        ReceiptUnreadable, ReceiptForged
    """
    from counter.keys import PublicKey
    from counter.printing.signature import verify

    return verify(text, PublicKey(public_key))


# --- acts -------------------------------------------------------------------------------------
def copy_receipt(work: Work, application_id: ApplicationId) -> int:
    """Print the receipt once more, as SALINAN ke-n; which copy it is.

    Raises:
        ReceiptUnknown, ReceiptVoid
    """
    application = _standing(work, application_id)
    copy = application.copies + 1
    work.record(bodies.ReceiptCopied(copy=copy), entity=application_id)
    work.local.queue_print(
        paper="receipt",
        entity=application_id,
        number=application.receipt,
        copy=copy,
        now_ms=work.now_ms,
    )
    work.note("print")
    return copy


def void_application(work: Work, application_id: ApplicationId, *, reason: str) -> None:
    """The filing counts no more; its receipt's number stays used.

    Raises:
        ReceiptUnknown, ReceiptVoid
    """
    _standing(work, application_id)
    work.record(bodies.ApplicationVoided(reason=reason), entity=application_id)


def reopen_intake(
    work: Work, ticket_id: TicketId, application_id: ApplicationId, *, reason: str
) -> None:
    """Void a receipt and give its form back as a draft, so that it can be filed again.

    Raises:
        ReceiptUnknown, ReceiptVoid
    """
    from counter.store.local import Draft

    application = _standing(work, application_id)
    answers = work.applications.answers(application_id) or {}
    void_application(work, application_id, reason=reason)
    draft = Draft(
        answers=answers,
        documents={each.requirement: each.handed_in for each in application.documents},
        overrides={field: why for field, _found, why in application.overrides},
        service=application.service,
    )
    work.local.keep_draft(ticket_id, draft, work.now_ms)


def give_number(
    work: Work,
    *,
    service: str,
    priority: bool = False,
    people: int = 1,
    given: tuple[str, int] | None = None,
) -> Ticket:
    """Issue the next number and print it; `people` and `given` as for `issue_ticket`.

    Raises:
        ServiceUnknown, DayNotOpened, TooManyPeople
    """
    ticket = issue_ticket(work, service=service, priority=priority, people=people, given=given)
    print_ticket(work, ticket.id)
    return ticket


# --- what they share --------------------------------------------------------------------------
def _standing(work: Work, application_id: ApplicationId) -> Application:
    application = work.applications.get(application_id)
    if application is None:
        raise ReceiptUnknown(receipt=application_id)
    if application.state is ApplicationState.VOID:
        raise ReceiptVoid(receipt=application.receipt)
    return application


def _asked(
    catalogue: Catalogue, service: Service, answers: Mapping[str, str]
) -> tuple[Requirement, ...]:
    return needed(service.requirements, catalogue.questions(service.id), answers)


def _paper(
    reading: Reading,
    *,
    catalogue: Catalogue,
    service: Service,
    answers: Mapping[str, str],
    documents: Mapping[str, bool],
    at_ms: int,
    officer: str,
    counter: int | None,
    due: date | None,
    awaits: str,
    number: str,
    copy: int,
) -> ReceiptPaper:
    office = reading.settings.office()
    person = reading.settings.person(officer)
    place = reading.settings.counter(counter) if counter is not None else None
    nik = answers.get("nik", "")
    host = urlsplit(office.central_url).netloc
    qr_text = ""
    if number:
        from counter.keys import SigningKey
        from counter.printing.signature import receipt_text

        qr_text = receipt_text(number, SigningKey(reading.settings.office_key()), central=host)
    with using(PAPER_LANGUAGE):
        after = (
            ngettext(
                "{days} working day after the service is back",
                "{days} working days after the service is back",
                service.working_days,
            )
            if awaits
            else ngettext(
                "{days} working day after the documents are complete",
                "{days} working days after the documents are complete",
                service.working_days,
            )
        )
        due_note = after.format(days=service.working_days)
    return ReceiptPaper(
        letterhead=letterhead(reading),
        number=number,
        at=branch_time(at_ms, reading.zone).replace(tzinfo=None),
        zone=office.zone,
        service=service.title.in_language(PAPER_LANGUAGE),
        applicant=answers.get("name", ""),
        masked_nik=masked(nik) if nik else "",
        documents=tuple(
            PaperDocument(
                title=each.title.in_language(PAPER_LANGUAGE),
                form=each.form,
                count=each.count,
                brought=documents.get(each.id, False),
            )
            for each in _asked(catalogue, service, answers)
            if not each.optional or documents.get(each.id, False)
        ),
        due_date=due,
        due_note=due_note if due is None else "",
        awaits=awaits,
        fee_rupiah=service.fee_rupiah,
        officer=person.name if person else officer,
        counter=place.name if place else "",
        qr_text=qr_text,
        track_at=f"{host}/lacak" if host else "",
        collection=service.collection.in_language(PAPER_LANGUAGE) if service.collection else "",
        complaints=office.complaint_channel,
        copy=copy,
        language=PAPER_LANGUAGE,
    )
