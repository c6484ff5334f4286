"""What holds for every test: no error logged unawares, nobody's own folders, no screen.

Fixtures of one room stand in that room's folder.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("here", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every process it starts, out of the folders of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        yield


@pytest.fixture(scope="session", autouse=True)
def a_hub_is_waited_for() -> Iterator[dict[str, float]]:
    """A busy machine is no dead hub: only `make bench` holds a hub to the product's patience.

    That is what it gives, by name, to whoever's time is virtual.
    """
    from counter.sync import hub

    own = {name: getattr(hub, name) for name in ("CONNECTS_WITHIN_S", "ANSWERS_WITHIN_S")}
    with pytest.MonkeyPatch.context() as patch:
        for name in own:
            patch.setattr(hub, name, 10.0)
        yield own


@pytest.fixture(autouse=True)
def no_unexpected_errors_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs an error it did not announce, or announces one it does not log."""
    expected = request.node.get_closest_marker("expected_error_logs") is not None
    listener = _Errors()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if expected and not listener.messages:
        pytest.fail("expected an error in the log, and none came")
    if listener.messages and not expected:
        pytest.fail("logged an error: " + "; ".join(listener.messages))


@pytest.fixture
def rounds() -> Callable[[int], int]:
    """Say how many rounds a random fault test runs, of so many in full: `FAULTS`, or 20."""
    asked = os.environ.get("FAULTS", "20")
    return lambda full: full if asked == "full" else min(full, int(asked))


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Find the folder that holds pyproject.toml."""
    return Path(__file__).parent.parent
