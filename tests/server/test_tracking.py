"""Anybody may ask central whether a receipt is genuine; the page names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from counter.clock import VirtualClock
from counter.domain.application import Application
from counter.keys import SigningKey
from counter.office import intake
from counter.printing.signature import receipt_text
from tests.office.building import BRANCH, DEWI, KEY, at, filled_in, serving
from tests.server.building import Station, a_central

RECEIPT = f"{BRANCH}/L1/2026/000412"


@pytest.fixture
def tracked(tmp_path: Path) -> Iterator[tuple[str, Application]]:
    """A central's address, and an application it knows of."""
    station = Station.founding(tmp_path / "station", VirtualClock(at(8)))
    with a_central(tmp_path / "central") as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        ticket = serving(station.office)
        filed = station.office.act(
            intake.file_intake, ticket.id, filled_in(station.office, ticket), counter=3
        )
        station.sync()
        yield address, filed
    station.close()


def test_a_genuine_receipt_shows_its_number_and_promise_and_nobodys_name(
    tracked: tuple[str, Application],
) -> None:
    address, filed = tracked

    shown = _shown(address, receipt_text(filed.receipt, KEY))

    assert shown.status_code == 200
    assert filed.receipt in shown.text
    assert 'lang="id"' in shown.text
    for told in (*DEWI.values(), "sari"):
        assert told not in shown.text


def test_the_page_speaks_english_where_the_reader_does(
    tracked: tuple[str, Application],
) -> None:
    address, filed = tracked

    shown = _shown(address, receipt_text(filed.receipt, KEY), language="en-GB,en;q=0.9")

    assert "This receipt is genuine." in shown.text


@pytest.mark.parametrize(
    ("mark", "says", "status"),
    [
        (receipt_text(RECEIPT, KEY), "Its office has not sent", 200),
        (receipt_text(RECEIPT, SigningKey(bytes(32))), "not genuine", 404),
        (receipt_text("9999-01/L1/2026/000001", KEY), "not known here", 404),
        ("nonsense", "not the text of a receipt", 404),
        ("%3Cscript%3E", "not the text of a receipt", 404),
    ],
)
def test_what_is_no_genuine_receipt_is_said_to_be_none(
    tracked: tuple[str, Application], mark: str, says: str, status: int
) -> None:
    shown = _shown(tracked[0], mark, language="en")

    assert (says in shown.text, shown.status_code) == (True, status)
    assert "<script" not in shown.text


def _shown(address: str, mark: str, language: str = "id") -> httpx2.Response:
    return httpx2.get(
        f"{address}/lacak/{mark}", headers={"Accept-Language": language}, trust_env=False
    )
