"""The scenes of the gallery: windows and parts filled with one morning at Kelurahan Menteng."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import msgspec
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.domain.catalogue import Catalogue
from counter.domain.events import ApplicationId, TicketId
from counter.domain.forms import Setting
from counter.domain.ticket import Ticket, TicketState
from counter.office.catalogue import read_catalogue
from counter.office.people import Role
from counter.office.queue import CounterBusy
from counter.office.regions import regions
from counter.pages import PagePicture
from counter.printing.printers import PrinterTrouble
from counter.store.troubles import StoreKeyLost, StoreReadOnly
from counter.text import _, clock, duration, language, ngettext, rupiah, since, word
from tests.office.building import DEWI
from tests.ui import board_scenes, kiosk_scenes, office_scenes, supervisor_scenes, training_scenes
from tests.ui.staging import staged
from ui.crash import CrashDialog
from ui.desk.intake import find_regions, make_judge
from ui.desk.side_panel import Promise
from ui.desk.state import DaySoFar, DeskState, Place, Receipt
from ui.desk.status import printer_item
from ui.desk.window import DeskWindow
from ui.desk.words import clock_of_second, day_words
from ui.gate import DatePage, KeyPage
from ui.tasks import Tasks
from ui.theme.tokens import Tone
from ui.widgets.error_panel import GatePage
from ui.widgets.minute_clock import Heartbeat
from ui.widgets.sign_in import Person, SignIn
from ui.widgets.status_bar import StatusItem

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 24, 10, 42, 8, tzinfo=WIB)
NOW_MS = int(NOW.timestamp() * 1000)
CATALOGUE: Catalogue = read_catalogue("dukcapil")
ANSWERS = DEWI | {
    "reason": "lost",
    "police_letter_no": "STPLK/118/XI/2026",
    "lost_on": "22-11-2026",
}


def online() -> tuple[StatusItem, ...]:
    """What the bar says while all is well."""
    return (
        StatusItem(_("Central connected, everything sent"), Tone.GREEN),
        printer_item(doubtful=0, pending=0, trouble=None),
        StatusItem(_("Backup {when}").format(when=clock(NOW.replace(hour=9, minute=30)))),
    )


def offline() -> tuple[StatusItem, ...]:
    """What it says while little is."""
    waiting = ngettext("{n} waiting to be sent", "{n} waiting to be sent", 14).format(n=14)
    cut = _("Central not connected {since}, {waiting}").format(
        since=since(NOW.replace(hour=9, minute=10)), waiting=waiting
    )
    trouble = PrinterTrouble()
    return (
        StatusItem(cut, Tone.AMBER),
        printer_item(doubtful=0, pending=2, trouble=trouble),
        online()[-1],
    )


def local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, WIB)


def ticket(
    number: str,
    service: str,
    minutes: float,
    *,
    state: TicketState = TicketState.WAITING,
    target: int = 15,
    priority: bool = False,
    **more: object,
) -> Ticket:
    issued = NOW_MS - round(minutes * 60_000)
    return Ticket(
        id=TicketId(f"c:{number}"),
        number=number,
        day="2026-11-24",
        lane="",
        letter=number[0],
        running=int(number[-3:]),
        service=service,
        priority=priority,
        state=state,
        target_s=target * 60,
        issued_ms=issued,
        due_ms=issued + target * 60_000,
        position=1,
        counter=3,
        **more,  # type: ignore[arg-type]  # of this one ticket
    )


WAITING = tuple(
    ticket(number, service, minutes, target=target, priority=priority)
    for number, service, minutes, target, priority in (
        ("A-018", "ktp_replacement", 18.4, 15, False),
        ("B-004", "kk_new", 9.2, 5, True),
        ("A-019", "ktp_replacement", 8.3, 15, False),
        ("C-002", "birth", 4.5, 15, False),
        ("A-020", "ktp_change", 3.1, 15, False),
        ("D-007", "move_out", 2.2, 20, False),
        ("A-021", "ktp_new", 2.0, 15, False),
        ("A-022", "ktp_replacement", 1.7, 15, False),
        ("C-003", "death", 1.5, 15, False),
        ("B-005", "kk_change", 1.2, 15, False),
        ("E-001", "kia", 0.9, 15, False),
        ("A-023", "ktp_new", 0.3, 15, False),
    )
)
HELD = (
    ticket(
        "A-011",
        "ktp_replacement",
        40,
        state=TicketState.HELD,
        held_ms=NOW_MS - 260_000,
        held_reason="mengambil foto",
    ),
)
SERVING = ticket(
    "A-017",
    "ktp_replacement",
    15.5,
    state=TicketState.SERVING,
    priority=True,
    first_called_ms=NOW_MS - 270_000,
    called_ms=NOW_MS - 270_000,
    started_ms=NOW_MS - 204_000,
    stretch_ms=NOW_MS - 204_000,
)
CALLED = msgspec.structs.replace(
    SERVING,
    state=TicketState.CALLED,
    started_ms=None,
    stretch_ms=None,
    called_ms=NOW_MS - 42_000,
    first_called_ms=NOW_MS - 95_000,
    recalls=1,
)
VISIT = msgspec.structs.replace(SERVING, people=4, following=("ktp_replacement", "kk_new"))
QUESTION = msgspec.structs.replace(SERVING, service="question", number="E-009")
EXPECTED = ticket("A-020", "ktp_new", 12, slot_ms=NOW_MS + 18 * 60_000)
KEPT = ticket("K-003", "ktp_new", 1000, kept_from="c:1")
FAMILY = ticket("A-018", "ktp_replacement", 18.4, people=4)
RECENT = tuple(
    ticket(
        number,
        service,
        60,
        state=state,
        ended_ms=NOW_MS - ago * 60_000,
        service_ms=took * 60_000,
    )
    for number, service, state, ago, took in (
        ("A-016", "ktp_new", TicketState.SERVED, 6, 7),
        ("B-003", "kk_new", TicketState.SERVED, 14, 9),
        ("A-014", "ktp_change", TicketState.NO_SHOW, 21, 0),
        ("C-001", "birth", TicketState.SERVED, 34, 12),
        ("A-012", "ktp_replacement", TicketState.SERVED, 47, 6),
    )
)
DAY = DaySoFar(issued=87, served=66, served_here=17, wait_s=540, service_s=380, recent=RECENT)
RECEIPT = Receipt(ApplicationId("c:1"), "3171-06/L3/2026/000412", job=1, state="printed")
UNCERTAIN = msgspec.structs.replace(RECEIPT, state="uncertain")
PLACE = Place(3, "Kelurahan Menteng", "Jakarta Pusat", "Sari")


def state(**changes: object) -> DeskState:
    """The desk at 10.42, with these differences."""
    usual = DeskState(
        PLACE, CATALOGUE, waiting=WAITING, held=HELD, current=SERVING, day=DAY, status=online()
    )
    return msgspec.structs.replace(usual, **changes)


def receipt(pixels: int) -> PagePicture:
    """A stand-in for the receipt, drawn as the office would have it."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QImage, QPainter

    from ui.theme.theme import font
    from ui.theme.tokens import Type, Weight

    image = QImage(pixels, round(pixels * 1.3), QImage.Format.Format_RGBX8888)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(pixels / 280, pixels / 280)
    for at, (text, bold) in enumerate(
        (
            ("KELURAHAN MENTENG", True),
            ("TANDA TERIMA BERKAS", True),
            ("PRATINJAU", True),
            ("24-11-2026 10.42 WIB", False),
            ("KTP-el hilang atau rusak", False),
            ("DEWI LESTARI", True),
            ("NIK 3171********0003", False),
            ("Biaya: Rp0 (gratis)", False),
        )
    ):
        painter.setFont(font(Type.LEAD, Weight.BOLD if bold else Weight.REGULAR))
        painter.drawText(QRectF(16, 20 + at * 38, 250, 30), text)
    painter.end()
    return PagePicture(image.width(), image.height(), bytes(image.constBits()))


