"""A simulated branch, made once a module and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.fault.simulation.branch import Branch, Template, room


@pytest.fixture(scope="module")
def template(a_hub_is_waited_for: dict[str, float]) -> Iterator[Template]:
    """The branch as set-up leaves it; its time is virtual, so nobody waits longer than at work."""
    with pytest.MonkeyPatch.context() as patch, room() as folder:
        for name, seconds in a_hub_is_waited_for.items():
            patch.setattr(f"counter.sync.hub.{name}", seconds)
        yield Template(folder / "template")


@pytest.fixture
def branch(template: Template) -> Iterator[Branch]:
    """One of its own, switched on."""
    with template.branch(Random(24)) as made:
        yield made
