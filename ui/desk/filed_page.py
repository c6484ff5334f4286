"""What stands in the middle once the form is filed: the receipt's number and its paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.text import _
from ui.desk.acts import Act, Acts
from ui.desk.state import Receipt
from ui.theme.tokens import HAIRLINE, Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column, row
from ui.widgets.empty_state import Icon
from ui.widgets.flow import Flow
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.scrolled import Scrolled
from ui.widgets.words import set_tone, words

_SIGNS = {
    "printed": ("check_circle", Tone.GREEN),
    "uncertain": ("warning", Tone.AMBER),
}


class FiledPage(Card):
    """The number, whether its paper is out, and what can be done next."""

    settled = Signal(bool)  # whether the paper was seen

    def __init__(self, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._receipt: Receipt | None = None
        self._name = words(tone=Tone.NEUTRAL)
        self.number = words(size=Type.HEAD, weight=Weight.BOLD)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sign = Icon("print", Tone.BLUE, Size.ICON)
        self.paper = words(size=Type.LEAD, weight=Weight.SEMI, wrap=True)
        self.more = words(tone=Tone.NEUTRAL, wrap=True)
        self.came_out, self.did_not = QAction(self), QAction(self)
        self.came_out.triggered.connect(lambda: self.settled.emit(True))
        self.did_not.triggered.connect(lambda: self.settled.emit(False))
        self.yes = KeyButton(self.came_out, Rank.PRIMARY)
        self.no = KeyButton(self.did_not)
        self.finish = KeyButton(acts[Act.FINISH], Rank.PRIMARY)
        self.copy = KeyButton(acts[Act.REPRINT])
        self.void = KeyButton(acts[Act.VOID], Rank.QUIET)
        told = row(gap=2)
        told.addWidget(self.sign, alignment=Qt.AlignmentFlag.AlignTop)
        texts = column(gap=1)
        texts.addWidget(self.paper)
        texts.addWidget(self.more)
        told.addLayout(texts, stretch=1)
        asking, after = Flow(), Flow()
        for button in (self.yes, self.no):
            asking.addWidget(button)
        for button in (self.finish, self.copy, self.void):
            after.addWidget(button)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(*(space(6),) * 4)
        rows.setSpacing(space(2))
        rows.addWidget(self._name)
        rows.addWidget(self.number)
        rows.addSpacing(space(2))
        rows.addLayout(told)
        rows.addLayout(asking)
        rows.addSpacing(space(3))
        rows.addLayout(after)
        rows.addStretch()
        self.rows.setContentsMargins(*(HAIRLINE,) * 4)
        self.rows.addWidget(Scrolled(body))
        self.retranslate()

    @property
    def receipt(self) -> Receipt | None:
        """What is shown."""
        return self._receipt

    def show_receipt(self, receipt: Receipt) -> None:
        """Show where the receipt's paper is now."""
        before, self._receipt = self._receipt, receipt
        self.retranslate()
        asks = receipt.state == "uncertain"
        self.yes.setVisible(asks)
        self.no.setVisible(asks)
        self.finish.set_rank(Rank.SECONDARY if asks else Rank.PRIMARY)
        if self.isVisible() and (before is None or before.state != receipt.state):
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on the next sensible act."""
        asks = self._receipt is not None and self._receipt.state == "uncertain"
        (self.yes if asks else self.finish).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._name.setText(_("Receipt"))
        self.came_out.setText(_("It came out"))
        self.did_not.setText(_("Print it again"))
        receipt = self._receipt
        if receipt is None:
            return
        self.number.setText(receipt.number)
        icon, tone = _SIGNS.get(receipt.state, ("print", Tone.BLUE))
        if receipt.trouble and receipt.state == "pending":
            icon, tone = "error", Tone.RED
        self.sign.show_icon(icon, tone)
        set_tone(self.paper, tone)
        self.paper.setText(_said(receipt))
        more = receipt.trouble
        if receipt.state == "uncertain":
            more = _("Look at the printer: did this paper come out whole?")
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setAccessibleName(f"{receipt.number}, {self.paper.text()}")


def _said(receipt: Receipt) -> str:
    copy = receipt.copy
    match receipt.state:
        case "printed" if copy:
            return _("Copy {n} is printed.").format(n=copy)
        case "printed":
            return _("The receipt is printed.")
        case "uncertain":
            return _("It is not certain that the paper came out.")
        case "pending" if receipt.trouble:
            return _("The paper waits for the printer; the number is safe.")
        case _:
            return _("The receipt is being printed.")
