"""A log that somebody touched shows where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from counter.clock import VirtualClock
from counter.domain.events import chain_hash
from counter.keys import SigningKey
from counter.sync.audit import Audit, Flaw, audit
from tests.office.building import BRANCH
from tests.server.building import Station, a_central, link_of


@pytest.fixture
def synced(tmp_path: Path, clock: VirtualClock) -> Iterator[Station]:
    """A station whose heads are signed twice."""
    station = Station.founding(tmp_path / "station", clock)
    with a_central(tmp_path / "central") as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.work(8, Random(3))
        station.sync()
    yield station
    station.close()


def test_an_untouched_log_is_as_its_authors_wrote_it(synced: Station) -> None:
    found = _audited(synced)

    assert found.findings == ()
    assert found.events == found.signed > 20
    assert found.private_parts > 0


def test_erasing_a_private_part_leaves_the_log_whole(synced: Station) -> None:
    assert _after(synced, "DELETE FROM private_part").findings == ()


@pytest.mark.parametrize(
    ("touched", "flaw"),
    [
        ("UPDATE event SET data = x'00' WHERE seq = 5", Flaw.UNREADABLE),
        ("UPDATE event SET seq = 999 WHERE seq = (SELECT max(seq) FROM event)", Flaw.MISPLACED),
        ("DELETE FROM event WHERE seq = 5", Flaw.GAP),
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", Flaw.SHORTENED),
        ("UPDATE event SET hash = zeroblob(32) WHERE seq = 5", Flaw.ALTERED),
        (
            "UPDATE event SET data = CAST(replace(data, 'sari', 'budi') AS BLOB) WHERE seq = 20",
            Flaw.ALTERED,
        ),
        ("UPDATE private_part SET data = x'00'", Flaw.PRIVATE_ALTERED),
        ("UPDATE head_signature SET signature = zeroblob(64)", Flaw.SIGNATURE),
        ("UPDATE head_signature SET countersignature = zeroblob(64)", Flaw.COUNTERSIGNATURE),
    ],
)
def test_what_was_touched_shows_where(synced: Station, touched: str, flaw: Flaw) -> None:
    assert flaw in {finding.flaw for finding in _after(synced, touched).findings}


def test_a_chain_rewritten_with_fitting_hashes_still_betrays_itself_by_its_signature(
    synced: Station,
) -> None:
    with synced.store.transaction() as connection:
        rows = connection.execute(text("SELECT seq, data FROM event ORDER BY seq")).all()
        hash_ = bytes(32)
        for seq, data in rows:
            changed = data.replace(b"A-001", b"A-007")
            hash_ = chain_hash(hash_, changed)
            connection.execute(
                text("UPDATE event SET data = :data, hash = :hash WHERE seq = :seq"),
                {"data": changed, "hash": hash_, "seq": seq},
            )

    assert [finding.flaw for finding in _audited(synced).findings] == [Flaw.SIGNATURE]


def test_another_centrals_signatures_do_not_pass(synced: Station) -> None:
    with synced.store.reading(BRANCH, 0) as reading:
        found = audit(reading.connection, BRANCH, central_key=SigningKey.generate().public)

    assert [finding.flaw for finding in found.findings] == [Flaw.COUNTERSIGNATURE]


def _after(station: Station, statement: str) -> Audit:
    with station.store.transaction() as connection:
        connection.execute(text(statement))
    return _audited(station)


def _audited(station: Station) -> Audit:
    with station.store.reading(BRANCH, 0) as reading:
        return audit(reading.connection, BRANCH, central_key=link_of(station).central_key)
