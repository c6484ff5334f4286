"""Delivery: each event once, chains without a gap, nothing lost between any two stores."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
import pytest
import sqlcipher3.dbapi2
from sqlalchemy.exc import OperationalError

from counter.domain import bodies
from counter.domain.events import GENESIS, chain_hash, decode_event
from counter.store import work
from counter.store.database import Database
from counter.store.log import Item
from counter.store.store import Store
from counter.store.troubles import DiskBroken
from tests.store.building import (
    BRANCH,
    ISSUED,
    NOW_MS,
    Foreign,
    all_items,
    events,
    give,
    heads,
    numbers,
    pull,
    quarantined,
    rows,
    total,
    vector,
    write,
)


def restarted(store: Store) -> Store:
    store.close()
    return Store.open(store.folder)


def test_delivery_is_idempotent(store: Store, central: Database) -> None:
    write(store, ISSUED)
    items = all_items(store)

    first, second = give(central, items), give(central, items)

    assert (first.stored, second.stored) == (2, 0)
    assert first.heads == second.heads == heads(store)
    assert events(central) == events(store)


def test_an_event_twice_in_one_batch_is_stored_once(store: Store, central: Database) -> None:
    write(store, ISSUED)
    items = all_items(store)

    assert give(central, [*items, *items]).stored == 2


def test_a_gap_ends_that_chains_part_of_the_batch(
    store: Store, other: Store, central: Database
) -> None:
    for _ in range(3):
        write(store, ISSUED)
    write(other, ISSUED)
    holed = all_items(store)
    del holed[1]

    taken = give(central, [*holed, *all_items(other)])

    assert taken.stored == 1 + 2
    assert len(taken.refused) == 1
    assert pull(central, store).stored == 3
    assert events(central) == sorted(events(store) + events(other))


def test_a_chain_waits_for_its_predecessor_up_to_the_seq_it_names(
    store: Store, central: Database
) -> None:
    for _ in range(2):
        write(store, ISSUED)
    again = restarted(store)
    write(again, ISSUED)
    items = all_items(again)

    assert [give(central, [*items[3:]]).stored, give(central, items[:2]).stored] == [0, 2]
    assert give(central, items[3:]).stored == 0  # one of the predecessor's is missing still
    assert give(central, items[2:]).stored == 3
    again.close()


def test_each_start_opens_a_chain_that_names_the_one_before(store: Store) -> None:
    write(store, ISSUED)
    (first,) = heads(store)
    again = restarted(store)
    write(again, ISSUED)

    opened = [bodies.decode_body(decode_event(item.data)) for item in all_items(again)[::2]]

    assert isinstance(opened[1], bodies.ChainOpened)
    assert (opened[1].predecessor, opened[1].predecessor_seq) == (first, 2)
    assert opened[1].node == again.node.id
    again.close()


def test_a_start_that_records_nothing_leaves_no_chain(store: Store) -> None:
    again = restarted(store)

    assert heads(again) == {}
    again.close()


def test_a_vector_lists_only_heads_that_no_later_chain_implies(store: Store) -> None:
    for _ in range(5):
        write(store, ISSUED)
        store = restarted(store)
    write(store, ISSUED)

    assert len(heads(store)) == 6
    assert len(vector(store)) == 1
    store.close()


def test_the_hash_runs_over_the_stored_bytes(store: Store) -> None:
    for _ in range(3):
        write(store, ISSUED)
    end = GENESIS

    for _chain, _seq, _entity, data, hash_ in events(store):
        assert isinstance(data, bytes)
        end = chain_hash(end, data)
        assert hash_ == end


def test_a_private_part_travels_and_must_fit_its_hash(store: Store, central: Database) -> None:
    with store.begin(actor="setup", now_ms=NOW_MS) as work:
        work.record(
            bodies.PersonSet(id="sari", roles=("clerk",)),
            entity="person:sari",
            private=bodies.PersonPart(name="Sari", pin_hash="x"),
        )
    *_, item = items = all_items(store)
    assert item.private is not None
    forged = msgspec.structs.replace(item, private=item.private.replace(b"Sari", b"Budi"))

    unsalted = msgspec.structs.replace(item, salt=None)

    for wrong in (forged, unsalted):
        taken = give(central, [*items[:-1], wrong])
        assert taken.refused[0].split(": ")[1] == "private part does not fit"
        assert len(events(central)) == 1

    assert give(central, items).stored == 1
    with central.reading(BRANCH, NOW_MS) as reading:
        assert [each.name for each in reading.settings.people()] == ["Sari"]


def test_an_event_without_its_private_part_is_taken_as_well(
    store: Store, central: Database
) -> None:
    with store.begin(actor="setup", now_ms=NOW_MS) as work:
        work.record(
            bodies.PersonSet(id="sari", roles=("clerk",)),
            entity="person:sari",
            private=bodies.PersonPart(name="Sari", pin_hash="x"),
        )

    bare = [msgspec.structs.replace(item, salt=None, private=None) for item in all_items(store)]

    assert give(central, bare).stored == 2
    assert events(central) == events(store)


def test_another_branchs_event_is_refused(central: Database) -> None:
    foreign = Foreign()
    foreign.add(ISSUED, branch="3273-01")

    taken = give(central, foreign.items)

    assert (taken.stored, len(taken.refused)) == (1, 1)


@pytest.mark.parametrize("nonsense", [b"", b"\xc1", b"\x90", b"hello", b"\x80" * 40])
def test_bytes_that_are_no_event_do_not_stop_the_batch(
    store: Store, central: Database, nonsense: bytes
) -> None:
    write(store, ISSUED)

    taken = give(central, [Item(nonsense), *all_items(store)])

    assert (taken.stored, taken.refused) == (2, ("unreadable event",))


def test_a_chain_that_does_not_begin_with_its_opening_is_refused(central: Database) -> None:
    foreign = Foreign()
    foreign.items.clear()
    foreign.add(ISSUED)

    assert give(central, foreign.items).stored == 0


# --- arrivals ---------------------------------------------------------------------------------
def arrival_ms(database: Database, number: str = "A-001") -> int:
    with database.reading(BRANCH, NOW_MS) as reading:
        return next(
            each.issued_ms for each in reading.tickets.on(ISSUED.day) if each.number == number
        )


def test_an_arrival_is_moved_by_the_difference_of_the_clocks(
    store: Store, central: Database
) -> None:
    write(store, ISSUED, now_ms=NOW_MS - 3_600_000)  # a clock an hour slow

    give(central, all_items(store), now_ms=NOW_MS + 60_000, clock_shift_ms=3_600_000)

    assert arrival_ms(central) == NOW_MS


def test_an_arrival_is_never_later_than_its_storing(store: Store, central: Database) -> None:
    write(store, ISSUED, now_ms=NOW_MS + 999_999_999)

    give(central, all_items(store), now_ms=NOW_MS)

    assert arrival_ms(central) == NOW_MS


def test_an_arrival_is_never_earlier_than_the_days_opening(store: Store, central: Database) -> None:
    write(store, bodies.DayOpened(date=ISSUED.day), f"day:{ISSUED.day}")
    write(store, ISSUED, now_ms=0)  # the clock's battery is empty

    give(central, all_items(store), now_ms=NOW_MS + 60_000)

    assert arrival_ms(central) == NOW_MS


def test_a_shift_already_known_goes_on_with_the_event(
    store: Store, other: Store, central: Database
) -> None:
    write(store, ISSUED, now_ms=NOW_MS - 3_600_000)
    give(other, all_items(store), clock_shift_ms=3_600_000)

    pull(central, other)

    assert arrival_ms(central) == NOW_MS


# --- between any stores -----------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(8))
def test_stores_that_meet_at_random_and_restart_end_with_one_log(
    tmp_path: Path, central: Database, seed: int
) -> None:
    random = Random(seed)
    stores = [
        Store.create(tmp_path / str(n), branch=BRANCH, lane=str(n) if n > 1 else "")
        for n in (1, 2, 3)
    ]
    tickets: list[str] = []
    for _ in range(120):
        at = random.randrange(3)
        act = random.random()
        if act < 0.35:
            tickets.append(write(stores[at], ISSUED))
        elif act < 0.6 and tickets:
            entity = random.choice(tickets)
            write(stores[at], bodies.TicketCalled(counter=at), entity)
        elif act < 0.75:
            stores[at] = restarted(stores[at])
        else:
            one = random.choice([central, *stores])
            two = random.choice([central, *stores])
            if one is not two:
                pull(one, two, limit=random.choice((1, 3, 50)))

    everybody = [central, *stores]
    while total(pull(one, two, limit=7) for one in everybody for two in everybody if one != two):
        pass

    assert len({str(events(each)) for each in everybody}) == 1
    assert len({str(numbers(each)) for each in everybody}) == 1
    assert len({str(sorted(vector(each).items())) for each in everybody}) == 1
    for each in everybody:
        before = rows(each)
        each.replay(BRANCH)
        assert rows(each) == before
    for store in stores:
        store.close()


def test_a_tail_lost_by_a_restore_returns_by_an_ordinary_pull(
    store: Store, central: Database, tmp_path: Path
) -> None:
    write(store, ISSUED)
    old = all_items(store)
    write(store, ISSUED)
    pull(central, store)
    restored = Store.create(tmp_path / "restored", branch=BRANCH, lane="")
    give(restored, old)
    write(restored, ISSUED)

    pull(restored, central)
    pull(central, restored)

    assert events(restored) == events(central)
    restored.close()


def test_two_chains_with_one_predecessor_collide_in_nothing(central: Database) -> None:
    first = Foreign("a" * 16)
    first.add(ISSUED)
    clones = [Foreign(chain * 16, predecessor="a" * 16, upto=2) for chain in "bc"]
    for clone in clones:
        clone.add(ISSUED)

    taken = give(central, [*first.items, *clones[0].items, *clones[1].items])

    assert (taken.stored, taken.refused) == (6, ())
    assert vector(central) == {"b" * 16: 2, "c" * 16: 2}


def test_a_disk_that_fails_under_a_batch_puts_no_record_into_quarantine(
    store: Store, central: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, ISSUED)

    def fail(*_of: object) -> None:
        raise OperationalError("INSERT", None, sqlcipher3.dbapi2.OperationalError("disk I/O error"))

    with monkeypatch.context() as broken:
        broken.setattr(work, "project", fail)
        with pytest.raises(DiskBroken):
            give(central, all_items(store))

    assert events(central) == []
    assert give(central, all_items(store)).stored == 2
    assert not quarantined(central)
