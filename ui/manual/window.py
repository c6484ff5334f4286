"""The manual's window."""


def open_at(page: str, anchor: str = "") -> None:
    """Open it."""
