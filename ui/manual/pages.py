"""The manual's pages as text: read from `resources/manual`, cut into sections, searched.

A heading ends in its anchor, `## Title {#anchor}`; an error's section carries the error's code.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from msgspec import Struct

NAMES = (
    "desk",
    "intake",
    "receipt",
    "queue",
    "kiosk",
    "board",
    "keyboard",
    "training",
    "supervisor",
    "printers",
    "sync",
    "hub",
    "backup",
    "setup",
    "admin",
    "errors",
)  # in the order of the list
_HEADING = re.compile(r"^(#{1,3}) (.+?) \{#([a-z0-9-]+)\}$")


class Section(Struct, frozen=True):
    """A heading and what stands below it, up to the next."""

    page: str
    anchor: str
    title: str
    level: int
    text: str


class Page(Struct, frozen=True):
    """A page: its Markdown without anchors, and its sections in order."""

    name: str
    title: str
    markdown: str
    sections: tuple[Section, ...]


@cache
def read_page(name: str, language: str) -> Page:
    """Read one page.

    Raises:
        KeyError: there is no such page.
    """
    if name not in NAMES:
        raise KeyError(name)
    file = files("resources") / "manual" / language / f"{name}.md"
    shown: list[str] = []
    sections: list[Section] = []
    body: list[str] = []

    def close() -> None:
        if sections:
            last = sections[-1]
            text = "\n".join(body).strip()
            sections[-1] = Section(last.page, last.anchor, last.title, last.level, text)
        body.clear()

    for line in file.read_text(encoding="utf-8").splitlines():
        found = _HEADING.match(line)
        if found is None:
            shown.append(line)
            body.append(line)
            continue
        close()
        marks, title, anchor = found.groups()
        shown.append(f"{marks} {title}")
        sections.append(Section(name, anchor, title, len(marks), ""))
    close()
    return Page(name, sections[0].title, "\n".join(shown), tuple(sections))


@cache
def read_all(language: str) -> tuple[Page, ...]:
    """Every page, in the order of the list."""
    return tuple(read_page(name, language) for name in NAMES)


def find_sections(pages: tuple[Page, ...], wanted: str) -> list[Section]:
    """Sections that hold every word asked for, those with it in their title first."""
    asked = wanted.casefold().split()
    if not asked:
        return []
    found = []
    for page in pages:
        for section in page.sections:
            title = section.title.casefold()
            whole = f"{title} {section.anchor} {section.text.casefold()}"
            if all(word in whole for word in asked):
                found.append((not any(word in title for word in asked), section))
    return [section for _later, section in sorted(found, key=lambda each: each[0])]


def place_of(page: str, anchor: str) -> tuple[str, str]:
    """Where to open: an error's code may stand for a page."""
    if page in NAMES:
        return page, anchor
    return "errors", page
