"""Who is let in: a code works once, for one node, for a day; what is forged stays out."""

from __future__ import annotations

import logging
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import msgspec
import pytest

from counter import keys
from counter.clock import VirtualClock
from counter.domain.events import GENESIS, decode_event, encode_event
from counter.server.central import BranchWrong, Central, NodeUnknown
from counter.server.folder import CentralFolder
from counter.server.forgery import Refused
from counter.server.serving import Serving, new_code
from counter.store.database import Database
from counter.store.log import Item
from counter.store.nodes import Joined, SignedHead, signed_head
from counter.sync.client import CodeRefused, Line, LineBroken, TooManyCodes, enrol
from counter.sync.joining import BranchDiffers
from counter.sync.link import CertificateWrong, CodeUnreadable
from counter.sync.signing import last_of_each, sign_heads
from counter.sync.status import LineState, LineTrouble
from counter.sync.wire import Batch, Joining, proof_of
from tests.office.building import BRANCH, at
from tests.server.building import Station, a_central, log_of, moved_to, signed

Served = tuple[Central, Database, str]
DAY_S = 24 * 60 * 60


def test_a_code_used_by_another_node_is_refused(
    tmp_path: Path, station: Station, served: Served, clock: VirtualClock
) -> None:
    central, _database, address = served
    code = central.new_code(BRANCH)
    station.engine.join(address, code)
    second = Station.joining(tmp_path / "second", clock)

    with pytest.raises(CodeRefused):
        second.engine.join(address, code)

    assert second.engine.status.state is LineState.NEVER_SET_UP
    second.close()


def test_a_node_whose_answer_was_lost_may_use_its_code_again(
    station: Station, served: Served, chance: Random
) -> None:
    central, database, address = served
    code = central.new_code(BRANCH)
    station.engine.join(address, code)

    station.engine.join(address, code)
    station.work(1, chance)
    station.sync()

    assert log_of(database) == log_of(station.store)
    assert len(central.joined()) == 1


def test_a_joining_that_comes_again_late_shuts_nobody_out(
    station: Station, served: Served, chance: Random
) -> None:
    central, database, address = served
    key = keys.SigningKey(station.store.node.private_key)
    code = central.new_code(BRANCH)
    station.engine.join(address, code)

    _enrolled(central, BRANCH, key, code=code)
    station.work(1, chance)
    station.sync()

    assert station.engine.status.state is LineState.CONNECTED
    assert log_of(database) == log_of(station.store)


def test_a_node_that_was_removed_and_let_in_anew_is_not_let_in_by_its_old_token(
    station: Station, served: Served
) -> None:
    central, _database, address = served
    old = station.engine.join(address, central.new_code(BRANCH)).link
    central.revoke(BRANCH, station.store.node.id)

    station.engine.join(address, central.new_code(BRANCH))

    with pytest.raises(Refused):
        central.known(old.token)


def test_a_code_expires_after_a_day(tmp_path: Path, station: Station) -> None:
    clock = VirtualClock(at(8))
    with a_central(tmp_path / "central", clock=clock) as (central, _database, address):
        code = central.new_code(BRANCH)
        clock.advance(DAY_S)

        with pytest.raises(CodeRefused):
            station.engine.join(address, code)


def test_guessing_codes_is_slowed_down_and_ends_by_itself(tmp_path: Path, station: Station) -> None:
    clock = VirtualClock(at(8))
    with a_central(tmp_path / "central", clock=clock) as (central, _database, address):
        for _guess in range(5):
            with pytest.raises(CodeRefused):
                station.engine.join(address, f"{BRANCH}/AAAA-BBBB-CCCC")

        with pytest.raises(TooManyCodes):
            station.engine.join(address, central.new_code(BRANCH))
        clock.advance(61)
        station.engine.join(address, central.new_code(BRANCH))


def test_a_code_of_another_branch_is_not_even_sent(station: Station, served: Served) -> None:
    central, _database, address = served

    with pytest.raises(BranchDiffers):
        station.engine.join(address, central.new_code("3171-07"))


@pytest.mark.parametrize("text", ["", "AAAA-BBBB-CCCC", "3171-06/AAAA", "/AAAA-BBBB-CCCC", "a/b/c"])
def test_what_is_no_code_is_said_to_be_none(station: Station, text: str) -> None:
    with pytest.raises(CodeUnreadable):
        station.engine.join("http://127.0.0.1:1", text)


def test_a_code_may_be_typed_without_hyphens_in_small_letters_with_o_for_0(
    station: Station, served: Served
) -> None:
    central, _database, address = served
    branch, secret, certificate = central.new_code(BRANCH).split("/")
    typed = secret.replace("-", "").lower().replace("0", "o").replace("1", "l")

    joined = station.engine.join(address, f" {branch}/{typed}/{certificate.lower()}\n")

    assert joined.link.url == address


