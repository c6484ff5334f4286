"""Windows under test: dressed as the product dresses them, answers on a pool of their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication

from counter.text import INDONESIAN, set_language
from ui.tasks import Tasks
from ui.theme.theme import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Light colours and Indonesian, whatever the test before left."""
    set_language(INDONESIAN)
    dress(qapp)
    yield
    set_language(INDONESIAN)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A bridge to two worker threads, drained at the end."""
    pool = ThreadPoolExecutor(2)
    yield Tasks(pool)
    pool.shutdown(wait=True)
    qapp.processEvents()
