"""What can go wrong with a store that a person can act on."""

from __future__ import annotations

from counter.errors import LoketError
from counter.text import N_


class StoreMissing(LoketError):
    """There is no store here yet."""

    happened = N_("There is no Loket store in {folder}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Start Loket to set an office up or to join one, or name the right folder.")


class StoreExists(LoketError):
    """Set-up was asked for where a store already is."""

    happened = N_("There already is a Loket store in {folder}.")
    safe = N_("It was not touched.")
    do_next = N_("Start Loket to go on with it, or name an empty folder.")


class StoreNotOurs(LoketError):
    """The key is another store's, or the file is not what it was."""

    happened = N_("The file {file} cannot be read with this computer's key.")
    safe = N_("It was not changed.")
    do_next = N_("Enter the words of the recovery sheet, or restore a backup.")


class FileNotAStore(StoreNotOurs):
    """No key could open the file."""

    happened = N_("The file {file} is no Loket store.")
    safe = N_("It was not changed.")
    do_next = N_("Restore a backup in its place, or name the right folder.")


class StoreKeyLost(LoketError):
    """The key sealed to this PC is gone or was sealed elsewhere."""

    happened = N_("The key of the store in {folder} is missing on this computer.")
    safe = N_("The data is whole; it is only locked.")
    do_next = N_("Enter the words of the recovery sheet, or scan its code.")


class StoreNewer(LoketError):
    """The store was written by a newer release."""

    happened = N_("This store was used by a newer version of Loket ({found}).")
    safe = N_("Nothing was changed.")
    do_next = N_("Install the newer version on this computer.")


class StoreInUse(LoketError):
    """Another process owns the store."""

    happened = N_("Loket is already open with the store in {folder}.")
    safe = N_("Nothing is lost.")
    do_next = N_("Go on in the window that is already open.")


class StoreReadOnly(LoketError):
    """The folder or file cannot be written."""

    happened = N_("The store in {folder} cannot be written.")
    safe = N_("Everything filed so far is kept.")
    do_next = N_("Ask IT to give this account write access to the folder.")


class DiskFull(LoketError):
    """No room is left for the next event."""

    happened = N_("The disk is full: nothing more can be saved.")
    safe = N_("Everything filed so far is kept, and so is what you typed.")
    do_next = N_("Empty the bin or delete files that are not Loket's, then do it again.")


class DiskBroken(LoketError):
    """The disk refuses to read or write."""

    happened = N_("The disk did not answer: this act was not saved.")
    safe = N_("Everything filed before it is kept.")
    do_next = N_("Tell IT at once. Do not switch the computer off before they look.")


class SqliteTooOld(LoketError):
    """The SQLite library has the WAL-reset bug: sqlite.org/wal.html, fixed in 3.51.3."""

    happened = N_("The database library {found} on this computer is too old.")
    safe = N_("Nothing was opened, so nothing can be damaged.")
    do_next = N_("Install Loket again from its package.")


class StoreOnNetwork(LoketError):
    """A network share or a synced folder cannot keep a store safe."""

    happened = N_("{folder} is a network or synced folder.")
    safe = N_("Nothing was written there.")
    do_next = N_("Choose a folder on this computer's own disk.")


class TicketUnknown(LoketError):
    """No such ticket here."""

    happened = N_("This number is not known here.")
    safe = N_("Nothing was changed.")
    do_next = N_("Look the number up with Ctrl+F.")


class RecordQuarantined(LoketError):
    """The entity's events cannot be folded by this release."""

    happened = N_("This record was written by a newer version of Loket and can only be read here.")
    safe = N_("It is kept whole.")
    do_next = N_("Update Loket on this computer, or go on with it at another counter.")
