"""An application's fold: what a citizen asked for, its receipt and its documents."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from counter.domain import bodies
from counter.domain.events import ApplicationId, Fact


class ApplicationState(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    PROMISED = "promised"  # its service was suspended; it waits for that
    VOID = "void"


class Application(Struct, frozen=True):
    """Where an application stands now; without its private part."""

    id: ApplicationId
    service: str
    catalogue: str
    receipt: str
    year: int
    lane: str
    running: int
    ticket: str | None
    clerk: str
    filed_ms: int
    state: ApplicationState
    fee_rupiah: int
    due_date: str | None
    documents: tuple[bodies.DocumentTaken, ...]
    overrides: tuple[tuple[str, str, str], ...]
    copies: int = 0
    void_reason: str = ""
    awaits: str = ""  # why its service was suspended when it was taken


def fold_application(facts: Iterable[Fact]) -> Application | None:
    """Fold an application's events; None where its filing is not known yet."""
    ordered = sorted(facts, key=lambda fact: fact.order)
    filed = next((each for each in ordered if isinstance(each.body, bodies.ApplicationFiled)), None)
    if filed is None or not isinstance(filed.body, bodies.ApplicationFiled):
        return None
    body = filed.body
    voided = [each.body for each in ordered if isinstance(each.body, bodies.ApplicationVoided)]
    copies = [each.body.copy for each in ordered if isinstance(each.body, bodies.ReceiptCopied)]
    taken_up = [each.body for each in ordered if isinstance(each.body, bodies.ApplicationTakenUp)]
    # two counters cut off may each take it up: the later day is the safer promise
    due_date = max((each.due_date for each in taken_up), default=body.due_date)
    if voided:
        state = ApplicationState.VOID
    elif body.awaits and not taken_up:
        state = ApplicationState.PROMISED
    elif due_date is None:
        state = ApplicationState.INCOMPLETE
    else:
        state = ApplicationState.SUBMITTED
    return Application(
        id=ApplicationId(filed.id),
        service=body.service,
        catalogue=body.catalogue,
        receipt=body.receipt,
        year=body.year,
        lane=body.lane,
        running=body.running,
        ticket=body.ticket,
        clerk=filed.actor,
        filed_ms=filed.arrival_ms,
        state=state,
        fee_rupiah=body.fee_rupiah,
        due_date=due_date,
        documents=body.documents,
        overrides=body.overrides,
        # two stations cut off may each print "copy 1": both are counted
        copies=max([len(copies), *copies]) if copies else 0,
        void_reason=voided[0].reason if voided else "",
        awaits=body.awaits,
    )
