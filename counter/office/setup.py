"""Making an office's first store, or a PC's that joins: all of it, or nothing.

Everything that can be refused is refused before a file is written. The store is then made beside
its place, filled in one transaction, enrolled where central is named, and moved in last. What the
office is may be changed later: `configure`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.clock import Clock
from counter.config import write_config
from counter.domain import bodies
from counter.domain.calendar import Zone
from counter.domain.events import EntityId
from counter.office.catalogue import read_catalogue
from counter.office.office import CallersThread, Office
from counter.office.people import Member, hash_pin, record_person
from counter.office.plan import OfficePlan, SetupPlan, check_plan
from counter.office.receipts import letterhead
from counter.office.recovery import draw_sheet
from counter.printing.papers import Letterhead

if TYPE_CHECKING:
    from counter.domain.catalogue import Catalogue
    from counter.store.work import Reading, Work

JOIN_PULLS = 1000  # a branch's settings come with its events; more waits for the first start


class SetupDone(Struct, frozen=True):
    """What set-up hands over: the sheet is kept nowhere else."""

    branch: str
    lane: str  # empty: the bare one
    office: str  # its name; the branch's code while central has not told it
    sheet: bytes  # the recovery sheet, PDF
    words: tuple[tuple[str, ...], ...]  # as on it


def set_up(folder: Path, plan: SetupPlan, clock: Clock, *, practice: bool = False) -> SetupDone:
    """Make the store and settings of this PC as planned, or leave everything as it was.

    Args:
        practice: the branch is the one for practice.

    Raises:
        SetupWrong, CatalogueUnreadable, CatalogueBroken, PrinterSpecWrong, CodeUnreadable,
        BranchDiffers: an answer cannot be.
        StoreExists, StoreOnNetwork, StoreReadOnly, DiskFull, SqliteTooOld: the folder.
        AddressWrong, AddressOpen, CentralUnreachable, CertificateWrong, NotACentral,
        CodeRefused, TooManyCodes: central.
    """
    check_plan(plan, practice=practice)
    from counter.printing.printers import printer_from
    from counter.store.beside import move_in, place_beside
    from counter.store.engine import check_sqlite, troubles_named
    from counter.store.place import check_place
    from counter.store.store import DATABASE, Store, read_key

    printer_from(plan.printer)
    branch = _branch_of(plan)
    catalogue = read_catalogue(plan.catalogue) if plan.office is not None else None
    pin_hashes = [hash_pin(person.pin) for person in plan.people]
    check_sqlite()
    check_place(folder)
    with troubles_named(folder / DATABASE), place_beside(folder) as beside:
        Store.create(beside, branch=branch, lane="", practice=practice).close()
        office = Office(
            lambda: Store.open(beside, practice=practice), writer=CallersThread(), clock=clock
        )
        try:
            if plan.office is not None:
                assert catalogue is not None
                office.act_as("", _found, plan, plan.office, catalogue, pin_hashes)
            if plan.central is not None:
                _join(office, plan.central.url, plan.central.code, is_new=plan.office is None)
            node = office.maintain(lambda store: store.node)
            head, zone = office.read(_heading)
        finally:
            office.close()
        sheet, words = draw_sheet(
            read_key(beside),
            head=head,
            counter=plan.config.counter,
            node=node.id,
            zone=zone,
            now_ms=clock.now_ms(),
        )
        write_config(folder, plan.config)
        move_in(beside, folder)
    return SetupDone(branch, node.lane, head.office, sheet, words)


def _branch_of(plan: SetupPlan) -> str:
    """The branch's code: the office's own, or the one central's code names."""
    if plan.central is None:
        assert plan.office is not None
        return plan.office.code
    from counter.sync.joining import BranchDiffers
    from counter.sync.link import check_address, read_code

    check_address(plan.central.url)
    asked = read_code(plan.central.code).branch
    if plan.office is not None and plan.office.code != asked:
        raise BranchDiffers(theirs=asked, ours=plan.office.code)
    return asked


def _join(office: Office, url: str, code: str, *, is_new: bool) -> None:
    """Join the node above; a PC that is new to the branch has no lane yet and knows nothing."""
    from counter.sync.engine import Engine

    engine = Engine(office)
    try:
        engine.join(url, code, keeps_lane=not is_new)
        for _turn in range(JOIN_PULLS if is_new else 0):
            if not engine.pull_once():
                break
    finally:
        engine.stop()


def _heading(reading: Reading) -> tuple[Letterhead, Zone]:
    from counter.store.settings import OfficeNotSetUp

    try:
        return letterhead(reading), reading.zone
    except OfficeNotSetUp:  # central has not said yet what it is called
        return Letterhead(office=reading.branch), Zone.WIB


def _found(
    work: Work, plan: SetupPlan, office: OfficePlan, catalogue: Catalogue, pin_hashes: list[str]
) -> None:
    from counter.keys import SigningKey

    key = SigningKey.generate()
    work.record(
        bodies.OfficeConfigured(
            code=office.code,
            name=office.name.strip(),
            zone=office.zone.value,
            address=office.address,
            city=office.city,
            letterhead=office.letterhead,
            complaint_channel=office.complaint_channel,
            running_text=office.running_text,
            public_key=key.public,
            central_url=plan.central.url if plan.central else "",
            hours={day: (opens, closes) for day, (opens, closes) in office.hours.items()},
        ),
        entity=EntityId("office"),
        private=bodies.OfficePart(private_key=key.secret),
    )
    work.record(bodies.CatalogueAdopted(catalogue=catalogue), entity=EntityId("catalogue"))
    for person, pin_hash in zip(plan.people, pin_hashes, strict=True):
        record_person(
            work,
            Member(person.id, person.name, person.roles),
            pin_hash=pin_hash,
        )
    for counter in plan.all_counters:
        work.record(
            bodies.CounterSet(
                number=counter.number,
                name=counter.name or f"Loket {counter.number}",
                services=counter.services,
                zone=counter.zone.strip(),
            ),
            entity=EntityId(f"counter:{counter.number}"),
        )
