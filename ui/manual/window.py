"""The manual's window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def open_manual(asker: QWidget, page: str, anchor: str = "") -> None:
    """Open it."""