def desk(
    tasks: Tasks, shown: DeskState, answers: dict[str, str] | None = None, focus: str = ""
) -> DeskWindow:
    judge = make_judge()
    service = CATALOGUE.service("ktp_replacement")
    judge.judges(
        [*CATALOGUE.applicant, *service.fields], Setting(today=NOW.date(), regions=regions())
    )
    window = DeskWindow(
        tasks,
        Heartbeat(lambda: NOW, tasks),
        local=local,
        judge=judge,
        find_regions=find_regions,
    )
    window.show_state(shown)
    if answers is not None:
        page = window.service
        title = service.title.in_language(language())
        page.form.build([(_("Applicant"), CATALOGUE.applicant), (title, service.fields)])
        page.form.set_answers(answers)
        page.say_draft(_("Draft saved {clock}").format(clock=clock_of_second(NOW)))
        window.side.documents.set_ticked(["kk", "police_letter"])
        window.side.documents.show_requirements(service.requirements)
        window.side.promise.show_promise(
            Promise(day_words(date(2026, 11, 25)), _("after the documents are complete"), rupiah(0))
        )
        window.side.preview.show_paper(receipt)
        if focus:
            page.form.editor(focus).control().setFocus()
    return window


def with_toast(window: DeskWindow, *, problem: bool) -> DeskWindow:
    def after() -> None:
        if problem:
            window.toast.warn(CounterBusy(number="A-017"))
        else:
            said = _("{number} is served, {duration}.")
            window.toast.tell(said.format(number="A-017", duration=duration(360)), undoable=True)

    return staged(window, after=after)


def with_palette(window: DeskWindow) -> DeskWindow:
    from ui.desk.acts import Act
    from ui.widgets.key_button import key_name
    from ui.widgets.palette import Hit

    def after() -> None:
        window.palette_.open_with(
            [
                Hit(act.title, key_name(window.acts[act].shortcut()), act.icon, lambda: None)
                for act in Act
                if act not in (Act.PALETTE, Act.FIND)
            ]
        )

    return staged(window, after=after)


