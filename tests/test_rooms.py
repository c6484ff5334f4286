"""What holds for every module of ours; the arrows between rooms are import-linter's."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import counter
import ui
from counter.errors import LoketError
from counter.text import _, using

NOT_HERE = {"__main__.py", "windows.py"}  # one starts when imported, one is for Windows alone
HEAVY = {
    "PySide6", "alembic", "argon2", "cryptography", "escpos", "httpx2", "pypdfium2", "reportlab",
    "sqlalchemy", "sqlcipher3", "starlette", "uvicorn", "xlsxwriter",
}  # fmt: skip


def modules(*packages: str) -> list[str]:
    """Name every module of ours below these packages."""
    roots = {"counter": counter, "ui": ui}
    found = []
    for package in packages:
        top = Path(roots[package.split(".")[0]].__path__[0])
        for path in sorted(top.joinpath(*package.split(".")[1:]).rglob("*.py")):
            parts = path.relative_to(top.parent).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            if path.name not in NOT_HERE and "migrations" not in parts:
                found.append(name)
    return found


def said(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_importing_the_office_loads_nothing_that_keeps_a_window_waiting() -> None:
    program = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\n"

    loaded = said(program + "print(*sys.modules)", *modules("counter.office", "counter.domain"))

    assert HEAVY & {name.split(".")[0] for name in loaded.split()} == set()


def test_importing_does_nothing() -> None:
    program = (
        "import sys, importlib, threading\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(threading.active_count())"
    )

    assert said(program, *modules("counter", "ui")) == "1\n"


def kinds() -> list[type[LoketError]]:
    """Find every error a person can meet."""
    for name in modules("counter", "ui"):
        import_module(name)
    found, asked = [], [LoketError]
    while asked:
        below = asked.pop().__subclasses__()
        asked += below
        found += [kind for kind in below if kind.__module__.startswith(("counter.", "ui."))]
    return sorted(found, key=lambda kind: kind.__name__)


def test_every_error_says_its_three_things_in_indonesian_too() -> None:
    with using("id"):
        untold = [
            f"{kind.__name__}: {english}"
            for kind in kinds()
            for english in (kind.happened, kind.safe, kind.do_next)
            if _(english) == english
        ]

    assert untold == []


def test_a_code_belongs_to_one_error() -> None:
    names = [kind.__name__ for kind in kinds()]

    assert sorted(set(names)) == names
