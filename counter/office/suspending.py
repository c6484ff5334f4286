"""A service that cannot be rendered now: the national system is down, blanks ran out.

A kiosk says so and gives no number for it. Whoever waits is called all the same, and an intake is
taken against a promise slip: those people need not queue again, and are worked off in the order in
which they handed in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from counter.domain import bodies
from counter.domain.application import Application, ApplicationState
from counter.domain.events import ApplicationId
from counter.errors import LoketError
from counter.office import queue, waiting
from counter.office.intake import office_calendar
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

# what a clerk is offered; any other words do as well
REASONS = (
    N_("the national system is down"),
    N_("no more blanks"),
    N_("whoever signs is away"),
)


class NotPromised(LoketError):
    """There is no promise slip to take up."""

    happened = N_("Receipt {receipt} is no promise slip any more.")
    safe = N_("Nothing was changed.")
    do_next = N_("Look at the list again: it shows what is still open.")


class StillSuspended(LoketError):
    """What was promised cannot be taken up yet."""

    happened = N_("The service is still suspended: {reason}.")
    safe = N_("Everybody's place is kept.")
    do_next = N_("Restore the service first, once it can be rendered again.")


# --- reads ------------------------------------------------------------------------------------
def suspended(reading: Reading) -> dict[str, bodies.ServiceSuspended]:
    """Every service that is suspended, by its id."""
    return {each.service: each for each in reading.settings.suspensions() if each.suspended}


def promised(reading: Reading) -> list[Application]:
    """Who holds a promise slip, in the order of handing in."""
    return reading.applications.promised()


# --- acts -------------------------------------------------------------------------------------
def suspend_services(
    work: Work, services: Collection[str], *, reason: str, back: datetime | None = None
) -> None:
    """Suspend services until somebody restores them.

    Args:
        back: when they will be rendered again, the branch's own time; None: nobody knows.

    Raises:
        ReasonMissing, ServiceUnknown
    """
    reason = queue.reason_of(reason)
    for each in services:
        waiting.service_of(work, each)
        _record(work, each, suspended=True, reason=reason, back=back)


def restore_services(work: Work, services: Collection[str]) -> None:
    """Render services again; those that are not suspended stay as they are."""
    for each in services:
        if waiting.suspension_of(work, each) is not None:
            _record(work, each, suspended=False)


def take_up(work: Work, application_id: ApplicationId) -> Application:
    """Begin with what was promised: its day is counted from today on.

    Raises:
        NotPromised: it was taken up already, or voided.
        StillSuspended, DayNotOpened
    """
    application = work.applications.get(application_id)
    if application is None or application.state is not ApplicationState.PROMISED:
        raise NotPromised(receipt=application.receipt if application else application_id)
    suspension = waiting.suspension_of(work, application.service)
    if suspension is not None:
        raise StillSuspended(reason=suspension.reason)
    days = waiting.service_of(work, application.service).working_days
    today = date.fromisoformat(waiting.current_day(work))
    due = office_calendar(work).promised_date(today, days)
    work.record(bodies.ApplicationTakenUp(due_date=due.isoformat()), entity=application_id)
    taken = work.applications.get(application_id)
    assert taken is not None, "it was read just now"
    return taken


def _record(
    work: Work, service: str, *, suspended: bool, reason: str = "", back: datetime | None = None
) -> None:
    work.record(
        bodies.ServiceSuspended(
            service=service,
            suspended=suspended,
            reason=reason,
            back=back.isoformat(timespec="minutes") if back is not None else "",
            since_ms=work.now_ms,
        ),
        entity=f"service:{service}",
    )