def with_end_of_day(window: DeskWindow) -> DeskWindow:
    from ui.desk.acts import Act
    from ui.widgets.palette import Hit, Question

    def after() -> None:
        left = ngettext(
            "{n} person is still waiting or held here.",
            "{n} people are still waiting or held here.",
            12,
        )
        window.palette_.ask(
            Question(
                left.format(n=12),
                (
                    Hit(
                        _("Keep all places for the next open day"),
                        "",
                        Act.KEEP.icon,
                        lambda: None,
                    ),
                    Hit(
                        _("End the day and close their numbers"),
                        "",
                        Act.END_DAY.icon,
                        lambda: None,
                    ),
                    Hit(_("Decide one by one"), "", "list", lambda: None),
                ),
                hint=_("For a kept place a slip is printed. Esc goes back and changes nothing."),
            )
        )

    return staged(window, after=after)


class InWindow(QWidget):
    """The page to sign in on, fitted as its window fits it."""

    def __init__(self, page: SignIn) -> None:
        super().__init__()
        self._page = page
        page.fit(0)  # may not hold a low window open
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page before the window takes its size."""
        self._page.fit(event.size().height())
        super().resizeEvent(event)


def sign_in(_tasks: Tasks) -> QWidget:
    page = SignIn("Kelurahan Menteng, Jakarta Pusat", _("Counter {number}").format(number=3))
    page.show_people([Person("p1", "Sari Wulandari", word(Role.CLERK))])
    return InWindow(page)


def sign_in_refused(tasks: Tasks) -> QWidget:
    scene = sign_in(tasks)
    scene.findChild(SignIn).refuse("", 8)
    return scene


def gate(_tasks: Tasks) -> QWidget:
    error = StoreReadOnly(folder="/home/loket/.local/share/loket")
    return GatePage(error.message, [QAction(_("Try again")), QAction(_("Close"))], code=error.code)


def gate_key(_tasks: Tasks) -> QWidget:
    return KeyPage(StoreKeyLost(folder="/home/loket/.local/share/loket"), QAction(_("Close")))


def gate_date(_tasks: Tasks) -> QWidget:
    return DatePage(date(2019, 1, 1), QAction(_("Back")))


def crash(_tasks: Tasks) -> QWidget:
    return CrashDialog()


WRONG = {**ANSWERS, "nik": "3171015208910000", "lost_on": "30-11-2026", "phone": "0712"}
ALL: dict[str, Callable[[Tasks], QWidget]] = {
    "desk-busy": lambda tasks: desk(tasks, state(), ANSWERS, "police_letter_no"),
    "desk-offline": lambda tasks: desk(tasks, state(status=offline()), ANSWERS, "name"),
    "desk-empty": lambda tasks: desk(
        tasks, state(waiting=(), held=(), current=None, day=DaySoFar())
    ),
    "desk-idle": lambda tasks: desk(tasks, state(current=None)),
    "desk-called": lambda tasks: desk(tasks, state(current=CALLED)),
    "desk-wrong": lambda tasks: desk(tasks, state(), WRONG, "nik"),
    "desk-blank": lambda tasks: desk(tasks, state(), {}, "nik"),
    "desk-toast": lambda tasks: with_toast(desk(tasks, state(current=None)), problem=False),
    "desk-problem": lambda tasks: with_toast(desk(tasks, state(), ANSWERS), problem=True),
    "desk-palette": lambda tasks: with_palette(desk(tasks, state(), ANSWERS)),
    "desk-filed": lambda tasks: desk(tasks, state(receipt=RECEIPT)),
    "desk-uncertain": lambda tasks: desk(tasks, state(receipt=UNCERTAIN)),
    "desk-visit": lambda tasks: desk(
        tasks, state(current=VISIT, waiting=(KEPT, FAMILY, *WAITING[1:])), ANSWERS, "name"
    ),
    "desk-question": lambda tasks: desk(
        tasks, state(current=QUESTION, waiting=(*WAITING[:3], EXPECTED, *WAITING[3:]))
    ),
    "desk-suspended": lambda tasks: desk(
        tasks,
        state(
            notice=_("Suspended: {reason}. The receipt is a promise slip.").format(
                reason=_("the national system is down")
            )
        ),
        ANSWERS,
        "name",
    ),
    "desk-ending": lambda tasks: with_end_of_day(desk(tasks, state(current=None))),
    "sign-in": sign_in,
    "sign-in-refused": sign_in_refused,
    "gate": gate,
    "gate-key": gate_key,
    "gate-date": gate_date,
    "crash": crash,
    **office_scenes.ALL,
    **supervisor_scenes.ALL,
    **board_scenes.ALL,
    **kiosk_scenes.ALL,
    **training_scenes.ALL,
}
