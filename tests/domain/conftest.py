"""A ticket just issued."""

from __future__ import annotations

import pytest

from tests.domain.stories import Story


@pytest.fixture
def story() -> Story:
    return Story()
