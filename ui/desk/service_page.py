"""The form in the middle while somebody is served, with the draft's state and F10 below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.text import _, ngettext
from ui.desk.acts import Act, Acts
from ui.intake.editors import FindRegions
from ui.intake.form import IntakeForm
from ui.intake.judgement import Judge
from ui.theme.tokens import GLOW, Size, Tone, space
from ui.widgets.card import Card, line, row
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.scrolled import Scrolled
from ui.widgets.words import ShortWords


class ServicePage(Card):
    """One citizen's intake."""

    def __init__(
        self, acts: Acts, judge: Judge, find_regions: FindRegions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.form = IntakeForm(judge, find_regions)
        self.form.setProperty("look", "scrolled")
        self.draft = ShortWords(tone=Tone.NEUTRAL)
        self.file = KeyButton(acts[Act.FILE], Rank.PRIMARY)
        body = QWidget()
        self._inside = QVBoxLayout(body)
        self._inside.addWidget(self.form)
        self._inside.addStretch()
        self.area = Scrolled(body)
        foot = row(gap=3)
        foot.addWidget(self.draft, stretch=1)
        foot.addWidget(self.file)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(space(3))
        self._foot.addWidget(line())
        self._foot.addLayout(foot)
        self.rows.setSpacing(0)
        self.rows.addWidget(self.area, stretch=1)
        self.rows.addLayout(self._foot)
        self.fit(Size.WINDOW_WIDTH)
        self.form.finished.connect(self._offer_filing)

    def fit(self, width: int) -> None:
        """Spend less on margins in a narrow window."""
        side = space(5) if width >= Size.NARROW else space(3)
        self.rows.setContentsMargins(1, 1, 1, space(3))
        self._inside.setContentsMargins(side, space(4) - 2, side - GLOW, space(2))
        self._foot.setContentsMargins(side, 0, side, 0)

    def say_draft(self, text: str) -> None:
        """Say since when the draft is safe."""
        self.draft.set_tone(Tone.NEUTRAL)
        self.draft.set_text(text)

    def say_unfinished(self, problems: int) -> None:
        """Say that the form cannot be filed yet."""
        text = ngettext("{n} answer needs a look.", "{n} answers need a look.", problems)
        self.draft.set_tone(Tone.RED)
        self.draft.set_text(text.format(n=problems))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.file.setToolTip(_("Takes the receipt's number and prints it"))

    def _offer_filing(self) -> None:
        self.file.setFocus(Qt.FocusReason.TabFocusReason)
