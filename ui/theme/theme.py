"""The theme at work: tokens as Qt colours, fonts, palette and style, switched while running.

Widgets ask `theme()` whenever they paint, so a switch needs no word to any of them.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from counter.files import resource
from ui.theme.sheet import sheet
from ui.theme.tokens import CONTRAST, DARK, LIGHT, Colours, Tone, Type, Weight

_PROPERTY = "loketTheme"
_FAMILY = "Atkinson Hyperlegible Next"
_MOVING = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


class Theme:
    """One set of colours as Qt wants them."""

    def __init__(self, colours: Colours, *, dark: bool) -> None:
        self.colours = colours
        self.dark = dark
        self._made: dict[str, QColor] = {}

    def colour(self, name: str) -> QColor:
        """The colour of that token."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = QColor(getattr(self.colours, name))
        return made

    def ink(self, tone: Tone) -> QColor:
        """The colour that words of this meaning are written in."""
        return self.colour("muted" if tone is Tone.NEUTRAL else tone.value)

    def wash(self, tone: Tone) -> QColor:
        """The colour that lies under words of this meaning."""
        return self.colour("background" if tone is Tone.NEUTRAL else f"{tone.value}_wash")


def theme() -> Theme:
    """The theme in use."""
    app = QApplication.instance()
    assert app is not None
    made = app.property(_PROPERTY)
    if isinstance(made, Theme):
        return made
    return Theme(LIGHT, dark=False)


def dress(app: QApplication, *, dark: bool = False, contrast: bool = False) -> None:
    """Give the application our fonts, palette and style; again to switch light and dark."""
    colours = CONTRAST if contrast else DARK if dark else LIGHT
    app.setProperty(_PROPERTY, Theme(colours, dark=dark))
    load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    for effect in _MOVING:  # nothing here moves by itself, whatever the desktop's taste
        app.setEffectEnabled(effect, False)
    app.setFont(font())
    app.setPalette(_palette(colours))
    app.setStyleSheet(sheet(colours))


def load_fonts() -> None:
    """Make the embedded family known to Qt; once a process."""
    if _FAMILY in QFontDatabase.families():
        return
    for weight in ("Regular", "SemiBold", "Bold"):
        face = resource("fonts", f"AtkinsonHyperlegibleNext-{weight}.ttf")
        QFontDatabase.addApplicationFontFromData(face.read_bytes())


@cache
def font(size: Type = Type.BODY, weight: Weight = Weight.REGULAR, *, tabular: bool = True) -> QFont:
    """The embedded family; figures all of one width unless told otherwise."""
    made = QFont(_FAMILY)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=64)
def font_of(pixels: int, weight: Weight) -> QFont:
    """The embedded family in a size that follows a screen's, figures all of one width."""
    made = QFont(font(weight=weight))
    made.setPixelSize(pixels)
    return made


def system_is_dark(app: QApplication) -> bool:
    """Whether the desktop asks for dark colours."""
    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(colours: Colours) -> QPalette:
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in (
        (roles.Window, colours.background),
        (roles.WindowText, colours.text),
        (roles.Base, colours.surface),
        (roles.AlternateBase, colours.background),
        (roles.Text, colours.text),
        (roles.PlaceholderText, colours.muted),
        (roles.Button, colours.surface),
        (roles.ButtonText, colours.text),
        (roles.BrightText, colours.on_fill),
        (roles.ToolTipBase, colours.badge),
        (roles.ToolTipText, colours.on_badge),
        (roles.Highlight, colours.blue_fill),
        (roles.HighlightedText, colours.on_fill),
        (roles.Link, colours.blue),
        (roles.Accent, colours.blue_fill),
        (roles.Mid, colours.line),
        (roles.Midlight, colours.line),
        (roles.Dark, colours.edge),
        (roles.Light, colours.surface),
        (roles.Shadow, colours.edge),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return made
