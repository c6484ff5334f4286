"""Thermal printers: what goes over the wire, what they say of themselves, and where they die."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
import usb.core
import usb.util
from msgspec.structs import replace
from PIL import Image

from counter.domain.waits import WaitRange
from counter.errors import LoketError
from counter.pages import print_picture
from counter.printing import thermal, wires
from counter.printing.papers import PaperSize
from counter.printing.printers import PrinterSpecWrong, printer_from
from counter.printing.receipt import receipt_pdf
from counter.printing.roll import page_commands, ticket_commands
from counter.printing.thermal import (
    PaperOut,
    PaperUnconfirmed,
    PrinterMute,
    PrinterOpen,
    PrinterStopped,
    PrinterUnreachable,
)
from tests.printing.samples import RECEIPT, TICKET
from tests.printing.thermal import COVER_OPEN, NEAR_END, OFFLINE, PAPER_OUT, FakePrinter

TICKET_80 = ticket_commands(TICKET, layout=PaperSize.ROLL_80)
ROLL = pytest.mark.parametrize(
    ("layout", "dots"), [(PaperSize.ROLL_80, 576), (PaperSize.ROLL_58, 384)]
)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thermal, "ANSWER_S", 0.3)
    monkeypatch.setattr(thermal, "PRINTED_S", 0.4)
    monkeypatch.setattr(thermal, "_POLL_S", 0.05)


def lines(commands: bytes) -> list[tuple[int, str]]:
    """Read a ticket's lines as a printer would: how many times as wide, and the words."""
    found, wide, words, at = [], 1, "", 0
    arguments = {b"\x1b@": 0, b"\x1bt": 1, b"\x1bE": 1, b"\x1ba": 1, b"\x1d!": 1, b"\x1dB": 1}
    arguments |= {b"\x1bd": 1, b"\x1dV": 1}
    while at < len(commands):
        command = commands[at : at + 2]
        if commands[at] in (0x1B, 0x1D):
            if command == b"\x1d!":
                wide = (commands[at + 2] >> 4) + 1
            at += 2 + arguments[command]
            continue
        if commands[at] == 0x0A:
            found.append((wide, words))
            words = ""
        else:
            words += commands[at : at + 1].decode("cp850")
        at += 1
    return found


@pytest.mark.parametrize("layout", [PaperSize.ROLL_80, PaperSize.ROLL_58])
def test_a_ticket_says_all_it_has_to_in_letters(layout: PaperSize) -> None:
    ticket = replace(TICKET, wait=WaitRange(low_s=1200, high_s=2100), priority=True)
    commands = ticket_commands(ticket, layout=layout)
    said = " ".join(" ".join(words for _wide, words in lines(commands)).split())

    for wanted in (
        "KELURAHAN MENTENG",
        "NOMOR ANTREAN",
        "A-017",
        "PRIORITAS",
        "KTP-el hilang",
        "12 orang sebelum Anda",
        "20 sampai 35 menit",
        "24-11-2026 10.42 WIB",
    ):
        assert wanted in said
    assert commands.endswith(b"\x1dV\x00")
    assert len(commands) < 1000


@ROLL
@pytest.mark.parametrize("number", ["A-017", "A2-003", "KTP12XY-1234"])
def test_no_line_is_wider_than_the_head(layout: PaperSize, dots: int, number: str) -> None:
    long = "Pencatatan perubahan kewarganegaraan bagi anak berkewarganegaraan ganda"
    commands = ticket_commands(replace(TICKET, number=number, service=long), layout=layout)

    assert max(wide * 12 * len(words) for wide, words in lines(commands)) <= dots
    big = next(wide for wide, words in lines(commands) if words == number)
    assert (big + 1) * 12 * len(number) > dots or big == 8  # as large as it goes


def test_letters_the_code_page_lacks_are_written_plain() -> None:
    odd = replace(TICKET, service="Ijazah \u201cPak\xe9t\u201d \u2013 \u0100ceh\u2026")
    said = " ".join(words for _wide, words in lines(ticket_commands(odd, layout=PaperSize.ROLL_80)))

    assert "Pak\xe9t" in said
    assert "- Aceh..." in said


@ROLL
def test_a_receipt_is_the_picture_of_its_page(layout: PaperSize, dots: int) -> None:
    pdf = receipt_pdf(RECEIPT, layout=layout, preview=False)
    picture = print_picture(pdf, dpi=203.2)
    page = Image.frombytes(
        "RGB", (picture.width_px, picture.height_px), picture.pixels, "raw", "BGRX"
    ).convert("L")

    printed = dots_of(page_commands(pdf), dots)

    left = (picture.width_px - dots) // 2
    cut = page.crop((left, 0, left + dots, printed.height))
    assert list(cut.point(lambda grey: grey < 128).get_flattened_data()) == [
        bool(dot) for dot in printed.get_flattened_data()
    ]
    # nothing of the page lies beside the head or below the cut
    assert page.point(lambda grey: 255 * (grey < 128)).getbbox()[0] >= left
    assert (
        page.point(lambda grey: 255 * (grey < 128)).getbbox()[2] <= left + dots + 1
    )  # of a line, its last dot
    assert page.point(lambda grey: 255 * (grey < 128)).getbbox()[3] == printed.height


