"""The style sheet for Qt's own controls, made of tokens. What we paint ourselves is not in it.

Widgets name what they are by a property: `look` for a frame or a field, `tone` for a label.
"""

from __future__ import annotations

from ui.theme.tokens import GLOW, HAIRLINE, RADIUS, RING, Colours, Size, Tone, space

_ITEM_MARGIN = 3  # Qt keeps it around an item's words, not around a heading's


def sheet(c: Colours) -> str:
    """The whole style sheet in these colours."""
    tones = "\n".join(f'QLabel[tone="{tone.value}"] {{ color: {c.ink(tone)}; }}' for tone in Tone)
    return f"""
QToolTip {{
    color: {c.on_badge}; background: {c.badge}; border: none; padding: {space(1)}px {space(2)}px;
}}
QLabel {{ color: {c.text}; background: transparent; }}
{tones}
QFrame[look="card"] {{
    background: {c.surface}; border: {HAIRLINE}px solid {c.line}; border-radius: {RADIUS}px;
}}
QFrame[look="panel"] {{ background: {c.surface}; border: none; }}
QFrame[look="panel-left"] {{
    background: {c.surface}; border: none; border-right: {HAIRLINE}px solid {c.line};
}}
QFrame[look="bar-top"] {{
    background: {c.surface}; border: none; border-bottom: {HAIRLINE}px solid {c.line};
}}
QFrame[look="bar-bottom"] {{
    background: {c.surface}; border: none; border-top: {HAIRLINE}px solid {c.line};
}}
QFrame[look="sunken"] {{
    background: {c.sunken}; border: {HAIRLINE}px solid {c.line}; border-radius: {RADIUS}px;
}}
QFrame[look="line"] {{ background: {c.line}; border: none; }}
QFrame[look="badge"] {{ background: {c.badge}; border: none; border-radius: {RADIUS}px; }}
QFrame[look="badge"] QLabel {{ color: {c.on_badge}; }}

QLineEdit, QPlainTextEdit, QComboBox {{
    color: {c.text}; background: {c.surface}; selection-background-color: {c.blue_fill};
    selection-color: {c.on_fill}; placeholder-text-color: {c.muted};
    border: {HAIRLINE}px solid {c.edge};
    border-radius: {RADIUS}px; margin: {GLOW}px; padding: 0 {space(3) - HAIRLINE}px;
}}
QPlainTextEdit {{ padding: {space(1)}px {space(2)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{
    border: {RING}px solid {c.blue}; padding: 0 {space(3) - RING}px;
}}
QPlainTextEdit:focus {{ padding: {space(1) - HAIRLINE}px {space(2) - HAIRLINE}px; }}
QLineEdit[look="wrong"], QPlainTextEdit[look="wrong"], QComboBox[look="wrong"] {{
    border-color: {c.red};
}}
QLineEdit[look="doubtful"], QPlainTextEdit[look="doubtful"], QComboBox[look="doubtful"] {{
    border-color: {c.amber};
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
    color: {c.faint}; background: {c.background}; border-color: {c.line};
}}
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus {{
    border: none; margin: 0; padding: 0; background: transparent;
}}
QComboBox::drop-down {{ border: none; width: {space(7)}px; }}
QComboBox::down-arrow {{ width: 0; height: 0; }}
QComboBox QAbstractItemView {{
    background: {c.raised}; color: {c.text}; border: {HAIRLINE}px solid {c.line}; outline: none;
    selection-background-color: {c.blue_wash}; selection-color: {c.text};
}}
QComboBox QAbstractItemView::item {{ min-height: {Size.TABLE_ROW}px; padding: 0 {space(2)}px; }}

QScrollArea, QScrollArea > QWidget > QWidget[look="scrolled"] {{
    background: transparent; border: none;
}}
QScrollBar:vertical {{ background: transparent; width: {space(3)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {space(3)}px; margin: 0; }}
QScrollBar::handle {{
    background: {c.line}; border-radius: {HAIRLINE * 3}px; margin: {HAIRLINE * 3}px;
}}
QScrollBar::handle:vertical {{ min-height: {space(8)}px; }}
QScrollBar::handle:horizontal {{ min-width: {space(8)}px; }}
QScrollBar::handle:hover {{ background: {c.edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenu {{
    color: {c.text}; background: {c.raised}; border: {HAIRLINE}px solid {c.line};
    padding: {space(1)}px 0;
}}
QMenu::item {{ padding: {space(2)}px {space(6)}px {space(2)}px {space(4)}px; }}
QMenu::item:selected {{ background: {c.blue_wash}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::separator {{ height: {HAIRLINE}px; background: {c.line}; margin: {space(1)}px 0; }}

QTableView {{
    color: {c.text}; background: {c.surface}; border: none; outline: none; gridline-color: {c.line};
    selection-background-color: {c.blue_wash}; selection-color: {c.text};
}}
QTableView::item {{
    border-bottom: {HAIRLINE}px solid {c.line}; padding: 0 {space(2) - _ITEM_MARGIN}px;
}}
QTableView::item:selected {{ background: {c.blue_wash}; }}
QHeaderView {{ background: {c.surface}; border: none; }}
QHeaderView::section {{
    color: {c.muted}; background: {c.surface}; border: none;
    border-bottom: {HAIRLINE}px solid {c.line}; padding: {space(1)}px {space(2)}px;
}}
QTabBar {{ background: transparent; }}
QTabBar::tab {{
    color: {c.muted}; background: transparent; border: none; padding: {space(2)}px {space(3)}px;
    border-bottom: {RING}px solid transparent;
}}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.blue}; }}
QTabBar::tab:focus {{ color: {c.blue}; }}
QListView {{ background: transparent; border: none; outline: none; }}
QCalendarWidget QWidget {{ background: {c.raised}; color: {c.text}; }}
"""
