"""A second Loket: what it may ask of the first, and who is not heard."""

from __future__ import annotations

import os
import pickle
import stat
import threading
from collections.abc import Iterator
from multiprocessing.connection import Client, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counter.office.instance import FILE, FRONT, Owner, OwnerFailed, ask_owner
from counter.office.waiting import ServiceUnknown


def _echo(facts: dict[str, Any]) -> dict[str, Any]:
    return facts


def _refuse(facts: dict[str, Any]) -> None:
    raise ServiceUnknown(service=facts["service"])


def _break(_facts: dict[str, Any]) -> None:
    raise ZeroDivisionError


@pytest.fixture
def owned(tmp_path: Path) -> Iterator[Path]:
    """A folder whose store a Loket has open."""
    owner = Owner(tmp_path, {"echo": _echo, "refuse": _refuse, "break": _break})
    owner.start()
    yield tmp_path
    owner.stop()


def test_the_owner_does_what_it_is_asked(owned: Path) -> None:
    assert ask_owner(owned, "echo", {"to": "Loket 3"}) == (True, {"to": "Loket 3"})


def test_a_refusal_comes_back_as_itself(owned: Path) -> None:
    with pytest.raises(ServiceUnknown) as refused:
        ask_owner(owned, "refuse", {"service": "sim"})

    assert refused.value.facts == {"service": "sim"}


@pytest.mark.expected_error_logs
def test_a_bug_in_the_owner_is_told_and_it_goes_on(owned: Path) -> None:
    with pytest.raises(OwnerFailed):
        ask_owner(owned, "break")

    assert ask_owner(owned, "echo", {}) == (True, {})


def test_an_owner_that_does_not_know_the_request_says_so(owned: Path) -> None:
    with pytest.raises(OwnerFailed):
        ask_owner(owned, "unheard")


def test_without_an_owner_nobody_hears(tmp_path: Path) -> None:
    assert ask_owner(tmp_path, "echo") == (False, None)


def test_after_the_owner_ended_nobody_hears(tmp_path: Path) -> None:
    owner = Owner(tmp_path, {"echo": _echo})
    owner.start()

    owner.stop()

    assert ask_owner(tmp_path, "echo") == (False, None)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_owner_left_does_not_keep_the_next_from_listening(tmp_path: Path) -> None:
    owner = Owner(tmp_path, {"echo": _echo})
    owner.start()
    content = (tmp_path / FILE).read_bytes()
    owner.stop()
    (tmp_path / FILE).write_bytes(content)
    assert ask_owner(tmp_path, "echo") == (False, None)

    second = Owner(tmp_path, {"echo": _echo})
    second.start()

    assert ask_owner(tmp_path, "echo", {}) == (True, {})
    second.stop()


@pytest.mark.parametrize("content", [b"", b"garbage", msgspec.msgpack.encode({"address": 3})])
def test_a_spoilt_file_means_nobody_hears(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    assert ask_owner(tmp_path, "echo") == (False, None)


def test_only_the_owners_account_reads_the_key(owned: Path) -> None:
    assert stat.S_IMODE((owned / FILE).stat().st_mode) & 0o077 == 0


def test_whoever_lacks_the_key_is_not_heard(owned: Path) -> None:
    listening = msgspec.msgpack.decode((owned / FILE).read_bytes())
    forged = msgspec.msgpack.encode({**listening, "key": b"x" * 32})
    (owned / "forged").mkdir()
    (owned / "forged" / FILE).write_bytes(forged)

    assert ask_owner(owned / "forged", "echo") == (False, None)
    assert ask_owner(owned, "echo", {}) == (True, {})


def test_somebody_who_connects_and_says_nothing_keeps_nobody_waiting(owned: Path) -> None:
    listening = msgspec.msgpack.decode((owned / FILE).read_bytes())

    with Client(listening["address"]):
        assert ask_owner(owned, "echo", {}) == (True, {})


def test_requests_are_heard_beside_one_that_takes_long(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(_facts: dict[str, Any]) -> None:
        begun.set()
        assert go_on.wait(10)

    owner = Owner(tmp_path, {"wait": wait, "echo": _echo})
    owner.start()
    slow = threading.Thread(target=ask_owner, args=(tmp_path, "wait"))
    slow.start()
    assert begun.wait(10)

    assert ask_owner(tmp_path, "echo", {}) == (True, {})

    go_on.set()
    slow.join()
    owner.stop()


def test_a_folder_too_deep_for_a_socket_still_has_an_owner(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 120)
    deep.mkdir()
    owner = Owner(deep, {"echo": _echo})
    owner.start()

    assert ask_owner(deep, "echo", {}) == (True, {})

    address = msgspec.msgpack.decode((deep / FILE).read_bytes())["address"]
    owner.stop()
    assert not Path(address).parent.exists()


def test_a_request_is_never_unpickled(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    owner = Owner(tmp_path, {"echo": _echo})
    owner.start()
    listening = msgspec.msgpack.decode((tmp_path / FILE).read_bytes())
    with Client(listening["address"]) as connection:
        answer_challenge(connection, listening["key"])
        deliver_challenge(connection, listening["key"])
        connection.send_bytes(pickle.dumps(Trap()))
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes()

    assert not (tmp_path / "sprung").exists()
    owner.stop()


def test_a_folder_that_takes_no_socket_only_lacks_the_listening(tmp_path: Path) -> None:
    owner = Owner(tmp_path / "gone", {"echo": _echo})

    owner.start()
    owner.stop()

    assert ask_owner(tmp_path / "gone", "echo") == (False, None)


def test_an_owner_that_hangs_hangs_nobody_else(tmp_path: Path) -> None:
    address = str(tmp_path / "hung")
    with Listener(address):  # takes connections in, as a stopped process does, and says nothing
        hung = msgspec.msgpack.encode({"address": address, "key": b"k"})
        (tmp_path / FILE).write_bytes(hung)

        with pytest.raises(OwnerFailed):
            ask_owner(tmp_path, FRONT, patience_s=0.1)


def test_an_owner_that_greets_and_then_hangs_hangs_nobody_else(tmp_path: Path) -> None:
    address = str(tmp_path / "hung")
    hung = msgspec.msgpack.encode({"address": address, "key": b"k"})
    (tmp_path / FILE).write_bytes(hung)
    with Listener(address) as listener:

        def greet() -> None:
            connection = listener.accept()
            connection.send_bytes(b"#CHALLENGE#{sha256}" + bytes(40))
            greeted.append(connection)

        greeted: list[Any] = []
        greeting = threading.Thread(target=greet)
        greeting.start()

        with pytest.raises(OwnerFailed):
            ask_owner(tmp_path, FRONT, patience_s=0.2)

        greeting.join()
        greeted[0].close()
