"""Colours can be read, and nobody writes a colour or a size outside the theme."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.theme.theme import dress, font, theme
from ui.theme.tokens import (
    CAP_SHADE,
    CONTRAST,
    DARK,
    GRID,
    LIGHT,
    Colours,
    Tone,
    Type,
    contrast,
    space,
)

ROOM = Path(__file__).parents[2] / "ui"
SIZED = {
    "setContentsMargins",
    "setFixedHeight",
    "setFixedSize",
    "setFixedWidth",
    "setMaximumHeight",
    "setMaximumSize",
    "setMaximumWidth",
    "setMinimumHeight",
    "setMinimumSize",
    "setMinimumWidth",
    "setPixelSize",
    "setPointSize",
    "setSpacing",
    "setHorizontalSpacing",
    "setVerticalSpacing",
    "setInterval",
    "addSpacing",
    "resize",
    "QSize",
    "QColor",
}
LARGEST_LITERAL = 2  # a hairline, a ring


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_every_text_stands_out_from_what_it_is_written_on(colours: Colours) -> None:
    pairs = [
        (colours.text, ground)
        for ground in (colours.background, colours.surface, colours.raised, colours.sunken)
    ]
    pairs += [
        (colours.muted, each) for each in (colours.background, colours.surface, colours.raised)
    ]
    pairs += [(colours.ink(tone), colours.wash(tone)) for tone in Tone]
    pairs += [(colours.ink(tone), colours.surface) for tone in Tone]
    pairs += [(colours.ink(tone), colours.background) for tone in Tone]
    pairs += [(colours.text, colours.wash(tone)) for tone in Tone]
    pairs += [(colours.muted, colours.blue_wash)]
    pairs += [
        (colours.on_fill, each)
        for each in (colours.blue_fill, colours.blue_fill_down, colours.red_fill)
    ]
    pairs += [(colours.on_badge, colours.badge), (colours.on_paper, colours.paper)]

    faint = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}

    assert not faint


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_the_key_named_on_a_filled_button_can_be_read(colours: Colours) -> None:
    for fill in (colours.blue_fill, colours.blue_fill_down, colours.red_fill):
        cap = _laid_over(fill, colours.on_paper, CAP_SHADE)

        assert contrast(colours.on_fill, cap) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_what_can_be_typed_into_or_ticked_has_an_edge_to_be_seen(colours: Colours) -> None:
    assert contrast(colours.edge, colours.surface) >= 3
    assert contrast(colours.blue, colours.surface) >= 3


def test_every_distance_is_on_the_grid() -> None:
    assert [space(steps) % GRID for steps in range(20)] == [0] * 20


def test_nobody_writes_a_colour_or_a_size_outside_the_theme() -> None:
    found = []
    for path in sorted(ROOM.rglob("*.py")):
        if path.parent.name == "theme":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"#[0-9A-Fa-f]{3,8}", node.value):
                    found.append(f"{path.name}:{node.lineno} {node.value}")
            elif isinstance(node, ast.Call) and _name(node) in SIZED:
                found += [
                    f"{path.name}:{node.lineno} {_name(node)}({each.value})"
                    for each in node.args
                    if isinstance(each, ast.Constant)
                    and isinstance(each.value, int | float)
                    and each.value > LARGEST_LITERAL
                ]

    assert not found


def test_the_embedded_family_is_what_text_is_set_in(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family().startswith("Atkinson Hyperlegible Next")
    assert QFontInfo(font(Type.NUMBER)).pixelSize() == Type.NUMBER


def test_figures_stand_in_columns() -> None:
    measure = QFontMetrics(font())

    assert len({measure.horizontalAdvance(figure) for figure in "0123456789"}) == 1
    assert font().featureTags() == [QFont.Tag("tnum")]


def test_the_colours_change_while_running(qapp: QApplication) -> None:
    dress(qapp, dark=True)

    assert theme().dark
    assert qapp.palette().window().color().name() == DARK.background.lower()


def _laid_over(ground: str, over: str, share: float) -> str:
    """The colour that is seen where one lies half clear over another."""
    channels = [(int(over[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(up * share + down * (1 - share)):02X}" for up, down in channels)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
