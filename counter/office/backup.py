"""Backups: one verified copy a day by the branch's clock, and its state for people.

A PC that was off at the hour makes its backup at the next start. What went wrong is kept and
shown until a backup succeeds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from counter.config import Config
from counter.domain.calendar import Zone, branch_time, instant_ms
from counter.errors import LoketError
from counter.office.office import Office
from counter.text import N_, _

if TYPE_CHECKING:
    from counter.store.backup import BackupKept
    from counter.store.store import Store
    from counter.store.work import Reading, Work

STATE = "backup"  # the name among a node's own rows, and of what windows hear
LOOK_S = 60.0  # between two looks at the clock
RETRY_MS = 15 * 60_000  # a full stick or a share that is away gets another chance

_log = logging.getLogger(__name__)


class NoBackupFolder(LoketError):
    """Nobody has said where backups go."""

    happened = N_("No folder for backups has been chosen.")
    safe = N_("The store itself is not touched.")
    do_next = N_("Name one: loket backup --to FOLDER, or backup_folder in loket.toml.")


class BackupFolderClosed(LoketError):
    """The folder does not take backups."""

    happened = N_("The backup could not be written to {folder}: {reason}.")
    safe = N_("The store itself is not touched, and earlier backups are kept.")
    do_next = N_("Connect the disk or free room on it, then make the backup again.")


class BackupState(Struct, frozen=True):
    """How backups went last."""

    made_ms: int | None = None  # of the last that succeeded
    file: str = ""
    events: int = 0
    tried_ms: int | None = None
    trouble: str = ""  # why the last try failed: a translation key
    facts: dict[str, str | int] = msgspec.field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the last try succeeded."""
        return self.made_ms is not None and not self.trouble

    @property
    def words(self) -> str:
        """Why the last try failed, in the language read here."""
        return _(self.trouble).format(**self.facts) if self.trouble else ""


# --- reads ------------------------------------------------------------------------------------
def backup_state(reading: Reading) -> BackupState:
    """How backups of this PC's store went last."""
    return reading.local.get(STATE, BackupState) or BackupState()


def is_due(state: BackupState, *, hour: int, zone: Zone, now_ms: int) -> bool:
    """Whether a backup should be made now: none since the hour last struck at the branch."""
    if state.trouble and state.tried_ms is not None and 0 <= now_ms - state.tried_ms < RETRY_MS:
        return False
    if state.made_ms is None:
        return True
    here = branch_time(now_ms, zone)
    struck = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    if struck > here:
        struck -= timedelta(days=1)
    # one from the future was made under a clock set wrong, and says nothing
    return not instant_ms(struck, zone) <= state.made_ms <= now_ms


# --- acts -------------------------------------------------------------------------------------
def make_backup(office: Office, folder: Path, *, keep: int | None = None) -> BackupKept:
    """Copy the store while it is in use, read the copy back, and note how it went.

    Args:
        keep: how many of this branch's backups stay in the folder; None: all.

    Raises:
        BackupFolderClosed: it cannot be written.
        BackupDamaged: the copy did not read back.
        StoreKeyLost
    """
    store = office.maintain(lambda store: store)
    try:
        made = _copy(store, folder, keep, office.clock.now_ms())
    except LoketError as trouble:
        _log.warning("backup failed: %s", trouble.code)
        office.act_as("", _note_failure, trouble)
        raise
    office.act_as("", _note_success, made)
    return made


def make_copy(office: Office, folder: Path) -> BackupKept:
    """Make one verified copy more, for whoever asked: it is not the daily backup, nor noted as one.

    Raises:
        BackupFolderClosed, BackupDamaged, StoreKeyLost
    """
    store = office.maintain(lambda store: store)
    return _copy(store, folder, None, office.clock.now_ms())


def _copy(store: Store, folder: Path, keep: int | None, now_ms: int) -> BackupKept:
    from counter.store.backup import back_up, prune
    from counter.store.store import read_key
    from counter.store.troubles import DiskBroken, DiskFull, StoreReadOnly

    try:
        made = back_up(
            store.path,
            read_key(store.folder),
            folder,
            branch=store.node.branch,
            lane=store.node.lane,
            now_ms=now_ms,
        )
        if keep is not None:
            prune(folder, branch=store.node.branch, lane=store.node.lane, keep=keep)
    except (DiskBroken, DiskFull, StoreReadOnly) as trouble:
        reason = _REASONS[type(trouble).__name__]
        raise BackupFolderClosed(folder=str(folder), reason=_(reason)) from trouble
    except OSError as error:  # the folder is a file, a name is too long, …
        reason = error.strerror or type(error).__name__
        raise BackupFolderClosed(folder=str(folder), reason=reason) from error
    return made


_REASONS = {
    "DiskBroken": N_("the disk does not answer"),
    "DiskFull": N_("the disk is full"),
    "StoreReadOnly": N_("it may not be written"),
}


def _note_success(work: Work, made: BackupKept) -> None:
    state = BackupState(
        made_ms=made.made_ms, file=str(made.file), events=made.events, tried_ms=made.made_ms
    )
    work.local.put(STATE, state)
    work.note(STATE)


def _note_failure(work: Work, trouble: LoketError) -> None:
    state = msgspec.structs.replace(
        backup_state(work), tried_ms=work.now_ms, trouble=trouble.happened, facts=trouble.facts
    )
    work.local.put(STATE, state)
    work.note(STATE)


class BackupTimer:
    """Makes the daily backup, on a thread of its own.

    Args:
        config: asked anew each time, so that a changed folder counts at once.
        on_trouble: called on this object's thread when a backup failed.
    """

    def __init__(
        self,
        office: Office,
        config: Callable[[], Config],
        *,
        on_trouble: Callable[[LoketError], None],
    ) -> None:
        self._office = office
        self._config = config
        self._on_trouble = on_trouble
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look at the clock now and every minute."""
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish a backup that runs, and make no more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def run_if_due(self) -> bool:
        """Make the day's backup if it is due; whether it was made.

        Raises:
            BackupFolderClosed, BackupDamaged, StoreKeyLost
        """
        config = self._config()
        if not config.backup_folder or not self._office.read(_due, config.backup_hour):
            return False
        folder = Path(config.backup_folder).expanduser()
        make_backup(self._office, folder, keep=config.backup_keep)
        return True

    def _run(self) -> None:
        while True:
            try:
                self.run_if_due()
            except LoketError as trouble:
                self._on_trouble(trouble)
            # a thread that ends would leave the office without backups and without a word
            except Exception:  # noqa: BLE001
                _log.exception("a bug in the backup; it is tried again in a minute")
            if self._stopping.wait(LOOK_S):
                return


def _due(reading: Reading, hour: int) -> bool:
    from counter.store.settings import OfficeNotSetUp

    try:
        zone = reading.zone
    except OfficeNotSetUp:  # the first pull has not come: there is nothing to lose yet
        return False
    return is_due(backup_state(reading), hour=hour, zone=zone, now_ms=reading.now_ms)
