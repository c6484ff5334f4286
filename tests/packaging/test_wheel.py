"""The wheel: what is in it, and that it finds its own resources wherever it is put."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("loket-*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheel, and beside it the packages of this one but not the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    # A path named in a .pth brings its packages, not its own .pth files: no editable install.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Path(sysconfig.get_path("scripts", scheme="venv", vars=paths)) / "python"


def said(python: Path, *arguments: str) -> str:
    done = subprocess.run(
        [python, "-W", "error", *arguments],
        cwd=python.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_the_wheel_holds_the_program_and_its_resources_and_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()

    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"counter", "ui", "resources"}
    assert "resources/locale/id/LC_MESSAGES/loket.mo" in names
    assert "resources/fonts/AtkinsonHyperlegibleNext-Regular.ttf" in names
    assert not [name for name in names if name.startswith("resources/making/")]
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names if "/licenses/" in name}


def test_an_installed_wheel_starts_away_from_the_checkout(python: Path) -> None:
    where = said(python, "-c", "import counter; print(counter.__file__)")

    assert Path(where).is_relative_to(python.parent.parent)
    assert said(python, "-m", "counter", "--version").startswith("loket ")


def test_an_installed_wheel_speaks_indonesian(python: Path) -> None:
    assert said(python, "-c", "from counter.text import _; print(_('Tuesday'))") == "Selasa"
