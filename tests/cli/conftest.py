"""`loket` on a folder of its own, and on an office that was set up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.text import set_language
from tests.cli.running import Loket


@pytest.fixture
def loket(tmp_path: Path) -> Loket:
    return Loket(tmp_path)


@pytest.fixture(scope="module")
def set_up_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that was set up by the command, to be copied."""
    home = tmp_path_factory.mktemp("once")
    Loket(home).set_up()
    return home


@pytest.fixture
def office(loket: Loket, set_up_once: Path) -> Loket:
    shutil.copytree(set_up_once, loket.home, dirs_exist_ok=True)
    text = (loket.data / "loket.toml").read_text()
    (loket.data / "loket.toml").write_text(text.replace(str(set_up_once), str(loket.home)))
    return loket


@pytest.fixture
def here(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loket]:
    """The command within this process: as it is run by `main`, but quick."""
    monkeypatch.chdir(loket.home)
    monkeypatch.setenv("LOKET_DATA", str(loket.data))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    yield loket
    set_language("id")
