"""Reading appointments, and whom they are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from counter.domain.appointment import Appointment, AppointmentState
from counter.domain.bodies import AppointmentPart
from counter.store import schema
from counter.store.log import private_part

A = schema.appointment
_fields = Appointment.__struct_fields__
_part = msgspec.msgpack.Decoder(AppointmentPart)

_mine = select(*(A.c[name] for name in _fields)).where(A.c.branch == bindparam("branch"))
_by_id = _mine.where(A.c.id == bindparam("id"))
_of_day = _mine.where(A.c.day == bindparam("day")).order_by(A.c.time, A.c.booked_ms)
_from_day = _mine.where(A.c.day >= bindparam("day")).order_by(A.c.day, A.c.time, A.c.booked_ms)
_by_code = _mine.where(A.c.code == bindparam("code"), A.c.day >= bindparam("day")).order_by(
    A.c.day, A.c.time
)


class Appointments:
    """The appointments of one branch, as one transaction sees them."""

    def __init__(self, connection: Connection, branch: str) -> None:
        self._connection = connection
        self._branch = branch

    def get(self, appointment_id: str) -> Appointment | None:
        """One appointment."""
        return next(iter(self._rows(_by_id, id=appointment_id)), None)

    def on(self, day: str) -> list[Appointment]:
        """All of a day, the cancelled ones too, the earliest first."""
        return self._rows(_of_day, day=day)

    def since(self, day: str) -> list[Appointment]:
        """All of a day and those after it, the cancelled ones too, the earliest first."""
        return self._rows(_from_day, day=day)

    def of_code(self, code: str, since: str) -> list[Appointment]:
        """What a code was given to on a day or later: one, unless two nodes drew it apart."""
        return self._rows(_by_code, code=code, day=since)

    def contact(self, appointment_id: str) -> AppointmentPart | None:
        """Whom it is for; None where that was erased or never reached this node."""
        data = private_part(self._connection, self._branch, appointment_id)
        return None if data is None else _part.decode(data)

    def _rows(self, statement: Any, **facts: Any) -> list[Appointment]:
        rows = self._connection.execute(statement, {"branch": self._branch, **facts})
        return [_as_appointment(row) for row in rows]


def _as_appointment(row: Sequence[Any]) -> Appointment:
    values = dict(zip(_fields, row, strict=True))
    values["state"] = AppointmentState(values["state"])
    return Appointment(**values)
