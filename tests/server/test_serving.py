"""What can be wrong at central's start is said in one sentence, and no file is harmed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from counter.errors import LoketError
from counter.server.folder import (
    CentralFolder,
    CentralKeyLost,
    DatabaseUnreachable,
    DatabaseUrlWrong,
)
from counter.server.serving import PortTaken, new_code, opened_central, run_central
from counter.store.troubles import StoreInUse, StoreNotOurs
from counter.sync import wire
from tests.office.building import BRANCH
from tests.server.building import a_central


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("mysql://root@localhost/loket", DatabaseUrlWrong),
        ("sqlite:///loket.db", DatabaseUrlWrong),
        ("nonsense", DatabaseUrlWrong),
        ("", DatabaseUrlWrong),
        ("postgresql://somebody:secret@127.0.0.1:1/loket", DatabaseUnreachable),
        ("postgresql://127.0.0.1:99999/loket", DatabaseUnreachable),
        ("postgresql://127.0.0.1:port/loket", DatabaseUrlWrong),
    ],
)
def test_a_database_that_is_none_of_ours_is_named_without_its_password(
    tmp_path: Path, url: str, error: type[LoketError]
) -> None:
    with pytest.raises(error) as raised:
        run_central(tmp_path / "central", database_url=url)

    assert "secret" not in str(raised.value)
    assert not (tmp_path / "central").exists()


def test_a_database_that_is_not_there_is_said(tmp_path: Path, postgres: Callable[[], str]) -> None:
    with pytest.raises(DatabaseUnreachable, match="does not exist"):
        run_central(
            tmp_path / "central", database_url=postgres().replace("/postgres?", "/nowhere?")
        )

    assert not (tmp_path / "central").exists()


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(PortTaken):
            run_central(tmp_path / "central", port=other.getsockname()[1])


def test_an_address_that_is_not_this_computers_is_said(tmp_path: Path) -> None:
    with pytest.raises(PortTaken):
        run_central(tmp_path / "central", host="nowhere.invalid")


def test_a_second_server_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with a_central(tmp_path / "central"), pytest.raises(StoreInUse):
        run_central(tmp_path / "central", port=0)


@pytest.mark.parametrize("name", ["store.key", "central.key"])
def test_a_lost_key_is_said_and_none_is_made_in_its_place(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "central"
    new_code(folder, BRANCH)
    (folder / name).unlink()

    with pytest.raises(CentralKeyLost):
        new_code(folder, BRANCH)

    assert not (folder / name).exists()


def test_a_damaged_database_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "central"
    CentralFolder(folder)
    (folder / "loket-central.db").write_bytes(b"not a database" * 400)

    with pytest.raises((StoreNotOurs, CentralKeyLost)):
        new_code(folder, BRANCH)


def test_keys_and_certificate_stay_the_same_over_restarts(tmp_path: Path) -> None:
    folder = tmp_path / "central"
    first = CentralFolder(folder)

    again = CentralFolder(folder)

    assert again.certificate == first.certificate
    assert again.signing_key.public == first.signing_key.public


def test_what_joined_can_be_listed_beside_a_running_server(tmp_path: Path) -> None:
    with (
        a_central(tmp_path / "central"),
        opened_central(tmp_path / "central") as central,
    ):
        assert central.joined() == []


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("POST", "/v1/events", b"x", "text/html", 401),
        ("POST", "/v1/enrol", b"<html>", wire.CONTENT_TYPE, 400),
        ("POST", "/v1/enrol", b"<html>", "text/html", 400),
        ("POST", "/v1/enrol", bytes(wire.MOST_COMPRESSED + 1), wire.CONTENT_TYPE, 413),
        ("GET", "/v1/events", b"", "", 401),
        ("GET", "/v1/health", b"", "", 200),
        ("GET", "/nowhere", b"", "", 404),
        ("PUT", "/v1/events", b"", "", 405),
    ],
)
def test_a_request_of_anybody_else_is_answered_calmly(
    tmp_path: Path, method: str, path: str, body: bytes, kind: str, status: int
) -> None:
    with a_central(tmp_path / "central") as (_central, _database, address):
        answer = httpx2.request(
            method, address + path, content=body, headers={"content-type": kind}, trust_env=False
        )

    assert answer.status_code == status
