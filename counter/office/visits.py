"""A whole visit: services that follow each other, people who came together, a short question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.domain import bodies
from counter.domain.catalogue import Catalogue
from counter.domain.events import TicketId
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office import queue, waiting
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Work

MOST_SERVICES = 10  # after the first


class TooManyServices(LoketError):
    """One number stands for more than a counter can serve in a stretch."""

    happened = N_("One visit has at most {most} services.")
    safe = N_("Nothing was changed.")
    do_next = N_("Take another number for the others.")


def quick_services(catalogue: Catalogue) -> list[str]:
    """What is asked at a counter in a minute, without a number on paper."""
    return [each.id for each in catalogue.services if each.quick]


def plan_services(work: Work, ticket_id: TicketId, services: Sequence[str]) -> Ticket:
    """Say what follows in this visit after the service that is asked for now.

    Args:
        services: in order; the same again is for the next of those who came together.

    Raises:
        TicketMoved: it is over already.
        ServiceUnknown, TooManyServices
    """
    ticket = work.ticket(ticket_id)
    if not ticket.is_open:
        raise queue.TicketMoved(number=ticket.number, state=ticket.state)
    if len(services) > MOST_SERVICES:
        raise TooManyServices(most=MOST_SERVICES + 1)
    for each in services:
        waiting.service_of(work, each)
    work.record(bodies.TicketPlanned(following=tuple(services)), entity=ticket_id)
    return work.ticket(ticket_id)


def add_service(work: Work, ticket_id: TicketId, service: str) -> Ticket:
    """Let one more service follow the others of this visit. Raises as `plan_services`."""
    return plan_services(work, ticket_id, (*work.ticket(ticket_id).following, service))


def serve_quickly(work: Work, *, counter: int, service: str) -> Ticket:
    """Serve somebody who only asks something: a number of this node's lane, never on paper.

    It is measured as any service is; nobody waited, so no wait counts.

    Raises:
        CounterBusy, CounterPaused, ServiceUnknown, DayNotOpened
    """
    queue.refuse_unless_free(work, counter)
    ticket = queue.issue_ticket(work, service=service)
    return queue.serve_at_once(work, ticket, counter)
