"""The way back: a backup in the store's place, and a store opened by its recovery sheet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from counter import keys
from counter.clock import VirtualClock
from counter.office import queue
from counter.office.backup import make_backup
from counter.office.office import Office
from counter.office.people import NotAllowed
from counter.office.recovery import WordsOfAnotherStore, reprint_sheet, unlock
from counter.office.restore import (
    BackupLocked,
    BackupMissing,
    FileNotABackup,
    WordsOfAnotherBackup,
    restore,
)
from counter.pages import page_count
from counter.store.backup import BackupDamaged
from counter.store.engine import Access, sqlite_engine
from counter.store.store import Store, read_key
from counter.store.troubles import StoreInUse, StoreKeyLost, StoreMissing, StoreNewer
from tests.office.building import BUDI, KTP, an_office, as_somebody, reopened, todays_tickets
from tests.printing.reading import words


class Branch:
    """An office with one ticket in its backup and one more since."""

    def __init__(self, folder: Path, clock: VirtualClock) -> None:
        self.folder = folder / "office"
        self.clock = clock
        office = an_office(self.folder, clock)
        self.before = office.act(queue.issue_ticket, service=KTP)
        self.backup = make_backup(office, folder / "backups").file
        self.after = office.act(queue.issue_ticket, service=KTP)
        self.words = _words(read_key(self.folder))
        office.close()

    def numbers(self, folder: Path | None = None) -> list[str]:
        """Today's numbers in a folder's store."""
        office = reopened(folder or self.folder, self.clock)
        try:
            return [each.number for each in todays_tickets(office)]
        finally:
            office.close()


def _words(key: bytes) -> str:
    return "\n".join(" ".join(row) for row in keys.key_words(key))


@pytest.fixture
def branch(tmp_path: Path, clock: VirtualClock) -> Branch:
    return Branch(tmp_path, clock)


def test_a_restored_store_holds_what_its_backup_held(branch: Branch) -> None:
    done = restore(branch.folder, branch.backup, branch.clock)

    assert branch.numbers() == [branch.before.number]
    assert done.events > 0


def test_the_store_that_was_there_is_kept_whole(branch: Branch, tmp_path: Path) -> None:
    done = restore(branch.folder, branch.backup, branch.clock)

    assert done.aside is not None
    (tmp_path / "looked").mkdir()
    shutil.copy(done.aside, tmp_path / "looked" / "loket.db")
    shutil.copy(branch.folder / "store.key", tmp_path / "looked" / "store.key")
    assert branch.numbers(tmp_path / "looked") == [branch.before.number, branch.after.number]


def test_what_a_killed_station_left_in_its_journal_is_kept_too(
    branch: Branch, tmp_path: Path
) -> None:
    office = reopened(branch.folder, branch.clock)
    late = office.act(queue.issue_ticket, service=KTP)
    killed = tmp_path / "killed"
    shutil.copytree(branch.folder, killed)  # as the disk is at a power cut
    office.close()
    assert (killed / "loket.db-wal").stat().st_size > 0

    done = restore(killed, branch.backup, branch.clock)

    assert not (killed / "loket.db-wal").exists()
    assert done.aside is not None
    done.aside.replace(killed / "loket.db")
    assert late.number in branch.numbers(killed)


def test_a_number_given_since_the_backup_is_not_given_again(branch: Branch) -> None:
    restore(branch.folder, branch.backup, branch.clock)

    office = reopened(branch.folder, branch.clock)
    again = office.act(queue.issue_ticket, service=KTP)
    office.close()
    assert again.number != branch.after.number


def test_an_open_store_is_not_replaced(branch: Branch) -> None:
    office = reopened(branch.folder, branch.clock)

    with pytest.raises(StoreInUse):
        restore(branch.folder, branch.backup, branch.clock)

    office.close()
    assert branch.numbers() == [branch.before.number, branch.after.number]


def test_another_pc_restores_with_the_recovery_words(branch: Branch, tmp_path: Path) -> None:
    done = restore(tmp_path / "new pc", branch.backup, branch.clock, words=branch.words)

    assert done.aside is None
    assert branch.numbers(tmp_path / "new pc") == [branch.before.number]


def test_another_pc_without_the_words_is_told(branch: Branch, tmp_path: Path) -> None:
    with pytest.raises(BackupLocked, match="no key on this computer"):
        restore(tmp_path / "new pc", branch.backup, branch.clock)

    assert not (tmp_path / "new pc").exists()


def test_words_of_another_pc_are_told_as_such(branch: Branch, tmp_path: Path) -> None:
    with pytest.raises(WordsOfAnotherBackup):
        restore(tmp_path / "new pc", branch.backup, branch.clock, words=_words(bytes(range(32))))

    assert not (tmp_path / "new pc").exists()


def test_a_backup_of_another_store_does_not_replace_this_one(
    branch: Branch, tmp_path: Path, clock: VirtualClock
) -> None:
    other = Branch(tmp_path / "other", clock)

    with pytest.raises(BackupLocked):
        restore(branch.folder, other.backup, clock)

    assert branch.numbers() == [branch.before.number, branch.after.number]


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
@pytest.mark.parametrize("with_words", [False, True])
def test_a_file_that_is_no_backup_replaces_nothing(
    branch: Branch, tmp_path: Path, content: bytes, with_words: bool
) -> None:
    file = tmp_path / "no.loket-backup"
    file.write_bytes(content)

    with pytest.raises(FileNotABackup):
        restore(branch.folder, file, branch.clock, words=branch.words if with_words else None)

    assert branch.numbers() == [branch.before.number, branch.after.number]


def test_a_damaged_backup_replaces_nothing(branch: Branch) -> None:
    content = bytearray(branch.backup.read_bytes())
    content[len(content) // 2] ^= 1
    branch.backup.write_bytes(content)

    with pytest.raises(BackupDamaged):
        restore(branch.folder, branch.backup, branch.clock)

    assert branch.numbers() == [branch.before.number, branch.after.number]
    assert not list(branch.folder.glob("*.restoring*"))


def test_a_backup_of_a_newer_loket_is_refused(branch: Branch) -> None:
    engine = sqlite_engine(branch.backup, read_key(branch.folder), access=Access.WRITE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreNewer):
        restore(branch.folder, branch.backup, branch.clock)

    assert branch.numbers() == [branch.before.number, branch.after.number]


def test_a_backup_that_is_not_there_is_told(branch: Branch, tmp_path: Path) -> None:
    with pytest.raises(BackupMissing):
        restore(branch.folder, tmp_path / "none.loket-backup", branch.clock)


# --- the recovery sheet -----------------------------------------------------------------------
def test_a_lost_key_is_replaced_by_the_words(branch: Branch) -> None:
    (branch.folder / "store.key").unlink()
    with pytest.raises(StoreKeyLost):
        Store.open(branch.folder)

    unlock(branch.folder, branch.words)

    assert branch.numbers() == [branch.before.number, branch.after.number]


def test_a_damaged_key_is_replaced_by_the_words(branch: Branch) -> None:
    (branch.folder / "store.key").write_bytes(b"loket key 1 plain\nrubbish")

    unlock(branch.folder, branch.words.upper())

    assert branch.numbers() == [branch.before.number, branch.after.number]


def test_words_of_another_store_are_refused_before_anything_is_written(branch: Branch) -> None:
    before = (branch.folder / "store.key").read_bytes()

    with pytest.raises(WordsOfAnotherStore):
        unlock(branch.folder, _words(bytes(range(32))))

    assert (branch.folder / "store.key").read_bytes() == before


def test_words_open_nothing_where_there_is_no_store(branch: Branch, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        unlock(tmp_path / "empty", branch.words)


@pytest.fixture
def reopened_branch(branch: Branch) -> Iterator[Office]:
    office = reopened(branch.folder, branch.clock)
    yield office
    office.close()


def test_an_administrator_prints_the_sheet_again(reopened_branch: Office) -> None:
    sheet = reprint_sheet(as_somebody(reopened_branch, BUDI), counter=3)

    assert page_count(sheet) == 1
    assert "Loket 3, " in words(sheet)


def test_a_clerk_does_not_get_the_sheet(reopened_branch: Office) -> None:
    with pytest.raises(NotAllowed):
        reprint_sheet(reopened_branch, counter=3)
