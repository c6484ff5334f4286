"""Running `loket` as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PLAN = """
counter = 3
printer = "none"
backup_folder = '{folder}'

[office]
code = "3171-06"
name = "Dukcapil Jakarta Pusat"
zone = "WIB"

[[people]]
id = "indra"
name = "Indra"
roles = ["admin"]
pin = "4321"

[[counters]]
number = 3
"""


NUMBER = "3171-06/L3/2026/000412"


class Loket:
    """Runs `loket` as a process of its own, in English, on a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LC_")},
            "LANG": "en_US.UTF-8",
            "LOKET_DATA": str(self.data),
            "PYTHONWARNINGS": "error",
        }

    def __call__(  # noqa: D102
        self, *arguments: str | Path, given: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "counter", *map(str, arguments)],
            input=given,
            capture_output=True,
            text=True,
            cwd=self.home,
            env={**self.environment, **environment},
            timeout=60,
            check=False,
        )

    def done(self, *arguments: str | Path, given: str = "") -> str:
        """What it says when all goes well."""
        finished = self(*arguments, given=given)
        assert (finished.returncode, finished.stderr) == (0, ""), finished.stderr
        return finished.stdout

    def refused(self, *arguments: str | Path, given: str = "", **environment: str) -> str:
        """The one line it says of a mistake."""
        finished = self(*arguments, given=given, **environment)
        assert finished.returncode == 2, finished.stderr
        assert finished.stdout == ""
        assert finished.stderr.startswith("loket: ")
        assert finished.stderr.count("\n") == 1
        return finished.stderr

    def set_up(self) -> None:
        """Make the office."""
        plan = self.home / "office.toml"
        plan.write_text(PLAN.format(folder=self.home / "backups"))
        self.done("setup", plan)
