"""The recovery sheet: the store's key as words, kept by a person before work begins.

It is printed on any printer the system has, since a receipt printer's roll is no paper for a safe.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Signal, Slot
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from counter.errors import LoketError
from counter.files import write_durably
from counter.pages import page_picture, print_picture
from counter.text import N_, _
from ui.setup.rows import SideBySide, Tick, heading
from ui.tasks import Tasks
from ui.theme.theme import theme
from ui.theme.tokens import Size, Tone, Weight, space
from ui.widgets.card import Card, column, row
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.words import words

PRINT_DPI = 300
_SHEET_WIDTH = int(Size.SIGN_IN)
_A4 = 297 / 210


class SheetNotSaved(LoketError):
    """The recovery sheet's file could not be written."""

    happened = N_("The recovery sheet cannot be saved as {file}: {reason}.")
    safe = N_("The office is set up, and the sheet is still shown here.")
    do_next = N_("Choose another folder, print it, or copy the words by hand.")


class SheetPicture(QWidget):
    """The sheet as it will be printed."""

    def __init__(self, tasks: Tasks, pdf: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(_SHEET_WIDTH, round(_SHEET_WIDTH * _A4))
        tasks.ask(
            partial(_picture, pdf, round(_SHEET_WIDTH * self.devicePixelRatioF())),
            asker=self,
            done=self._show,
            failed=lambda _error: None,
        )

    def is_drawn(self) -> bool:
        """Whether it can be seen."""
        return not self._image.isNull()

    def _show(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme().colour("paper"))
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(theme().colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class SheetPage(QWidget):
    """Shows the sheet, prints and saves it; `kept` is emitted when its reader says it is safe."""

    kept = Signal(bool)

    def __init__(
        self,
        tasks: Tasks,
        pdf: bytes,
        rows: tuple[tuple[str, ...], ...],
        *,
        choose_printer: Callable[[QWidget], object] | None = None,
    ) -> None:
        super().__init__()
        self._tasks, self._pdf = tasks, pdf
        self._choose_printer = choose_printer or _printer_dialog
        self._say: Callable[[], str] = str
        self.print = QAction(self)
        self.print.triggered.connect(self._print)
        self.save = QAction(self)
        self.save.triggered.connect(self._choose_file)
        self.picture = SheetPicture(tasks, pdf)
        self.error = ErrorPanel()
        self.error.hide()
        self.said = words("", weight=Weight.SEMI, tone=Tone.GREEN, wrap=True)
        self.said.hide()
        self.confirm = Tick("")
        self.confirm.toggled.connect(self.kept)
        card = Card()
        card.rows.setSpacing(space(3))
        self._head = heading("")
        self._why, self._care = words(wrap=True), words(wrap=True)
        for label in (self._head, self._why, self._care):
            card.rows.addWidget(label)
        buttons = row()
        self._first = KeyButton(self.print, Rank.INVITING, icon="print")
        buttons.addWidget(self._first)
        buttons.addWidget(KeyButton(self.save, icon="save"))
        buttons.addStretch()
        card.rows.addLayout(buttons)
        card.rows.addWidget(self.said)
        card.rows.addWidget(self.confirm)
        copy = Card()
        copy.setVisible(bool(rows))
        self._copy_head = heading("")
        copy.rows.addWidget(self._copy_head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(4))
        for at, words_of_row in enumerate(rows):
            grid.addWidget(words(f"{at + 1}", tone=Tone.NEUTRAL), at, 0)
            for place, each in enumerate(words_of_row):
                grid.addWidget(words(each), at, place + 1)
        grid.setColumnStretch(9, 1)
        copy.rows.addLayout(grid)
        left = QWidget()
        stack = column(gap=4)
        stack.addWidget(card)
        stack.addWidget(self.error)
        stack.addWidget(copy)
        left.setLayout(stack)
        self._sides = SideBySide([left, self.picture])
        body = column()
        body.addWidget(self._sides)
        self.setLayout(body)
        self._speak()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def first_field(self) -> QWidget:
        """Where work begins: at the button that prints."""
        return self._first

    def fit(self, width: int) -> None:
        """Arrange for a page of that width."""
        self._sides.fit(width)

    def save_to(self, file: Path) -> None:
        """Save the sheet as a PDF file."""
        self._tasks.run(
            partial(_write, file, self._pdf),
            busy=self.save,
            done=lambda _none: self._tell(lambda: _("Saved as {file}.").format(file=file)),
            failed=self._fail,
        )

    @Slot()
    def _choose_file(self) -> None:
        name = _("recovery-sheet") + ".pdf"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), name, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    @Slot()
    def _print(self) -> None:
        printer = self._choose_printer(self)
        if printer is not None:
            self._tasks.run(
                partial(_page, self._pdf),
                busy=self.print,
                done=partial(self._paint, printer),
                failed=self._fail,
            )

    def _paint(self, printer: object, image: QImage) -> None:
        painter = QPainter(printer)  # type: ignore[call-overload]  # a QPrinter, imported late
        page = QRectF(painter.viewport())
        height = page.width() * image.height() / image.width()
        painter.drawImage(QRectF(0, 0, page.width(), height), image)
        painter.end()
        self._tell(lambda: _("Sent to the printer. Look at the paper before you go on."))

    def _tell(self, say: Callable[[], str]) -> None:
        self.error.hide()
        self._say = say
        self.said.setText(say())
        self.said.show()

    def _speak(self) -> None:
        self.picture.setAccessibleName(_("The recovery sheet"))
        self.print.setText(_("Print"))
        self.save.setText(_("Save as PDF"))
        self.confirm.set_text(_("The sheet is printed or copied, and lies in a safe place."))
        self._head.setText(_("What it is for"))
        self._why.setText(
            _(
                "Everything here is encrypted. If this computer breaks, these words and a backup "
                "bring all of it back on another one."
            )
        )
        self._care.setText(
            _(
                "Whoever has the words and the disk can read everything: keep the sheet in a "
                "safe, not beside the computer."
            )
        )
        self._copy_head.setText(_("The words, to copy by hand"))
        self.said.setText(self._say())

    def _fail(self, error: LoketError) -> None:
        self.said.hide()
        self.error.show_error(error)
        self.error.show()


def _printer_dialog(parent: QWidget) -> object:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def _write(file: Path, pdf: bytes) -> None:
    try:
        write_durably(file, pdf)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SheetNotSaved(file=str(file), reason=reason) from error


def _picture(pdf: bytes, width: int) -> QImage:
    page = page_picture(pdf, width)
    form = QImage.Format.Format_RGBX8888
    return QImage(page.pixels, page.width_px, page.height_px, form).copy()


def _page(pdf: bytes) -> QImage:
    page = print_picture(pdf, dpi=PRINT_DPI)
    form = QImage.Format.Format_RGB32
    return QImage(page.pixels, page.width_px, page.height_px, form).copy()