def test_every_node_of_a_branch_is_given_a_lane_of_its_own(served: Served) -> None:
    central, _database, _address = served
    for branch in (BRANCH, BRANCH, BRANCH, "3171-07"):
        _enrolled(central, branch)

    assert [(each.branch, each.lane) for each in central.joined()] == [
        (BRANCH, ""),
        (BRANCH, "2"),
        (BRANCH, "3"),
        ("3171-07", ""),
    ]


def test_a_code_is_made_beside_a_running_server(tmp_path: Path, station: Station) -> None:
    with a_central(tmp_path / "central") as (_central, _database, address):
        code = new_code(tmp_path / "central", BRANCH)

        station.engine.join(address, code)

    assert station.engine.status.state is LineState.CONNECTING


@pytest.mark.parametrize("branch", ["", "a/b", "a b", "a:b", "a\0"])
def test_a_branch_must_be_one_that_a_code_can_carry(tmp_path: Path, branch: str) -> None:
    with pytest.raises(BranchWrong):
        new_code(tmp_path / "central", branch)


def test_a_removed_node_is_refused_and_loses_nothing(
    station: Station, served: Served, chance: Random
) -> None:
    central, database, address = served
    station.engine.join(address, central.new_code(BRANCH))
    station.sync()
    before = log_of(database)
    central.revoke(BRANCH, station.store.node.id)

    station.work(1, chance)
    station.sync()

    status = station.engine.status
    assert (status.state, status.trouble) == (LineState.REFUSED, LineTrouble.REVOKED)
    assert status.waiting > 0
    assert log_of(database) == before


def test_a_removed_node_does_not_come_back_by_the_code_it_used(
    station: Station, served: Served
) -> None:
    central, _database, address = served
    code = central.new_code(BRANCH)
    station.engine.join(address, code)
    central.revoke(BRANCH, station.store.node.id)

    with pytest.raises(CodeRefused):
        station.engine.join(address, code)

    assert [each.revoked for each in central.joined()] == [True]


def test_removing_who_never_joined_is_said(served: Served) -> None:
    with pytest.raises(NodeUnknown):
        served[0].revoke(BRANCH, "AAAA")


def test_a_token_is_not_to_be_guessed(served: Served, clock: VirtualClock) -> None:
    _central, _database, address = served
    for token in ("", "zz", "00", "93a161a162c40163"):
        line = Line(address, token=token, clock=clock)

        with pytest.raises(LineBroken) as broken:
            line.pull({})

        assert broken.value.trouble is LineTrouble.REVOKED
        line.close()


