"""No item of the catalogue of faults stands there without its test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fault.catalogue import CATALOGUE, named


def test_every_fault_of_the_catalogue_names_tests_that_are_collected(checkout: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", *named()],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout + found.stderr
    assert all(all(files.values()) and files for files in CATALOGUE.values())
