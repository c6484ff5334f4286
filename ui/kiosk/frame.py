"""What stands around every page of the kiosk: where one is, languages, priority, large type."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from counter.office.kiosk import GroupOffer, Kiosk
from counter.text import DRAFTS, KIOSK_LANGUAGES, _, clock, language
from ui.kiosk.choice import Choice, Said, is_big, size_in
from ui.theme.kiosk import TOUCH, Part
from ui.theme.theme import font_of
from ui.theme.tokens import Tone, Weight
from ui.widgets.card import column, row
from ui.widgets.words import words

_NAMES = {"id": "Indonesia", "jv": "Basa Jawa", "en": "English"}
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Frame:
    """Lays a window out around its pages; on a standing screen rows become two."""

    def __init__(self, window: QWidget, pages: QWidget) -> None:
        self._window = window
        self.place = words(tone=Tone.NEUTRAL)
        self.heading = words(wrap=True)
        self.note = words(wrap=True, tone=Tone.NEUTRAL)
        self.refusal = words(wrap=True, tone=Tone.RED)
        self.refusal.hide()
        self.languages = {code: Choice(Said(_NAMES[code])) for code in KIOSK_LANGUAGES}
        self.priority, self.larger, self.guide, self.back, self.more, self.expected = (
            Choice(Said("")) for _each in range(6)
        )

        said = column(gap=1)
        said.addStretch()
        for label in (self.place, self.heading, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            said.addWidget(label)
        said.addStretch()
        self._languages = row()
        for choice in self.languages.values():
            choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self._languages.addWidget(choice, stretch=1)
        self._head = row()
        self._head.addLayout(said, stretch=1)
        self._head.addLayout(self._languages)
        self._main, self._aids = row(), row()
        self._main.addWidget(self.back, stretch=2)
        self._main.addWidget(self.priority, stretch=4)
        self._main.addWidget(self.expected, stretch=3)
        self._main.addWidget(self.more, stretch=4)
        self._main.addStretch()  # only where there is neither
        self._aids.addWidget(self.larger, stretch=2)
        self._aids.addWidget(self.guide, stretch=2)
        self._foot = row()
        self._foot.addLayout(self._main, stretch=6)
        self._foot.addLayout(self._aids, stretch=4)
        self._rows = column()
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.refusal)
        self._rows.addWidget(pages, stretch=1)
        self._rows.addLayout(self._foot)
        window.setLayout(self._rows)

    def say(
        self,
        shown: Kiosk | None,
        *,
        group: GroupOffer | None,
        chooses: bool,
        adds: bool,
        gives_more: bool,
        priority: bool,
        speaks: bool,
        heading: str,
        note: str,
    ) -> None:
        """Say all of it again.

        Args:
            group: whose services are shown.
            chooses: whether choices are shown, not a number.
            adds: whether they are for a number that was given already.
            gives_more: whether a number is shown with which another service may follow.
            speaks: whether pages are read aloud.
            heading: what the page is for.
            note: what else there is to know.
        """
        self.place.setText(_place(shown))
        self.heading.setText(heading)
        self.note.setText(note)
        self.heading.setVisible(bool(heading))
        self.note.setVisible(bool(note))
        for code, choice in self.languages.items():
            draft = _("draft") if code in DRAFTS else ""
            name = f"{_NAMES[code]} ({draft})" if draft else _NAMES[code]
            choice.say(Said(name, chosen=code == language()))
        self.priority.say(
            Said(
                _("Priority"),
                words=_("elderly, pregnant, disabled, with a small child"),
                icon="star_fill",
                tone=Tone.VIOLET,
                chosen=priority,
            )
        )
        self.larger.say(Said(_("Large type"), icon="text_increase", chosen=is_big()))
        self.guide.say(Said(_("Spoken guide"), icon="volume_up", chosen=speaks))
        self.back.say(Said(_("Back to the start"), icon="arrow_back"))
        self.more.say(Said(_("One more service with this number"), icon="add"))
        self.expected.say(Said(_("I have an appointment"), icon="calendar_month"))
        is_open = shown is not None and shown.is_open
        self.priority.setVisible(chooses and not adds and is_open)
        self.more.setVisible(gives_more and is_open)
        expects = shown is not None and shown.expects
        self.expected.setVisible(chooses and not adds and group is None and expects)
        self.back.setVisible(not chooses or adds or group is not None)
        self.fit()

    def refuse(self, why: str) -> None:
        """Say why something could not be done; empty: nothing was."""
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))

    def fit(self) -> None:
        """Take the sizes of the window and of the type there is now."""
        window = self._window
        margin, gap = size_in(window, Part.MARGIN), size_in(window, Part.GAP)
        stands = window.width() < window.height()
        self._rows.setContentsMargins(margin, gap, margin, gap)
        for layout in (self._rows, self._head, self._foot, self._main, self._aids):
            layout.setSpacing(gap)
        self._languages.setSpacing(gap // 2)
        self._head.setDirection(_DOWN if stands else _ACROSS)
        self._foot.setDirection(_DOWN if stands else _ACROSS)
        for choice in (
            self.priority,
            self.larger,
            self.guide,
            self.back,
            self.more,
            self.expected,
        ):
            choice.setFixedHeight(max(TOUCH, size_in(window, Part.BAR)))
        for choice in self.languages.values():
            choice.setFixedHeight(max(TOUCH, size_in(window, Part.LANGUAGE)))
        for label, part, weight in (
            (self.place, Part.WORDS, Weight.REGULAR),
            (self.heading, Part.HEADING, Weight.BOLD),
            (self.note, Part.WORDS, Weight.REGULAR),
            (self.refusal, Part.WORDS, Weight.SEMI),
        ):
            label.setFont(font_of(size_in(window, part), weight))


def _place(shown: Kiosk | None) -> str:
    if shown is None:
        return ""
    if not shown.is_open or shown.closes is None:
        return shown.office
    until = _("open until {clock}").format(clock=clock(shown.closes))
    return f"{shown.office} · {until}"