# --- what is forged -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("forged", "code"),
    [
        ({"branch": "3171-07"}, "forged_branch"),
        ({"actor": "nobody"}, "forged_actor"),
        ({"kind": "ticket.issued"}, "forged_node"),
    ],
)
def test_a_forged_event_is_refused_whole_and_recorded_by_its_ids(
    served: Served,
    station: Station,
    forged: dict[str, str],
    code: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    central, database, address = served
    key = keys.SigningKey(station.store.node.private_key)
    link = enrol(address, central.new_code(BRANCH), key, station.clock).link
    batch = _batch(station)
    first = decode_event(batch.items[0].data)
    bad = msgspec.structs.replace(first, **forged)

    with (
        caplog.at_level(logging.WARNING),
        closing(Line.to(link, station.clock)) as line,
        pytest.raises(LineBroken) as refused,
    ):
        line.push(signed([Item(encode_event(bad)), *batch.items[1:]], key))

    assert (refused.value.trouble, refused.value.code) == (LineTrouble.REFUSED, code)
    assert [each.getMessage() for each in caplog.records] == [
        f"refused POST /v1/events: {code}: {first.id}"
    ]
    assert log_of(database) == []


def test_a_node_cannot_write_into_anothers_chain(served: Served, station: Station) -> None:
    central, database, _address = served
    theirs = _batch(station)
    central.ingest(
        _enrolled(central, BRANCH, keys.SigningKey(station.store.node.private_key)), theirs
    )
    stored = log_of(database)
    thief = keys.SigningKey.generate()
    last = decode_event(theirs.items[-1].data)
    more = Item(encode_event(msgspec.structs.replace(last, seq=last.seq + 1)))

    for items in ([more], [*theirs.items, more]):
        with pytest.raises(Refused) as refused:
            central.ingest(_enrolled(central, BRANCH, thief), signed(items, thief))
        assert refused.value.code == "forged_node"

    assert log_of(database) == stored


@pytest.mark.parametrize("wrong", ["nothing", "another_key", "another_hash"])
def test_a_head_that_the_node_did_not_sign_stores_nothing(
    served: Served, station: Station, wrong: str
) -> None:
    central, database, _address = served
    key = keys.SigningKey(station.store.node.private_key)
    node = _enrolled(central, BRANCH, key)
    batch = _batch(station)
    ((chain, seq),) = last_of_each(batch.items).items()
    heads = {
        "nothing": {},
        "another_key": signed(batch.items, keys.SigningKey.generate()).signed,
        "another_hash": {
            chain: SignedHead(seq, key.sign(signed_head(BRANCH, chain, seq, GENESIS)))
        },
    }[wrong]

    with pytest.raises(Refused):
        central.ingest(node, msgspec.structs.replace(batch, signed=heads))

    assert log_of(database) == []


def test_a_proof_by_another_key_lets_nobody_in(served: Served) -> None:
    central, _database, _address = served
    _branch, secret, _certificate = central.new_code(BRANCH).split("/")
    code = secret.replace("-", "")

    with pytest.raises(Refused):
        central.enrol(
            Joining(
                branch=BRANCH,
                code=code,
                public_key=keys.SigningKey.generate().public,
                proof=keys.SigningKey.generate().sign(proof_of(BRANCH, code)),
            )
        )


def test_what_no_database_can_hold_is_quarantined_and_the_batch_goes_on(
    served: Served, station: Station
) -> None:
    central, _database, _address = served
    key = keys.SigningKey(station.store.node.private_key)
    node = _enrolled(central, BRANCH, key)
    batch = _batch(station)
    last = decode_event(batch.items[-1].data)
    body = msgspec.msgpack.decode(last.body) | {"name": "a\0b", "running": 2**40}
    poison = msgspec.structs.replace(
        last,
        seq=last.seq + 1,
        entity=f"{last.chain}:{last.seq + 1}",
        saw={},
        kind="ticket.issued",
        version=1,
        body=msgspec.Raw(
            msgspec.msgpack.encode(
                body
                | {
                    "number": "A-\0",
                    "day": "2026-11-24",
                    "lane": "",
                    "letter": "A",
                    "service": "kia",
                    "target_s": 2**40,
                }
            )
        ),
    )

    answer = central.ingest(node, signed([*batch.items, Item(encode_event(poison))], key))

    assert answer.heads == {last.chain: last.seq + 1}
    assert answer.refused == []


def test_the_certificate_is_checked_before_the_code_is_sent_and_ever_after(
    tmp_path: Path, station: Station
) -> None:
    ours, theirs = (CentralFolder(tmp_path / name) for name in ("ours", "theirs"))
    with ExitStack() as ending:
        central, _database, _address = ending.enter_context(a_central(tmp_path / "central"))
        right, wrong = (
            ending.enter_context(
                Serving(central, host="0.0.0.0", port=0, tls=files.tls).on_a_thread()
            ).rpartition(":")[2]
            for files in (ours, theirs)
        )
        secret = central.new_code(BRANCH).split("/")[1]
        code = f"{BRANCH}/{secret}/{keys.fingerprint(ours.certificate)}"

        with pytest.raises(CertificateWrong):
            station.engine.join(f"https://127.0.0.1:{wrong}", code)
        station.engine.join(f"https://127.0.0.1:{right}", code)
        station.sync()
        assert station.engine.status.state is LineState.CONNECTED

        moved_to(station, f"https://127.0.0.1:{wrong}")
        station.sync()

        status = station.engine.status
        assert (status.state, status.trouble) == (LineState.REFUSED, LineTrouble.CERTIFICATE)


def _enrolled(
    central: Central, branch: str, key: keys.SigningKey | None = None, code: str | None = None
) -> Joined:
    key = key or keys.SigningKey.generate()
    _branch, secret, _certificate = (code or central.new_code(branch)).split("/")
    code = secret.replace("-", "")
    enrolled = central.enrol(
        Joining(
            branch=branch,
            code=code,
            public_key=key.public,
            proof=key.sign(proof_of(branch, code)),
        )
    )
    return central.known(enrolled.token)


def _batch(station: Station) -> Batch:
    """All that the station wrote, signed."""
    store = station.store
    items = store.after(BRANCH, {}, limit=1000)
    with store.reading(BRANCH, 0) as reading:
        signed = sign_heads(
            reading.connection,
            BRANCH,
            last_of_each(items),
            keys.SigningKey(store.node.private_key),
        )
    return Batch(station.clock.now_ms(), items, signed)
