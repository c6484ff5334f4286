"""The scenes of the gallery: windows and parts filled with one morning at Kelurahan Menteng."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import msgspec
from PySide6.QtWidgets import QWidget

from counter.domain.catalogue import Catalogue
from counter.domain.events import TicketId
from counter.domain.forms import Setting
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError, Message
from counter.office.catalogue import read_catalogue
from counter.office.regions import regions
from counter.pages import PagePicture
from tests.ui import office_scenes
from ui.desk.side_panel import Promise
from ui.desk.state import DaySoFar, DeskState, Place
from ui.desk.window import DeskWindow
from ui.intake.judging import FormJudge
from ui.tasks import Tasks
from ui.theme.tokens import Tone
from ui.widgets.minute_clock import Heartbeat
from ui.widgets.status_bar import StatusItem

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 24, 10, 42, 8, tzinfo=WIB)
NOW_MS = int(NOW.timestamp() * 1000)
CATALOGUE: Catalogue = read_catalogue("dukcapil")
ONLINE = (
    StatusItem("Pusat tersambung, semua terkirim", Tone.GREEN),
    StatusItem("Hub: PC Loket 1"),
    StatusItem("Printer siap"),
    StatusItem("Cadangan 09.30"),
)
OFFLINE = (
    StatusItem("Pusat tidak tersambung sejak 09.10, 14 menunggu kirim", Tone.AMBER),
    StatusItem("Hub: PC Loket 1"),
    StatusItem("Printer: kertas habis", Tone.RED),
    StatusItem("Cadangan 09.30"),
)
ANSWERS = {
    "nik": "3171015208910003",
    "name": "DEWI LESTARI",
    "nkk": "3171011803150042",
    "address": "Jl. Cikini Raya 21",
    "rt": "004",
    "rw": "002",
    "phone": "081234567890",
    "reason": "lost",
    "police_letter_no": "STPLK/118/XI/2026",
    "lost_on": "22-11-2026",
}


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
PLACE = Place(3, "Kelurahan Menteng", "Jakarta Pusat", "Sari")


def state(**changes: object) -> DeskState:
    """The desk at 10.42, with these differences."""
    usual = DeskState(
        PLACE, CATALOGUE, waiting=WAITING, held=HELD, current=SERVING, day=DAY, status=ONLINE
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
    judge = FormJudge(lambda finding: f"{finding.reason} {finding.first or ''}")
    service = CATALOGUE.service("ktp_replacement")
    judge.judges(
        [*CATALOGUE.applicant, *service.fields], Setting(today=NOW.date(), regions=regions())
    )
    window = DeskWindow(
        tasks,
        Heartbeat(lambda: NOW, tasks),
        local=local,
        judge=judge,
        find_regions=lambda text: [(each.code, each.name) for each in regions().search(text)],
    )
    window.show_state(shown)
    if answers is not None:
        page = window.service
        page.form.build([("Pemohon", CATALOGUE.applicant), ("KTP-el hilang", service.fields)])
        page.form.set_answers(answers)
        page.say_draft("Draf tersimpan 10.42.08")
        window.side.documents.set_ticked(["kk", "police_letter"])
        window.side.documents.show_requirements(service.requirements)
        window.side.promise.show_promise(
            Promise("Rabu, 25 November", "1 hari kerja sejak berkas lengkap", "Rp0 (gratis)")
        )
        window.side.preview.show_paper(receipt)
        if focus:
            page.form.editor(focus).control().setFocus()
    return window


class Broken(LoketError):
    """For the picture of a toast."""

    happened = "Nomor A-017 sudah dilayani di Loket 2."
    safe = "Yang Anda ketik tidak hilang."
    do_next = "Tekan F2 untuk memanggil orang berikutnya."


def with_toast(window: DeskWindow, *, problem: bool) -> DeskWindow:
    def after() -> None:
        if problem:
            window.toast.warn(Broken())
        else:
            window.toast.tell("A-017 selesai dilayani, 6 mnt.", undoable=True)

    window.after = after  # type: ignore[attr-defined]  # the gallery calls it once it is shown
    return window


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

    window.after = after  # type: ignore[attr-defined]  # as above
    return window


def sign_in(_tasks: Tasks) -> QWidget:
    from ui.widgets.sign_in import Person, SignIn

    page = SignIn("Kelurahan Menteng, Jakarta Pusat", "Loket 3")
    page.show_people([Person("p1", "Sari Wulandari", "petugas loket")])
    page.after = lambda: page.fit(page.height())  # type: ignore[attr-defined]  # as above
    return page


def sign_in_refused(tasks: Tasks) -> QWidget:
    page = sign_in(tasks)
    page.refuse("", 8)  # type: ignore[attr-defined]  # the sign-in page has it
    return page


def gate(_tasks: Tasks) -> QWidget:
    from PySide6.QtGui import QAction

    from ui.widgets.error_panel import GatePage

    return GatePage(
        lambda: Message(
            "Data kantor ini terkunci: kuncinya tidak ada di komputer ini.",
            "Semua nomor dan tanda terima masih tersimpan lengkap, terenkripsi.",
            "Ketik kunci dari lembar pemulihan, atau minta administrator membukanya.",
        ),
        [QAction("Buka dengan lembar pemulihan"), QAction("Tutup")],
        code="key-lost",
    )


WRONG = {**ANSWERS, "nik": "3171015208910000", "lost_on": "30-11-2026", "phone": "0712"}
ALL: dict[str, Callable[[Tasks], QWidget]] = {
    "desk-busy": lambda tasks: desk(tasks, state(), ANSWERS, "police_letter_no"),
    "desk-offline": lambda tasks: desk(tasks, state(status=OFFLINE), ANSWERS, "name"),
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
    "sign-in": sign_in,
    "sign-in-refused": sign_in_refused,
    "gate": gate,
    **office_scenes.ALL,
}
