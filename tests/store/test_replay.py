"""Rows depend on the log alone: replay gives the same, and poison stops nothing."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from counter.domain import bodies
from counter.store import schema
from counter.store.database import Database
from counter.store.projections import drop_rows, put
from counter.store.store import Store
from tests.store.building import (
    BRANCH,
    ISSUED,
    NOW_MS,
    Foreign,
    all_items,
    events,
    give,
    numbers,
    quarantined,
    rows,
    vector,
    write,
)

CALL = bodies.TicketCalled(counter=9)
DEAD = "feedfeedfeedfeed"


def holds(database: Database) -> None:
    """Assert that replay changes nothing."""
    before = rows(database)
    database.replay(BRANCH)
    assert rows(database) == before


def poisons(foreign: Foreign, ticket: str) -> set[str]:
    """Add an event of every harmful sort, one of them to a ticket; the entities harmed."""
    no_text = b"\x81\xa6reason\xa2\xff\xfe"
    foreign.add(CALL, ticket, kind="ticket.teleported")  # critical, from the future
    foreign.add(ISSUED, "office")
    foreign.add(bodies.CounterSet(number=5, name="x"), "person:ani")
    foreign.add(bodies.DayOpened(date="2099-01-01"), "day:2026-11-24")
    return {
        ticket,
        "office",
        "person:ani",
        "day:2026-11-24",
        foreign.add(CALL, kind="ticket.teleported"),
        foreign.add(CALL, version=7),
        foreign.add(ISSUED, raw=b"\x01"),
        foreign.add(bodies.TicketCancelled(), raw=no_text),
        foreign.add(bodies.ChainOpened(node="x", lane="", public_key=b"")),
    }


def test_poison_quarantines_its_entity_and_never_the_batch(store: Store, central: Database) -> None:
    ticket = write(store, ISSUED)
    foreign = Foreign()
    harmed = poisons(foreign, ticket)
    foreign.add(msgspec.structs.replace(ISSUED, number="A2-001", lane="2"))

    taken = give(central, [*all_items(store), *foreign.items])

    assert (taken.stored, taken.refused) == (2 + len(foreign.items), ())
    assert quarantined(central) == harmed
    assert numbers(central) == ["A-001", "A2-001"]
    holds(central)


def test_rows_do_not_depend_on_when_the_poison_came(store: Store, central: Database) -> None:
    ticket = write(store, ISSUED)
    foreign = Foreign()
    poisons(foreign, ticket)
    give(central, foreign.items)  # before there is a ticket at all
    give(central, all_items(store))
    at_central = rows(central)

    give(store, foreign.items)

    assert quarantined(store) == quarantined(central)
    assert numbers(store) == numbers(central) == ["A-001"]
    assert [row[:3] for row in rows(store)["ticket"]] == [row[:3] for row in at_central["ticket"]]
    holds(store)
    holds(central)


def test_a_kind_from_the_future_that_is_not_critical_is_kept_and_sent_on(
    store: Store, central: Database
) -> None:
    ticket = write(store, ISSUED)
    foreign = Foreign()
    foreign.add(CALL, ticket, kind="ticket.sung_to", critical=False)
    give(store, foreign.items)

    assert quarantined(store) == set()
    write(store, bodies.TicketCalled(counter=3), ticket)

    give(central, all_items(store))
    assert events(central) == events(store)
    holds(central)


def test_a_chain_opened_again_moves_no_predecessor(central: Database) -> None:
    foreign = Foreign()
    foreign.add(
        bodies.ChainOpened(
            node="x", lane="", public_key=b"", predecessor="nowhere", predecessor_seq=99
        )
    )
    give(central, foreign.items)

    assert vector(central) == {DEAD: 2}
    holds(central)
    assert vector(central) == {DEAD: 2}


def test_a_poisoned_opening_hides_no_chain_from_a_replay(central: Database) -> None:
    foreign = Foreign()
    foreign.add(CALL, f"{DEAD}:1", kind="chain.bent")

    give(central, foreign.items)

    assert vector(central) == {DEAD: 2}
    holds(central)
    assert vector(central) == {DEAD: 2}


def test_an_issue_at_anothers_id_makes_no_second_ticket(store: Store, central: Database) -> None:
    ticket = write(store, ISSUED)
    foreign = Foreign()
    foreign.add(ISSUED, "nobody:1")
    foreign.add(CALL, ticket, saw={ticket.split(":")[0]: 2}, rev=2)

    give(central, [*all_items(store), *foreign.items])

    assert numbers(central) == ["A-001"]
    assert quarantined(central) == {"nobody:1"}
    holds(central)


BODIES = [
    lambda _claim: bodies.TicketCalled(counter=3),
    bodies.TicketRecalled,
    bodies.TicketStarted,
    bodies.TicketHeld,
    bodies.TicketResumed,
    bodies.TicketFinished,
    bodies.TicketNoShow,
    bodies.TicketReleased,
    bodies.TicketSettled,
    lambda claim: bodies.TicketUndone((claim,)),
    lambda _claim: bodies.TicketTransferred(service="kia", target_s=600),
    lambda _claim: bodies.TicketLeft(),
    lambda _claim: bodies.TicketCancelled(),
    lambda _claim: bodies.TicketDayEnded(),
]


@pytest.mark.parametrize("seed", range(6))
def test_replay_gives_the_same_rows_after_any_history(
    store: Store, central: Database, seed: int
) -> None:
    random = Random(seed)
    foreign = Foreign()
    sent = 0
    entities: list[str] = []
    names: list[str] = []
    for step in range(150):
        now_ms = NOW_MS + random.randrange(-(10**7), 10**7)
        act = random.random()
        if act < 0.2:
            entities.append(write(store, ISSUED, now_ms=now_ms))
        elif act < 0.3:
            write(
                store,
                bodies.CounterSet(number=step % 3, name=str(step)),
                f"counter:{step % 3}",
                now_ms=now_ms,
            )
        elif act < 0.6 and entities:
            _write_any(store, random, entities, names, now_ms)
        elif act < 0.85:
            entity = random.choice(entities) if entities and random.random() < 0.7 else None
            body = random.choice(BODIES)(random.choice(names) if names else "nobody:1")
            saw = {chain: random.randrange(seq + 1) for chain, seq in vector(store).items()}
            written = foreign.add(
                body if random.random() < 0.8 else ISSUED,
                entity,
                saw=saw,
                rev=random.randrange(1, 9),
                at_ms=now_ms,
            )
            names.append(written)
        else:
            upto = random.randrange(sent, len(foreign.items) + 1)
            sent = max(sent, upto)
            give(store, foreign.items[:upto], clock_shift_ms=random.randrange(-1000, 1000))
    give(store, foreign.items)

    holds(store)

    given = all_items(store)
    while given:
        size = random.randrange(1, 20)
        give(central, given[:size])
        given = given[size:]
    holds(central)
    assert events(central) == events(store)
    assert quarantined(central) == quarantined(store)
    assert numbers(central) == numbers(store)


def _write_any(
    store: Store, random: Random, entities: list[str], names: list[str], now_ms: int
) -> None:
    """Write something on what this store knows of a ticket; it may be quarantined by now."""
    entity = random.choice(entities)
    if entity in quarantined(store):
        return
    body = random.choice(BODIES)(random.choice(names) if names else "nobody:1")
    with store.begin(actor="sari", now_ms=now_ms) as work:
        work.record(body, entity=entity)
        names.append(f"{work.end.chain}:{work.end.seq}")


def test_a_release_that_knows_more_folds_what_the_one_before_could_not(store: Store) -> None:
    ticket = write(store, ISSUED)
    known = rows(store)["ticket"]
    with store.transaction() as connection:  # as a release leaves it that cannot fold it
        drop_rows(connection, BRANCH, ticket)
        why = {"branch": BRANCH, "entity": ticket, "reason": "UnknownKind"}
        put(connection, schema.quarantine, why)
    store.close()

    later = Store.open(store.folder)

    assert (quarantined(later), rows(later)["ticket"]) == (set(), known)
    later.close()
