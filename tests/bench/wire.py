"""Bytes on the wire an event, in batches of 500: a busy day's acts as a station sends them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from counter.office import intake, queue
from counter.office.office import Office
from counter.store.store import Store
from counter.sync import wire
from tests.bench.acts import an_office
from tests.bench.measure import Figure, against

BATCH = 500
ANSWERS = {
    "nik": "3171015208910003",
    "nkk": "3171011803150042",
    "address": "Jl. Cikini Raya 21",
    "rt": "004",
    "rw": "002",
    "phone": "081234567890",
    "reason": "damaged",
}
GIVEN = ("DEWI", "SITI", "BUDI", "AGUS", "RINA", "WAYAN", "MARIA", "YOHANES", "FATIMAH", "IRFAN")
FAMILY = ("LESTARI", "PRATAMA", "SIREGAR", "WIJAYA", "HIDAYAT", "SUKMAWATI", "TANJUNG", "RAHMAN")


def figures() -> dict[str, Figure]:
    """A hundred citizens, each issued, called, started, filed and finished."""
    with tempfile.TemporaryDirectory() as folder, an_office(Path(folder) / "store") as office:
        for citizen in range(100):
            _serve(office, citizen)
        size = office.maintain(_bytes_an_event)
    return {"bytes on the wire an event": against(size, unit="bytes", target=60)}


def _serve(office: Office, citizen: int) -> None:
    issued = office.act(queue.issue_ticket, service="ktp_replacement", priority=citizen % 9 == 0)
    ticket = office.act(queue.call_next, counter=3)
    office.act(queue.start_service, ticket.id, counter=3)
    answers = {
        **ANSWERS,
        "name": f"{GIVEN[citizen % 10]} {FAMILY[citizen % 8]}",
        "nik": f"317101{citizen % 28 + 1:02d}{citizen % 12 + 1:02d}{citizen % 60 + 40:02d}"
        f"{citizen + 1:04d}",
        "nkk": f"317101{citizen % 28 + 1:02d}{citizen % 12 + 1:02d}15{citizen + 1:04d}",
        "address": f"Jl. Cikini Raya {citizen * 7 % 90}",
        "phone": f"0812{(citizen * 7_919_177) % 100_000_000:08d}",
    }
    asked = office.read(intake.open_intake, issued.id).service.requirements
    filing = intake.Filing(answers, {each.id: True for each in asked}, {})
    office.act(intake.file_intake, ticket.id, filing, counter=3)
    office.act(queue.finish_ticket, ticket.id, counter=3)


def _bytes_an_event(store: Store) -> float:
    items = store.after(store.node.branch, {}, limit=10_000)[-BATCH:]
    body = wire.pack(wire.Batch(sender_ms=0, items=items, signed={}))
    return len(body) / len(items)