def dots_of(commands: bytes, dots: int) -> Image.Image:
    """Put the raster pieces of a page together again; ink is 255."""
    pieces, at = [], 0
    while (at := commands.find(b"\x1dv0", at)) >= 0:
        width = int.from_bytes(commands[at + 4 : at + 6], "little")
        height = int.from_bytes(commands[at + 6 : at + 8], "little")
        assert width * 8 == dots
        pieces.append(commands[at + 8 : at + 8 + width * height])
        at += 8 + width * height
    whole = b"".join(pieces)
    return Image.frombytes("1", (dots, len(whole) * 8 // dots), whole).convert("L")


def test_a_printed_ticket_is_confirmed() -> None:
    with FakePrinter() as fake:
        printer_from(fake.spec).send(TICKET_80, "A-017")

    assert fake.printed == TICKET_80


def test_a_receipt_goes_out_whole() -> None:
    pdf = receipt_pdf(RECEIPT, layout=PaperSize.ROLL_80, preview=False)
    with FakePrinter() as fake:
        printer_from(fake.spec).send(pdf, "000412")

    assert len(fake.printed) > 20_000


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(PAPER_OUT, PaperOut), (COVER_OPEN, PrinterOpen), (OFFLINE, PrinterStopped)],
)
def test_a_printer_in_trouble_gets_no_byte_of_a_paper(
    status: dict[int, int], trouble: type[LoketError]
) -> None:
    with FakePrinter() as fake:
        fake.status = status
        printer = printer_from(fake.spec)
        with pytest.raises(trouble) as caught:
            printer.send(TICKET_80, "A-017")

        assert not caught.value.maybe_printed
        assert fake.printed == b""
        assert not printer.health().ready

        fake.status = {1: 0x12, 2: 0x12, 4: 0x12}
        printer.send(TICKET_80, "A-017")
        assert fake.printed == TICKET_80


def test_paper_out_is_told_in_three_sentences() -> None:
    told = PaperOut(name="loket3").message("id")

    assert told.happened == "Kertas printer loket3 habis."
    assert "tetap berlaku" in told.safe
    assert "gulungan baru" in told.do_next


def test_a_roll_that_is_nearly_used_up_prints_and_is_told_of() -> None:
    with FakePrinter() as fake:
        fake.status = NEAR_END
        printer = printer_from(fake.spec)
        printer.send(TICKET_80, "A-017")

        assert printer.health() == thermal.PrinterHealth(
            ready=True, words="Printer siap; gulungan kertasnya hampir habis"
        )


def test_a_printer_that_another_pc_holds_gets_nothing() -> None:
    with FakePrinter() as fake:
        fake.answers = False
        printer = printer_from(fake.spec)
        with pytest.raises(PrinterMute) as caught:
            printer.send(TICKET_80, "A-017")

        assert not caught.value.maybe_printed
        assert fake.printed == b""
        assert not printer.health().ready


