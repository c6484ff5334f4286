"""What travels: small, bounded, and never taken for ours when it is not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.clock import VirtualClock
from counter.keys import SigningKey
from counter.store.log import Item
from counter.sync import wire
from counter.sync.signing import last_of_each, sign_heads
from tests.office.building import BRANCH
from tests.server.building import Station

BATCH = wire.Batch(5, [Item(b"data", 3, b"salt", b"private")], {}, ["chain"])
PORTAL = b"<!DOCTYPE html><html><title>Masuk WiFi</title>Silakan masuk.</html>"


def test_what_is_packed_comes_back() -> None:
    assert wire.unpack(wire.pack(BATCH), wire.Batch) == BATCH


@pytest.mark.parametrize(
    "body",
    [
        b"",
        PORTAL,
        b"{}",
        wire.pack(BATCH)[:-1],
        wire.pack(BATCH) + b"x",
        wire.pack(BATCH)[4:],
        wire.pack(wire.Refusal("other")),
        b"LKT1" + wire.zstd.compress(PORTAL),
        b"LKT1" + wire.zstd.compress(b"\x95\x05\x90\x80\x90" + b"\x91" * 100_000 + b"\x01"),
    ],
)
def test_what_no_loket_wrote_is_not_ours(body: bytes) -> None:
    with pytest.raises(wire.NotOurs):
        wire.unpack(body, wire.Batch)


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_break_the_reading(noise: bytes, marked: bool) -> None:
    body = b"LKT1" + noise if marked else noise

    with pytest.raises(wire.NotOurs):
        wire.unpack(body, wire.Answer)


def test_a_small_body_that_unpacks_to_gigabytes_is_stopped_at_the_bound() -> None:
    bomb = b"LKT1" + wire.zstd.compress(bytes(wire.MOST_PLAIN + 1))

    assert len(bomb) < 10_000
    with pytest.raises(wire.NotOurs):
        wire.unpack(bomb, wire.Batch)


def test_an_event_takes_at_most_sixty_bytes_in_batches_of_five_hundred(
    tmp_path: Path, clock: VirtualClock
) -> None:
    station = Station.founding(tmp_path / "station", clock)
    opening = len(station.store.after(BRANCH, {}, limit=10_000))
    station.work(125, Random(3))
    items = station.store.after(BRANCH, {}, limit=10_000)[opening:][:500]

    with station.store.reading(BRANCH, 0) as reading:
        signed = sign_heads(
            reading.connection,
            BRANCH,
            last_of_each(items),
            SigningKey(station.store.node.private_key),
        )
    size = len(wire.pack(wire.Batch(clock.now_ms(), items, signed)))

    private = sum(item.private is not None for item in items)
    print(f"{size / 500:.1f} bytes an event; {private} of 500 with a private part")
    assert (len(items), private > 30) == (500, True)
    assert size / 500 <= 60
    station.close()


def test_a_batch_of_another_release_with_more_fields_still_reads() -> None:
    longer = msgspec.msgpack.decode(msgspec.msgpack.encode(BATCH))
    body = b"LKT1" + wire.zstd.compress(msgspec.msgpack.encode([*longer, "new"]))

    assert wire.unpack(body, wire.Batch) == BATCH


def test_one_flipped_bit_anywhere_never_gives_another_answer() -> None:
    whole = wire.pack(wire.Refusal("nobody-waits"))
    read = set()

    for at in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[at // 8] ^= 1 << at % 8
        with suppress(wire.NotOurs):  # a bit that says nothing may be either
            read.add(wire.unpack(bytes(damaged), wire.Refusal).code)

    assert read <= {"nobody-waits"}


def test_text_that_is_none_is_not_ours() -> None:
    body = b"LKT1" + wire.zstd.compress(b"\x91\xa2\xff\xfe")

    with pytest.raises(wire.NotOurs):
        wire.unpack(body, wire.Refusal)
