"""Backups: copied while in use, read back before anybody trusts them, numbering anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from counter.store import backup
from counter.store.backup import BackupDamaged
from counter.store.store import DATABASE, KEY, Store, read_key
from tests.store.building import BRANCH, ISSUED, NOW_MS, Foreign, events, give, write


def kept(store: Store, folder: Path, now_ms: int = NOW_MS) -> backup.BackupKept:
    return backup.back_up(
        store.folder / DATABASE,
        read_key(store.folder),
        folder,
        branch=BRANCH,
        lane="",
        now_ms=now_ms,
    )


def put_back(copy: Path, store: Store, folder: Path) -> Store:
    folder.mkdir()
    shutil.copy(copy, folder / DATABASE)
    shutil.copy(store.folder / KEY, folder / KEY)
    return Store.open(folder)


def test_a_backup_is_made_while_the_store_is_in_use(store: Store, tmp_path: Path) -> None:
    with store.begin(actor="sari", now_ms=NOW_MS) as work:
        work.record(ISSUED)
        before = kept(store, tmp_path / "backups")
    after = kept(store, tmp_path / "backups", NOW_MS + 1000)

    assert (before.events, after.events) == (0, 2)
    assert before.file.name == "3171-06-L1-20261124-010000.loket-backup"
    assert sorted((tmp_path / "backups").iterdir()) == [before.file, after.file]


def test_a_backup_is_encrypted(store: Store, tmp_path: Path) -> None:
    write(store, ISSUED)

    content = kept(store, tmp_path).file.read_bytes()

    assert not content.startswith(b"SQLite format 3")
    assert b"ticket" not in content


def test_a_backup_put_back_holds_everything_and_numbers_from_a_fresh_lane(
    store: Store, tmp_path: Path
) -> None:
    write(store, ISSUED)
    copy = kept(store, tmp_path / "backups").file

    restored = put_back(copy, store, tmp_path / "restored")

    assert events(restored) == events(store)
    assert len(restored.node.lane) == 2
    assert restored.node.id == store.node.id
    write(restored, ISSUED)
    restored.close()


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.99])
def test_one_wrong_byte_anywhere_is_found(store: Store, tmp_path: Path, place: float) -> None:
    foreign = Foreign()
    for _ in range(300):
        foreign.add(ISSUED)
    give(store, foreign.items)
    copy = kept(store, tmp_path).file
    content = bytearray(copy.read_bytes())
    content[int(place * len(content))] ^= 1
    copy.write_bytes(content)

    with pytest.raises(BackupDamaged):
        backup.verify(copy, read_key(store.folder))


def test_a_backup_cut_short_is_found(store: Store, tmp_path: Path) -> None:
    write(store, ISSUED)
    copy = kept(store, tmp_path).file
    copy.write_bytes(copy.read_bytes()[:-4096])

    with pytest.raises(BackupDamaged):
        backup.verify(copy, read_key(store.folder))


def test_another_stores_backup_is_refused(store: Store, other: Store, tmp_path: Path) -> None:
    copy = kept(store, tmp_path).file

    with pytest.raises(BackupDamaged):
        backup.verify(copy, read_key(other.folder))


def test_a_half_made_copy_has_no_name_and_stops_no_later_one(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.with_name("copy.part").write_bytes(b"half")

    backup.copy_verified(store.folder / DATABASE, read_key(store.folder), target)

    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy"]


def test_only_the_newest_are_kept(store: Store, tmp_path: Path) -> None:
    for day in range(5):
        kept(store, tmp_path / "backups", NOW_MS + day * 86_400_000)
    others = f"{BRANCH}-A-L1-20261120-010000.loket-backup"  # of a branch whose code begins alike
    neighbours = "3171-06-L2-20261120-010000.loket-backup"  # of the counter beside
    for name in ("notes.txt", others, neighbours):
        (tmp_path / "backups" / name).touch()

    backup.prune(tmp_path / "backups", branch=BRANCH, lane="", keep=2)

    assert sorted(file.name for file in (tmp_path / "backups").iterdir()) == [
        others,
        "3171-06-L1-20261127-010000.loket-backup",
        "3171-06-L1-20261128-010000.loket-backup",
        neighbours,
        "notes.txt",
    ]
