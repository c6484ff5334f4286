"""A node's own store: made, opened, refused, copied, and kept on through a full disk."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from alembic.util import CommandError
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from counter import keys
from counter.domain import bodies
from counter.office.recovery import unlock
from counter.store import binding, engine, schema
from counter.store.backup import RESTORED, verify
from counter.store.checks import check_store
from counter.store.lock import StoreLock
from counter.store.place import check_place, kind_of_mount
from counter.store.store import BALLAST, DATABASE, KEY, STARTS, Store, read_key
from counter.store.troubles import (
    DiskBroken,
    DiskFull,
    FileNotAStore,
    RecordQuarantined,
    SqliteTooOld,
    StoreExists,
    StoreInUse,
    StoreKeyLost,
    StoreMissing,
    StoreNewer,
    StoreNotOurs,
    StoreOnNetwork,
    StoreReadOnly,
    TicketUnknown,
)
from tests.store.building import BRANCH, ISSUED, NOW_MS, Foreign, give, new_store, numbers, write


# --- making and opening -----------------------------------------------------------------------
def test_a_store_is_encrypted(store: Store) -> None:
    write(store, ISSUED)
    store.close()

    content = (store.folder / DATABASE).read_bytes()

    assert not content.startswith(b"SQLite format 3")
    assert b"ticket" not in content
    assert BRANCH.encode() not in content


def test_its_key_and_lock_are_nobody_elses(store: Store) -> None:
    modes = {name: (store.folder / name).stat().st_mode & 0o777 for name in (KEY, "store.lock")}

    assert modes == {KEY: 0o600, "store.lock": 0o600}


def test_a_store_is_not_made_over_another(store: Store) -> None:
    with pytest.raises(StoreExists):
        new_store(store.folder)


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "nowhere")


def test_a_creation_cut_off_leaves_room_for_another(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    new_store(folder).close()
    (folder / DATABASE).rename(folder / f"{DATABASE}.new")
    (folder / f"{DATABASE}.new-wal").write_bytes(b"half")

    new_store(folder).close()

    assert sorted(file.name for file in folder.glob(f"{DATABASE}*")) == [DATABASE]


def test_a_second_process_is_refused(store: Store) -> None:
    with pytest.raises(StoreInUse):
        Store.open(store.folder)


def test_closing_twice_does_nothing(store: Store) -> None:
    store.close()
    lock = StoreLock(store.folder)

    store.close()

    with pytest.raises(StoreInUse):
        StoreLock(store.folder)
    lock.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"SQLite format 3\0" + bytes(5000), random.Random(7).randbytes(8192)],
    ids=["empty", "cut short", "not encrypted", "noise"],
)
def test_a_file_that_is_not_ours_is_said_and_left_as_it_is(store: Store, content: bytes) -> None:
    store.close()
    file = store.folder / DATABASE
    file.write_bytes(content)

    with pytest.raises(StoreNotOurs):
        Store.open(store.folder)

    assert file.read_bytes() == content
    StoreLock(store.folder).close()  # and the lock is free again


def test_another_stores_key_is_said(store: Store) -> None:
    store.close()
    keys.seal(os.urandom(32), store.folder / KEY)

    with pytest.raises(StoreNotOurs):
        Store.open(store.folder)


def test_a_file_that_no_key_could_open_asks_for_no_words(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"hello")

    for look in (Store.open, check_store, lambda folder: unlock(folder, "no words")):
        with pytest.raises(FileNotAStore):
            look(tmp_path)


@pytest.mark.parametrize("damage", ["lost", "damaged"])
def test_a_lost_key_is_said(store: Store, damage: str) -> None:
    store.close()
    if damage == "lost":
        (store.folder / KEY).unlink()
    else:
        (store.folder / KEY).write_bytes(b"no key")

    with pytest.raises(StoreKeyLost):
        Store.open(store.folder)


def test_a_newer_schema_is_refused_untouched(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = (store.folder / DATABASE).read_bytes()

    with pytest.raises(StoreNewer, match="9999"):
        Store.open(store.folder)

    assert (store.folder / DATABASE).read_bytes() == before


def test_before_an_older_schema_is_migrated_a_verified_copy_lies_beside(store: Store) -> None:
    write(store, ISSUED)
    with store.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    store.close()

    with pytest.raises(CommandError, match="0000"):  # no release ever had that version
        Store.open(store.folder)

    copy = store.folder / f"{DATABASE}.before-0000"
    assert verify(copy, read_key(store.folder)) == 2
    StoreLock(store.folder).close()


# --- where it may lie -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "folder", ["OneDrive", "OneDrive - Kantor", "Dropbox/kantor", "Google Drive", "nextcloud/x"]
)
def test_a_synced_folder_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(StoreOnNetwork):
        new_store(tmp_path / folder)

    assert list(tmp_path.iterdir()) == []


def test_a_share_is_known_by_its_mount() -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n"
        "server:/office /mnt/kantor nfs4 rw 0 0\n"
        "/dev/sdb1 /mnt/kantor/disk ext4 rw 0 0\n"
        "//pc/share /mnt/bagian\\040dua cifs rw 0 0\n"
    )

    kinds = [
        kind_of_mount(Path(place), mounts)
        for place in ("/home/x", "/mnt/kantor/x", "/mnt/kantor/disk/x", "/mnt/bagian dua/x")
    ]

    assert kinds == ["ext4", "nfs4", "ext4", "cifs"]


@pytest.mark.parametrize("below", ["", "store"])
def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreReadOnly):
        new_store(tmp_path / "file" / below)


def test_a_folder_of_this_pc_is_taken(tmp_path: Path) -> None:
    check_place(tmp_path / "Drive Kantor")


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 1)])
def test_a_library_that_can_damage_a_store_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(SqliteTooOld):
        engine.check_sqlite(version)

    engine.check_sqlite((3, 51, 3))


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("database or disk is full", DiskFull),
        ("[Errno 28] No space left on device", DiskFull),
        ("[Errno 122] Disk quota exceeded", DiskFull),
        ("attempt to write a readonly database", StoreReadOnly),
        ("[Errno 30] Read-only file system: 'x'", StoreReadOnly),
        ("unable to open database file", StoreReadOnly),
        ("file is not a database", StoreNotOurs),
        ("database disk image is malformed", StoreNotOurs),
        ("database is locked", StoreInUse),
        ("disk I/O error", DiskBroken),
    ],
)
def test_what_a_disk_says_is_put_into_sentences(said: str, trouble: type[Exception]) -> None:
    with pytest.raises(trouble), engine.troubles_named(Path("/x/loket.db")):
        raise OSError(said)


def test_an_io_error_on_a_full_disk_is_told_as_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _of: full)

    with pytest.raises(DiskFull), engine.troubles_named(tmp_path / DATABASE):
        raise OSError("disk I/O error")


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(OSError, match="no such column"), engine.troubles_named(Path("x")):
        raise OSError("no such column")


# --- the lane ---------------------------------------------------------------------------------
def test_a_restart_keeps_the_lane(store: Store) -> None:
    for _ in range(3):
        store.close()
        store = Store.open(store.folder)

    assert store.node.lane == ""
    store.close()


def test_a_folder_copied_to_another_pc_numbers_from_a_fresh_lane(
    store: Store, tmp_path: Path
) -> None:
    store.close()
    shutil.copytree(store.folder, tmp_path / "copy")
    elsewhere = {"system": "1", "disk": "2", "network": "3"}

    copy = Store.open(tmp_path / "copy", marks=lambda: elsewhere)

    lane = copy.node.lane
    assert len(lane) == 2
    assert lane.isalpha()
    copy.close()
    copy = Store.open(tmp_path / "copy", marks=lambda: elsewhere)
    assert copy.node.lane == lane  # it is at home there now
    copy.close()


def test_a_file_put_back_from_the_start_before_numbers_from_a_fresh_lane(store: Store) -> None:
    store.close()
    kept = (store.folder / DATABASE).read_bytes()
    Store.open(store.folder).close()
    (store.folder / DATABASE).write_bytes(kept)

    restored = Store.open(store.folder)

    assert len(restored.node.lane) == 2
    restored.close()


def test_a_lost_count_of_starts_means_a_fresh_lane(store: Store) -> None:
    store.close()
    (store.folder / STARTS).unlink()

    opened = Store.open(store.folder)

    assert len(opened.node.lane) == 2
    opened.close()


@pytest.mark.parametrize("cuts", [1, 2, 5])
def test_cuts_between_the_two_counts_keep_the_lane(store: Store, cuts: int) -> None:
    for _ in range(cuts):
        beside = (store.folder / STARTS).read_bytes()
        store.close()
        store = Store.open(store.folder)
        (store.folder / STARTS).write_bytes(beside)  # the second count never reached the disk
    store.close()

    store = Store.open(store.folder)

    assert store.node.lane == ""
    store.close()


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "2", "c": "3"}, True),
        ({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "2", "c": "9"}, True),
        ({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "c": "9"}, False),
        ({"a": "1", "c": "3"}, {"a": "1", "c": "9"}, False),
        ({"a": "1"}, {"a": "9"}, False),
        ({}, {}, True),
    ],
)
def test_a_pc_is_known_by_two_of_three_marks(
    before: dict[str, str], now: dict[str, str], same: bool
) -> None:
    assert binding.same_machine(before, now) is same


def test_a_copy_matches_no_start() -> None:
    assert not any(binding.same_start(RESTORED, beside) for beside in (-2, 0, 1, 7))


def test_a_fresh_lane_keeps_its_figure_and_changes_its_letters() -> None:
    lanes = {binding.fresh_lane("3AB") for _ in range(50)}

    assert all(lane.startswith("3") and len(lane) == 3 for lane in lanes)
    assert len(lanes) > 10


def test_another_lane_lasts(store: Store) -> None:
    store.set_lane("4")
    store.close()

    opened = Store.open(store.folder)

    assert opened.node.lane == "4"
    opened.close()


# --- room -------------------------------------------------------------------------------------
def test_the_ballast_is_released_once_and_renewed_at_the_next_start(store: Store) -> None:
    assert (store.folder / BALLAST).stat().st_size == 8 * 1024 * 1024

    assert [store.release_ballast(), store.release_ballast()] == [True, False]

    store.close()
    opened = Store.open(store.folder)
    assert (opened.folder / BALLAST).exists()
    opened.close()


# --- what cannot be read ----------------------------------------------------------------------
def test_an_entity_that_cannot_be_read_whole_is_read_only(store: Store) -> None:
    ticket = write(store, ISSUED)
    foreign = Foreign()
    foreign.add(ISSUED, ticket, kind="ticket.teleported")
    give(store, foreign.items)

    with pytest.raises(RecordQuarantined):
        write(store, bodies.TicketLeft(), ticket)

    assert numbers(store) == ["A-001"]
    assert write(store, ISSUED) != ticket


def test_an_act_that_raises_records_nothing_and_the_next_goes_on(store: Store) -> None:
    with pytest.raises(TicketUnknown):
        _issue_and_look_for_another(store)

    write(store, ISSUED)

    assert numbers(store) == ["A-001"]


def _issue_and_look_for_another(store: Store) -> None:
    with store.begin(actor="sari", now_ms=NOW_MS) as work:
        work.record(ISSUED)
        work.ticket("nowhere:1")


def test_a_failing_statement_tells_nothing_of_what_it_was_to_store(store: Store) -> None:
    taken = {"key": "node", "value": b"SITI RAHAYU"}

    with pytest.raises(IntegrityError) as failed, store.transaction() as connection:
        connection.execute(insert(schema.local), taken)

    assert "SITI" not in str(failed.value)
