"""What is done with a scene besides showing it; the gallery and the tests of scenes do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def staged(
    scene: W,
    *,
    after: Callable[[], object] | None = None,
    ready: Callable[[], bool] | None = None,
    let_go: Callable[[], object] | None = None,
) -> W:
    """Say what a scene needs; it keeps that with itself.

    Args:
        after: brings it to its state once it is shown.
        ready: whether it can be brought there yet.
        let_go: ends it, where closing it does not.
    """
    said = {"after": after, "ready": ready, "let_go": let_go}
    vars(scene).update({name: do for name, do in said.items() if do is not None})
    return scene
