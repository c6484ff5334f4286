"""Events as bytes: what is stored, hashed and sent reads back, and old readers cope with new."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter.domain import bodies
from counter.domain.events import (
    GENESIS,
    Body,
    Event,
    chain_hash,
    decode_event,
    encode_body,
    encode_event,
    event_id,
    private_hash,
)


def an_event(said: Body, /, **changes: object) -> Event:
    event = Event(
        chain="c1",
        seq=3,
        branch="3171-06",
        entity="c1:2",
        rev=2,
        saw={"c1": 2},
        at_ms=1_795_480_200_000,
        actor="sari",
        kind=said.kind,
        version=said.version,
        critical=said.critical,
        body=encode_body(said),
    )
    return msgspec.structs.replace(event, **changes)


CALLED = bodies.TicketCalled(counter=3, grant=(1, "hub", 7))


def test_an_event_reads_back_as_it_was_written() -> None:
    event = an_event(CALLED, private_hash=b"x" * 32)
    data = encode_event(event)

    assert encode_event(decode_event(data)) == data
    assert bodies.decode_body(decode_event(data)) == CALLED
    assert event.id == event_id("c1", 3) == "c1:3"


@pytest.mark.parametrize("kind", sorted(bodies.kinds()), ids=lambda key: key[0])
def test_every_kind_says_which_sort_it_is(kind: tuple[str, int]) -> None:
    name, version = kind

    sort, _, happened = name.partition(".")
    assert sort
    assert happened
    assert version >= 1


def test_a_kind_or_version_from_the_future_is_unknown_and_stays_as_it_is() -> None:
    future = an_event(CALLED, kind="ticket.teleported")
    newer = an_event(CALLED, version=99)

    for event in (future, newer):
        with pytest.raises(bodies.UnknownKind):
            bodies.decode_body(event)
        data = encode_event(event)
        assert encode_event(decode_event(data)) == data


def test_a_field_added_by_a_newer_release_is_passed_over() -> None:
    richer = msgspec.Raw(msgspec.msgpack.encode({"counter": 4, "music": "gamelan"}))
    event = an_event(CALLED, body=richer)

    assert bodies.decode_body(event) == bodies.TicketCalled(counter=4)


def test_a_body_that_is_not_its_kinds_is_refused() -> None:
    event = an_event(CALLED, body=encode_body(bodies.TicketLeft()))

    with pytest.raises(msgspec.ValidationError):
        bodies.decode_body(event)


@given(data=st.binary(max_size=60))
@example(data=b"\x9d\xa1\xff")  # a chain's name that is no UTF-8
def test_bytes_that_are_no_event_are_refused(data: bytes) -> None:
    try:
        event = decode_event(data)
    except msgspec.DecodeError:
        return
    assert isinstance(event, Event)


def test_a_chains_hash_changes_with_any_byte_before_it() -> None:
    one, two = encode_event(an_event(CALLED)), encode_event(an_event(CALLED, seq=4))
    whole = chain_hash(chain_hash(GENESIS, one), two)

    changed = chain_hash(chain_hash(GENESIS, one.replace(b"sari", b"budi")), two)

    assert whole != changed


def test_an_erased_private_part_leaves_a_hash_that_tells_nothing() -> None:
    salts = (b"1" * 16, b"2" * 16)

    assert len({private_hash(salt, b"DEWI LESTARI") for salt in salts}) == 2
