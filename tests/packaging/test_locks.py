"""The locks: names and hashes only, so that any mirror serves, and all that pyproject asks for."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-package.lock")
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^ ;]+)( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    return {pin["name"]: pin["version"] for line in lines if (pin := PIN.fullmatch(line))}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_names_and_hashes_only(checkout: Path, name: str) -> None:
    lines = (checkout / name).read_text().splitlines()

    assert [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []


def test_each_lock_pins_what_pyproject_asks_for(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text())
    base = project["project"]["dependencies"]
    extras = list(chain(*project["project"]["optional-dependencies"].values()))
    groups = project["dependency-groups"]
    asked = {
        "requirements.lock": base,
        "requirements-dev.lock": base + extras + groups["dev"],
        "requirements-package.lock": base + groups["package"],
    }

    for name, requirements in asked.items():
        pinned = pins(checkout / name)
        for requirement in map(Requirement, requirements):
            version = pinned.get(canonicalize_name(requirement.name))
            assert version is not None, f"{name} lacks {requirement}: run `make lock`"
            assert requirement.specifier.contains(version), (
                f"{name}: {requirement}: run `make lock`"
            )


def test_the_locks_agree_on_every_version(checkout: Path) -> None:
    ours, dev, package = (pins(checkout / name) for name in LOCKS)

    assert {name: dev.get(name) for name in ours} == ours
    assert {name: package.get(name) for name in ours} == ours
