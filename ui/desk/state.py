"""What the desk shows, as values: read by the presenter, painted by the window's parts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from counter.domain.bodies import PauseSet, ServiceSuspended, SlotsSet
from counter.domain.catalogue import Catalogue
from counter.domain.events import ApplicationId
from counter.domain.ticket import Ticket, TicketState
from counter.office.limits import Left
from ui.widgets.status_bar import StatusItem


class Place(Struct, frozen=True):
    """Whose desk this is."""

    counter: int
    office: str
    city: str
    clerk: str


class DaySoFar(Struct, frozen=True):
    """The day in numbers, for whoever has nobody in front of them."""

    issued: int = 0
    served: int = 0
    served_here: int = 0  # by the clerk who looks at it
    wait_s: int | None = None  # median
    service_s: int | None = None  # median
    recent: tuple[Ticket, ...] = ()  # served at this counter, the latest first


class Receipt(Struct, frozen=True):
    """The receipt given to the citizen at the counter, and where its paper is."""

    application: ApplicationId
    number: str
    copy: int = 0  # of the latest print
    job: int | None = None  # of the latest print
    state: str = "pending"  # as the print journal says: pending, printing, printed, uncertain
    trouble: str = ""  # why it is not out, in words


class DeskState(Struct, frozen=True):
    """Everything but the form."""

    place: Place
    catalogue: Catalogue
    waiting: tuple[Ticket, ...] = ()  # in the order they will be called
    held: tuple[Ticket, ...] = ()  # at this counter
    current: Ticket | None = None  # called or being served at this counter
    pause: PauseSet | None = None  # while nobody is called here
    suspended: Mapping[str, ServiceSuspended] = {}  # by service
    lefts: Mapping[str, Left] = {}  # of services that are limited
    slots: Mapping[str, SlotsSet] = {}  # of services that take appointments
    receipt: Receipt | None = None  # once the form is filed
    day: DaySoFar = DaySoFar()
    status: tuple[StatusItem, ...] = ()
    notice: str = ""  # one line above everything: a conflict, a suspended service

    @property
    def has_form(self) -> bool:
        """Whether whoever is being served is asked something: a short question asks nothing."""
        current = self.current
        return (
            current is not None
            and current.state is TicketState.SERVING
            and not self.catalogue.is_quick(current.service)
        )
