"""Whether a window can open, without loading Qt."""

from __future__ import annotations

import socket
from pathlib import Path

from counter.demo.display import has_display


def test_without_a_display_there_is_none() -> None:
    assert not has_display({})


def test_a_display_that_is_named_but_gone_is_none() -> None:
    assert not has_display({"DISPLAY": ":7391"})


def test_a_wayland_display_that_answers_is_one(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-1"}
    assert not has_display(environment)

    with socket.socket(socket.AF_UNIX) as screen:
        screen.bind(str(tmp_path / "wayland-1"))
        screen.listen()

        assert has_display(environment)


def test_qt_may_be_told_where_to_paint() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})


def test_another_computers_display_is_tried() -> None:
    assert has_display({"DISPLAY": "desk.example:10.0"})
