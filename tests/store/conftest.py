"""Two stores and a central, empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.store.database import Database
from counter.store.store import Store
from tests.store.building import new_store

CENTRAL_KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "one")
    yield store
    store.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    other = new_store(tmp_path / "two", lane="2")
    yield other
    other.close()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Database]:
    central = Database.at_file(tmp_path / "central.db", CENTRAL_KEY)
    yield central
    central.close()
