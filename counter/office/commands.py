"""What commands do that act on this PC's store: by the Loket that has it open, or by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counter.clock import Clock
from counter.config import read_config, write_config
from counter.domain.application import ApplicationState
from counter.errors import LoketError
from counter.office.backup import make_backup, make_copy
from counter.office.instance import ask_owner
from counter.office.joining import NoCentral, join_above
from counter.office.office import CallersThread, Office
from counter.office.receipts import check_receipt
from counter.office.station import backup_folder
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.checks import StoreChecked
    from counter.store.store import Store
    from counter.sync.audit import Audit

_KEY_BYTES = 32


class ReceiptKeyWrong(LoketError):
    """What was named is no public key."""

    happened = N_("{key} is not an office's public key.")
    safe = N_("Nothing was changed.")
    do_next = N_("Give the 64 figures and letters that `loket receipt key` prints, or their file.")


class ReplayDiffers(LoketError):
    """The rows are not what the log says."""

    happened = N_("The rows of {tables} differ from what the log gives.")
    safe = N_("The log itself is whole; nothing was changed.")
    do_next = N_("Keep a backup and tell whoever looks after Loket.")


def back_up(folder: Path, clock: Clock, to: Path | None) -> tuple[str, int]:
    """Make a verified backup; the file and how many events it holds.

    Args:
        to: a folder; None: the one in the settings.

    Raises:
        NoBackupFolder, BackupFolderClosed, BackupDamaged, OwnerFailed, and what `Store.open` does
    """
    facts = {"to": str(to.absolute())} if to is not None else {}
    heard, answer = ask_owner(folder, "backup", facts)
    if heard:
        return str(answer["file"]), int(answer["events"])
    config = read_config(folder)
    with _own_office(folder, clock) as office:
        if to is not None:
            made = make_copy(office, to)
        else:
            made = make_backup(office, backup_folder(config), keep=config.backup_keep)
    return str(made.file), made.events


def enrol(folder: Path, clock: Clock, code: str, url: str | None) -> None:
    """Join central by its one-time code.

    Args:
        url: of central; None: the one in the settings.

    Raises:
        NoCentral, and what `joining.join_above` and `Store.open` raise
    """
    config = read_config(folder)
    address = url or config.central_url
    if address and ask_owner(folder, "enrol", {"url": address, "code": code})[0]:
        return
    from counter.sync.engine import Engine

    with _own_office(folder, clock) as office:
        if not address:
            raise NoCentral
        engine = Engine(office)
        try:
            joined = join_above(office, engine, address, code)
        finally:
            engine.stop()
    if not joined.hub:
        write_config(folder, msgspec.structs.replace(config, central_url=address))


def check(folder: Path) -> StoreChecked:
    """Read the whole store and replay its log beside it.

    Raises:
        ReplayDiffers, and what `checks.check_store` raises
    """
    from counter.store.checks import check_store

    found = check_store(folder)
    if found.differing:
        raise ReplayDiffers(tables=", ".join(found.differing))
    return found


def audit_log(folder: Path, clock: Clock) -> Audit:
    """Check every hash, private part and signature of this PC's log.

    Raises:
        What `checks.looking` raises.
    """
    from counter.store.checks import looking
    from counter.sync.audit import audit
    from counter.sync.link import LINK, Link

    with looking(folder, clock.now_ms()) as (node, reading):
        link = reading.local.get(LINK, Link)
        central_key = link.central_key if link is not None else None
        return audit(reading.connection, node.branch, central_key=central_key)


def receipt_key(folder: Path, clock: Clock) -> bytes:
    """The office's public key. Raises OfficeNotSetUp, and what `checks.looking` raises."""
    from counter.store.checks import looking

    with looking(folder, clock.now_ms()) as (_node, reading):
        return reading.settings.office().public_key


def verify_receipt(
    text: str, folder: Path, clock: Clock, key: str | None
) -> tuple[str, ApplicationState | None]:
    """Check a receipt's text without any network; its number, and where it stands if known here.

    Args:
        key: the office's public key in hex, or a file that holds it; None: this PC's office's.

    Raises:
        ReceiptKeyWrong, ReceiptUnreadable, ReceiptForged, and what `checks.looking` raises
    """
    if key is not None:
        return check_receipt(text, _key_from(key)).number, None
    from counter.store.checks import looking

    with looking(folder, clock.now_ms()) as (_node, reading):
        number = check_receipt(text, reading.settings.office().public_key).number
        found = reading.applications.of_receipt(number)
    return number, found[0].state if found else None


def _key_from(named: str) -> bytes:
    text = named
    try:
        if Path(named).is_file():
            text = Path(named).read_text(encoding="ascii")
        key = bytes.fromhex(text.strip())
    except (OSError, ValueError) as error:
        raise ReceiptKeyWrong(key=named) from error
    if len(key) != _KEY_BYTES:
        raise ReceiptKeyWrong(key=named)
    return key


@contextmanager
def _own_office(folder: Path, clock: Clock) -> Iterator[Office]:
    """The office, while no other Loket has its store open."""

    def open_store() -> Store:
        from counter.store.store import Store

        return Store.open(folder)

    office = Office(open_store, writer=CallersThread(), clock=clock)
    office.open()
    try:
        yield office
    finally:
        office.close()
