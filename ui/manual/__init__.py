"""The manual inside the program: pages in the reader's language, found by words, opened by F1."""


def open_page(page: str, anchor: str = "") -> None:
    """Open the manual at a page, in the one window it has."""
    from ui.manual.window import open_at

    open_at(page, anchor)