def test_paper_that_ends_in_mid_ticket_is_uncertain() -> None:
    with (
        FakePrinter(runs_out_after=len(TICKET_80) // 2) as fake,
        pytest.raises(PaperUnconfirmed) as caught,
    ):
        printer_from(fake.spec).send(TICKET_80, "A-017")

    assert caught.value.maybe_printed


def test_a_printer_that_only_knows_the_old_question_confirms_too() -> None:
    with FakePrinter(tells_when_printed=False) as fake:
        printer = printer_from(fake.spec)
        printer.send(TICKET_80, "A-017")
        printer.send(TICKET_80, "A-018")

    assert fake.printed == 2 * TICKET_80


def test_a_printer_out_of_reach_leaves_the_paper_pending() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    printer = printer_from(f"escpos:tcp:127.0.0.1:{port}")

    with pytest.raises(PrinterUnreachable) as caught:
        printer.send(TICKET_80, "A-017")

    assert not caught.value.maybe_printed
    assert not printer.health().ready


def test_a_file_grows_by_every_paper(tmp_path: Path) -> None:
    printer = printer_from(f"escpos:file:{tmp_path}/roll.bin")

    printer.send(TICKET_80, "A-017")
    printer.send(TICKET_80, "A-018")

    assert (tmp_path / "roll.bin").read_bytes() == 2 * TICKET_80
    assert printer.health().ready


def test_a_file_that_cannot_be_written_leaves_the_paper_pending(tmp_path: Path) -> None:
    with pytest.raises(PrinterUnreachable):
        printer_from(f"escpos:file:{tmp_path}/nowhere/roll.bin").send(TICKET_80, "A-017")


def test_a_device_is_asked_how_it_is_and_gets_every_byte_unaltered() -> None:
    ours, theirs = os.openpty()
    fake = FakePrinter()
    ended = threading.Event()

    class Line:
        """The far end of the device, as the fake printer speaks."""

        def sendall(self, data: bytes) -> None:
            os.write(ours, data)

    def run() -> None:
        asked = b""
        while not ended.is_set():
            asked = fake.understand(Line(), asked + os.read(ours, 1))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    printer = printer_from(f"escpos:file:{os.ttyname(theirs)}")
    printer.send(TICKET_80, "A-017")
    assert fake.printed == TICKET_80

    fake.status = PAPER_OUT
    with pytest.raises(PaperOut):
        printer.send(TICKET_80, "A-018")
    assert fake.printed == TICKET_80

    ended.set()
    os.write(theirs, b"\n")  # wakes the thread
    thread.join(10)
    os.close(ours)
    os.close(theirs)
    fake.close()


@pytest.mark.parametrize(
    "spec",
    [
        "escpos:",
        "escpos:tcp:",
        "escpos:tcp:printer:0",
        "escpos:tcp:printer:99999",
        "escpos:tcp:a b",
        "escpos:usb:04b8",
        "escpos:usb:04b8:xyz1",
        "escpos:file:",
        "escpos:windows:POS-80",
        "escpos:serial:COM3",
    ],
)
def test_a_spec_that_names_no_thermal_printer_is_refused(spec: str) -> None:
    with pytest.raises(PrinterSpecWrong):
        printer_from(spec)


@pytest.mark.parametrize(
    ("spec", "host", "port"),
    [
        ("escpos:tcp:printer.local", "printer.local", 9100),
        ("escpos:tcp:192.168.1.50:9101", "192.168.1.50", 9101),
        ("escpos:tcp:[fe80::1]:9100", "fe80::1", 9100),
    ],
)
def test_an_address_may_leave_out_its_port(
    monkeypatch: pytest.MonkeyPatch, spec: str, host: str, port: int
) -> None:
    asked: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], **_how: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(wires.socket, "create_connection", refuse)
    assert not printer_from(spec).health().ready
    assert asked == [(host, port)]


class _End:
    """A bulk end point of a USB printer: takes 64 bytes at a time, or gives what was said."""

    bmAttributes = 2  # noqa: N815

    def __init__(self, address: int, fake: FakePrinter, said: bytearray) -> None:
        self.bEndpointAddress = address
        self._fake, self._said, self._asked = fake, said, b""

    def write(self, data: bytes, _timeout: int) -> int:
        for byte in data[:64]:
            self._asked = self._fake.understand(self, self._asked + bytes((byte,)))
        return len(data[:64])

    def sendall(self, data: bytes) -> None:
        self._said.extend(data)

    def read(self, _size: int, _timeout: int) -> bytes:
        if not self._said:
            raise usb.core.USBTimeoutError("nothing")
        said = bytes(self._said)
        self._said.clear()
        return said


class _Interface(list[_End]):
    bInterfaceNumber = 1  # noqa: N815
    bInterfaceClass = 7  # noqa: N815


class _Device(list[list[_Interface]]):
    """A USB printer that the system's own driver holds."""

    held = True

    def is_kernel_driver_active(self, _number: int) -> bool:
        return self.held

    def detach_kernel_driver(self, _number: int) -> None:
        self.held = False

    def attach_kernel_driver(self, _number: int) -> None:
        self.held = True


def test_a_usb_printer_is_taken_from_the_system_asked_and_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake, said = FakePrinter(), bytearray()
    device = _Device([[_Interface([_End(0x02, fake, said), _End(0x81, fake, said)])]])
    found: list[dict[str, int]] = []
    claimed: list[bool] = []
    monkeypatch.setattr(usb.core, "find", lambda **what: found.append(what) or device)
    monkeypatch.setattr(
        usb.util, "claim_interface", lambda _device, _number: claimed.append(device.held)
    )
    monkeypatch.setattr(usb.util, "dispose_resources", lambda _device: None)
    printer = printer_from("escpos:usb:04B8:0e15")

    printer.send(TICKET_80, "A-017")

    assert found == [{"idVendor": 0x04B8, "idProduct": 0x0E15}]
    assert claimed == [False]
    assert fake.printed == TICKET_80
    assert device.held

    fake.status = PAPER_OUT
    with pytest.raises(PaperOut):
        printer.send(TICKET_80, "A-018")
    assert fake.printed == TICKET_80
    fake.close()


def test_a_usb_printer_that_is_unplugged_leaves_the_paper_pending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(usb.core, "find", lambda **_what: None)

    with pytest.raises(PrinterUnreachable):
        printer_from("escpos:usb:04b8:0e15").send(TICKET_80, "A-017")
