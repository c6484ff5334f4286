"""The recovery sheet, and opening a store with its words when this PC's own key is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from counter.domain.calendar import Zone, branch_time
from counter.errors import LoketError
from counter.office.office import Office
from counter.office.people import Role, require
from counter.office.receipts import letterhead
from counter.printing.papers import Letterhead, RecoveryPaper
from counter.text import N_, _, language

if TYPE_CHECKING:
    from counter.store.store import Store
    from counter.store.work import Work


class WordsOfAnotherStore(LoketError):
    """The words are a sheet's, but not this store's."""

    happened = N_("These words open another store, not the one in {folder}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Look for the sheet whose PC mark and date belong to this computer.")


def unlock(folder: Path, words: str) -> None:
    """Seal a store's key to this PC anew, once it has been seen to open the store.

    Args:
        folder: of the store.
        words: as typed or scanned from the recovery sheet.

    Raises:
        StoreMissing, FileNotAStore
        RecoveryWordsIncomplete, RecoveryWordUnknown, RecoveryRowWrong, RecoverySheetsMixed
        WordsOfAnotherStore
        StoreReadOnly, DiskFull: the key cannot be kept here.
    """
    from counter import keys
    from counter.store.checks import opens
    from counter.store.engine import troubles_named
    from counter.store.store import DATABASE, KEY, check_file
    from counter.store.troubles import StoreMissing

    database = folder / DATABASE
    if not database.exists():
        raise StoreMissing(folder=str(folder))
    check_file(database)
    key = keys.key_from_words(words)
    if not opens(database, key):
        raise WordsOfAnotherStore(folder=str(folder))
    with troubles_named(database):
        keys.seal(key, folder / KEY)


def draw_sheet(
    key: bytes, *, head: Letterhead, counter: int, node: str, zone: Zone, now_ms: int
) -> tuple[bytes, tuple[tuple[str, ...], ...]]:
    """A store key's recovery sheet as PDF, and the words on it row by row."""
    from counter import keys
    from counter.printing.recovery_sheet import recovery_pdf

    rows = tuple(tuple(row) for row in keys.key_words(key))
    paper = RecoveryPaper(
        letterhead=head,
        node=_("Counter {number}").format(number=counter) + f", {node}",
        at=branch_time(now_ms, zone),
        zone=zone.value,
        rows=rows,
        fingerprint=keys.fingerprint(key),
        language=language(),
    )
    return recovery_pdf(paper), rows


def reprint_sheet(office: Office, *, counter: int) -> bytes:
    """The recovery sheet of this counter's PC once more, as PDF, for an administrator.

    Raises:
        NotAllowed
    """
    head, node, zone = office.act(_heading)
    key = office.maintain(_key_of)
    now_ms = office.clock.now_ms()
    return draw_sheet(key, head=head, counter=counter, node=node, zone=zone, now_ms=now_ms)[0]


def _heading(work: Work) -> tuple[Letterhead, str, Zone]:
    require(work, Role.ADMIN)
    return letterhead(work), work.node.id, work.zone


def _key_of(store: Store) -> bytes:
    from counter.store.store import read_key

    return read_key(store.folder)
