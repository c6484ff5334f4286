"""How much of a service there is: numbers a day, and blanks in the drawer.

A kiosk gives no number beyond either, and says why and when to return; a clerk still may. Blanks
are counted by a person now and then; what was handed in since, whoever waits with a number and
whoever is expected with an appointment has one each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.application import ApplicationState
from counter.domain.ticket import TicketState
from counter.errors import LoketError
from counter.office.appointments import expected_today
from counter.office.people import Role, require
from counter.office.waiting import service_of
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

MOST = 9_999
_EVER_MS = 1 << 60
_UNUSED = frozenset({TicketState.CANCELLED, TicketState.KEPT})


class LimitWrong(LoketError):
    """What was typed is no number of numbers or blanks."""

    happened = N_("{found} is not a number from 0 to {most}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Type a number in figures.")


class Left(Struct, frozen=True):
    """What is left of a service today; None: it is not limited."""

    numbers: int | None = None
    blanks: int | None = None

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left for whoever comes now."""
        return any(each is not None and each <= 0 for each in (self.numbers, self.blanks))


# --- reads ------------------------------------------------------------------------------------
def left_of(reading: Reading, service: str) -> Left:
    """What is left of one service."""
    told = reading.settings.limit(service)
    return Left() if told is None else _left(reading, told)


def lefts(reading: Reading) -> dict[str, Left]:
    """What is left of every service that is limited."""
    told = (each for each in reading.settings.limits() if not _is_free(each))
    return {each.service: _left(reading, each) for each in told}


def read_limit(typed: str) -> int:
    """What somebody typed as a number of numbers or blanks. Raises LimitWrong."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and int(text) <= MOST):
        raise LimitWrong(found=text, most=MOST)
    return int(text)


# --- acts -------------------------------------------------------------------------------------
def limit_numbers(work: Work, service: str, *, a_day: int | None) -> None:
    """Let a kiosk give so many numbers a day for a service; None: as many as come.

    Raises:
        NotAllowed, ServiceUnknown
    """
    before = _before(work, service)
    _set(work, service, a_day=a_day, blanks=before.blanks, counted_ms=before.counted_ms)


def count_blanks(work: Work, service: str, *, blanks: int | None) -> None:
    """Note how many blanks of a service lie in the drawer now; None: they are not counted.

    Raises:
        NotAllowed, ServiceUnknown
    """
    before = _before(work, service)
    _set(work, service, a_day=before.a_day, blanks=blanks, counted_ms=work.now_ms)


def _before(work: Work, service: str) -> bodies.LimitSet:
    require(work, Role.SUPERVISOR, Role.BRANCH_HEAD, Role.ADMIN)
    service_of(work, service)
    return work.settings.limit(service) or bodies.LimitSet(service=service)


def _set(
    work: Work, service: str, *, a_day: int | None, blanks: int | None, counted_ms: int
) -> None:
    body = bodies.LimitSet(service=service, a_day=a_day, blanks=blanks, counted_ms=counted_ms)
    work.record(body, entity=f"limit:{service}")


def _is_free(limit: bodies.LimitSet) -> bool:
    return limit.a_day is None and limit.blanks is None


def _left(reading: Reading, limit: bodies.LimitSet) -> Left:
    day = reading.settings.day()
    tickets = reading.tickets.on(day) if day is not None and not _is_free(limit) else []
    mine = [each for each in tickets if each.service == limit.service]
    numbers = blanks = None
    expected = expected_today(reading, limit.service) if not _is_free(limit) else 0
    if limit.a_day is not None:
        numbers = limit.a_day - expected - sum(each.state not in _UNUSED for each in mine)
    if limit.blanks is not None:
        used = sum(
            each.service == limit.service and each.state is not ApplicationState.VOID
            for each in reading.applications.between(limit.counted_ms, _EVER_MS)
        )
        blanks = limit.blanks - used - expected - sum(each.is_open for each in mine)
    return Left(numbers, blanks)
